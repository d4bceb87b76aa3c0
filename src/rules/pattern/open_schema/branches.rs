//! Choices that are none, keywords that are ignored, and sections that may be left out as a whole.

use super::super::json::one_line;
use super::{Finding, Spot, hole};
use crate::diagnostic::Severity;
use crate::json::Value;
use crate::pattern::Study;
use crate::pattern::survey::{Edge, Strength, Survey, asserts};
use crate::words;

pub(super) fn lint(survey: &Survey<'_>, study: &Study<'_>, findings: &mut Vec<Finding>) {
    findings.extend(lone_branches(survey));
    beside_references(survey, findings);
    later_drafts(survey, study, findings);
    optional_sections(survey, findings);
}

/// Every `oneOf` and `anyOf` of one branch: one finding, since they come from one habit.
fn lone_branches(survey: &Survey<'_>) -> Option<Finding> {
    let mut found: Vec<(Value<'_>, Value<'_>)> = Vec::new();
    for (id, part) in survey.reached() {
        for keyword in ["oneOf", "anyOf"] {
            let Some(branches) = survey.keyword(id, keyword) else { continue };
            let mut elements = branches.elements();
            if let (Some(only), None) = (elements.next(), elements.next())
                && let Some(member) = part.value.member(keyword)
            {
                found.push((member.key, only));
            }
        }
    }
    found.sort_by_key(|(key, _)| key.index());
    let (key, only) = *found.first()?;
    let word = words::code(&key.string().unwrap_or_default());
    let finding = hole(Severity::Info, Spot::of(key), format!("{word} of one branch is no choice"));
    let finding =
        found.iter().skip(1).fold(finding, |finding, (key, _)| finding.label(Spot::of(*key), "one branch, too"));
    let finding =
        finding.note("it demands what its branch demands, and adds an error of its own to that of the branch");
    Some(match one_line(only).filter(|line| line.len() < 60) {
        Some(line) => finding.help(format!("write the branch itself in its place: {line}")),
        None => finding.help("write the branch itself in its place"),
    })
}

/// Constraints beside a `$ref`.
fn beside_references(survey: &Survey<'_>, findings: &mut Vec<Finding>) {
    for (id, part) in survey.reached().filter(|(id, _)| survey.is_reference(*id)) {
        let others = part.value.members().filter(|member| member.key.string().is_some_and(|name| asserts(&name)));
        let mut others = others.map(|member| member.key);
        let (Some(first), Some(reference)) = (others.next(), part.value.member("$ref")) else { continue };
        debug_assert!(survey.is_reference(id), "only references are looked at");
        let message = format!("{} beside `$ref` is ignored", words::code(&first.string().unwrap_or_default()));
        let finding = hole(Severity::Warning, Spot::of(first), message)
            .label(Spot::of(reference.key), "draft-07 looks at nothing beside this");
        let finding = others.take(10).fold(finding, |finding, key| finding.label(Spot::of(key), "ignored, too"));
        findings.push(finding.note("what it was to refuse is accepted").help(format!(
            "put the reference beside it into an `allOf`: \"allOf\": [{{\"$ref\": {}}}]",
            one_line(reference.value).unwrap_or_else(|| "…".to_owned())
        )));
    }
}

fn later_drafts(survey: &Survey<'_>, study: &Study<'_>, findings: &mut Vec<Finding>) {
    let ignored = study.loaded.as_ref().map(|schema| schema.ignored(study.position)).unwrap_or_default();
    let doc = survey.part(Survey::ROOT).value.doc();
    findings.extend(ignored.into_iter().map(|problem| {
        let key = doc.value(problem.node + study.offset);
        let finding = hole(Severity::Warning, Spot::of(key), problem.message).note("what it was to refuse is accepted");
        problem.help.into_iter().fold(finding, Finding::help)
    }));
}

/// Sections that must be complete where they are given, and need not be given.
fn optional_sections(survey: &Survey<'_>, findings: &mut Vec<Finding>) {
    let root = survey.family(Survey::ROOT);
    let Some(facts) = survey.facts(root) else { return };
    for id in survey.firm(root) {
        let part = survey.part(id);
        for &(edge, child) in &part.children {
            let Edge::Property(key) = edge else { continue };
            let key = part.value.doc().value(key);
            let name = key.string().unwrap_or_default();
            let inner = survey.facts(survey.family(child)).into_iter().flat_map(|facts| &facts.demanded);
            let mut firm: Vec<(u32, &str)> = inner
                .filter(|(_, (strength, _))| *strength == Strength::Firm)
                .map(|(name, (_, at))| (*at, name.as_ref()))
                .collect();
            firm.sort_unstable();
            if firm.is_empty() || facts.demanded.contains_key(name.as_ref()) {
                continue;
            }
            let names: Vec<&str> = firm.iter().map(|(_, name)| *name).collect();
            let code = words::code(&name);
            findings.push(
                hole(Severity::Info, Spot::of(key), format!("{code} may be left out, but not in part"))
                    .label(Spot::Node(firm[0].0), "demanded once it is there")
                    .note(format!(
                        "a draft without {code} is accepted; one that gives only some of {} is refused",
                        words::list(&names, "and")
                    ))
                    .help(format!("demand {code} at the root, or demand less inside of it")),
            );
        }
    }
}
