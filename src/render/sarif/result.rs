//! Findings as results.

use std::collections::HashMap;

use serde::Serialize;

use super::super::Fingerprints;
use super::super::places::others;
use super::line_hash::line_hashes;
use super::message::{harmless, message};
use super::place::{Artifact, Physical, Place, Region};
use super::rules::{self, Text};
use crate::diagnostic::{Diagnostic, Fix};
use crate::project::Project;
use crate::report::FileReport;
use crate::rules::find;
use crate::source::Source;

/// Related places of a result that code scanning keeps.
const MOST_RELATED: usize = 100;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    locations: [Place; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Place>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code_flows: Vec<CodeFlow>,
    partial_fingerprints: Prints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Repair>,
    properties: Properties,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CodeFlow {
    thread_flows: [ThreadFlow; 1],
}

#[derive(Serialize)]
struct ThreadFlow {
    locations: Vec<Step>,
}

#[derive(Serialize)]
struct Step {
    location: Place,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Prints {
    primary_location_line_hash: String,
    #[serde(rename = "toile/v1")]
    toile: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Repair {
    description: Text,
    artifact_changes: [Changes; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Changes {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

#[derive(Serialize)]
struct Properties {
    pointer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<usize>,
    server: &'static str,
}

/// The results of one file. They are numbered where two have the same fingerprint, which is why a file is done as a whole.
pub(super) struct Results<'a> {
    project: &'a Project,
    file: &'a FileReport,
    lines: HashMap<usize, String>,
    used: HashMap<(&'static str, usize), usize>,
}

impl<'a> Results<'a> {
    pub(super) fn new(project: &'a Project, file: &'a FileReport) -> Results<'a> {
        let findings = file.diagnostics.iter();
        let mut lines: Vec<usize> = findings.map(|finding| line(&file.source, finding)).collect();
        lines.sort_unstable();
        lines.dedup();
        Results { project, file, lines: line_hashes(&file.source, &lines), used: HashMap::new() }
    }

    pub(super) fn result(&mut self, finding: &Diagnostic, prints: &mut Fingerprints) -> Entry {
        let (project, source) = (self.project, &self.file.source);
        let related = others(source, finding, MOST_RELATED - 1);
        let texts: Vec<&str> = related.iter().map(|place| place.message).collect();
        let uri = project.path(source.name());
        let pointer = finding.primary.pointer.as_str();
        Entry {
            rule_id: finding.rule,
            rule_index: rules::index(finding.rule),
            level: rules::level(finding.severity),
            message: Text { text: message(finding, &texts) },
            locations: [location(project, source, finding)],
            related_locations: { related.iter().zip(1..) }
                .map(|(place, id)| Place {
                    id: Some(id),
                    physical_location: Physical::of(project, place.source, place.span),
                    message: Some(Text { text: harmless(place.message) }),
                })
                .collect(),
            code_flows: flow(project, source, finding).into_iter().collect(),
            partial_fingerprints: Prints {
                primary_location_line_hash: self.line_hash(finding),
                toile: prints.next(finding.rule, &uri, pointer, &finding.message),
            },
            fixes: { finding.fixes.iter() }
                .filter(|fix| fix.applicability >= project.least)
                .map(|fix| repair(project, source, fix))
                .collect(),
            properties: Properties {
                pointer: pointer.to_owned(),
                record: finding.primary.record,
                server: finding.server.name(),
            },
        }
    }

    /// Code scanning takes two results of a rule with one hash for the same, so that a second one on a line gets another.
    fn line_hash(&mut self, finding: &Diagnostic) -> String {
        let line = line(&self.file.source, finding);
        let hash = self.lines.get(&line).cloned().unwrap_or_default();
        let count = self.used.entry((finding.rule, line)).or_default();
        *count += 1;
        if *count == 1 { hash } else { format!("{hash}.{count}") }
    }
}

/// The line (from 0) of a finding.
fn line(source: &Source, finding: &Diagnostic) -> usize {
    source.position(finding.primary.span.start).line - 1
}

fn location(project: &Project, source: &Source, finding: &Diagnostic) -> Place {
    let physical_location = Physical::of(project, source, &finding.primary.span);
    Place { id: None, physical_location, message: None }
}

/// What flows where in a batch: from what is referred to, to the reference that is wrong; a circle as it is walked.
fn flow(project: &Project, source: &Source, finding: &Diagnostic) -> Option<CodeFlow> {
    let is_flow = find(finding.rule).is_some_and(|rule| rule.group == "batch");
    if !is_flow || finding.labels.is_empty() {
        return None;
    }
    let mut steps: Vec<Step> = others(source, finding, 1000)
        .iter()
        .map(|place| Place {
            id: None,
            physical_location: Physical::of(project, place.source, place.span),
            message: Some(Text { text: harmless(place.message) }),
        })
        .map(|location| Step { location })
        .collect();
    let text = if finding.primary.message.is_empty() { &finding.message } else { &finding.primary.message };
    let primary = Place { message: Some(Text { text: harmless(text) }), ..location(project, source, finding) };
    let at = if finding.rule == "reference-cycle" { 0 } else { steps.len() };
    steps.insert(at, Step { location: primary });
    Some(CodeFlow { thread_flows: [ThreadFlow { locations: steps }] })
}

fn repair(project: &Project, source: &Source, fix: &Fix) -> Repair {
    let replacements = fix.edits.iter().map(|edit| Replacement {
        deleted_region: Region::of(source, &edit.span),
        inserted_content: Text { text: edit.replacement.clone() },
    });
    Repair {
        description: Text { text: harmless(&fix.title) },
        artifact_changes: [Changes {
            artifact_location: Artifact::of(project, source),
            replacements: replacements.collect(),
        }],
    }
}
