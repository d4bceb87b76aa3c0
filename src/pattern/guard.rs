//! What no lint of the draft rules objects to, as a schema.
//!
//! The rules look at a draft only when this schema refuses it, so that a clean draft costs no more than being accepted
//! once more. It may refuse too much (the rules then find nothing), never too little: a property test holds it to that.

use serde_json::{Map, Value as Json, json};

use super::data::PatternData;
use super::names::{MeasurementType, Names};
use crate::document::guard;

/// Body heights that no unit slip explains, in cm.
const PLAUSIBLE_HEIGHT: (f64, f64) = (100.0, 250.0);

/// Writes the schema for a pattern with these names.
pub(super) fn write(names: &Names, data: Option<&PatternData>) -> String {
    let mut properties = Map::new();
    // These fields are rare, and each has a rule: let the rules look whenever one is there.
    for rare in ["measurementProfileRevId", "patternRef", "targetGarmentMeasurements"] {
        properties.insert(rare.into(), json!(false));
    }
    properties.insert("selectedMeasurementIds".into(), selection(names));
    let id = guard::id();
    properties.insert("callbackUrl".into(), guard::callback_url());
    properties.insert("materials".into(), draft_materials(data));
    properties.insert("measurementProfileId".into(), id.clone());
    properties.insert("parentDraftId".into(), id);
    properties.insert("note".into(), json!({"not": {"pattern": "^[Ll][Oo]"}}));
    properties.insert("measurements".into(), measurements(names));
    properties.insert("seams".into(), named(&names.seams, |_| json!({"minimum": 0})));
    properties.insert("options".into(), named(&names.options, |_| json!({})));
    if let Some(data) = data {
        let shapes = |id: &str| {
            let shape = data.body_shapes.iter().find(|shape| shape.id == id);
            let nodes = shape.map(|shape| shape.choices.as_slice()).unwrap_or_default();
            let choice = |node: &u32| serde_json::from_str::<Json>(data.value(*node).raw()).unwrap_or_default();
            // A range is for the rules: `false` lets them look.
            if nodes.is_empty() { json!(false) } else { json!({"enum": nodes.iter().map(choice).collect::<Vec<_>>()}) }
        };
        properties.insert("bodyShapes".into(), named(&names.body_shapes, shapes));
        let mut offered = Vec::new();
        offered.extend((!data.body.is_empty()).then_some("body"));
        offered.extend((!data.final_.is_empty()).then_some("final"));
        if !offered.is_empty() {
            properties.insert("measurementType".into(), json!({"enum": offered}));
        }
    }
    // Only out of a prediction: there, a reference stands for the measurements, and nothing else passes `false`.
    let dependencies = json!({"selectedMeasurementIds": {"properties": {"measurements": false}}});
    json!({"properties": properties, "dependencies": dependencies, "allOf": of_one_type(names)}).to_string()
}

/// Materials that the pattern names, with configurations of usual sizes.
fn draft_materials(data: Option<&PatternData>) -> Json {
    match data.map(|data| data.materials.as_slice()).unwrap_or_default() {
        [] => json!({"additionalProperties": {"properties": {"nesting": guard::nesting()}}}),
        known => {
            let listed: Map<String, Json> =
                known.iter().map(|name| (name.clone(), json!({"properties": {"nesting": guard::nesting()}}))).collect();
            json!({"properties": listed, "additionalProperties": false})
        }
    }
}

/// A draft takes its measurements from the body or from the garment, never from both.
fn of_one_type(names: &Names) -> Vec<Json> {
    let types = [MeasurementType::Body, MeasurementType::Final];
    let rule = |kind: MeasurementType| {
        let others = names.groups.iter().filter(|group| group.measurement_type != kind);
        let foreign: Map<String, Json> =
            others.flat_map(|group| &group.items).map(|item| (item.clone(), json!(false))).collect();
        let needed = names.groups.iter().filter(|group| group.measurement_type == kind && group.required);
        let selected: Vec<Json> = needed.map(|group| json!({"anyOf": each(&group.items)})).collect();
        let selected = if selected.is_empty() { json!({}) } else { json!({"allOf": selected}) };
        json!({
            "if": {"properties": {"measurementType": {"const": kind.name()}}},
            "then": {"properties": {"measurements": {"properties": foreign}, "selectedMeasurementIds": selected}},
        })
    };
    types.map(rule).to_vec()
}

/// A selection of measurements that the pattern knows, at most one of each group.
fn selection(names: &Names) -> Json {
    if names.groups.is_empty() {
        return json!(false);
    }
    let several = names.groups.iter().filter(|group| group.items.len() > 1);
    let one_each: Vec<Json> = several
        .map(|group| {
            let mut branches = each(&group.items);
            branches.push(json!({"not": {"anyOf": branches}}));
            json!({"oneOf": branches})
        })
        .collect();
    let mut schema = json!({"type": "array", "items": {"enum": names.measurements}});
    if !one_each.is_empty() {
        schema["allOf"] = Json::Array(one_each);
    }
    schema
}

/// That a list contains an id, for each of these.
fn each(ids: &[String]) -> Vec<Json> {
    ids.iter().map(|id| json!({"contains": {"const": id}})).collect()
}

fn measurements(names: &Names) -> Json {
    let rule = |id: &str| {
        if id.ends_with("bHeight") {
            json!({"minimum": PLAUSIBLE_HEIGHT.0, "maximum": PLAUSIBLE_HEIGHT.1})
        } else {
            json!({"exclusiveMinimum": 0})
        }
    };
    // A schema alone names only what it demands: without data, there may be more.
    let closed = !names.groups.is_empty();
    let mut schema = named(&names.measurements, rule);
    if !closed {
        schema["additionalProperties"] = rule("");
        // Heights are known by their names, whatever the pattern knows.
        for height in ["mbHeight", "fbHeight"] {
            schema["properties"][height] = rule(height);
        }
    }
    let mut conflicts = Vec::new();
    for group in names.groups.iter().filter(|group| group.items.len() > 1) {
        let one = |item: &String| json!({"required": [item]});
        let mut branches: Vec<Json> = group.items.iter().map(one).collect();
        branches.push(json!({"not": {"anyOf": branches}}));
        conflicts.push(json!({"oneOf": branches}));
    }
    if !conflicts.is_empty() {
        schema["allOf"] = Json::Array(conflicts);
    }
    schema
}

/// An object with none but these names; any object where no name is known.
fn named(names: &[String], rule: impl Fn(&str) -> Json) -> Json {
    if names.is_empty() {
        return json!({"additionalProperties": rule("")});
    }
    let listed: Map<String, Json> = names.iter().map(|name| (name.clone(), rule(name))).collect();
    json!({"properties": listed, "additionalProperties": false})
}
