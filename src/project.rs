//! The surroundings of a run, as far as reports show them: which folder names start from, and what CI systems count paths
//! from. Part of the report, so that the same report is written the same way wherever that happens.

use std::path::{Path, PathBuf};

use crate::config::path::{absolute, slashes};
use crate::diagnostic::Applicability;

/// What reports know of the surroundings of a run. Empty, names are taken as they are.
#[derive(Debug, Clone)]
pub struct Project {
    /// The absolute folder that relative names start from.
    pub cwd: PathBuf,
    /// The absolute folder that CI systems count paths from: the top of the repository, or what the system says.
    pub root: Option<PathBuf>,
    /// The name that standard input was checked under.
    pub stdin: Option<String>,
    /// When the report was made, in seconds since 1970, if somebody says so: two runs give the same bytes.
    pub time: Option<u64>,
    /// How safe a fix has to be at least to be offered for taking over at a click.
    pub least: Applicability,
    /// Rules that are off for the whole run.
    pub off: Vec<&'static str>,
    /// Follows links to the file that is meant. Reports themselves do not look at files.
    pub resolve: fn(&Path) -> PathBuf,
}

impl Default for Project {
    fn default() -> Project {
        Project {
            cwd: PathBuf::new(),
            root: None,
            stdin: None,
            time: None,
            least: Applicability::Safe,
            off: Vec::new(),
            resolve: Path::to_path_buf,
        }
    }
}

impl Project {
    /// The path of an input from the root of the project, with forward slashes and without `./`; absolute where it lies
    /// elsewhere. A name that is no path (`<stdin>`) stays.
    pub fn path(&self, name: &str) -> String {
        let Some(root) = self.root.as_deref().filter(|_| !self.cwd.as_os_str().is_empty() && !is_no_path(name)) else {
            return name.to_owned();
        };
        let file = (self.resolve)(&absolute(&self.cwd, Path::new(name)));
        let file = file.strip_prefix(root).unwrap_or(&file);
        if file.as_os_str().is_empty() { name.to_owned() } else { slashes(file) }
    }

    /// The absolute path of an input, links not followed: what an editor knows the file by.
    pub fn absolute(&self, name: &str) -> String {
        if is_no_path(name) { name.to_owned() } else { slashes(&absolute(&self.cwd, Path::new(name))) }
    }

    /// Whether an input was standard input.
    pub fn is_stdin(&self, name: &str) -> bool {
        self.stdin.as_deref() == Some(name)
    }
}

/// Names in angle brackets stand for inputs that are no files.
fn is_no_path(name: &str) -> bool {
    name.starts_with('<') && name.ends_with('>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_count_from_the_root_of_the_project() {
        let project = Project { cwd: "/repo/sub".into(), root: Some("/repo".into()), ..Project::default() };
        let cases = [
            ("a b.json", "sub/a b.json"),
            ("../a.json", "a.json"),
            ("/repo/x/./a.json", "x/a.json"),
            ("../../other/a.json", "/other/a.json"),
            ("/repository/a.json", "/repository/a.json"),
            ("<stdin>", "<stdin>"),
        ];
        for (name, expected) in cases {
            assert_eq!(project.path(name), expected);
        }
        assert_eq!(project.absolute("../a.json"), "/repo/a.json");
        assert_eq!(Project::default().path("../a.json"), "../a.json");
    }

    #[test]
    fn links_are_followed_to_the_file_that_is_meant() {
        let resolve =
            |path: &Path| if path.ends_with("link.json") { "/repo/real.json".into() } else { path.to_path_buf() };
        let project = Project { cwd: "/repo".into(), root: Some("/repo".into()), resolve, ..Project::default() };
        assert_eq!(project.path("link.json"), "real.json");
        assert_eq!(project.absolute("link.json"), "/repo/link.json");
    }
}
