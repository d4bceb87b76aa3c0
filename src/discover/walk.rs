//! What lies below a folder. All folders of one depth are read at once, on the threads that there are: most of the time
//! goes into waiting for the system, and an order comes from names afterwards.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::ignored::Rules;
use super::{Found, Problem, Request, is_hidden, looks_like_json, name_below, problem};

/// A folder to be read, with the rules that hold for itself.
pub(super) struct Folder {
    pub(super) path: PathBuf,
    pub(super) name: String,
    pub(super) rules: Rules,
}

/// What a walk comes to.
#[derive(Default)]
pub(super) struct Walked {
    /// Files, in no order that means anything.
    pub(super) found: Vec<Found>,
    pub(super) problems: Vec<Problem>,
}

/// What stands in one folder.
#[derive(Default)]
struct Listing {
    found: Vec<Found>,
    folders: Vec<Folder>,
    problems: Vec<Problem>,
}

/// Walks a folder that was named. On the threads of the pool that it is called on; on the caller's without one.
pub(super) fn walk(root: Folder, request: Request<'_>) -> Walked {
    let mut walked = Walked::default();
    let mut level = vec![root];
    let mut depth = 0;
    while !level.is_empty() {
        let list = |folder: Folder| list(&folder, depth, request);
        // Without a pool of the caller, the library would start one of its own.
        let listings: Vec<Listing> = if level.len() > 1 && rayon::current_thread_index().is_some() {
            level.into_par_iter().with_max_len(1).map(list).collect()
        } else {
            level.into_iter().map(list).collect()
        };
        walked.found.reserve(listings.iter().map(|listing| listing.found.len()).sum());
        level = Vec::with_capacity(listings.iter().map(|listing| listing.folders.len()).sum());
        for listing in listings {
            walked.found.extend(listing.found);
            walked.problems.extend(listing.problems);
            level.extend(listing.folders);
        }
        depth += 1;
    }
    walked
}

fn list(folder: &Folder, depth: usize, request: Request<'_>) -> Listing {
    let mut listing = Listing::default();
    let entries = entries(folder, depth, &mut listing.problems);
    // On some systems names are the same that differ in case.
    let has_rules = entries.iter().any(|entry| entry.file_name().eq_ignore_ascii_case(".gitignore"));
    let rules = if has_rules { folder.rules.enter(&folder.path, depth) } else { folder.rules.clone() };
    for entry in entries {
        let (kind, file_name) = (entry.file_type(), entry.file_name());
        let is_folder = kind.is_dir();
        if is_hidden(file_name) || !is_folder && !looks_like_json(file_name) {
            continue;
        }
        if rules.ignore(entry.path(), is_folder) || request.excludes(entry.path()) {
            continue;
        }
        let name = name_below(&folder.name, file_name);
        let path = entry.into_path();
        if is_folder {
            listing.folders.push(Folder { path, name, rules: rules.clone() });
        } else if request.scope.is_none_or(|scope| scope.includes(&path)) {
            match file(name, path, kind) {
                Ok(found) => listing.found.extend(found),
                Err(problem) => listing.problems.push(problem),
            }
        }
    }
    listing
}

/// What stands in a folder, by name: what is nearly in order is soon put in order.
fn entries(folder: &Folder, depth: usize, problems: &mut Vec<Problem>) -> Vec<DirEntry> {
    let mut entries = Vec::new();
    for entry in WalkDir::new(&folder.path).min_depth(1).max_depth(1) {
        match entry {
            Ok(entry) => entries.push(entry),
            Err(error) => {
                let inside = error.path().filter(|path| *path != folder.path).and_then(Path::file_name);
                let is_named = depth == 0 && inside.is_none();
                let name = inside.map_or_else(|| folder.name.clone(), |name| name_below(&folder.name, name));
                problems.push(problem(name, &io_error(error), is_named));
            }
        }
    }
    entries.sort_unstable_by(|a: &DirEntry, b| a.path().as_os_str().cmp(b.path().as_os_str()));
    entries
}

fn io_error(error: walkdir::Error) -> io::Error {
    let text = error.to_string();
    error.into_io_error().unwrap_or_else(|| io::Error::other(text))
}

/// A link is followed to a file, never to a folder: that is how a walk goes round in circles. A pipe or device is never
/// opened, since that may block for ever.
fn file(name: String, path: PathBuf, kind: fs::FileType) -> Result<Option<Found>, Problem> {
    let is_link = kind.is_symlink();
    if is_link {
        match fs::metadata(&path) {
            Err(error) => return Err(problem(name, &error, false)),
            Ok(meta) if !meta.is_file() => return Ok(None),
            Ok(_) => {}
        }
    } else if !kind.is_file() {
        return Ok(None);
    }
    let identity = if is_link { fs::canonicalize(&path).ok() } else { None };
    Ok(Some(Found { name, was_walked: true, is_link, path: Some(path), identity }))
}

#[cfg(test)]
mod tests {
    use super::super::{Inputs, discover};
    use super::*;

    #[test]
    fn a_walk_on_many_threads_finds_what_it_finds_on_one() {
        let root = std::env::temp_dir().join(format!("toile-walk-{}", std::process::id()));
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
            fs::write(path, text).expect("it is written");
        };
        for folder in 0..9 {
            for deeper in ["", "/a", "/a/b", "/a.b", "/left-out"] {
                write(&format!("{folder}{deeper}/x.json"), "{}");
                write(&format!("{folder}{deeper}/y.json"), "{}");
            }
            // A file sorts before what stands in a folder of the same beginning.
            write(&format!("{folder}/a.json"), "{}");
        }
        write(".gitignore", "left-out/\n");
        write("3/.gitignore", "y.json\n!left-out/\n");
        write("3/a/.gitignore", "!y.json\nb/\n");
        let paths = [root.clone()];
        let request = Request { cwd: &root, paths: &paths, stdin_filename: None, force_exclude: false, scope: None };
        let names = |inputs: Inputs| inputs.inputs.into_iter().map(|input| input.name).collect::<Vec<_>>();
        let alone = names(discover(request));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(4).build().expect("there are threads");
        for _ in 0..20 {
            assert_eq!(names(pool.install(|| discover(request))), alone);
        }
        fs::remove_dir_all(&root).expect("it is removed");
        assert!(alone.is_sorted());
        assert_eq!(alone.len(), 8 * 9 + 6);
        let of_three: Vec<_> = alone.iter().filter_map(|name| name.split_once("/3/")).map(|(_, name)| name).collect();
        assert_eq!(of_three, ["a.b/x.json", "a.json", "a/x.json", "a/y.json", "left-out/x.json", "x.json"]);
    }
}
