//! Telling the kind of a document by its shape.

use super::Kind;
use crate::json::Value;

/// The kind of a document; none for a document of somebody else's. An array is what its elements are.
pub fn recognise(value: Value<'_>) -> Option<Kind> {
    if value.is_array() {
        return value.elements().find_map(|element| if element.is_object() { recognise(element) } else { None });
    }
    if !value.is_object() {
        return None;
    }
    let has = |name: &str| value.get(name).is_some();
    let object = |name: &str| value.get(name).is_some_and(Value::is_object);
    let array = |name: &str| value.get(name).is_some_and(Value::is_array);
    if object("actions") && actions_have_types(value) {
        return Some(Kind::Batch);
    }
    let groups = value
        .get("measurements")
        .is_some_and(|m| ["body", "final"].iter().any(|name| m.get(name).is_some_and(Value::is_array)));
    if has("patternId") && (groups || (array("options") && !has("measurementType"))) {
        return Some(Kind::PatternData);
    }
    // What only a draft has, beside what it shares with presets, profiles and metadata.
    let foreign = has("name") || has("enabled") || has("id") || has("title");
    let sections = ["measurements", "options", "seams", "bodyShapes"].iter().filter(|name| has(name)).count();
    if has("patternId") && (has("measurementType") || (sections > 0 && !foreign)) {
        return Some(Kind::Draft);
    }
    if has("measurementType") && sections > 0 && !foreign {
        return Some(Kind::Draft);
    }
    if has("source") && object("content") {
        return Some(Kind::PredictScan);
    }
    if has("draftId") && has("fileType") {
        return Some(Kind::Export);
    }
    if has("gender") && object("measurements") && !foreign && !has("measurementType") {
        return Some(Kind::PredictBody);
    }
    is_pattern_schema(value).then_some(Kind::PatternSchema)
}

fn actions_have_types(batch: Value<'_>) -> bool {
    let mut actions = batch.get("actions").into_iter().flat_map(Value::members);
    actions.all(|action| action.value.is_object() && (action.value.get("type").or(action.value.get("body"))).is_some())
}

/// A schema that speaks of the sections of a draft.
fn is_pattern_schema(value: Value<'_>) -> bool {
    let properties = value.get("properties");
    let speaks = properties.is_some_and(|properties| {
        ["measurements", "options", "seams", "measurementType"].iter().any(|name| properties.get(name).is_some())
    });
    let demands = value.get("required").is_some_and(|required| {
        required.elements().any(|name| name.is_str("patternId") || name.is_str("measurementType"))
    });
    speaks
        && properties.is_some_and(Value::is_object)
        && (demands || value.get("if").is_some() || value.get("$schema").is_some())
}
