//! The schemas that toile brings along, compiled when a document of their kind is first met.

use std::sync::{Arc, OnceLock};

use super::Kind;
use crate::json;
use crate::schema::{Document, Documents, Place, Plan, compile};
use crate::source::Source;

/// How many kinds there are.
const KINDS: usize = Kind::ALL.len();

/// The schema of a kind, ready to run; none where a kind has no schema.
pub(crate) fn plan(kind: Kind) -> Option<&'static Plan> {
    static PLANS: [OnceLock<Option<Plan>>; KINDS] = [const { OnceLock::new() }; KINDS];
    PLANS[kind as usize].get_or_init(|| build(kind)).as_ref()
}

/// Compiles a schema together with the parts that it refers to by file name, `nesting.schema.json` for one.
fn build(kind: Kind) -> Option<Plan> {
    let mut documents = Documents::default();
    let mut kinds = vec![kind];
    let mut next = 0;
    let mut root = None;
    while let Some(kind) = kinds.get(next) {
        let text = kind.schema()?;
        let document = add(&mut documents, &file_name(*kind), text);
        root = root.or(Some(document));
        let parts = Kind::ALL.iter().filter(|part| part.is_part() && text.contains(&file_name(**part)));
        let parts: Vec<Kind> = parts.filter(|part| !kinds.contains(part)).copied().collect();
        kinds.extend(parts);
        next += 1;
    }
    let plan = compile(Arc::new(documents), Place { document: root?, node: 0 });
    Some(plan.unwrap_or_else(|problem| panic!("{}: {}", file_name(kind), problem.message)))
}

fn file_name(kind: Kind) -> String {
    [kind.name(), ".schema.json"].concat()
}

fn add(documents: &mut Documents, name: &str, text: &str) -> u16 {
    let source = Arc::new(Source::new(name, text));
    let tape = json::parse(source.text()).unwrap_or_default();
    documents.add(Document::new(source, tape, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_schema_compiles() {
        for kind in Kind::ALL {
            assert_eq!(plan(*kind).is_some(), kind.schema().is_some(), "{}", kind.name());
        }
    }
}
