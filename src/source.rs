//! A text with a name, and the conversion of its byte offsets to lines and columns.
//!
//! Every report numbers places in its own way (code points, UTF-16 units, bytes). All of them are computed here and
//! nowhere else, and stay cheap on the worst input there is: one line of 100 MB with a finding in every corner.

use std::ops::Range;
use std::sync::OnceLock;

use crate::json::Span;

/// Bytes between two remembered counts. A column costs at most a count over this many bytes.
const BLOCK: usize = 4096;

/// One input: what it is called in reports, and its text.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    lines: OnceLock<Vec<usize>>,
    blocks: OnceLock<Vec<Units>>,
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

/// The length of a stretch of text, in the units that reports and editors count in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Units {
    code_points: usize,
    utf16: usize,
}

impl Units {
    /// Counts by bytes, so that a stretch may start or end inside a character: a character counts where it starts.
    fn of(bytes: &[u8]) -> Units {
        let mut units = Units::default();
        for &byte in bytes {
            let starts = usize::from(byte & 0xC0 != 0x80);
            units.code_points += starts;
            units.utf16 += starts + usize::from(byte >= 0xF0);
        }
        units
    }

    fn plus(self, other: Units) -> Units {
        Units { code_points: self.code_points + other.code_points, utf16: self.utf16 + other.utf16 }
    }
}

impl Source {
    /// A source under the name that reports show.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Source {
        Source { name: name.into(), text: text.into(), lines: OnceLock::new(), blocks: OnceLock::new() }
    }

    /// The name as reports show it: forward slashes, relative where the user named it so.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same name without its text: what is kept of an input that nothing was found in.
    #[must_use]
    pub fn without_text(self) -> Source {
        Source::new(self.name, String::new())
    }

    /// Offsets at which lines start; the first is 0.
    pub fn line_starts(&self) -> &[usize] {
        self.lines.get_or_init(|| line_starts(&self.text))
    }

    /// The line (from 0) that an offset lies on.
    pub fn line_index(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|&start| start <= offset) - 1
    }

    /// The bytes of a line (from 0) without its line ending. Empty past the last line.
    pub fn line_range(&self, index: usize) -> Range<usize> {
        let starts = self.line_starts();
        let Some(&start) = starts.get(index) else {
            return self.text.len()..self.text.len();
        };
        let end = starts.get(index + 1).copied().unwrap_or(self.text.len());
        let line = &self.text[start..end];
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        start..start + line.len()
    }

    /// The start of the character that an offset lies in; the end of the text for an offset behind it.
    pub fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// Line and column of an offset. An offset inside a character counts as the start of it.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.line_index(offset.min(self.text.len()));
        Position { offset, line: line + 1, column: self.before(line, offset).code_points + 1 }
    }

    /// Column of an offset, from 1, in UTF-16 units: what SARIF and editors count.
    pub fn utf16_column(&self, offset: usize) -> usize {
        self.before(self.line_index(offset.min(self.text.len())), offset).utf16 + 1
    }

    /// Column of an offset, from 1, in bytes: what reviewdog counts.
    pub fn byte_column(&self, offset: usize) -> usize {
        let offset = self.floor(offset);
        offset - self.line_starts()[self.line_index(offset)] + 1
    }

    /// The text of a span.
    pub fn slice(&self, span: &Span) -> &str {
        &self.text[span.clone()]
    }

    /// The text from an offset on, as far as it is kept.
    pub fn text_from(&self, offset: usize) -> &str {
        self.text.get(offset..).unwrap_or_default()
    }

    /// The length of what stands on a line before an offset.
    fn before(&self, line: usize, offset: usize) -> Units {
        let start = self.line_starts()[line];
        let offset = self.floor(offset).max(start);
        let bytes = self.text.as_bytes();
        if offset - start <= 2 * BLOCK {
            return Units::of(&bytes[start..offset]);
        }
        let (from, to) = (self.units_before(start), self.units_before(offset));
        Units { code_points: to.code_points - from.code_points, utf16: to.utf16 - from.utf16 }
    }

    /// The length of the text before an offset, from counts that are taken once per source.
    fn units_before(&self, offset: usize) -> Units {
        let bytes = self.text.as_bytes();
        let blocks = self.blocks.get_or_init(|| {
            let mut total = Units::default();
            let mut blocks = vec![total];
            for block in bytes.chunks_exact(BLOCK) {
                total = total.plus(Units::of(block));
                blocks.push(total);
            }
            blocks
        });
        let block = offset / BLOCK;
        blocks[block].plus(Units::of(&bytes[block * BLOCK..offset]))
    }
}

/// Finds line feeds with the standard library's fast search; only a text with carriage returns is looked at byte by byte.
fn line_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let returns_from = text.find('\r').unwrap_or(text.len());
    starts.extend(text[..returns_from].match_indices('\n').map(|(at, _)| at + 1));
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate().skip(returns_from) {
        if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
            starts.push(at + 1);
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_every_kind_of_line_ending() {
        let source = Source::new("a", "one\ntwo\r\nthree\rfour\r\r\n");
        assert_eq!(source.line_starts(), [0, 4, 9, 15, 20, 22]);
        let lines: Vec<_> = (0..6).map(|index| source.slice(&source.line_range(index))).collect();
        assert_eq!(lines, ["one", "two", "three", "four", "", ""]);
        assert_eq!(source.line_range(99), 22..22);
    }

    #[test]
    fn columns_count_code_points_utf16_units_and_bytes() {
        let source = Source::new("a", "x\n\"é😀\"k");
        let k = source.text().find('k').unwrap();
        assert_eq!(source.position(k), Position { offset: k, line: 2, column: 5 });
        assert_eq!(source.utf16_column(k), 6);
        assert_eq!(source.byte_column(k), 9);
    }

    #[test]
    fn an_offset_inside_a_character_is_its_start_and_one_behind_the_text_is_the_end() {
        let source = Source::new("a", "😀b");
        assert_eq!(source.position(2).column, 1);
        assert_eq!(source.position(4).column, 2);
        assert_eq!(source.position(50).column, 3);
        assert_eq!(source.floor(3), 0);
    }

    #[test]
    fn columns_of_a_long_line_equal_a_plain_count() {
        let text = format!("ab\n{}", "é😀x".repeat(9000));
        let source = Source::new("a", text.clone());
        for offset in (3..text.len()).step_by(911).chain([text.len()]) {
            let offset = source.floor(offset);
            let before = &text[3..offset];
            assert_eq!(source.position(offset).column, before.chars().count() + 1);
            assert_eq!(source.utf16_column(offset), before.encode_utf16().count() + 1);
        }
    }
}
