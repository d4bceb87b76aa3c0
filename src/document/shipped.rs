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

/// Compiles a schema together with the parts that it may refer to by file name, `nesting.schema.json` for one.
fn build(kind: Kind) -> Option<Plan> {
    let mut documents = Documents::default();
    let root = add(&mut documents, kind)?;
    for part in Kind::ALL.iter().filter(|part| part.is_part() && **part != kind) {
        add(&mut documents, *part);
    }
    let plan = compile(Arc::new(documents), Place { document: root, node: 0 });
    Some(plan.unwrap_or_else(|problem| panic!("{}.schema.json: {}", kind.name(), problem.message)))
}

fn add(documents: &mut Documents, kind: Kind) -> Option<u16> {
    let name = format!("{}.schema.json", kind.name());
    let source = Arc::new(Source::new(name.as_str(), kind.schema()?));
    let tape = json::parse(source.text()).unwrap_or_default();
    Some(documents.add(Document::new(source, tape, &name)))
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
