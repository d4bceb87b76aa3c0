//! The other file of a pattern: the data that belongs to a schema under check, the schema that belongs to data.

use std::path::PathBuf;
use std::sync::Arc;

use super::data::PatternData;
use super::owner::owner;
use super::{Pattern, Registry};
use crate::schema::{Plan, Schema};
use crate::source::Source;

impl Registry {
    /// The data of the pattern that a schema belongs to: that of the same document where it was loaded, else of the pattern
    /// that its name leads to.
    pub(crate) fn data_for(&self, file: &str, text: &str) -> Option<&Arc<PatternData>> {
        let is_its = |pattern: &&Pattern| {
            let plan = pattern.schema.as_ref().and_then(Schema::plan);
            let document = plan.map(|plan| plan.documents().document(plan.sub(plan.root()).place.document));
            document.is_some_and(|document| is_same(&document.source, file, text))
        };
        if let Some(data) = self.patterns().filter(is_its).find_map(|pattern| pattern.data.as_ref()) {
            return Some(data);
        }
        let all: Vec<(PathBuf, Arc<PatternData>)> = self
            .patterns()
            .filter_map(|pattern| pattern.data.as_ref())
            .map(|data| (absolute(data.document.source.name()), Arc::clone(data)))
            .collect();
        let id = owner(&absolute(file), &all)?;
        self.patterns().filter_map(|pattern| pattern.data.as_ref()).find(|data| data.pattern_id == id)
    }

    /// The schema of the pattern that data belongs to.
    pub(crate) fn schema_for(&self, file: &str, text: &str, id: i64) -> Option<&Plan> {
        let is_its =
            |pattern: &&Pattern| pattern.data.as_ref().is_some_and(|data| is_same(&data.document.source, file, text));
        let of_id = |pattern: &&Pattern| pattern.id == Some(id);
        let plan = |pattern: &Pattern| pattern.schema.as_ref().and_then(Schema::plan).is_some();
        let patterns = || self.patterns().filter(|pattern| plan(pattern));
        let found = patterns().find(is_its).or_else(|| patterns().find(of_id))?;
        found.schema.as_ref().and_then(Schema::plan)
    }
}

/// Whether a loaded document is that of a file under check, which may stand there under another name, or be newer.
fn is_same(source: &Source, file: &str, text: &str) -> bool {
    source.text().trim() == text || (!file.is_empty() && absolute(source.name()) == absolute(file))
}

fn absolute(file: &str) -> PathBuf {
    use std::path::Component;
    let absolute = std::path::absolute(file).unwrap_or_else(|_| PathBuf::from(file));
    let mut plain = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}
