//! What a run has looked at: only there can it say that something is found no more.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::config::{Config, Globs, Scope, path};
use crate::report::{FileReport, Report};
use crate::settings::Settings;

/// Files that were checked, and folders that were checked with all that is in them.
#[derive(Debug)]
pub struct Seen<'a> {
    scope: Option<Scope<'a>>,
    /// By path: whether the file could be read to its end.
    files: HashMap<PathBuf, bool>,
    folders: Vec<PathBuf>,
}

impl<'a> Seen<'a> {
    /// What a run with these settings, that came to this report, has looked at. The report is the whole one: a syntax
    /// error counts, though it may be meant to be.
    pub fn new(settings: &'a Settings, report: &Report) -> Seen<'a> {
        let at = |name: &Path| path::absolute(&settings.cwd, name);
        let files = report.files.iter().map(|file| (at(Path::new(file.source.name())), is_whole(file))).collect();
        let scope = settings.config.as_deref().map(|config| Scope::new(config, false));
        let mut folders = Vec::new();
        if settings.names_paths {
            folders.extend(settings.paths.iter().map(|path| at(path)));
        } else if settings.stdin_filename.is_none() {
            let include = settings.config.as_deref().map(|config| (config, config.values.include.patterns()));
            match include {
                Some((config, patterns)) if !patterns.is_empty() => {
                    // Of a pattern with a star, who knows what it leaves out.
                    let whole = patterns.iter().filter(|pattern| pattern.is_literal);
                    folders.extend(whole.map(|pattern| path::absolute(&config.root, &pattern.base)));
                }
                _ => folders.push(at(Path::new(""))),
            }
        }
        folders.retain(|folder| folder.is_dir() && !settings.is_partial());
        Seen { scope, files, folders }
    }

    /// Whether a file was checked to its end, or would have been if it were still there.
    pub fn is_settled(&self, file: &Path) -> bool {
        match self.files.get(file) {
            Some(is_whole) => *is_whole,
            None => !file.exists() && self.is_walked(file),
        }
    }

    /// Whether every file that these patterns may mean was checked to its end.
    pub(super) fn is_all_of(&self, globs: &Globs, config: &Config) -> bool {
        globs.patterns().iter().all(|pattern| {
            let base = path::absolute(&config.root, &pattern.base);
            if pattern.is_literal && !base.is_dir() {
                return self.is_settled(&base);
            }
            let means = |file: &Path| path::below(&config.root, file).is_some_and(|name| globs.matches(&name));
            self.is_walked(&base) && !self.files.iter().any(|(file, is_whole)| !is_whole && means(file))
        })
    }

    fn is_walked(&self, path: &Path) -> bool {
        self.folders.iter().any(|folder| path.starts_with(folder))
            && !self.scope.as_ref().is_some_and(|scope| scope.excludes_below(path))
    }
}

/// Whether nothing kept a file from being checked to its end.
fn is_whole(file: &FileReport) -> bool {
    const CUT_SHORT: [&str; 5] = ["io-error", "internal-error", "syntax", "encoding", "nesting-depth"];
    !file.diagnostics.iter().any(|finding| CUT_SHORT.contains(&finding.rule))
}
