//! Short stretches of a source, made for showing: only the lines that are labelled, each cut to what fits.
//!
//! A request may be one line of 100 MB. What is drawn never depends on that: a cut line shows a piece around each
//! label, joined by `…`, while line and column stay those of the file.

use std::collections::BTreeMap;
use std::ops::Range;

use codespan_reporting::files::Error;

use super::pieces::pieces;
use super::sanitize::{Log, push_source_char};
use crate::json::Span;
use crate::source::{Position, Source};

/// What stands for text that is not shown.
const CUT: char = '…';

/// Labelled lines of one source as a text of their own.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    lines: Vec<Line>,
    /// Where each span of the request lies in `text`, and where it starts in the file.
    marks: Vec<(Range<usize>, Position)>,
    /// Some line is shown in part.
    pub(super) is_cut: bool,
}

/// A shown line: its number (from 0) in the file, and its bytes in the text, line feed included.
#[derive(Debug)]
struct Line {
    index: usize,
    range: Range<usize>,
}

impl Excerpt {
    /// Shows every span of a source. A span over several lines is shown on its first.
    pub(super) fn new(source: &Source, name: String, spans: &[Span], log: Log) -> Excerpt {
        let mut by_line: BTreeMap<usize, Vec<(usize, Range<usize>)>> = BTreeMap::new();
        for (which, span) in spans.iter().enumerate() {
            let (line, span) = on_one_line(source, span);
            by_line.entry(line).or_default().push((which, span));
        }
        fill_gaps(&mut by_line);

        let mut excerpt = Excerpt { name, text: String::new(), lines: Vec::new(), marks: Vec::new(), is_cut: false };
        excerpt.marks.extend(spans.iter().map(|span| (0..0, source.position(source.floor(span.start)))));
        for (index, labels) in by_line {
            let start = excerpt.text.len();
            let line = source.line_range(index);
            let on_line = |label: &Range<usize>| label.start - line.start..label.end - line.start;
            let labels: Vec<_> = labels.iter().map(|(which, label)| (*which, on_line(label))).collect();
            excerpt.push_line(source.slice(&line), &labels, log);
            excerpt.text.push('\n');
            excerpt.lines.push(Line { index, range: start..excerpt.text.len() });
        }
        excerpt
    }

    /// Where the span of that number lies in the shown text.
    pub(super) fn mark(&self, which: usize) -> Range<usize> {
        self.marks[which].0.clone()
    }

    fn push_line(&mut self, line: &str, labels: &[(usize, Range<usize>)], log: Log) {
        let pieces = pieces(line, labels);
        let last = pieces.len() - 1;
        for (number, piece) in pieces.iter().enumerate() {
            if piece.start > 0 {
                self.text.push(CUT);
                self.is_cut = true;
            }
            let here: Vec<_> =
                labels.iter().filter(|(_, label)| piece.start <= label.start && label.start <= piece.end).collect();
            let mut at = piece.start;
            let mut chars = line[piece.clone()].chars();
            loop {
                for (which, label) in &here {
                    let mark = &mut self.marks[*which].0;
                    if label.start == at {
                        mark.start = self.text.len();
                    }
                    if label.end >= at {
                        mark.end = self.text.len();
                    }
                }
                let Some(c) = chars.next() else { break };
                at += c.len_utf8();
                push_source_char(&mut self.text, c, line[at..].chars().next(), log);
            }
            if number == last && piece.end < line.len() {
                self.text.push(CUT);
                self.is_cut = true;
            }
            for (which, label) in &here {
                if label.end > piece.end {
                    self.marks[*which].0.end += CUT.len_utf8();
                }
            }
        }
    }
}

/// The line that a span starts on, and the part of the span that lies on it.
fn on_one_line(source: &Source, span: &Span) -> (usize, Range<usize>) {
    let start = source.floor(span.start);
    let index = source.line_index(start);
    let line = source.line_range(index);
    let start = start.clamp(line.start, line.end);
    let end = source.floor(span.end);
    let end = if end > line.end { start + source.slice(&(start..line.end)).trim_end().len() } else { end };
    (index, start..end.max(start))
}

/// A single line between two labelled ones is shown too: it takes no more room than a mark that it was left out.
fn fill_gaps<T: Default>(lines: &mut BTreeMap<usize, T>) {
    let shown: Vec<usize> = lines.keys().copied().collect();
    for pair in shown.windows(2) {
        if pair[1] - pair[0] == 2 {
            lines.entry(pair[0] + 1).or_default();
        }
    }
}

/// One place of a source by itself, for the tool's own failures.
#[derive(Debug)]
pub(crate) struct OneLine {
    /// Name of the source, as it may be printed.
    pub(crate) name: String,
    /// The line, cut to what fits, without its line ending.
    pub(crate) text: String,
    /// Where the place lies in `text`.
    pub(crate) mark: Range<usize>,
    /// Where it starts in the file.
    pub(crate) position: Position,
}

impl OneLine {
    /// Shows one span of a source.
    pub(crate) fn new(source: &Source, span: &Span) -> OneLine {
        let name = super::sanitize(source.name(), Log::Plain).into_owned();
        let Excerpt { name, mut text, mut marks, .. } =
            Excerpt::new(source, name, std::slice::from_ref(span), Log::Plain);
        text.truncate(text.trim_end_matches('\n').len());
        // Miette takes a tab for one column or many, depending on where it stands.
        let text = text.replace('\t', " ");
        let (mark, position) = marks.remove(0);
        OneLine { name, text, mark, position }
    }
}

/// The excerpts of one finding, as codespan asks for files.
#[derive(Debug, Default)]
pub(super) struct Excerpts(pub(super) Vec<Excerpt>);

impl Excerpts {
    fn get(&self, id: usize) -> Result<&Excerpt, Error> {
        self.0.get(id).ok_or(Error::FileMissing)
    }
}

impl<'a> codespan_reporting::files::Files<'a> for Excerpts {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.get(id)?.name)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.get(id)?.text)
    }

    /// The index in the file, not in the excerpt: so codespan sees which lines are left out between two.
    fn line_index(&'a self, id: usize, byte_index: usize) -> Result<usize, Error> {
        let lines = &self.get(id)?.lines;
        let at = lines.partition_point(|line| line.range.start <= byte_index);
        lines.get(at.saturating_sub(1)).map(|line| line.index).ok_or(Error::FileMissing)
    }

    fn column_number(&'a self, id: usize, _line_index: usize, byte_index: usize) -> Result<usize, Error> {
        // codespan asks only for the starts of labels.
        let mark = self.get(id)?.marks.iter().find(|(mark, _)| mark.start == byte_index);
        Ok(mark.map_or(1, |(_, position)| position.column))
    }

    fn line_range(&'a self, id: usize, line_index: usize) -> Result<Range<usize>, Error> {
        let lines = &self.get(id)?.lines;
        let found = lines.binary_search_by_key(&line_index, |line| line.index);
        let max = lines.last().map_or(0, |line| line.index);
        found.map(|at| lines[at].range.clone()).map_err(|_| Error::LineTooLarge { given: line_index, max })
    }
}

#[cfg(test)]
mod tests {
    use super::super::pieces::WIDTH;
    use super::*;

    fn shown(text: &str, labels: &[&str]) -> (String, Vec<String>) {
        let source = Source::new("a", text);
        let spans: Vec<Span> = labels
            .iter()
            .map(|label| {
                let at = text.find(label).unwrap();
                at..at + label.len()
            })
            .collect();
        let excerpt = Excerpt::new(&source, "a".to_owned(), &spans, Log::Plain);
        let marks = (0..spans.len()).map(|which| excerpt.text[excerpt.mark(which)].to_owned()).collect();
        (excerpt.text, marks)
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        assert_eq!(shown("{\n  \"a\": 1\r\n}", &["\"a\""]), ("  \"a\": 1\n".to_owned(), vec!["\"a\"".to_owned()]));
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides_of_its_label() {
        let text = format!("{}\"key\": 1{}", "x".repeat(500_000), "y".repeat(500_000));
        let (line, marks) = shown(&text, &["\"key\""]);
        assert!(line.starts_with("…xxx") && line.ends_with("yyy…\n"), "{line}");
        assert_eq!(line.chars().count(), WIDTH + 3);
        assert_eq!(marks, ["\"key\""]);
    }

    #[test]
    fn labels_far_apart_on_one_line_get_a_piece_each() {
        let text = format!("{}\"one\"{}\"two\"{}", "x".repeat(900), "y".repeat(900), "z".repeat(900));
        let (line, marks) = shown(&text, &["\"two\"", "\"one\""]);
        assert_eq!(line.matches('…').count(), 3, "{line}");
        assert!(line.chars().count() <= WIDTH + 4);
        assert_eq!(marks, ["\"two\"", "\"one\""]);
    }

    #[test]
    fn room_that_one_side_does_not_need_goes_to_the_other() {
        let text = format!("{}\"key\"]", "x".repeat(900));
        let (line, _) = shown(&text, &["\"key\""]);
        assert_eq!(line.chars().count(), WIDTH + 2, "{line}");
    }

    #[test]
    fn a_label_longer_than_the_line_ends_in_the_cut() {
        let text = format!("[\"{}\"]", "w".repeat(500));
        let (line, marks) = shown(&text, &[&text[1..text.len() - 1]]);
        assert!(line.starts_with("…\"www") && line.ends_with("w…\n"), "{line}");
        assert!(marks[0].starts_with("\"w") && marks[0].ends_with("w…"), "{}", marks[0]);
    }

    #[test]
    fn a_span_over_lines_is_shown_on_its_first() {
        assert_eq!(shown("[1, {  \n 2}]", &["{  \n 2}"]), ("[1, {  \n".to_owned(), vec!["{".to_owned()]));
    }

    #[test]
    fn marks_move_with_escapes() {
        let (line, marks) = shown("\"\u{1b}[31m\u{202e}\": \"x\"", &["\"x\"", "\u{1b}[31m\u{202e}"]);
        assert_eq!(line, "\"\\u{1b}[31m\\u{202e}\": \"x\"\n");
        assert_eq!(marks, ["\"x\"", "\\u{1b}[31m\\u{202e}"]);
    }

    #[test]
    fn every_span_of_every_text_can_be_shown() {
        let text = "é\r\n\n\t😀\u{301}x\r\u{2028}\u{1b}##[a]\n";
        let source = Source::new("a", text);
        for start in 0..text.len() + 2 {
            for end in start..text.len() + 3 {
                let excerpt = Excerpt::new(&source, String::new(), &[start..end, 0..end], Log::Commands);
                assert!(excerpt.text.get(excerpt.mark(0)).is_some() && excerpt.text.get(excerpt.mark(1)).is_some());
            }
        }
    }
}
