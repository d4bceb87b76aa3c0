//! Paths by their names alone: what leads from one to another, without asking the file system.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// A path from a folder, without `.` and `..`. Links are not looked at.
pub(crate) fn absolute(base: &Path, path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in base.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            Component::ParentDir if out.has_root() => {}
            other => out.push(other),
        }
    }
    out
}

/// The way from a folder to a path, both absolute. The path itself where they have nothing in common but the root.
pub(crate) fn relative(from: &Path, to: &Path) -> PathBuf {
    let common = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    if common == 0 || (common == 1 && from.has_root() && from.components().count() > 1) {
        return to.to_owned();
    }
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(to.components().skip(common)).collect();
    if way.as_os_str().is_empty() { PathBuf::from(".") } else { way }
}

/// What a path is called from a folder that it lies in, with forward slashes; none where it lies elsewhere.
pub(crate) fn below(folder: &Path, path: &Path) -> Option<String> {
    if let Ok(rest) = path.strip_prefix(folder) {
        return Some(slashes(rest));
    }
    // The same file by another name: a link above it, mostly.
    let rest = fs::canonicalize(path).ok()?.strip_prefix(fs::canonicalize(folder).ok()?).ok()?.to_owned();
    Some(slashes(&rest))
}

/// A path with forward slashes, whatever the system uses.
pub(crate) fn slashes(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    let text = parts.join("/");
    // The root is a component of its own, and a slash.
    if text.starts_with("//") { text[1..].to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_followed_by_name() {
        let at = |base: &str, path: &str| slashes(&absolute(Path::new(base), Path::new(path)));
        assert_eq!(at("/a/b", "../c/./d.json"), "/a/c/d.json");
        assert_eq!(at("/a", "../../x"), "/x");
        assert_eq!(at("/a", "/b/c"), "/b/c");
    }

    #[test]
    fn the_way_goes_up_as_far_as_needed() {
        let way = |from: &str, to: &str| slashes(&relative(Path::new(from), Path::new(to)));
        assert_eq!(way("/w/a", "/w/a/b/c.json"), "b/c.json");
        assert_eq!(way("/w/a/b", "/w/c.json"), "../../c.json");
        assert_eq!(way("/w/a", "/w/a"), ".");
        assert_eq!(way("/w/a", "/other/b"), "/other/b", "too far away to be of use");
        assert_eq!(way("/", "/b"), "b");
    }
}
