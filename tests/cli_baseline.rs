//! The baseline: what it hides, what it does not, and how it is kept.

mod support;

use support::{Ran, Sandbox, found};

fn draft(rest: &str) -> String {
    format!(
        "{{\n  \"patternId\": 397,\n  \"measurementType\": \"body\",\n  \"measurements\": {{\"mbHeight\": 180, \"mbCollarGirth\": 39}}{rest}\n}}\n"
    )
}

fn sandbox(files: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::with(files);
    sandbox.write("toile.toml", "ignore = [\"unknown-pattern\"]\nbaseline = \"known.json\"\n");
    sandbox
}

fn run(sandbox: &Sandbox, args: &[&str]) -> Ran {
    sandbox.run(&[&["check", "--format", "concise"], args].concat())
}

fn write(sandbox: &Sandbox, args: &[&str]) -> String {
    let ran = run(sandbox, &[&["--write-baseline"], args].concat());
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    sandbox.read("known.json")
}

#[test]
fn known_findings_are_hidden_wherever_they_move() {
    let faulty = draft(",\n  \"colar\": 1, \"fabrik\": 2");
    let sandbox = sandbox(&[("a.json", &faulty), ("b.json", &draft(""))]);
    assert_eq!(run(&sandbox, &["a.json", "--no-config"]).stdout.matches("[unknown-field]").count(), 2);
    let text = write(&sandbox, &[]);
    insta::assert_snapshot!(text, @r#"
    {
      "version": 1,
      "entries": [
        {"file":"a.json","pointer":"/colar","rule":"unknown-field","names":["colar"]},
        {"file":"a.json","pointer":"/fabrik","rule":"unknown-field","names":["fabrik"]}
      ]
    }
    "#);
    let ran = run(&sandbox, &["--fail-on", "info"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    assert!(ran.stderr.contains("no findings (2 in the baseline)"), "{}", ran.stderr);
    sandbox.write("a.json", faulty.replace("{\n", "{\n\n\n  \"note\": \"moved\",\n"));
    assert_eq!(found(&run(&sandbox, &[])), [""; 0]);
}

#[test]
fn a_mistake_that_takes_the_place_of_another_is_seen() {
    let sandbox = sandbox(&[("a.json", &draft(",\n  \"colar\": 1"))]);
    write(&sandbox, &[]);
    sandbox.write("a.json", draft(",\n  \"fabrik\": 1"));
    assert_eq!(found(&run(&sandbox, &[])), ["a.json unknown-field", "known.json stale-baseline"]);
    // The same in another file is another mistake.
    sandbox.write("a.json", draft(",\n  \"colar\": 1"));
    sandbox.write("c.json", draft(",\n  \"colar\": 1"));
    assert_eq!(found(&run(&sandbox, &[])), ["c.json unknown-field"]);
}

#[test]
fn a_stale_entry_is_a_finding_on_its_line_and_goes_with_the_next_writing() {
    let sandbox = sandbox(&[("a.json", &draft(",\n  \"colar\": 1, \"fabrik\": 2"))]);
    write(&sandbox, &[]);
    sandbox.write("a.json", draft(",\n  \"fabrik\": 2"));
    let ran = sandbox.run(&["check"]);
    assert_eq!(ran.code, 0, "a warning");
    insta::assert_snapshot!(ran.stdout, @r#"
    warning[stale-baseline]: `unknown-field` is no longer found in `a.json` about `colar`
      ┌─ known.json:4:48
      │
    4 │ …":"a.json","pointer":"/colar","rule":"unknown-field","names":["colar"]},
      │                                       ^^^^^^^^^^^^^^^ fixed, or its file is gone
      │
      = at: /entries/0
      = help: delete this line, or run the check again with `--write-baseline`
    "#);
    assert_eq!(run(&sandbox, &["--fail-on", "warning"]).code, 1);
    assert!(!write(&sandbox, &[]).contains("colar"));
    assert_eq!(found(&run(&sandbox, &[])), [""; 0]);
}

#[test]
fn only_a_run_that_saw_the_file_speaks_of_its_entries_and_the_rest_is_kept() {
    let faulty = draft(",\n  \"colar\": 1");
    let sandbox = sandbox(&[("x/a.json", &faulty), ("x/b.json", &faulty)]);
    let both = write(&sandbox, &[]);
    sandbox.write("x/a.json", draft(""));
    assert_eq!(found(&run(&sandbox, &["x/b.json"])), [""; 0]);
    assert_eq!(found(&run(&sandbox, &["x/a.json"])), ["known.json stale-baseline"]);
    assert_eq!(found(&run(&sandbox, &["x/a.json", "--select", "syntax"])), [""; 0]);
    assert_eq!(write(&sandbox, &["x/b.json"]), both, "what was not looked at stays");
    sandbox.write("x/a.json", "{");
    assert_eq!(found(&run(&sandbox, &["x"])), ["x/a.json syntax"], "it may be in there still");
    std::fs::remove_file(sandbox.path("x/a.json")).unwrap();
    assert_eq!(found(&run(&sandbox, &["x"])), ["known.json stale-baseline"]);
    assert_eq!(found(&run(&sandbox, &["x/b.json"])), [""; 0]);
    let one = write(&sandbox, &["x"]);
    assert!(!one.contains("a.json") && one.contains("b.json"), "{one}");
}

#[test]
fn equal_findings_are_told_apart_by_their_number() {
    let line = r#"{"patternId": 397, "measurementType": "body", "colar": 1, "measurements": {"mbHeight": 180}}"#;
    let other = line.replace("180", "181");
    let sandbox = sandbox(&[("day.ndjson", &format!("{line}\n{line}\n{other}\n"))]);
    let text = write(&sandbox, &[]);
    assert_eq!(text.matches("\"colar\"").count(), 3);
    assert_eq!(found(&run(&sandbox, &[])), [""; 0]);
    // Records may change places.
    sandbox.write("day.ndjson", format!("\n{other}\r\n{line}\n\n  {line}\n"));
    assert_eq!(found(&run(&sandbox, &[])), [""; 0]);
    sandbox.write("day.ndjson", format!("{line}\n{line}\n{line}\n{other}\n"));
    let ran = run(&sandbox, &[]);
    assert!(ran.stdout.starts_with("day.ndjson:3:") && ran.stdout.lines().count() == 1, "{}", ran.stdout);
    sandbox.write("day.ndjson", format!("{line}\n{other}\n"));
    assert_eq!(found(&run(&sandbox, &[])), ["known.json stale-baseline"]);
    // Another record with the same mistake is not the one that is known.
    sandbox.write("day.ndjson", format!("{line}\n{line}\n{}\n", line.replace("180", "182")));
    assert_eq!(found(&run(&sandbox, &[])), ["day.ndjson unknown-field", "known.json stale-baseline"]);
}

#[test]
fn the_file_is_the_same_however_the_run_was_made() {
    let sandbox = sandbox(&[]);
    for number in 0..20 {
        sandbox.write(&format!("d{}/f{number}.json", number % 3), draft(&format!(",\n \"x{number}\": 1, \"y\": 2")));
    }
    let first = write(&sandbox, &["--jobs", "1"]);
    assert_eq!(write(&sandbox, &["--jobs", "4"]), first);
    assert_eq!(first.lines().count(), 40 + 5);
    let entries: Vec<&str> = first.lines().filter(|line| line.contains("rule")).collect();
    assert!(entries.is_sorted_by_key(|line| line.split("\",\"").next().map(str::to_owned)), "{first}");
    let ran = sandbox.inside("d1").run(&["check", "--write-baseline", "--baseline", "../other.json", ".."]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(sandbox.read("other.json"), first);
}

#[test]
fn suppressed_findings_do_not_get_into_it_and_unreadable_files_neither() {
    let sandbox = sandbox(&[("a.json", &draft(",\n  \"colar\": 1, \"fabrik\": 2"))]);
    let entry = "[[suppress]]\npath = \"a.json\"\nrule = \"unknown-field\"\npointer = \"/colar\"\nreason = \"r\"\n";
    sandbox.write("toile.toml", format!("ignore = [\"unknown-pattern\"]\nbaseline = \"known.json\"\n{entry}"));
    let text = write(&sandbox, &[]);
    assert!(text.contains("fabrik") && !text.contains("colar"), "{text}");
    let ran = run(&sandbox, &["--write-baseline", "a.json", "missing.json"]);
    assert_eq!(ran.code, 2, "a run that could not do its job writes nothing");
    assert_eq!(sandbox.read("known.json"), text);
    assert!(run(&sandbox, &["a.json", "missing.json"]).stdout.contains("[io-error]"));
}

#[test]
fn a_missing_or_broken_baseline_is_said() {
    let sandbox = sandbox(&[("a.json", &draft(""))]);
    let cases = [
        (None, "write it with --write-baseline"),
        (Some("{\"version\": 1, \"entries\": [}"), "the baseline is no JSON"),
        (Some("{\"version\": 2, \"entries\": []}"), "`version` must be 1"),
        (Some("[]"), "`version` must be 1"),
        (Some("{\"version\": 1}"), "no list of `entries`"),
        (Some("{\"version\": 1, \"entries\": [{\"file\": \"a\"}]}"), "no entry of a baseline"),
        (
            Some(
                "{\"version\": 1, \"entries\": [{\"file\": \"a\", \"pointer\": \"\", \"rule\": \"x\", \"names\": [], \"line\": 3}]}",
            ),
            "no entry of a baseline",
        ),
    ];
    for (text, expected) in cases {
        if let Some(text) = text {
            sandbox.write("known.json", text);
        }
        let ran = run(&sandbox, &[]);
        let stderr = ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{text:?}");
        assert!(stderr.contains(expected), "{text:?}: {stderr}");
    }
    let ran = sandbox.run(&["check", "--no-config", "--write-baseline"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("--baseline FILE"), "{}", ran.stderr);
}

#[test]
fn the_baseline_itself_is_no_input() {
    let sandbox = sandbox(&[("a.json", &draft(""))]);
    write(&sandbox, &[]);
    let report = sandbox.run(&["check", "--format", "json"]).json();
    assert_eq!(report["inputs"].as_array().unwrap().len(), 1);
    assert_eq!(report["summary"].as_object().unwrap().len(), 7, "version 1 has these fields and no other");
}
