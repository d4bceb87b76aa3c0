//! Words without quotes: literals, literals of other languages, names and texts.

use super::reader::{Expect, Reader};
use super::report::{is_invisible, replace, shown};
use super::{SyntaxError, SyntaxErrorKind};
use crate::json::Kind;

/// What a bare word in the place of a value is.
enum Word {
    Literal(Kind),
    /// A literal in the wrong case.
    Case(Kind, &'static str),
    /// Another language's `null`.
    Null,
    /// Another language's "there is no value".
    Undefined,
    NonFinite,
    Other,
}

fn classify(word: &str) -> Word {
    match word {
        "true" => return Word::Literal(Kind::True),
        "false" => return Word::Literal(Kind::False),
        "null" => return Word::Literal(Kind::Null),
        _ => {}
    }
    // Longer words need not be copied.
    if word.len() > 10 {
        return Word::Other;
    }
    match word.to_ascii_lowercase().trim_start_matches(['-', '+']) {
        "true" => Word::Case(Kind::True, "true"),
        "false" => Word::Case(Kind::False, "false"),
        "null" => Word::Case(Kind::Null, "null"),
        "none" | "nil" => Word::Null,
        "undefined" => Word::Undefined,
        "nan" | "infinity" | "inf" => Word::NonFinite,
        _ => Word::Other,
    }
}

impl Reader<'_> {
    /// The end of the run of characters at `at` that neither structure nor space ends; at least one character.
    pub(super) fn bare_word_end(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        let ends = |(offset, c): &(usize, char)| {
            *offset > 0
                && (matches!(c, ' ' | ',' | ':' | ';' | '{' | '}' | '[' | ']' | '"')
                    || is_invisible(*c)
                    || (*c == '/' && matches!(self.bytes.get(at + offset + 1), Some(b'/' | b'*'))))
        };
        at + rest.char_indices().find(ends).map_or(rest.len(), |(offset, _)| offset)
    }

    /// Whether a value, or a slip that stands for one beyond doubt, starts with this byte at the current place.
    pub(super) fn starts_value(&self, byte: u8) -> bool {
        matches!(byte, b'{' | b'[' | b'"' | b'-' | b'+' | b'.' | b'0'..=b'9')
            || self.starts_wrong_quotes()
            || !matches!(classify(&self.text[self.at..self.bare_word_end(self.at)]), Word::Other)
    }

    /// A bare word in the place of a value.
    pub(super) fn bare_value(&mut self) {
        let span = self.at..self.bare_word_end(self.at);
        let word = &self.text[span.clone()];
        let found = shown(word);
        match classify(word) {
            Word::Literal(kind) => self.leaf(kind, span),
            Word::Case(kind, literal) => {
                let message = format!("{found} is written `{literal}` in JSON");
                self.tell(
                    SyntaxError::new(SyntaxErrorKind::LiteralCase, span.clone(), message)
                        .safe(format!("write `{literal}`"), vec![replace(span.clone(), literal)]),
                );
                self.leaf(kind, span);
            }
            Word::Null => {
                let message = format!("{found} is written `null` in JSON");
                self.tell(
                    SyntaxError::new(SyntaxErrorKind::ForeignLiteral, span.clone(), message)
                        .safe("write `null`", vec![replace(span.clone(), "null")]),
                );
                self.leaf(Kind::Null, span);
            }
            Word::Undefined => {
                let message = format!("{found} is no JSON value");
                self.tell(
                    SyntaxError::new(SyntaxErrorKind::ForeignLiteral, span.clone(), message)
                        .help("leave the member out, or write `null`")
                        .guess("write `null`", vec![replace(span.clone(), "null")]),
                );
                self.unreadable(span);
            }
            Word::NonFinite => {
                self.non_finite(span.end);
            }
            Word::Other => self.other_word(),
        }
    }

    /// `NaN` or an infinity, signed or not.
    pub(super) fn non_finite(&mut self, end: usize) {
        let span = self.at..end;
        let message = format!("JSON has no number {}", shown(&self.text[span.clone()]));
        self.tell(
            SyntaxError::new(SyntaxErrorKind::NonFiniteNumber, span.clone(), message)
                .help("leave the member out, or write the number that was meant"),
        );
        self.unreadable(span);
    }

    fn other_word(&mut self) {
        let start = self.at;
        let mut end = self.bare_word_end(start);
        if !self.text[start..end].contains(char::is_alphanumeric) {
            let message = format!("expected a value, found {}", shown(&self.text[start..end]));
            self.tell_disorder(SyntaxError::new(SyntaxErrorKind::Unexpected, start..end, message));
            self.unreadable(start..end);
            return;
        }
        let word = &self.text[start..end];
        let cut_short = ["true", "false", "null"].into_iter().find(|l| word.len() > 1 && l.starts_with(word));
        if cut_short.is_none() {
            end = self.phrase_end(end);
        }
        let span = start..end;
        let text = &self.text[span.clone()];
        let message = format!("{} is no JSON value", shown(text));
        let error = SyntaxError::new(SyntaxErrorKind::UnquotedText, span.clone(), message);
        self.tell_if_calm(match cut_short {
            Some(literal) => {
                let title = format!("write `{literal}`");
                error.help(format!("perhaps `{literal}` was meant")).guess(title, vec![replace(span.clone(), literal)])
            }
            None => error
                .help("text stands between quotes")
                .guess("put it between quotes", vec![replace(span.clone(), quoted(text))]),
        });
        self.unreadable(span);
    }

    /// The end of a text without quotes: it may be several words of one line.
    fn phrase_end(&self, mut end: usize) -> usize {
        loop {
            let blanks = self.bytes[end..].iter().take_while(|&&byte| byte == b' ').count();
            let next = end + blanks;
            let goes_on =
                self.text[next..].chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
            if blanks == 0 || !goes_on {
                return end;
            }
            end = self.bare_word_end(next);
        }
    }

    /// A bare word in the place of a key.
    pub(super) fn bare_key(&mut self) {
        let start = self.at;
        let word_end = self.bare_word_end(start);
        let end = self.text[start..word_end].find('=').filter(|&at| at > 0).map_or(word_end, |at| start + at);
        let next = crate::json::scan::whitespace(self.bytes, end);
        if !matches!(self.bytes.get(next), Some(b':' | b'=')) {
            self.pass_over(word_end, "a key in quotes");
            self.expect = Expect::Separator;
            return;
        }
        let word = &self.text[start..end];
        let plain = !word.contains(|c: char| c == '\\' || c.is_control());
        self.tell_if_calm(
            SyntaxError::new(
                SyntaxErrorKind::UnquotedKey,
                start..end,
                format!("the key {} stands without quotes", shown(word)),
            )
            .safe("put it between quotes", vec![replace(start..end, quoted(word))]),
        );
        self.string(true, start..end, !plain);
    }
}

/// A text as a JSON string.
fn quoted(text: &str) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            c if c < ' ' => literal.extend(format!(r"\u{:04x}", u32::from(c)).chars()),
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}
