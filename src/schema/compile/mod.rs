//! From a schema document to a [`Plan`].

mod groups;
mod read;
mod references;

use std::collections::HashMap;
use std::sync::Arc;

use super::document::{Documents, Place};
use super::pattern::Pattern;
use super::plan::{PathId, Plan, Sub, SubId};
use crate::json::{Kind, Value};

/// Why a schema cannot be compiled, with the place in its document.
#[derive(Debug, Clone)]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
    /// Index on the tape of the document.
    pub node: u32,
    /// Position of the document among the loaded ones.
    pub document: u16,
}

impl Problem {
    /// A problem at a value of the first document.
    pub fn at(value: Value<'_>, message: impl Into<String>) -> Problem {
        Problem { message: message.into(), help: None, node: value.index(), document: 0 }
    }

    pub(super) fn new(value: Value<'_>, message: impl Into<String>) -> Problem {
        Problem::at(value, message)
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }
}

/// Compiles the schema at `root` and everything that it refers to.
pub fn compile(documents: Arc<Documents>, root: Place) -> Result<Plan, Problem> {
    let mut compiler = Compiler {
        documents: &documents,
        subs: Vec::new(),
        patterns: Vec::new(),
        pattern_ids: HashMap::new(),
        paths: Vec::new(),
        path_ids: HashMap::new(),
        apart: HashMap::new(),
        in_place: HashMap::new(),
        queue: Vec::new(),
        root,
    };
    let id = compiler.apart(root);
    // Functions compiled apart are compiled one after the other: their nesting costs no stack.
    while let Some((place, id)) = compiler.queue.pop() {
        let sub = compiler.schema(place, "#".to_owned(), 0)?;
        compiler.subs.swap(id as usize, sub as usize);
    }
    let Compiler { subs, patterns, paths, .. } = compiler;
    let plan = Plan { subs, patterns, paths, documents, root: id };
    references::refuse_endless(&plan)?;
    Ok(plan)
}

struct Compiler<'d> {
    documents: &'d Documents,
    subs: Vec<Sub>,
    patterns: Vec<Pattern>,
    pattern_ids: HashMap<String, u32>,
    paths: Vec<String>,
    path_ids: HashMap<String, PathId>,
    /// Targets compiled apart, by place.
    apart: HashMap<Place, SubId>,
    /// Targets compiled in place, by place, the reference as written, and the level of data.
    in_place: HashMap<(Place, String, u32), SubId>,
    queue: Vec<(Place, SubId)>,
    root: Place,
}

impl Compiler<'_> {
    /// Compiles the schema at `place`. `path` is its schemaPath, `level` the number of data levels above its instance.
    fn schema(&mut self, place: Place, path: String, level: u32) -> Result<SubId, Problem> {
        let documents = self.documents;
        let value = documents.value(place);
        let at = |problem: Problem| Problem { document: place.document, ..problem };
        let id = self.subs.len() as SubId;
        let path_id = self.path(path.clone());
        self.subs.push(Sub::constant(place, path_id, None));
        match value.kind() {
            Kind::True => self.subs[id as usize].constant = Some(true),
            Kind::False => self.subs[id as usize].constant = Some(false),
            Kind::Object if !read::has_rules(value) => self.subs[id as usize].constant = Some(true),
            Kind::Object => {
                let scope = Scope { place, value, path, level };
                let sub = self.object_schema(&scope, path_id).map_err(at)?;
                self.subs[id as usize] = sub;
            }
            _ => return Err(at(Problem::new(value, "a schema must be an object, `true` or `false`"))),
        }
        Ok(id)
    }

    /// Compiles a schema below `scope`, whose schemaPath is the scope's with `suffix` added.
    fn child(&mut self, scope: &Scope<'_>, value: Value<'_>, suffix: &str, levels: u32) -> Result<SubId, Problem> {
        let place = Place { document: scope.place.document, node: value.index() };
        self.schema(place, format!("{}/{suffix}", scope.path), scope.level + levels)
    }

    fn path(&mut self, path: String) -> PathId {
        if let Some(&id) = self.path_ids.get(&path) {
            return id;
        }
        let id = self.paths.len() as PathId;
        self.paths.push(path.clone());
        self.path_ids.insert(path, id);
        id
    }

    fn pattern(&mut self, value: Value<'_>) -> Result<u32, Problem> {
        let source = value.string().unwrap_or_default().into_owned();
        if let Some(&id) = self.pattern_ids.get(&source) {
            return Ok(id);
        }
        let pattern = Pattern::new(&source)
            .map_err(|error| Problem::new(value, format!("`{source}` is no regular expression: {error}")))?;
        let id = self.patterns.len() as u32;
        self.patterns.push(pattern);
        self.pattern_ids.insert(source, id);
        Ok(id)
    }
}

/// The schema object that is being compiled.
struct Scope<'d> {
    place: Place,
    value: Value<'d>,
    path: String,
    level: u32,
}

impl Sub {
    fn constant(place: Place, path: PathId, constant: Option<bool>) -> Sub {
        Sub {
            place,
            path,
            constant,
            types: None,
            number: None,
            string: None,
            array: None,
            object: None,
            rest: None,
            reference: None,
            message: None,
        }
    }
}
