//! Short ways to a plan and an instance, for unit tests.

use std::sync::Arc;

use super::{Document, Documents, Place, Plan, Problem, compile};
use crate::json::parse;
use crate::source::Source;

/// The plan of a schema that compiles.
pub(super) fn plan(schema: &str) -> Plan {
    try_plan(schema).expect("the schema compiles")
}

/// The plan of a schema.
pub(super) fn try_plan(schema: &str) -> Result<Plan, Problem> {
    let tape = parse(schema).expect("the schema is JSON");
    let mut documents = Documents::default();
    documents.add(Document::new(Arc::new(Source::new("schema.json", schema)), tape, "schema.json"));
    compile(Arc::new(documents), Place { document: 0, node: 0 })
}
