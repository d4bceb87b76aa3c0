//! Why patterns cannot be loaded.

use std::path::PathBuf;
use std::sync::Arc;

use crate::json;
use crate::schema::{Documents, Problem};
use crate::source::Source;

/// Why patterns cannot be loaded.
#[derive(Debug)]
pub enum RegistryError {
    /// A file that cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// Something wrong at a place of a file.
    Broken {
        /// The file.
        source: Arc<Source>,
        /// What and where.
        problem: Box<Problem>,
        /// Bytes of the place.
        span: json::Span,
    },
    /// Two schemas that claim one pattern.
    TwoSchemas {
        /// The pattern.
        id: i64,
        /// The files.
        files: [String; 2],
    },
}

impl RegistryError {
    pub(super) fn new(problem: Problem, source: &Arc<Source>) -> RegistryError {
        let tape = json::parse(source.text()).unwrap_or_default();
        let span = tape.nodes().get(problem.node as usize).map_or(0..0, |node| node.span());
        RegistryError::Broken { source: Arc::clone(source), problem: Box::new(problem), span }
    }

    pub(super) fn of_document(problem: Problem, documents: &Documents) -> RegistryError {
        let document = documents.document(problem.document);
        let span = document.doc().value(problem.node).span();
        RegistryError::Broken { source: Arc::clone(&document.source), problem: Box::new(problem), span }
    }

    pub(super) fn syntax(source: &Arc<Source>) -> RegistryError {
        let errors = json::recover(source.text(), &mut json::Tape::default());
        let (message, span, help) = match errors.into_iter().next() {
            Some(error) => (error.message, error.span, error.help),
            None => ("this is no JSON".to_owned(), 0..0, None),
        };
        let problem = Box::new(Problem { message, help, node: 0, document: 0 });
        RegistryError::Broken { source: Arc::clone(source), problem, span }
    }
}
