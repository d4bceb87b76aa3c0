//! What several targets need: inputs with a name, the patterns of the fixtures, everything that is said about a text.

use std::fmt::Write as _;
use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};
use toile::check::Outcome;
use toile::diagnostic::{Diagnostic, File, Label};
use toile::env::{Env, EnvOptions};
use toile::pattern::PatternFiles;
use toile::render::{Format, Log, Style, render};
use toile::report::{FileReport, Report};
use toile::source::Source;

use super::super::corpus;

/// A text under the name that a first line `#!NAME` gives it; `request.json` without one.
pub struct Input<'a> {
    /// The name; its ending says how the text is read.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
}

impl<'a> Input<'a> {
    /// None for what is no UTF-8: such bytes end in a finding before anything here sees them.
    pub fn new(bytes: &'a [u8]) -> Option<Input<'a>> {
        let text = std::str::from_utf8(bytes).ok()?;
        let named = text.strip_prefix("#!").and_then(|rest| rest.split_once('\n'));
        let (name, text) = named.unwrap_or(("request.json", text));
        Some(Input { name, text: text.strip_prefix('\u{feff}').unwrap_or(text) })
    }

    pub fn source(&self) -> Source {
        Source::new(self.name, self.text)
    }
}

/// The patterns of the fixtures.
pub fn env() -> &'static Env {
    static ENV: LazyLock<Env> = LazyLock::new(|| {
        let patterns = PatternFiles { paths: vec![corpus::fixtures().join("patterns")], ..PatternFiles::default() };
        Env::load(&EnvOptions { patterns, ..EnvOptions::default() }).expect("the patterns of the fixtures load")
    });
    &ENV
}

/// Threads with the stack that the program gives to those that check.
pub fn pool(threads: usize) -> ThreadPool {
    let builder = ThreadPoolBuilder::new().num_threads(threads).stack_size(toile::app::STACK_SIZE);
    builder.build().expect("threads")
}

/// A thread of that kind, always the same.
pub static ONE: LazyLock<ThreadPool> = LazyLock::new(|| pool(1));

/// Everything that is said, where, and how it could be mended.
pub fn told(outcome: &Outcome) -> String {
    let mut all = format!("{:?} {} {:?}\n", outcome.kind, outcome.documents, outcome.patterns);
    for found in &outcome.diagnostics {
        let demand = found.demand.as_ref().map(|demand| (demand.source.name(), &demand.pointer));
        let Diagnostic { rule, severity, server, message, server_messages, notes, help, fixes, .. } = found;
        let said = format!("{server:?} {message} {server_messages:?} {notes:?} {help:?} {demand:?} {fixes:?}");
        let _ = writeln!(all, "{rule} {severity:?} {said}");
        for label in std::iter::once(&found.primary).chain(&found.labels) {
            let file = name_of(label);
            let _ = writeln!(all, "  {file}{:?} {:?} {} {}", label.span, label.record, label.pointer, label.message);
        }
    }
    all
}

fn name_of(label: &Label) -> &str {
    match &label.file {
        File::Checked => "",
        File::Loaded(source) => source.name(),
    }
}

/// A report about one file in every format there is.
pub fn rendered(source: Source, outcome: Outcome) -> Vec<(Format, Vec<u8>)> {
    let Outcome { kind, documents, patterns, diagnostics, omitted } = outcome;
    let file = FileReport { source, kind, documents, patterns, diagnostics, told: omitted };
    let report = Report { files: vec![file], ..Report::default() };
    let write = |format: Format| {
        let mut out = Vec::new();
        let style = Style { color: false, log: Log::Commands };
        render(format, &report, style, &mut out).expect("memory takes everything");
        (format, out)
    };
    Format::ALL.into_iter().map(write).collect()
}

/// Every place of a finding lies in its text, and edits lie apart and in order.
pub fn assert_places(source: &Source, outcome: &Outcome) {
    let text = source.text();
    let mut last = None;
    for found in &outcome.diagnostics {
        for label in std::iter::once(&found.primary).chain(&found.labels) {
            let place = match &label.file {
                File::Checked => text.get(label.span.clone()),
                File::Loaded(source) => source.text().get(label.span.clone()),
            };
            assert!(place.is_some(), "{} points at {:?} of {:?}", found.rule, label.span, name_of(label));
            assert!(label.pointer.is_empty() || label.pointer.starts_with('/'), "pointer {:?}", label.pointer);
        }
        for fix in &found.fixes {
            let mut free_from = 0;
            for edit in &fix.edits {
                assert!(
                    edit.span.start >= free_from && text.get(edit.span.clone()).is_some(),
                    "{} of {fix:?}",
                    found.rule
                );
                free_from = edit.span.end;
            }
        }
        assert!(!found.message.is_empty(), "{} says nothing", found.rule);
        assert!(last <= Some(found.sort_key()), "out of order: {}", found.rule);
        last = Some(found.sort_key());
    }
}
