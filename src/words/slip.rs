//! Names that are beyond doubt other names, misspelt.

use super::{MOST_EDITS, distance, nearest, plain};

/// The candidate that a name is beyond doubt a slip of the pen for: the nearest one, that nothing but case, separators
/// or a letter or two tells from the name. Digits are never a slip, nor is the first letter of a word, and other candidates
/// are further away by far.
pub fn misspelt<'a, S: AsRef<str>>(name: &str, candidates: &'a [S]) -> Option<&'a str> {
    let meant = nearest(name, candidates)?;
    if !figures(name).eq(figures(meant)) {
        return None;
    }
    if plain(name).eq(plain(meant)) {
        return Some(meant);
    }
    let edits = distance(name, meant, MOST_EDITS);
    let shortest = name.chars().count().min(meant.chars().count());
    let is_slip = edits == 1 && (shortest >= 5 || (shortest >= 3 && sorted(name) == sorted(meant)));
    let is_alone = || {
        let length = name.chars().count();
        let comparable = |other: &&str| other.chars().count().abs_diff(length) < edits + 2;
        let mut others = candidates.iter().map(AsRef::as_ref).filter(|other| *other != meant && *other != name);
        others.all(|other| !comparable(&other) || distance(name, other, edits + 1) >= edits + 2)
    };
    let is_sure = begin_alike(name, meant) && (is_slip || (edits == 2 && shortest >= 9)) && is_alone();
    is_sure.then_some(meant)
}

/// Whether the words of two names begin with the same letters, as far as case and separators tell words apart in both:
/// `mbHeight` and `mbWeight` are different words, not one and a slip of the pen.
pub fn begin_alike(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return plain_initials(a).zip(plain_initials(b)).all(|(a, b)| a.eq_ignore_ascii_case(&b));
    }
    initials(a).zip(initials(b)).all(|(a, b)| a.to_lowercase().eq(b.to_lowercase()))
}

/// The same as [`initials`] of names in ASCII: what nearly all names are, and many are compared.
fn plain_initials(name: &str) -> impl Iterator<Item = u8> + '_ {
    let mut before = b' ';
    name.bytes().filter(move |&byte| {
        let before = std::mem::replace(&mut before, byte);
        let may_begin = !before.is_ascii_alphanumeric() || (byte.is_ascii_uppercase() && !before.is_ascii_uppercase());
        may_begin && byte.is_ascii_alphanumeric()
    })
}

fn initials(name: &str) -> impl Iterator<Item = char> + '_ {
    let before = std::iter::once(' ').chain(name.chars());
    let is_first = |(before, c): &(char, char)| {
        c.is_alphanumeric() && (!before.is_alphanumeric() || (c.is_uppercase() && !before.is_uppercase()))
    };
    before.zip(name.chars()).filter(is_first).map(|(_, c)| c)
}

/// Whether letters of one name stand in the other's place for letters of its own, so that each has some that the other
/// lacks, whatever their case. Letters that are swapped, doubled or left out are more surely a slip of the pen.
pub fn replaces_letters(a: &str, b: &str) -> bool {
    let letters = |name: &str| {
        let mut letters: Vec<char> = plain(name).collect();
        letters.sort_unstable();
        letters
    };
    let (a, b) = (letters(a), letters(b));
    let lacks = |one: &[char], other: &[char]| {
        let mut rest = other.iter();
        !one.iter().all(|letter| rest.any(|other| other == letter))
    };
    lacks(&a, &b) && lacks(&b, &a)
}

/// The digits of a name, with the signs and points before them.
fn figures(name: &str) -> impl Iterator<Item = char> + '_ {
    let next = name.chars().skip(1).map(Some).chain([None]);
    let is_figure = |c: char, next: Option<char>| {
        c.is_ascii_digit() || (matches!(c, '+' | '-' | '.' | ',') && next.is_some_and(|next| next.is_ascii_digit()))
    };
    name.chars().zip(next).filter(move |(c, next)| is_figure(*c, *next)).map(|(c, _)| c)
}

fn sorted(name: &str) -> Vec<char> {
    let mut letters: Vec<char> = name.chars().collect();
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    use super::{begin_alike, initials, misspelt, plain_initials, replaces_letters};

    #[test]
    fn only_a_slip_of_the_pen_is_beyond_doubt() {
        let names = ["regular", "longRegular", "shortRegular", "wide"];
        assert_eq!(misspelt("Wide", &names), Some("wide"), "case alone");
        assert_eq!(misspelt("long-regular", &names), Some("longRegular"), "separators alone");
        assert_eq!(misspelt("reguler", &names), Some("regular"));
        assert_eq!(misspelt("shrotRegualr", &names), Some("shortRegular"), "two slips in a long name");
        assert_eq!(misspelt("wied", &names), Some("wide"), "two letters swapped");
        assert_eq!(misspelt("wild", &names), None, "another short word");
        assert_eq!(misspelt("hide", &names), None, "another first letter");
        assert_eq!(misspelt("one", &["none"]), None);
        assert_eq!(misspelt("33Deg", &["14Deg", "17Deg", "regular", "23Deg", "26Deg"]), None, "another number");
        assert_eq!(misspelt("-0.5", &["0.5"]), None, "another sign");
        assert_eq!(misspelt("-0.5cm", &["0.5cm"]), None);
        assert_eq!(misspelt("leftpocket", &["leftPocket"]), Some("leftPocket"));
        assert_eq!(misspelt("pocketA", &["pocketB", "pocketCD"]), None, "a neighbour is nearly as near");
        assert_eq!(misspelt("mbWeight", &["mbHeight", "mbCollarGirth"]), None, "another word");
        assert_eq!(misspelt("mbHeigth", &["mbHeight", "mbCollarGirth"]), Some("mbHeight"));
    }

    #[test]
    fn words_are_told_apart_by_their_first_letters() {
        for (a, b) in
            [("mbHeight", "mbHeigth"), ("mbHeight", "mbheihgt"), ("Mb-height", "mbHeight"), ("", "a"), ("É", "é")]
        {
            assert!(begin_alike(a, b) && begin_alike(b, a), "{a} {b}");
        }
        for (a, b) in [("mbHeight", "mbWeight"), ("mbHipGirth", "mbHipDepth"), ("a_b", "a_c"), ("one", "none")] {
            assert!(!begin_alike(a, b) && !begin_alike(b, a), "{a} {b}");
        }
        for name in ["mbHeight", "XMLFile", "a-b_c d.e", "", "A1b2", "--a", "aB", "3d"] {
            assert!(plain_initials(name).map(char::from).eq(initials(name)), "{name}");
        }
    }

    #[test]
    fn swapped_doubled_and_left_out_letters_replace_none() {
        for (a, b) in
            [("thigh", "thihg"), ("collar", "colar"), ("collar", "colllar"), ("mb-height", "mbHeight"), ("", "a")]
        {
            assert!(!replaces_letters(a, b) && !replaces_letters(b, a), "{a} {b}");
        }
        for (a, b) in [("upperBust", "underBust"), ("waist", "wrist"), ("é", "e")] {
            assert!(replaces_letters(a, b) && replaces_letters(b, a), "{a} {b}");
        }
    }
}
