//! All patterns of a run, and the choice of one for a draft.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use super::data::integer;
use super::load::{Loaded, Role, json_files};
use super::{Pattern, RegistryError};
use crate::json::{self, Value};
use crate::schema::{Documents, Problem};
use crate::source::Source;

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
    pub(super) patterns: Arc<Vec<Pattern>>,
    pub(super) by_id: Arc<BTreeMap<i64, Vec<usize>>>,
    /// For every draft, whatever pattern it names.
    pub(super) fixed: Option<Arc<Pattern>>,
    /// The number of the pattern of every draft, whatever number it names.
    pub(super) always: Option<i64>,
    pub(super) remarks: Vec<Remark>,
    pub(super) ids_bear_gender: OnceLock<bool>,
    /// Every schema document that was loaded.
    pub(super) documents: Option<Arc<Documents>>,
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
    pub(super) fn new(problem: Problem, documents: &Documents) -> Remark {
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

    /// Whether the number that a draft gives does not decide what it is held against.
    pub(crate) fn has_one_pattern(&self) -> bool {
        self.fixed.is_some() || self.always.is_some()
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
