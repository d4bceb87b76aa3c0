//! The report for programs, version 1. `schemas/report.schema.json` describes it; it changes only by version.
//!
//! The types here are the contract. They borrow from the report but share no definition with it, so that nothing
//! inside can change the format by accident.

use std::cell::RefCell;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::Fingerprints;
use crate::diagnostic::{Diagnostic, File, Fix, Label};
use crate::json;
use crate::report::{self, FileReport, Report};
use crate::source::Source;

/// The version of the format.
pub(super) const VERSION: u32 = 1;

/// Who writes it.
pub(super) const TOOL: Tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        version: VERSION,
        tool: TOOL,
        inputs: Inputs(&report.files),
        summary: Summary::from(&report.summary()),
        diagnostics: Findings(report),
    };
    super::harmless::to_writer(out, &document)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tool: Tool,
    inputs: Inputs<'a>,
    summary: Summary,
    diagnostics: Findings<'a>,
}

#[derive(Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Input<'a> {
    file: &'a str,
    kind: Option<&'a str>,
    documents: usize,
    patterns: &'a [i64],
}

#[derive(Serialize)]
pub(super) struct Summary {
    files: usize,
    documents: usize,
    skipped: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    fixable: usize,
}

impl From<&report::Summary> for Summary {
    fn from(summary: &report::Summary) -> Summary {
        let &report::Summary { files, documents, skipped, errors, warnings, infos, fixable, .. } = summary;
        Summary { files, documents, skipped, errors, warnings, infos, fixable }
    }
}

#[derive(Serialize)]
pub(super) struct Finding<'a> {
    rule: &'a str,
    severity: &'a str,
    server: &'a str,
    message: &'a str,
    server_messages: &'a [String],
    help: &'a [String],
    file: &'a str,
    record: Option<usize>,
    pointer: &'a str,
    span: Span,
    labels: Vec<Remark<'a>>,
    schema: Option<Demand<'a>>,
    fixes: Vec<WayOut<'a>>,
    fingerprint: String,
}

#[derive(Serialize)]
struct Remark<'a> {
    primary: bool,
    file: &'a str,
    pointer: &'a str,
    span: Span,
    message: &'a str,
}

#[derive(Serialize)]
struct Demand<'a> {
    file: &'a str,
    pointer: &'a str,
}

#[derive(Serialize)]
struct WayOut<'a> {
    title: &'a str,
    applicability: &'a str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    start: usize,
    end: usize,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Span {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    offset: usize,
    line: usize,
    column: usize,
}

struct Inputs<'a>(&'a [FileReport]);

impl Serialize for Inputs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|file| Input {
            file: file.source.name(),
            kind: file.kind,
            documents: file.documents,
            patterns: &file.patterns,
        }))
    }
}

/// One finding at a time: a report of a million takes no more memory than one of ten.
struct Findings<'a>(&'a Report);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let prints = RefCell::new(Fingerprints::default());
        serializer.collect_seq(self.0.findings().map(|(source, diagnostic)| {
            let mut prints = prints.borrow_mut();
            finding(source, diagnostic, &mut prints)
        }))
    }
}

/// One finding, as it stands in the report.
pub(super) fn finding<'a>(source: &'a Source, finding: &'a Diagnostic, prints: &mut Fingerprints) -> Finding<'a> {
    let pointer = finding.primary.pointer.as_str();
    Finding {
        rule: finding.rule,
        severity: finding.severity.name(),
        server: finding.server.name(),
        message: &finding.message,
        server_messages: &finding.server_messages,
        help: &finding.help,
        file: source.name(),
        record: finding.primary.record,
        pointer,
        span: span(source, &finding.primary.span),
        labels: finding.labels.iter().map(|label| remark(source, label)).collect(),
        schema: finding.demand.as_ref().map(|demand| Demand { file: demand.source.name(), pointer: &demand.pointer }),
        fixes: finding.fixes.iter().map(way_out).collect(),
        fingerprint: prints.next(finding.rule, source.name(), pointer, &finding.message),
    }
}

fn remark<'a>(checked: &'a Source, label: &'a Label) -> Remark<'a> {
    let source = match &label.file {
        File::Checked => checked,
        File::Loaded(source) => source,
    };
    Remark {
        primary: false,
        file: source.name(),
        pointer: &label.pointer,
        span: span(source, &label.span),
        message: &label.message,
    }
}

fn way_out(fix: &Fix) -> WayOut<'_> {
    let edits = fix.edits.iter();
    WayOut {
        title: &fix.title,
        applicability: fix.applicability.name(),
        edits: edits
            .map(|edit| Edit { start: edit.span.start, end: edit.span.end, replacement: &edit.replacement })
            .collect(),
    }
}

fn span(source: &Source, span: &json::Span) -> Span {
    Span { start: position(source, span.start), end: position(source, span.end) }
}

fn position(source: &Source, offset: usize) -> Position {
    let position = source.position(offset);
    Position { offset: position.offset, line: position.line, column: position.column }
}
