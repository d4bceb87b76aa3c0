//! The source lines of a finding, with its places marked.

use std::fmt::Write as _;
use std::ops::Range;

use super::text::escaped;
use crate::graph::escape;
use crate::render::places::Place;
use crate::render::sanitize::{Log, columns};
use crate::render::window::Excerpt;
use crate::source::Source;

/// A place of a finding on an excerpt.
struct Mark<'a> {
    range: Range<usize>,
    is_primary: bool,
    message: &'a str,
}

/// Draws the places of a finding, one excerpt per source, that of the primary place first. Answers whether a line was
/// cut.
pub(super) fn draw(places: &[Place<'_>], log: Log, out: &mut String) -> bool {
    let mut sources: Vec<&Source> = Vec::new();
    for place in places {
        if !sources.iter().any(|source| source.name() == place.source.name()) {
            sources.push(place.source);
        }
    }
    let mut is_cut = false;
    for (number, source) in sources.into_iter().enumerate() {
        let here: Vec<&Place<'_>> = places.iter().filter(|place| place.source.name() == source.name()).collect();
        let spans: Vec<_> = here.iter().map(|place| place.span.clone()).collect();
        let excerpt = Excerpt::new(source, String::new(), &spans, log);
        let marks: Vec<Mark<'_>> = here
            .iter()
            .enumerate()
            .map(|(which, place)| Mark {
                range: excerpt.mark(which),
                is_primary: number == 0 && which == 0,
                message: place.message,
            })
            .collect();
        // Of a file that could not be read there is nothing to show.
        if excerpt.text().trim().is_empty() {
            continue;
        }
        is_cut |= excerpt.is_cut;
        if number > 0 {
            let start = source.position(here[0].span.start);
            let name = escaped(source.name(), log);
            let _ = writeln!(out, "<p class=\"where\">{name}:{}:{}</p>", start.line, start.column);
        }
        lines(&excerpt, &marks, log, out);
    }
    is_cut
}

fn lines(excerpt: &Excerpt, marks: &[Mark<'_>], log: Log, out: &mut String) {
    out.push_str("<pre tabindex=\"0\">");
    let mut previous = None;
    for (index, range) in excerpt.rows() {
        if previous.is_some_and(|previous| index > previous + 1) {
            out.push_str("<span class=\"n\">⋯</span>\n");
        }
        previous = Some(index);
        let _ = write!(out, "<span class=\"n\">{}</span>", index + 1);
        let mut here: Vec<&Mark<'_>> =
            marks.iter().filter(|mark| range.contains(&mark.range.start) || mark.range.start == range.end).collect();
        here.sort_by_key(|mark| mark.range.start);
        marked(excerpt.text(), &range, &here, out);
        out.push('\n');
        for mark in here.iter().filter(|mark| !mark.message.is_empty()) {
            let before: String = excerpt.text()[range.start..mark.range.start].chars().map(blank).collect();
            let class = class(mark);
            let message = escaped(mark.message, log);
            let _ = writeln!(out, "<span class=\"n\"></span><span class=\"say {class}\">{before}╰ {message}</span>");
        }
    }
    out.push_str("</pre>\n");
}

/// One line, cut where marks begin and end: they may lie in each other.
fn marked(text: &str, line: &Range<usize>, marks: &[&Mark<'_>], out: &mut String) {
    let mut cuts: Vec<usize> = marks.iter().flat_map(|mark| [mark.range.start, mark.range.end.min(line.end)]).collect();
    cuts.extend([line.start, line.end]);
    cuts.sort_unstable();
    cuts.dedup();
    for (at, &start) in cuts.iter().enumerate() {
        if let Some(point) = marks.iter().find(|mark| mark.range.is_empty() && mark.range.start == start) {
            let _ = write!(out, "<mark class=\"point {}\"></mark>", class(point));
        }
        let Some(&end) = cuts.get(at + 1) else { break };
        let covering = marks.iter().filter(|mark| mark.range.start <= start && end <= mark.range.end);
        let part = escape_line(&text[start..end]);
        match covering.max_by_key(|mark| mark.is_primary) {
            Some(mark) => {
                let _ = write!(out, "<mark class=\"{}\">{part}</mark>", class(mark));
            }
            None => out.push_str(&part),
        }
    }
}

fn class(mark: &Mark<'_>) -> &'static str {
    if mark.is_primary { "primary" } else { "secondary" }
}

/// Room of the width of a character.
fn blank(c: char) -> String {
    if c == '\t' { "\t".to_owned() } else { " ".repeat(columns(c)) }
}

/// Excerpts are made of harmless characters already, tabs apart, which keep their width.
fn escape_line(text: &str) -> String {
    text.split('\t').map(escape).collect::<Vec<_>>().join("\t")
}
