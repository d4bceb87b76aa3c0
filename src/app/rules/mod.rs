//! `toile explain` and `toile rules`: the documentation that every copy of the program carries.

mod markdown;

use std::fmt::Write as _;

use serde::Serialize;

use super::{Exit, World, written};
use crate::cli::ListFormat;
use crate::diagnostic::Applicability;
use crate::error::ToolError;
use crate::rules::{RuleMeta, all, find, fixes_of, related};
use crate::settings::unknown_rule;
use crate::words;

/// Prints what is known about a rule.
pub(super) fn explain(id: &str, world: &mut World<'_>) -> Result<Exit, ToolError> {
    let Some(rule) = find(id) else {
        return Err(unknown_rule("rule", id, all().map(|rule| rule.id)));
    };
    let RuleMeta { id, group, severity, summary, docs, basis } = rule;
    let head = format!("# {id}\n\n{summary} ({}; group `{group}`; {})", severity.name(), basis.name());
    let fixes = match fixes_of(id) {
        Some(Applicability::Safe) => "\n\nSome findings are fixed by `--fix`.",
        Some(_) => "\n\nSome findings are fixed by `--fix --unsafe-fixes`.",
        None => "",
    };
    let related = related(id);
    let tail =
        if related.is_empty() { String::new() } else { format!("\nRelated: {}\n", words::list(&related, "and")) };
    let text = format!("{head}{fixes}\n\n{}\n{tail}", docs.trim());
    written(world.stdout.write_all(text.as_bytes()))?;
    Ok(Exit::Clean)
}

/// Prints the list of rules.
pub(super) fn list(format: ListFormat, world: &mut World<'_>) -> Result<Exit, ToolError> {
    let text = match format {
        ListFormat::Text => table(all()),
        ListFormat::Json => {
            let list = List { version: 1, rules: all().map(Row::from).collect() };
            // Names and texts of our own always serialise.
            serde_json::to_string_pretty(&list).unwrap_or_default() + "\n"
        }
        ListFormat::Markdown => markdown::page(all()),
    };
    written(world.stdout.write_all(text.as_bytes()))?;
    Ok(Exit::Clean)
}

/// Rules under their groups, in the order of the registry.
fn table(rules: impl Iterator<Item = &'static RuleMeta>) -> String {
    let rules: Vec<&RuleMeta> = rules.collect();
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    let mut group = "";
    for rule in rules {
        if rule.group != group {
            group = rule.group;
            let gap = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}{group}");
        }
        let mark = match fixes_of(rule.id) {
            Some(Applicability::Safe) => '*',
            Some(_) => '-',
            None => ' ',
        };
        let _ = writeln!(text, "  {:width$}  {:7} {mark} {}", rule.id, rule.severity.name(), rule.summary);
    }
    text.push_str("\n* some findings are fixed by --fix, - some by --fix --unsafe-fixes\n");
    text
}

#[derive(Serialize)]
struct List {
    version: u32,
    rules: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: &'static str,
    group: &'static str,
    severity: &'static str,
    summary: &'static str,
    basis: &'static str,
    /// `safe`, `unsafe` or null: the safest fix that its findings offer.
    fix: Option<&'static str>,
    docs: &'static str,
    related: Vec<&'static str>,
}

impl From<&RuleMeta> for Row {
    fn from(rule: &RuleMeta) -> Row {
        Row {
            id: rule.id,
            group: rule.group,
            severity: rule.severity.name(),
            summary: rule.summary,
            basis: rule.basis.name(),
            fix: fixes_of(rule.id).map(Applicability::name),
            docs: rule.docs,
            related: related(rule.id),
        }
    }
}
