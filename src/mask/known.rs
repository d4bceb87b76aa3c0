//! Words and numbers that may be told, since they are not from a request: what pattern files and the shipped schemas say,
//! and what the rules themselves talk about.

use std::collections::HashSet;

use crate::document::Kind as DocumentKind;
use crate::env::Env;
use crate::json::{Doc, Kind, Tape, recover};
use crate::pattern::Pattern;
use crate::rules;

/// What may be told.
#[derive(Debug, Default)]
pub(super) struct Known {
    words: HashSet<String>,
    numbers: HashSet<u64>,
}

impl Known {
    /// What holds for a whole run.
    pub(super) fn general(env: &Env) -> Known {
        let mut known = Known::default();
        for kind in DocumentKind::ALL {
            known.words.insert(kind.name().to_owned());
            if let Some(schema) = kind.schema() {
                known.take_text(schema);
            }
        }
        for rule in rules::all() {
            known.words.insert(rule.id.to_owned());
            // Names that its documentation speaks of; what it shows as a value is only an example.
            let named = rule.docs.split('`').skip(1).step_by(2).filter(|word| is_name(word));
            known.words.extend(named.map(str::to_owned));
        }
        for pattern in env.registry().patterns() {
            known.take_pattern(pattern);
        }
        if let Some(documents) = env.registry().documents() {
            for document in documents.all() {
                known.take_doc(document.doc());
            }
        }
        known
    }

    fn take_pattern(&mut self, pattern: &Pattern) {
        self.numbers.extend(pattern.id.map(|id| number(id as f64)));
        if let Some(data) = &pattern.data {
            self.take_doc(data.document.doc());
        }
    }

    fn take_text(&mut self, text: &str) {
        let mut tape = Tape::default();
        let _ = recover(text, &mut tape);
        self.take_doc(Doc::new(text, &tape));
    }

    fn take_doc(&mut self, doc: Doc<'_>) {
        for index in 0..doc.nodes().len() as u32 {
            let value = doc.value(index);
            match value.kind() {
                Kind::Key | Kind::String => drop(value.string().map(|text| self.words.insert(text.into_owned()))),
                Kind::Number => drop(value.f64().map(|value| self.numbers.insert(number(value)))),
                _ => {}
            }
        }
    }

    pub(super) fn has_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    pub(super) fn has_number(&self, value: f64) -> bool {
        self.numbers.contains(&number(value))
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '-' || c == '$')
}

/// A number as something that can be looked up; what JSON takes for equal is equal.
pub(super) fn number(value: f64) -> u64 {
    if value == 0.0 { 0 } else { value.to_bits() }
}
