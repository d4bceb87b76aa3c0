//! Closing brackets that do not match, open ends, too deep nesting.

use super::balance::Closer;
use super::reader::{Expect, Frame, Reader};
use super::report::{insert, replace};
use super::{SyntaxError, SyntaxErrorKind};
use crate::json::{Kind, MAX_DEPTH};

impl Reader<'_> {
    /// An opening bracket where a value may stand.
    pub(super) fn open(&mut self, object: bool) {
        if self.frames.len() < MAX_DEPTH {
            self.descend(object);
            return;
        }
        let start = self.at;
        if !self.depth_told {
            self.depth_told = true;
            let message = format!("more than {MAX_DEPTH} arrays and objects inside each other");
            self.tell(
                SyntaxError::new(SyntaxErrorKind::NestingDepth, start..start + 1, message)
                    .help("what is nested deeper was not read"),
            );
        }
        let (end, closed) = self.balanced_end(start);
        self.cut_off |= !closed;
        self.unreadable(start..end);
    }

    /// A closing bracket where one may stand.
    pub(super) fn closer(&mut self, byte: u8) {
        let object = byte == b'}';
        if self.frames.last().is_some_and(|frame| frame.object == object) {
            self.trailing_comma();
            self.close_here();
            return;
        }
        match self.judge(object) {
            Closer::Misspelt => {
                self.mismatched_closer();
                self.close_here();
            }
            Closer::OfOuter => {
                let expected = format!("was expected before this `{}`", char::from(byte));
                self.unclosed(self.frames.len() - 1, &expected);
                while self.frames.last().is_some_and(|frame| frame.object != object) {
                    self.mark_broken();
                    self.ascend(self.previous_end);
                }
            }
            Closer::Extra => self.extra_closer(),
        }
    }

    fn close_here(&mut self) {
        self.quiet = false;
        self.note_indentation();
        self.ascend(self.at + 1);
        self.take(self.at + 1);
    }

    fn trailing_comma(&mut self) {
        if !matches!(self.expect, Expect::Element | Expect::Key) || self.bytes.get(self.comma) != Some(&b',') {
            return;
        }
        let closer = char::from(self.bytes[self.at]);
        let comma = self.comma..self.comma + 1;
        self.tell_if_calm(
            SyntaxError::new(SyntaxErrorKind::TrailingComma, comma.clone(), format!("`,` before `{closer}`"))
                .help("nothing follows the last comma; JSON does not allow that")
                .safe("remove the `,`", vec![replace(comma, "")]),
        );
    }

    fn mismatched_closer(&mut self) {
        let Some(frame) = self.frames.last() else { return };
        let (opener, wanted) = (frame.opener(), frame.closer());
        let span = self.at..self.at + 1;
        let found = char::from(self.bytes[self.at]);
        self.tell(
            SyntaxError::new(SyntaxErrorKind::MismatchedCloser, span.clone(), format!("`{found}` closes a `{opener}`"))
                .help(format!("`{wanted}` was expected here"))
                .guess(format!("write `{wanted}`"), vec![replace(span, wanted)]),
        );
        self.mark_broken();
    }

    /// A closing bracket without an opening one.
    pub(super) fn extra_closer(&mut self) {
        let span = self.at..self.at + 1;
        let found = char::from(self.bytes[self.at]);
        let mut error =
            SyntaxError::new(SyntaxErrorKind::ExtraCloser, span.clone(), format!("this `{found}` closes nothing"));
        if self.expect != Expect::Root {
            error = error.guess(format!("remove the `{found}`"), vec![replace(span, "")]);
        }
        if self.frames.is_empty() {
            self.tell_disorder(error);
        } else {
            self.tell(error);
        }
        self.at += 1;
    }

    /// A colon after an element: `{"a": [1, "b": 2}`. Where that lets the text come out even, the array ended before the
    /// last comma, and the element is the next key. Returns whether it does.
    pub(super) fn ends_array_at_key(&mut self) -> bool {
        let [.., Frame { object: true, .. }, Frame { object: false, .. }] = &self.frames[..] else {
            return false;
        };
        let array = self.frames[self.frames.len() - 1].node;
        let [.., before, element] = self.nodes[array..] else { return false };
        let is_string = element.kind() == Kind::String && element.span().end == self.previous_end;
        // Right after a comma of this array, that is. A container that is open ends, so far, with its bracket. A comma
        // within the element before is followed by what closes that.
        let after_comma = before.span().end <= self.comma
            && self.bytes[self.comma] == b','
            && self
                .bytes
                .get(self.comma..element.span().start)
                .is_some_and(|between| !between.contains(&b'}') && !between.contains(&b']'));
        if !is_string || !after_comma || self.effort == 0 {
            return false;
        }
        self.spend(self.bytes.len() - self.at);
        if !self.comes_out_even(self.at, self.frames.len() - 1) {
            return false;
        }
        self.undo_string(false);
        // Told as after a complete element, which stands before the comma.
        self.expect = Expect::Separator;
        self.previous_end = self.comma;
        self.unclosed(self.frames.len() - 1, "was expected before the `,` in front of this key");
        self.mark_broken();
        self.ascend(self.comma);
        self.at = element.span().start;
        self.expect = Expect::Key;
        true
    }

    /// Tells that the container at a place of the stack is not closed.
    fn unclosed(&mut self, frame: usize, expected: &str) {
        let frame = &self.frames[frame];
        let kind = if frame.object { SyntaxErrorKind::UnclosedObject } else { SyntaxErrorKind::UnclosedArray };
        let (opener, closer) = (frame.opener(), frame.closer());
        let start = self.nodes[frame.node].start as usize;
        let error = SyntaxError::new(kind, start..start + 1, format!("this `{opener}` is never closed"))
            .help(format!("`{closer}` {expected}"));
        let complete = matches!(self.expect, Expect::Separator | Expect::FirstElement | Expect::FirstKey);
        self.tell(if complete {
            error.guess(format!("insert `{closer}`"), vec![insert(self.previous_end, closer)])
        } else {
            error
        });
    }

    /// The end of the text: whatever is still open ends here.
    pub(super) fn close_all(&mut self) {
        if !self.frames.is_empty() && !self.cut_off {
            self.unclosed_at_end();
        }
        while !self.frames.is_empty() {
            self.mark_broken();
            self.ascend(self.previous_end);
        }
    }

    fn unclosed_at_end(&mut self) {
        let innermost = self.frames.len() - 1;
        if let (Some((opening, closing)), 0) = (self.suspect, innermost) {
            // One bracket is missing, and the indentation tells which better than counting does.
            let (kind, opener) = match self.bytes[opening] {
                b'{' => (SyntaxErrorKind::UnclosedObject, '{'),
                _ => (SyntaxErrorKind::UnclosedArray, '['),
            };
            let closer = char::from(self.bytes[closing]);
            self.mark_broken_around(opening);
            let line = 1 + self.text[..closing].matches('\n').count();
            let span = opening..opening + 1;
            self.tell(SyntaxError::new(kind, span, format!("this `{opener}` is never closed")).help(format!(
                "`{closer}` was expected before the one on line {line}, which is indented like a bracket further out"
            )));
            return;
        }
        let closers = self.closers();
        if innermost == 0 {
            self.unclosed(0, "was expected at the end of the text");
            return;
        }
        let frame = &self.frames[innermost];
        let kind = if frame.object { SyntaxErrorKind::UnclosedObject } else { SyntaxErrorKind::UnclosedArray };
        let (opener, closer) = (frame.opener(), frame.closer());
        let start = self.nodes[frame.node].start as usize;
        let around = if innermost == 1 {
            "nor is the bracket around it".to_owned()
        } else {
            format!("nor are the {innermost} brackets around it")
        };
        let error = SyntaxError::new(kind, start..start + 1, format!("this `{opener}` is never closed, and {around}"))
            .help(format!("the text ends where `{closer}` was expected: is it cut off?"));
        let complete = matches!(self.expect, Expect::Separator | Expect::FirstElement | Expect::FirstKey);
        self.tell(if complete {
            error.guess("close them all at the end", vec![insert(self.previous_end, closers)])
        } else {
            error
        });
    }

    /// Marks every container on the tape that starts at or around an offset.
    fn mark_broken_around(&mut self, opening: usize) {
        for node in &mut self.nodes {
            let is_container = matches!(node.kind(), Kind::Array | Kind::Object);
            if is_container && node.start as usize <= opening && opening < node.end as usize {
                node.set_broken();
            }
        }
    }

    /// What closes everything that is open.
    pub(super) fn closers(&self) -> String {
        self.frames.iter().rev().map(Frame::closer).collect()
    }

    /// Remembers the first container whose closing bracket starts a line that is indented less than the opening one's.
    fn note_indentation(&mut self) {
        let Some(frame) = self.frames.last() else { return };
        let starts_line = self.line_start + self.indent == self.at;
        if self.suspect.is_none() && starts_line && frame.line_start != self.line_start && self.indent < frame.indent {
            self.suspect = Some((self.nodes[frame.node].start as usize, self.at));
        }
    }
}
