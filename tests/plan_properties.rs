//! Generated schemas and bodies: the two modes agree with each other, with `jsonschema` over another representation, and
//! with every value that a hole may turn out to have.

mod common;

use common::generated::{NAMES, body, document, scalar};
use common::{Json, plan};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};
use toile::schema::{TapeJson, TapeNode};

/// What `jsonschema` says, over `serde_json` and over the tape.
fn judged(schema: &Value, body: &Value) -> (bool, bool) {
    let judge = |valid: Result<bool, String>| valid.expect("jsonschema compiles what the generator makes");
    let over_value = jsonschema::draft7::options().build(schema).map(|v| v.is_valid(body)).map_err(|e| e.to_string());
    let text = Json::new(body.to_string());
    let over_tape = jsonschema::options_for::<TapeJson>()
        .with_draft(jsonschema::Draft::Draft7)
        .build(schema)
        .map(|v| v.is_valid(TapeNode::Value(text.root())))
        .map_err(|e| e.to_string());
    (judge(over_value), judge(over_tape))
}

/// Texts of every kind on all schema objects, to show that they change no verdict where they only take what is their own.
fn with_texts(schema: &Value) -> Value {
    match schema {
        Value::Object(members) if !members.contains_key("$ref") => {
            let mut members = members.clone();
            for (name, value) in &mut members {
                match name.as_str() {
                    "not"
                    | "if"
                    | "then"
                    | "else"
                    | "contains"
                    | "additionalItems"
                    | "additionalProperties"
                    | "propertyNames" => *value = with_texts(value),
                    "allOf" | "anyOf" | "oneOf" => {
                        *value = value.as_array().into_iter().flatten().map(with_texts).collect();
                    }
                    _ => {}
                }
            }
            let texts = json!({"required": {"a": "${0}"}, "type": "T", "oneOf": "O", "properties": {"a": "A", "b": "${/}"}, "_": "W"});
            members.insert("errorMessage".to_owned(), texts);
            Value::Object(members)
        }
        other => other.clone(),
    }
}

/// Replaces every `"hole"` by a value.
fn fill(body: &Value, filling: &Value) -> Value {
    match body {
        Value::String(text) if text == "hole" => filling.clone(),
        Value::Array(elements) => elements.iter().map(|element| fill(element, filling)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), fill(value, filling))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// Bodies in which some values are the text `hole`.
fn body_with_holes() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![scalar(), Just(Value::from("hole"))];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((select(NAMES.to_vec()), inner), 0..4).prop_map(|members| members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect::<Map<_, _>>()
                .into()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_modes_and_two_other_judges_agree(schema in document(), bodies in prop::collection::vec(body(), 1..6)) {
        let plan = plan(&schema.to_string()).expect("the generator makes schemas");
        for body in &bodies {
            let text = Json::new(body.to_string());
            let accepts = plan.accepts(text.root(), false);
            prop_assert_eq!(plan.explain(text.root(), false).is_valid(), accepts, "modes on {}", body);
            let (over_value, over_tape) = judged(&schema, body);
            prop_assert_eq!(over_value, accepts, "jsonschema on {}", body);
            prop_assert_eq!(over_tape, accepts, "jsonschema over the tape on {}", body);
        }
    }

    #[test]
    fn texts_keep_the_modes_together(schema in document(), bodies in prop::collection::vec(body(), 1..6)) {
        let plan = plan(&with_texts(&schema).to_string()).expect("the generator makes schemas");
        for body in &bodies {
            let text = Json::new(body.to_string());
            prop_assert_eq!(plan.explain(text.root(), false).is_valid(), plan.accepts(text.root(), false), "on {}", body);
        }
    }

    #[test]
    fn what_is_wrong_around_holes_is_wrong_for_every_value(
        schema in document(),
        body in body_with_holes(),
        fillings in prop::collection::vec(body(), 1..6),
    ) {
        let plan = plan(&schema.to_string()).expect("the generator makes schemas");
        let with_holes = Json::new(fill(&body, &json!({"$ref": "#/resources/p/id"})).to_string());
        let certain = plan.explain(with_holes.root(), true).is_valid();
        if plan.accepts(with_holes.root(), true) {
            prop_assert!(certain, "accepted, but explained as invalid");
        }
        if !certain {
            for filling in &fillings {
                let filled = Json::new(fill(&body, filling).to_string());
                prop_assert!(!plan.accepts(filled.root(), false), "{} is valid", filled.text);
            }
        }
    }
}
