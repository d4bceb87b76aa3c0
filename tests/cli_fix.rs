//! `--fix`, `--unsafe-fixes` and `--diff`: files, streams, exit codes.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use support::Sandbox;

/// A number between quotes, which is safe to fix, and an option off its step, which is not.
const DRAFT: &str = r#"{
  "patternId": 620,
  "measurementType": "final",
  "measurements": {
    "mfBustGirth": "108",
    "mfWaistGirth": 98,
    "mfFrontLength": 61
  },
  "options": {
    "front": "singleBreasted",
    "front.singleBreasted.buttons": 5,
    "hem": "pointed",
    "backStrap": "none",
    "chestEase": 8,
    "lengthAdj": 0.3
  }
}
"#;

fn patterns() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/patterns").to_string_lossy().into_owned()
}

fn run(sandbox: &Sandbox, args: &[&str]) -> support::Ran {
    run_with_stdin(sandbox, args, "")
}

fn run_with_stdin(sandbox: &Sandbox, args: &[&str], stdin: &str) -> support::Ran {
    let patterns = patterns();
    let fixed = ["check", "--patterns", &patterns, "--format", "concise"];
    sandbox.run_with_stdin(&[&fixed, args].concat(), stdin.as_bytes())
}

fn safe() -> String {
    DRAFT.replace("\"108\"", "108")
}

#[test]
fn fix_rewrites_what_is_safe_and_counts_what_is_left() {
    let sandbox = Sandbox::with(&[("a.json", DRAFT)]);
    let ran = run(&sandbox, &["--fix", "a.json"]);
    assert_eq!(sandbox.read("a.json"), safe());
    assert_eq!(ran.code, 1);
    assert_eq!(ran.stdout.lines().count(), 1, "{}", ran.stdout);
    assert!(ran.stdout.starts_with("a.json:15:18: error: option `lengthAdj` is 0.3"), "{}", ran.stdout);
    assert!(ran.stderr.ends_with("1 error (1 fixed, 1 more with --unsafe-fixes)\n"), "{}", ran.stderr);
    let ran = run(&sandbox, &["--fix", "--unsafe-fixes", "a.json"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    assert_eq!(sandbox.read("a.json"), safe().replace("0.3", "0.25"));
    assert!(ran.stderr.ends_with("no findings (1 fixed)\n"), "{}", ran.stderr);
}

#[test]
fn both_kinds_in_one_run() {
    let sandbox = Sandbox::with(&[("a.json", DRAFT)]);
    let ran = run(&sandbox, &["--fix", "--unsafe-fixes"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    assert_eq!(sandbox.read("a.json"), safe().replace("0.3", "0.25"));
    assert!(ran.stderr.ends_with("no findings (2 fixed)\n"), "{}", ran.stderr);
}

#[test]
fn unsafe_fixes_alone_writes_nothing_and_counts_them_in() {
    let sandbox = Sandbox::with(&[("a.json", DRAFT)]);
    let ran = run(&sandbox, &["a.json"]);
    assert!(ran.stderr.ends_with("(1 fixable with --fix, 1 more with --unsafe-fixes)\n"), "{}", ran.stderr);
    let shown = run(&sandbox, &["--unsafe-fixes", "a.json"]);
    assert!(shown.stderr.ends_with("(2 fixable with --fix --unsafe-fixes)\n"), "{}", shown.stderr);
    assert_eq!((shown.code, shown.stdout), (1, ran.stdout));
    assert_eq!(sandbox.read("a.json"), DRAFT);
}

#[test]
fn a_report_of_any_format_shows_what_is_left() {
    let sandbox = Sandbox::with(&[("a.json", DRAFT)]);
    let patterns = patterns();
    let ran = sandbox.run(&["check", "-p", &patterns, "--fix", "--format", "json", "a.json"]);
    let report = ran.json();
    assert_eq!(report["summary"]["errors"], 1);
    assert_eq!(report["diagnostics"][0]["rule"], "option-step");
    // Places are those of the file as it is now.
    let start = report["diagnostics"][0]["span"]["start"]["offset"].as_u64().unwrap() as usize;
    assert!(sandbox.read("a.json")[start..].starts_with("0.3"));
    let full = sandbox.run(&["check", "-p", &patterns, "--fix", "--unsafe-fixes", "--diff", "a.json"]);
    assert!(full.stdout.contains("-    \"lengthAdj\": 0.3\n+    \"lengthAdj\": 0.25\n"), "{}", full.stdout);
}

#[test]
fn diff_prints_and_writes_nothing() {
    let sandbox = Sandbox::with(&[("sub/a.json", DRAFT), ("clean.json", &safe().replace("0.3", "0.25"))]);
    for args in [&["--diff"] as &[&str], &["--fix", "--diff"]] {
        let ran = run(&sandbox, args);
        assert_eq!(ran.code, 1);
        assert_eq!(
            ran.stdout,
            "--- sub/a.json\n+++ sub/a.json\n@@ -2,7 +2,7 @@\n   \"patternId\": 620,\n   \"measurementType\": \"final\",\n   \
             \"measurements\": {\n-    \"mfBustGirth\": \"108\",\n+    \"mfBustGirth\": 108,\n     \"mfWaistGirth\": 98,\n     \
             \"mfFrontLength\": 61\n   },\n"
        );
        assert!(ran.stderr.ends_with("(1 would be fixed, 1 more with --unsafe-fixes)\n"), "{}", ran.stderr);
        assert_eq!(sandbox.read("sub/a.json"), DRAFT);
    }
    let both = run(&sandbox, &["--diff", "--unsafe-fixes"]);
    assert!(both.stdout.contains("+    \"lengthAdj\": 0.25\n"), "{}", both.stdout);
    assert!(both.stderr.ends_with("(2 would be fixed)\n"), "{}", both.stderr);
}

#[test]
fn diff_of_nothing_is_empty_and_no_failure_whatever_was_found() {
    let sandbox = Sandbox::with(&[("a.json", &safe())]);
    let ran = run(&sandbox, &["--diff"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    assert!(ran.stderr.ends_with("1 error (0 would be fixed, 1 more with --unsafe-fixes)\n"), "{}", ran.stderr);
    assert_eq!(run(&sandbox, &["--diff", "missing.json"]).code, 2);
}

#[test]
fn diff_shares_standard_output_with_nothing() {
    let sandbox = Sandbox::with(&[("a.json", DRAFT)]);
    for args in [&["check", "--diff", "--format", "json"] as &[&str], &["check", "--diff", "--statistics"]] {
        let ran = sandbox.run(args);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
        assert!(ran.stderr.contains("--diff and the report cannot share standard output"), "{}", ran.stderr);
    }
    let ran = run(&sandbox, &["--diff", "--format", "json=report.txt"]);
    assert_eq!(ran.code, 1);
    assert!(sandbox.read("report.txt").contains("option-step"));
    assert!(ran.stdout.starts_with("--- a.json"));
}

#[test]
fn standard_input_comes_out_fixed_and_the_report_goes_beside() {
    let sandbox = Sandbox::with(&[("a.json", "untouched")]);
    for args in [&["--fix", "-"] as &[&str], &["--fix", "--stdin-filename", "a.json", "-"]] {
        let ran = run_with_stdin(&sandbox, args, DRAFT);
        assert_eq!(ran.stdout, safe());
        assert_eq!(ran.code, 1);
        assert!(ran.stderr.contains(":15:18: error: option `lengthAdj`"), "{}", ran.stderr);
        assert!(ran.stderr.ends_with("(1 fixed, 1 more with --unsafe-fixes)\n"), "{}", ran.stderr);
    }
    assert_eq!(sandbox.read("a.json"), "untouched");
    let diff = run_with_stdin(&sandbox, &["--diff", "--stdin-filename", "b.json", "-"], DRAFT);
    assert!(diff.stdout.starts_with("--- b.json\n"), "{}", diff.stdout);
}

#[test]
fn standard_input_comes_out_whatever_it_is() {
    let sandbox = Sandbox::new();
    for text in ["", "{", "no JSON at all", "{\"compilerOptions\": {}}", "\u{feff}[]", &safe().replace("0.3", "0")] {
        let ran = run_with_stdin(&sandbox, &["--fix", "-"], text);
        assert_eq!(ran.stdout, text);
    }
    let ran = sandbox.run_with_stdin(&["check", "--fix", "--format", "json", "-"], b"{}");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("the fixed text and the report cannot share standard output"), "{}", ran.stderr);
}

#[test]
fn what_stays_broken_is_not_rewritten_except_line_by_line() {
    let broken = "{'patternId': 620, \"measurements\": {,\n";
    let sandbox = Sandbox::with(&[("a.json", broken)]);
    let ran = run(&sandbox, &["--fix", "a.json"]);
    assert_eq!((ran.code, sandbox.read("a.json").as_str()), (1, broken));
    assert!(ran.stderr.contains("0 fixed"), "{}", ran.stderr);
    let good = safe().replace('\n', "").replace("0.3", "0");
    let lines = [good.clone(), good.replace("108", "\"108\""), broken.trim_end().to_owned(), good.clone()];
    sandbox.write("b.ndjson", lines.join("\r\n"));
    let ran = run(&sandbox, &["--fix", "b.ndjson"]);
    let wanted = [good.clone(), good.clone(), broken.trim_end().to_owned(), good].join("\r\n");
    assert_eq!((ran.code, sandbox.read("b.ndjson")), (1, wanted));
    assert!(ran.stderr.contains("(1 fixed"), "{}", ran.stderr);
}

#[test]
fn what_is_not_reported_is_not_fixed() {
    let sandbox = Sandbox::with(&[("a.json", DRAFT)]);
    assert_eq!(run(&sandbox, &["--fix", "--ignore", "wrong-type", "a.json"]).code, 1);
    assert_eq!(sandbox.read("a.json"), DRAFT);
    assert_eq!(run(&sandbox, &["--fix", "--select", "option", "a.json"]).code, 1);
    assert_eq!(sandbox.read("a.json"), DRAFT);
}

#[test]
fn a_fix_that_would_bring_another_error_is_held_back() {
    // Without its prefix the value is legal, but forbids the option beside it.
    let text = "{\"patternId\": 397, \"measurementType\": \"body\", \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39}, \
                \"options\": {\"collar\": \"regular\", \"pocket\": \"pocket.none\", \"pocket.leftBreast.style\": \"rounded\", \
                \"bodyLengthAdj\": 0, \"necklineAdj\": 0}}";
    let sandbox = Sandbox::with(&[("a.json", text)]);
    let ran = run(&sandbox, &["--fix", "a.json"]);
    assert_eq!((ran.code, sandbox.read("a.json").as_str()), (1, text));
    assert!(ran.stderr.ends_with("(0 fixed, 1 not, as that would bring another error)\n"), "{}", ran.stderr);
}

#[test]
fn a_clean_file_is_not_even_written() {
    let clean = safe().replace("0.3", "0.25");
    let sandbox = Sandbox::with(&[("a.json", &clean)]);
    let modified = || fs::metadata(sandbox.path("a.json")).and_then(|meta| meta.modified()).unwrap();
    let before = modified();
    assert_eq!(run(&sandbox, &["--fix", "--unsafe-fixes", "a.json"]).code, 0);
    assert_eq!(modified(), before);
}

#[test]
fn a_file_that_cannot_be_rewritten_is_a_finding_and_a_failure() {
    let sandbox = Sandbox::with(&[("a.json", DRAFT), ("b.json", DRAFT)]);
    let mut permissions = fs::metadata(sandbox.path("a.json")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(sandbox.path("a.json"), permissions).unwrap();
    let ran = run(&sandbox, &["--fix", "."]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stdout.contains("a.json:1:1: error: cannot be rewritten: it is read-only [io-error]"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("a.json:5:20: error: `mfBustGirth` must be a number"), "{}", ran.stdout);
    assert!(ran.stderr.contains("could not rewrite `a.json`"), "{}", ran.stderr);
    assert_eq!((sandbox.read("a.json").as_str(), sandbox.read("b.json")), (DRAFT, safe()));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let outside = Sandbox::with(&[("secret.json", DRAFT)]);
    let sandbox = Sandbox::with(&[("drafts/a.json", DRAFT)]);
    std::os::unix::fs::symlink(outside.path("secret.json"), sandbox.path("drafts/link.json")).unwrap();
    let ran = run(&sandbox, &["--fix", "drafts/link.json", "drafts/a.json"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stdout.contains("drafts/link.json:1:1: error: cannot be rewritten: it is a link to "),
        "{}",
        ran.stdout
    );
    assert_eq!((outside.read("secret.json").as_str(), sandbox.read("drafts/a.json")), (DRAFT, safe()));
}

/// A faulty copy of all fixtures: one run leaves what needs a person, another one changes no byte.
#[test]
fn a_second_run_changes_no_byte() {
    for args in [&["--fix"] as &[&str], &["--fix", "--unsafe-fixes"]] {
        let sandbox = Sandbox::new();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), sandbox.root());
        let first = run(&sandbox, args);
        assert_eq!(first.code, 1, "{}", first.stderr);
        let after = contents(sandbox.root());
        let patterns = patterns();
        let json = ["check", "--patterns", &patterns, "--format", "json"];
        let second = sandbox.run(&[&json, args].concat());
        assert!(after == contents(sandbox.root()), "a second run changes something");
        assert!(second.stderr.contains("(0 fixed"), "{}", second.stderr);
        // What is left and could be fixed would bring other errors, or belongs to what is broken for good.
        let report = second.json();
        let broken: Vec<(&str, &serde_json::Value)> = report["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["rule"] == "syntax")
            .map(|finding| (finding["file"].as_str().unwrap(), &finding["record"]))
            .collect();
        let least: &[&str] = if args.len() == 2 { &["safe", "unsafe"] } else { &["safe"] };
        let left = report["diagnostics"].as_array().unwrap().iter().filter(|finding| {
            let is_broken = broken.contains(&(finding["file"].as_str().unwrap(), &finding["record"]));
            let fixes = finding["fixes"].as_array().unwrap();
            !is_broken && fixes.iter().any(|fix| least.contains(&fix["applicability"].as_str().unwrap()))
        });
        let told =
            second.stderr.split_once(" not, as").and_then(|(before, _)| before.rsplit(' ').next()).unwrap_or("0");
        assert_eq!(left.count().to_string(), told, "{}", second.stderr);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for path in entries(from) {
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copied");
        }
    }
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut contents = BTreeMap::new();
    for path in entries(folder) {
        if path.is_dir() {
            contents.extend(self::contents(&path));
        } else {
            contents.insert(path.to_string_lossy().into_owned(), fs::read(&path).expect("readable"));
        }
    }
    contents
}

fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path()).collect()
}
