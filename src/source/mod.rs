//! A text with a name, and the conversion of its byte offsets to lines and columns.
//!
//! Every report numbers places in its own way (code points, UTF-16 units, bytes). All of them are computed here and
//! nowhere else, and stay cheap on the worst input there is: one line of 100 MB with a finding in every corner.
//!
//! Of a stream, a source may hold nothing but the lines that something was found in: offsets and lines are those of the
//! whole all the same.

mod lines;
mod part;

use std::ops::Range;

pub(crate) use lines::Stretches;
pub use part::Part;

use crate::json::Span;
use part::Units;

/// One input: what it is called in reports, and its text.
#[derive(Debug)]
pub struct Source {
    name: String,
    /// The whole, or some runs of lines in ascending order. None where no text is kept: most of a large tree.
    parts: Vec<Part>,
}

/// What stands for the text where none is kept.
static NOTHING: Part = Part::new(0, 0, String::new());

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
        let text = text.into();
        let parts = if text.is_empty() { Vec::new() } else { vec![Part::new(0, 0, text)] };
        Source::of_parts(name, parts)
    }

    /// Some lines of a source, in ascending order. A place that lies in none of them counts as the end of the one before.
    pub fn of_parts(name: impl Into<String>, parts: Vec<Part>) -> Source {
        Source { name: name.into(), parts }
    }

    /// Takes over what is kept of the lines that follow.
    pub fn append(&mut self, following: Source) {
        let mut kept = following.parts.into_iter().filter(|part| !part.text().is_empty()).peekable();
        if kept.peek().is_some() {
            self.parts.retain(|part| !part.text().is_empty());
            self.parts.extend(kept);
        }
    }

    /// Forgets the parts behind the one that an offset lies in.
    pub(crate) fn forget_behind(&mut self, offset: usize) {
        let kept = self.parts.partition_point(|part| part.start() <= offset);
        self.parts.truncate(kept.max(1));
    }

    /// The name as reports show it: forward slashes, relative where the user named it so.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text; where only parts of it are kept, the first one.
    pub fn text(&self) -> &str {
        self.parts.first().unwrap_or(&NOTHING).text()
    }

    /// Whether no text is kept.
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| part.text().is_empty())
    }

    /// The same name without its text: what is kept of an input that nothing was found in.
    #[must_use]
    pub fn without_text(mut self) -> Source {
        self.take_text();
        self
    }

    /// Takes the text out; where only parts of it are kept, the last one. The name is left.
    pub(crate) fn take_text(&mut self) -> String {
        let text = self.parts.pop().map(Part::into_text).unwrap_or_default();
        self.parts = Vec::new();
        text
    }

    /// Gives back memory that the text has to spare.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.parts.iter_mut().for_each(Part::shrink_to_fit);
    }

    /// The same places in other texts, each as long as the one that it is made from.
    pub(crate) fn replaced(&self, mut replace: impl FnMut(&str) -> String) -> Source {
        let replaced = |part: &Part| {
            let text = replace(part.text());
            debug_assert_eq!(text.len(), part.text().len(), "places would move");
            Part::new(part.start(), part.first_line(), text)
        };
        Source::of_parts(self.name.clone(), self.parts.iter().map(replaced).collect())
    }

    /// The part that an offset lies in, or the one before it.
    fn part(&self, offset: usize) -> &Part {
        let after = self.parts.partition_point(|part| part.start() <= offset);
        self.parts.get(after.saturating_sub(1)).unwrap_or(&NOTHING)
    }

    /// Counts the lines of a stretch of a large text while it is near, before anybody asks which line an offset lies on.
    /// Of the stretch, lines end only where they are said to.
    pub(crate) fn count_lines(&self, stretch: &Range<usize>, lines: &Stretches) {
        self.part(stretch.start).count_lines(stretch, lines);
    }

    /// The line (from 0) that an offset lies on.
    pub fn line_index(&self, offset: usize) -> usize {
        self.part(offset).line_index(offset)
    }

    /// The bytes of a line (from 0) without its line ending. Empty past the last line.
    pub fn line_range(&self, index: usize) -> Range<usize> {
        let after = self.parts.partition_point(|part| part.first_line() <= index);
        self.parts.get(after.saturating_sub(1)).unwrap_or(&NOTHING).line_range(index)
    }

    /// The start of the character that an offset lies in; the end of the text for an offset behind it.
    pub fn floor(&self, offset: usize) -> usize {
        self.part(offset).floor(offset)
    }

    /// Line and column of an offset. An offset inside a character counts as the start of it.
    pub fn position(&self, offset: usize) -> Position {
        let (line, before) = self.part(offset).line_and_before(offset);
        Position { offset, line: line + 1, column: before.code_points + 1 }
    }

    /// Column of an offset, from 1, in UTF-16 units: what SARIF and editors count.
    pub fn utf16_column(&self, offset: usize) -> usize {
        self.before(offset).utf16 + 1
    }

    /// Column of an offset, from 1, in bytes: what reviewdog counts.
    pub fn byte_column(&self, offset: usize) -> usize {
        let part = self.part(offset);
        let offset = part.floor(offset);
        let line = part.line_index(offset);
        part.left_of(line) + offset - part.line_start(line) + 1
    }

    /// The text of a span, as far as it is kept.
    pub fn slice(&self, span: &Span) -> &str {
        self.part(span.start).slice(span)
    }

    /// The text from an offset on, as far as it is kept.
    pub fn text_from(&self, offset: usize) -> &str {
        let part = self.part(offset);
        part.slice(&(offset..part.end()))
    }

    /// What stands between two line feeds around an offset: a record of NDJSON.
    pub fn record(&self, offset: usize) -> &str {
        self.part(offset).record(offset)
    }

    /// The length of what stands on a line before an offset.
    fn before(&self, offset: usize) -> Units {
        self.part(offset).line_and_before(offset).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_every_kind_of_line_ending() {
        let source = Source::new("a", "one\ntwo\r\nthree\rfour\r\r\n");
        let starts: Vec<_> = (0..6).map(|index| source.line_range(index).start).collect();
        assert_eq!(starts, [0, 4, 9, 15, 20, 22]);
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

    #[test]
    fn places_in_parts_are_those_of_the_whole() {
        let text = "{\"a\": \"é😀\"}\n\r\n{\"b\":\r1}\n[2]\n{\"cé\": 3}";
        let whole = Source::new("a", text);
        let starts: Vec<usize> = [0].into_iter().chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        for kept in [vec![0], vec![2], vec![0, 2], vec![1, 2, 4], vec![4]] {
            let part = |&line: &usize| {
                let end = starts.get(line + 1).copied().unwrap_or(text.len());
                Part::new(starts[line], whole.line_index(starts[line]), text[starts[line]..end].to_owned())
            };
            let parts = Source::of_parts("a", kept.iter().map(part).collect());
            for offset in
                kept.iter().flat_map(|&line| starts[line]..starts.get(line + 1).map_or(text.len() + 1, |at| *at))
            {
                assert_eq!(parts.position(offset), whole.position(offset), "{kept:?}, {offset}");
                assert_eq!(parts.utf16_column(offset), whole.utf16_column(offset));
                assert_eq!(parts.byte_column(offset), whole.byte_column(offset));
                assert_eq!(parts.floor(offset), whole.floor(offset));
                assert_eq!(parts.record(offset), whole.record(offset));
                let line = whole.line_index(offset);
                assert_eq!(parts.line_range(line), whole.line_range(line));
                assert_eq!(parts.slice(&parts.line_range(line)), whole.slice(&whole.line_range(line)));
            }
        }
    }

    #[test]
    fn places_are_known_without_a_text() {
        let places = [Part::place(3, 0, 2), Part::place(40, 1, 0), Part::place(47, 1, 5)];
        let source = Source::of_parts("a", places.into());
        let found: Vec<_> =
            [3, 40, 47].iter().map(|&at| (source.position(at).line, source.position(at).column)).collect();
        assert_eq!(found, [(1, 3), (2, 1), (2, 6)]);
        assert_eq!((source.utf16_column(47), source.byte_column(47), source.floor(40)), (6, 6, 40));
        assert!(source.is_empty() && source.slice(&(3..47)).is_empty() && source.line_range(1).is_empty());
    }

    #[test]
    fn a_place_in_no_part_is_the_end_of_the_one_before() {
        let parts =
            Source::of_parts("a", vec![Part::new(10, 3, "ab\n".to_owned()), Part::new(20, 6, "cd\n".to_owned())]);
        assert_eq!((parts.floor(0), parts.floor(15), parts.floor(99)), (10, 13, 23));
        assert_eq!((parts.position(15).line, parts.position(21).line), (5, 7));
        assert_eq!((parts.slice(&(11..21)), parts.text_from(21)), ("b\n", "d\n"));
        assert!(parts.line_range(5).is_empty() && !parts.is_empty());
        assert!(Source::of_parts("a", Vec::new()).is_empty());
    }
}
