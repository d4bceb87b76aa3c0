//! The text behind a string literal.

use std::borrow::Cow;

use super::scan;

/// The text of the string or key whose literal begins at `at`. None where no proper string does: one in other quotes, say,
/// whose end only its node knows.
pub(crate) fn string_at(text: &str, at: u32) -> Option<Cow<'_, str>> {
    let start = at as usize;
    if text.as_bytes().get(start) != Some(&b'"') {
        return None;
    }
    let (end, is_escaped) = scan::string(text.as_bytes(), start + 1).ok()?;
    let inner = &text[start + 1..end - 1];
    Some(if is_escaped { Cow::Owned(unescape(inner)) } else { Cow::Borrowed(inner) })
}

/// The literal without its quotes. A literal cut off by the end of the file lacks the closing one; recovery also makes
/// literals in wrong quotes and in none.
#[inline]
pub(crate) fn inner(literal: &str) -> &str {
    match literal.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"').unwrap_or(rest),
        None => inner_of_wrong_quotes(literal),
    }
}

#[cold]
fn inner_of_wrong_quotes(literal: &str) -> &str {
    let mut rest = literal.chars();
    match rest.next().and_then(closing_quotes) {
        Some(closing) => rest.as_str().strip_suffix(closing).unwrap_or(rest.as_str()),
        None => literal,
    }
}

/// The quotes that end a text which starts with this one, for the quotes that people use in the place of `"`.
pub(super) fn closing_quotes(opening: char) -> Option<&'static [char]> {
    match opening {
        '\'' => Some(&['\'']),
        '`' => Some(&['`']),
        '“' | '”' | '„' | '‟' => Some(&['“', '”']),
        '‘' | '’' | '‚' => Some(&['‘', '’']),
        '«' => Some(&['»']),
        '»' => Some(&['«']),
        _ => None,
    }
}

/// Resolves the escapes of a literal's inner text. Half a surrogate pair becomes U+FFFD; of what is no escape, only the
/// backslash goes.
pub(crate) fn unescape(inner: &str) -> String {
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(backslash) = rest.find('\\') {
        text.push_str(&rest[..backslash]);
        let (c, length) = escape(&rest[backslash..]);
        text.extend(c);
        rest = &rest[backslash + length..];
    }
    text.push_str(rest);
    text
}

/// What the escape at the start of `rest` stands for, and how long it is.
fn escape(rest: &str) -> (Option<char>, usize) {
    let Some(c) = rest[1..].chars().next() else {
        return (None, 1);
    };
    let meaning = match c {
        'b' => '\u{8}',
        'f' => '\u{C}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => match scan::code_unit(rest.as_bytes(), 0) {
            Some(unit) => return code_point(rest.as_bytes(), unit),
            None => 'u',
        },
        c => c,
    };
    (Some(meaning), 1 + c.len_utf8())
}

/// The character of a `\uXXXX` whose value is `unit`, with the one after it where both are a surrogate pair.
fn code_point(rest: &[u8], unit: u16) -> (Option<char>, usize) {
    let pair = match unit {
        0xD800..=0xDBFF => scan::code_unit(rest, 6).filter(|low| (0xDC00..=0xDFFF).contains(low)),
        _ => None,
    };
    match pair {
        Some(low) => {
            let code = 0x1_0000 + (u32::from(unit - 0xD800) << 10) + u32::from(low - 0xDC00);
            (char::from_u32(code), 12)
        }
        None => (Some(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)), 6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves_every_escape() {
        assert_eq!(unescape(r#"\"\\\/\b\f\n\r\t"#), "\"\\/\u{8}\u{C}\n\r\t");
        assert_eq!(unescape(r"a\u00e9b\u20ACc"), "a\u{e9}b\u{20ac}c");
        assert_eq!(unescape(r"é\néé"), "é\néé");
        assert_eq!(unescape(r"\u0000"), "\0");
    }

    #[test]
    fn joins_surrogate_pairs() {
        assert_eq!(unescape(r"\ud83d\ude00"), "😀");
        assert_eq!(unescape(r"x\uD834\uDD1Ey"), "x𝄞y");
        assert_eq!(unescape(r"\uDBFF\uDFFF"), "\u{10FFFF}");
    }

    #[test]
    fn replaces_half_a_pair() {
        assert_eq!(unescape(r"\ud83d"), "\u{FFFD}");
        assert_eq!(unescape(r"\ude00\ud83d"), "\u{FFFD}\u{FFFD}");
        assert_eq!(unescape(r"\ud83d\ud83d\ude00"), "\u{FFFD}😀");
        assert_eq!(unescape(r"\ud83d\n"), "\u{FFFD}\n");
    }

    #[test]
    fn keeps_the_character_of_a_bad_escape() {
        assert_eq!(unescape(r"\x41\'\é\😀"), "x41'é😀");
        assert_eq!(unescape(r"\u12"), "u12");
        assert_eq!(unescape(r"\u+123"), "u+123");
        assert_eq!(unescape("cut\\"), "cut");
    }

    #[test]
    fn strips_the_quotes_that_are_there() {
        assert_eq!(inner(r#""a""#), "a");
        assert_eq!(inner(r#"""#), "");
        assert_eq!(inner(r#""cut"#), "cut");
        assert_eq!(inner("'a\"'"), "a\"");
        assert_eq!(inner("bare"), "bare");
    }
}
