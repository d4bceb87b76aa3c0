//! A text with what was found in it, and whether another one is worse.

use std::collections::{BTreeMap, BTreeSet};

use super::select::is_syntax;
use crate::diagnostic::{Diagnostic, Severity};
use crate::json::{Doc, Tape, parse_into};
use crate::source::Source;

/// One state of a text on its way.
pub(super) struct State {
    pub(super) source: Source,
    pub(super) findings: Vec<Diagnostic>,
    /// Records, or the whole, that are no JSON.
    broken: BTreeSet<Option<usize>>,
    /// How many objects name a key twice. Counted here, since the rule about it may be off.
    repeating: usize,
}

impl State {
    pub(super) fn new(source: Source, in_records: bool, check: &dyn Fn(&Source) -> Vec<Diagnostic>) -> State {
        let findings = check(&source);
        let mut state = State { source, findings, broken: BTreeSet::new(), repeating: 0 };
        let mut tape = Tape::default();
        if in_records {
            for (line, text) in state.source.text().split('\n').enumerate() {
                let is_empty = text.trim_matches([' ', '\t', '\r', '\u{feff}']).is_empty();
                if !is_empty && !read(text, &mut tape, &mut state.repeating) {
                    state.broken.insert(Some(line + 1));
                }
            }
        } else if !read(state.source.text(), &mut tape, &mut state.repeating) {
            state.broken.insert(None);
        }
        state
    }

    /// Whether fixes that made this state out of another one did any harm: broke what was JSON, repeated a key, or brought
    /// an error where there was none. What was no JSON before hid its errors.
    pub(super) fn is_worse_than(&self, before: &State) -> bool {
        if self.broken.iter().any(|record| !before.broken.contains(record)) {
            return true;
        }
        if before.broken.is_empty() && self.repeating > before.repeating {
            return true;
        }
        let mut known = before.errors();
        self.errors().into_iter().any(|(place, count)| {
            let (_, record, _) = place;
            !before.broken.contains(&record) && count > known.remove(&place).unwrap_or_default()
        })
    }

    /// How many errors there are of each rule at each place.
    fn errors(&self) -> BTreeMap<(&'static str, Option<usize>, &str), usize> {
        let mut errors = BTreeMap::new();
        let is_error = |finding: &&Diagnostic| finding.severity == Severity::Error && !is_syntax(finding);
        for finding in self.findings.iter().filter(is_error) {
            let place = (finding.rule, finding.primary.record, finding.primary.pointer.as_str());
            *errors.entry(place).or_default() += 1;
        }
        errors
    }
}

/// Whether a text is JSON; counts its objects that repeat a key.
fn read(text: &str, tape: &mut Tape, repeating: &mut usize) -> bool {
    let is_json = parse_into(text.trim_end_matches('\r'), tape);
    if is_json {
        let doc = Doc::new(text, tape);
        if doc.has_duplicate_keys() {
            *repeating += doc.nodes().iter().filter(|node| node.has_duplicate_keys()).count();
        }
    }
    is_json
}
