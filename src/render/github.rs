//! Annotations of GitHub Actions: commands in the log, which the runner takes out of it. It shows ten of each kind, in the
//! files that a change touches, so that the report for people follows, whole.

use std::io::{self, Write};

use super::notes::remarks;
use super::{Log, Style, full, sanitize};
use crate::diagnostic::{Diagnostic, Severity};
use crate::project::Project;
use crate::report::Report;
use crate::rules;
use crate::source::Source;

/// Annotations of one kind that the runner shows for a step.
const MOST: usize = 10;

pub(super) fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let findings = report.findings().filter(|(_, finding)| finding.severity == severity);
        { findings }.take(MOST).try_for_each(|(source, finding)| annotation(source, finding, &report.project, out))?;
    }
    full::write(report, Style { log: Log::Commands, ..style }, out)?;
    if let Some(left) = left_out(report) {
        writeln!(out, "{left}")?;
    }
    Ok(())
}

fn annotation(source: &Source, finding: &Diagnostic, project: &Project, out: &mut dyn Write) -> io::Result<()> {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    write!(out, "::{command} file={}", property(&project.path(source.name())))?;
    let start = source.position(finding.primary.span.start);
    // A file that could not be read has no lines.
    if finding.rule != "io-error" {
        let end = source.position(finding.primary.span.end);
        write!(out, ",line={},endLine={}", start.line, end.line)?;
        if start.line == end.line {
            write!(out, ",col={},endColumn={}", start.column, end.column)?;
        }
    }
    let summary = rules::find(finding.rule).map(|rule| format!(": {}", rule.summary)).unwrap_or_default();
    write!(out, ",title={}", property(&format!("{}{summary}", finding.rule)))?;
    let mut message = format!("{}:{}:{}: {}", source.name(), start.line, start.column, finding.message);
    message = harmless(&message);
    for remark in remarks(finding) {
        message.push('\n');
        message.push_str(&harmless(&remark));
    }
    writeln!(out, "::{}", data(&message))
}

/// How many findings are in the report but not among the annotations.
fn left_out(report: &Report) -> Option<String> {
    let summary = report.summary();
    let more = |number: usize, word| {
        let more = number.saturating_sub(MOST);
        (more > 0).then(|| format!("{more} more {word}{}", if more == 1 { "" } else { "s" }))
    };
    let more: Vec<String> = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info")]
        .into_iter()
        .filter_map(|(number, word)| more(number, word))
        .collect();
    (!more.is_empty())
        .then(|| format!("not annotated, as GitHub shows {MOST} of each kind for a step: {}", more.join(", ")))
}

fn harmless(text: &str) -> String {
    sanitize(text, Log::Commands).into_owned()
}

/// A message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value in the head of a command.
fn property(text: &str) -> String {
    data(&sanitize(text, Log::Plain)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_in_the_head_of_a_command_are_escaped() {
        assert_eq!(property("drafts/a,b:c 100%.json"), "drafts/a%2Cb%3Ac 100%25.json");
        assert_eq!(data("50%\r\na:b,c"), "50%25%0D%0Aa:b,c");
    }
}
