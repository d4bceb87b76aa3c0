//! Values of another type than the keywords look at, and values that nothing is said about.

use super::super::json::one_line;
use super::{Finding, Spot, hole};
use crate::diagnostic::Severity;
use crate::json::{Doc, Kind, Value, parse};
use crate::pattern::Study;
use crate::pattern::survey::{Edge, FamilyId, PartId, Strength, Survey};
use crate::words;

/// The parts of a draft that patterns are about.
const SECTIONS: [&str; 4] = ["measurements", "options", "seams", "bodyShapes"];

pub(super) fn lint(survey: &Survey<'_>, study: &Study<'_>, findings: &mut Vec<Finding>) {
    let root = survey.family(Survey::ROOT);
    for (id, part) in survey.reached() {
        let family = survey.family(id);
        let Some(facts) = survey.facts(family).filter(|facts| !facts.is_foreign) else { continue };
        if facts.of_objects == Some(id) && !facts.has_type {
            findings.push(untyped(part.value, (family == root).then_some(study)));
        }
        if part.strength == Some(Strength::Firm) {
            findings.extend(unsaid(survey, id, family));
            for &(edge, child) in &part.children {
                if let Edge::Property(key) = edge {
                    findings.extend(empty(survey, part.value.doc().value(key), child, family == root));
                }
            }
        }
    }
}

/// Keywords for objects, and nothing that says that it must be one.
fn untyped(schema: Value<'_>, root: Option<&Study<'_>>) -> Finding {
    let spot = Spot::Lack(schema.index());
    let looks = ["required", "properties", "patternProperties", "additionalProperties", "propertyNames", "allOf"];
    let looks = looks.iter().find(|name| schema.get(name).is_some()).unwrap_or(&"required");
    let finding = if let Some(study) = root {
        let plan = study.loaded.as_ref().ok().and_then(|schema| schema.plan());
        let passes = |text: &&str| {
            let tape = parse(text).unwrap_or_default();
            plan.is_some_and(|plan| plan.accepts(Doc::new(text, &tape).root(), false))
        };
        let passing: Vec<&str> = ["[]", "null", "5", "\"x\""].into_iter().filter(passes).collect();
        let finding = hole(Severity::Warning, spot, "the schema does not say that a draft is an object");
        if passing.is_empty() {
            finding.note("what it demands is demanded of objects only")
        } else {
            finding.note(format!("it accepts {} as a draft", words::list(&passing, "and")))
        }
    } else {
        let name = key_of(schema).unwrap_or_else(|| "this".to_owned());
        hole(Severity::Warning, spot, format!("the schema does not say that {name} is an object"))
            .note(format!("`{looks}` looks at objects only: it lets `[]`, `null` or a text in its place pass"))
    };
    finding.help("add `\"type\": \"object\"`")
}

/// The name that a schema stands under, between backticks.
fn key_of(schema: Value<'_>) -> Option<String> {
    let before = schema.doc().value(schema.index().checked_sub(1)?);
    Some(words::code(&before.string().filter(|_| before.kind() == Kind::Key)?))
}

/// Names that are demanded, and nothing is said of their values anywhere.
fn unsaid(survey: &Survey<'_>, id: PartId, family: FamilyId) -> Option<Finding> {
    let facts = survey.facts(family)?;
    let is_open = |name: &str| {
        let listed = survey.property(family, name).is_some_and(|child| survey.firm(child).next().is_some());
        // What no draft can have is told by another rule.
        let refused = facts.closed.is_some_and(|closed| !survey.lists(closed, name));
        !listed && !refused && !survey.says_of_child(family, name)
    };
    let of_this =
        |name: &str, element: Value<'_>| facts.demanded.get(name).is_some_and(|(_, at)| *at == element.index());
    let open: Vec<_> = survey.required(id).filter(|(name, element)| of_this(name, *element) && is_open(name)).collect();
    let (first, element) = open.first()?;
    let names: Vec<&str> = open.iter().map(|(name, _)| name.as_ref()).collect();
    let verb = if open.len() == 1 { "is demanded, but may be" } else { "are demanded, but may be" };
    let message = format!("{} {verb} anything", words::list(&names, "and"));
    let finding = hole(Severity::Info, Spot::of(*element), message);
    let finding =
        open.iter().skip(1).fold(finding, |finding, (_, element)| finding.label(Spot::of(*element), "this one, too"));
    let schema = if first == "patternId" { "{\"type\": \"integer\"}" } else { "{\"type\": …}" };
    Some(
        finding
            .note(format!("the schema says nothing of its value: `\"{first}\": \"1\"` passes, and so does `null`"))
            .help(format!("add to `properties`: \"{first}\": {schema}")),
    )
}

/// A property that is listed, and nothing is demanded of it.
fn empty(survey: &Survey<'_>, key: Value<'_>, child: PartId, at_root: bool) -> Option<Finding> {
    if survey.demands(child) || survey.facts(survey.family(child)).is_none_or(|facts| facts.demands || facts.is_foreign)
    {
        return None;
    }
    let name = key.string().unwrap_or_default();
    let schema = survey.part(child).value;
    let is_section = at_root && SECTIONS.contains(&name.as_ref());
    let severity = if is_section { Severity::Warning } else { Severity::Info };
    let short = one_line(schema).is_some_and(|line| line.len() <= 4);
    let spot = if short { Spot::of(schema) } else { Spot::Lack(schema.index()) };
    let finding = hole(severity, spot, format!("nothing is demanded of {}", words::code(&name)));
    let finding = finding.note("an empty schema accepts everything: a number, `null`, a misspelt name inside");
    Some(if is_section {
        let inner = if name == "measurements" || name == "seams" {
            "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"number\"}}"
        } else {
            "{\"type\": \"object\", \"properties\": {…}, \"additionalProperties\": false}"
        };
        finding.help(format!("say what it holds: \"{name}\": {inner}"))
    } else {
        finding.help("say at least its `type`")
    })
}
