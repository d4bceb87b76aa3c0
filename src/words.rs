//! Wording: lists of names, values between backticks, and which name was probably meant.

/// A name or value between backticks, cut where it would not fit on a line.
pub fn code(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return format!("`{text}`");
    }
    let cut: String = text.chars().take(LONGEST - 1).collect();
    format!("`{cut}…`")
}

/// `a`, `b` and `c`: the names joined by commas and a last word, at most twelve of them.
pub fn list<S: AsRef<str>>(names: &[S], last: &str) -> String {
    const MOST: usize = 12;
    let mut shown: Vec<String> = names.iter().take(MOST).map(|name| code(name.as_ref())).collect();
    if names.len() > MOST {
        shown.push(format!("{} more", names.len() - MOST));
    }
    match shown.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
    }
}

/// The one candidate that is clearly nearest to a name, if there is one.
///
/// Near is: equal but for case or separators, or few edits (a third of the length at most, three at most), with every
/// other candidate further away.
pub fn nearest<'a, S: AsRef<str>>(name: &str, candidates: &'a [S]) -> Option<&'a str> {
    const LONGEST: usize = 200;
    const MOST_EDITS: usize = 3;
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    let length = name.chars().count();
    let mut best: Option<(usize, &str)> = None;
    let mut tied = false;
    for candidate in candidates.iter().map(AsRef::as_ref).filter(|c| *c != name && c.len() <= LONGEST) {
        let distance = if plain(candidate).eq(plain(name)) {
            0
        } else if candidate.chars().count().abs_diff(length) <= MOST_EDITS
            && fewest_edits(name, candidate) <= MOST_EDITS
        {
            distance(name, candidate)
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

/// The candidate that a name is beyond doubt a slip of the pen for: the nearest one, that nothing but case, separators
/// or a letter or two tells from the name. Digits are never a slip, and other candidates are further away by far.
pub fn misspelt<'a, S: AsRef<str>>(name: &str, candidates: &'a [S]) -> Option<&'a str> {
    let meant = nearest(name, candidates)?;
    if !figures(name).eq(figures(meant)) {
        return None;
    }
    if plain(name).eq(plain(meant)) {
        return Some(meant);
    }
    let lower = |name: &str| name.chars().next().map(|c| c.to_lowercase().to_string());
    let edits = distance(name, meant);
    let shortest = name.chars().count().min(meant.chars().count());
    let is_slip = edits == 1 && (shortest >= 5 || (shortest >= 3 && sorted(name) == sorted(meant)));
    let is_alone = || {
        let length = name.chars().count();
        let comparable = |other: &&str| other.chars().count().abs_diff(length) < edits + 2;
        let mut others = candidates.iter().map(AsRef::as_ref).filter(|other| *other != meant && *other != name);
        others.all(|other| !comparable(&other) || distance(name, other) >= edits + 2)
    };
    let is_sure = lower(name) == lower(meant) && (is_slip || (edits == 2 && shortest >= 9)) && is_alone();
    is_sure.then_some(meant)
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

/// A name without case, dashes and underscores.
fn plain(name: &str) -> impl Iterator<Item = char> + '_ {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase)
}

/// So many edits there are at least between two names: each takes one kind of letter away and brings one, at most.
fn fewest_edits(a: &str, b: &str) -> usize {
    if !a.is_ascii() || !b.is_ascii() {
        return 0;
    }
    let kinds = |name: &str| name.bytes().fold(0_u64, |kinds, byte| kinds | 1 << (byte & 63));
    (kinds(a) ^ kinds(b)).count_ones().div_ceil(2) as usize
}

/// Edits between two names, a transposition counting as one.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    // What both begin and end with takes no edit.
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - same], &b[..b.len() - same]);
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut row = before.clone();
    for i in 1..=a.len() {
        row[0] = i;
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        (before, last, row) = (last, row, before);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{code, distance, fewest_edits, list, misspelt, nearest};

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
    fn edits_are_never_fewer_than_the_fewest() {
        let names = ["mbCollarGirth", "mbMidNeckGirth", "collar", "Collar", "rolla", "x", "éü", "ÿ", "abcabc"];
        for (a, b) in names.iter().flat_map(|a| names.map(|b| (a, b))) {
            assert!(fewest_edits(a, b) <= distance(a, b), "{a} {b}");
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
            assert_eq!((distance(a, b), distance(b, a)), (edits, edits), "{a} {b}");
        }
    }

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
    }
}
