//! The surroundings of a run, for the reports that show paths as CI systems know them.

use std::fs;
use std::path::{Path, PathBuf};

use super::World;
use crate::config::path;
use crate::discover::{Inputs, Origin};
use crate::env::Env;
use crate::project::Project;
use crate::rules;
use crate::settings::Settings;

/// Looks around.
pub(super) fn project(settings: &Settings, found: &Inputs, env: &Env, world: &World<'_>) -> Project {
    let stdin = found.inputs.iter().find(|input| input.origin == Origin::Stdin);
    Project {
        cwd: path::absolute(&settings.cwd, Path::new("")),
        root: root(&settings.cwd, world.env),
        stdin: stdin.map(|input| input.name.clone()),
        time: (world.env)("SOURCE_DATE_EPOCH").and_then(|time| time.parse().ok()),
        least: settings.least(),
        off: rules::all().map(|rule| rule.id).filter(|rule| !env.is_on(rule)).collect(),
        resolve,
    }
}

/// The folder that paths count from: what the CI system calls the project, if the run is inside, else the top of the
/// repository.
fn root(cwd: &Path, env: &dyn Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let here = resolve(cwd);
    let named = ["CI_PROJECT_DIR", "GITHUB_WORKSPACE"].into_iter().filter_map(env).map(PathBuf::from);
    let named =
        { named }.map(|folder| resolve(&folder)).find(|folder| folder.is_absolute() && here.starts_with(folder));
    named.or_else(|| here.ancestors().find(|above| above.join(".git").exists()).map(Path::to_path_buf))
}

/// Follows links as far as the path exists.
fn resolve(path: &Path) -> PathBuf {
    for above in path.ancestors().filter(|above| !above.as_os_str().is_empty()) {
        if let (Ok(real), Ok(rest)) = (fs::canonicalize(above), path.strip_prefix(above)) {
            return if rest.as_os_str().is_empty() { real } else { real.join(rest) };
        }
    }
    path.to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_count_from_the_project_of_the_ci_system_if_the_run_is_inside() {
        let here = fs::canonicalize(env!("CARGO_MANIFEST_DIR")).unwrap();
        let cwd = here.join("src");
        let with = |name: &'static str, folder: &Path| {
            let folder = folder.to_str().unwrap().to_owned();
            root(&cwd, &move |wanted| (wanted == name).then(|| folder.clone()))
        };
        assert_eq!(with("CI_PROJECT_DIR", &cwd), Some(cwd.clone()));
        assert_eq!(with("GITHUB_WORKSPACE", &here), Some(here.clone()));
        let elsewhere = with("CI_PROJECT_DIR", &here.join("docs"));
        assert_eq!(elsewhere, root(&cwd, &|_| None));
        assert_ne!(elsewhere, Some(here.join("docs")));
    }
}
