//! All patterns of a run, and the choice of one for a draft.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::data::{PatternData, integer};
use super::derive;
use super::guard;
use super::names::Names;
use crate::document::{Kind as DocumentKind, shipped};
use crate::json::{self, Kind, Value};
use crate::schema::{Answer, Document, Documents, Gate, Place, Plan, Problem, Schema, compile};
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
    guard: Plan,
    /// All plans as one.
    gate: OnceLock<Option<Gate>>,
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
    fn new(id: Option<i64>, schema: Option<Schema>, data: Option<Arc<PatternData>>) -> Result<Pattern, RegistryError> {
        let derived = match (&schema, &data) {
            (None, Some(data)) => {
                let written = derive::write(data);
                let name = format!("{} (as a schema)", data.document.source.name());
                Some(Derived { plan: internal_plan(&name, written.text)?, origins: written.origins })
            }
            _ => None,
        };
        let names = Names::gather(schema.as_ref().and_then(Schema::plan), data.as_deref());
        let guard = internal_plan("draft guard", guard::write(&names, data.as_deref()))?;
        Ok(Pattern { id, schema, data, derived, names, guard, gate: OnceLock::new() })
    }

    /// What drafts are held against, as far as it is a plan: the schema, else the data as one.
    pub fn plan(&self) -> Option<&Plan> {
        let schema = self.schema.as_ref().and_then(Schema::plan);
        schema.or(self.derived.as_ref().map(|derived| &derived.plan))
    }

    /// Whether nothing that is known of the pattern or of drafts has anything to say about a draft: no schema, no lint.
    #[inline]
    pub fn accepts(&self, body: Value<'_>, holes: bool) -> bool {
        let engine = self.schema.as_ref().is_none_or(|schema| schema.plan().is_some() || schema.accepts(body, holes));
        let gate = self.gate.get_or_init(|| Gate::of(&self.plans().collect::<Vec<_>>()));
        engine
            && match gate.as_ref().map_or(Answer::Unsure, |gate| gate.answer(body, holes)) {
                Answer::Yes => true,
                Answer::No => false,
                Answer::Unsure => self.plans().all(|plan| plan.accepts(body, holes)),
            }
    }

    /// Every plan that a draft is held against.
    fn plans(&self) -> impl Iterator<Item = &Plan> {
        let own = self.schema.as_ref().and_then(Schema::plan);
        let derived = self.derived.as_ref().map(|derived| &derived.plan);
        own.into_iter().chain(derived).chain([&self.guard]).chain(shipped::plan(DocumentKind::Draft))
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
    fn new(problem: Problem, source: &Arc<Source>) -> RegistryError {
        let tape = json::parse(source.text()).unwrap_or_default();
        let span = tape.nodes().get(problem.node as usize).map_or(0..0, |node| node.span());
        RegistryError::Broken { source: Arc::clone(source), problem: Box::new(problem), span }
    }

    fn of_document(problem: Problem, documents: &Documents) -> RegistryError {
        let document = documents.document(problem.document);
        let span = document.doc().value(problem.node).span();
        RegistryError::Broken { source: Arc::clone(&document.source), problem: Box::new(problem), span }
    }

    fn syntax(source: &Arc<Source>) -> RegistryError {
        let errors = json::recover(source.text(), &mut json::Tape::default());
        let (message, span, help) = match errors.into_iter().next() {
            Some(error) => (error.message, error.span, error.help),
            None => ("this is no JSON".to_owned(), 0..0, None),
        };
        let problem = Box::new(Problem { message, help, node: 0, document: 0 });
        RegistryError::Broken { source: Arc::clone(source), problem, span }
    }
}

/// Where patterns come from.
#[derive(Debug, Default, Clone)]
pub struct PatternFiles {
    /// Files and folders of schemas and data.
    pub paths: Vec<PathBuf>,
    /// One schema for every draft.
    pub schema: Option<PathBuf>,
    /// One data document for every draft.
    pub data: Option<PathBuf>,
    /// Schemas with the number of the pattern that they belong to, whatever they are called.
    pub schemas: Vec<(i64, PathBuf)>,
    /// Files that stand for the URI of a schema.
    pub resolve: Vec<(String, PathBuf)>,
}

/// All patterns of a run.
#[derive(Debug, Default)]
pub struct Registry {
    patterns: Arc<Vec<Pattern>>,
    by_id: Arc<BTreeMap<i64, Vec<usize>>>,
    /// For every draft, whatever pattern it names.
    fixed: Option<Arc<Pattern>>,
    /// The number of the pattern of every draft, whatever number it names.
    always: Option<i64>,
    remarks: Vec<Remark>,
    ids_bear_gender: OnceLock<bool>,
    /// Every schema document that was loaded.
    documents: Option<Arc<Documents>>,
}

/// What a schema says to no effect: no failure, but nothing to keep quiet about.
#[derive(Debug)]
pub struct Remark {
    /// The schema.
    pub source: Arc<Source>,
    /// Bytes of the place.
    pub span: json::Span,
    /// What it is.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
}

impl Remark {
    fn new(problem: Problem, documents: &Documents) -> Remark {
        let document = documents.document(problem.document);
        let span = document.doc().value(problem.node).span();
        Remark { source: Arc::clone(&document.source), span, message: problem.message, help: problem.help }
    }
}

impl Registry {
    /// Loads everything that `files` names.
    pub fn load(files: &PatternFiles) -> Result<Registry, RegistryError> {
        let (registry, broken) = Registry::load_sound(files)?;
        broken.into_iter().next().map_or(Ok(registry), Err)
    }

    /// Loads everything that can be loaded, and says what is broken. No draft may be held against what is left: it is for
    /// runs that look at the broken files themselves.
    pub fn load_sound(files: &PatternFiles) -> Result<(Registry, Vec<RegistryError>), RegistryError> {
        let mut loaded = Loaded::default();
        for (uri, path) in &files.resolve {
            loaded.add_for_uri(path, uri)?;
        }
        let mut known: BTreeSet<PathBuf> = BTreeSet::new();
        known.extend(files.resolve.iter().filter_map(|(_, path)| std::fs::canonicalize(path).ok()));
        for (id, path) in &files.schemas {
            let at = loaded.add(path, Some(Role::Schema))?;
            loaded.owners.extend(at.map(|at| (at, *id)));
            known.extend(std::fs::canonicalize(path));
        }
        for path in &files.paths {
            for file in json_files(path)? {
                if !known.is_empty() && std::fs::canonicalize(&file).is_ok_and(|file| known.contains(&file)) {
                    continue;
                }
                match loaded.add(&file, None) {
                    Err(error @ RegistryError::Broken { .. }) => loaded.broken.push(error),
                    other => drop(other?),
                }
            }
        }
        let fixed_schema = files.schema.as_ref().map(|path| loaded.add(path, Some(Role::Schema))).transpose()?;
        let fixed_data = files.data.as_ref().map(|path| loaded.add(path, Some(Role::Data))).transpose()?;
        loaded.bind(fixed_schema.flatten(), fixed_data.flatten())
    }

    /// One schema for every draft, from its text.
    pub fn of_schema(source: Source) -> Result<Registry, RegistryError> {
        let mut loaded = Loaded::default();
        let name = PathBuf::from(source.name());
        let schema = loaded.add_source(&name, source, Some(Role::Schema))?;
        loaded.bind(schema, None).map(|(registry, _)| registry)
    }

    /// Every schema document that was loaded, whether a pattern has it or not.
    pub(crate) fn documents(&self) -> Option<&Documents> {
        self.documents.as_deref()
    }

    /// The same patterns, for files whose drafts are all held against one of them.
    #[must_use]
    pub fn always(&self, id: i64) -> Registry {
        Registry {
            patterns: Arc::clone(&self.patterns),
            by_id: Arc::clone(&self.by_id),
            fixed: self.fixed.clone(),
            always: Some(id),
            documents: self.documents.clone(),
            ..Registry::default()
        }
    }

    /// Whether there is nothing to hold drafts against.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty() && self.fixed.is_none()
    }

    /// What the loaded schemas say to no effect.
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// Whether every draft is held against one pattern, whatever it names.
    pub fn is_fixed(&self) -> bool {
        self.fixed.is_some()
    }

    /// Every loaded pattern.
    pub fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        self.fixed.as_deref().into_iter().chain(self.patterns.iter())
    }

    /// Whether a loaded pattern shows that measurement ids begin with their gender: its data names one, and all of its ids
    /// agree. The documentation shows it by examples only.
    pub fn ids_bear_gender(&self) -> bool {
        *self.ids_bear_gender.get_or_init(|| {
            self.patterns().any(|pattern| {
                let letter = match pattern.data.as_ref().and_then(|data| data.gender.as_deref()) {
                    Some("male") => 'm',
                    Some("female") => 'f',
                    _ => return false,
                };
                let names = &pattern.names.measurements;
                !names.is_empty() && names.iter().all(|id| id.starts_with(letter))
            })
        })
    }

    /// The numbers of the loaded patterns.
    pub fn ids(&self) -> impl Iterator<Item = i64> {
        self.by_id.keys().copied()
    }

    /// The pattern that a draft is held against.
    pub fn pattern_of(&self, draft: Value<'_>) -> Option<&Pattern> {
        if self.fixed.is_some() {
            return self.fixed.as_deref();
        }
        let id = self.always.or_else(|| draft.get("patternId").and_then(integer))?;
        let candidates = self.by_id.get(&id)?;
        let reference = draft.get("patternRef").and_then(Value::string);
        let is_reference = |pattern: &&Pattern| {
            let Some(data) = &pattern.data else { return false };
            let names = [data.reference_id.as_deref(), data.reference_name.as_deref()];
            reference.is_some() && names.contains(&reference.as_deref())
        };
        let is_master =
            |pattern: &&Pattern| pattern.data.as_ref().is_some_and(|d| d.reference_name.as_deref() == Some("master"));
        let patterns = || candidates.iter().map(|&at| &self.patterns[at]);
        patterns().find(is_reference).or_else(|| patterns().find(is_master)).or_else(|| patterns().next())
    }
}

/// What a pattern file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Schema,
    Data,
}

impl Role {
    /// Recognises a pattern file by its shape.
    fn of(root: Value<'_>) -> Option<Role> {
        let lists = |name: &str| root.get(name).is_some_and(Value::is_array);
        let groups = root.get("measurements").is_some_and(|m| m.get("body").or(m.get("final")).is_some());
        if root.get("patternId").is_some_and(|id| id.kind() == Kind::Number) && (lists("options") || groups) {
            return Some(Role::Data);
        }
        const KEYWORDS: [&str; 9] =
            ["$schema", "properties", "required", "if", "allOf", "anyOf", "oneOf", "definitions", "$ref"];
        KEYWORDS.iter().any(|keyword| root.get(keyword).is_some()).then_some(Role::Schema)
    }
}

/// A registry, and the files that are not in it.
type Bound = (Registry, Vec<RegistryError>);

#[derive(Default)]
struct Loaded {
    documents: Documents,
    schemas: Vec<(PathBuf, u16)>,
    data: Vec<(PathBuf, Arc<PatternData>)>,
    /// Schemas, by position, whose pattern was named.
    owners: BTreeMap<usize, i64>,
    broken: Vec<RegistryError>,
}

impl Loaded {
    /// Loads one file. Answers its position among the schemas or the data; nothing for a file that is neither.
    fn add(&mut self, path: &Path, role: Option<Role>) -> Result<Option<usize>, RegistryError> {
        self.add_source(path, read(path)?, role)
    }

    /// Loads a document that references know by another URI, and by that of its file.
    fn add_for_uri(&mut self, path: &Path, uri: &str) -> Result<(), RegistryError> {
        let source = Arc::new(read(path)?);
        for known_by in [uri.to_owned(), absolute(path)] {
            let Some(tape) = json::parse(source.text()) else { return Err(RegistryError::syntax(&source)) };
            self.documents.add(Document::new(Arc::clone(&source), tape, &known_by));
        }
        Ok(())
    }

    fn add_source(&mut self, path: &Path, source: Source, role: Option<Role>) -> Result<Option<usize>, RegistryError> {
        let source = Arc::new(source);
        let Some(tape) = json::parse(source.text()) else { return Err(RegistryError::syntax(&source)) };
        let document = Document::new(Arc::clone(&source), tape, &absolute(path));
        Ok(match role.or_else(|| Role::of(document.doc().root())) {
            None => None,
            Some(Role::Schema) => {
                self.schemas.push((path.to_owned(), self.documents.add(document)));
                Some(self.schemas.len() - 1)
            }
            Some(Role::Data) => {
                let data = PatternData::read(Arc::new(document)).map_err(|p| RegistryError::new(p, &source))?;
                self.data.push((path.to_owned(), Arc::new(data)));
                Some(self.data.len() - 1)
            }
        })
    }

    fn bind(self, fixed_schema: Option<usize>, fixed_data: Option<usize>) -> Result<Bound, RegistryError> {
        let Loaded { documents, schemas, data, owners, mut broken } = self;
        let documents = Arc::new(documents);
        let mut registry = Registry { documents: Some(Arc::clone(&documents)), ..Registry::default() };
        let mut remarks = Vec::new();
        let mut load = |at: usize| {
            let (_, document) = schemas[at];
            let schema = Schema::load(Arc::clone(&documents), Place { document, node: 0 })
                .map_err(|problem| RegistryError::of_document(problem, &documents))?;
            let told = schema.remarks().into_iter();
            remarks.extend(told.map(|problem| Remark::new(problem, schema.documents())));
            Ok(schema)
        };
        if fixed_schema.is_some() || fixed_data.is_some() {
            let schema = fixed_schema.map(load).transpose()?;
            let data = fixed_data.map(|at| Arc::clone(&data[at].1));
            registry.fixed = Some(Arc::new(Pattern::new(data.as_ref().map(|d| d.pattern_id), schema, data)?));
            registry.remarks = remarks;
            return Ok((registry, broken));
        }
        let mut schema_of: BTreeMap<i64, usize> = BTreeMap::new();
        for (at, (path, _)) in schemas.iter().enumerate() {
            let Some(id) = owners.get(&at).copied().or_else(|| owner(path, &data)) else { continue };
            if !owners.contains_key(&at) && owners.values().any(|owned| *owned == id) {
                continue;
            }
            if let Some(other) = schema_of.insert(id, at) {
                let name = |at: usize| schemas[at].0.to_string_lossy().into_owned();
                return Err(RegistryError::TwoSchemas { id, files: [name(other), name(at)] });
            }
        }
        let mut entries: Vec<(i64, Option<usize>, Option<Arc<PatternData>>)> = Vec::new();
        for (_, data) in &data {
            entries.push((data.pattern_id, schema_of.get(&data.pattern_id).copied(), Some(Arc::clone(data))));
        }
        for (&id, &schema) in &schema_of {
            if !data.iter().any(|(_, data)| data.pattern_id == id) {
                entries.push((id, Some(schema), None));
            }
        }
        let (mut patterns, mut by_id) = (Vec::new(), BTreeMap::<i64, Vec<usize>>::new());
        for (id, schema, data) in entries {
            let schema = match schema.map(&mut load).transpose() {
                Ok(schema) => schema,
                Err(error) => {
                    broken.push(error);
                    continue;
                }
            };
            by_id.entry(id).or_default().push(patterns.len());
            patterns.push(Pattern::new(Some(id), schema, data)?);
        }
        registry.patterns = Arc::new(patterns);
        registry.by_id = Arc::new(by_id);
        registry.remarks = remarks;
        Ok((registry, broken))
    }
}

/// The path of a file from the root, which references to it come down to.
fn absolute(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).to_string_lossy().into_owned()
}

/// The text of a file, under its path.
fn read(path: &Path) -> Result<Source, RegistryError> {
    let unreadable = |error| RegistryError::Unreadable { path: path.to_owned(), error };
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let name = path.to_string_lossy().replace('\\', "/");
    let text = match json::decode(bytes) {
        Ok((text, _)) => text,
        Err(error) => {
            let problem = Box::new(Problem { message: error.to_string(), help: None, node: 0, document: 0 });
            let source = Arc::new(Source::new(name, error.readable));
            return Err(RegistryError::Broken { source, problem, span: error.offset..error.offset + 1 });
        }
    };
    Ok(Source::new(name, text))
}

/// The pattern that a schema file belongs to: that of the data beside it, else the number in its name or folder.
pub(super) fn owner(path: &Path, data: &[(PathBuf, Arc<PatternData>)]) -> Option<i64> {
    let same_stem = data.iter().find(|(other, _)| other.parent() == path.parent() && stem(other) == stem(path));
    if let Some((_, data)) = same_stem {
        return Some(data.pattern_id);
    }
    if let Ok(number) = stem(path).parse() {
        return Some(number);
    }
    let mut beside = data.iter().filter(|(other, _)| other.parent() == path.parent());
    match (beside.next(), beside.next()) {
        (Some((_, data)), None) => Some(data.pattern_id),
        _ => path.parent()?.file_name()?.to_str()?.parse().ok(),
    }
}

/// The name of a file without its endings: `shirt` of `shirt.schema.json`.
fn stem(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = name.strip_suffix(".json").unwrap_or(&name);
    let endings = [".schema", ".pattern", ".pattern-schema", ".pattern-data", ".data"];
    endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name).to_owned()
}

/// The JSON files of a path, sorted.
fn json_files(path: &Path) -> Result<Vec<PathBuf>, RegistryError> {
    let unreadable = |error| RegistryError::Unreadable { path: path.to_owned(), error };
    if !std::fs::metadata(path).map_err(unreadable)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
        let entry = entry.map_err(|error| unreadable(error.into()))?;
        let is_json = entry.path().extension().is_some_and(|extension| extension == "json");
        if is_json && std::fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_file()) {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}
