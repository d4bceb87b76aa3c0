//! From a changed file back to the patterns that are read from it.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::data::{PatternData, integer};
use super::load::Role;
use super::owner::owner;
use super::{Pattern, PatternFiles, Registry};
use crate::json::{self, Doc, Tape};
use crate::schema::Schema;
use crate::source::Source;

/// What the change of a file means for drafts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// No pattern is read from it.
    Nothing,
    /// The numbers of the patterns that are.
    Patterns(BTreeSet<i64>),
    /// A pattern was read from it, and nobody can tell which one; or it is there for every draft.
    EveryPattern,
}

/// Which patterns are read from which files.
#[derive(Debug)]
pub struct Origins<'a> {
    registry: &'a Registry,
    files: &'a PatternFiles,
    /// Numbers by file; none for the pattern of every draft.
    by_file: HashMap<PathBuf, BTreeSet<Option<i64>>>,
    data: Vec<(PathBuf, Arc<PatternData>)>,
    /// Where patterns are looked for.
    folders: Vec<PathBuf>,
}

impl Registry {
    /// Where the loaded patterns come from. `files` says what they were loaded from.
    pub fn origins<'a>(&'a self, files: &'a PatternFiles) -> Origins<'a> {
        let mut by_file: HashMap<PathBuf, BTreeSet<Option<i64>>> = HashMap::new();
        for pattern in self.patterns() {
            for source in sources(pattern) {
                let id = pattern.id.filter(|_| !self.is_fixed());
                for path in paths(Path::new(source.name())) {
                    by_file.entry(path).or_default().insert(id);
                }
            }
        }
        let data = self.patterns().filter_map(|pattern| pattern.data.as_ref());
        let data = data.map(|data| (absolute(Path::new(data.document.source.name())), Arc::clone(data))).collect();
        let folders = files.paths.iter().flat_map(|folder| paths(folder)).collect();
        Origins { registry: self, files, by_file, data, folders }
    }
}

impl Origins<'_> {
    /// Which patterns a file has a part in, be it broken or deleted by now.
    pub fn reach(&self, file: &Path) -> Reach {
        let same = paths(file);
        let ids: BTreeSet<Option<i64>> =
            same.iter().filter_map(|path| self.by_file.get(path)).flatten().copied().collect();
        if ids.contains(&None) {
            Reach::EveryPattern
        } else if ids.is_empty() && self.is_pattern_place(&same) {
            self.reach_of_lost(&same)
        } else {
            patterns(ids.into_iter().flatten().collect())
        }
    }

    /// The schemas and data of some patterns, chosen by number.
    pub fn files_of(&self, is_wanted: impl Fn(Option<i64>) -> bool) -> impl Iterator<Item = &Path> {
        self.registry.patterns().filter(move |pattern| is_wanted(pattern.id)).flat_map(|pattern| {
            let data = pattern.data.as_ref().map(|data| data.document.source.name());
            let plan = pattern.schema.as_ref().and_then(Schema::plan);
            let schema = plan.map(|plan| plan.documents().document(plan.sub(plan.root()).place.document).source.name());
            data.into_iter().chain(schema).map(Path::new)
        })
    }

    /// Whether patterns are looked for where a file is, or was.
    fn is_pattern_place(&self, same: &[PathBuf]) -> bool {
        let PatternFiles { schema, data, schemas, resolve, .. } = self.files;
        let named = schema.iter().chain(data).chain(schemas.iter().map(|(_, path)| path));
        let named = named.chain(resolve.iter().map(|(_, path)| path));
        let is_json = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "json");
        let is_below = |path: &PathBuf| is_json(path) && self.folders.iter().any(|folder| path.starts_with(folder));
        same.iter().any(is_below) || { named }.any(|path| same.contains(&absolute(path)))
    }

    /// Which patterns a file has a part in that no loaded pattern was read from: gone, broken, or of no pattern.
    fn reach_of_lost(&self, same: &[PathBuf]) -> Reach {
        if let Some((id, _)) = self.files.schemas.iter().find(|(_, path)| same.contains(&absolute(path))) {
            return Reach::Patterns(BTreeSet::from([*id]));
        }
        let Some(file) = same.first() else { return Reach::Nothing };
        let text = std::fs::read(file).ok().and_then(|bytes| json::decode(bytes).ok());
        let text = text.map(|(text, _)| text).unwrap_or_default();
        let mut tape = Tape::default();
        let is_sound = json::parse_into(&text, &mut tape);
        if !is_sound {
            json::recover(&text, &mut tape);
        }
        let root = Doc::new(&text, &tape).root();
        if is_sound && Role::of(root).is_none() {
            return Reach::Nothing;
        }
        let said = root.get("patternId").and_then(integer);
        let ids: BTreeSet<i64> = owner(file, &self.data).into_iter().chain(said).collect();
        if ids.is_empty() && !is_sound { Reach::EveryPattern } else { patterns(ids) }
    }
}

fn patterns(ids: BTreeSet<i64>) -> Reach {
    if ids.is_empty() { Reach::Nothing } else { Reach::Patterns(ids) }
}

/// What a pattern is read from: its data, its schema, and what that refers to.
fn sources(pattern: &Pattern) -> Vec<&Source> {
    let mut sources: Vec<&Source> = pattern.data.iter().map(|data| &*data.document.source).collect();
    match &pattern.schema {
        Some(Schema::Plan(plan)) => {
            let documents: BTreeSet<u16> = plan.places().map(|place| place.document).collect();
            sources.extend(documents.into_iter().map(|at| &*plan.documents().document(at).source));
        }
        // What another engine reads of the loaded documents is its own affair: it may be any of them.
        Some(Schema::Engine(engine)) => sources.extend(engine.documents().sources()),
        None => {}
    }
    sources
}

/// Each path that a file may be compared by: as it is called, and with links resolved where it is still there.
fn paths(file: &Path) -> Vec<PathBuf> {
    let absolute = absolute(file);
    let real = std::fs::canonicalize(&absolute).ok().filter(|real| *real != absolute);
    std::iter::once(absolute).chain(real).collect()
}

fn absolute(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    crate::config::path::absolute(&here, path)
}
