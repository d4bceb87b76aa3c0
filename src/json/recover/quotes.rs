//! Strings between quotes that are not those of JSON.

use super::reader::Reader;
use super::report::{replace, shown};
use super::{SyntaxError, SyntaxErrorKind};
use crate::diagnostic::Edit;
use crate::json::{Span, scan, string};

impl Reader<'_> {
    /// Whether a quote other than `"` stands at the current place.
    pub(super) fn starts_wrong_quotes(&self) -> bool {
        string::closing_quotes(self.char_at(self.at)).is_some()
    }

    /// The end of the string in wrong quotes at the current place; of its line, where the string has none.
    pub(super) fn wrong_quotes_end(&self) -> Option<usize> {
        let closing = string::closing_quotes(self.char_at(self.at))?;
        Some(self.find_closing(closing).unwrap_or_else(|line_end| line_end))
    }

    /// Past the closing quote, or the end of the line.
    fn find_closing(&self, closing: &[char]) -> Result<usize, usize> {
        let mut chars = self.text[self.at..].char_indices().skip(1);
        while let Some((offset, c)) = chars.next() {
            match c {
                '\n' | '\r' => return Err(self.at + offset),
                '\\' if self.bytes.get(self.at + offset + 1).is_some_and(|&next| next >= b' ') => {
                    chars.next();
                }
                c if closing.contains(&c) => return Ok(self.at + offset + c.len_utf8()),
                _ => {}
            }
        }
        Err(self.bytes.len())
    }

    /// The string or key in wrong quotes at the current place.
    pub(super) fn wrong_quotes(&mut self, key: bool) {
        let start = self.at;
        let opening = self.char_at(start);
        let closing = string::closing_quotes(opening).unwrap_or_default();
        let end = match self.find_closing(closing) {
            Ok(end) => end,
            Err(line_end) => {
                self.unclosed_string(key, start, line_end);
                return;
            }
        };
        let span = start..end;
        let kind = match opening {
            '\'' | '`' => SyntaxErrorKind::SingleQuotes,
            _ => SyntaxErrorKind::TypographicQuotes,
        };
        let what = if key { "key" } else { "string" };
        let message = format!("this {what} stands between {}, not between `\"`", shown(&opening.to_string()));
        let error = SyntaxError::new(kind, span.clone(), message);
        let edits = self.requoting(span.clone());
        let plain = edits.is_some();
        self.tell(match edits {
            Some(edits) => error.safe("write it between `\"`", edits),
            None => error,
        });
        self.string(key, span, !plain);
    }

    /// The edits that put a literal between double quotes; `None` where it has other slips too.
    fn requoting(&self, span: Span) -> Option<Vec<Edit>> {
        let literal = &self.text[span.clone()];
        let mut edits = Vec::new();
        let mut result = String::with_capacity(literal.len());
        let mut edit = |span: Span, replacement: &str, result: &mut String| {
            result.push_str(replacement);
            edits.push(replace(span, replacement));
        };
        let mut chars = literal.char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            let at = span.start + offset;
            let end = at + c.len_utf8();
            match c {
                _ if offset == 0 || end == span.end => edit(at..end, "\"", &mut result),
                '"' => edit(at..end, "\\\"", &mut result),
                '\\' => match chars.next() {
                    Some((_, '\'')) => edit(at..end + 1, "'", &mut result),
                    Some((_, escaped)) => result.extend(['\\', escaped]),
                    None => return None,
                },
                c => result.push(c),
            }
        }
        (scan::string(result.as_bytes(), 1).map(|(end, _)| end) == Ok(result.len())).then_some(edits)
    }
}
