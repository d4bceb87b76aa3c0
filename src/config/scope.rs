//! Which of the files that a walk meets belong to a run.

use std::path::{Path, PathBuf};

use super::Config;

/// What a configuration says about the files of folders.
#[derive(Debug, Clone)]
pub struct Scope<'a> {
    config: &'a Config,
    /// The folder of the configuration, links resolved, as those of a walk are.
    root: PathBuf,
    /// Whether nothing was named, so that only what the configuration includes is taken.
    is_default: bool,
}

impl<'a> Scope<'a> {
    /// For a run for which nothing was named (`is_default`), or something was.
    pub fn new(config: &'a Config, is_default: bool) -> Scope<'a> {
        let root = std::fs::canonicalize(&config.root).unwrap_or_else(|_| config.root.clone());
        Scope { config, root, is_default }
    }

    /// Whether a file or folder, links resolved, is left out.
    pub fn excludes(&self, path: &Path) -> bool {
        let exclude = &self.config.values.exclude;
        !exclude.is_empty() && self.name(path).is_some_and(|name| exclude.matches(&name))
    }

    /// Whether a file is left out, or a folder above it is.
    pub fn excludes_below(&self, file: &Path) -> bool {
        let folder = file.parent().and_then(|folder| std::fs::canonicalize(folder).ok());
        let file = match (folder, file.file_name()) {
            (Some(folder), Some(name)) => folder.join(name),
            _ => file.to_owned(),
        };
        file.ancestors().any(|path| self.excludes(path))
    }

    /// Whether a file of a walk is taken.
    pub fn includes(&self, file: &Path) -> bool {
        let include = &self.config.values.include;
        !self.is_default || include.is_empty() || self.name(file).is_some_and(|name| include.matches(&name))
    }

    fn name(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(&self.root).ok().filter(|below| !below.as_os_str().is_empty())?;
        Some(super::path::slashes(below))
    }
}
