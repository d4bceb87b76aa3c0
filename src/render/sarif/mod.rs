//! SARIF 2.1.0, for code scanning of GitHub and for editors.
//!
//! What code scanning refuses a whole file for (a result without a place, an empty text, a column 0) cannot be written
//! here; what it leaves out beyond its limits is left out by severity, and said.

mod line_hash;
mod message;
mod place;
mod result;
mod rules;
mod uri;

use std::io::{self, Write};

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use self::message::harmless;
use self::place::{Artifact, Location, Physical};
use self::result::Results;
use self::rules::{Descriptor, Text, descriptors};
use super::Fingerprints;
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::{FileReport, Report};
use crate::rules::repository;

/// Results of one run that code scanning takes.
const MOST: usize = 25_000;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let project = &report.project;
    let failures: Vec<Notification> = report
        .files
        .iter()
        .flat_map(|file| file.diagnostics.iter().filter_map(|it| failure(report, file, it)))
        .collect();
    let succeeded = failures.is_empty();
    let notifications = failures.into_iter().chain(left_out(report).map(Notification::of_run)).collect();
    let log = SarifLog {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    information_uri: repository(),
                    rules: descriptors(project),
                },
            },
            automation_details: Automation { id: "toile/" },
            invocations: [Invocation { execution_successful: succeeded, tool_execution_notifications: notifications }],
            column_kind: "utf16CodeUnits",
            results: AllResults(report),
        }],
    };
    super::jsonl::line(&log, out)
}

/// What to tell about findings that are left out, if some are.
pub(super) fn left_out(report: &Report) -> Option<String> {
    let count = report.findings().filter(|(_, finding)| !is_failure(finding)).count();
    (count > MOST)
        .then(|| format!("SARIF holds the worst {MOST} of {count} findings: code scanning takes no more from one run"))
}

#[derive(Serialize)]
struct SarifLog<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    automation_details: Automation,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: AllResults<'a>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    information_uri: Option<&'static str>,
    rules: Vec<Descriptor>,
}

/// A category, as it ends in a slash: what keeps the upload of another tool from replacing this one.
#[derive(Serialize)]
struct Automation {
    id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    descriptor: Option<Reference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
}

#[derive(Serialize)]
struct Reference {
    id: &'static str,
}

impl Notification {
    fn of_run(text: String) -> Notification {
        Notification { level: "warning", message: Text { text }, descriptor: None, locations: Vec::new() }
    }
}

/// Whether a finding says that a file was not checked: that is no result about what stands in it.
fn is_failure(finding: &Diagnostic) -> bool {
    matches!(finding.rule, "io-error" | "internal-error")
}

fn failure(report: &Report, file: &FileReport, finding: &Diagnostic) -> Option<Notification> {
    is_failure(finding).then(|| Notification {
        level: rules::level(finding.severity),
        message: Text { text: harmless(&finding.message) },
        descriptor: Some(Reference { id: finding.rule }),
        locations: vec![Location {
            id: None,
            physical_location: Physical {
                artifact_location: Artifact::of(&report.project, &file.source),
                region: None,
            },
            message: None,
        }],
    })
}

/// The results, one at a time, so that a large report is not held twice.
struct AllResults<'a>(&'a Report);

impl Serialize for AllResults<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let report = self.0;
        let by_severity = [Severity::Error, Severity::Warning, Severity::Info].map(Some);
        // In the order of the report, unless some have to be left out.
        let passes: &[Option<Severity>] = if left_out(report).is_some() { &by_severity } else { &[None] };
        let mut left = MOST;
        let mut prints = Fingerprints::default();
        let mut results = serializer.serialize_seq(None)?;
        for pass in passes {
            let is_wanted = |it: &&Diagnostic| !is_failure(it) && pass.is_none_or(|pass| it.severity == pass);
            for file in report.files.iter().filter(|file| file.diagnostics.iter().any(|it| is_wanted(&it))) {
                let mut of_file = Results::new(&report.project, file);
                for finding in file.diagnostics.iter().filter(is_wanted).take(left) {
                    results.serialize_element(&of_file.result(finding, &mut prints))?;
                    left -= 1;
                }
            }
        }
        results.end()
    }
}
