//! Finding the end of one token: whitespace, strings, numbers. Eight bytes at a time where that pays.

/// The byte `1` in every lane of a word.
const ONES: u64 = 0x0101_0101_0101_0101;
/// The highest bit of every lane of a word.
const HIGHS: u64 = 0x8080_8080_8080_8080;
const SPACES: u64 = ONES * b' ' as u64;

/// The next eight bytes, the first in the lowest lane.
#[inline]
pub(crate) fn word(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|chunk| u64::from_le_bytes(*chunk))
}

/// The first offset from `at` on that holds no JSON whitespace.
#[inline]
pub(crate) fn whitespace(bytes: &[u8], at: usize) -> usize {
    // Compact texts have none almost everywhere.
    if bytes.get(at).is_some_and(|&byte| byte > b' ') { at } else { whitespace_run(bytes, at) }
}

fn whitespace_run(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
        // Indentation.
        while let Some(word) = word(bytes, at) {
            let spaces = (word ^ SPACES).trailing_zeros() as usize / 8;
            at += spaces;
            if spaces < 8 {
                break;
            }
        }
    }
    at
}

/// A lane is not zero where its byte ends a run of plain string text: a quote, a backslash or a control character.
/// Exact up to the lowest such lane, which is all that is asked for.
#[inline]
fn string_stops(word: u64) -> u64 {
    // Flipping bit 1 moves the quote (0x22) next to the control characters (below 0x20), and keeps those there.
    let quote_or_control = (word ^ (ONES * 0x02)).wrapping_sub(ONES * 0x21);
    let backslash = (word ^ (ONES * 0x5C)).wrapping_sub(ONES);
    (quote_or_control | backslash) & !word & HIGHS
}

/// The first offset from `at` on that holds a quote, a backslash or a control character.
#[inline]
pub(super) fn plain_text(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = word(bytes, at) {
        let stops = string_stops(word);
        if stops != 0 {
            return at + stops.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|&byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
        at += 1;
    }
    at
}

/// The end of a string literal, and whether it has escapes. `at` is past the opening quote, the end past the closing
/// one. The error is the offset of the first thing that may not stand in a string.
#[inline]
pub(crate) fn string(bytes: &[u8], at: usize) -> Result<(usize, bool), usize> {
    let at = plain_text(bytes, at);
    if bytes.get(at) == Some(&b'"') { Ok((at + 1, false)) } else { escaped_string(bytes, at).map(|end| (end, true)) }
}

/// The end of the string literal that begins at `at`; none where no proper string does.
pub(crate) fn end_of_string(bytes: &[u8], at: usize) -> Option<usize> {
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    string(bytes, at + 1).ok().map(|(end, _)| end)
}

/// The rest of a string literal from its first escape on.
fn escaped_string(bytes: &[u8], mut at: usize) -> Result<usize, usize> {
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => at = plain_text(bytes, escape(bytes, at).ok_or(at)?),
            _ => return Err(at),
        }
    }
}

/// The end of whatever a quote starts: past the next quote that has no backslash before it, or the end of the line.
pub(super) fn any_string(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at = plain_text(bytes, at);
        match bytes.get(at) {
            Some(b'"') => return at + 1,
            Some(b'\\') if bytes.get(at + 1).is_some_and(|&byte| byte >= b' ') => at += 2,
            Some(b'\n' | b'\r') | None => return at,
            Some(_) => at += 1,
        }
    }
}

/// The end of the escape that starts at `at`; of both halves, where it is a surrogate pair. `None` for what is no
/// escape of JSON and for half a pair.
pub(super) fn escape(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at + 1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(at + 2),
        b'u' => match code_unit(bytes, at)? {
            0xD800..=0xDBFF => matches!(code_unit(bytes, at + 6)?, 0xDC00..=0xDFFF).then_some(at + 12),
            0xDC00..=0xDFFF => None,
            _ => Some(at + 6),
        },
        _ => None,
    }
}

/// The value of the `\uXXXX` that starts at `at`.
#[inline]
pub(super) fn code_unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(br"\u")?;
    let mut unit = 0;
    for &digit in digits {
        unit = unit << 4 | char::from(digit).to_digit(16)? as u16;
    }
    Some(unit)
}

/// The end of a number of at most seven bytes without sign or exponent, and how many digits stand before its point: 0 where
/// the first one is a zero. None for what [`number`] must look at.
#[inline]
pub(super) fn short_number(bytes: &[u8], at: usize) -> Option<(usize, u32)> {
    let short = plain_number(bytes, at)?;
    (bytes.get(short.0)? | 0x20 != b'e').then_some(short)
}

/// The same for a number without exponent, or the part of it before that.
#[inline]
pub(crate) fn plain_number(bytes: &[u8], at: usize) -> Option<(usize, u32)> {
    let word = word(bytes, at)?;
    // Digits become 0 to 9: only what is more reaches the highest bit. Exact up to the lowest lane beyond ASCII.
    let values = word ^ (ONES * u64::from(b'0'));
    let others = (values.wrapping_add(ONES * 0x76) | values) & HIGHS;
    let whole = others.trailing_zeros() / 8;
    let digits = if word & 0xFF == u64::from(b'0') { 0 } else { whole };
    if others == 0 || whole == 0 || (digits == 0 && whole > 1) {
        return None;
    }
    if word >> (8 * whole) & 0xFF != u64::from(b'.') {
        return Some((at + whole as usize, digits));
    }
    let others = others & (others - 1);
    let end = others.trailing_zeros() / 8;
    (others != 0 && end > whole + 1).then_some((at + end as usize, digits))
}

/// The end of a number literal. The error is the offset of the first byte that cannot go on with it.
pub(crate) fn number(bytes: &[u8], mut at: usize) -> Result<usize, usize> {
    if bytes.get(at) == Some(&b'-') {
        at += 1;
    }
    at = if bytes.get(at) == Some(&b'0') { at + 1 } else { some_digits(bytes, at)? };
    if bytes.get(at) == Some(&b'.') {
        at = some_digits(bytes, at + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1;
        if let Some(b'+' | b'-') = bytes.get(at) {
            at += 1;
        }
        at = some_digits(bytes, at)?;
    }
    Ok(at)
}

#[inline]
fn some_digits(bytes: &[u8], start: usize) -> Result<usize, usize> {
    let mut at = start;
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    if at > start { Ok(at) } else { Err(at) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{number, plain_number, short_number};

    proptest! {
        #[test]
        fn short_numbers_are_numbers(text in "[0-9]{0,8}[.e,é\"-]?[0-9]{0,8}[.eE+,} ]?[0-9]{0,3}") {
            let bytes = text.as_bytes();
            if let Some((end, digits)) = short_number(bytes, 0) {
                prop_assert_eq!(number(bytes, 0), Ok(end));
                let whole = text[..end].split('.').next().unwrap_or_default();
                prop_assert_eq!(digits as usize, if whole.starts_with('0') { 0 } else { whole.len() });
            }
            if let Some((end, _)) = plain_number(bytes, 0) {
                prop_assert_eq!(number(&bytes[..end], 0), Ok(end));
            }
        }
    }

    #[test]
    fn ordinary_numbers_are_short() {
        for (text, end, digits) in [("32.71,     ", 5, 2), ("7}       ", 1, 1), ("0.5,     ", 3, 0), ("1234567 ", 7, 7)]
        {
            assert_eq!(short_number(text.as_bytes(), 0), Some((end, digits)), "{text}");
        }
        for text in ["-1      ", "12e3    ", "1.5e3   ", "12345678", "01      ", "1.,     ", "x       ", "1.5"] {
            assert_eq!(short_number(text.as_bytes(), 0), None, "{text}");
        }
    }
}
