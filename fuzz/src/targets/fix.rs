//! Fixing: what comes out is JSON, holds no error that was not there before, and is final.

use std::collections::BTreeMap;

use toile::check::check;
use toile::diagnostic::{Applicability, Diagnostic, Severity};
use toile::fix::{Fixed, fix};
use toile::json::parse;
use toile::source::Source;

use super::shared::{Input, ONE, env};

/// Fixes any text, safely and unsafely.
pub fn run(bytes: &[u8]) {
    ONE.install(|| run_here(bytes));
}

fn run_here(bytes: &[u8]) {
    let Some(input) = Input::new(bytes) else { return };
    let found = |source: &Source| check(source, env()).diagnostics;
    for least in [Applicability::Safe, Applicability::Unsafe] {
        let source = input.source();
        let Fixed { text: Some(after), count, .. } = fix(&source, least, found) else { continue };
        assert!(count > 0, "changed, and nothing was fixed");
        let fixed = Source::new(input.name, after.as_str());
        let again = fix(&fixed, least, found);
        assert_eq!(again.text, None, "not final: {after}");
        let is_records = [".ndjson", ".jsonl"].iter().any(|ending| input.name.to_lowercase().ends_with(ending));
        if is_records {
            assert_eq!(after.split('\n').count(), input.text.split('\n').count(), "records were lost: {after}");
        } else {
            assert!(parse(&after).is_some(), "{after}");
            // What was no JSON before hid its errors.
            if parse(input.text).is_some() {
                assert_eq!(new_errors(&found(&source), &found(&fixed)), Vec::<String>::new(), "{after}");
            }
        }
    }
}

/// Errors that were not there before, by rule and place.
fn new_errors(before: &[Diagnostic], after: &[Diagnostic]) -> Vec<String> {
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let is_error = |finding: &&Diagnostic| finding.severity == Severity::Error;
    for finding in before.iter().filter(is_error) {
        *known.entry((finding.rule, &finding.primary.pointer)).or_default() += 1;
    }
    let mut new = Vec::new();
    for finding in after.iter().filter(is_error) {
        match known.get_mut(&(finding.rule, finding.primary.pointer.as_str())) {
            Some(count) if *count > 0 => *count -= 1,
            _ => new.push(format!("{} at {}: {}", finding.rule, finding.primary.pointer, finding.message)),
        }
    }
    new
}
