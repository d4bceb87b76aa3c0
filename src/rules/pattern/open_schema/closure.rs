//! Names that nothing refuses.

use super::super::json::one_line;
use super::{Finding, Spot, hole};
use crate::diagnostic::Severity;
use crate::json::{Kind, Value};
use crate::pattern::survey::{Edge, PartId, Strength, Survey, matches_nearly_all};
use crate::words;

pub(super) fn lint(survey: &Survey<'_>, findings: &mut Vec<Finding>) {
    for (id, part) in survey.reached() {
        if part.strength != Some(Strength::Test) {
            findings.extend(defeated(survey, id));
        }
    }
    findings.extend(open_root(survey));
    measurements(survey, findings);
}

/// A pattern that matches every name, beside an `additionalProperties` that was to refuse some.
fn defeated(survey: &Survey<'_>, id: PartId) -> Option<Finding> {
    let closing = survey.keyword(id, "additionalProperties").filter(|value| value.kind() != Kind::True)?;
    let key = survey.part(id).value.member("additionalProperties")?.key;
    let mut patterns = survey.keyword(id, "patternProperties")?.members();
    let pattern = patterns.find(|member| matches_nearly_all(member.key))?;
    let what = if closing.kind() == Kind::False { "refuses nothing" } else { "looks at nothing" };
    let message =
        format!("`additionalProperties` {what} here: {} matches every name", words::code(&source(pattern.key)));
    let mut finding = hole(Severity::Warning, Spot::of(key), message)
        .label(Spot::of(pattern.key), "matches every name, so that none is additional");
    let listed = survey.keyword(id, "properties").map_or(0, |properties| properties.members().count());
    if closing.kind() == Kind::False {
        finding =
            finding.note("a draft with a misspelt or unknown name in here is accepted, and the name does nothing");
        if survey.text_for(id, "additionalProperties").is_some() {
            finding = finding.note(
                "the text for `additionalProperties` can be shown for the empty name only, or one of line breaks",
            );
        }
    }
    let names: Vec<_> = survey.required(id).take(6).collect();
    let schema = one_line(pattern.value).filter(|line| line.len() < 40);
    Some(match (names.split_last(), schema, listed) {
        (Some(_), Some(schema), 0) if survey.required(id).count() <= 5 => {
            let members: Vec<String> =
                names.iter().map(|(_, element)| format!("{}: {schema}", element.raw())).collect();
            finding.help(format!("list the names instead of the pattern: \"properties\": {{{}}}", members.join(", ")))
        }
        _ => finding.help("list every name under `properties`, and remove the pattern"),
    })
}

fn source(key: Value<'_>) -> String {
    key.string().unwrap_or_default().into_owned()
}

/// A draft may have any other field.
fn open_root(survey: &Survey<'_>) -> Option<Finding> {
    let family = survey.family(Survey::ROOT);
    let facts = survey.facts(family)?;
    let other_names = facts.wild.iter().any(|(_, edge, _)| *edge == Edge::Additional);
    if facts.is_foreign || facts.closed.is_some() || facts.limits_names || other_names {
        return None;
    }
    survey.firm(family).find(|&id| survey.names(id).next().is_some())?;
    let spot = Spot::Lack(survey.part(Survey::ROOT).value.index());
    Some(
        hole(Severity::Info, spot, "the schema does not say which fields a draft may have")
            .note("a misspelt field, such as `bodyShape` or `patternID`, is accepted and does nothing")
            .help("list every field under `properties`, and add `\"additionalProperties\": false`"),
    )
}

/// Measurements of any name, and of zero or less.
fn measurements(survey: &Survey<'_>, findings: &mut Vec<Finding>) {
    let Some(family) = survey.property(survey.family(Survey::ROOT), "measurements") else { return };
    let Some(facts) = survey.facts(family).filter(|facts| !facts.is_foreign) else { return };
    let Some(section) = facts.of_objects else { return };
    let catching = facts.wild.iter().find_map(|&(_, edge, child)| match edge {
        Edge::Pattern(key) => {
            let key = survey.part(child).value.doc().value(key);
            matches_nearly_all(key).then_some(key)
        }
        _ => None,
    });
    let limited = facts.limits_names || survey.sayers(family).any(|id| refuses_names(survey, id));
    if !limited {
        let spot = catching.map_or(Spot::Lack(survey.part(section).value.index()), Spot::of);
        findings.push(
            hole(Severity::Info, spot, "`measurements` may have any name")
                .note(
                    "a misspelt or foreign id, such as `mbCollarGirht`, is accepted beside the ones that are demanded",
                )
                .help("list the ids: `\"propertyNames\": {\"enum\": [\"mbHeight\", …]}`"),
        );
    }
    for &(_, _, child) in &facts.wild {
        if survey.demands(child) && !has_lower_bound(survey, child) {
            let schema = survey.part(child).value;
            let spot = schema.get("type").map_or(Spot::Lack(schema.index()), Spot::of);
            findings.push(
                hole(Severity::Info, spot, "measurements may be zero or negative")
                    .note("nobody is -5 cm around: such a value is a slip, and the garment is cut from it")
                    .help("write {\"type\": \"number\", \"exclusiveMinimum\": 0}"),
            );
        }
    }
}

/// Whether a part refuses names, under whatever condition.
fn refuses_names(survey: &Survey<'_>, id: PartId) -> bool {
    let closes = survey.keyword(id, "additionalProperties").is_some_and(|value| value.kind() == Kind::False);
    let mut patterns = survey.keyword(id, "patternProperties").into_iter().flat_map(Value::members);
    closes && !patterns.any(|member| matches_nearly_all(member.key))
}

/// Whether anything keeps values from being arbitrarily small: a limit, a list, or what is not looked into here.
fn has_lower_bound(survey: &Survey<'_>, child: PartId) -> bool {
    const LIMITS: [&str; 8] = ["minimum", "exclusiveMinimum", "enum", "const", "not", "anyOf", "oneOf", "if"];
    let family = survey.family(child);
    if survey.is_foreign(family) || survey.part(child).value.kind() == Kind::False {
        return true;
    }
    // A reference is followed: its target is of the same family.
    survey.sayers(family).any(|id| LIMITS.iter().any(|name| survey.keyword(id, name).is_some()))
}
