//! A schema that is linted as a document: whether it can be loaded at all, and its survey.

use std::sync::Arc;

use super::registry::Registry;
use super::survey::{Home, Survey};
use crate::json::{Kind, Value, parse};
use crate::schema::{Document, Documents, Place, Problem, Schema};
use crate::source::Source;

/// A schema under study. It is read from its own text alone, so that its nodes are those of the checked document, less an
/// offset.
#[derive(Debug)]
pub(crate) struct Study<'a> {
    /// The schema, or everything that keeps it from being one, by node of the checked document.
    pub(crate) loaded: Result<Schema, Vec<Problem>>,
    pub(crate) survey: Survey<'a>,
    /// What is added to a node of the schema's own document to make one of the checked document.
    pub(crate) offset: u32,
    /// Which of the schema's documents that is.
    pub(crate) position: u16,
}

impl<'a> Study<'a> {
    /// Studies the schema in `body`; nothing where it is not written as JSON.
    pub(crate) fn of(body: Value<'a>, file: &str, registry: &Registry) -> Option<Study<'a>> {
        let text = body.raw();
        let tape = parse(text)?;
        let offset = body.index();
        let absolute = std::path::absolute(file).map_or(file.to_owned(), |path| path.to_string_lossy().into_owned());
        let mut documents = Documents::default();
        let position = documents.add(Document::new(Arc::new(Source::new(file, text)), tape, &absolute));
        if refers_elsewhere(body)
            && let Some(others) = registry.documents()
        {
            others.copy_into(&mut documents);
        }
        let documents = Arc::new(documents);
        let root = Place { document: position, node: 0 };
        let survey = Survey::of(body, Home { documents: &documents, position, offset });
        let loaded = Schema::load_or_object(documents, root).map_err(|problems| {
            let moved = |problem: Problem| Problem { node: problem.node + offset, ..problem };
            problems.into_iter().filter(|problem| problem.document == position).map(moved).collect()
        });
        Some(Study { loaded, survey, offset, position })
    }

    /// The survey of a schema that can be loaded, and that is read as draft-07.
    pub(crate) fn sound(&self) -> Option<&Survey<'a>> {
        self.loaded.as_ref().ok().filter(|schema| schema.plan().is_some()).map(|_| &self.survey)
    }
}

/// Whether some reference leads out of the document.
fn refers_elsewhere(body: Value<'_>) -> bool {
    let doc = body.doc();
    let keys = (body.index()..body.node().next).map(|at| doc.value(at)).filter(|value| value.kind() == Kind::Key);
    let mut targets = keys.filter(|key| key.is_str("$ref")).map(|key| doc.value(key.index() + 1));
    targets.any(|target| target.string().is_some_and(|target| !target.starts_with('#')))
}
