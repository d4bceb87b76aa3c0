//! The short way never accepts what the long way refuses: a plan's two modes about one schema, or, where no line `---`
//! parts a schema from a body, the check of a request with its short cut and without.

use std::sync::Arc;

use toile::check::{check, check_thoroughly};
use toile::json::{Doc, parse};
use toile::schema::{Document, Documents, Place, Schema};
use toile::source::Source;

use super::shared::{Input, ONE, env, told};

/// Holds the two against each other.
pub fn run(bytes: &[u8]) {
    ONE.install(|| run_here(bytes));
}

fn run_here(bytes: &[u8]) {
    let Some(input) = Input::new(bytes) else { return };
    match input.text.split_once("\n---\n") {
        Some((schema, body)) => modes(schema, body),
        None => {
            let source = input.source();
            assert_eq!(told(&check(&source, env())), told(&check_thoroughly(&source, env())));
        }
    }
}

fn modes(schema: &str, body: &str) {
    let (Some(tape), Some(body_tape)) = (parse(schema), parse(body)) else { return };
    let mut documents = Documents::default();
    let root = documents.add(Document::new(Arc::new(Source::new("schema.json", schema)), tape, "schema.json"));
    let Ok(schema) = Schema::load(Arc::new(documents), Place { document: root, node: 0 }) else { return };
    let Some(plan) = schema.plan() else { return };
    let body = Doc::new(body, &body_tape).root();
    for holes in [false, true] {
        let accepts = plan.accepts(body, holes);
        let explanation = plan.explain(body, holes);
        if explanation.undecided().is_none() {
            assert_eq!(accepts, explanation.is_valid(), "holes: {holes}");
        } else {
            assert!(!accepts, "accepted, though nobody can tell");
        }
    }
}
