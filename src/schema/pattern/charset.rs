//! Sets of UTF-16 code units, the characters of a JavaScript pattern without the `u` flag.

/// A set of code units as sorted, disjoint, non-adjacent inclusive ranges.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct CharSet(Vec<(u16, u16)>);

/// The white space of ECMAScript, line terminators included (`\s`).
const SPACE: &[(u16, u16)] = &[
    (0x09, 0x0D),
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
];
const LINE_ENDS: &[(u16, u16)] = &[(0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029)];
const DIGIT: &[(u16, u16)] = &[(0x30, 0x39)];
const WORD: &[(u16, u16)] = &[(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)];

impl CharSet {
    /// The set of one code unit.
    pub(super) fn unit(unit: u16) -> Self {
        Self(vec![(unit, unit)])
    }

    /// What `.` stands for.
    pub(super) fn dot() -> Self {
        Self(LINE_ENDS.to_vec()).negate()
    }

    /// What the letter of a class escape (`\d`, `\W`, ...) stands for.
    pub(super) fn class_escape(letter: u16) -> Option<Self> {
        let letter = u8::try_from(letter).ok()?;
        let ranges = match letter.to_ascii_lowercase() {
            b'd' => DIGIT,
            b's' => SPACE,
            b'w' => WORD,
            _ => return None,
        };
        let set = Self(ranges.to_vec());
        Some(if letter.is_ascii_uppercase() { set.negate() } else { set })
    }

    /// The union of the ranges, which may overlap and come in any order.
    pub(super) fn from_ranges(mut ranges: Vec<(u16, u16)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(u16, u16)> = Vec::with_capacity(ranges.len());
        for (low, high) in ranges {
            match merged.last_mut() {
                Some((_, end)) if u32::from(low) <= u32::from(*end) + 1 => *end = (*end).max(high),
                _ => merged.push((low, high)),
            }
        }
        Self(merged)
    }

    /// Every code unit that is not in the set.
    pub(super) fn negate(&self) -> Self {
        let mut ranges = Vec::with_capacity(self.0.len() + 1);
        let mut next = Some(0_u16);
        for &(low, high) in &self.0 {
            if let Some(start) = next
                && start < low
            {
                ranges.push((start, low - 1));
            }
            next = high.checked_add(1);
        }
        if let Some(start) = next {
            ranges.push((start, u16::MAX));
        }
        Self(ranges)
    }

    /// The ranges, in order.
    pub(super) fn ranges(&self) -> &[(u16, u16)] {
        &self.0
    }

    /// Whether the set holds every code unit.
    pub(super) fn is_full(&self) -> bool {
        self.0 == [(0, u16::MAX)]
    }

    /// Whether no code unit is in both sets.
    pub(super) fn is_disjoint(&self, other: &Self) -> bool {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            if a.1 < b.0 {
                left.next();
            } else if b.1 < a.0 {
                right.next();
            } else {
                return false;
            }
        }
        true
    }
}

/// A set prepared for asking: one bit per ASCII character, a search for the rest.
#[derive(Debug, Clone)]
pub(super) struct CharTest {
    ascii: u128,
    wide: Box<[(u16, u16)]>,
}

impl CharTest {
    pub(super) fn new(set: &CharSet) -> Self {
        let ascii = (0..128_u16)
            .filter(|unit| set.0.iter().any(|(low, high)| (low..=high).contains(&unit)))
            .fold(0, |bits, unit| bits | 1 << unit);
        let wide = set.0.iter().filter(|(_, high)| *high >= 128).copied().collect();
        Self { ascii, wide }
    }

    /// Whether the code unit is in the set.
    #[inline]
    pub(super) fn has(&self, unit: u16) -> bool {
        if unit < 128 {
            return self.ascii >> unit & 1 == 1;
        }
        let at = self.wide.partition_point(|(_, high)| *high < unit);
        self.wide.get(at).is_some_and(|(low, _)| *low <= unit)
    }
}

/// Whether a code unit counts as part of a word for `\b`.
pub(super) fn is_word(unit: u16) -> bool {
    WORD.iter().any(|(low, high)| (low..=high).contains(&&unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_normalised_and_negation_is_an_involution() {
        let set = CharSet::from_ranges(vec![(5, 9), (0, 3), (4, 4), (8, 12), (20, u16::MAX)]);
        assert_eq!(set.ranges(), [(0, 12), (20, u16::MAX)]);
        assert_eq!(set.negate().ranges(), [(13, 19)]);
        assert_eq!(set.negate().negate(), set);
        assert!(CharSet::default().negate().is_full());
        assert!(set.is_disjoint(&set.negate()));
        assert!(!set.is_disjoint(&CharSet::unit(20)));
    }

    #[test]
    fn a_prepared_set_answers_like_its_ranges() {
        for set in [CharSet::dot(), CharSet(SPACE.to_vec()), CharSet(WORD.to_vec()).negate()] {
            let test = CharTest::new(&set);
            for unit in 0..=u16::MAX {
                let expected = set.ranges().iter().any(|(low, high)| (low..=high).contains(&&unit));
                assert_eq!(test.has(unit), expected, "{unit:#x}");
            }
        }
    }
}
