//! Deciding simple patterns on the text as it is: no engine, no copy, no shared scratch space.

use super::charset::CharTest;

/// A pattern that needs no regex engine.
#[derive(Debug)]
pub(super) enum Simple {
    /// Matches every text: `""`, `^`, `.*`.
    Anything,
    /// `.`: at least one character that ends no line.
    NonEmptyLine,
    /// `^abc`.
    Prefix(Box<str>),
    /// `abc$`.
    Suffix(Box<str>),
    /// `abc`.
    Contains(Box<str>),
    /// `^(a|b|c)$`: sorted texts.
    Exact(Box<[Box<str>]>),
    /// `[a-z]`: one such code unit anywhere.
    Has(CharTest),
    /// `^[A-Z]{2}\d+$`: runs from the start, one behind the other, as long as they go.
    Runs { runs: Box<[Run]>, to_end: bool },
}

/// So many code units out of a set.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) set: CharTest,
    pub(super) min: usize,
    pub(super) max: usize,
}

impl Simple {
    /// Whether the pattern matches.
    pub(super) fn matches(&self, text: &str) -> bool {
        match self {
            Self::Anything => true,
            Self::NonEmptyLine => match text.as_bytes().first() {
                None => false,
                // A first byte that can start no line end decides; nearly every text ends here.
                Some(first) if !matches!(first, b'\n' | b'\r' | 0xE2) => true,
                Some(_) => text.chars().any(|c| !matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')),
            },
            Self::Prefix(literal) => text.starts_with(&**literal),
            Self::Suffix(literal) => text.ends_with(&**literal),
            Self::Contains(literal) => text.contains(&**literal),
            Self::Exact(texts) => texts.binary_search_by(|one| (**one).cmp(text)).is_ok(),
            Self::Has(set) => text.encode_utf16().any(|unit| set.has(unit)),
            Self::Runs { runs, to_end } if text.is_ascii() => run_all(runs, *to_end, text.bytes().map(u16::from)),
            Self::Runs { runs, to_end } => run_all(runs, *to_end, text.encode_utf16()),
        }
    }
}

fn run_all(runs: &[Run], to_end: bool, mut units: impl Iterator<Item = u16>) -> bool {
    let mut next = units.next();
    for run in runs {
        let mut taken = 0;
        while taken < run.max && next.is_some_and(|unit| run.set.has(unit)) {
            taken += 1;
            next = units.next();
        }
        if taken < run.min {
            return false;
        }
    }
    !to_end || next.is_none()
}
