//! toile.toml: where it is found, what it settles, what the command line has to say against it.

mod support;

use support::{Ran, Sandbox};

/// A draft without a field that every draft has.
const FAULTY: &str = r#"{"patternId": 397, "measurements": {"mbHeight": 180, "mbCollarGirth": 39}}"#;
const CLEAN: &str =
    r#"{"patternId": 397, "measurementType": "body", "measurements": {"mbHeight": 180, "mbCollarGirth": 39}}"#;
const PATTERN: &str = r#"{"id": "z", "name": "master", "patternId": 397, "options": [], "measurements": {"body": [
  {"group": "height", "items": ["mbHeight"], "required": true}, {"group": "neck", "items": ["mbCollarGirth"], "required": true}]}}"#;

/// A repository with two orders, one of them faulty, and their pattern.
fn repository(config: &str) -> Sandbox {
    Sandbox::with(&[
        (".git/HEAD", ""),
        ("toile.toml", config),
        ("orders/faulty.json", FAULTY),
        ("orders/sub/clean.json", CLEAN),
        ("other/faulty.json", FAULTY),
        ("vendor/shirt.json", PATTERN),
    ])
}

fn concise(sandbox: &Sandbox, args: &[&str]) -> Ran {
    sandbox.run(&[&["check", "--format", "concise"], args].concat())
}

/// Rules that were found, with the file.
fn rules(ran: &Ran) -> Vec<String> {
    let line = |line: &str| {
        let rule = line.rsplit_once('[').expect("a rule").1.trim_end_matches(']');
        format!("{} {rule}", line.split(':').next().expect("a file"))
    };
    ran.stdout.lines().map(line).collect()
}

#[test]
fn it_is_found_upwards_to_the_top_of_the_repository() {
    let sandbox = repository("ignore = [\"missing-field\", \"unknown-pattern\"]");
    assert_eq!(rules(&concise(&sandbox, &["."])), [""; 0]);
    let below = |sandbox: &Sandbox, args: &[&str]| rules(&concise(&sandbox.inside("orders/sub"), args));
    assert_eq!(below(&sandbox, &["../faulty.json"]), [""; 0]);
    // Another repository begins in between.
    sandbox.write("orders/.git/HEAD", "");
    assert_eq!(
        below(&sandbox, &["../faulty.json"]),
        ["../faulty.json missing-field", "../faulty.json unknown-pattern"]
    );
}

#[test]
fn it_can_be_named_or_left_unread() {
    let sandbox = repository("ignore = [\"missing-field\"]");
    sandbox.write("ci/strict.toml", "patterns = [\"../vendor\"]\nselect = [\"missing-field\"]");
    assert_eq!(rules(&concise(&sandbox, &["orders/faulty.json"])), ["orders/faulty.json unknown-pattern"]);
    let both = ["orders/faulty.json missing-field", "orders/faulty.json unknown-pattern"];
    assert_eq!(rules(&concise(&sandbox, &["orders/faulty.json", "--no-config"])), both);
    let named = concise(&sandbox, &["orders/faulty.json", "--config", "ci/strict.toml"]);
    assert_eq!(rules(&named), ["orders/faulty.json missing-field"]);
    let missing = concise(&sandbox, &["--config", "no.toml"]);
    assert_eq!(missing.code, 2);
    assert!(missing.stderr.contains("cannot read the configuration `no.toml`"), "{}", missing.stderr);
}

#[test]
fn a_wrong_configuration_ends_the_run_with_its_place() {
    let sandbox = repository("patterns = [\"vendor\"]\n[severity]\nmising-field = \"info\"\n");
    let ran = concise(&sandbox, &["."]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(
        ran.stderr.contains("toile.toml:3:1") && ran.stderr.contains("did you mean `missing-field`?"),
        "{}",
        ran.stderr
    );
    let sandbox = repository("patterns = [\"vendr\"]");
    let ran = concise(&sandbox, &["."]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("cannot read `vendr`") && ran.stderr.contains("toile.toml:1:13"), "{}", ran.stderr);
    let sandbox = repository("[[files]]\npath = \"orders\"\npattern = 412");
    let ran = concise(&sandbox, &["."]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("no pattern 412 is loaded") && ran.stderr.contains("toile.toml:3"), "{}", ran.stderr);
    let ran = sandbox.run(&["check", "--no-config", "other", "-q"]);
    assert_eq!(ran.code, 1);
}

#[test]
fn paths_count_from_its_folder() {
    let sandbox = repository(
        "patterns = [\"vendor/shirt.json\"]\ninclude = [\"orders\"]\nformat = [\"concise\", \"json=report.json\"]",
    );
    let ran = sandbox.run(&["check"]);
    assert_eq!(rules(&ran), ["orders/faulty.json missing-field"]);
    assert!(sandbox.read("report.json").contains("\"patterns\":[397]"));
    let ran = sandbox.inside("orders/sub").run(&["check"]);
    assert_eq!(rules(&ran), ["../faulty.json missing-field"], "{}", ran.stderr);
    assert!(!sandbox.path("orders/sub/report.json").exists());
}

#[test]
fn include_is_for_runs_without_a_path_and_exclude_for_folders() {
    let sandbox = repository("include = [\"orders/**/*.json\", \"vendor\"]\nexclude = [\"orders/sub\"]");
    let files = |args: &[&str]| -> Vec<String> {
        let ran = sandbox.run(&[&["check", "--show-files"], args].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout.lines().map(str::to_owned).collect()
    };
    assert_eq!(files(&[]), ["orders/faulty.json", "vendor/shirt.json"]);
    assert_eq!(files(&["."]), ["orders/faulty.json", "other/faulty.json", "vendor/shirt.json"]);
    assert_eq!(files(&["orders/sub/clean.json"]), ["orders/sub/clean.json"]);
    assert_eq!(files(&["orders/sub/clean.json", "--force-exclude"]), [""; 0]);
    assert_eq!(files(&["--no-config"]).len(), 4);
    let sandbox = repository("include = [\"nowhere\"]");
    assert_eq!(sandbox.run(&["check"]).code, 2);
}

#[test]
fn the_command_line_is_heard_first() {
    let sandbox =
        repository("patterns = [\"vendor\"]\nignore = [\"missing-field\"]\nfail-on = \"info\"\nformat = \"json\"");
    assert!(sandbox.run(&["check", "orders"]).stdout.starts_with('{'));
    assert_eq!(rules(&concise(&sandbox, &["orders"])), [""; 0]);
    let selected = concise(&sandbox, &["orders", "--select", "missing-field", "--fail-on", "never"]);
    assert_eq!((selected.code, rules(&selected)), (0, vec!["orders/faulty.json missing-field".to_owned()]));
    let sandbox = repository("fail-on = \"info\"\nignore = [\"missing-field\"]");
    assert_eq!(concise(&sandbox, &["orders"]).code, 1);
    assert_eq!(concise(&sandbox, &["orders", "--fail-on", "error"]).code, 0);
    assert_eq!(rules(&concise(&sandbox, &["orders", "--ignore", "unknown-pattern"])), [""; 0]);
}

#[test]
fn severities_are_the_teams_to_choose() {
    let sandbox = repository("patterns = [\"vendor\"]\n[severity]\nrequest = \"info\"");
    let ran = concise(&sandbox, &["orders"]);
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.contains(" info: ") && ran.stderr.contains("1 info"), "{} {}", ran.stdout, ran.stderr);
    let sandbox = repository(
        "[severity]\nrequest = \"info\"\n[[files]]\npath = \"orders\"\nseverity = { missing-field = \"warning\" }",
    );
    let ran = concise(&sandbox, &["."]);
    assert!(ran.stdout.contains("orders/faulty.json:1:1: warning: "), "{}", ran.stdout);
    assert!(ran.stdout.contains("other/faulty.json:1:1: info: "), "{}", ran.stdout);
}

#[test]
fn settings_differ_by_path() {
    let config = "patterns = [\"vendor\"]
[[files]]
path = \"orders\"
ignore = [\"missing-field\"]
[[files]]
path = \"orders/**/mail-*.json\"
kind = \"metadata\"
[[files]]
path = \"samples/*.json\"
pattern = 397
select = [\"measurement\"]
";
    let sandbox = repository(config);
    sandbox.write("orders/sub/mail-1.json", CLEAN);
    sandbox
        .write("samples/a.json", r#"{"patternId": 1, "measurementType": "body", "measurements": {"mbHeight": 180}}"#);
    let ran = concise(&sandbox, &["."]);
    let expected =
        ["orders/sub/mail-1.json", "other/faulty.json missing-field", "samples/a.json measurement-group-missing"];
    let found = rules(&ran);
    let mut found = found.iter().filter(|line| !line.starts_with("orders/sub/mail-1.json"));
    assert_eq!(found.next().map(String::as_str), Some(expected[1]));
    assert_eq!(found.next().map(String::as_str), Some(expected[2]));
    assert_eq!(found.next(), None, "{}", ran.stdout);
    let report = sandbox.run(&["check", "--format", "json", "orders/sub/mail-1.json", "samples/a.json"]).json();
    assert_eq!(report["inputs"][0]["kind"], "metadata");
    assert_eq!(report["inputs"][1]["patterns"], serde_json::json!([397]));
    // The same for standard input under that name, and the command line wins.
    let piped = sandbox.run_with_stdin(
        &["check", "-", "--stdin-filename", "samples/a.json", "--format", "concise"],
        sandbox.read("samples/a.json").as_bytes(),
    );
    assert_eq!(rules(&piped), ["samples/a.json measurement-group-missing"]);
    let report = sandbox.run(&["check", "--format", "json", "--kind", "draft", "orders/sub/mail-1.json"]).json();
    assert_eq!(report["inputs"][0]["kind"], "draft");
}

#[test]
fn schemas_are_bound_by_number_and_references_by_uri() {
    let schema = r#"{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"measurements": {"$ref": "https://example.com/common.json#/definitions/m"}}}"#;
    let common =
        r#"{"definitions": {"m": {"properties": {"mbHeight": {"maximum": 100, "errorMessage": "too tall"}}}}}"#;
    let config = "patterns = [\"vendor\"]\n[pattern-schemas]\n397 = \"vendor/anything.json\"\n[resolve]\n\"https://example.com/common.json\" = \"vendor/common/types.json\"";
    let sandbox = repository(config);
    sandbox.write("vendor/anything.json", schema);
    sandbox.write("vendor/common/types.json", common);
    let ran = sandbox.run(&["check", "--format", "json", "orders/sub"]);
    let report = ran.json();
    assert_eq!(report["diagnostics"][0]["server_messages"][0], "too tall", "{} {}", ran.stdout, ran.stderr);
    sandbox.write("toile.toml", "[pattern-schemas]\n397 = \"vendor/anything.json\"");
    let ran = sandbox.run(&["check", "orders/sub"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("resolve"), "{}", ran.stderr);
}

/// Without the number of rules, which grows.
fn without_count(shown: &str) -> String {
    assert!(shown.contains("\nrules ") && shown.contains(" are on\n"), "{shown}");
    shown.lines().filter(|line| !line.starts_with("rules ")).flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn show_settings_says_what_holds_and_why() {
    let config = "patterns = [\"vendor\"]
include = [\"orders\"]
exclude = [\"orders/old\"]
ignore = [\"seam\"]
fail-on = \"warning\"
baseline = \"base.json\"

[[files]]
path = \"orders/sub\"
kind = \"draft\"
pattern = 397
severity = { missing-field = \"info\" }

[[suppress]]
path = \"orders\"
rule = \"missing-option\"
pointer = \"/options\"
reason = \"filled in later\"
";
    let sandbox = repository(config);
    let ran = sandbox.run(&["check", "--show-settings", "orders/sub/clean.json", "--ignore", "option"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    insta::assert_snapshot!(without_count(&ran.stdout), @r"
    file          orders/sub/clean.json
    config        toile.toml
    checked       yes: included by `orders` (toile.toml:2)
    kind          draft (toile.toml:10, for `orders/sub`)
    pattern       397 (toile.toml:11, for `orders/sub`)
    patterns      vendor (toile.toml:1)
      without     seam (toile.toml:4)
      without     option (command line)
    severity      missing-field = info (toile.toml:12, for `orders/sub`)
    plausibility  off (default)
    suppressed    missing-option at /options: filled in later (toile.toml:14, for `orders`)
    fail-on       warning (toile.toml:5)
    baseline      base.json (toile.toml:6)
    ");
    let ran = sandbox.run(&["check", "--show-settings", "orders/old/x.json", "--no-config"]);
    insta::assert_snapshot!(without_count(&ran.stdout), @r"
    file          orders/old/x.json
    config        none
    checked       no: there is no such file
    kind          by its shape (default)
    pattern       by `patternId` (default)
    patterns      none (default)
    plausibility  off (default)
    fail-on       error (default)
    ");
}

#[test]
fn graphs_take_their_patterns_from_it() {
    let batch = r#"{"actions": {"d1": {"type": "draft", "body": {"patternId": 397, "measurementType": "body",
        "measurements": {"mbHeight": 180}}}}}"#;
    let sandbox = repository("patterns = [\"vendor\"]");
    sandbox.write("day.json", batch);
    let ran = sandbox.run(&["graph", "day.json"]);
    assert!(ran.stdout.contains("measurement-group-missing"), "{} {}", ran.stdout, ran.stderr);
    sandbox.write("toile.toml", "patern = 1");
    assert_eq!(sandbox.run(&["graph", "day.json"]).code, 2);
}

#[test]
fn init_writes_a_starter_once() {
    let sandbox = repository("");
    std::fs::remove_file(sandbox.path("toile.toml")).expect("it was there");
    let ran = sandbox.run(&["init"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    assert_eq!(ran.stderr, "wrote toile.toml: found 3 request files and 1 pattern file\n");
    let text = sandbox.read("toile.toml");
    assert!(
        text.contains("\npatterns = [\"vendor\"]\n") && text.contains("\ninclude = [\"orders\", \"other\"]\n"),
        "{text}"
    );
    let ran = concise(&sandbox, &[]);
    assert_eq!(rules(&ran), ["orders/faulty.json missing-field", "other/faulty.json missing-field"], "{}", ran.stderr);
    let again = sandbox.run(&["init"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("already"), "{}", again.stderr);
    assert_eq!(sandbox.read("toile.toml"), text);
}
