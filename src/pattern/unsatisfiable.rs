//! Proofs that a part of a schema accepts nothing, from the canonical form of `jsonschema`.

use std::collections::BTreeMap;

use jsonschema::Draft;
use jsonschema::canonical::{UnsatisfiableReason, options};
use serde_json::Value as Json;

use crate::json::{Kind, Value};
use crate::schema::{to_serde, with_room};

/// Larger and deeper schemas are not looked at: the canonical form may grow with the square of either.
const MOST_NODES: u32 = 20_000;
const MOST_LEVELS: usize = 128;
/// Of schemas with more branches and conditions, these are left out.
const MOST_CHOICES: usize = 12;

/// The schemas of a draft-07 document that no value satisfies, by JSON Pointer, with why. What is not listed is not proved
/// to be satisfiable.
pub(crate) fn prove(schema: Value<'_>) -> BTreeMap<String, UnsatisfiableReason> {
    if schema.node().next - schema.index() > MOST_NODES || !is_shallow(schema) {
        return BTreeMap::new();
    }
    let prove = || {
        // The service checks formats in its own way: a proof that rests on one would be none.
        let options = options().with_draft(Draft::Draft7).offline().should_validate_formats(false);
        let mut document = to_serde(schema);
        if choices(&document) > MOST_CHOICES {
            weaken(&mut document);
        }
        let reasons = options.prepare(&document).and_then(|prepared| prepared.unsatisfiable());
        reasons.unwrap_or_default()
    };
    with_room(prove).unwrap_or_default()
}

/// How many branches and conditions a schema has: each may double the canonical form.
fn choices(schema: &Json) -> usize {
    match schema {
        Json::Object(members) => {
            let own = |(name, value): (&String, &Json)| match (name.as_str(), value) {
                ("anyOf" | "oneOf", Json::Array(branches)) => branches.len() + choices(value),
                ("if", _) => 1 + choices(value),
                _ => choices(value),
            };
            members.iter().map(own).sum()
        }
        Json::Array(elements) => elements.iter().map(choices).sum(),
        _ => 0,
    }
}

/// Leaves choices and conditions out. What then accepts nothing did not before, since nothing is left out below `not`
/// that is not left out with it.
fn weaken(schema: &mut Json) {
    match schema {
        Json::Object(members) => {
            members.retain(|name, value| {
                let is_choice = matches!((name.as_str(), &*value), ("anyOf" | "oneOf", Json::Array(_)) | ("if", _));
                let is_doubtful = name == "not" && choices(value) > 0;
                !is_choice && !is_doubtful
            });
            members.values_mut().for_each(weaken);
        }
        Json::Array(elements) => elements.iter_mut().for_each(weaken),
        _ => {}
    }
}

/// Whether a value is nested no deeper than is looked into.
fn is_shallow(value: Value<'_>) -> bool {
    let doc = value.doc();
    let mut ends: Vec<u32> = Vec::new();
    for index in value.index()..value.node().next {
        while ends.last().is_some_and(|end| *end <= index) {
            ends.pop();
        }
        let node = doc.value(index).node();
        if matches!(node.kind(), Kind::Object | Kind::Array) {
            ends.push(node.next);
        }
        if ends.len() > MOST_LEVELS {
            return false;
        }
    }
    true
}
