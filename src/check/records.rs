//! Files of one document per line.

use rayon::prelude::*;

use super::finish::Text;
use super::{Checked, How, Outcome, check_text};
use crate::document::{Kind, named};
use crate::env::Env;
use crate::json::Tape;
use crate::source::Source;

/// Whether a file of this name holds one document per line.
pub(crate) fn are_in(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    ending.eq_ignore_ascii_case("ndjson") || ending.eq_ignore_ascii_case("jsonl")
}

/// Checks every line.
pub(super) fn check(source: &Source, env: &Env, how: How) -> Outcome {
    let records = split(source);
    let checked = check_all(&records, env, named(source.name()), how);
    // A line that is nothing by itself is what the lines around it are.
    let Some(kind) = checked.iter().find_map(|one| one.kind) else {
        let diagnostics = checked.into_iter().flat_map(|one| one.diagnostics).collect();
        return Outcome { diagnostics, ..Outcome::default() };
    };
    let mut outcome = Outcome { kind: Some(kind.name()), ..Outcome::default() };
    for (one, record) in checked.into_iter().zip(&records) {
        let one = match one.kind {
            Some(_) => one,
            None => check_text(*record, &mut Tape::default(), env, Some(kind), how),
        };
        outcome.documents += one.documents;
        outcome.patterns.extend(one.patterns);
        outcome.diagnostics.extend(one.diagnostics);
    }
    outcome
}

fn check_all(records: &[Text<'_>], env: &Env, hint: Option<Kind>, how: How) -> Vec<Checked> {
    let shared = records.par_iter().with_min_len(64);
    shared.map_init(Tape::default, |tape, record| check_text(*record, tape, env, hint, how)).collect()
}

/// The lines that hold anything.
fn split(source: &Source) -> Vec<Text<'_>> {
    let (name, text) = (source.name(), source.text());
    let mut records = Vec::new();
    let mut base = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).chain([text.len()]);
    for (number, end) in ends.enumerate() {
        let content = text[base..end].trim_end_matches(['\n', '\r']);
        if !content.trim_matches([' ', '\t', '\r', '\u{feff}']).is_empty() {
            records.push(Text { name, content, base, record: Some(number + 1) });
        }
        base = end;
    }
    records
}
