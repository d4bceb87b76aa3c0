//! What may stand where, and what to make of anything else.

use super::reader::{Expect, Reader};
use super::report::{insert, replace, shown};
use super::{SyntaxError, SyntaxErrorKind};
use crate::json::scan;

impl Reader<'_> {
    /// Reads the whole text.
    pub(super) fn document(&mut self) {
        loop {
            self.trivia();
            let Some(byte) = self.peek() else { break };
            match self.expect {
                Expect::Root => self.root_position(byte),
                Expect::FirstElement | Expect::Element => self.element_position(byte),
                Expect::FirstKey | Expect::Key => self.key_position(byte),
                Expect::Colon => self.colon_position(byte),
                Expect::MemberValue => self.member_value_position(byte),
                Expect::Separator if self.frames.is_empty() => {
                    if !self.after_root(byte) {
                        return;
                    }
                }
                Expect::Separator => self.separator_position(byte),
            }
        }
        self.end_of_text();
    }

    fn root_position(&mut self, byte: u8) {
        match byte {
            b']' | b'}' => self.extra_closer(),
            b',' | b':' | b';' => self.pass_over(self.at + 1, "a value"),
            _ => self.value(byte),
        }
    }

    fn element_position(&mut self, byte: u8) {
        match byte {
            b']' | b'}' => self.closer(byte),
            b',' => self.extra_commas(),
            b':' | b';' => self.pass_over(self.at + 1, "a value"),
            _ => self.value(byte),
        }
    }

    fn member_value_position(&mut self, byte: u8) {
        match byte {
            b']' | b'}' | b',' => {
                let key = shown(&self.text[self.key.clone()]);
                self.tell_if_calm(
                    SyntaxError::new(SyntaxErrorKind::MissingValue, self.key.clone(), format!("{key} has no value"))
                        .help(format!("a value was expected before {}", shown(&self.text[self.at..=self.at]))),
                );
                self.missing_value();
            }
            b':' => {
                self.tell_if_calm(
                    SyntaxError::new(SyntaxErrorKind::ExtraColon, self.at..self.at + 1, "one `:` too many after a key")
                        .safe("remove the second `:`", vec![replace(self.at..self.at + 1, "")]),
                );
                self.take(self.at + 1);
            }
            b';' => self.pass_over(self.at + 1, "a value"),
            _ => self.value(byte),
        }
    }

    /// Anything that starts a value, well written or not.
    fn value(&mut self, byte: u8) {
        match byte {
            b'{' | b'[' => self.open(byte == b'{'),
            b'"' => self.double_quoted(false),
            b'-' | b'+' | b'.' | b'0'..=b'9' => self.number(),
            _ if self.starts_wrong_quotes() => self.wrong_quotes(false),
            _ => self.bare_value(),
        }
    }

    fn key_position(&mut self, byte: u8) {
        match byte {
            b']' | b'}' => self.closer(byte),
            b',' => self.extra_commas(),
            b'"' => self.double_quoted(true),
            b':' => {
                self.missing_key_before(":");
                self.take(self.at + 1);
            }
            b'{' | b'[' => self.missing_key_before(if byte == b'{' { "{" } else { "[" }),
            b';' => self.pass_over(self.at + 1, "a key"),
            _ if self.starts_wrong_quotes() => self.wrong_quotes(true),
            _ => self.bare_key(),
        }
    }

    fn missing_key_before(&mut self, token: &str) {
        let message = format!("a key is missing before `{token}`");
        self.tell_disorder(
            SyntaxError::new(SyntaxErrorKind::MissingKey, self.at..self.at + 1, message)
                .help("every value of an object has a name: `\"name\": value`"),
        );
        self.missing_key();
    }

    fn colon_position(&mut self, byte: u8) {
        let at = self.at;
        match byte {
            b':' => {
                self.expect = Expect::MemberValue;
                self.take(at + 1);
            }
            b'=' | b';' => {
                let end = if self.bytes[at..].starts_with(b"=>") { at + 2 } else { at + 1 };
                self.wrong_separator(at..end, ":");
                self.expect = Expect::MemberValue;
            }
            // `{"a", 1}`, but not `{"a", "b": 1}`.
            b',' if !self.key_or_end_follows(at + 1) => {
                self.wrong_separator(at..at + 1, ":");
                self.expect = Expect::MemberValue;
            }
            b',' | b'}' | b']' => {
                let key = shown(&self.text[self.key.clone()]);
                let message = format!("{key} has no value");
                self.tell_if_calm(
                    SyntaxError::new(SyntaxErrorKind::MissingValue, self.key.clone(), message)
                        .help(format!("`:` and a value were expected after {key}")),
                );
                self.missing_value();
            }
            _ if self.requote() => {}
            _ => {
                let key = shown(&self.text[self.key.clone()]);
                self.tell_disorder(
                    SyntaxError::new(
                        SyntaxErrorKind::MissingColon,
                        self.key.clone(),
                        format!("`:` is missing after {key}"),
                    )
                    .safe("insert `:`", vec![insert(self.previous_end, ":")]),
                );
                self.expect = Expect::MemberValue;
            }
        }
    }

    /// Between two children of the innermost container.
    fn separator_position(&mut self, byte: u8) {
        let at = self.at;
        match byte {
            b',' => self.separate(at + 1),
            b'}' | b']' => self.closer(byte),
            b';' => {
                self.wrong_separator(at..at + 1, ",");
                self.separate(at + 1);
            }
            _ if self.requote() => {}
            _ if self.frames.last().is_some_and(|frame| frame.object) => self.after_member(byte),
            b':' if self.ends_array_at_key() => {}
            b':' => self.colon_in_array(),
            _ if self.starts_value(byte) => {
                self.missing_comma();
                self.expect = Expect::Element;
            }
            _ => self.pass_over(self.bare_word_end(at), "`,` or `]`"),
        }
    }

    /// After a member of an object, where neither comma nor closing bracket stands.
    fn after_member(&mut self, byte: u8) {
        let end = match byte {
            b'{' | b'[' => return self.missing_key_before(if byte == b'{' { "{" } else { "[" }),
            b':' => self.at + 1,
            _ => self.token_end(),
        };
        if byte != b':' && self.colon_follows(end) {
            self.missing_comma();
            self.expect = Expect::Key;
        } else {
            self.pass_over(end, "`,` or `}`");
        }
    }

    /// After the value of the document. Returns whether the rest is worth reading.
    fn after_root(&mut self, byte: u8) -> bool {
        let at = self.at;
        if matches!(byte, b']' | b'}') {
            self.extra_closer();
            return true;
        }
        let end = self.token_end();
        let message = format!("the document is complete, but {} follows", shown(&self.text[at..end]));
        let error = SyntaxError::new(SyntaxErrorKind::TextAfterEnd, at..end, message);
        let error = if byte == b',' && scan::whitespace(self.bytes, end) == self.bytes.len() {
            error.safe("remove the `,`", vec![replace(at..end, "")])
        } else {
            self.mark_broken();
            error.help(match byte {
                b'{' | b'[' => {
                    "a JSON file holds one value; several go into an array, or one per line into an .ndjson file"
                }
                _ => "a JSON file holds one value; perhaps a bracket is closed too early",
            })
        };
        self.tell_if_calm(error);
        false
    }

    /// The end of the text, wherever it comes.
    fn end_of_text(&mut self) {
        if self.expect == Expect::Root {
            if !self.report.has_more_than_comments() && !self.cut_off {
                self.tell(
                    SyntaxError::new(SyntaxErrorKind::EmptyDocument, self.at..self.at, "the document is empty")
                        .help("a JSON file holds exactly one value"),
                );
            }
            self.missing_value();
        }
        self.close_all();
    }

    /// The end of the token at the current place, slips in it left aside.
    pub(super) fn token_end(&self) -> usize {
        match self.bytes[self.at] {
            b'{' | b'[' | b'}' | b']' | b',' | b':' | b';' => self.at + 1,
            b'"' => scan::any_string(self.bytes, self.at + 1),
            _ => self.wrong_quotes_end().unwrap_or_else(|| self.bare_word_end(self.at)),
        }
    }

    pub(super) fn colon_follows(&self, at: usize) -> bool {
        matches!(self.bytes.get(scan::whitespace(self.bytes, at)), Some(b':'))
    }

    /// Whether a member, or nothing of this object any more, comes after a comma.
    fn key_or_end_follows(&self, at: usize) -> bool {
        let at = scan::whitespace(self.bytes, at);
        match self.bytes.get(at) {
            None | Some(b'}' | b']' | b',') => true,
            Some(b'"') => scan::string(self.bytes, at + 1).is_ok_and(|(end, _)| self.colon_follows(end)),
            Some(_) => false,
        }
    }
}
