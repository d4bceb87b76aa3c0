//! Between tokens: whitespace, and what is no whitespace of JSON.

use super::reader::{Expect, Reader};
use super::report::{is_invisible, replace};
use super::{SyntaxError, SyntaxErrorKind};
use crate::json::{Span, scan};

impl Reader<'_> {
    /// Goes to the next token or the end of the text.
    pub(super) fn trivia(&mut self) {
        let start = self.at;
        loop {
            self.at = scan::whitespace(self.bytes, self.at);
            let rest = &self.bytes[self.at..];
            match rest {
                [b'/', b'/', ..] => self.line_comment(SyntaxErrorKind::Comment),
                [b'/', b'*', ..] => self.block_comment(),
                // After a colon it is more likely a colour: `#fff`.
                [b'#', ..] if self.expect != Expect::MemberValue => self.line_comment(SyntaxErrorKind::HashComment),
                [0x0B | 0x0C | 0x80.., ..] if is_invisible(self.char_at(self.at)) => self.strange_whitespace(),
                _ => break,
            }
        }
        if let Some(line_break) = self.bytes[start..self.at].iter().rposition(|byte| matches!(byte, b'\n' | b'\r')) {
            self.line_start = start + line_break + 1;
            self.indent = self.at - self.line_start;
        }
    }

    fn line_comment(&mut self, kind: SyntaxErrorKind) {
        let end = self.line_end(self.at);
        self.comment(kind, end);
    }

    fn block_comment(&mut self) {
        let start = self.at;
        if let Some(length) = self.text[start + 2..].find("*/") {
            self.comment(SyntaxErrorKind::Comment, start + 2 + length + 2);
            return;
        }
        let message = "this comment is never closed, so it hides the rest of the text";
        self.tell(
            SyntaxError::new(SyntaxErrorKind::UnclosedComment, start..start + 2, message)
                .help("`*/` was expected at its end, and JSON has no comments"),
        );
        self.at = self.bytes.len();
        self.cut_off = true;
    }

    fn comment(&mut self, kind: SyntaxErrorKind, end: usize) {
        let start = self.at;
        let removed = self.comment_with_blanks(start, end);
        // Without anything between them, two tokens would become one.
        let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
        let joins =
            removed.start > 0 && is_word(self.bytes.get(removed.start - 1)) && is_word(self.bytes.get(removed.end));
        let edits = vec![replace(removed, if joins { " " } else { "" })];
        let error = SyntaxError::new(kind, start..end, "JSON has no comments");
        self.tell(if kind == SyntaxErrorKind::HashComment && is_color(&self.text[start..end]) {
            error.help("a colour is a text, and stands between quotes").guess("remove the comment", edits)
        } else {
            error.safe("remove the comment", edits)
        });
        self.at = end;
    }

    /// A comment with the blanks before it; with its whole line, where it stands alone.
    fn comment_with_blanks(&self, start: usize, end: usize) -> Span {
        let before = self.bytes[..start].iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let start = start - before;
        let line_begins = start == 0 || self.bytes[start - 1] == b'\n';
        match &self.bytes[end..] {
            [b'\r', b'\n', ..] if line_begins => start..end + 2,
            [b'\n', ..] if line_begins => start..end + 1,
            _ => start..end,
        }
    }

    fn strange_whitespace(&mut self) {
        let start = self.at;
        let rest = &self.text[start..];
        let end = start + rest.find(|c| !is_invisible(c)).unwrap_or(rest.len());
        // Ordinary whitespace at the end of the run is nobody's fault.
        let end = start + self.text[start..end].trim_end_matches(['\n', '\r', '\t']).len();
        let code = u32::from(self.char_at(start));
        self.tell(
            SyntaxError::new(
                SyntaxErrorKind::StrangeWhitespace,
                start..end,
                format!(
                    "the character U+{code:04X} is no JSON whitespace, though it looks like a space or like nothing"
                ),
            )
            .safe("replace it by a space", vec![replace(start..end, " ")]),
        );
        self.at = end;
    }

    /// Offset of the end of the line that `at` lies on, its line break not included.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        at + rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len())
    }
}

/// Whether a comment may be meant for a colour: `#fff`.
fn is_color(comment: &str) -> bool {
    let word = comment[1..].trim_end_matches([',', ' ', '\t']);
    matches!(word.len(), 3 | 4 | 6 | 8) && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}
