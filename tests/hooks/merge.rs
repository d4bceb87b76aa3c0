//! `merge`: the reports of shards are the report of the whole.

use std::path::Path;

use crate::support::{Ran, Sandbox};

/// Copies a folder of the fixtures.
fn copy(sandbox: &Sandbox, folder: &str) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    for entry in std::fs::read_dir(&from).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{folder}/{}", entry.file_name().into_string().unwrap());
        if entry.path().is_dir() {
            copy(sandbox, &name);
        } else {
            sandbox.write(&name, std::fs::read(entry.path()).unwrap());
        }
    }
}

fn fixtures() -> Sandbox {
    let sandbox = Sandbox::new();
    for folder in ["patterns", "drafts", "batches", "pattern-files", "foreign"] {
        copy(&sandbox, folder);
    }
    sandbox
}

fn shards(sandbox: &Sandbox, count: usize) -> Vec<String> {
    let shard = |number: usize| {
        let (file, shard) = (format!("shard-{number}.report"), format!("{number}/{count}"));
        sandbox.run(&["check", "-q", "--shard", &shard, "--format", &format!("json={file}")]);
        file
    };
    (1..=count).map(shard).collect()
}

fn merge(sandbox: &Sandbox, reports: &[String], args: &[&str]) -> Ran {
    let reports: Vec<&str> = reports.iter().map(String::as_str).collect();
    sandbox.run(&[&["merge", "-q"], reports.as_slice(), args].concat())
}

#[test]
fn merged_shards_are_the_report_of_one_run() {
    let sandbox = fixtures();
    let whole = sandbox.run(&["check", "-q", "--format", "json"]);
    assert!(whole.json()["diagnostics"].as_array().unwrap().len() > 100);
    for count in [1, 2, 5] {
        let mut reports = shards(&sandbox, count);
        reports.reverse();
        let merged = merge(&sandbox, &reports, &["--format", "json"]);
        assert_eq!((merged.code, merged.stderr.as_str()), (whole.code, ""));
        assert!(merged.stdout == whole.stdout, "{count} shards differ");
    }
}

/// What is not in the report for programs is missing from some formats: the notes of a finding, and what is remarked at its
/// place.
#[test]
fn other_formats_are_those_of_one_run_as_well() {
    let sandbox = fixtures().env("SOURCE_DATE_EPOCH", "0");
    let same = |formats: &[&str]| {
        let reports = shards(&sandbox, 3);
        for format in formats {
            let whole = sandbox.run(&["check", "-q", "--format", format]);
            let merged = merge(&sandbox, &reports, &["--format", format]);
            assert!(merged.stdout == whole.stdout && !whole.stdout.is_empty(), "{format}");
        }
    };
    same(&["concise", "gitlab", "jsonl", "markdown", "unix", "unix-range"]);
    for folder in ["batches", "pattern-files"] {
        std::fs::remove_dir_all(sandbox.path(folder)).unwrap();
    }
    for file in ["missing-option", "option-step-floating-point"] {
        std::fs::remove_file(sandbox.path(&format!("drafts/faulty/{file}.json"))).unwrap();
    }
    sandbox.write("toile.toml", "exclude = [\"patterns\"]\n");
    same(&["sarif", "junit", "rdjson", "rdjsonl"]);
}

#[test]
fn a_source_is_shown_if_it_is_what_it_was() {
    let sandbox = fixtures();
    let reports = shards(&sandbox, 2);
    let file = "drafts/faulty/collar-wrong-case.json";
    let of_file = |text: &str| {
        let finding = { text.split("\n\n") }.find(|finding| finding.contains(&format!("{file}:")));
        finding.expect("the finding is there").to_owned()
    };
    let shown = of_file(&merge(&sandbox, &reports, &[]).stdout);
    // What is remarked at the place is one of the few things that the report for programs does not hold.
    let checked = of_file(&sandbox.run(&["check"]).stdout);
    assert_eq!(shown, checked.replace(" did you mean `regular`?", ""));
    assert!(shown.contains("\"collar\": \"Regular\""), "{shown}");
    let json = merge(&sandbox, &reports, &["--format", "json"]).stdout;
    let suggests = || {
        let merged = merge(&sandbox, &reports, &["--format", "rdjsonl"]).stdout;
        merged.lines().any(|line| line.contains(file) && line.contains("\"suggestions\":[{"))
    };
    assert!(suggests());
    // Changed, then gone: the place is told, the line is not shown.
    sandbox.write(file, "{}");
    let told = of_file(&merge(&sandbox, &reports, &[]).stdout);
    assert!(!suggests(), "nobody can say what a fix would replace");
    assert!(told.contains(&format!("{file}:15:15")) && !told.contains("Regular\","), "{told}");
    std::fs::remove_file(sandbox.path(file)).unwrap();
    assert_eq!(of_file(&merge(&sandbox, &reports, &[]).stdout), told);
    std::fs::remove_dir_all(sandbox.path("drafts")).unwrap();
    std::fs::remove_dir_all(sandbox.path("patterns")).unwrap();
    assert!(merge(&sandbox, &reports, &["--format", "json"]).stdout == json, "nothing is lost without the sources");
}

#[test]
fn exit_codes_are_those_of_a_check() {
    let sandbox = Sandbox::with(&[(
        "a.json",
        r#"{"patternId": 7, "measurementType": "body", "measurements": {"mbHeight": 180}}"#,
    )]);
    sandbox.run(&["check", "--format", "json=report"]);
    let merge = |args: &[&str]| sandbox.run(&[&["merge", "report"], args].concat()).code;
    assert_eq!((merge(&[]), merge(&["--fail-on", "info"]), merge(&["--fail-on", "info", "--exit-zero"])), (0, 1, 2));
    assert_eq!(merge(&["--exit-zero"]), 0);
    let ran = sandbox.run(&["merge", "report", "--statistics"]);
    assert!(ran.stdout.contains("unknown-pattern"), "{}", ran.stdout);
    assert!(ran.stderr.starts_with("checked 1 file, 1 document in "), "{}", ran.stderr);
}

#[test]
fn what_is_no_report_is_refused() {
    let sandbox = Sandbox::with(&[("a.json", "{}")]);
    sandbox.run(&["check", "--format", "json=good.report"]);
    let good = sandbox.read("good.report");
    let finding = r#"{"rule": "RULE", "severity": "error", "server": "unknown", "message": "m", "server_messages": [], "help": [],
        "file": "a.json", "record": null, "pointer": "", "span": {"start": START, "end": {"offset": 1, "line": 1, "column": 2}},
        "labels": [], "schema": null, "fixes": [], "fingerprint": ""}"#;
    let with = |rule: &str, start: &str| {
        let finding = finding.replace("RULE", rule).replace("START", start);
        good.replace("\"diagnostics\":[]", &format!("\"diagnostics\":[{finding}]"))
    };
    let start = r#"{"offset": 0, "line": 1, "column": 1}"#;
    let cases = [
        (String::new(), "is no report of toile"),
        ("[]".to_owned(), "is no report of toile"),
        (good.replace("\"version\":1", "\"version\":2"), "is of version 2"),
        (with("rule-of-tomorrow", start), "there is no rule `rule-of-tomorrow`"),
        (with("syntax", r#"{"offset": 0, "line": 0, "column": 1}"#), "count from 1"),
        (with("syntax", r#"{"offset": 9, "line": 1, "column": 1}"#), "ends before it begins"),
        (with("syntax", start).replace("\"pointer\": \"\"", "\"pointer\": \"x\""), "is no JSON Pointer"),
        (with("syntax", start).replace("\"file\": \"a.json\"", "\"file\": \"b.json\""), "`b.json`, which is not among"),
        (good.replace("\"kind\":null", "\"kind\":\"x\""), "there is no kind `x`"),
    ];
    for (text, expected) in cases {
        sandbox.write("bad.report", &text);
        let ran = sandbox.run(&["merge", "bad.report"]);
        let stderr = ran.stderr.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{text}: {stderr}");
        assert!(stderr.contains(expected), "{expected}: {stderr}");
    }
    // Any place at all is survived, whatever the text behind it.
    sandbox.write(
        "bad.report",
        with("syntax", r#"{"offset": 0, "line": 18446744073709551615, "column": 18446744073709551615}"#),
    );
    for format in ["full", "concise", "json", "markdown"] {
        assert_eq!(sandbox.run(&["merge", "bad.report", "--format", format]).code, 1, "{format}");
    }
    let ran = sandbox.run(&["merge", "good.report", "good.report"]);
    assert!(ran.code == 2 && ran.stderr.contains("is both in"), "{}", ran.stderr);
    assert_eq!(sandbox.run(&["merge", "gone.report"]).code, 2);
    assert_eq!(sandbox.run(&["merge"]).code, 2);
}
