//! Proofs that a part of a schema accepts nothing, from the canonical form of `jsonschema`.

use std::collections::BTreeMap;

use jsonschema::Draft;
use jsonschema::canonical::{UnsatisfiableReason, options};

use crate::json::{Kind, Value};
use crate::schema::{to_serde, with_room};

/// Larger and deeper schemas are not looked at: the canonical form may grow with the square of either.
const MOST_NODES: u32 = 20_000;
const MOST_LEVELS: usize = 128;

/// The schemas of a draft-07 document that no value satisfies, by JSON Pointer, with why. What is not listed is not proved
/// to be satisfiable.
pub(crate) fn prove(schema: Value<'_>) -> BTreeMap<String, UnsatisfiableReason> {
    if schema.node().next - schema.index() > MOST_NODES || !is_shallow(schema) {
        return BTreeMap::new();
    }
    let prove = || {
        // The service checks formats in its own way: a proof that rests on one would be none.
        let options = options().with_draft(Draft::Draft7).offline().should_validate_formats(false);
        let document = to_serde(schema);
        let reasons = options.prepare(&document).and_then(|prepared| prepared.unsatisfiable());
        reasons.unwrap_or_default()
    };
    with_room(prove).unwrap_or_default()
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
