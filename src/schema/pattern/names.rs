//! The names of capture groups, and the look ahead that finds them.
//!
//! Whether `\2` is a back-reference, and whether `\k` means anything, depends on groups that may come later.

use std::collections::BTreeMap;

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
            Some(0x5C) => read_escape(units, at).ok_or((at, Kind::InvalidUnicodeEscape))?,
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
fn read_escape(units: &[u16], at: usize) -> Option<(char, usize)> {
    let hex = |from: usize, to: usize| -> Option<u32> {
        units.get(from..to)?.iter().try_fold(0_u32, |value, unit| {
            let digit = char::from_u32(u32::from(*unit))?.to_digit(16)?;
            value.checked_mul(16)?.checked_add(digit)
        })
    };
    let escaped = |at: usize| -> Option<u32> {
        (units.get(at..at + 2)? == [0x5C, 0x75]).then_some(())?;
        hex(at + 2, at + 6)
    };
    if units.get(at + 1..at + 3)? == [0x75, 0x7B] {
        let length = units[at + 3..].iter().position(|unit| *unit == 0x7D).filter(|length| *length > 0)?;
        let end = at + 3 + length;
        return Some((char::from_u32(hex(at + 3, end)?)?, end + 1));
    }
    let first = escaped(at)?;
    if let Some(character) = char::from_u32(first) {
        return Some((character, at + 6));
    }
    let low = escaped(at + 6)?;
    let pair = [u16::try_from(first).ok()?, u16::try_from(low).ok()?];
    let character = char::decode_utf16(pair).next()?.ok()?;
    Some((character, at + 12))
}

/// Whether a character may stand in a name. Outside ASCII this goes by the Unicode properties that the standard
/// library has, which are slightly wider than `ID_Start` and `ID_Continue`.
fn is_identifier(character: char, first: bool) -> bool {
    match character {
        '$' | '_' => true,
        _ if first => character.is_alphabetic(),
        '\u{200C}' | '\u{200D}' => true,
        _ => character.is_alphanumeric(),
    }
}
