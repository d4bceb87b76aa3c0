//! `toile.toml`: what a team has settled about its requests, found next to them or in a folder above.
//!
//! It is read strictly: a key, rule or kind that does not exist is an error at its place, since a setting that is
//! silently passed over is worse than none. Paths in it count from its own folder.

mod find;
mod globs;
mod keys;
pub(crate) mod path;
mod read;
mod scope;
mod toml;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::Severity;
use crate::document::KindOverride;
use crate::error::ToolError;
use crate::settings::Output;
use crate::source::Source;

pub use find::NAME;
pub use globs::{Globs, Pattern};
pub use keys::keys;
pub use read::Placed;
pub use scope::Scope;

/// The configuration of a run.
#[derive(Debug, Clone)]
pub struct Config {
    /// Its text, under the name that messages show.
    pub source: Arc<Source>,
    /// Its folder, absolute: what paths in it are relative to.
    pub root: PathBuf,
    /// What it says.
    pub values: Values,
}

/// What a configuration says, key by key.
#[derive(Debug, Clone, Default)]
pub struct Values {
    /// Files and folders of pattern schemas and pattern data.
    pub patterns: Vec<Placed<String>>,
    /// Schemas with the number of the pattern that they belong to.
    pub pattern_schemas: Vec<(i64, Placed<String>)>,
    /// What is checked when nothing is named; none for the current folder.
    pub include: Globs,
    /// What is left out of folders.
    pub exclude: Globs,
    /// Which rules are on, and how much they matter.
    pub rules: Choice,
    /// The least severity that fails a run; none in it for `never`.
    pub fail_on: Option<Placed<Option<Severity>>>,
    /// Reports to write.
    pub format: Vec<Placed<Output>>,
    /// The file of findings that are known already.
    pub baseline: Option<Placed<String>>,
    /// Files that stand for the URI of a schema.
    pub resolve: Vec<(String, Placed<String>)>,
    /// Whether measurements are held against what is plausible.
    pub plausibility: Option<Placed<bool>>,
    /// Ranges of measurements, by id, or by name without gender and type.
    pub ranges: Vec<(String, (f64, f64))>,
    /// Settings for some files, in order: what comes later wins.
    pub files: Vec<ForFiles>,
    /// Findings that are meant to be.
    pub suppress: Vec<Suppression>,
}

/// Which rules are on, and how much they matter.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Rules and groups that are on; empty for no change.
    pub select: Vec<Placed<String>>,
    /// Rules and groups that are off.
    pub ignore: Vec<Placed<String>>,
    /// Rules and groups with another severity than their own.
    pub severity: Vec<(Placed<String>, Severity)>,
}

/// Settings for some files.
#[derive(Debug, Clone, Default)]
pub struct ForFiles {
    /// Which files.
    pub path: Globs,
    /// What they are taken as.
    pub kind: Option<Placed<KindOverride>>,
    /// The pattern that their drafts are held against.
    pub pattern: Option<Placed<i64>>,
    /// Which rules are on for them, and how much these matter.
    pub rules: Choice,
}

/// Findings that are meant to be.
#[derive(Debug, Clone, Default)]
pub struct Suppression {
    /// Which files.
    pub path: Globs,
    /// Rules and groups.
    pub rules: Vec<Placed<String>>,
    /// The place, and all that is below it; none for the whole document.
    pub pointer: Option<String>,
    /// Why.
    pub reason: String,
    /// The header of the entry.
    pub span: crate::json::Span,
}

/// Which configuration a run reads.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// This file.
    Named(&'a Path),
    /// The nearest one, in this folder or above.
    Nearest(&'a Path),
}

impl Config {
    /// Reads the configuration that is wanted, if there is one. `cwd` is where relative paths start from.
    pub fn find(wanted: Wanted<'_>, cwd: &Path) -> Result<Option<Arc<Config>>, ToolError> {
        let file = match wanted {
            Wanted::Named(file) => Some(path::absolute(cwd, file)),
            Wanted::Nearest(folder) => find::nearest(&path::absolute(cwd, folder)),
        };
        file.map(|file| Config::load(&file, cwd).map(Arc::new)).transpose()
    }

    fn load(file: &Path, cwd: &Path) -> Result<Config, ToolError> {
        let shown = crate::discover::report_name(&path::relative(&path::absolute(cwd, Path::new("")), file));
        let bytes = std::fs::read(file).map_err(|error| {
            let reason = crate::discover::reason(&error);
            ToolError::usage(format!("cannot read the configuration `{shown}`: {reason}"), None)
        })?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let source = Source::new(shown.clone(), String::from_utf8_lossy(error.as_bytes()));
            ToolError::document(&source, &(at..at), "the configuration is no UTF-8", "here", None)
        })?;
        let root = file.parent().unwrap_or(file).to_owned();
        Config::read(Source::new(shown, text), root)
    }

    /// Reads a configuration from its text. `root` is the folder that paths in it are relative to.
    pub fn read(source: Source, root: PathBuf) -> Result<Config, ToolError> {
        let table = toml::parse(source.text()).map_err(|error| {
            ToolError::document(&source, &error.span, "the configuration is no TOML", &error.message, None)
        })?;
        let values = keys::read(&table)
            .map_err(|error| ToolError::document(&source, &error.span, &error.message, &error.label, error.help))?;
        Ok(Config { source: Arc::new(source), root, values })
    }

    /// A path of the configuration as it leads there from another folder.
    pub fn path_from(&self, cwd: &Path, written: &str) -> PathBuf {
        path::relative(&path::absolute(cwd, Path::new("")), &path::absolute(&self.root, Path::new(written)))
    }

    /// What a file is called from the folder of the configuration; none where it lies elsewhere.
    pub fn name_of(&self, cwd: &Path, name: &str) -> Option<String> {
        path::below(&self.root, &path::absolute(cwd, Path::new(name)))
    }

    /// `toile.toml:12`: where something stands.
    pub fn place(&self, span: &crate::json::Span) -> String {
        format!("{}:{}", self.source.name(), self.source.position(span.start).line)
    }

    /// The error about something in the configuration that shows only once other files are read.
    pub fn wrong(&self, span: &crate::json::Span, message: &str, label: &str, help: Option<String>) -> ToolError {
        ToolError::document(&self.source, span, message, label, help)
    }
}
