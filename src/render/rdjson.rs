//! What reviewdog turns into review comments: columns count bytes from 1, ends are exclusive, and a suggestion is one
//! replacement. Its schema lets unknown fields through, so every name here is spelt as in `rdf.proto`, and tested.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::notes::remarks;
use super::places::{Place, others};
use super::{Log, sanitize};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use crate::json::Span;
use crate::report::Report;
use crate::rules;
use crate::source::Source;

/// Places beside the primary one that a review comment has room for.
const MAX_RELATED: usize = 20;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let result = DiagnosticResult {
        source: Tool { name: env!("CARGO_PKG_NAME"), url: rules::repository() },
        severity: name(report.worst().unwrap_or(Severity::Info)),
        diagnostics: Findings(report),
    };
    super::jsonl::line(&result, out)
}

#[derive(Serialize)]
struct DiagnosticResult<'a> {
    source: Tool,
    severity: &'static str,
    diagnostics: Findings<'a>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'static str>,
}

#[derive(Serialize)]
pub(super) struct Finding<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    source: Tool,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Related<'a> {
    message: String,
    location: Location<'a>,
}

/// One finding at a time, so that a large report is not held twice.
struct Findings<'a>(&'a Report);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let least = self.0.project.least;
        serializer.collect_seq(self.0.findings().map(|(source, diagnostic)| finding(source, diagnostic, least)))
    }
}

/// One finding, with suggestions for fixes that are at least so safe.
pub(super) fn finding<'a>(source: &'a Source, finding: &'a Diagnostic, least: Applicability) -> Finding<'a> {
    Finding {
        message: message(finding),
        location: location(source, &finding.primary.span),
        severity: name(finding.severity),
        source: Tool { name: env!("CARGO_PKG_NAME"), url: rules::repository() },
        code: Code { value: finding.rule, url: rules::docs_url(finding.rule) },
        suggestions: finding
            .fixes
            .iter()
            .filter(|fix| fix.applicability >= least)
            .filter_map(|fix| suggestion(source, fix))
            .collect(),
        related_locations: others(source, finding, MAX_RELATED).iter().map(related).collect(),
    }
}

/// A comment has room for more than the headline: what the server says and the ways out.
fn message(finding: &Diagnostic) -> String {
    let lines: Vec<_> = std::iter::once(finding.message.clone()).chain(remarks(finding)).collect();
    lines.iter().map(|line| sanitize(line, Log::Plain)).collect::<Vec<_>>().join("\n")
}

/// A fix as one replacement: what stands between its edits is repeated. None where that would be a great deal.
fn suggestion(source: &Source, fix: &Fix) -> Option<Suggestion> {
    const LARGEST: usize = 16 << 10;
    let whole = fix.edits.first()?.span.start..fix.edits.last()?.span.end;
    if whole.len() > LARGEST {
        return None;
    }
    let mut text = String::new();
    let mut from = whole.start;
    for edit in &fix.edits {
        text.push_str(source.slice(&(from..edit.span.start)));
        text.push_str(&edit.replacement);
        from = edit.span.end;
    }
    Some(Suggestion { range: range(source, &whole), text })
}

fn related<'a>(place: &Place<'a>) -> Related<'a> {
    let message = sanitize(place.message, Log::Plain).into_owned();
    Related { message, location: location(place.source, place.span) }
}

fn location<'a>(source: &'a Source, span: &Span) -> Location<'a> {
    Location { path: source.name(), range: range(source, span) }
}

fn range(source: &Source, span: &Span) -> Range {
    let position = |offset| Position { line: source.position(offset).line, column: source.byte_column(offset) };
    Range { start: position(span.start), end: position(span.end) }
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info => "INFO",
    }
}
