//! From the paths on the command line to the list of inputs, the same list every time.
//!
//! What is named is taken: a file whatever its extension, a pipe too. What is only found below a named folder must look
//! like JSON, be a file, and be neither hidden nor ignored.

mod ignored;
mod name;
mod walk;

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::config::Scope;
use ignored::{Repositories, Rules};
pub use name::report_name;
use walk::Folder;

/// Something to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// What it is called in reports.
    pub name: String,
    /// Where it is read from.
    pub origin: Origin,
}

/// Where an input is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

/// A file or folder that should have been checked and cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What it is called in reports.
    pub name: String,
    /// What the system says.
    pub reason: String,
    /// Named on the command line, not just found.
    pub is_named: bool,
}

/// What the paths on the command line come to.
#[derive(Debug, Default)]
pub struct Inputs {
    /// What to check, sorted by name; every file once.
    pub inputs: Vec<Input>,
    /// What could not even be looked at.
    pub problems: Vec<Problem>,
    /// Names of inputs that were named themselves: failing to read one is a failure of the run.
    pub named: HashSet<String>,
    /// Folders without any JSON file, as named.
    pub empty_folders: Vec<String>,
}

/// What to look for.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The folder that relative paths start from.
    pub cwd: &'a Path,
    /// Files, folders and `-`.
    pub paths: &'a [PathBuf],
    /// The name of standard input.
    pub stdin_filename: Option<&'a Path>,
    /// Ignore rules hold for what is named, too.
    pub force_exclude: bool,
    /// What a configuration includes and excludes.
    pub scope: Option<&'a Scope<'a>>,
}

impl Request<'_> {
    fn excludes(&self, path: &Path) -> bool {
        self.scope.is_some_and(|scope| scope.excludes(path))
    }

    /// The same for what is named; a folder above it counts, too.
    fn excludes_named(&self, path: &Path) -> bool {
        self.force_exclude && self.scope.is_some_and(|scope| scope.excludes_below(path))
    }
}

/// Finds all inputs.
pub fn discover(request: Request<'_>) -> Inputs {
    let mut search =
        Search { request, repositories: Repositories::default(), found: Vec::new(), inputs: Inputs::default() };
    for path in request.paths {
        search.take(path);
    }
    search.finish()
}

/// An input found, with what decides under which name a file is checked that was found twice.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    name: String,
    was_walked: bool,
    is_link: bool,
    path: Option<PathBuf>,
    /// What makes it the same file as another, where its path does not.
    identity: Option<PathBuf>,
}

impl Found {
    fn identity(&self) -> Option<&OsStr> {
        self.identity.as_deref().or(self.path.as_deref()).map(Path::as_os_str)
    }
}

struct Search<'a> {
    request: Request<'a>,
    repositories: Repositories,
    found: Vec<Found>,
    inputs: Inputs,
}

impl Search<'_> {
    fn take(&mut self, path: &Path) {
        if path.as_os_str() == "-" {
            self.take_stdin();
            return;
        }
        let full = self.request.cwd.join(path);
        match fs::metadata(&full) {
            Err(error) => self.inputs.problems.push(problem(report_name(path), &error, true)),
            Ok(meta) if meta.is_dir() => self.walk(path, &full),
            Ok(_) if self.request.force_exclude && self.repositories.around(&full).ignores(&full) => {}
            Ok(_) if self.request.excludes_named(&full) => {}
            Ok(_) => {
                let identity = fs::canonicalize(&full).ok();
                let name = report_name(path);
                self.inputs.named.insert(name.clone());
                self.found.push(Found { name, was_walked: false, is_link: false, path: Some(full), identity });
            }
        }
    }

    fn take_stdin(&mut self) {
        let name = self.request.stdin_filename.map_or_else(|| "<stdin>".to_owned(), report_name);
        if let (true, Some(path)) = (self.request.force_exclude, self.request.stdin_filename) {
            let full = self.request.cwd.join(path);
            if self.repositories.around(&full).ignores(&full) || self.request.excludes_named(&full) {
                return;
            }
        }
        self.inputs.named.insert(name.clone());
        self.found.push(Found { name, was_walked: false, is_link: false, path: None, identity: None });
    }

    fn walk(&mut self, named: &Path, full: &Path) {
        // Only the folder itself is resolved: below it no link to a folder is followed, so the rest stays literal.
        let root = fs::canonicalize(full).unwrap_or_else(|_| full.to_owned());
        let repository = self.repositories.around(&root.join("_"));
        if self.request.force_exclude && repository.ignores_folder(&root) {
            return;
        }
        let folder = Folder { path: root, name: report_name(named), rules: Rules::new(repository) };
        let walked = walk::walk(folder, self.request);
        if walked.found.is_empty() && !walked.problems.iter().any(|problem| problem.is_named) {
            self.inputs.empty_folders.push(report_name(named));
        }
        self.inputs.problems.extend(walked.problems);
        let mut found = walked.found;
        if self.found.is_empty() {
            // Mostly one folder is named, and it may hold a great many files.
            std::mem::swap(&mut self.found, &mut found);
        }
        self.found.extend(found);
    }

    fn finish(mut self) -> Inputs {
        // One walk comes to no file twice, but by links.
        if self.request.paths.len() > 1 || self.found.iter().any(|found| found.is_link) {
            // The best name of a file first: as it was named, else as itself rather than as a link.
            self.found.sort_by(|a, b| (a.was_walked, a.is_link, &a.name).cmp(&(b.was_walked, b.is_link, &b.name)));
            let mut seen = HashSet::new();
            let is_new: Vec<bool> = self.found.iter().map(|found| seen.insert(found.identity())).collect();
            let mut is_new = is_new.into_iter();
            self.found.retain(|_| is_new.next().unwrap_or(true));
        }
        self.found.sort();
        self.inputs.inputs = self
            .found
            .into_iter()
            .map(|found| Input { name: found.name, origin: found.path.map_or(Origin::Stdin, Origin::File) })
            .collect();
        self.inputs.problems.sort_by(|a, b| a.name.cmp(&b.name));
        self.inputs.problems.dedup_by(|a, b| a.name == b.name);
        self.inputs
    }
}

/// What the system says, without the number that means nothing to most.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

fn problem(name: String, error: &io::Error, is_named: bool) -> Problem {
    Problem { name, reason: reason(error), is_named }
}

/// The name of an entry of a folder whose name is known.
fn name_below(folder: &str, entry: &OsStr) -> String {
    let name = entry.to_string_lossy();
    match folder {
        "." => name.into_owned(),
        folder if folder.ends_with('/') => [folder, &name].concat(),
        folder => [folder, "/", &name].concat(),
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn looks_like_json(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let dot = name.iter().rposition(|byte| *byte == b'.').filter(|at| *at > 0);
    let extension = dot.map_or(&[] as &[u8], |at| &name[at + 1..]);
    ["json", "ndjson", "jsonl"].iter().any(|known| extension.eq_ignore_ascii_case(known.as_bytes()))
}
