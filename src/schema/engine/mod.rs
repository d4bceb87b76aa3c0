//! Schemas that a plan does not cover, run by `jsonschema` over the tape.

mod tape;

use std::error::Error;
use std::sync::Arc;

use jsonschema::{Draft, Retrieve, Uri, ValidationError};

use super::compile::Problem;
use super::document::{Documents, Place};
use super::stack::with_room;
use crate::json::{Kind, Value, pointer};

pub use tape::{TapeJson, TapeNode, to_serde};

/// A schema of another draft than draft-07.
#[derive(Debug)]
pub struct Engine {
    validator: jsonschema::Validator<TapeJson>,
    documents: Arc<Documents>,
    root: Place,
}

/// One failure of one keyword.
#[derive(Debug, Clone)]
pub struct EngineError {
    /// Index on the tape of the value that fails.
    pub at: u32,
    /// The keyword that it fails, as `jsonschema` classes it: `required` also for `dependentRequired`.
    pub keyword: String,
    /// The value of that keyword in the schema, if it can be found.
    pub schema: Option<Place>,
    /// What is wrong, in the words of `jsonschema`.
    pub message: String,
}

impl Engine {
    pub(super) fn build(documents: Arc<Documents>, root: Place, draft: Draft) -> Result<Engine, Problem> {
        let value = documents.value(root);
        let built = jsonschema::options_for::<TapeJson>()
            .with_draft(draft)
            .with_base_uri(documents.base_of(root))
            .with_retriever(Loaded(Arc::clone(&documents)))
            .build(&to_serde(value));
        match built {
            Ok(validator) => Ok(Engine { validator, documents, root }),
            Err(error) => Err(refusal(&error, value).at(root)),
        }
    }

    /// Whether the instance is valid.
    pub fn accepts(&self, instance: Value<'_>) -> bool {
        let valid = || self.validator.is_valid(TapeNode::Value(instance));
        if is_deep(instance) { with_room(valid).unwrap_or(false) } else { valid() }
    }

    /// Everything that is wrong with an instance, in the order of the schema. Places where nothing readable stands are
    /// passed over.
    pub fn errors(&self, instance: Value<'_>) -> Vec<EngineError> {
        let errors = || self.errors_here(instance);
        if is_deep(instance) { with_room(errors).unwrap_or_default() } else { errors() }
    }

    fn errors_here(&self, instance: Value<'_>) -> Vec<EngineError> {
        let errors = self.validator.iter_errors(TapeNode::Value(instance)).filter_map(|error| {
            let value = find(instance, error.instance_path().as_str())?;
            (value.kind() != Kind::Missing).then(|| EngineError {
                at: value.index(),
                keyword: error.kind().keyword().to_owned(),
                schema: self.place(&error),
                message: error.to_string(),
            })
        });
        errors.collect()
    }

    /// The documents that the schema was read from.
    pub fn documents(&self) -> &Documents {
        &self.documents
    }

    fn place(&self, error: &ValidationError<'_>) -> Option<Place> {
        if let Some(uri) = error.absolute_keyword_location()
            && let Ok(Some(place)) = self.documents.resolve(self.root, uri.as_str())
        {
            return Some(place);
        }
        let root = self.documents.value(self.root);
        find(root, error.schema_path().as_str()).map(|value| Place { node: value.index(), ..self.root })
    }
}

/// Whether a value is nested so deep that whatever sets no bound, as `jsonschema`, needs more than the usual stack.
pub(super) fn is_deep(value: Value<'_>) -> bool {
    const DEEP: usize = 64;
    let nodes = value.doc().nodes();
    let mut open: Vec<u32> = Vec::new();
    (value.index()..value.node().next).any(|index| {
        while open.last().is_some_and(|&end| end <= index) {
            open.pop();
        }
        let node = nodes[index as usize];
        if matches!(node.kind(), Kind::Array | Kind::Object) {
            open.push(node.next);
        }
        open.len() > DEEP
    })
}

/// What is wrong with a schema, at the part of it that the error is about.
pub(super) fn refusal(error: &ValidationError<'_>, schema: Value<'_>) -> Problem {
    let value = find(schema, error.instance_path().as_str()).unwrap_or(schema);
    Problem::new(value, error.to_string())
}

/// The value below `from` that a pointer names.
fn find<'a>(from: Value<'a>, pointer: &str) -> Option<Value<'a>> {
    let mut segments = pointer.split('/').skip(1);
    segments.try_fold(from, |at, segment| match at.kind() {
        Kind::Object => at.get(&pointer::unescape_segment(segment)),
        Kind::Array => at.element(segment.parse().ok()?),
        _ => None,
    })
}

/// The loaded documents, and nothing else.
struct Loaded(Arc<Documents>);

impl Retrieve for Loaded {
    fn retrieve(&self, uri: &Uri<String>) -> Result<serde_json::Value, Box<dyn Error + Send + Sync>> {
        let place =
            self.0.find(uri.as_str()).ok_or_else(|| format!("`{uri}` was not loaded, and nothing is fetched"))?;
        Ok(to_serde(self.0.value(place)))
    }
}

#[cfg(test)]
mod tests {
    use crate::json::{Doc, parse};
    use crate::schema::Schema;
    use crate::schema::load::tests::{load, load_with};

    fn errors(schema: &Schema, text: &str) -> Vec<String> {
        let tape = parse(text).expect("it is JSON");
        let doc = Doc::new(text, &tape);
        let Schema::Engine(engine) = schema else { panic!("it runs on the engine") };
        let errors = engine.errors(doc.root());
        let shown = errors.iter().map(|error| {
            let in_schema = error.schema.map_or("?", |place| engine.documents().value(place).raw());
            format!("{} {} {in_schema}", doc.value(error.at).raw(), error.keyword)
        });
        assert_eq!(engine.accepts(doc.root()), errors.is_empty());
        shown.collect()
    }

    #[test]
    fn later_drafts_run_and_errors_have_places() {
        let schema = load(
            r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "prefixItems": [{"type": "string"}],
                "dependentRequired": {"a": ["b"]}}"#,
        )
        .expect("it is a schema");
        assert_eq!(errors(&schema, "[5]"), [r#"5 type "string""#]);
        assert_eq!(errors(&schema, r#"{"a": 1}"#), [r#"{"a": 1} required {"a": ["b"]}"#]);
        assert_eq!(errors(&schema, r#"{"a": 1, "b": 2}"#), [""; 0]);
    }

    #[test]
    fn references_lead_to_loaded_documents_only() {
        let schema =
            r#"{"$schema": "http://json-schema.org/draft-04/schema#", "properties": {"a": {"$ref": "other.json#/d"}}}"#;
        let problem = load(schema).expect_err("the other document is missing");
        assert!(problem.message.contains("other.json"), "{}", problem.message);
        let schema = load_with(schema, &[("other.json", r#"{"d": {"maximum": 3, "exclusiveMaximum": true}}"#)]);
        let schema = schema.expect("the other document is there");
        assert_eq!(errors(&schema, r#"{"a": 3}"#).len(), 1);
    }
}
