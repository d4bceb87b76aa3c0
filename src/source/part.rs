//! A run of lines of a source.

use std::ops::Range;
use std::sync::OnceLock;

use super::lines::{Lines, Stretches, count_ends, start_near};
use crate::json::Span;

/// Bytes between two remembered counts. A column costs at most a count over this many bytes.
const BLOCK: usize = 4096;

/// Some lines of a source, and where they stand in it. Offsets and lines are those of the whole.
#[derive(Debug)]
pub struct Part {
    start: usize,
    first_line: usize,
    /// Columns before it on its first line.
    left: usize,
    text: String,
    lines: Lines,
    blocks: OnceLock<Vec<Units>>,
}

/// The length of a stretch of text, in the units that reports and editors count in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Units {
    pub(super) code_points: usize,
    pub(super) utf16: usize,
}

impl Units {
    /// Counts by bytes, so that a stretch may start or end inside a character: a character counts where it starts.
    fn of(bytes: &[u8]) -> Units {
        if bytes.is_ascii() {
            return Units { code_points: bytes.len(), utf16: bytes.len() };
        }
        let mut units = Units::default();
        // So many bytes at once that the counts of each kind fit into a byte themselves: that takes no time to speak of.
        for bytes in bytes.chunks(u8::MAX as usize) {
            let count =
                |is_kind: fn(u8) -> bool| usize::from(bytes.iter().map(|byte| u8::from(is_kind(*byte))).sum::<u8>());
            let starts = count(|byte| byte & 0xC0 != 0x80);
            units.code_points += starts;
            units.utf16 += starts + count(|byte| byte >= 0xF0);
        }
        units
    }

    fn plus(self, other: Units) -> Units {
        Units { code_points: self.code_points + other.code_points, utf16: self.utf16 + other.utf16 }
    }
}

impl Part {
    /// The lines from the one of the index `first_line` (from 0) on, which begins at the offset `start` of the whole.
    pub const fn new(start: usize, first_line: usize, text: String) -> Part {
        Part { start, first_line, left: 0, text, lines: Lines::new(), blocks: OnceLock::new() }
    }

    /// No text, only what is known of the offset `start`: the index of its line, and the columns before it there. Columns
    /// of every kind count as the same: what stands before them is not known.
    pub fn place(start: usize, line: usize, columns: usize) -> Part {
        Part { left: columns, ..Part::new(start, line, String::new()) }
    }

    /// Columns that belong to a line but not to this part.
    pub(super) fn left_of(&self, line: usize) -> usize {
        if line == self.first_line { self.left } else { 0 }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.text.shrink_to_fit();
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where it begins in the whole.
    pub fn start(&self) -> usize {
        self.start
    }

    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn first_line(&self) -> usize {
        self.first_line
    }

    /// Counts the lines of a stretch, for later.
    pub(super) fn count_lines(&self, stretch: &Range<usize>, lines: &Stretches) {
        let inside = |range: Range<usize>| self.inside(range.start)..self.inside(range.end);
        self.lines.count(self.text.as_bytes(), inside(stretch.clone()), lines.iter().map(inside));
    }

    /// Where a line begins, within the text and counted in it.
    fn start_of(&self, line: usize) -> Option<usize> {
        // Of a record, this is all that is asked: nothing is counted for it.
        if line == 0 { Some(0) } else { self.lines.start(self.text.as_bytes(), line) }
    }

    /// An offset of the whole as one within the text, no further than its end.
    fn inside(&self, offset: usize) -> usize {
        offset.saturating_sub(self.start).min(self.text.len())
    }

    /// The line, counted in this part, that an offset within the text lies on.
    fn line_at(&self, offset: usize) -> usize {
        let text = self.text.as_bytes();
        // Of a record, nothing is worth remembering.
        if text.len() <= BLOCK { count_ends(text, 0, offset) } else { self.lines.at(text, offset) }
    }

    pub(super) fn line_index(&self, offset: usize) -> usize {
        self.first_line + self.line_at(self.inside(offset))
    }

    /// Where a line of this part begins.
    pub(super) fn line_start(&self, index: usize) -> usize {
        self.start + self.start_of(index - self.first_line).unwrap_or(self.text.len())
    }

    pub(super) fn line_range(&self, index: usize) -> Range<usize> {
        let index = index.saturating_sub(self.first_line);
        let Some(start) = self.start_of(index) else {
            return self.end()..self.end();
        };
        let end = self.start_of(index + 1).unwrap_or(self.text.len());
        let line = &self.text[start..end];
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        self.start + start..self.start + start + line.len()
    }

    fn floor_inside(&self, offset: usize) -> usize {
        let mut offset = self.inside(offset);
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    pub(super) fn floor(&self, offset: usize) -> usize {
        self.start + self.floor_inside(offset)
    }

    pub(super) fn slice(&self, span: &Span) -> &str {
        &self.text[self.inside(span.start)..self.inside(span.end)]
    }

    pub(super) fn record(&self, offset: usize) -> &str {
        let bytes = self.text.as_bytes();
        let at = self.inside(offset);
        let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |feed| feed + 1);
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |feed| at + feed);
        &self.text[start..end]
    }

    /// The line that an offset lies on, and the length of what stands on it before that.
    pub(super) fn line_and_before(&self, offset: usize) -> (usize, Units) {
        let line = self.line_at(self.inside(offset));
        let index = self.first_line + line;
        let left = self.left_of(index);
        let offset = self.floor_inside(offset);
        let near = if line == 0 { Some(0) } else { start_near(self.text.as_bytes(), offset) };
        let start = near.or_else(|| self.start_of(line)).unwrap_or_default();
        (index, Units { code_points: left, utf16: left }.plus(self.between(start, offset)))
    }

    /// The length of what stands between two offsets within the text.
    fn between(&self, start: usize, offset: usize) -> Units {
        let offset = offset.max(start);
        if offset - start <= 2 * BLOCK {
            return Units::of(&self.text.as_bytes()[start..offset]);
        }
        let (from, to) = (self.units_before(start), self.units_before(offset));
        Units { code_points: to.code_points - from.code_points, utf16: to.utf16 - from.utf16 }
    }

    /// The length of the text before an offset within it, from counts that are taken once.
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
