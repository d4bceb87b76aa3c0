//! What git ignores, toile leaves out. The `ignore` crate matches; which files apply where is decided here.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The ignore rules of folders, each file read once: a hook may name thousands of files of one repository.
#[derive(Default)]
pub(super) struct Repositories {
    by_folder: HashMap<PathBuf, Arc<Repository>>,
    matchers: HashMap<PathBuf, Option<Arc<Gitignore>>>,
}

impl Repositories {
    /// The rules for a path, from the repository that it lies in. The path need not exist.
    pub(super) fn around(&mut self, path: &Path) -> Arc<Repository> {
        let named = path.parent().unwrap_or(path);
        if let Some(known) = self.by_folder.get(named) {
            return known.clone();
        }
        let folder = fs::canonicalize(named).unwrap_or_else(|_| named.to_owned());
        let repository = Arc::new(self.load(&folder));
        self.by_folder.insert(named.to_owned(), repository.clone());
        repository
    }

    fn load(&mut self, folder: &Path) -> Repository {
        let Some(root) = folder.ancestors().find(|above| above.join(".git").exists()) else {
            return Repository { root: None, matchers: Vec::new() };
        };
        let mut above: Vec<&Path> = folder.ancestors().take_while(|above| above.starts_with(root)).collect();
        above.reverse();
        let exclude = self.matcher(root, root.join(".git/info/exclude"));
        let matchers = above.iter().filter_map(|folder| self.matcher(folder, folder.join(".gitignore")));
        let matchers = exclude.into_iter().chain(matchers).collect();
        Repository { root: Some(root.to_owned()), matchers }
    }

    fn matcher(&mut self, folder: &Path, file: PathBuf) -> Option<Arc<Gitignore>> {
        if let Some(known) = self.matchers.get(&file) {
            return known.clone();
        }
        let matcher = read(folder, &file).map(Arc::new);
        self.matchers.insert(file, matcher.clone());
        matcher
    }
}

/// The ignore files that hold for a place before anything below it is walked.
pub(super) struct Repository {
    /// Top of the work tree; none outside of one.
    root: Option<PathBuf>,
    /// Matchers from the top down: `.git/info/exclude`, then the `.gitignore` of each folder.
    matchers: Vec<Arc<Gitignore>>,
}

impl Repository {
    /// Whether a walk from the top of the repository would pass over a file: it, or a folder above it, is ignored or
    /// hidden.
    pub(super) fn ignores(&self, file: &Path) -> bool {
        let Some(name) = file.file_name() else {
            return false;
        };
        let folder = file.parent().unwrap_or(file);
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let path = folder.join(name);
        super::is_hidden(name) || self.decide(&path, false) || self.ignores_folder(&folder)
    }

    /// The same for a resolved folder.
    pub(super) fn ignores_folder(&self, folder: &Path) -> bool {
        let Some(root) = &self.root else {
            return false;
        };
        let below = folder.ancestors().take_while(|above| above.starts_with(root) && *above != root);
        { below }.any(|above| above.file_name().is_some_and(super::is_hidden) || self.decide(above, true))
    }

    fn decide(&self, path: &Path, is_dir: bool) -> bool {
        decide(self.matchers.iter().rev().map(Arc::as_ref), path, is_dir)
    }
}

/// The ignore files that hold for what stands in a folder of a walk.
#[derive(Clone)]
pub(super) struct Rules {
    above: Arc<Repository>,
    /// Those met on the walk, the nearest first.
    walked: Option<Arc<Walked>>,
}

struct Walked {
    matcher: Gitignore,
    above: Option<Arc<Walked>>,
}

impl Rules {
    pub(super) fn new(above: Arc<Repository>) -> Rules {
        Rules { above, walked: None }
    }

    /// Takes in the ignore file of a folder, if there is one.
    pub(super) fn enter(&self, folder: &Path, depth: usize) -> Rules {
        let mut rules = self.clone();
        // The root of a walk inside a repository is among the folders above already.
        if (depth > 0 || self.above.root.is_none())
            && let Some(matcher) = read(folder, &folder.join(".gitignore"))
        {
            rules.walked = Some(Arc::new(Walked { matcher, above: rules.walked }));
        }
        rules
    }

    /// Whether an entry of the folder is ignored. Folders above it are known not to be.
    pub(super) fn ignore(&self, path: &Path, is_dir: bool) -> bool {
        let walked = std::iter::successors(self.walked.as_deref(), |walked| walked.above.as_deref());
        let walked = walked.map(|walked| &walked.matcher);
        decide(walked.chain(self.above.matchers.iter().rev().map(Arc::as_ref)), path, is_dir)
    }
}

/// The nearest ignore file that has something to say decides.
fn decide<'a>(nearest_first: impl Iterator<Item = &'a Gitignore>, path: &Path, is_dir: bool) -> bool {
    for matcher in nearest_first {
        match matcher.matched(path, is_dir) {
            Match::Ignore(_) => return true,
            Match::Whitelist(_) => return false,
            Match::None => {}
        }
    }
    false
}

/// A matcher for an ignore file whose rules count from a folder. A line that is no pattern is passed over, as git does.
fn read(folder: &Path, file: &Path) -> Option<Gitignore> {
    // Most folders have none. What is no file may never come to its end.
    if !fs::metadata(file).is_ok_and(|meta| meta.is_file()) {
        return None;
    }
    let text = fs::read(file).ok()?;
    let mut builder = GitignoreBuilder::new(folder);
    for line in String::from_utf8_lossy(&text).lines() {
        let _ = builder.add_line(None, line);
    }
    builder.build().ok().filter(|matcher| !matcher.is_empty())
}
