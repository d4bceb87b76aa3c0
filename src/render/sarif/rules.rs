//! The rules as SARIF describes them: all of them, whatever was found, so that the list stays the same from run to run.

use serde::Serialize;

use crate::diagnostic::Severity;
use crate::project::Project;
use crate::rules::{self, Basis, RuleMeta};

/// Characters of a description that viewers take.
const LONGEST: usize = 1024;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor {
    id: &'static str,
    name: String,
    short_description: Text,
    full_description: Text,
    help: Help,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
pub(super) struct Text {
    pub(super) text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
    #[serde(skip_serializing_if = "is_true")]
    enabled: bool,
}

#[derive(Serialize)]
struct Properties {
    precision: &'static str,
    #[serde(rename = "problem.severity")]
    severity: &'static str,
    tags: [&'static str; 1],
}

/// On is what a rule is unless something is said.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_true(is_on: &bool) -> bool {
    *is_on
}

/// All rules, in the order of the registry.
pub(super) fn descriptors(project: &Project) -> Vec<Descriptor> {
    rules::all().map(|rule| descriptor(rule, !project.off.contains(&rule.id))).collect()
}

/// Where a rule stands in that list.
pub(super) fn index(rule: &str) -> Option<usize> {
    rules::all().position(|meta| meta.id == rule)
}

/// The word for a severity.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn descriptor(rule: &RuleMeta, enabled: bool) -> Descriptor {
    let markdown = rules::markdown(rule);
    Descriptor {
        id: rule.id,
        name: pascal_case(rule.id),
        short_description: Text { text: rules::sentence(rule) },
        full_description: Text { text: first_paragraph(rule) },
        help: Help { text: plain(&markdown), markdown },
        help_uri: rules::docs_url(rule.id),
        default_configuration: Configuration { level: level(rule.severity), enabled },
        properties: Properties {
            precision: match rule.basis {
                Basis::Documented => "very-high",
                Basis::Example => "high",
                Basis::Inferred => "medium",
            },
            severity: match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "recommendation",
            },
            tags: [rule.group],
        },
    }
}

fn pascal_case(id: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    id.split('-').map(word).collect()
}

fn first_paragraph(rule: &RuleMeta) -> String {
    let paragraph = rule.docs.trim().split("\n\n").next().unwrap_or_default();
    let text = if paragraph.starts_with("```") { rules::sentence(rule) } else { paragraph.replace('\n', " ") };
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// Markdown for viewers that show it as it is.
fn plain(markdown: &str) -> String {
    let lines: Vec<&str> = markdown.lines().filter(|line| !line.starts_with("```")).collect();
    lines.join("\n")
}
