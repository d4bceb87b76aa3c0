//! The names of capture groups, and the look ahead that finds them.
//!
//! Whether `\2` is a back-reference, and whether `\k` means anything, depends on groups that may come later.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::error::PatternErrorKind as Kind;
use super::parse::{Parsed, Parser};

/// What the groups of a pattern are.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// How many capture.
    pub(super) captures: u32,
    /// Whether there is a named group, even one with a broken name.
    pub(super) any_named: bool,
    /// The number of each group that has a proper name.
    pub(super) numbers: BTreeMap<Vec<u16>, u32>,
}

/// Finds all groups without parsing what is in them.
pub(super) fn survey(units: &[u16]) -> Groups {
    let mut groups = Groups::default();
    let mut at = 0;
    let mut in_class = false;
    while let Some(&unit) = units.get(at) {
        at += 1;
        match u8::try_from(unit).unwrap_or(0) {
            b'\\' => at += 1,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'(' if !in_class => {
                let rest: Vec<u8> = units[at..].iter().take(3).map(|unit| u8::try_from(*unit).unwrap_or(0)).collect();
                match rest.as_slice() {
                    [b'?', b'<', b'=' | b'!', ..] => {}
                    [b'?', b'<', ..] => {
                        groups.captures += 1;
                        groups.any_named = true;
                        if let Ok((name, _)) = read_name(units, at + 2) {
                            groups.numbers.entry(name).or_insert(groups.captures);
                        }
                    }
                    [b'?', ..] => {}
                    _ => groups.captures += 1,
                }
            }
            _ => {}
        }
    }
    groups
}

impl Parser<'_> {
    /// The name of a group, from behind its `<` to behind its `>`.
    pub(super) fn group_name(&mut self) -> Parsed<Vec<u16>> {
        let (name, end) = read_name(self.units, self.at)?;
        self.at = end;
        Ok(name)
    }
}

/// Reads `name>`: an identifier, in which characters may be escaped.
fn read_name(units: &[u16], start: usize) -> Parsed<(Vec<u16>, usize)> {
    let mut name = Vec::new();
    let mut at = start;
    loop {
        let invalid = Err((at, Kind::InvalidGroupName));
        let (character, next) = match units.get(at) {
            Some(0x3E) if name.is_empty() => return invalid,
            Some(0x3E) => return Ok((name, at + 1)),
            Some(0x5C) => read_escape(units, at).map_err(|kind| (at, kind))?,
            Some(_) => match char::decode_utf16(units[at..].iter().copied()).next() {
                Some(Ok(character)) => (character, at + character.len_utf16()),
                _ => return invalid,
            },
            None => return invalid,
        };
        if !is_identifier(character, name.is_empty()) {
            return invalid;
        }
        name.extend_from_slice(character.encode_utf16(&mut [0; 2]));
        at = next;
    }
}

/// `\u0061`, `\u{61}` or a surrogate pair of escapes: the one place where braces work without the `u` flag.
fn read_escape(units: &[u16], at: usize) -> Result<(char, usize), Kind> {
    let (first, next) = read_unit(units, at)?;
    if let Some(character) = char::from_u32(first) {
        return Ok((character, next));
    }
    // Half of a pair; the other half has to come as an escape without braces.
    let other = if units.get(next + 2) == Some(&0x7B) { None } else { read_unit(units, next).ok() };
    let (second, end) = other.ok_or(Kind::InvalidGroupName)?;
    let pair = [first, second].map(|unit| u16::try_from(unit).unwrap_or_default());
    match char::decode_utf16(pair).next() {
        Some(Ok(character)) if units.get(at + 2) != Some(&0x7B) => Ok((character, end)),
        _ => Err(Kind::InvalidGroupName),
    }
}

/// One escape: its value, which may be a surrogate, and where it ends.
fn read_unit(units: &[u16], at: usize) -> Result<(u32, usize), Kind> {
    if units.get(at..at + 2) != Some(&[0x5C, 0x75]) {
        return Err(Kind::InvalidGroupName);
    }
    let (from, to, end) = if units.get(at + 2) == Some(&0x7B) {
        // Only as far as the digits go: to look for the brace would take ever so long in a hostile pattern.
        let is_hex = |unit: &&u16| u8::try_from(**unit).is_ok_and(|byte| byte.is_ascii_hexdigit());
        let end = at + 3 + units[at + 3..].iter().take_while(is_hex).count();
        if units.get(end) != Some(&0x7D) {
            return Err(Kind::InvalidUnicodeEscape);
        }
        (at + 3, end, end + 1)
    } else {
        (at + 2, at + 6, at + 6)
    };
    let value = units.get(from..to).filter(|digits| !digits.is_empty()).and_then(|digits| {
        digits.iter().try_fold(0_u32, |value, unit| {
            let digit = char::from_u32(u32::from(*unit))?.to_digit(16)?;
            Some(value * 16 + digit).filter(|value| *value <= 0x10_FFFF)
        })
    });
    Ok((value.ok_or(Kind::InvalidUnicodeEscape)?, end))
}

/// Whether a character may stand in a name: `ID_Start` and `ID_Continue`, as near as the tables at hand come. A name that
/// starts with a combining mark passes, which JavaScript refuses.
fn is_identifier(character: char, first: bool) -> bool {
    // Letters in circles and squares are alphabetic, but symbols.
    let symbol = matches!(character, '\u{24B6}'..='\u{24E9}' | '\u{1F130}'..='\u{1F189}');
    let start = matches!(character, '$' | '_' | '\u{2118}' | '\u{212E}' | '\u{309B}' | '\u{309C}')
        || character.is_alphabetic() && !symbol;
    if first || start || symbol {
        return start;
    }
    match character {
        '\u{B7}' | '\u{387}' | '\u{1369}'..='\u{1371}' | '\u{19DA}' => true,
        // Digits, marks, connectors and the two joiners.
        _ => WORD.as_ref().is_some_and(|word| word.is_match(character.encode_utf8(&mut [0; 4]))),
    }
}

static WORD: LazyLock<Option<regex::Regex>> = LazyLock::new(|| regex::Regex::new(r"\A\w\z").ok());
