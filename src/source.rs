//! A text with a name, and the conversion of its byte offsets to lines and columns.

use std::sync::OnceLock;

use crate::json::Span;

/// One input: what it is called in reports, and its text.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    lines: OnceLock<Vec<usize>>,
}

/// A place for people: line and column from 1, the column counted in code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Byte offset from the start of the file.
    pub offset: usize,
    /// Line, from 1. A line ends at LF, CRLF or a lone CR.
    pub line: usize,
    /// Column, from 1, in code points.
    pub column: usize,
}

impl Source {
    /// A source under the name that reports show.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Source {
        Source { name: name.into(), text: text.into(), lines: OnceLock::new() }
    }

    /// The name as reports show it: forward slashes, relative where the user named it so.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Offsets at which lines start; the first is 0.
    pub fn line_starts(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut starts = vec![0];
            for (at, &byte) in bytes.iter().enumerate() {
                if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                    starts.push(at + 1);
                }
            }
            starts
        })
    }

    /// The line (from 0) that an offset lies on.
    pub fn line_index(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|&start| start <= offset) - 1
    }

    /// Line and column of an offset. An offset inside a character counts as the start of it.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.line_index(offset);
        let start = self.line_starts()[line];
        let offset_in_text = self.text.floor_char_boundary(offset);
        Position { offset, line: line + 1, column: self.text[start..offset_in_text].chars().count() + 1 }
    }

    /// The text of a span.
    pub fn slice(&self, span: &Span) -> &str {
        &self.text[span.clone()]
    }
}
