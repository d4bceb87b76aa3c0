//! The text of a request with its values out of sight and every byte in its place; and what its values were, so that they
//! are known again in messages.

use std::collections::HashSet;

use super::known::{Known, number};
use crate::check::holds_records;
use crate::json::{Doc, Kind, Tape, parse_into, recover};
use crate::source::Source;

/// Members whose names are the user's own.
pub(super) const FREE_FORM: [&str; 2] = ["metadata", "customFields"];

/// What was seen in a request.
pub(super) struct Seen {
    /// The request, masked.
    pub(super) source: Source,
    /// Names that may be told.
    pub(super) names: HashSet<String>,
    /// Texts that may not.
    pub(super) strings: HashSet<String>,
    /// Numbers that may not.
    pub(super) numbers: HashSet<u64>,
}

/// Masks a source.
pub(super) fn mask(source: &Source, known: &Known) -> Seen {
    let in_records = holds_records(source.name());
    let mut masker = Masker::default();
    let masked = source.replaced(|text| {
        masker.keep = vec![false; text.len()];
        if in_records {
            let mut at = 0;
            for line in text.split('\n') {
                masker.take(line, at, known);
                at += line.len() + 1;
            }
        } else {
            masker.take(text, 0, known);
        }
        text.char_indices().map(|(at, c)| if masker.keep[at] { c } else { veil(c) }).collect()
    });
    let Masker { names, strings, numbers, .. } = masker;
    Seen { source: masked, names, strings, numbers }
}

/// A character in the place of another, as long in every unit that reports count in. Lines stay lines.
fn veil(c: char) -> char {
    match c.len_utf8() {
        1 if c.is_ascii_whitespace() => c,
        1 => '*',
        2 => '·',
        3 => '•',
        _ => '\u{1F512}',
    }
}

#[derive(Default)]
struct Masker {
    /// Whether what starts at a byte is shown.
    keep: Vec<bool>,
    names: HashSet<String>,
    strings: HashSet<String>,
    numbers: HashSet<u64>,
}

impl Masker {
    /// Takes in one document, which starts at a byte of the text.
    fn take(&mut self, text: &str, base: usize, known: &Known) {
        let mut tape = Tape::default();
        let is_json = parse_into(text, &mut tape);
        if !is_json {
            let _ = recover(text, &mut tape);
        }
        let doc = Doc::new(text, &tape);
        self.show_punctuation(doc, base);
        let mut free_until = 0;
        for index in 0..doc.nodes().len() as u32 {
            let value = doc.value(index);
            match value.kind() {
                Kind::Key => {
                    let name = value.string().unwrap_or_default();
                    // In a broken text a value may have been taken for a name.
                    let is_told = index >= free_until && (is_json || known.has_word(&name));
                    if is_told {
                        self.show(base, value.span());
                        self.names.insert(name.clone().into_owned());
                    } else {
                        self.strings.insert(name.clone().into_owned());
                    }
                    if FREE_FORM.contains(&&*name) && free_until <= index && (index as usize + 1) < doc.nodes().len() {
                        free_until = doc.value(index + 1).node().next;
                    }
                }
                Kind::String => {
                    let inner = value.string().unwrap_or_default().into_owned();
                    self.numbers.extend(inner.trim().parse().ok().map(number));
                    self.strings.insert(value.raw().trim_matches('"').to_owned());
                    self.strings.insert(inner);
                }
                Kind::Number => self.numbers.extend(value.f64().map(number)),
                Kind::Null => self.show(base, value.span()),
                _ => {}
            }
        }
        self.strings.remove("");
    }

    fn show(&mut self, base: usize, span: std::ops::Range<usize>) {
        self.keep[base + span.start..base + span.end].fill(true);
    }

    /// Brackets, commas and colons around values, and quotes at the ends of texts.
    fn show_punctuation(&mut self, doc: Doc<'_>, base: usize) {
        let bytes = doc.text().as_bytes();
        let is_mark = |byte: u8| matches!(byte, b'{' | b'}' | b'[' | b']' | b',' | b':');
        let leaves = doc.nodes().iter().filter(|node| !matches!(node.kind(), Kind::Array | Kind::Object));
        let mut at = 0;
        let end = bytes.len()..bytes.len();
        for span in leaves.map(|leaf| leaf.span()).chain(std::iter::once(end)) {
            if at < span.start {
                let between = self.keep[base + at..base + span.start].iter_mut().zip(&bytes[at..span.start]);
                between.for_each(|(keep, byte)| *keep = is_mark(*byte));
            }
            for end in [span.start, span.end.saturating_sub(1)] {
                if span.start < span.end && bytes[end] == b'"' {
                    self.keep[base + end] = true;
                }
            }
            at = at.max(span.end);
        }
    }
}
