//! `.pre-commit-hooks.yaml` with the real pre-commit, which `TOILE_PRE_COMMIT` names, in repositories of their own.

use std::path::Path;
use std::process::Command;

use crate::program;
use crate::support::Sandbox;

const CLEAN: &str =
    r#"{"patternId": 7, "measurementType": "body", "measurements": {"mbHeight": 180}, "options": {"cuff": "a"}}"#;
const SCHEMA: &str = r#"{"$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
  "properties": {"options": {"type": "object", "properties": {"cuff": {"enum": ["a", "b"]}}}}}"#;

/// A repository whose hooks come from a clone of this project.
struct Repository {
    sandbox: Sandbox,
    pre_commit: String,
}

impl Repository {
    /// None where pre-commit is not asked for.
    fn with_hooks(ids: &[&str]) -> Option<Repository> {
        let pre_commit = program("TOILE_PRE_COMMIT")?;
        let sandbox = Sandbox::with(&[("work/patterns/7/schema.json", SCHEMA), ("work/drafts/one.json", CLEAN)]);
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
        sandbox.write("hooks/.pre-commit-hooks.yaml", std::fs::read(manifest).unwrap());
        let repository = Repository { sandbox, pre_commit };
        for folder in ["hooks", "work"] {
            repository.git(folder, &["init", "-q", "-b", "main"]);
        }
        repository.commit("hooks");
        let rev = repository.git("hooks", &["rev-parse", "HEAD"]).1;
        let place = repository.sandbox.path("hooks");
        // The program under test in place of one that takes minutes to build.
        let hook = |id: &&str| format!("      - id: {id}\n        language: system\n");
        let hooks: String = ids.iter().map(hook).collect();
        let config = format!("repos:\n  - repo: {}\n    rev: {}\n    hooks:\n{hooks}", place.display(), rev.trim());
        repository.write(".pre-commit-config.yaml", &config);
        repository.git("work", &["add", "-A"]);
        Some(repository)
    }

    fn write(&self, name: &str, text: &str) {
        self.sandbox.write(&format!("work/{name}"), text);
    }

    /// Whether it succeeded, and what it printed.
    fn run(&self, folder: &str, program: &str, args: &[&str]) -> (bool, String) {
        let toile = Path::new(env!("CARGO_BIN_EXE_toile")).parent().unwrap();
        let path = format!("{}:{}", toile.display(), std::env::var("PATH").unwrap_or_default());
        let mut command = Command::new(program);
        command.args(args).current_dir(self.sandbox.path(folder)).env("PATH", path);
        command.env("PRE_COMMIT_HOME", self.sandbox.path("cache")).env("GIT_CONFIG_GLOBAL", "/dev/null");
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("PRE_COMMIT_COLOR", "never").env_remove("GIT_DIR");
        for (role, name) in [("AUTHOR", "a"), ("COMMITTER", "c")] {
            command.env(format!("GIT_{role}_NAME"), name).env(format!("GIT_{role}_EMAIL"), "a@example.com");
        }
        let output = command.output().unwrap_or_else(|error| panic!("{program}: {error}"));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), text(&output.stdout) + &text(&output.stderr))
    }

    fn git(&self, folder: &str, args: &[&str]) -> (bool, String) {
        self.run(folder, "git", args)
    }

    fn commit(&self, folder: &str) {
        self.git(folder, &["add", "-A"]);
        let (is_done, said) = self.git(folder, &["commit", "-q", "--no-verify", "-m", "x"]);
        assert!(is_done, "{said}");
    }

    fn pre_commit(&self, args: &[&str]) -> (bool, String) {
        self.run("work", &self.pre_commit, args)
    }

    /// Runs the hooks over what is staged.
    fn hooks(&self) -> (bool, String) {
        self.git("work", &["add", "-A"]);
        self.pre_commit(&["run"])
    }
}

#[test]
fn the_manifest_is_valid() {
    let Some(pre_commit) = program("TOILE_PRE_COMMIT") else { return };
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
    let output = Command::new(pre_commit).arg("validate-manifest").arg(manifest).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn a_bad_draft_is_refused_at_commit_and_the_corrected_one_is_not() {
    let Some(repository) = Repository::with_hooks(&["toile"]) else { return };
    let (is_installed, said) = repository.pre_commit(&["install"]);
    assert!(is_installed, "{said}");
    repository.write("drafts/two.json", &CLEAN.replace("\"a\"", "\"z\""));
    repository.git("work", &["add", "-A"]);
    let (is_committed, said) = repository.git("work", &["commit", "-m", "two"]);
    assert!(!is_committed && said.contains("draft requests") && said.contains("Failed"), "{said}");
    assert!(said.contains("error[option-value]") && said.contains("drafts/two.json:1:"), "{said}");
    repository.write("drafts/two.json", CLEAN);
    repository.git("work", &["add", "-A"]);
    let (is_committed, said) = repository.git("work", &["commit", "-m", "two"]);
    assert!(is_committed && said.contains("Passed"), "{said}");
    assert!(!said.contains("checked"), "a hook that passes says nothing: {said}");
}

#[test]
fn ignored_and_foreign_files_pass() {
    let Some(repository) = Repository::with_hooks(&["toile"]) else { return };
    repository.commit("work");
    let bad = CLEAN.replace("\"a\"", "\"z\"");
    repository.write(".gitignore", "generated/\n");
    repository.write("toile.toml", "exclude = [\"old\"]\n");
    repository.write("generated/a.json", &bad);
    repository.write("old/a.json", &bad);
    repository.write("package.json", "{\"name\": \"x\"}");
    repository.git("work", &["add", "-f", "generated/a.json", "old/a.json"]);
    let (is_passed, said) = repository.pre_commit(&["run", "--files", "generated/a.json", "old/a.json"]);
    assert!(is_passed && said.contains("Passed"), "only excluded files: {said}");
    let (is_passed, said) = repository.hooks();
    assert!(is_passed && said.contains("Passed"), "{said}");
    repository.write("notes.md", "# x");
    let (is_passed, said) = repository.pre_commit(&["run", "--files", "notes.md"]);
    assert!(is_passed && said.contains("Skipped"), "{said}");
}

#[test]
fn fixes_count_as_failure_once() {
    let Some(repository) = Repository::with_hooks(&["toile-fix"]) else { return };
    repository.commit("work");
    repository.write("drafts/two.json", &CLEAN.replace("180", "\"180\""));
    let (is_passed, said) = repository.hooks();
    assert!(!is_passed && said.contains("files were modified by this hook"), "{said}");
    assert_eq!(repository.sandbox.read("work/drafts/two.json"), CLEAN);
    let (is_passed, said) = repository.hooks();
    assert!(is_passed, "{said}");
}

#[test]
fn a_changed_pattern_brings_its_drafts_back() {
    let Some(repository) = Repository::with_hooks(&["toile", "toile-all"]) else { return };
    repository.write("drafts/day.ndjson", CLEAN);
    repository.commit("work");
    repository.write("patterns/7/schema.json", &SCHEMA.replace("\"a\", ", ""));
    let (is_passed, said) = repository.hooks();
    assert!(!is_passed, "{said}");
    let lines: Vec<&str> = said.lines().filter(|line| line.contains("Passed") || line.contains("Failed")).collect();
    assert!(lines[0].contains("Passed") && lines[1].contains("Failed"), "the schema by itself is sound: {said}");
    assert!(said.contains("drafts/one.json:1:") && said.contains("drafts/day.ndjson:1:"), "{said}");
    // Neither is affected by a file of another kind.
    repository.git("work", &["checkout", "-q", "HEAD", "--", "patterns"]);
    repository.write("other.json", "{}");
    let (is_passed, said) = repository.hooks();
    assert!(is_passed, "{said}");
}

#[test]
fn arguments_of_the_hook_stand_between_its_options_and_the_files() {
    let Some(repository) = Repository::with_hooks(&["toile-all"]) else { return };
    let config = repository.sandbox.read("work/.pre-commit-config.yaml");
    repository.write(".pre-commit-config.yaml", &(config + "        args: [--fail-on, warning, --patterns, vendor]\n"));
    repository.git("work", &["mv", "patterns", "vendor"]);
    repository.commit("work");
    repository.write("vendor/7/schema.json", &SCHEMA.replace("\"a\", ", ""));
    let (is_passed, said) = repository.hooks();
    assert!(!is_passed && said.contains("drafts/one.json:1:"), "{said}");
}

#[test]
fn more_files_than_one_call_takes_are_all_checked() {
    let Some(repository) = Repository::with_hooks(&["toile-system"]) else { return };
    // An argument list may hold some 130,000 bytes with pre-commit.
    let folder = format!("drafts/{}", "long".repeat(40));
    for number in 0..1200 {
        let is_bad = number == 3 || number == 1199;
        let text = if is_bad { CLEAN.replace("\"a\"", "\"z\"") } else { CLEAN.to_owned() };
        repository.write(&format!("{folder}/{number:04}.json"), &text);
    }
    let (is_passed, said) = repository.hooks();
    assert!(!is_passed, "{said}");
    assert!(said.contains("0003.json:1:") && said.contains("1199.json:1:"), "{said}");
    let calls = said.lines().filter(|line| line.starts_with("checked ")).count();
    assert!(calls > 1, "{calls} calls: {said}");
}
