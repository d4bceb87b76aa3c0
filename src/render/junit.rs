//! Test reports of JUnit, as far as its three public schemas agree: a suite for each file, a failed test for each finding,
//! a passed one for a file without any.

use std::collections::HashMap;
use std::io::{self, Write};

use super::notes::remarks;
use super::xml::{attribute, text};
use crate::diagnostic::Diagnostic;
use crate::report::{FileReport, Report};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let files: Vec<&FileReport> = report.files.iter().filter(|file| !file.is_skipped()).collect();
    if files.is_empty() {
        return writeln!(out, "<testsuites/>");
    }
    let time = timestamp(report.project.time.unwrap_or(0));
    writeln!(out, "<testsuites>")?;
    for (id, file) in files.into_iter().enumerate() {
        suite(id, file, &time, out)?;
    }
    writeln!(out, "</testsuites>")
}

fn suite(id: usize, file: &FileReport, time: &str, out: &mut dyn Write) -> io::Result<()> {
    let name = attribute(file.source.name());
    let errors = file.diagnostics.iter().filter(|finding| is_error(finding)).count();
    let failures = file.diagnostics.len() - errors;
    let tests = file.diagnostics.len().max(1);
    writeln!(
        out,
        "  <testsuite id=\"{id}\" package=\"toile\" name=\"{name}\" timestamp=\"{time}\" hostname=\"localhost\" \
         tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"0\" time=\"0\">"
    )?;
    let tool = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    writeln!(out, "    <properties>")?;
    writeln!(out, "      <property name=\"tool\" value=\"{tool}\"/>")?;
    if let Some(kind) = file.kind {
        writeln!(out, "      <property name=\"kind\" value=\"{kind}\"/>")?;
    }
    writeln!(out, "    </properties>")?;
    if file.diagnostics.is_empty() {
        writeln!(out, "    <testcase name=\"no findings\" classname=\"{name}\" time=\"0\"/>")?;
    }
    let mut names = HashMap::new();
    for finding in &file.diagnostics {
        case(file, finding, &name, &mut names, out)?;
    }
    writeln!(out, "    <system-out></system-out>")?;
    writeln!(out, "    <system-err></system-err>")?;
    writeln!(out, "  </testsuite>")
}

fn case(
    file: &FileReport,
    finding: &Diagnostic,
    classname: &str,
    names: &mut HashMap<String, usize>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let name = attribute(&test_name(finding, names));
    let element = if is_error(finding) { "error" } else { "failure" };
    let at = file.source.position(finding.primary.span.start);
    let (rule, message) = (finding.rule, &finding.message);
    writeln!(out, "    <testcase name=\"{name}\" classname=\"{classname}\" time=\"0\">")?;
    write!(
        out,
        "      <{element} type=\"{rule}\" message=\"{}\">{}:{}:{}: {}: {} [{rule}]",
        attribute(message),
        text(file.source.name()),
        at.line,
        at.column,
        finding.severity.name(),
        text(message),
    )?;
    for remark in remarks(finding) {
        write!(out, "\n{}", text(&remark))?;
    }
    writeln!(out, "</{element}>")?;
    writeln!(out, "    </testcase>")
}

/// What a viewer knows a test by from run to run: no lines, which move. The second of equal ones is numbered.
fn test_name(finding: &Diagnostic, names: &mut HashMap<String, usize>) -> String {
    let mut name = finding.rule.to_owned();
    if let Some(record) = finding.primary.record {
        name.push_str(&format!(" in record {record}"));
    }
    if !finding.primary.pointer.is_empty() {
        name.push_str(&format!(" at {}", finding.primary.pointer));
    }
    let count = names.entry(name.clone()).or_default();
    *count += 1;
    if *count > 1 {
        name.push_str(&format!(" ({count})"));
    }
    name
}

/// Whether the test could not be run at all.
fn is_error(finding: &Diagnostic) -> bool {
    matches!(finding.rule, "io-error" | "internal-error")
}

/// `YYYY-MM-DDThh:mm:ss` from seconds since 1970, up to the last year of four digits.
fn timestamp(seconds: u64) -> String {
    let seconds = seconds.min(253_402_300_799);
    let (mut days, rest) = (seconds / 86_400, seconds % 86_400);
    let is_leap = |year: u64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}", days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_dates() {
        // Answers of `date -u -d @SECONDS`.
        let cases = [
            (0, "1970-01-01T00:00:00"),
            (951_782_399, "2000-02-28T23:59:59"),
            (951_868_799, "2000-02-29T23:59:59"),
            (951_868_800, "2000-03-01T00:00:00"),
            (1_735_689_599, "2024-12-31T23:59:59"),
            (1_772_323_200, "2026-03-01T00:00:00"),
            (4_107_542_400, "2100-03-01T00:00:00"),
        ];
        for (seconds, expected) in cases {
            assert_eq!(timestamp(seconds), expected);
        }
        assert_eq!(timestamp(u64::MAX), "9999-12-31T23:59:59");
    }
}
