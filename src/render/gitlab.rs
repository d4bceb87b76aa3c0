//! A Code Quality report of GitLab: one array of issues. The merge request shows descriptions and nothing else, so that
//! the rule stands there; it tells issues apart by their fingerprints alone.

use std::io::{self, Write};

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use super::{Fingerprints, Log, sanitize};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::Report;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    super::jsonl::line(&Issues(report), out)
}

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

struct Issues<'a>(&'a Report);

impl Serialize for Issues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut prints = Fingerprints::default();
        let mut issues = serializer.serialize_seq(None)?;
        for file in self.0.files.iter().filter(|file| !file.diagnostics.is_empty()) {
            let path = self.0.project.path(file.source.name());
            for finding in &file.diagnostics {
                let line = |offset| file.source.position(offset).line;
                let span = &finding.primary.span;
                issues.serialize_element(&Issue {
                    description: description(finding),
                    check_name: finding.rule,
                    // Of the path that GitLab knows, so that it does not depend on the folder that the run started in.
                    fingerprint: prints.next(finding.rule, &path, &finding.primary.pointer, &finding.message),
                    severity: severity(finding.severity),
                    location: Location { path: &path, lines: Lines { begin: line(span.start), end: line(span.end) } },
                })?;
            }
        }
        issues.end()
    }
}

fn description(finding: &Diagnostic) -> String {
    format!("{}: {}", finding.rule, sanitize(&finding.message, Log::Plain))
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Info => "info",
    }
}
