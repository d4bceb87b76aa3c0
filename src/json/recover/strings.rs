//! String literals between double quotes.

use super::reader::Reader;
use super::report::{insert, replace, shown};
use super::{SyntaxError, SyntaxErrorKind};
use crate::diagnostic::Edit;
use crate::json::{Span, scan};

/// With more slips than this in one string, no fix is offered.
const MAX_EDITS: usize = 1000;

/// What is wrong inside one string, each kind told once.
#[derive(Default)]
struct Slips {
    control: Slip,
    escape: Slip,
    surrogate: Option<Span>,
}

#[derive(Default)]
struct Slip {
    first: Option<Span>,
    edits: Vec<Edit>,
}

impl Slip {
    fn add(&mut self, span: Span, replacement: impl FnOnce() -> String) {
        if self.edits.len() <= MAX_EDITS {
            self.edits.push(Edit { span: span.clone(), replacement: replacement() });
        }
        self.first.get_or_insert(span);
    }
}

impl Reader<'_> {
    /// The string or key that starts at the current place.
    pub(super) fn double_quoted(&mut self, key: bool) {
        let start = self.at;
        if let Ok((end, _)) = scan::string(self.bytes, start + 1) {
            self.string(key, start..end, false);
            return;
        }
        let mut slips = Slips::default();
        match self.string_end(start, &mut slips) {
            Ok(end) => {
                let unsure = slips.escape.first.is_some() || slips.surrogate.is_some();
                self.string(key, start..end, unsure);
                self.tell_slips(slips);
            }
            Err(line_end) => self.unclosed_string(key, start, line_end),
        }
    }

    /// Past the closing quote; or, for a string that has none, the end of the line that it starts on.
    fn string_end(&mut self, start: usize, slips: &mut Slips) -> Result<usize, usize> {
        let mut at = start + 1;
        let mut first_line = None;
        loop {
            at = scan::plain_text(self.bytes, at);
            match self.bytes.get(at) {
                Some(b'"') => return Ok(at + 1),
                Some(b'\\') => at = self.escape_end(at, slips),
                Some(b'\n' | b'\r') => {
                    first_line.get_or_insert(at);
                    let next = scan::whitespace(self.bytes, at);
                    // On a new line, something that could go on after a string: most likely its quote was forgotten.
                    if self.effort == 0
                        || matches!(self.bytes.get(next), None | Some(b'"' | b'}' | b']' | b'\'' | b'/'))
                    {
                        return Err(self.first_line_only(first_line, at));
                    }
                    for at in (at..next).filter(|&at| self.bytes[at] < b' ') {
                        slips.control.add(at..at + 1, || escaped(self.bytes[at]));
                    }
                    at = next;
                }
                Some(&byte) => {
                    slips.control.add(at..at + 1, || escaped(byte));
                    at += 1;
                }
                None => return Err(self.first_line_only(first_line, at)),
            }
        }
    }

    /// The end of a string that was followed in vain over several lines up to `at`.
    fn first_line_only(&mut self, first_line: Option<usize>, at: usize) -> usize {
        let end = first_line.unwrap_or(at);
        self.spend(at - end);
        end
    }

    /// Past the escape at `at`, or what stands in the place of one.
    fn escape_end(&self, at: usize, slips: &mut Slips) -> usize {
        if let Some(end) = scan::escape(self.bytes, at) {
            return end;
        }
        if scan::code_unit(self.bytes, at).is_some() {
            slips.surrogate.get_or_insert(at..at + 6);
            return at + 6;
        }
        let rest = &self.text[at + 1..];
        let Some(c) = rest.chars().next() else { return at + 1 };
        if c.is_control() {
            // The break of a line is told as such.
            slips.escape.add(at..at + 1, || r"\\".to_owned());
            return at + 1;
        }
        let digits = if c == 'u' { rest[1..].bytes().take(4).take_while(u8::is_ascii_hexdigit).count() } else { 0 };
        let end = at + 1 + c.len_utf8() + digits;
        slips.escape.add(at..end, || {
            let text = &self.text[at + 1..end];
            if c == '\'' { text.to_owned() } else { format!(r"\\{text}") }
        });
        end
    }

    fn tell_slips(&mut self, slips: Slips) {
        let Slips { control, escape, surrogate } = slips;
        if let Some(first) = control.first {
            let name = match self.bytes[first.start] {
                b'\t' => "a tab".to_owned(),
                b'\n' | b'\r' => "a line break".to_owned(),
                byte => format!("the control character U+{byte:04X}"),
            };
            let message = format!("{name} stands unescaped in a string");
            let error = SyntaxError::new(SyntaxErrorKind::ControlCharacter, first.clone(), message);
            let title = format!("write `{}`", escaped(self.bytes[first.start]));
            self.tell(if control.edits.len() > MAX_EDITS { error } else { error.safe(title, control.edits) });
        }
        if let Some(first) = escape.first {
            let found = shown(&self.text[first.clone()]);
            let error = SyntaxError::new(SyntaxErrorKind::BadEscape, first, format!("{found} is no escape of JSON"))
                .help(r#"after a backslash comes one of `"\/bfnrt`, or `u` with four hexadecimal digits; `\\` is the backslash itself"#);
            self.tell(if escape.edits.len() > MAX_EDITS {
                error
            } else {
                error.guess("escape it otherwise", escape.edits)
            });
        }
        if let Some(first) = surrogate {
            let found = shown(&self.text[first.clone()]);
            let message = format!("{found} is half a character: its other half is missing");
            self.tell(
                SyntaxError::new(SyntaxErrorKind::LoneSurrogate, first, message)
                    .help(r"characters beyond U+FFFF are two escapes, as `\ud83d\ude00`, or stand for themselves"),
            );
        }
    }

    /// A string without its closing quote: it ends before whatever looks like the structure around it.
    pub(super) fn unclosed_string(&mut self, key: bool, start: usize, line_end: usize) {
        let from = start + self.char_at(start).len_utf8();
        let content = self.text[from..line_end].trim_end();
        let content_end = from + content.len();
        let end = if key {
            content.find(':').map_or(content_end, |colon| from + content[..colon].trim_end().len())
        } else {
            self.without_structure(from..content_end)
        };
        let rest_is_empty = scan::whitespace(self.bytes, end) == self.bytes.len();
        self.tell_unclosed_string(key, start..end, rest_is_empty);
        self.cut_off |= rest_is_empty;
    }

    /// The end of the content without a comma and closing brackets at its end that the containers around wait for.
    fn without_structure(&self, content: Span) -> usize {
        let text = &self.text[content.clone()];
        let kept = text.trim_end_matches([',', ' ', '\t', ']', '}']).len();
        if !text.contains(['[', '{']) && self.matching_closers(content.start + kept..content.end) {
            return content.start + kept;
        }
        let kept = text.strip_suffix(',').unwrap_or(text).trim_end().len();
        content.start + kept
    }

    /// Puts a string without its closing quote on the tape.
    pub(super) fn tell_unclosed_string(&mut self, key: bool, span: Span, ends_text: bool) {
        let message = if key { "this key has no closing quote" } else { "this string has no closing quote" };
        let last = shown(&self.text[self.char_before(span.end)]);
        let opening = self.char_at(span.start);
        let error =
            SyntaxError::new(SyntaxErrorKind::UnclosedString, span.start..span.start + opening.len_utf8(), message)
                .help(format!("`\"` was expected after the {last}"));
        self.tell(match (key, ends_text) {
            _ if opening != '"' => error,
            (true, true) => error,
            (false, true) => {
                let closers = self.closers();
                error.guess("close everything that is open", vec![insert(span.end, format!("\"{closers}"))])
            }
            _ => error.guess("insert the closing quote", vec![replace(span.end..span.end, "\"")]),
        });
        self.string(key, span, true);
    }
}

/// A control character as JSON writes it.
fn escaped(byte: u8) -> String {
    match byte {
        0x08 => r"\b".to_owned(),
        0x0C => r"\f".to_owned(),
        b'\n' => r"\n".to_owned(),
        b'\r' => r"\r".to_owned(),
        b'\t' => r"\t".to_owned(),
        byte => format!(r"\u{byte:04x}"),
    }
}
