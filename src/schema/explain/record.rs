//! What the second mode of a plan yields: records as ajv makes them, each with where it came from.

use smallvec::SmallVec;

use super::reach::Reach;
use crate::json::{Doc, Value, pointer};
use crate::schema::keyword::Keyword;
use crate::schema::plan::{PathId, Plan, SubId};

/// Position of a record in its [`Explanation`].
pub type RecordId = u32;

/// Position of a scope in its [`Explanation`]; 0 is the whole schema.
pub type ScopeId = u32;

/// One failure of one keyword, or one authored text.
#[derive(Debug)]
pub struct Record<'p> {
    /// The keyword that failed.
    pub keyword: Keyword,
    /// Index on the tape of the value that the record is about: ajv's dataPath.
    pub at: u32,
    /// The schema object that holds the keyword.
    pub sub: SubId,
    /// What the keyword reports.
    pub detail: Detail<'p>,
    /// The innermost condition or branch that the record was made under.
    pub scope: ScopeId,
    /// For [`Keyword::ErrorMessage`]: the text, absent where JavaScript would have none.
    pub text: Option<String>,
    /// For [`Keyword::ErrorMessage`]: the records that it replaced.
    pub taken: SmallVec<[RecordId; 2]>,
    pub(super) path: PathId,
}

/// The parameters of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail<'p> {
    /// Nothing beyond the keyword.
    None,
    /// `required`: the name that is missing.
    Missing(&'p str),
    /// `dependencies`: the name that is missing, and the name whose presence demands it.
    Depends {
        /// The name that is present.
        trigger: &'p str,
        /// The name that is missing.
        missing: &'p str,
    },
    /// `additionalProperties` and `propertyNames`: index on the tape of the key.
    Key(u32),
    /// `oneOf`: two branches that passed, by position; nothing where none did.
    Passing(Option<[usize; 2]>),
    /// `if`: whether `then` (or else `else`) failed.
    Branch {
        /// `true` for `then`.
        then: bool,
    },
    /// `uniqueItems`: the positions of two equal elements.
    Repeat(usize, usize),
}

/// A part of the schema that applied only because of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// The scope around this one.
    pub parent: ScopeId,
    /// What kind of part.
    pub kind: ScopeKind,
    /// The schema object that holds the keyword.
    pub sub: SubId,
    /// Index on the tape of the value that it is applied to.
    pub at: u32,
}

/// The parts of a schema that apply only because of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    /// Everything.
    Root,
    /// `then`, because the condition held.
    Then,
    /// `else`, because the condition did not hold.
    Else,
    /// A branch of `anyOf`.
    AnyOf(u32),
    /// A branch of `oneOf`.
    OneOf(u32),
    /// `contains`, tried on an element.
    Contains,
    /// `propertyNames`, applied to the key at this index of the tape.
    PropertyNames(u32),
}

/// Everything that a plan has to say about one instance.
#[derive(Debug)]
pub struct Explanation<'p, 'd> {
    pub(super) plan: &'p Plan,
    pub(super) doc: Doc<'d>,
    pub(super) root: u32,
    pub(super) records: Vec<Record<'p>>,
    pub(super) live: SmallVec<[RecordId; 4]>,
    pub(super) scopes: SmallVec<[Scope; 4]>,
    pub(super) errors: usize,
    pub(super) undecided: Option<u32>,
    pub(super) reach: Reach,
}

impl<'p> Explanation<'p, '_> {
    /// ajv's verdict.
    pub fn is_valid(&self) -> bool {
        self.errors == 0
    }

    /// The plan that made it.
    pub fn plan(&self) -> &'p Plan {
        self.plan
    }

    /// The record of that id.
    pub fn record(&self, id: RecordId) -> &Record<'p> {
        &self.records[id as usize]
    }

    /// Takes the text of a record, which has none after that.
    pub(crate) fn take_text(&mut self, id: RecordId) -> Option<String> {
        self.records[id as usize].text.take()
    }

    /// The records that ajv with ajv-errors returns, in its order.
    pub fn live(&self) -> &[RecordId] {
        &self.live
    }

    /// The scope of that id.
    pub fn scope(&self, id: ScopeId) -> Scope {
        self.scopes[id as usize]
    }

    /// Index of a value on which a pattern gave up after too much backtracking, if there is one: the verdict is then
    /// not certain.
    pub fn undecided(&self) -> Option<u32> {
        self.undecided
    }

    /// ajv's dataPath of a record.
    pub fn data_path(&self, id: RecordId) -> String {
        let full = pointer::of(self.doc, self.record(id).at);
        let root = pointer::of(self.doc, self.root);
        full[root.len()..].to_owned()
    }

    /// ajv's schemaPath of a record.
    pub fn schema_path(&self, id: RecordId) -> String {
        let record = self.record(id);
        format!("{}/{}", self.plan.path(record.path), record.keyword.name())
    }

    /// The value that a record is about.
    pub fn value(&self, id: RecordId) -> Value<'_> {
        self.doc.value(self.record(id).at)
    }
}
