//! Source lines with the findings drawn below them. codespan-reporting draws; what it draws from is made here.

use std::io::{self, Write};

use codespan_reporting::diagnostic::{Diagnostic as Drawn, Label as DrawnLabel, LabelStyle, Severity as DrawnSeverity};
use codespan_reporting::files::Error;
use codespan_reporting::term::termcolor::{Ansi, NoColor, WriteColor};
use codespan_reporting::term::{Config, Renderer, Styles, StylesWriter, WriteStyle, emit_to_write_style};

use super::Style;
use super::notes::notes;
use super::places::places;
use super::sanitize::{Log, sanitize};
use super::window::{Excerpt, Excerpts};
use crate::diagnostic::{Diagnostic, Severity};
use crate::json::Span;
use crate::report::Report;
use crate::source::Source;

/// Secondary labels that are drawn. More of them say nothing more to a reader; the report for programs has them all.
const MAX_LABELS: usize = 12;

pub(super) fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    // codespan writes character by character; a finding is small, so it is drawn in memory first.
    let mut buffer = Vec::new();
    let styles = Styles::default();
    for (source, finding) in report.findings() {
        buffer.clear();
        if style.color {
            draw(source, finding, style.log, &styles, Ansi::new(&mut buffer))?;
        } else {
            draw(source, finding, style.log, &styles, NoColor::new(&mut buffer))?;
        }
        if finding.severity == Severity::Info {
            call_it_info(&mut buffer);
        }
        out.write_all(&buffer)?;
    }
    Ok(())
}

fn draw(source: &Source, finding: &Diagnostic, log: Log, styles: &Styles, out: impl WriteColor) -> io::Result<()> {
    let mut out = StylesWriter::new(out, styles);
    let config = Config::default();
    let drawn = if source.is_empty() {
        draw_without_source(source, finding, log, &config, &mut out)
    } else {
        let (drawn, excerpts) = lay_out(source, finding, log);
        emit_to_write_style(&mut out, &config, &excerpts, &drawn)
    };
    drawn.map_err(|error| match error {
        Error::Io(error) => error,
        error => io::Error::other(error),
    })
}

/// codespan knows no `info`, and a report should not call one severity by two names.
fn call_it_info(drawn: &mut [u8]) {
    if let Some(at) = drawn.windows(4).position(|word| word == b"note") {
        drawn[at..at + 4].copy_from_slice(b"info");
    }
}

/// Puts the places of a finding on excerpts, one per source, and its texts into codespan's form.
fn lay_out(checked: &Source, finding: &Diagnostic, log: Log) -> (Drawn<usize>, Excerpts) {
    let mut sources: Vec<(&Source, Vec<Span>)> = Vec::new();
    let mut labels = Vec::new();
    for place in places(checked, finding, MAX_LABELS) {
        let known = sources.iter().position(|(source, _)| source.name() == place.source.name());
        let id = known.unwrap_or_else(|| {
            sources.push((place.source, Vec::new()));
            sources.len() - 1
        });
        sources[id].1.push(place.span.clone());
        let style = if labels.is_empty() { LabelStyle::Primary } else { LabelStyle::Secondary };
        // The range is filled in below, once all spans of the source are known.
        let which = sources[id].1.len() - 1;
        labels.push((which, DrawnLabel::new(style, id, 0..0).with_message(sanitize(place.message, log))));
    }
    let excerpts: Vec<Excerpt> = sources
        .iter()
        .map(|(source, spans)| Excerpt::new(source, sanitize(source.name(), log).into_owned(), spans, log))
        .collect();
    let labels =
        labels.into_iter().map(|(which, label)| DrawnLabel { range: excerpts[label.file_id].mark(which), ..label });
    let mut notes = notes(finding, excerpts.first().is_some_and(|excerpt| excerpt.is_cut), log);
    if let Some(more) = finding.labels.len().checked_sub(MAX_LABELS + 1) {
        notes.insert(0, format!("and {} more places", more + 1));
    }
    let drawn = Drawn::new(severity(finding.severity))
        .with_code(finding.rule)
        .with_message(sanitize(&finding.message, log))
        .with_labels_iter(labels)
        .with_notes(notes);
    (drawn, Excerpts(excerpts))
}

/// A file that could not be read, or is empty: only its name can be shown.
fn draw_without_source(
    source: &Source,
    finding: &Diagnostic,
    log: Log,
    config: &Config,
    out: &mut dyn WriteStyle,
) -> Result<(), Error> {
    let mut renderer = Renderer::new(out, config);
    renderer.render_header(None, severity(finding.severity), Some(finding.rule), &sanitize(&finding.message, log))?;
    renderer.set_source_border()?;
    write!(renderer, "  {}", config.chars.snippet_start)?;
    renderer.reset()?;
    writeln!(renderer, " {}", sanitize(source.name(), log))?;
    for note in notes(finding, false, log) {
        renderer.render_snippet_note(1, &note)?;
    }
    renderer.render_empty()
}

fn severity(severity: Severity) -> DrawnSeverity {
    match severity {
        Severity::Error => DrawnSeverity::Error,
        Severity::Warning => DrawnSeverity::Warning,
        Severity::Info => DrawnSeverity::Note,
    }
}
