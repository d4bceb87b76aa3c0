//! One pattern and everything that a draft of it is held against.

use std::sync::{Arc, OnceLock};

use super::data::PatternData;
use super::names::Names;
use super::{RegistryError, derive, guard};
use crate::document::{Kind as DocumentKind, shipped};
use crate::json::{self, Value};
use crate::schema::{Answer, Document, Documents, Gate, Place, Plan, Schema, compile};
use crate::source::Source;

/// One pattern, ready to hold drafts against.
#[derive(Debug)]
pub struct Pattern {
    /// Its number; none for a schema given for every draft.
    pub id: Option<i64>,
    /// The schema that the service answers with.
    pub schema: Option<Schema>,
    /// Its data.
    pub data: Option<Arc<PatternData>>,
    /// The data as a schema, where there is no other.
    pub derived: Option<Derived>,
    /// Every name that it knows.
    pub names: Names,
    /// Made when drafts are first accepted by it: a few are looked at by the lints themselves.
    guard: OnceLock<Option<Plan>>,
    /// All plans as one.
    gate: OnceLock<Option<Gate>>,
    /// The same without what speaks for the service.
    quiet: OnceLock<Option<Gate>>,
}

/// Pattern data compiled into a schema.
#[derive(Debug)]
pub struct Derived {
    /// The compiled schema.
    pub plan: Plan,
    origins: Vec<(String, u32)>,
}

impl Derived {
    /// The node of the data that a place of the schema (by JSON Pointer) was made of.
    pub fn origin(&self, pointer: &str) -> Option<u32> {
        let covers = |at: &str| pointer.strip_prefix(at).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let fitting = self.origins.iter().filter(|(at, _)| covers(at));
        fitting.max_by_key(|(at, _)| at.len()).map(|&(_, node)| node)
    }
}

impl Pattern {
    pub(super) fn new(
        id: Option<i64>,
        schema: Option<Schema>,
        data: Option<Arc<PatternData>>,
    ) -> Result<Pattern, RegistryError> {
        let derived = match (&schema, &data) {
            (None, Some(data)) => {
                let written = derive::write(data);
                let name = format!("{} (as a schema)", data.document.source.name());
                Some(Derived { plan: internal_plan(&name, written.text)?, origins: written.origins })
            }
            _ => None,
        };
        let names = Names::gather(schema.as_ref().and_then(Schema::plan), data.as_deref());
        Ok(Pattern {
            id,
            schema,
            data,
            derived,
            names,
            guard: OnceLock::new(),
            gate: OnceLock::new(),
            quiet: OnceLock::new(),
        })
    }

    /// What drafts are held against, as far as it is a plan: the schema, else the data as one.
    pub fn plan(&self) -> Option<&Plan> {
        let schema = self.schema.as_ref().and_then(Schema::plan);
        schema.or(self.derived.as_ref().map(|derived| &derived.plan))
    }

    /// Whether nothing that is known of the pattern or of drafts has anything to say about a draft: no schema, no lint.
    #[inline]
    pub fn accepts(&self, body: Value<'_>, holes: bool) -> bool {
        let engine = self.has_plan() || self.schema.as_ref().is_none_or(|schema| schema.accepts(body, holes));
        engine
            && self.guard().is_some()
            && match self.merged().map_or(Answer::Unsure, |gate| gate.answer(body, holes)) {
                Answer::Yes => true,
                Answer::No => false,
                Answer::Unsure => self.plans().all(|plan| plan.accepts(body, holes)),
            }
    }

    /// Whether it is sure that neither the documented shape of a draft nor any lint objects to one, whatever the schema of
    /// the pattern says.
    pub(crate) fn is_quiet(&self, body: Value<'_>, holes: bool) -> bool {
        let merge = || Gate::of(&[self.guard()?, shipped::plan(DocumentKind::Draft)?]);
        self.quiet.get_or_init(merge).as_ref().is_some_and(|gate| gate.answer(body, holes) == Answer::Yes)
    }

    /// All that decides about drafts, where that is one gate.
    pub(crate) fn gate(&self) -> Option<&Gate> {
        self.merged().filter(|_| self.has_plan() && self.guard().is_some())
    }

    /// Whether no engine is needed.
    fn has_plan(&self) -> bool {
        self.schema.as_ref().is_none_or(|schema| schema.plan().is_some())
    }

    fn merged(&self) -> Option<&Gate> {
        self.gate.get_or_init(|| Gate::of(&self.plans().collect::<Vec<_>>())).as_ref()
    }

    /// What no lint objects to. None where that cannot be said: every draft is then for the lints to look at.
    fn guard(&self) -> Option<&Plan> {
        let write = || guard::write(&self.names, self.data.as_deref());
        self.guard.get_or_init(|| internal_plan("draft guard", write()).ok()).as_ref()
    }

    /// Every plan that a draft is held against.
    fn plans(&self) -> impl Iterator<Item = &Plan> {
        let own = self.schema.as_ref().and_then(Schema::plan);
        let derived = self.derived.as_ref().map(|derived| &derived.plan);
        own.into_iter().chain(derived).chain(self.guard()).chain(shipped::plan(DocumentKind::Draft))
    }
}

/// Data as a schema of its own.
pub(crate) fn derived_plan(data: &PatternData) -> Option<Plan> {
    let name = format!("{} (as a schema)", data.document.source.name());
    internal_plan(&name, derive::write(data).text).ok()
}

/// Compiles a schema that toile wrote itself.
fn internal_plan(name: &str, text: String) -> Result<Plan, RegistryError> {
    let source = Arc::new(Source::new(name, text));
    let tape = json::parse(source.text());
    let mut documents = Documents::default();
    let document = Document::new(Arc::clone(&source), tape.unwrap_or_default(), name);
    let root = Place { document: documents.add(document), node: 0 };
    compile(Arc::new(documents), root).map_err(|problem| RegistryError::new(problem, &source))
}
