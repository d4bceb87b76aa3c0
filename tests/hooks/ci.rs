//! `action.yml`, the GitLab template and what docs/ci.md shows: read as YAML, their scripts run. pre-commit brings a reader
//! of YAML, so `TOILE_PRE_COMMIT` asks for these, too.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::program;
use crate::support::Sandbox;

const BAD: &str = r#"{"patternId": 7, "measurementType": "body", "measurements": {"mbHeight": -1}}"#;
const CLEAN: &str = r#"{"patternId": 7, "measurementType": "body", "measurements": {"mbHeight": 180}}"#;

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("the file is there")
}

/// The documents of a YAML text; none where nothing that reads YAML is at hand.
fn yaml(text: &str) -> Option<Vec<Value>> {
    let python = Path::new(&program("TOILE_PRE_COMMIT")?).with_file_name("python");
    let code = "import json, sys, yaml; print(json.dumps(list(yaml.load_all(sys.stdin, yaml.BaseLoader))))";
    let mut child =
        Command::new(python).args(["-c", code]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "no YAML:\n{text}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// The YAML blocks of a page.
fn blocks(page: &str) -> Vec<String> {
    let text = file(page);
    let blocks = text.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap().to_owned());
    blocks.collect()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// A runner that executes the steps of the action that are scripts.
struct Runner {
    sandbox: Sandbox,
    action: Value,
    /// Outputs, by step and name.
    outputs: BTreeMap<String, String>,
}

impl Runner {
    fn new() -> Option<Runner> {
        let action = yaml(&file("action.yml"))?.remove(0);
        let sandbox = Sandbox::with(&[("work/orders/a.json", CLEAN), ("work/orders/b.json", CLEAN)]);
        fs::create_dir(sandbox.path("temp")).unwrap();
        Some(Runner { sandbox, action, outputs: BTreeMap::new() })
    }

    /// `${{ inputs.x }}` and `${{ steps.x.outputs.y }}` filled in.
    fn fill(&self, written: &str, inputs: &[(&str, &str)]) -> String {
        let Some(name) = written.strip_prefix("${{ ").and_then(|rest| rest.strip_suffix(" }}")) else {
            assert!(!written.contains("${{"), "{written}");
            return written.to_owned();
        };
        if let Some(input) = name.strip_prefix("inputs.") {
            let given = inputs.iter().find(|(name, _)| *name == input).map(|(_, value)| *value);
            let default = self.action["inputs"][input]["default"].as_str();
            return given.or(default).unwrap_or_else(|| panic!("no input {input}")).to_owned();
        }
        let output = name.strip_prefix("steps.").expect("an output").replace(".outputs", "");
        self.outputs.get(&output).cloned().unwrap_or_default()
    }

    /// Runs one step, and answers whether it succeeded and what it printed.
    fn step(&mut self, id: &str, inputs: &[(&str, &str)]) -> (bool, String) {
        let steps = self.action["runs"]["steps"].as_array().unwrap();
        let step = steps.iter().find(|step| step["id"] == id).expect("the step").clone();
        assert_eq!(step["shell"], "bash");
        let script = text(&step, "run");
        assert!(!script.contains("${{"), "inputs go through the environment, so that none is run:\n{script}");
        let path = |name: &str| self.sandbox.path(name);
        fs::write(path("output"), "").unwrap();
        let folder = step["working-directory"].as_str().map(|folder| self.fill(folder, inputs)).unwrap_or_default();
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(path("work").join(folder));
        for (name, value) in step["env"].as_object().into_iter().flatten() {
            command.env(name, self.fill(value.as_str().unwrap(), inputs));
        }
        command
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_OUTPUT", path("output"))
            .env("GITHUB_WORKSPACE", path("work"));
        command.env("GITHUB_STEP_SUMMARY", path("summary")).env("RUNNER_TEMP", path("temp"));
        command.env("RUNNER_OS", "Linux").env("RUNNER_ARCH", "X64");
        command.env("GITHUB_ACTION_PATH", env!("CARGO_MANIFEST_DIR"));
        let ran = command.output().expect("bash");
        for line in self.sandbox.read("output").lines() {
            let (name, value) = line.split_once('=').expect("name=value");
            self.outputs.insert(format!("{id}.{name}"), value.to_owned());
        }
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (ran.status.success(), text(&ran.stdout) + &text(&ran.stderr))
    }

    /// Runs the check of the program under test.
    fn check(&mut self, inputs: &[(&str, &str)]) -> (bool, String) {
        let inputs = [&[("toile", env!("CARGO_BIN_EXE_toile"))], inputs].concat();
        let (is_done, said) = self.step("which", &inputs);
        assert!(is_done, "{said}");
        self.step("check", &inputs)
    }
}

#[test]
fn the_action_passes_clean_requests() {
    let Some(mut runner) = Runner::new() else { return };
    let (is_passed, said) = runner.check(&[]);
    assert!(is_passed, "{said}");
    assert_eq!(runner.outputs["check.exit-code"], "0");
    assert_eq!(runner.outputs["check.sarif"], "toile.sarif");
    assert!(runner.sandbox.read("summary").starts_with("### toile: 2 infos\n"), "{}", runner.sandbox.read("summary"));
    let sarif: Value = serde_json::from_str(&runner.sandbox.read("work/toile.sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
}

#[test]
fn the_action_annotates_summarises_and_fails() {
    let Some(mut runner) = Runner::new() else { return };
    runner.sandbox.write("work/orders/b.json", BAD);
    let (is_passed, said) = runner.check(&[("paths", "orders"), ("args", "--ignore unknown-pattern\n-q")]);
    assert!(!is_passed, "{said}");
    assert_eq!(runner.outputs["check.exit-code"], "1");
    assert!(said.contains("::error file=orders/b.json,line=1,endLine=1,col=74"), "{said}");
    assert!(said.contains("error[measurement-value]") && !said.contains("checked 2"), "{said}");
    assert!(runner.sandbox.read("summary").contains("| error | orders&#47;b&#46;json&#58;1&#58;74 |"));
    assert!(runner.sandbox.read("work/toile.sarif").contains("measurement-value"));
    // A file of the same step's summary is added to, not replaced.
    let before = runner.sandbox.read("summary").len();
    assert!(runner.check(&[("fail-on", "never"), ("sarif", "")]).0);
    assert!(runner.sandbox.read("summary").len() > before);
    let (is_passed, said) = runner.check(&[("paths", "gone")]);
    assert!(!is_passed && runner.outputs["check.exit-code"] == "2", "{said}");
}

#[test]
fn the_action_runs_nothing_that_an_input_says() {
    let Some(mut runner) = Runner::new() else { return };
    runner.sandbox.write("work/-q", BAD);
    for hostile in ["$(touch run)", "`touch run`", "; touch run", "* --fix", "--write-baseline"] {
        let (is_passed, said) = runner.check(&[("paths", hostile)]);
        assert!(!is_passed, "{hostile}: {said}");
        assert!(said.contains("could not read"), "{hostile}: {said}");
        assert!(!runner.sandbox.path("work/run").exists(), "{hostile}");
    }
    let (is_passed, _) = runner.check(&[("working-directory", "orders"), ("sarif", "out.sarif")]);
    assert!(is_passed && runner.sandbox.path("work/orders/out.sarif").exists());
}

#[test]
fn the_action_keeps_one_program_for_the_same_sources() {
    let Some(mut runner) = Runner::new() else { return };
    let (is_done, said) = runner.step("which", &[]);
    assert!(is_done, "{said}");
    let key = runner.outputs["which.key"].clone();
    assert!(key.starts_with("toile-Linux-X64-") && key.len() == "toile-Linux-X64-".len() + 40, "{key}");
    assert_eq!(runner.outputs["which.program"], runner.sandbox.path("temp/toile/bin/toile").to_str().unwrap());
    assert!(runner.step("which", &[]).0);
    assert_eq!(runner.outputs["which.key"], key);
}

/// Fills in `$[[ inputs.x ]]`, runs the script of the job, and answers whether it succeeded and what it printed.
fn gitlab(sandbox: &Sandbox, inputs: &[(&str, &str)]) -> Option<(bool, String)> {
    let template = file("templates/toile.yml");
    let spec = yaml(&template)?.remove(0);
    let mut filled = template.split_once("\n---\n").expect("two documents").1.to_owned();
    for (name, input) in spec["spec"]["inputs"].as_object().unwrap() {
        let given = inputs.iter().find(|(given, _)| given == name).map(|(_, value)| *value);
        let value = given.or(input["default"].as_str()).unwrap_or_else(|| panic!("the input {name} has to be given"));
        filled = filled.replace(&format!("$[[ inputs.{name} ]]"), value);
    }
    assert!(!filled.contains("$[["), "{filled}");
    let job = yaml(&filled)?.remove(0)["toile"].clone();
    let lines: Vec<&str> = job["script"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let toile = Path::new(env!("CARGO_BIN_EXE_toile")).parent().unwrap();
    let path = format!("{}:/usr/bin:/bin", toile.display());
    let mut command = Command::new("bash");
    command.args(["-eo", "pipefail", "-c", &lines.join("\n")]).current_dir(sandbox.root()).env("PATH", path);
    let ran = command.env("CI_PROJECT_DIR", sandbox.root()).output().unwrap();
    for report in [&job["artifacts"]["reports"]["codequality"], &job["artifacts"]["reports"]["junit"]] {
        assert!(sandbox.path(report.as_str().unwrap()).exists(), "{report}");
    }
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Some((ran.status.success(), text(&ran.stdout) + &text(&ran.stderr)))
}

#[test]
fn the_gitlab_job_writes_its_reports() {
    let sandbox = Sandbox::with(&[("orders/a.json", BAD), ("other/b.json", BAD)]);
    let Some((is_passed, said)) = gitlab(&sandbox, &[("image", "x"), ("paths", "orders")]) else { return };
    assert!(!is_passed && said.contains("error[measurement-value]"), "{said}");
    let report: Value = serde_json::from_str(&sandbox.read("gl-code-quality-report.json")).unwrap();
    let paths: Vec<&str> =
        report.as_array().unwrap().iter().map(|one| one["location"]["path"].as_str().unwrap()).collect();
    assert!(paths.contains(&"orders/a.json") && !paths.contains(&"other/b.json"), "{paths:?}");
    let sandbox = Sandbox::with(&[("orders/a.json", CLEAN)]);
    let (is_passed, said) = gitlab(&sandbox, &[("image", "x"), ("args", "--fail-on warning")]).unwrap();
    assert!(is_passed, "{said}");
    let (_, said) = gitlab(&sandbox, &[("image", "x"), ("install", "true && echo INSTALLED")]).unwrap();
    assert!(!said.contains("INSTALLED"), "toile is there already: {said}");
}

#[test]
fn what_the_pages_show_is_yaml_and_names_what_there_is() {
    let Some(manifest) = yaml(&file(".pre-commit-hooks.yaml")) else { return };
    let action = yaml(&file("action.yml")).unwrap().remove(0);
    let ids: Vec<&str> = manifest[0].as_array().unwrap().iter().map(|hook| text(hook, "id")).collect();
    for id in &ids {
        assert!(file("docs/hooks.md").contains(&format!("| `{id}` |")), "{id} is not on the page");
    }
    let mut hooks = 0;
    for block in blocks("docs/hooks.md") {
        let config = yaml(&block).unwrap().remove(0);
        for repo in config["repos"].as_array().unwrap() {
            for hook in repo["hooks"].as_array().unwrap() {
                assert!(ids.contains(&text(hook, "id")), "{hook}");
                hooks += 1;
            }
        }
        let sandbox = Sandbox::with(&[("config.yaml", block.as_str())]);
        let pre_commit = program("TOILE_PRE_COMMIT").unwrap();
        let ran = Command::new(pre_commit).arg("validate-config").arg(sandbox.path("config.yaml")).output().unwrap();
        assert!(ran.status.success(), "{block}\n{}", String::from_utf8_lossy(&ran.stdout));
    }
    assert!(hooks >= 4, "{hooks}");
    let mut inputs = 0;
    for block in blocks("docs/ci.md") {
        let page = yaml(&block).unwrap().remove(0);
        let jobs = page["jobs"].as_object().into_iter().flatten();
        for step in jobs.flat_map(|(_, job)| job["steps"].as_array().unwrap()) {
            assert!(step["uses"].is_string() != step["run"].is_string(), "{step}");
            if text(step, "uses").contains("/toile@") {
                for name in step["with"].as_object().unwrap().keys() {
                    assert!(action["inputs"][name].is_object(), "{name} is no input");
                    inputs += 1;
                }
            }
        }
        if let Some(include) = page["include"].as_array() {
            let spec = yaml(&file(text(&include[0], "file"))).unwrap().remove(0);
            for name in include[0]["inputs"].as_object().unwrap().keys() {
                assert!(spec["spec"]["inputs"].get(name).is_some(), "{name} is no input");
                inputs += 1;
            }
        }
    }
    assert!(inputs >= 4, "{inputs}");
}

/// The job of several parts on docs/ci.md, as it stands there.
#[test]
fn the_matrix_of_the_page_gives_one_report() {
    let Some(page) = blocks("docs/ci.md").into_iter().find(|block| block.contains("matrix:")) else {
        panic!("a matrix")
    };
    let Some(mut page) = yaml(&page) else { return };
    let jobs = page.remove(0)["jobs"].clone();
    let sandbox = Sandbox::with(&[("a.json", BAD), ("b.json", BAD), ("c.json", CLEAN)]);
    let script = |job: &str| {
        let steps = jobs[job]["steps"].as_array().unwrap();
        let mut scripts = steps.iter().filter_map(|step| step["run"].as_str());
        scripts.find(|script| script.starts_with("toile ")).expect("a script").to_owned()
    };
    let toile = Path::new(env!("CARGO_BIN_EXE_toile")).parent().unwrap().display();
    let run = |code: &str| {
        let path = format!("{toile}:/usr/bin:/bin");
        Command::new("bash").args(["-ec", code]).current_dir(sandbox.root()).env("PATH", path).output().unwrap()
    };
    for shard in jobs["check"]["strategy"]["matrix"]["shard"].as_array().unwrap() {
        let code = script("check").replace("${{ matrix.shard }}", shard.as_str().unwrap());
        assert!(run(&code).status.success(), "{code}");
    }
    let merged = run(&script("report"));
    assert_eq!(merged.status.code(), Some(1));
    let stdout = String::from_utf8(merged.stdout).unwrap();
    assert_eq!(stdout.matches("error[measurement-value]").count(), 2, "{stdout}");
    assert!(sandbox.path("toile.sarif").exists());
}
