//! Every fixture gives what `fixtures/expected.json` says: ajv's verdict and texts, the rule, the pointer, and the text
//! under the span.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use toile::check::{Outcome, check};
use toile::diagnostic::{Diagnostic, Server, Severity};
use toile::env::{Env, EnvOptions};
use toile::json::decode;
use toile::pattern::PatternFiles;
use toile::rules;
use toile::source::Source;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn env() -> Env {
    let patterns = PatternFiles { paths: vec![fixtures().join("patterns")], ..PatternFiles::default() };
    Env::load(&EnvOptions { patterns, ..EnvOptions::default() }).expect("the fixture patterns load")
}

fn expected() -> BTreeMap<String, Value> {
    let text = std::fs::read_to_string(fixtures().join("expected.json")).expect("expected.json is there");
    serde_json::from_str(&text).expect("expected.json is JSON")
}

/// Files that are no UTF-8 never reach the check; their finding is made where files are read.
fn source(file: &str) -> Option<Source> {
    let bytes = std::fs::read(fixtures().join(file)).expect("the fixture is there");
    decode(bytes).ok().map(|(text, _)| Source::new(file, text))
}

/// Rules of the fixed list that no code finds yet: a fixture that waits for one is not held against it.
fn is_known(rule: &str) -> bool {
    rules::find(rule).is_some()
}

#[test]
fn every_fixture_has_an_expectation() {
    let expected = expected();
    for folder in ["drafts/valid", "drafts/faulty", "batches", "batches/faulty"] {
        for entry in std::fs::read_dir(fixtures().join(folder)).expect("the folder is there") {
            let entry = entry.expect("readable").path();
            if entry.is_file() {
                let name = format!("{folder}/{}", entry.file_name().unwrap().to_string_lossy());
                assert!(expected.contains_key(&name), "{name} has no expectation");
            }
        }
    }
}

#[test]
fn verdicts_and_texts_are_those_of_ajv() {
    let env = env();
    let mut bodies = 0;
    let mut failures = Vec::new();
    for (file, expectation) in expected() {
        let Some(source) = source(&file) else { continue };
        let outcome = check(&source, &env);
        let documents = expectation.get("documents").and_then(Value::as_array).cloned();
        for document in documents.unwrap_or_else(|| vec![expectation.clone()]) {
            let Some(valid) = document.get("ajv_valid").and_then(Value::as_bool) else { continue };
            bodies += 1;
            let found: Vec<&Diagnostic> = outcome.diagnostics.iter().filter(|d| is_of(d, &document)).collect();
            let rejected = found.iter().any(|diagnostic| diagnostic.server == Server::Rejects);
            let mut texts: Vec<&str> =
                found.iter().flat_map(|d| d.server_messages.iter().map(String::as_str)).collect();
            texts.sort_unstable();
            let wanted: Vec<&str> = document["texts"].as_array().unwrap().iter().map(|t| t.as_str().unwrap()).collect();
            if rejected == valid || texts != wanted {
                failures.push(format!("{file} {document}\n  rejected: {rejected}, texts: {texts:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {bodies}:\n{}", failures.len(), failures.join("\n"));
    assert!(bodies > 100, "only {bodies} bodies were compared");
}

/// Whether a finding is about one document of a file of several.
fn is_of(diagnostic: &Diagnostic, document: &Value) -> bool {
    let pointer = &diagnostic.primary.pointer;
    let below = |prefix: String| *pointer == prefix || pointer.starts_with(&format!("{prefix}/"));
    if let Some(record) = document.get("record").and_then(Value::as_u64) {
        return diagnostic.primary.record == Some(record as usize);
    }
    if let Some(item) = document.get("item").and_then(Value::as_u64) {
        return below(format!("/{item}"));
    }
    match document.get("action").and_then(Value::as_str) {
        Some(action) => below(format!("/actions/{action}")),
        None => true,
    }
}

#[test]
fn each_fault_gives_its_finding_at_its_span() {
    let env = env();
    let mut failures = Vec::new();
    let mut placed = 0;
    for (file, expectation) in expected() {
        let Some(source) = source(&file) else { continue };
        let outcome = check(&source, &env);
        let documents = expectation.get("documents").and_then(Value::as_array).cloned().unwrap_or_default();
        for wanted in documents.iter().chain([&expectation]) {
            for failure in compare(&source, &outcome, wanted, &mut placed) {
                failures.push(format!("{file}: {failure}"));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    assert!(placed > 60, "only {placed} findings were compared");
}

fn compare(source: &Source, outcome: &Outcome, wanted: &Value, placed: &mut usize) -> Vec<String> {
    let mut failures = Vec::new();
    let all = || outcome.diagnostics.iter().map(|d| format!("{}@{}", d.rule, d.primary.pointer)).collect::<Vec<_>>();
    if let Some(rules) = wanted.get("rules").and_then(Value::as_array) {
        for rule in rules.iter().filter_map(Value::as_str).filter(|rule| is_known(rule)) {
            if !outcome.diagnostics.iter().any(|diagnostic| diagnostic.rule == rule) {
                failures.push(format!("no {rule} among {:?}", all()));
            }
        }
    }
    match wanted.get("rule") {
        Some(Value::Null) => {
            let of = |d: &&Diagnostic| d.severity == Severity::Error && is_of(d, wanted);
            if let Some(error) = outcome.diagnostics.iter().find(of) {
                failures.push(format!("unexpected {} at {}: {}", error.rule, error.primary.pointer, error.message));
            }
        }
        Some(Value::String(rule)) if is_known(rule) => {
            *placed += 1;
            let found = outcome.diagnostics.iter().filter(|d| d.rule == rule && is_of(d, wanted));
            let fits = |d: &&Diagnostic| {
                let pointer = wanted.get("pointer").and_then(Value::as_str).is_none_or(|p| d.primary.pointer == p);
                let text = wanted.get("span_text").and_then(Value::as_str);
                let start = wanted.pointer("/start/offset").and_then(Value::as_u64);
                let position = source.position(d.primary.span.start);
                let line = wanted.pointer("/start/line").and_then(Value::as_u64);
                let column = wanted.pointer("/start/column").and_then(Value::as_u64);
                pointer
                    && text.is_none_or(|text| source.slice(&d.primary.span) == text)
                    && start.is_none_or(|start| d.primary.span.start as u64 == start)
                    && line.is_none_or(|line| position.line as u64 == line)
                    && column.is_none_or(|column| position.column as u64 == column)
            };
            let found: Vec<&Diagnostic> = found.collect();
            if !found.iter().any(fits) {
                let places: Vec<String> = found
                    .iter()
                    .map(|d| {
                        format!("{} {:?}@{}", d.primary.pointer, source.slice(&d.primary.span), d.primary.span.start)
                    })
                    .collect();
                failures.push(format!("wanted {wanted}\n   found {places:?} among {:?}", all()));
            }
        }
        _ => {}
    }
    failures
}

#[test]
fn foreign_documents_are_skipped() {
    let env = env();
    for entry in std::fs::read_dir(fixtures().join("foreign")).expect("the folder is there") {
        let path = entry.expect("readable").path();
        let text = std::fs::read_to_string(&path).expect("UTF-8");
        let outcome = check(&Source::new(path.to_string_lossy(), text), &env);
        assert_eq!(outcome.kind, None, "{}", path.display());
        assert!(outcome.diagnostics.is_empty(), "{}: {:?}", path.display(), outcome.diagnostics);
    }
}
