//! Findings that are meant to be: entries of toile.toml, and what is said of those that are of no use.

mod support;

use support::{Ran, Sandbox, found};

/// No `measurementType`, and an option beside the options.
const DRAFT: &str = "{\"patternId\": 397, \"colar\": 1, \"measurements\": {\"mbHeight\": 0, \"mbCollarGirth\": 39}}";
const BATCH: &str = r#"{"actions": {
  "d1": {"type": "draft", "body": {"patternId": 397, "measurements": {"mbHeight": 0}}},
  "d2": {"type": "draft", "body": {"patternId": 397, "measurements": {"mbHeight": 0}}}}}"#;

fn repository(entries: &str) -> Sandbox {
    let config = format!("ignore = [\"unknown-pattern\"]\n{entries}");
    Sandbox::with(&[
        (".git/HEAD", ""),
        ("toile.toml", &config),
        ("orders/a.json", DRAFT),
        ("orders/b.json", DRAFT),
        ("batches/day.json", BATCH),
    ])
}

fn entry(path: &str, rule: &str, pointer: &str) -> String {
    let pointer = if pointer.is_empty() { String::new() } else { format!("pointer = \"{pointer}\"\n") };
    format!("[[suppress]]\npath = \"{path}\"\nrule = \"{rule}\"\n{pointer}reason = \"old\"\n")
}

fn run(sandbox: &Sandbox, args: &[&str]) -> Ran {
    sandbox.run(&[&["check", "--format", "concise"], args].concat())
}

#[test]
fn an_entry_hides_by_path_and_rule_and_place() {
    let sandbox = repository("");
    let all = found(&run(&sandbox, &["orders/a.json"]));
    assert_eq!(all, ["orders/a.json missing-field", "orders/a.json unknown-field", "orders/a.json measurement-value"]);
    let sandbox = repository(&entry("orders", "request", ""));
    let ran = run(&sandbox, &["orders"]);
    assert_eq!(found(&ran), ["orders/a.json measurement-value", "orders/b.json measurement-value"]);
    assert!(
        ran.stderr.contains("(2 fixable, 4 suppressed)") || ran.stderr.contains("(4 suppressed)"),
        "{}",
        ran.stderr
    );
    let sandbox = repository(&entry("orders/a.json", "measurement-value", "/measurements"));
    assert_eq!(
        found(&run(&sandbox, &["orders", "--select", "measurement-value"])),
        ["orders/b.json measurement-value"]
    );
    let sandbox = repository(&entry("batches/*.json", "measurement-value", "/actions/*/body/measurements/mbHeight"));
    assert_eq!(found(&run(&sandbox, &["batches", "--select", "measurement-value"])), [""; 0]);
    let sandbox = repository(&entry("batches/*.json", "measurement-value", "/actions/d1"));
    assert_eq!(
        found(&run(&sandbox, &["batches", "--select", "measurement-value"])),
        ["batches/day.json measurement-value"]
    );
}

#[test]
fn an_entry_that_hides_nothing_is_a_finding_on_its_line() {
    let sandbox = repository(&(entry("orders", "request", "") + &entry("orders/*.json", "seam", "/seams")));
    let ran = sandbox.run(&["check", "orders", "--select", "request,seam,adoption", "--ignore", "missing-seam"]);
    assert_eq!(ran.stdout, "", "an option turned a rule of the entry off: who knows what it hides");
    let ran = sandbox.run(&["check", "orders", "--ignore", "measurement-value", "--fail-on", "warning"]);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    insta::assert_snapshot!(ran.stdout, @r#"
    warning[unused-suppression]: no finding of `seam` in `orders/*.json` at `/seams` is left to suppress
      ┌─ toile.toml:8:8
      │
    8 │ rule = "seam"
      │        ^^^^^^ nothing to suppress
      │
      = its reason was: old
      = help: delete the entry: it would hide the same mistake when it is made
        anew
    "#);
    let report = sandbox.run(&["check", "orders", "--format", "json"]).json();
    let finding = report["diagnostics"].as_array().unwrap().iter().find(|d| d["file"] == "toile.toml").unwrap();
    assert_eq!((&finding["rule"], &finding["pointer"]), (&"unused-suppression".into(), &"/suppress/1".into()));
    let (start, end) = (&finding["span"]["start"]["offset"], &finding["span"]["end"]["offset"]);
    let text = sandbox.read("toile.toml");
    assert_eq!(&text[start.as_u64().unwrap() as usize..end.as_u64().unwrap() as usize], "\"seam\"");
    assert_eq!(report["summary"]["files"], 3);
}

#[test]
fn only_a_run_that_saw_all_files_of_an_entry_speaks_of_it() {
    let sandbox = repository(&(entry("orders/**", "seam", "") + &entry("orders/a.json", "option", "")));
    let unused = |args: &[&str]| {
        let ran = run(&sandbox, args);
        found(&ran).iter().filter(|line| line.ends_with("unused-suppression")).count()
    };
    assert_eq!(unused(&["."]), 2);
    assert_eq!(unused(&["orders"]), 2);
    assert_eq!(unused(&["batches"]), 0);
    assert_eq!(unused(&["orders/b.json"]), 0, "a hook that passes one file");
    assert_eq!(unused(&["orders/a.json"]), 1, "the other entry speaks of more files than this one");
    assert_eq!(unused(&["orders/a.json", "orders/b.json"]), 1, "who knows which other files there are");
    assert_eq!(unused(&[".", "--ignore", "unused-suppression"]), 0);
    // What cannot be read to its end may hold the finding.
    sandbox.write("orders/b.json", "{\"patternId\": 397,");
    assert_eq!(unused(&["."]), 1);
    // A file that is gone needs no entry.
    std::fs::remove_file(sandbox.path("orders/a.json")).unwrap();
    std::fs::remove_file(sandbox.path("orders/b.json")).unwrap();
    assert_eq!(unused(&["."]), 2);
    assert_eq!(unused(&["batches"]), 0);
}

#[test]
fn what_says_that_a_file_was_not_checked_is_never_hidden() {
    let sandbox = repository(&entry("orders", "file", ""));
    sandbox.write("orders/a.json", "{\"patternId\": 397, \"measurements\" {}}");
    let ran = run(&sandbox, &["orders/a.json", "orders/missing.json"]);
    assert_eq!(ran.code, 2);
    assert!(found(&ran).contains(&"orders/missing.json io-error".to_owned()), "{}", ran.stdout);
    assert!(!ran.stdout.contains("[syntax]"), "what is broken on purpose may stay broken: {}", ran.stdout);
}

#[test]
fn standard_input_is_checked_under_its_name() {
    let sandbox = repository(&entry("orders/a.json", "request", ""));
    let args = ["check", "-", "--stdin-filename", "orders/a.json", "--format", "concise"];
    let ran = sandbox.run_with_stdin(&args, DRAFT.as_bytes());
    assert_eq!(found(&ran), ["orders/a.json measurement-value"]);
    let ran = sandbox.run_with_stdin(
        &args,
        DRAFT.replace("colar", "note").replace(": 1,", ": \"n\", \"measurementType\": \"body\",").as_bytes(),
    );
    assert_eq!(found(&ran), ["orders/a.json measurement-value", "toile.toml unused-suppression"]);
}

/// Neither what is meant to be nor what is known of old was asked to be fixed.
#[test]
fn what_is_kept_quiet_is_not_fixed_either() {
    let comma = "{\"patternId\": 397, \"measurementType\": \"body\", \"measurements\": {\"mbHeight\": 180},}\n";
    let sandbox = repository(&entry("legacy", "syntax", ""));
    for folder in ["legacy", "known", "new"] {
        sandbox.write(&format!("{folder}/a.json"), comma);
    }
    assert_eq!(run(&sandbox, &["known", "--baseline", "known.json", "--write-baseline"]).code, 0);
    let ran = run(&sandbox, &["legacy", "known", "new", "--baseline", "known.json", "--fix"]);
    assert_eq!(found(&ran), [""; 0], "{}", ran.stderr);
    assert!(
        ran.stderr.contains("(1 fixed") && ran.stderr.contains("1 in the baseline, 1 suppressed"),
        "{}",
        ran.stderr
    );
    for (folder, is_kept) in [("legacy", true), ("known", true), ("new", false)] {
        assert_eq!(sandbox.read(&format!("{folder}/a.json")) == comma, is_kept, "{folder}");
    }
}
