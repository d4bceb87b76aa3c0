//! From a changed file back to the patterns that are read from it.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::data::{PatternData, integer};
use super::load::Role;
use super::owner::owner;
use super::{Pattern, PatternFiles, Registry};
use crate::json::{self, Doc, Tape};
use crate::schema::Schema;

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

impl Registry {
    /// Which patterns a file has a part in, be it broken or deleted by now. `files` says where patterns come from.
    pub fn reach(&self, file: &Path, files: &PatternFiles) -> Reach {
        let file = &SameFile::new(file);
        let mut ids = BTreeSet::new();
        for pattern in self.patterns().filter(|pattern| is_read_from(pattern, file)) {
            match pattern.id {
                Some(id) if !self.is_fixed() => ids.insert(id),
                _ => return Reach::EveryPattern,
            };
        }
        if ids.is_empty() && is_pattern_place(file, files) { self.reach_of_lost(file, files) } else { patterns(ids) }
    }

    /// The schemas and data of some patterns, chosen by number.
    pub fn files_of(&self, is_wanted: impl Fn(Option<i64>) -> bool) -> impl Iterator<Item = &Path> {
        self.patterns().filter(move |pattern| is_wanted(pattern.id)).flat_map(|pattern| {
            let data = pattern.data.as_ref().map(|data| data.document.source.name());
            let plan = pattern.schema.as_ref().and_then(Schema::plan);
            let schema = plan.map(|plan| plan.documents().document(plan.sub(plan.root()).place.document).source.name());
            data.into_iter().chain(schema).map(Path::new)
        })
    }

    /// Which patterns a file has a part in that no loaded pattern was read from: gone, broken, or of no pattern.
    fn reach_of_lost(&self, file: &SameFile, files: &PatternFiles) -> Reach {
        if let Some((id, _)) = files.schemas.iter().find(|(_, path)| file.is(path)) {
            return Reach::Patterns(BTreeSet::from([*id]));
        }
        let text = std::fs::read(&file.absolute).ok().and_then(|bytes| json::decode(bytes).ok());
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
        let data: Vec<(PathBuf, Arc<PatternData>)> = self
            .patterns()
            .filter_map(|pattern| pattern.data.as_ref())
            .map(|data| (absolute(Path::new(data.document.source.name())), Arc::clone(data)))
            .collect();
        let said = root.get("patternId").and_then(integer);
        let ids: BTreeSet<i64> = owner(&file.absolute, &data).into_iter().chain(said).collect();
        if ids.is_empty() && !is_sound { Reach::EveryPattern } else { patterns(ids) }
    }
}

fn patterns(ids: BTreeSet<i64>) -> Reach {
    if ids.is_empty() { Reach::Nothing } else { Reach::Patterns(ids) }
}

/// Whether a pattern is read from a file: its data, its schema, or what that refers to.
fn is_read_from(pattern: &Pattern, file: &SameFile) -> bool {
    let is_data = || pattern.data.as_ref().is_some_and(|data| file.is(Path::new(data.document.source.name())));
    let is_schema = || match &pattern.schema {
        Some(Schema::Plan(plan)) => {
            let documents: HashSet<u16> = plan.places().map(|place| place.document).collect();
            documents.iter().any(|at| file.is(Path::new(plan.documents().document(*at).source.name())))
        }
        // What another engine reads of the loaded documents is its own affair: it may be any of them.
        Some(Schema::Engine(engine)) => engine.documents().sources().any(|source| file.is(Path::new(source.name()))),
        None => false,
    };
    is_data() || is_schema()
}

/// Whether patterns are looked for where the file is, or was.
fn is_pattern_place(file: &SameFile, files: &PatternFiles) -> bool {
    let named = [&files.schema, &files.data].into_iter().flatten();
    let named =
        named.chain(files.schemas.iter().map(|(_, path)| path)).chain(files.resolve.iter().map(|(_, path)| path));
    let is_below = |folder: &PathBuf| file.all().any(|path| path.starts_with(absolute(folder)));
    let is_json = file.absolute.extension().is_some_and(|extension| extension == "json");
    { named }.any(|path| file.is(path)) || (is_json && files.paths.iter().any(is_below))
}

/// A file under each path that it may be compared by.
struct SameFile {
    absolute: PathBuf,
    /// Links resolved, where it is still there and has some.
    real: Option<PathBuf>,
}

impl SameFile {
    fn new(file: &Path) -> SameFile {
        let absolute = absolute(file);
        let real = std::fs::canonicalize(&absolute).ok().filter(|real| *real != absolute);
        SameFile { absolute, real }
    }

    fn all(&self) -> impl Iterator<Item = &Path> {
        [Some(self.absolute.as_path()), self.real.as_deref()].into_iter().flatten()
    }

    fn is(&self, path: &Path) -> bool {
        let path = absolute(path);
        let is_it = |path: &Path| self.all().any(|one| one == path);
        is_it(&path) || std::fs::canonicalize(&path).is_ok_and(|real| is_it(&real))
    }
}

fn absolute(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    crate::config::path::absolute(&here, path)
}
