//! From a schema document to a [`Plan`].

mod groups;
mod read;
mod references;

use std::mem::take;
use std::sync::{Arc, OnceLock};

use hashbrown::HashMap;

use super::document::{Documents, Place};
use super::pattern::Pattern;
use super::plan::{Mode, PathId, Plan, Sub, SubId};
use super::stack::{has_room, with_room};
use crate::json::{Kind, Value};

/// Why a schema cannot be compiled, or what is remarkable about it, with the place in its document.
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
    pub fn about(value: Value<'_>, message: impl Into<String>) -> Problem {
        Problem { message: message.into(), help: None, node: value.index(), document: 0 }
    }

    pub(super) fn new(value: Value<'_>, message: impl Into<String>) -> Problem {
        Problem::about(value, message)
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }

    pub(super) fn at(mut self, place: Place) -> Problem {
        self.document = place.document;
        self
    }
}

/// So many schema objects may be compiled one inside another, references that are followed included.
const MAX_NESTED: u32 = 2_500;

/// So many on the caller's stack: more than ordinary schemas have.
const NEAR_NESTED: u32 = 64;

/// So many schema objects a plan may have. A reference costs those of its target, as in ajv.
const MAX_SUBS: usize = 4_000_000;

/// Compiles the schema at `root` and everything that it refers to.
pub fn compile(documents: Arc<Documents>, root: Place) -> Result<Plan, Problem> {
    let Built { subs, patterns, paths, root, delicate } = build(&documents, root)?;
    Ok(Plan { subs, patterns, paths, documents, root, delicate, gate: OnceLock::new() })
}

/// Functions compiled apart are compiled where they are met, as ajv does, which matters for their mode. A chain of them may
/// be long: then all of it is done again where there is room.
fn build(documents: &Documents, root: Place) -> Result<Built, Problem> {
    if !has_room() {
        let mut near = Compiler::new(documents, root, NEAR_NESTED);
        let built = near.run();
        if !near.is_cut {
            return built;
        }
    }
    let no_room = || Err(Problem::new(documents.value(root), "there is no memory left to compile it").at(root));
    with_room(|| Compiler::new(documents, root, MAX_NESTED).run()).unwrap_or_else(no_room)
}

/// A plan that does not know its documents yet.
struct Built {
    subs: Vec<Sub>,
    patterns: Vec<Arc<Pattern>>,
    paths: Vec<String>,
    root: SubId,
    delicate: bool,
}

struct Compiler<'d> {
    documents: &'d Documents,
    subs: Vec<Sub>,
    patterns: Vec<Arc<Pattern>>,
    pattern_ids: HashMap<String, u32>,
    paths: Vec<String>,
    path_ids: HashMap<String, PathId>,
    /// Targets compiled apart.
    apart: HashMap<references::Name, SubId>,
    /// Targets compiled in place, by place, the reference as written, the level of data and the mode.
    in_place: HashMap<(Place, String, u32, Mode), SubId>,
    /// What was found out about targets.
    targets: HashMap<Place, references::Target>,
    root: Place,
    nested: u32,
    most_nested: u32,
    /// It was nested deeper than that.
    is_cut: bool,
    delicate: bool,
    /// The same, if some reference is compiled in place.
    delicate_with_references: bool,
}

impl<'d> Compiler<'d> {
    fn new(documents: &'d Documents, root: Place, most_nested: u32) -> Compiler<'d> {
        Compiler {
            documents,
            subs: Vec::new(),
            patterns: Vec::new(),
            pattern_ids: HashMap::new(),
            paths: Vec::new(),
            path_ids: HashMap::new(),
            apart: HashMap::new(),
            in_place: HashMap::new(),
            targets: HashMap::new(),
            root,
            nested: 0,
            most_nested,
            is_cut: false,
            delicate: false,
            delicate_with_references: false,
        }
    }

    fn run(&mut self) -> Result<Built, Problem> {
        let root = self.apart(references::Name::default(), self.root, false)?;
        let delicate = self.delicate || (self.delicate_with_references && !self.in_place.is_empty());
        let Compiler { subs, patterns, paths, .. } = self;
        let (subs, patterns, paths) = (take(subs), take(patterns), take(paths));
        Ok(Built { subs, patterns, paths, root, delicate })
    }

    /// Compiles the schema at `place`. `path` is its schemaPath, `level` the number of data levels above its instance.
    fn schema(&mut self, place: Place, path: String, level: u32, mode: Mode) -> Result<SubId, Problem> {
        let documents = self.documents;
        let value = documents.value(place);
        self.is_cut |= self.nested >= self.most_nested;
        if self.is_cut || self.subs.len() >= MAX_SUBS {
            return Err(Problem::new(value, "the schema is nested too deep or grows too large").at(place));
        }
        let id = self.subs.len() as SubId;
        let path_id = self.path(path.clone());
        self.subs.push(Sub::constant(place, path_id, mode, None));
        match value.kind() {
            Kind::True => self.subs[id as usize].constant = Some(true),
            Kind::False => self.subs[id as usize].constant = Some(false),
            Kind::Object if !read::has_rules(value) => self.subs[id as usize].constant = Some(true),
            Kind::Object => {
                let scope = Scope { place, value, path, level, mode };
                self.nested += 1;
                let mut sub = self.object_schema(&scope, path_id).map_err(|problem| problem.at(place))?;
                self.nested -= 1;
                sub.height = 1 + sub.below().map(|child| self.subs[child as usize].height).max().unwrap_or(0);
                self.subs[id as usize] = sub;
            }
            _ => return Err(Problem::new(value, "a schema must be an object, `true` or `false`").at(place)),
        }
        Ok(id)
    }

    /// Compiles a schema below `scope`, whose schemaPath is the scope's with `suffix` added.
    fn child(&mut self, scope: &Scope<'_>, value: Value<'_>, suffix: &str, levels: u32) -> Result<SubId, Problem> {
        let place = Place { document: scope.place.document, node: value.index() };
        self.schema(place, format!("{}/{suffix}", scope.path), scope.level + levels, scope.mode)
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
        self.patterns.push(Arc::new(pattern));
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
    mode: Mode,
}

impl Scope<'_> {
    /// The same schema object, for children that are compiled in another mode.
    fn as_mode(&self, mode: Mode) -> Scope<'_> {
        Scope { path: self.path.clone(), mode, ..*self }
    }
}

impl Sub {
    fn constant(place: Place, path: PathId, mode: Mode, constant: Option<bool>) -> Sub {
        Sub {
            place,
            path,
            mode,
            height: 1,
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
