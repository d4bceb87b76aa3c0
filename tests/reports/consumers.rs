//! What programs of others make of the reports: run where `TOILE_CONSUMERS` names the folder that
//! `tests/consumers/install` has filled.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use toile::render::Format;
use toile::report::Report;

use super::support::Sandbox;
use super::{errors, fixed, text};

#[expect(clippy::print_stderr, reason = "a test that was skipped should say so")]
fn consumers() -> Option<PathBuf> {
    let folder = std::env::var_os("TOILE_CONSUMERS").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: TOILE_CONSUMERS is not set");
    }
    folder
}

/// The reports that are read: nothing, all that is hostile, and the fixtures as they are checked.
fn reports() -> Vec<(&'static str, [String; 2])> {
    let formats = [Format::Sarif, Format::Junit];
    let of = |report: &Report| formats.map(|format| text(format, report));
    let fixtures = Sandbox::with(&[]);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let folder = folder.to_str().expect("UTF-8");
    let run = |format: Format| {
        let patterns = format!("{folder}/patterns");
        fixtures.run(&["check", "--no-config", "-p", &patterns, folder, "--format", format.name()]).stdout
    };
    vec![("nothing", of(&fixed::of(Vec::new()))), ("hostile", of(&fixed::report())), ("fixtures", formats.map(run))]
}

fn succeed(command: &mut Command) -> String {
    let done = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{command:?}:\n{out}{err}");
    out.into_owned()
}

#[test]
fn sarif_is_what_its_public_schema_says() {
    let Some(folder) = consumers() else { return };
    let path = folder.join("node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
    let schema = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    // One of its patterns has a bracket too many, which is no pattern of ECMAScript.
    let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}?$");
    let schema: Value = serde_json::from_str(&schema).expect("a schema");
    for (name, [sarif, _]) in reports() {
        let log: Value = serde_json::from_str(&sarif).expect("JSON");
        assert_eq!(errors(&schema, &log), [""; 0], "{name}");
        let mut wrong = log.clone();
        wrong["runs"][0]["columnKind"] = "bytes".into();
        assert!(!errors(&schema, &wrong).is_empty());
    }
}

/// Runs the tool of the editors of SARIF, which writes its answer into a file.
fn multitool(folder: &Path, sandbox: &Sandbox, args: &[&str]) -> Value {
    let mut tool = Command::new(folder.join("node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"));
    tool.env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1").current_dir(sandbox.root());
    succeed(tool.args(args).args(["--output", "answer.sarif", "--log", "ForceOverwrite"]));
    serde_json::from_str(sandbox.read("answer.sarif").trim_start_matches('\u{feff}')).expect("JSON")
}

/// The rules that a report breaks, those of code scanning included; hints are left out.
fn broken_rules(folder: &Path, sarif: &str) -> Vec<String> {
    let sandbox = Sandbox::with(&[("report.sarif", sarif)]);
    let args = ["validate", "report.sarif", "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning"];
    let answer = multitool(folder, &sandbox, &args);
    let results = answer["runs"][0]["results"].as_array().cloned().unwrap_or_default();
    let mut rules: Vec<String> = results
        .iter()
        .filter(|result| !matches!(result["level"].as_str(), Some("note" | "none")))
        .map(|result| result["ruleId"].as_str().expect("a rule").to_owned())
        .collect();
    rules.sort();
    rules.dedup();
    // It misses the address of the tool, which is there as soon as the repository has one.
    rules.retain(|rule| rule != "SARIF2005" || toile::rules::repository().is_some());
    rules
}

#[test]
fn sarif_keeps_the_rules_of_its_editors_and_of_code_scanning() {
    let Some(folder) = consumers() else { return };
    for (name, [sarif, _]) in reports() {
        assert_eq!(broken_rules(&folder, &sarif), [""; 0], "{name}");
    }
    let mut wrong: Value = serde_json::from_str(&text(Format::Sarif, &fixed::report())).expect("JSON");
    wrong["runs"][0]["results"][0]["locations"] = Value::Array(Vec::new());
    let broken = broken_rules(&folder, &wrong.to_string());
    assert!(broken.iter().any(|rule| rule.starts_with("GH")), "{broken:?}");
}

#[test]
fn line_hashes_are_those_that_another_program_computes() {
    let Some(folder) = consumers() else { return };
    let reports = reports();
    let (_, [sarif, _]) = reports.iter().find(|(name, _)| *name == "fixtures").expect("the fixtures");
    let ours: Value = serde_json::from_str(sarif).expect("JSON");
    let mut bare = ours.clone();
    for result in bare["runs"][0]["results"].as_array_mut().expect("results") {
        result.as_object_mut().expect("an object").remove("partialFingerprints");
    }
    let sandbox = Sandbox::with(&[("bare.sarif", &bare.to_string())]);
    let theirs = multitool(&folder, &sandbox, &["rewrite", "bare.sarif", "--insert", "RollingHashPartialFingerprints"]);
    let results = |log: &Value| log["runs"][0]["results"].as_array().cloned().expect("results");
    let mut compared = 0;
    for (ours, theirs) in results(&ours).iter().zip(&results(&theirs)) {
        // It leaves a byte-order mark out, which the action that uploads does not, and reads other letters than we where a
        // file is not UTF-8.
        if ours["ruleId"] == "encoding" {
            continue;
        }
        let hash = |result: &Value| {
            let hash = result["partialFingerprints"]["primaryLocationLineHash"].as_str().expect("a hash").to_owned();
            // What tells two results on one line apart is ours.
            hash.split('.').next().expect("a hash").to_owned()
        };
        assert_eq!(hash(ours), hash(theirs), "{ours}");
        compared += 1;
    }
    assert!(compared > 500, "{compared} results were compared");
}

#[test]
fn junit_is_what_the_public_schemas_agree_on() {
    if consumers().is_none() {
        return;
    }
    let sandbox = Sandbox::new();
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/junit.xsd");
    for (name, [_, junit]) in reports() {
        let file = format!("{name}.xml");
        sandbox.write(&file, &junit);
        succeed(Command::new("xmllint").args(["--noout", "--schema", schema]).arg(sandbox.path(&file)));
        sandbox.write(&file, junit.replace("<testsuites", "<testsuites name=\"x\""));
        let wrong = Command::new("xmllint").args(["--noout", "--schema", schema]).arg(sandbox.path(&file)).output();
        assert!(!wrong.expect("xmllint").status.success(), "the schema refuses nothing");
    }
}

#[test]
fn readers_of_sarif_and_junit_see_every_finding() {
    let Some(folder) = consumers() else { return };
    let sandbox = Sandbox::new();
    for (name, [sarif, junit]) in reports() {
        sandbox.write("report.sarif", &sarif);
        sandbox.write("report.xml", &junit);
        let mut python = Command::new(folder.join("venv/bin/python"));
        python.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/consumers/read.py"));
        let seen = succeed(python.arg(sandbox.path("report.sarif")).arg(sandbox.path("report.xml")));
        let seen: Value = serde_json::from_str(&seen).expect("JSON");
        let log: Value = serde_json::from_str(&sarif).expect("JSON");
        let results = log["runs"][0]["results"].as_array().expect("results");
        let records = seen["sarif"].as_array().expect("records");
        assert_eq!(records.len(), results.len(), "{name}");
        let key = |rule: &Value, line: &Value| format!("{}:{line}", rule.as_str().expect("a rule"));
        let mut wanted: Vec<String> = results
            .iter()
            .map(|it| key(&it["ruleId"], &it["locations"][0]["physicalLocation"]["region"]["startLine"]))
            .collect();
        let mut read: Vec<String> = records.iter().map(|record| key(&record["rule"], &record["line"])).collect();
        wanted.sort();
        read.sort();
        assert_eq!(read, wanted, "{name}");

        let tests = &seen["junit"];
        let outcomes = tests["outcomes"].as_array().expect("outcomes");
        assert_eq!(outcomes.len(), junit.matches("<failure ").count() + junit.matches("<error ").count());
        let told = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].as_array().expect("a list").len();
        assert_eq!(outcomes.len(), results.len() + told, "{name}");
        assert_eq!(tests["tests"], junit.matches("<testcase ").count());
        assert_eq!(tests["errors"], junit.matches("<error ").count());
    }
}
