//! Wording: lists of names, values between backticks, and which name was probably meant.

mod slip;

pub use slip::{begin_alike, misspelt, replaces_letters};

/// A name or value between backticks, cut where it would not fit on a line.
pub fn code(text: &str) -> String {
    let mut out = String::new();
    push_code(&mut out, text);
    out
}

/// The same behind what is there already.
fn push_code(out: &mut String, text: &str) {
    const LONGEST: usize = 60;
    let is_short = text.len() <= LONGEST || text.chars().count() <= LONGEST;
    let cut = if is_short { None } else { text.char_indices().nth(LONGEST - 1).map(|(at, _)| at) };
    let shown = &text[..cut.unwrap_or(text.len())];
    out.reserve(shown.len() + if is_short { "``" } else { "`…" }.len());
    out.push('`');
    out.push_str(shown);
    out.push_str(if is_short { "`" } else { "…`" });
}

/// `a`, `b` and `c`: the names joined by commas and a last word, at most twelve of them.
pub fn list<S: AsRef<str>>(names: &[S], last: &str) -> String {
    const MOST: usize = 12;
    let shown = names.iter().take(MOST);
    let length: usize = shown.map(|name| name.as_ref().len() + "``, ".len()).sum();
    let mut out = String::with_capacity(length + last.len());
    for (position, name) in names.iter().take(MOST).enumerate() {
        match position {
            0 => {}
            _ if position + 1 == names.len() => join(&mut out, last),
            _ => out.push_str(", "),
        }
        push_code(&mut out, name.as_ref());
    }
    if names.len() > MOST {
        join(&mut out, last);
        out.push_str(&(names.len() - MOST).to_string());
        out.push_str(" more");
    }
    out
}

fn join(out: &mut String, word: &str) {
    out.push(' ');
    out.push_str(word);
    out.push(' ');
}

/// Names that take more edits are not near.
const MOST_EDITS: usize = 3;

/// The one candidate that is clearly nearest to a name, if there is one.
///
/// Near is: equal but for case or separators, or few edits (a third of the length at most, three at most), with every
/// other candidate further away.
pub fn nearest<'a, S: AsRef<str>>(name: &str, candidates: &'a [S]) -> Option<&'a str> {
    nearest_of(name, candidates.iter().map(|candidate| (candidate.as_ref(), Letters::of(candidate.as_ref()))))
}

/// Names that many others are compared with: each of them is looked at once.
#[derive(Debug)]
pub struct Candidates<'a>(Vec<(&'a str, Letters)>);

impl<'a> Candidates<'a> {
    /// These names.
    pub fn of<S: AsRef<str>>(names: &'a [S]) -> Candidates<'a> {
        Candidates(names.iter().map(|name| (name.as_ref(), Letters::of(name.as_ref()))).collect())
    }

    /// Whether one of them may be near to a name: most are told apart by their letters.
    pub fn may_be_near(&self, name: &str) -> bool {
        let own = Letters::of(name);
        self.0.iter().any(|(_, other)| own.may_be_near(*other))
    }

    /// The one of them that is clearly [`nearest`] to a name.
    pub fn nearest(&self, name: &str) -> Option<&'a str> {
        nearest_of(name, self.0.iter().copied())
    }
}

fn nearest_of<'a>(name: &str, candidates: impl Iterator<Item = (&'a str, Letters)>) -> Option<&'a str> {
    const LONGEST: usize = 200;
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    let own = Letters::of(name);
    let length = own.count;
    let mut best: Option<(usize, &str)> = None;
    let mut tied = false;
    for (candidate, other) in candidates.filter(|(c, _)| *c != name && c.len() <= LONGEST) {
        let distance = if own.may_be_plainly(other) && plain(candidate).eq(plain(name)) {
            0
        } else if other.count.abs_diff(length) <= MOST_EDITS && own.fewest_edits(other) <= MOST_EDITS {
            distance(name, candidate, MOST_EDITS)
        } else {
            continue;
        };
        match best {
            Some((nearest, _)) if distance > nearest => {}
            Some((nearest, known)) if distance == nearest => tied |= known != candidate,
            _ => {
                best = Some((distance, candidate));
                tied = false;
            }
        }
    }
    let (distance, candidate) = best?;
    let allowed = (length.min(candidate.chars().count()) / 3).min(MOST_EDITS);
    (!tied && distance <= allowed).then_some(candidate)
}

/// A name without case, dashes and underscores.
fn plain(name: &str) -> impl Iterator<Item = char> + '_ {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase)
}

/// What tells most names apart, had from one look at each of their letters.
#[derive(Debug, Clone, Copy)]
struct Letters {
    count: usize,
    /// Those that [`plain`] leaves out.
    separators: usize,
    /// One bit for each kind of letter.
    kinds: u64,
    is_ascii: bool,
}

impl Letters {
    fn of(name: &str) -> Letters {
        let mut letters = Letters { count: 0, separators: 0, kinds: 0, is_ascii: true };
        for byte in name.bytes() {
            // Every byte but those that continue a letter.
            letters.count += usize::from(byte & 0xC0 != 0x80);
            letters.separators += usize::from(matches!(byte, b'-' | b'_' | b' '));
            letters.kinds |= 1 << (byte & 63);
            letters.is_ascii &= byte < 0x80;
        }
        letters
    }

    /// Whether two names can be equal but for case and separators.
    fn may_be_plainly(self, other: Letters) -> bool {
        let is_told = self.is_ascii && other.is_ascii;
        !is_told || self.count - self.separators == other.count - other.separators
    }

    /// Whether two names can be near: equal but for case and separators, or few edits from each other.
    fn may_be_near(self, other: Letters) -> bool {
        let few = self.count.abs_diff(other.count) <= MOST_EDITS && self.fewest_edits(other) <= MOST_EDITS;
        few || self.may_be_plainly(other)
    }

    /// So many edits there are at least between two names: each takes one kind of letter away and brings one, at most.
    fn fewest_edits(self, other: Letters) -> usize {
        let is_told = self.is_ascii && other.is_ascii;
        let only = |one: Letters, other: Letters| (one.kinds & !other.kinds).count_ones() as usize;
        if is_told { only(self, other).max(only(other, self)) } else { 0 }
    }
}

/// Edits between two names, a transposition counting as one; one more than `most` where there are more than that.
fn distance(a: &str, b: &str, most: usize) -> usize {
    if a.is_ascii() && b.is_ascii() {
        let (a, b) = unlike(a.as_bytes(), b.as_bytes());
        // Of what most names of one list share, nothing is left to hide how different they are.
        let kinds = |letters: &[u8]| letters.iter().fold(0_u64, |kinds, letter| kinds | 1 << (letter & 63));
        let (of_a, of_b) = (kinds(a), kinds(b));
        let fewest = (of_a & !of_b).count_ones().max((of_b & !of_a).count_ones()) as usize;
        return if fewest > most { most + 1 } else { edits(a, b, most) };
    }
    let letters = |name: &str| name.chars().collect::<Vec<char>>();
    edits(&letters(a), &letters(b), most)
}

/// Two names without what both begin and end with: that takes no edit.
fn unlike<'n, T: PartialEq>(a: &'n [T], b: &'n [T]) -> (&'n [T], &'n [T]) {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    (&a[..a.len() - same], &b[..b.len() - same])
}

fn edits<T: PartialEq>(a: &[T], b: &[T], most: usize) -> usize {
    /// Three rows of names so long need no memory of their own.
    const SHORT: usize = 40;
    let (a, b) = unlike(a, b);
    let too_many = most + 1;
    if a.len().abs_diff(b.len()) > most {
        return too_many;
    }
    let (mut few, mut many) = ([[too_many; SHORT]; 3], Vec::new());
    let width = b.len() + 2;
    let [mut before, mut last, mut row] = if width <= SHORT {
        few.each_mut().map(|row| &mut row[..width])
    } else {
        many.resize(3 * width, too_many);
        let (first, rest) = many.split_at_mut(width);
        let (second, third) = rest.split_at_mut(width);
        [first, second, third]
    };
    for (at, edits) in last.iter_mut().enumerate() {
        *edits = at;
    }
    for i in 1..=a.len() {
        // Further from the diagonal, there are too many for sure.
        let (from, to) = (i.saturating_sub(most).max(1), (i + most).min(b.len()));
        row[from - 1] = if from == 1 { i } else { too_many };
        let mut least = row[from - 1];
        for j in from..=to {
            let other = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + other);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
            least = least.min(row[j]);
        }
        row[to + 1] = too_many;
        if least > most {
            return too_many;
        }
        (before, last, row) = (last, row, before);
    }
    last[b.len()].min(too_many)
}

#[cfg(test)]
mod tests {
    use super::{Candidates, Letters, code, distance, list, nearest, plain};

    #[test]
    fn lists_read_as_people_write_them() {
        assert_eq!(list(&["a"], "or"), "`a`");
        assert_eq!(list(&["a", "b"], "or"), "`a` or `b`");
        assert_eq!(list(&["a", "b", "c"], "and"), "`a`, `b` and `c`");
        let many: Vec<String> = (0..20).map(|n| n.to_string()).collect();
        assert!(list(&many, "or").ends_with("`11` or 8 more"));
    }

    #[test]
    fn long_values_are_cut() {
        assert_eq!(code(&"x".repeat(100)).chars().count(), 62);
    }

    #[test]
    fn the_nearest_name_must_be_near_and_alone() {
        let names = ["mbCollarGirth", "mbMidNeckGirth", "mbWaistGirth", "mfCollarGirth"];
        assert_eq!(nearest("mbColarGirth", &names), Some("mbCollarGirth"));
        assert_eq!(nearest("mbCollarGrith", &names), Some("mbCollarGirth"), "a transposition is one edit");
        assert_eq!(nearest("mxCollarGirth", &names), None, "two are equally near");
        assert_eq!(nearest("Regular", &["regular", "wide"]), Some("regular"));
        assert_eq!(nearest("button-down", &["regular", "buttonDown"]), Some("buttonDown"));
        assert_eq!(nearest("zzz", &names), None);
        assert_eq!(nearest("x", &["y"]), None, "one edit makes any letter of any other");
        assert_eq!(nearest("X", &["x"]), Some("x"));
        assert_eq!(nearest("hme", &["hem", "side"]), Some("hem"));
        assert_eq!(nearest("", &names), None);
    }

    #[test]
    fn whatever_is_nearest_may_be_near() {
        let names =
            ["mbCollarGirth", "mb-collar-girth", "mbColarGrith", "MBCOLLARGIRTH", "hem", "hme", "é-É", "éé", "regular"];
        let (mut near, mut far) = (0, 0);
        for (a, b) in names.iter().flat_map(|a| names.map(|b| (*a, b))) {
            let may_be = Candidates::of(&[b]).may_be_near(a);
            assert!(may_be || nearest(a, &[b]).is_none(), "{a} {b}");
            near += usize::from(nearest(a, &[b]).is_some());
            far += usize::from(!may_be);
        }
        assert!(near > 8 && far > 20, "{near} {far}");
    }

    #[test]
    fn what_may_differ_in_separators_alone_is_looked_at() {
        let names = ["a-b", "AB", "ab", "a b_", "İb", "i\u{307}b", "abc", "", "ß", "é-É"];
        for (a, b) in names.iter().flat_map(|a| names.map(|b| (*a, b))) {
            let (one, other) = (Letters::of(a), Letters::of(b));
            assert!(one.may_be_plainly(other) || !plain(a).eq(plain(b)), "{a} {b}");
            assert_eq!(one.count, a.chars().count());
        }
        assert!(!Letters::of("abc").may_be_plainly(Letters::of("a-b")));
        assert_eq!(nearest("İB", &["i\u{307}b", "other"]), Some("i\u{307}b"));
    }

    #[test]
    fn edits_are_never_fewer_than_the_fewest() {
        let names = ["mbCollarGirth", "mbMidNeckGirth", "collar", "Collar", "rolla", "x", "éü", "ÿ", "abcabc"];
        let fewest_edits = |a, b| Letters::of(a).fewest_edits(Letters::of(b));
        for (a, b) in names.iter().flat_map(|a| names.map(|b| (a, b))) {
            let all = distance(a, b, 100);
            assert!(fewest_edits(a, b) <= all, "{a} {b}");
            for most in 0..20 {
                assert_eq!(distance(a, b, most), all.min(most + 1), "{a} {b}");
            }
        }
        assert_eq!(fewest_edits("mbCollarGirth", "mbWaistGirth"), 3);
        for (a, b, edits) in [
            ("", "abc", 3),
            ("abc", "abc", 0),
            ("aab", "ab", 1),
            ("abab", "ab", 2),
            ("xaby", "xbay", 1),
            ("ca", "abc", 3),
        ] {
            assert_eq!((distance(a, b, 9), distance(b, a, 9)), (edits, edits), "{a} {b}");
        }
    }
}
