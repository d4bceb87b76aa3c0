//! Constraints without a text, beside others that have one.

use super::{Finding, Spot, misleading};
use crate::diagnostic::Severity;
use crate::json::{Kind, Value};
use crate::pattern::survey::texts::{For, Text, recorded};
use crate::pattern::survey::{Edge, PartId, Survey};
use crate::words;

pub(super) fn lint(survey: &Survey<'_>, id: PartId, texts: &[Text<'_>], findings: &mut Vec<Finding>) {
    let has_whole = texts.iter().any(|text| matches!(text.of, For::Whole));
    if has_whole || is_covered(survey, id) {
        return;
    }
    findings.extend(keywords(survey, id, texts));
    findings.extend(names(survey, id, texts));
    findings.extend(properties(survey, id, texts));
}

/// So far up a text is looked for that covers everything below it.
const MAX_UP: usize = 16;

/// Whether a text further up takes whatever fails in a part.
fn is_covered(survey: &Survey<'_>, mut id: PartId) -> bool {
    for _ in 0..MAX_UP {
        let Some((parent, edge)) = survey.part(id).parent else { return false };
        let message = survey.part(parent).value.get("errorMessage");
        if let Some(message) = message {
            let whole = message.kind() == Kind::String || message.get("_").is_some();
            let child = match edge {
                Edge::Property(key) => {
                    let name = survey.part(parent).value.doc().value(key).string().unwrap_or_default();
                    // A long list is not searched for each of its names.
                    let mut texts = message.get("properties").into_iter().flat_map(Value::members).take(1000);
                    texts.any(|text| text.key.is_str(&name))
                }
                _ => false,
            };
            if whole || child {
                return true;
            }
        }
        id = parent;
    }
    false
}

/// One finding about all of some places.
fn finding(places: &[Value<'_>], what: &str, help: &str) -> Option<Finding> {
    let first = places.first()?;
    let names: Vec<String> = places.iter().map(|place| place.string().unwrap_or_default().into_owned()).collect();
    let verb = if places.len() == 1 { "has" } else { "have" };
    let message = format!("{} {verb} no text, unlike the {what} beside", words::list(&names, "and"));
    let finding = misleading(Severity::Info, *first, message)
        .note("where this fails, the sender reads the stock text of the validator")
        .help(help.to_owned());
    Some(places.iter().skip(1).fold(finding, |finding, place| finding.label(Spot::of(*place), "no text, either")))
}

/// Keywords of one schema object.
fn keywords(survey: &Survey<'_>, id: PartId, texts: &[Text<'_>]) -> Option<Finding> {
    if !texts.iter().any(|text| matches!(text.of, For::Keyword(_))) {
        return None;
    }
    let lacks = |name: &&&str| {
        // These sum up what failed below them, where the texts are.
        !matches!(**name, "if" | "propertyNames" | "contains")
            && survey.death_of_keyword(id, name).is_none()
            && !texts.iter().filter_map(|text| text.keyword()).any(|key| key.is_str(name))
    };
    let schema = survey.part(id).value;
    let mut places: Vec<Value<'_>> =
        recorded().iter().filter(lacks).filter_map(|name| Some(schema.member(name)?.key)).collect();
    places.sort_by_key(|place| place.index());
    finding(&places, "constraints", "give each a text under its name in `errorMessage`")
}

/// Names of `required` of which some have texts.
fn names(survey: &Survey<'_>, id: PartId, texts: &[Text<'_>]) -> Option<Finding> {
    let given: std::collections::HashSet<_> = texts.iter().filter_map(|text| text.name_in("required")).collect();
    if given.is_empty() {
        return None;
    }
    let places: Vec<Value<'_>> =
        survey.required(id).filter(|(name, _)| !given.contains(name)).map(|(_, element)| element).collect();
    finding(&places, "names", "give each a text under `required` of `errorMessage`")
}

/// Properties of which most have texts.
fn properties(survey: &Survey<'_>, id: PartId, texts: &[Text<'_>]) -> Option<Finding> {
    let given: std::collections::HashSet<_> = texts.iter().filter_map(|text| text.child()).collect();
    let doc = survey.part(id).value.doc();
    let (mut with, mut without) = (0, Vec::new());
    for &(edge, child) in &survey.part(id).children {
        let Edge::Property(key) = edge else { continue };
        let schema = survey.part(child).value;
        // What refers to another schema has the texts of that; what holds others has theirs.
        let fails = recorded().iter().any(|name| survey.keyword(child, name).is_some());
        let holds = ["properties", "allOf", "items"].iter().any(|name| survey.keyword(child, name).is_some());
        if !fails || holds || survey.is_reference(child) {
            continue;
        }
        let name = doc.value(key);
        if schema.get("errorMessage").is_some() || name.string().is_some_and(|name| given.contains(&name)) {
            with += 1;
        } else {
            without.push(name);
        }
    }
    if with < 2 || with <= without.len() {
        return None;
    }
    finding(&without, "properties", "give each an `errorMessage` of its own")
}
