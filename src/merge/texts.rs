//! The texts that findings are about, read anew. A text that is gone, or that has other lines at the places of the report
//! by now, is not shown: its places are known all the same.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use super::written::{Position, Report, Span};
use crate::json::{self, Doc, Kind, Value, pointer};
use crate::source::{Part, Source};

/// The places that reports speak of, by file and offset.
#[derive(Debug, Default)]
pub(super) struct Texts {
    places: HashMap<String, BTreeMap<usize, Position>>,
    /// Where fixes begin and end, by file.
    edits: HashMap<String, Vec<usize>>,
    /// Files that are only named, with a pointer into them.
    demands: Vec<String>,
}

/// What files hold.
#[derive(Debug)]
pub(super) struct Loaded {
    sources: HashMap<String, Arc<Source>>,
    places: HashMap<String, BTreeMap<usize, Position>>,
}

impl Texts {
    /// Takes in the places of a report.
    pub(super) fn note(&mut self, report: &Report) {
        for finding in &report.diagnostics {
            self.note_span(&finding.file, finding.span);
            for label in &finding.labels {
                self.note_span(&label.file, label.span);
            }
            let edits = finding.fixes.iter().flat_map(|fix| &fix.edits).flat_map(|edit| [edit.start, edit.end]);
            self.edits.entry(finding.file.clone()).or_default().extend(edits);
            self.demands.extend(finding.schema.iter().map(|demand| demand.file.clone()));
        }
    }

    fn note_span(&mut self, file: &str, span: Span) {
        self.places.entry(file.to_owned()).or_default().extend([span.start, span.end].map(|at| (at.offset, at)));
    }

    /// Reads the files.
    pub(super) fn load(self, cwd: &Path) -> Loaded {
        let mut sources = HashMap::new();
        for file in self.places.keys().chain(&self.demands) {
            if sources.contains_key(file) {
                continue;
            }
            let bytes = std::fs::read(cwd.join(file)).ok();
            // As it was read for the check, with replacements for what is no UTF-8.
            let text = bytes.map(|bytes| json::decode(bytes).map_or_else(|error| error.readable, |(text, _)| text));
            let source = text.map(|text| Source::new(file.clone(), text));
            let is_same = |source: &Source| {
                let places = self.places.get(file).into_iter().flat_map(BTreeMap::values);
                let mut edits = self.edits.get(file).into_iter().flatten();
                { places }.all(|at| fits(source, *at)) && edits.all(|at| source.floor(*at) == *at)
            };
            if let Some(source) = source.filter(is_same) {
                sources.insert(file.clone(), Arc::new(source));
            }
        }
        Loaded { sources, places: self.places }
    }
}

/// Whether a place has the line and the column in a text that a report gives it.
fn fits(source: &Source, at: Position) -> bool {
    let found = source.position(at.offset);
    source.floor(at.offset) == at.offset && found.line == at.line && found.column == at.column
}

impl Loaded {
    /// The source of a file.
    pub(super) fn source(&self, file: &str) -> Source {
        match self.sources.get(file) {
            Some(source) => Source::new(file, source.text()),
            None => self.without_text(file),
        }
    }

    /// The source of a file that many findings point to.
    pub(super) fn shared(&self, file: &str) -> Arc<Source> {
        self.sources.get(file).map_or_else(|| Arc::new(self.without_text(file)), Arc::clone)
    }

    fn without_text(&self, file: &str) -> Source {
        let places = self.places.get(file).into_iter().flat_map(BTreeMap::values);
        Source::of_parts(
            file,
            places.map(|at| Part::place(at.offset, at.line.saturating_sub(1), at.column.saturating_sub(1))).collect(),
        )
    }

    /// The bytes that a pointer into a schema or pattern data means; none where the file is gone or says something else.
    pub(super) fn demanded(&self, file: &str, at: &str) -> json::Span {
        let Some(source) = self.sources.get(file) else { return 0..0 };
        let Some(tape) = json::parse(source.text()) else { return 0..0 };
        let doc = Doc::new(source.text(), &tape);
        let Some(value) = pointer::resolve(doc, at) else { return 0..0 };
        let is_data = doc.root().get("patternId").is_some();
        if is_data { name_of(value) } else { key_of(value).map_or(value.span(), Value::span) }
    }
}

fn key_of(value: Value<'_>) -> Option<Value<'_>> {
    let before = value.doc().value(value.index().checked_sub(1)?);
    (before.kind() == Kind::Key).then_some(before)
}

/// What a part of pattern data is called by, where it has a name.
fn name_of(value: Value<'_>) -> json::Span {
    match value.get("id").or(value.get("group")).filter(|_| value.is_object()) {
        Some(name) => name.span(),
        None if !value.is_object() => value.span(),
        None => key_of(value).map_or(value.span().start..value.span().start + 1, Value::span),
    }
}
