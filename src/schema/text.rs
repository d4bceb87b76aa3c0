//! A plan straight from the text of one schema.

use std::sync::Arc;

use super::{Document, Documents, Place, Plan, Problem, compile};
use crate::json;
use crate::source::Source;

/// Compiles the text of a schema that refers to nothing but itself.
///
/// # Examples
///
/// ```
/// let plan = toile::schema::plan_of(r#"{"required": ["patternId"]}"#).unwrap();
/// let (text, mut tape) = (r#"{"patternId": 397}"#, toile::json::Tape::default());
/// assert!(toile::json::parse_into(text, &mut tape));
/// assert!(plan.accepts(toile::json::Doc::new(text, &tape).root(), false));
/// ```
pub fn plan_of(text: &str) -> Result<Plan, Problem> {
    let source = Arc::new(Source::new("schema.json", text));
    let Some(tape) = json::parse(source.text()) else {
        return Err(Problem { message: "this is no JSON".to_owned(), help: None, node: 0, document: 0 });
    };
    let mut documents = Documents::default();
    let root = Place { document: documents.add(Document::new(source, tape, "schema.json")), node: 0 };
    compile(Arc::new(documents), root)
}
