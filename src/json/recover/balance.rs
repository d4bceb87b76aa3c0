//! Looking ahead whether the brackets of the rest of the text come out even.

use super::reader::Reader;
use crate::json::{Span, scan};

impl Reader<'_> {
    /// What a closing bracket of the wrong kind is, judged by which reading lets the rest of the text come out even.
    pub(super) fn judge(&mut self, object: bool) -> Closer {
        let outer = self.frames.iter().rposition(|frame| frame.object == object);
        let fallback = if outer.is_some() { Closer::OfOuter } else { Closer::Misspelt };
        if self.effort == 0 {
            return fallback;
        }
        // Each reading is one more pass over the rest of the text.
        self.spend(3 * (self.bytes.len() - self.at));
        let even = |open: usize| self.comes_out_even(self.at + 1, open);
        // The bracket closes the innermost of those that are left with it.
        if even(self.frames.len() - 1) {
            Closer::Misspelt
        } else if outer.is_some_and(even) {
            Closer::OfOuter
        } else if even(self.frames.len()) {
            Closer::Extra
        } else {
            fallback
        }
    }

    /// Whether the brackets from `at` on close exactly the outermost `open` containers, with nothing after.
    pub(super) fn comes_out_even(&self, at: usize, open: usize) -> bool {
        let mut stack: Vec<bool> = self.frames[..open].iter().map(|frame| frame.object).collect();
        let mut brackets = Brackets { bytes: self.bytes, at };
        loop {
            if stack.is_empty() {
                return scan::whitespace(self.bytes, brackets.at) == self.bytes.len();
            }
            match brackets.next() {
                Some((_, b'{')) => stack.push(true),
                Some((_, b'[')) => stack.push(false),
                Some((_, closer)) => {
                    if stack.pop() != Some(closer == b'}') {
                        return false;
                    }
                }
                None => return false,
            }
        }
    }

    /// The end of the container that starts at `start`, by counting brackets of either kind, and whether it has one.
    pub(super) fn balanced_end(&self, start: usize) -> (usize, bool) {
        let mut depth = 0usize;
        for (at, bracket) in (Brackets { bytes: self.bytes, at: start }) {
            match bracket {
                b'{' | b'[' => depth += 1,
                _ => depth -= 1,
            }
            if depth == 0 {
                return (at + 1, true);
            }
        }
        (self.bytes.len(), false)
    }

    /// Whether the closing brackets in a run match what is open, from the innermost outwards.
    pub(super) fn matching_closers(&self, run: Span) -> bool {
        let mut open = self.frames.iter().rev();
        self.text[run].chars().filter(|c| matches!(c, ']' | '}')).all(|c| open.next().is_some_and(|f| f.closer() == c))
    }
}

/// What a closing bracket of the wrong kind is.
pub(super) enum Closer {
    /// It stands for the other kind.
    Misspelt,
    /// It closes a container further out: the inner one is not closed.
    OfOuter,
    /// It is one too many.
    Extra,
}

/// The brackets outside strings, with their offsets. A string ends at the latest with its line.
struct Brackets<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Iterator for Brackets<'_> {
    type Item = (usize, u8);

    fn next(&mut self) -> Option<(usize, u8)> {
        loop {
            let at = self.at;
            let byte = *self.bytes.get(at)?;
            self.at += 1;
            match byte {
                b'{' | b'}' | b'[' | b']' => return Some((at, byte)),
                b'"' => self.at = scan::any_string(self.bytes, self.at),
                _ => {}
            }
        }
    }
}
