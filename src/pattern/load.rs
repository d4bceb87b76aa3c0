//! Reading pattern files, and binding schemas to data.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::data::PatternData;
use super::owner::owner;
use super::{Pattern, Registry, RegistryError, Remark};
use crate::json::{self, Kind, Value};
use crate::schema::{Document, Documents, Place, Problem, Schema};
use crate::source::Source;

/// What a pattern file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Schema,
    Data,
}

impl Role {
    /// Recognises a pattern file by its shape.
    pub(super) fn of(root: Value<'_>) -> Option<Role> {
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
pub(super) type Bound = (Registry, Vec<RegistryError>);

/// Files as they were read, before it is known what belongs together.
#[derive(Default)]
pub(super) struct Loaded {
    documents: Documents,
    schemas: Vec<(PathBuf, u16)>,
    data: Vec<(PathBuf, Arc<PatternData>)>,
    /// Schemas, by position, whose pattern was named.
    pub(super) owners: BTreeMap<usize, i64>,
    pub(super) broken: Vec<RegistryError>,
}

impl Loaded {
    /// Loads one file. Answers its position among the schemas or the data; nothing for a file that is neither.
    pub(super) fn add(&mut self, path: &Path, role: Option<Role>) -> Result<Option<usize>, RegistryError> {
        self.add_source(path, read(path)?, role)
    }

    /// Loads a document that references know by another URI, and by that of its file.
    pub(super) fn add_for_uri(&mut self, path: &Path, uri: &str) -> Result<(), RegistryError> {
        let source = Arc::new(read(path)?);
        for known_by in [uri.to_owned(), absolute(path)] {
            let Some(tape) = json::parse(source.text()) else { return Err(RegistryError::syntax(&source)) };
            self.documents.add(Document::new(Arc::clone(&source), tape, &known_by));
        }
        Ok(())
    }

    pub(super) fn add_source(
        &mut self,
        path: &Path,
        source: Source,
        role: Option<Role>,
    ) -> Result<Option<usize>, RegistryError> {
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

    pub(super) fn bind(self, fixed_schema: Option<usize>, fixed_data: Option<usize>) -> Result<Bound, RegistryError> {
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

/// The JSON files of a path, sorted.
pub(super) fn json_files(path: &Path) -> Result<Vec<PathBuf>, RegistryError> {
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
