//! From what was written back to what was found.

use std::collections::HashMap;

use super::texts::Loaded;
use super::written;
use crate::diagnostic::{Applicability, Demand, Diagnostic, Edit, File, Fix, Label, Server, Severity};
use crate::document::Kind;
use crate::json::{self, pointer};
use crate::report::{FileReport, Tally};
use crate::rules;

/// The files of a report with their findings.
pub(super) fn files(report: written::Report, texts: &Loaded) -> Result<Vec<FileReport>, String> {
    let mut by_file: HashMap<String, Vec<Diagnostic>> = HashMap::new();
    let single: HashMap<String, i64> = report.inputs.iter().filter_map(single_pattern).collect();
    for finding in report.diagnostics {
        let file = finding.file.clone();
        let pattern = single.get(&file).copied();
        let diagnostic = Diagnostic { pattern, ..diagnostic(finding, texts)? };
        by_file.entry(file).or_default().push(diagnostic);
    }
    let mut files = Vec::new();
    for input in report.inputs {
        let kind = input.kind.as_deref().map(|name| {
            let known = Kind::documents().map(Kind::name).find(|known| *known == name);
            known.ok_or_else(|| format!("there is no kind `{name}`"))
        });
        let diagnostics = by_file.remove(&input.file).unwrap_or_default();
        let source = texts.source(&input.file);
        let source = if diagnostics.is_empty() { source.without_text() } else { source };
        let kind = kind.transpose()?;
        let written::Input { documents, patterns, .. } = input;
        files.push(FileReport { source, kind, documents, patterns, diagnostics, told: Tally::default() });
    }
    match by_file.keys().min() {
        Some(file) => Err(format!("it has a finding about `{file}`, which is not among its inputs, or is so twice")),
        None => Ok(files),
    }
}

/// The pattern that every finding about a file is about, where there can be but one.
fn single_pattern(input: &written::Input) -> Option<(String, i64)> {
    match input.patterns[..] {
        [one] if input.documents == 1 => Some((input.file.clone(), one)),
        _ => None,
    }
}

fn diagnostic(finding: written::Finding, texts: &Loaded) -> Result<Diagnostic, String> {
    let rule = rules::find(&finding.rule).ok_or_else(|| format!("there is no rule `{}`", finding.rule))?.id;
    let severity = [Severity::Error, Severity::Warning, Severity::Info];
    let severity = named(&severity, Severity::name, "severity", &finding.severity)?;
    let server = named(&[Server::Rejects, Server::Accepts, Server::Unknown], Server::name, "verdict", &finding.server)?;
    let primary = Label {
        file: File::Checked,
        record: finding.record,
        pointer: checked_pointer(finding.pointer)?,
        span: span(finding.span)?,
        message: String::new(),
    };
    let mut diagnostic = Diagnostic::new(rule, severity, finding.message, primary);
    diagnostic.server = server;
    diagnostic.server_messages = finding.server_messages;
    diagnostic.help = finding.help;
    for label in finding.labels {
        let is_here = label.file == finding.file;
        diagnostic.labels.push(Label {
            file: if is_here { File::Checked } else { File::Loaded(texts.shared(&label.file)) },
            record: finding.record.filter(|_| is_here),
            pointer: checked_pointer(label.pointer)?,
            span: span(label.span)?,
            message: label.message,
        });
    }
    if let Some(written::Demand { file, pointer }) = finding.schema {
        let span = texts.demanded(&file, &pointer);
        diagnostic.demand = Some(Demand { source: texts.shared(&file), pointer: checked_pointer(pointer)?, span });
    }
    diagnostic.fixes = finding.fixes.into_iter().map(fix).collect::<Result<_, _>>()?;
    Ok(diagnostic)
}

fn fix(fix: written::Fix) -> Result<Fix, String> {
    let all = [Applicability::Safe, Applicability::Unsafe, Applicability::DisplayOnly];
    let applicability = named(&all, Applicability::name, "applicability", &fix.applicability)?;
    let edit = |edit: written::Edit| {
        let span = edit.start..edit.end;
        if span.start > span.end { Err(backwards()) } else { Ok(Edit { span, replacement: edit.replacement }) }
    };
    let edits: Vec<Edit> = fix.edits.into_iter().map(edit).collect::<Result<_, _>>()?;
    if edits.windows(2).any(|pair| pair[0].span.end > pair[1].span.start) {
        return Err("the edits of a fix overlap".to_owned());
    }
    Ok(Fix { title: fix.title, applicability, edits })
}

fn named<T: Copy>(all: &[T], name: fn(T) -> &'static str, what: &str, written: &str) -> Result<T, String> {
    let found = all.iter().copied().find(|one| name(*one) == written);
    found.ok_or_else(|| format!("there is no {what} `{written}`"))
}

fn checked_pointer(written: String) -> Result<String, String> {
    if pointer::is_valid(&written) { Ok(written) } else { Err(format!("`{written}` is no JSON Pointer")) }
}

fn span(span: written::Span) -> Result<json::Span, String> {
    let is_place = |at: written::Position| at.line > 0 && at.column > 0;
    if !is_place(span.start) || !is_place(span.end) {
        return Err("lines and columns count from 1".to_owned());
    }
    if span.start.offset > span.end.offset { Err(backwards()) } else { Ok(span.start.offset..span.end.offset) }
}

fn backwards() -> String {
    "a place ends before it begins".to_owned()
}
