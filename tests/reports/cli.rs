//! Whole runs: several formats at once, and what they know of their surroundings.

use std::fs;

use toile::render::Format;

use super::support::Sandbox;

const FAULTY: &str = r#"{"patternId": 397, "measurementType": "bodi", "measurements": {"mbHeight": 180}}"#;

fn draft() -> Sandbox {
    Sandbox::with(&[("draft.json", FAULTY)])
}

#[test]
fn all_formats_come_from_one_run_and_equal_those_on_standard_output() {
    let sandbox = draft();
    // Formats of lines write about records while more are read, unless something else is to be written.
    sandbox.write("day.ndjson", format!("{FAULTY}\n{{}}\n{FAULTY}\n"));
    let all: Vec<String> =
        Format::ALL.iter().map(|format| format!("--format={0}=out/{0}.txt", format.name())).collect();
    fs::create_dir(sandbox.path("out")).expect("a folder");
    let mut args = vec!["check", "draft.json", "day.ndjson"];
    args.extend(all.iter().map(String::as_str));
    let ran = sandbox.run(&args);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{}", ran.stderr);
    for format in Format::ALL {
        let alone = sandbox.run(&["check", "draft.json", "day.ndjson", "--format", format.name()]);
        assert_eq!(alone.code, 1);
        let file = sandbox.read(&format!("out/{}.txt", format.name()));
        assert_eq!(file, alone.stdout, "{}", format.name());
        assert!(file.contains("measurement-type"), "{}: {file}", format.name());
    }
    let left: Vec<_> = fs::read_dir(sandbox.path("out")).expect("it").map(|it| it.expect("it").file_name()).collect();
    assert_eq!(left.len(), Format::ALL.len(), "nothing else is left: {left:?}");
}

#[test]
fn two_formats_for_one_place_are_refused_before_anything_is_written() {
    for format in Format::ALL.into_iter().filter(|format| *format != Format::Full) {
        let sandbox = draft();
        let ran = sandbox.run(&["check", "draft.json", "--format", "full", "--format", format.name()]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
        assert!(ran.stderr.contains("two formats for standard output"), "{}", ran.stderr);
        assert!(ran.stderr.contains(&format!("--format {}=FILE", format.name())), "{}", ran.stderr);
        let named = format!("{}=a.txt", format.name());
        let ran = sandbox.run(&["check", "draft.json", "--format", "full=a.txt", "--format", &named]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains("two formats for `a.txt`"), "{}", ran.stderr);
        assert!(!sandbox.path("a.txt").exists());
    }
}

#[test]
fn a_file_that_cannot_be_opened_fails_before_the_run_and_leaves_the_others_as_they_were() {
    for format in Format::ALL {
        let sandbox = draft();
        sandbox.write("old.txt", "old");
        let (first, second) = (format!("{}=old.txt", format.name()), format!("{}=no/such.txt", format.name()));
        let ran = sandbox.run(&["check", "draft.json", "--format", &first, "--format", &second]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert_eq!(sandbox.read("old.txt"), "old");
    }
}

#[test]
fn a_clean_run_is_a_complete_document_too() {
    let sandbox = Sandbox::with(&[("a.json", "{\"name\": \"foreign\"}")]);
    for format in Format::ALL {
        let ran = sandbox.run(&["check", "a.json", "--format", format.name()]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        match format {
            Format::Gitlab => assert_eq!(ran.stdout, "[]\n"),
            Format::Junit => assert!(ran.stdout.ends_with("<testsuites/>\n")),
            Format::Sarif => assert_eq!(ran.json()["runs"][0]["results"], serde_json::json!([])),
            Format::Rdjson => assert_eq!(ran.json()["diagnostics"], serde_json::json!([])),
            Format::Html => assert!(ran.stdout.contains("<title>toile: no findings</title>")),
            Format::Jsonl | Format::Json => assert_eq!(ran.json()["summary"]["skipped"], 1),
            _ => assert!(!ran.stdout.contains("a.json"), "{}", ran.stdout),
        }
    }
}

#[test]
fn paths_are_those_of_the_project_wherever_the_run_starts() {
    let sandbox = Sandbox::with(&[("orders/x y.json", FAULTY), (".git/HEAD", "")]);
    let inside = sandbox.inside("orders");
    let uri = |ran: super::support::Ran| {
        ran.json()["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].take()
    };
    assert_eq!(uri(inside.run(&["check", "x y.json", "--format", "sarif"])), "orders/x%20y.json");
    assert_eq!(uri(sandbox.run(&["check", "orders", "--format", "sarif"])), "orders/x%20y.json");
    let path = |ran: super::support::Ran| ran.json()[0]["location"]["path"].take();
    assert_eq!(path(inside.run(&["check", "./x y.json", "--format", "gitlab"])), "orders/x y.json");
    // What the CI system calls the project comes before the repository.
    let root = fs::canonicalize(sandbox.path("orders")).expect("the folder");
    let inside = sandbox.inside("orders").env("CI_PROJECT_DIR", root.to_str().expect("UTF-8"));
    assert_eq!(path(inside.run(&["check", "x y.json", "--format", "gitlab"])), "x y.json");
    let ran = sandbox.run(&["check", "orders", "--format", "github"]);
    assert!(ran.stdout.starts_with("::error file=orders/x y.json,line=1,"), "{}", ran.stdout);
}

#[cfg(unix)]
#[test]
fn a_link_is_the_file_that_it_leads_to() {
    let sandbox = Sandbox::with(&[("real/a.json", FAULTY), (".git/HEAD", "")]);
    std::os::unix::fs::symlink("real/a.json", sandbox.path("link.json")).expect("a link");
    let ran = sandbox.run(&["check", "link.json", "--format", "gitlab"]);
    assert_eq!(ran.json()[0]["location"]["path"], "real/a.json");
}

#[test]
fn standard_input_has_the_absolute_path_that_an_editor_knows() {
    let sandbox = draft();
    let args = ["check", "-", "--stdin-filename", "orders/x y.json", "--format", "sarif"];
    let ran = sandbox.run_with_stdin(&args, FAULTY.as_bytes());
    let results = &ran.json()["runs"][0]["results"];
    let place = &results[0]["locations"][0]["physicalLocation"];
    let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
    assert_eq!(uri, format!("file://{}/orders/x%20y.json", sandbox.root().display()));
    let nameless = sandbox.run_with_stdin(&["check", "-", "--format", "sarif"], FAULTY.as_bytes());
    assert!(nameless.stdout.contains("\"uri\":\"%3Cstdin%3E\""), "{}", nameless.stdout);
}

#[test]
fn the_time_of_a_test_report_is_that_of_the_build() {
    let sandbox = draft().env("SOURCE_DATE_EPOCH", "951868800");
    let ran = sandbox.run(&["check", "draft.json", "--format", "junit"]);
    assert!(ran.stdout.contains("timestamp=\"2000-03-01T00:00:00\""), "{}", ran.stdout);
    let wrong = draft().env("SOURCE_DATE_EPOCH", "yesterday").run(&["check", "draft.json", "--format", "junit"]);
    assert!(wrong.stdout.contains("timestamp=\"1970-01-01T00:00:00\""), "{}", wrong.stdout);
}

#[test]
fn a_rule_that_is_off_is_listed_as_off() {
    let ran = draft().run(&["check", "draft.json", "--ignore", "syntax", "--format", "sarif"]);
    let log = ran.json();
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
    let off: Vec<_> = rules.iter().filter(|rule| rule["defaultConfiguration"]["enabled"] == false).collect();
    assert!(off.iter().any(|rule| rule["id"] == "syntax") && off.len() < rules.len());
}
