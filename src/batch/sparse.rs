//! A list that has something to say of few of its positions.

/// Values by position. It is found at once whether a position has one, and 32 positions without take 8 bytes.
#[derive(Debug)]
pub(crate) struct Sparse<T> {
    words: Vec<Word>,
    /// In the order of their positions.
    values: Vec<T>,
}

/// What there is of 32 positions.
#[derive(Debug, Clone, Copy)]
struct Word {
    /// A bit for each position that has a value.
    bits: u32,
    /// How many values there are before these positions.
    before: u32,
}

impl<T> Default for Sparse<T> {
    fn default() -> Sparse<T> {
        Sparse { words: Vec::new(), values: Vec::new() }
    }
}

impl<T> Sparse<T> {
    /// Gives a position its value. Positions must come in ascending order.
    pub(crate) fn push(&mut self, position: usize, value: T) {
        let (word, bit) = (position / 32, position % 32);
        debug_assert!(word + 1 >= self.words.len(), "positions ascend");
        if word >= self.words.len() {
            self.words.resize(word + 1, Word { bits: 0, before: self.values.len() as u32 });
        }
        debug_assert!(self.words[word].bits >> bit == 0, "positions ascend");
        self.words[word].bits |= 1 << bit;
        self.values.push(value);
    }

    /// Adds the values of another list, which begins at a position after all of these.
    pub(crate) fn append(&mut self, from: usize, other: Sparse<T>) {
        for (position, value) in positions(&other.words).zip(other.values) {
            self.push(from + position, value);
        }
    }

    /// Where among the values that of a position stands.
    pub(crate) fn find(&self, position: usize) -> Option<usize> {
        let word = self.words.get(position / 32)?;
        let bit = 1 << (position % 32);
        (word.bits & bit != 0).then(|| word.before as usize + (word.bits & (bit - 1)).count_ones() as usize)
    }

    pub(crate) fn get(&self, position: usize) -> Option<&T> {
        Some(&self.values[self.find(position)?])
    }

    /// All values, in the order of their positions.
    pub(crate) fn values(&self) -> &[T] {
        &self.values
    }

    /// All values with their positions, in that order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        positions(&self.words).zip(&self.values)
    }
}

fn positions(words: &[Word]) -> impl Iterator<Item = usize> {
    words.iter().enumerate().flat_map(|(at, word)| {
        let mut bits = word.bits;
        std::iter::from_fn(move || {
            let bit = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
            bits &= bits - 1;
            Some(at * 32 + bit)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(positions: &[usize]) -> Sparse<usize> {
        let mut list = Sparse::default();
        for position in positions {
            list.push(*position, position * 10);
        }
        list
    }

    #[test]
    fn values_are_found_at_their_positions_alone() {
        for positions in [&[][..], &[0], &[31], &[32], &[0, 31, 32, 33, 63, 64, 1000], &[5, 4_000]] {
            let list = of(positions);
            for position in 0..5_000 {
                let wanted = positions.contains(&position).then_some(position * 10);
                assert_eq!(list.get(position).copied(), wanted, "{position} of {positions:?}");
                assert_eq!(list.find(position), positions.iter().position(|other| *other == position));
            }
            let told: Vec<_> = list.iter().map(|(position, value)| (position, *value)).collect();
            assert_eq!(told, positions.iter().map(|position| (*position, position * 10)).collect::<Vec<_>>());
            assert_eq!(list.values().len(), positions.len());
        }
    }

    #[test]
    fn what_is_appended_stands_after_the_rest() {
        let mut list = of(&[1, 40]);
        list.append(41, of(&[]));
        list.append(41, of(&[0, 1, 31, 32, 99]));
        let told: Vec<_> = list.iter().map(|(position, value)| (position, *value)).collect();
        assert_eq!(told, [(1, 10), (40, 400), (41, 0), (42, 10), (72, 310), (73, 320), (140, 990)]);
        assert_eq!(list.get(73), Some(&320));
    }

    #[test]
    fn what_has_no_values_takes_no_memory() {
        let list = of(&[]);
        assert_eq!((list.words.capacity(), list.values.capacity()), (0, 0));
    }
}
