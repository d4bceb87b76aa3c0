//! The fixture patterns, loaded, and everything that is found in a text.

#![allow(dead_code, reason = "each test program uses its own part")]

pub(crate) mod batches;
pub(crate) mod damage;
pub(crate) mod odd;
pub(crate) mod tree;

use std::path::{Path, PathBuf};

use toile::check::{Outcome, check};
use toile::diagnostic::Diagnostic;
use toile::env::{Env, EnvOptions};
use toile::json::decode;
use toile::pattern::PatternFiles;
use toile::source::Source;

/// A path below `fixtures/`.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// The patterns of the fixtures.
pub(crate) fn env() -> Env {
    env_of(vec![fixture("patterns")])
}

/// The patterns in these files and folders.
pub(crate) fn env_of(paths: Vec<PathBuf>) -> Env {
    let patterns = PatternFiles { paths, ..PatternFiles::default() };
    Env::load(&EnvOptions { patterns, ..EnvOptions::default() }).expect("the patterns load")
}

/// Every file of a folder below `fixtures/`, sorted, folders below it included. What is no UTF-8 is left out: it never
/// reaches the check.
pub(crate) fn sources(folder: &str) -> Vec<Source> {
    let mut sources = Vec::new();
    let mut open = vec![fixture(folder)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok((text, _)) = decode(std::fs::read(&path).expect("readable")) {
                sources.push(Source::new(path.to_string_lossy(), text));
            }
        }
    }
    sources.sort_by(|a, b| a.name().cmp(b.name()));
    sources
}

/// Checks a text under a name.
pub(crate) fn check_text(name: &str, text: impl Into<String>, env: &Env) -> Outcome {
    check(&Source::new(name, text.into()), env)
}

/// A finding in one line, for failures.
pub(crate) fn line(diagnostic: &Diagnostic) -> String {
    let Diagnostic { rule, severity, primary, message, server, .. } = diagnostic;
    format!("{} {rule} at `{}` ({}): {message}", severity.name(), primary.pointer, server.name())
}

/// All findings, one per line.
pub(crate) fn lines(outcome: &Outcome) -> String {
    outcome.diagnostics.iter().flat_map(|diagnostic| ["\n    ".to_owned(), line(diagnostic)]).collect()
}
