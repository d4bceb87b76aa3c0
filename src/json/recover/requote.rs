//! Strings that end early: because a quote inside lacks its backslash, or because an earlier quote is missing.

use super::reader::{Expect, Reader};
use super::report::insert;
use super::{SyntaxError, SyntaxErrorKind};
use crate::json::{Kind, Span, scan};

impl Reader<'_> {
    /// Right after a string, something that may not follow it. Returns whether its end was found elsewhere: the string
    /// is then changed on the tape, and reading goes on after it.
    pub(super) fn requote(&mut self) -> bool {
        let Some(&node) = self.nodes.last() else { return false };
        let span = node.span();
        let key = match node.kind() {
            Kind::Key => true,
            Kind::String => false,
            _ => return false,
        };
        let follows = self.char_at(self.at);
        let is_double_quoted = self.bytes[span.start..].first() == Some(&b'"') && !node.is_broken();
        if span.end != self.previous_end || !is_double_quoted || !starts_text(follows) || self.quiet {
            return false;
        }
        if self.at == span.end
            && self.effort > 0
            && let Some(end) = self.forgotten_quote(key, span.start + 1..span.end - 1)
        {
            self.spend(span.end - end);
            self.undo_string(key);
            self.tell_unclosed_string(key, span.start..end, false);
            return true;
        }
        match self.later_quote(key, span.end) {
            Some(quote) => {
                self.unescaped_quote(key, span, quote);
                true
            }
            None => false,
        }
    }

    /// Where a string should have ended whose content runs on into what looks like the next member:
    /// `"a": "b, "c": 1`.
    fn forgotten_quote(&self, key: bool, content: Span) -> Option<usize> {
        let text = &self.text[content.clone()];
        let kept = if key { &text[..text.find(':')?] } else { text.trim_end_matches([' ', '\t']).strip_suffix(',')? };
        Some(content.start + kept.trim_end().len())
    }

    /// The quote on the same line, after the one that came early, that has what must follow the string after it.
    fn later_quote(&mut self, key: bool, early: usize) -> Option<usize> {
        if self.at < self.no_requote_before {
            return None;
        }
        let line_end = self.line_end(self.at);
        let adjacent = self.at == early;
        let mut at = self.at;
        while at < line_end {
            match self.bytes[at] {
                b'\\' => at += 1,
                // Without a blank between, the quote is plainly inside a text; else a comma is more likely structure.
                b',' if !adjacent => break,
                b'"' => {
                    let next = scan::whitespace(self.bytes, at + 1);
                    match self.bytes.get(next) {
                        Some(b':') if key => return Some(at),
                        Some(b':') => break,
                        Some(b',' | b'}' | b']') | None if !key => return Some(at),
                        _ => {}
                    }
                }
                _ => {}
            }
            at += 1;
        }
        self.no_requote_before = line_end;
        None
    }

    fn unescaped_quote(&mut self, key: bool, span: Span, quote: usize) {
        let early = span.end - 1;
        let mut edits = vec![insert(early, "\\")];
        let mut at = span.end;
        while at < quote {
            match self.bytes[at] {
                b'"' => edits.push(insert(at, "\\")),
                b'\\' => at += 1,
                _ => {}
            }
            at += 1;
        }
        self.undo_string(key);
        self.tell(
            SyntaxError::new(SyntaxErrorKind::UnescapedQuote, early..early + 1, "this `\"` ends the string too early")
                .help("a quote inside a string is written `\\\"`")
                .guess("escape the quotes inside", edits),
        );
        self.string(key, span.start..quote + 1, true);
    }

    /// Takes the last string or key off the tape.
    pub(super) fn undo_string(&mut self, key: bool) {
        self.nodes.pop();
        if let Some(frame) = self.frames.last_mut() {
            frame.forget_child(key);
        }
        self.expect = if key { Expect::Key } else { Expect::MemberValue };
    }
}

/// Whether a text may go on with this character, and structure may not.
fn starts_text(c: char) -> bool {
    !matches!(c, '{' | '}' | '[' | ']' | ',' | ':' | '"' | '\'' | ';' | '=')
}
