//! What no lint objects to in a request other than a draft, as a schema for each kind that batches hold in great numbers.
//!
//! Such a request is looked at by the lints only when its guard refuses it. A guard may refuse too much, never too
//! little: a property test holds it to that. Other kinds have none: they are few, and looked at every time.

use std::sync::{Arc, OnceLock};

use serde_json::{Value as Json, json};

use super::Kind;
use super::parts::FILE_TYPES;
use crate::json;
use crate::json::Value;
use crate::schema::{Document, Documents, Place, Plan, compile};
use crate::source::Source;

/// A URL that the lint of callback URLs has nothing to say about.
pub(crate) fn callback_url() -> Json {
    let plain = r"^https://([a-z0-9-]+\.)+[a-z]{2,}(/[A-Za-z0-9/_.-]*)?$";
    json!({"pattern": plain, "not": {"pattern": "bespokify|example|placeholder|your|\\.(local|test|internal|localhost|lan|invalid|home|corp)(/|$)"}})
}

/// An id that the lint of ids has nothing to say about; the documentation's own ids are told apart by their digits.
pub(crate) fn id() -> Json {
    let samples: Vec<Json> = SAMPLE_IDS.iter().map(|id| json!(id)).collect();
    json!({"pattern": "^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$", "not": {"enum": samples}})
}

/// Ids of drafts, predictions and other things in the documentation's examples.
pub(crate) const SAMPLE_IDS: [&str; 7] = [
    "9310e8c3-4731-4063-bb0f-893ae96cf37e",
    "46e3e1d3-ce27-489b-9342-f16cccf69432",
    "d19bbf92-0c5d-4fd7-8c7a-41d002d8bf88",
    "e02bc2c6-ff09-4f71-9b31-062f5ef7e751",
    "12908488-3926-493d-a2b4-81e9b11df378",
    "94a6c3b9-fd26-45cc-884c-43de08fab93c",
    "5ba68d6d-9fc3-4ded-a97c-9f29b96efcd3",
];

/// A nesting configuration of usual sizes.
pub(crate) fn nesting() -> Json {
    json!({"properties": {
        "sheetWidth": {"minimum": 50},
        "sheetLength": {"exclusiveMinimum": 50, "exclusiveMaximum": 30000},
        "partMargin": {"minimum": 0, "maximum": 20},
        "sheetEdgeMargin": {"minimum": 0, "maximum": 20},
        "preNestRotation": {"minimum": -360, "maximum": 360},
    }})
}

/// Heights and lengths of people.
fn measurements() -> Json {
    let height = json!({"minimum": 100, "maximum": 250});
    json!({"properties": {"mbHeight": height, "fbHeight": height}, "additionalProperties": {"exclusiveMinimum": 0}})
}

fn schema(kind: Kind) -> Option<Json> {
    match kind {
        Kind::PredictBody => {
            let of = |gender: &str, other: &str| {
                json!({
                    "if": {"properties": {"gender": {"const": gender}}},
                    "then": {"properties": {"measurements": {"patternProperties": {format!("^{other}[bf][A-Z]"): false}}}},
                })
            };
            let genders = [of("male", "f"), of("female", "m")];
            Some(json!({"properties": {"measurements": measurements()}, "allOf": genders}))
        }
        Kind::PredictScan => Some(json!({"properties": {"source": {"not": {"const": "scanSource"}}}})),
        Kind::Export => {
            let of = |(name, keys): &(&str, &[&str])| {
                let others = FILE_TYPES.iter().filter(|(other, _)| other != name).flat_map(|(_, keys)| *keys);
                let mut properties: serde_json::Map<String, Json> =
                    others.map(|key| ((*key).to_owned(), json!(false))).collect();
                // What some values of these go wrong with is for the lints to say.
                for key in keys.iter().filter(|key| matches!(**key, "driver" | "pen")) {
                    properties.insert((*key).to_owned(), json!(false));
                }
                properties.insert("singleFile".to_owned(), json!({"const": true}));
                json!({
                    "if": {"properties": {"fileType": {"const": name}}},
                    "then": {"properties": {"config": {"properties": properties}}},
                })
            };
            let types: Vec<Json> = FILE_TYPES.iter().map(of).collect();
            Some(json!({
                "properties": {
                    "draftId": id(),
                    "callbackUrl": callback_url(),
                    "nesting": nesting(),
                    // Beside a nesting of the export's own, one of a material is remarked on.
                    "materials": {"additionalProperties": {"properties": {"nesting": false}}},
                },
                "allOf": types,
            }))
        }
        _ => None,
    }
}

/// Whether no lint has anything to say about a body that the schema of its kind accepts.
pub(crate) fn accepts(kind: Kind, body: Value<'_>, holes: bool) -> bool {
    const KINDS: usize = Kind::ALL.len();
    static PLANS: [OnceLock<Option<Plan>>; KINDS] = [const { OnceLock::new() }; KINDS];
    // An action's own members are checked by its schema alone.
    kind == Kind::Action
        || PLANS[kind as usize].get_or_init(|| build(kind)).as_ref().is_some_and(|plan| plan.accepts(body, holes))
}

fn build(kind: Kind) -> Option<Plan> {
    let name = format!("{}.guard.json", kind.name());
    let source = Arc::new(Source::new(name.as_str(), schema(kind)?.to_string()));
    let tape = json::parse(source.text()).unwrap_or_default();
    let mut documents = Documents::default();
    let document = documents.add(Document::new(source, tape, &name));
    let plan = compile(Arc::new(documents), Place { document, node: 0 });
    Some(plan.unwrap_or_else(|problem| panic!("{name}: {}", problem.message)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guard_compiles() {
        for kind in Kind::ALL {
            assert_eq!(build(*kind).is_some(), schema(*kind).is_some(), "{}", kind.name());
        }
    }
}
