//! Commas and colons: taken, missing, doubled, or written as something else.

use super::reader::{Expect, Reader};
use super::report::{insert, replace, shown};
use super::{SyntaxError, SyntaxErrorKind};
use crate::json::Span;

impl Reader<'_> {
    /// Takes what separates two children.
    pub(super) fn separate(&mut self, end: usize) {
        self.quiet = false;
        self.comma = end - 1;
        self.expect = match self.frames.last() {
            Some(frame) if frame.object => Expect::Key,
            _ => Expect::Element,
        };
        self.take(end);
    }

    pub(super) fn missing_comma(&mut self) {
        let next = shown(&self.text[self.at..self.token_end()]);
        let last = self.char_before(self.previous_end);
        self.tell_if_calm(
            SyntaxError::new(SyntaxErrorKind::MissingComma, last, format!("`,` is missing before {next}"))
                .safe("insert `,`", vec![insert(self.previous_end, ",")]),
        );
    }

    pub(super) fn wrong_separator(&mut self, span: Span, wanted: &str) {
        let found = shown(&self.text[span.clone()]);
        self.tell_if_calm(
            SyntaxError::new(
                SyntaxErrorKind::WrongSeparator,
                span.clone(),
                format!("expected `{wanted}`, found {found}"),
            )
            .safe(format!("write `{wanted}`"), vec![replace(span.clone(), wanted)]),
        );
        self.take(span.end);
    }

    pub(super) fn colon_in_array(&mut self) {
        let span = self.at..self.at + 1;
        let told = self.frames.last_mut().is_none_or(|frame| std::mem::replace(&mut frame.colon_told, true));
        if !told {
            self.tell_disorder(
                SyntaxError::new(SyntaxErrorKind::ColonInArray, span.clone(), "expected `,` or `]`, found `:`")
                    .help("the elements of an array have no names; write `{` and `}` around names and values"),
            );
        }
        self.mark_broken();
        self.expect = Expect::Element;
        self.take(span.end);
        // A value may follow, but an end is not the fault of a comma.
        self.comma = span.start;
    }

    /// One or more commas where a child was expected.
    pub(super) fn extra_commas(&mut self) {
        let after_comma = matches!(self.expect, Expect::Element | Expect::Key);
        let first = self.at;
        let mut commas = Vec::new();
        while self.peek() == Some(b',') {
            commas.push(self.at);
            self.take(self.at + 1);
            self.trivia();
        }
        let last = commas.last().copied().unwrap_or(first);
        let ends = matches!(self.peek(), Some(b']' | b'}'));
        if ends && after_comma && self.bytes[self.comma] == b',' {
            commas.insert(0, self.comma);
        }
        let edits = commas.iter().map(|&comma| replace(comma..comma + 1, "")).collect();
        let error = SyntaxError::new(SyntaxErrorKind::ExtraComma, first..last + 1, "nothing stands before this comma");
        let object = self.frames.last().is_some_and(|frame| frame.object);
        if object {
            self.tell_if_calm(error.safe("remove what is too many", edits));
        } else {
            // An element may have been forgotten, which would move all that follow.
            self.tell_if_calm(error.guess("remove what is too many", edits));
            self.mark_broken();
        }
        if ends {
            self.expect = if object { Expect::FirstKey } else { Expect::FirstElement };
        }
    }
}
