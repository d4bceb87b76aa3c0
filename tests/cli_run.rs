//! Whole runs: exit codes, streams, options.

mod support;

use support::Sandbox;

/// No request of any kind, so that no rule has anything to say.
const FOREIGN: &str = r#"{"compilerOptions": {"strict": true}}"#;
const BROKEN: &str = "{\"patternId\": 397,\n \"gender\" \"f\"}";

#[test]
fn exit_codes_are_0_1_and_2() {
    let sandbox = Sandbox::with(&[("foreign.json", FOREIGN), ("broken.json", BROKEN)]);
    assert_eq!(sandbox.run(&["check", "foreign.json"]).code, 0);
    assert_eq!(sandbox.run(&["check", "broken.json"]).code, 1);
    assert_eq!(sandbox.run(&["check", "missing.json"]).code, 2);
    assert_eq!(sandbox.run(&["check", "--no-such-option"]).code, 2);
    assert_eq!(sandbox.run(&[]).code, 2);
    assert_eq!(sandbox.run(&["--help"]).code, 0);
    assert_eq!(sandbox.run(&["--version"]).code, 0);
}

#[test]
fn fail_on_and_exit_zero_move_1_but_never_2() {
    let sandbox = Sandbox::with(&[("broken.json", BROKEN)]);
    assert_eq!(sandbox.run(&["check", "--fail-on", "info", "."]).code, 1);
    assert_eq!(sandbox.run(&["check", "--fail-on", "never", "."]).code, 0);
    assert_eq!(sandbox.run(&["check", "--exit-zero", "."]).code, 0);
    assert_eq!(sandbox.run(&["check", "--exit-zero", "missing.json"]).code, 2);
}

#[test]
fn findings_go_to_standard_output_and_the_rest_to_standard_error() {
    let sandbox = Sandbox::with(&[("broken.json", BROKEN)]);
    let ran = sandbox.run(&["check"]);
    assert!(ran.stdout.contains("error[syntax]") && ran.stdout.contains("broken.json:2:"), "{}", ran.stdout);
    assert!(ran.stderr.starts_with("checked 1 file, ") && ran.stderr.contains("1 error"), "{}", ran.stderr);
    let quiet = sandbox.run(&["check", "-q"]);
    assert_eq!((quiet.stdout, quiet.stderr.as_str()), (ran.stdout, ""));
}

#[test]
fn a_skipped_file_is_counted_and_named_only_when_asked() {
    let sandbox = Sandbox::with(&[("foreign.json", FOREIGN)]);
    let ran = sandbox.run(&["check", "foreign.json"]);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("(1 skipped)") && !ran.stderr.contains("foreign.json"), "{}", ran.stderr);
    assert!(sandbox.run(&["check", "-v", "foreign.json"]).stderr.contains("skipped foreign.json"));
}

#[test]
fn an_unreadable_input_is_a_finding_and_the_rest_is_checked() {
    let sandbox = Sandbox::with(&[("broken.json", BROKEN)]);
    let ran = sandbox.run(&["check", "missing.json", "broken.json", "--format", "concise"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stdout.contains("missing.json:1:1: error: cannot be read: "), "{}", ran.stdout);
    assert!(ran.stdout.contains("[io-error]") && ran.stdout.contains("[syntax]"), "{}", ran.stdout);
    assert!(ran.stderr.contains("could not read `missing.json`"), "{}", ran.stderr);
}

#[test]
fn bytes_that_are_no_utf8_are_a_finding_at_their_place() {
    let sandbox = Sandbox::new();
    sandbox.write("latin.json", b"{\n  \"note\": \"gr\xFC\xDFe\"\n}");
    let ran = sandbox.run(&["check", "latin.json", "--format", "concise"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("error: this is no UTF-8") && ran.stdout.contains("[encoding]"), "{}", ran.stdout);
}

#[test]
fn a_machine_format_is_one_document_whatever_happens() {
    let sandbox = Sandbox::with(&[("foreign.json", FOREIGN), ("broken.json", BROKEN)]);
    std::fs::create_dir(sandbox.path("empty")).unwrap();
    for paths in [vec!["foreign.json"], vec!["."], vec!["empty"], vec!["missing.json"]] {
        let ran = sandbox.run(&[&["check", "--format", "json"], paths.as_slice()].concat());
        assert_eq!(ran.json()["version"], 1, "{paths:?}");
        assert!(ran.stdout.ends_with("}\n"));
    }
}

#[test]
fn several_formats_come_from_one_run() {
    let sandbox = Sandbox::with(&[("broken.json", BROKEN)]);
    let ran = sandbox.run(&["check", ".", "--format", "concise", "--format", "json=out.txt", "--format=full=full.txt"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.starts_with("broken.json:2:"), "{}", ran.stdout);
    let report: serde_json::Value = serde_json::from_str(&sandbox.read("out.txt")).unwrap();
    assert_eq!(report["summary"]["errors"], 1);
    assert!(sandbox.read("full.txt").starts_with("error[syntax]"));
    let left: Vec<_> = std::fs::read_dir(sandbox.root()).unwrap().collect();
    assert_eq!(left.len(), 3, "no temporary file stays: {left:?}");
}

#[test]
fn only_files_named_as_output_leaves_standard_output_empty() {
    let sandbox = Sandbox::with(&[("broken.json", BROKEN)]);
    let ran = sandbox.run(&["check", ".", "--format", "json=out.txt"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
}

#[test]
fn an_output_file_is_opened_before_the_run_and_replaced_whole() {
    let sandbox = Sandbox::with(&[("broken.json", BROKEN), ("old.txt", "old")]);
    let ran = sandbox.run(&["check", ".", "--format", "json=no/such/folder.json"]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("cannot write `no/such/folder.json`"), "{}", ran.stderr);
    // A run that fails after opening leaves the old report alone.
    assert_eq!(sandbox.run(&["check", ".", "--format", "json=old.txt", "--format", "json=no/such.json"]).code, 2);
    assert_eq!(sandbox.read("old.txt"), "old");
    assert_eq!(sandbox.run(&["check", ".", "--format", "json=old.txt"]).code, 1);
    assert!(sandbox.read("old.txt").starts_with("{\"version\":1,"));
}

#[test]
fn a_report_takes_the_place_of_no_input_and_of_no_other_report() {
    let sandbox = Sandbox::with(&[("broken.json", BROKEN), ("folder/a.json", BROKEN)]);
    let ran = sandbox.run(&["check", "broken.json", "--format", "json=folder/../broken.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("`broken.json` is to be checked"), "{}", ran.stderr);
    assert_eq!(sandbox.read("broken.json"), BROKEN);
    let ran = sandbox.run(&["check", ".", "--format", "json=x", "--format", "sarif=./x"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("`x` and `./x` are one file"), "{}", ran.stderr);
    // The report of the last run lies among the inputs of this one.
    assert_eq!(sandbox.run(&["check", ".", "--format", "json=report.json"]).code, 1);
    assert_eq!(sandbox.run(&["check", ".", "--format", "json=report.json"]).code, 1);
}

#[test]
fn wrong_options_say_what_would_be_right() {
    let sandbox = Sandbox::with(&[("broken.json", BROKEN)]);
    let cases: &[(&[&str], &str)] = &[
        (&["check", "--format", "xml"], "known: full, concise, json"),
        (&["check", "--select", "sytnax"], "did you mean `syntax`?"),
        (&["check", "--ignore", "nonsense-of-mine"], "`toile rules` lists all"),
        (&["explain", "sytnax"], "did you mean `syntax`?"),
        (&["check", "--format", "full", "--format", "json"], "two formats for standard output"),
        (&["check", "--format", "full=a", "--format", "json=a"], "two formats for `a`"),
        (&["check", "--statistics", "--format", "json"], "cannot share standard output"),
        (&["check", "a.json", "--stdin-filename", "b.json"], "add `-`"),
        (&["check", "--jobs", "0"], "--jobs"),
        (&["check", "--exit-zero", "--fail-on", "info"], "cannot be used with"),
    ];
    for (args, expected) in cases {
        let ran = sandbox.run(args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert_eq!(ran.stdout, "", "{args:?}");
        let stderr = ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(stderr.contains(expected), "{args:?}: {stderr}");
    }
}

#[test]
fn standard_input_is_checked_under_its_name_like_the_file() {
    let sandbox = Sandbox::with(&[("drafts/a.json", BROKEN)]);
    let on_disk = sandbox.run(&["check", "drafts/a.json"]);
    let args = ["check", "-", "--stdin-filename", "drafts/a.json"];
    let piped = sandbox.run_with_stdin(&args, BROKEN.as_bytes());
    assert_eq!((piped.code, &piped.stdout), (on_disk.code, &on_disk.stdout));
    // The file need not exist, and `-` goes without saying.
    let piped = sandbox.run_with_stdin(&["check", "--stdin-filename", "./new.json"], BROKEN.as_bytes());
    assert!(piped.stdout.contains(" new.json:2:"), "{}", piped.stdout);
    let anonymous = sandbox.run_with_stdin(&["check", "-", "-"], BROKEN.as_bytes());
    assert_eq!(anonymous.stdout.matches("<stdin>:2:").count(), 1, "{}", anonymous.stdout);
}

#[test]
fn statistics_take_the_place_of_findings() {
    let sandbox = Sandbox::with(&[("a.json", BROKEN), ("b.json", BROKEN)]);
    let ran = sandbox.run(&["check", "--statistics", "--format", "json=out.txt", "."]);
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("2  ") && ran.stdout.contains("syntax"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("a.json"), "{}", ran.stdout);
    assert!(sandbox.read("out.txt").contains("a.json"));
}

#[test]
fn statistics_count_by_pattern_too() {
    let draft = |number: u32| format!("{{\"patternId\": {number}, \"measurements\": {{\"mbHeight\": 180}}}}");
    let broken = ("c.json", BROKEN.to_owned());
    let files = [("a.json", draft(397)), ("b.json", draft(412)), ("b2.json", draft(412)), broken];
    let sandbox = Sandbox::with(&files.each_ref().map(|(name, text)| (*name, text.as_str())));
    let pattern = |number| format!("{{\"patternId\": {number}, \"options\": [], \"measurements\": {{\"body\": []}}}}");
    sandbox.write("patterns/397.pattern.json", pattern(397));
    sandbox.write("patterns/412.pattern.json", pattern(412));
    let ran = sandbox.run(&["check", "--statistics", "a.json", "b.json", "b2.json", "c.json"]);
    assert!(ran.stdout.starts_with("3  ") && ran.stdout.contains("missing-field\n"), "{}", ran.stdout);
    let (_, by_pattern) = ran.stdout.split_once("\n\n").expect("two tables");
    assert_eq!(by_pattern, "2  pattern 412\n1  pattern 397\n1  no pattern\n");
}

#[test]
fn explanations_lead_on_to_related_rules() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["explain", "measurement-unit"]);
    assert!(ran.stdout.ends_with("\nRelated: `measurement-value` and `measurement-order`\n"), "{}", ran.stdout);
    let rules = sandbox.run(&["rules", "--format", "json"]).json();
    let seam = rules["rules"].as_array().unwrap().iter().find(|rule| rule["id"] == "missing-seam").unwrap();
    assert_eq!(seam["related"], serde_json::json!(["unknown-seam", "seam-value"]));
}

#[test]
fn output_is_the_same_for_any_number_of_threads() {
    let sandbox = Sandbox::new();
    for number in 0..200 {
        let text = if number % 3 == 0 { FOREIGN } else { BROKEN };
        sandbox.write(&format!("d{}/f{number}.json", number % 7), text);
    }
    for format in ["full", "concise", "json"] {
        let one = sandbox.run(&["check", "--jobs", "1", "--format", format, "."]);
        let many = sandbox.run(&["check", "-j8", "--format", format, "."]);
        assert_eq!(one.stdout, many.stdout);
    }
}

/// A batch and a file of records that are large enough to be shared out, with faults all over.
#[test]
fn large_files_say_the_same_for_any_number_of_threads() {
    let draft = |number: usize| {
        let gives = if number % 50 == 7 { "\"measurment\"" } else { "\"measurements\"" };
        format!(
            r#"{{"patternId":{number},"measurementType":"body",{gives}:{{"mbHeight":181}},"seams":{{"armhole":"wide"}}}}"#
        )
    };
    let action = |number: usize| match number % 3 {
        0 => format!(
            r#""p{number}":{{"type":"predictBody","body":{{"gender":"male","measurements":{{"mbHeight":181}}}}}}"#
        ),
        1 => format!(r#""d{number}":{{"type":"draft","body":{}}}"#, draft(number)),
        // Some lead back, some forward, some nowhere.
        _ => format!(
            r##""d{number}":{{"type":"draft","body":{{"patternId":1,"measurements":{{"$ref":"#/resources/p{}/measurements"}}}}}}"##,
            (number * 7) % 9_000
        ),
    };
    let actions: Vec<String> = (0..9_000).map(action).collect();
    let records: Vec<String> = (0..5_000).map(draft).collect();
    let sandbox = Sandbox::with(&[
        ("batch.json", &format!("{{\"actions\":{{{}}}}}", actions.join(","))),
        ("records.ndjson", &records.join("\n")),
    ]);
    let one = sandbox.run(&["check", "--jobs", "1", "--format", "concise", "."]);
    assert!(one.stdout.lines().count() > 5_000, "{} findings", one.stdout.lines().count());
    for jobs in ["-j2", "-j3", "-j16"] {
        assert!(sandbox.run(&["check", jobs, "--format", "concise", "."]).stdout == one.stdout, "{jobs}");
    }
}

#[test]
fn colour_follows_option_and_environment() {
    let sandbox = Sandbox::with(&[("broken.json", BROKEN)]);
    let is_colored = |sandbox: &Sandbox, args: &[&str]| {
        let ran = sandbox.run(&[&["check", "broken.json"], args].concat());
        ran.stdout.contains('\u{1b}')
    };
    assert!(!is_colored(&sandbox, &[]));
    assert!(is_colored(&sandbox, &["--color", "always"]));
    let sandbox = sandbox.env("FORCE_COLOR", "1");
    assert!(is_colored(&sandbox, &[]));
    assert!(!is_colored(&sandbox, &["--color=never"]));
    assert!(!is_colored(&sandbox.env("NO_COLOR", "1"), &[]));
}

#[test]
fn names_of_files_give_no_commands_to_terminals_or_ci_logs() {
    let name = "\u{1b}[2J::error::x ##[group].json";
    let sandbox = Sandbox::with(&[(name, BROKEN)]).env("GITHUB_ACTIONS", "true");
    for args in [vec!["check"], vec!["check", "--format", "concise"], vec!["check", "./::error::gone.json"]] {
        let ran = sandbox.run(&args);
        let all = ran.stdout + &ran.stderr;
        assert!(!all.contains('\u{1b}') && !all.contains("##["), "{all}");
        assert!(all.lines().all(|line| !line.trim_start().starts_with("::")), "{all}");
    }
}

#[test]
fn rules_are_listed_and_explained() {
    let sandbox = Sandbox::new();
    let listed = sandbox.run(&["rules"]);
    assert_eq!(listed.code, 0);
    let json = sandbox.run(&["rules", "--format", "json"]).json();
    for rule in json["rules"].as_array().unwrap() {
        let id = rule["id"].as_str().unwrap();
        assert!(listed.stdout.contains(id));
        let explained = sandbox.run(&["explain", id]);
        assert_eq!(explained.code, 0);
        assert!(explained.stdout.starts_with(&format!("# {id}\n")), "{}", explained.stdout);
    }
}
