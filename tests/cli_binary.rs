//! The program itself: what only a process can show.

mod support;

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use support::Sandbox;

const BROKEN: &str = "{\"patternId\": 397,\n \"gender\" \"f\"}";

fn toile(sandbox: &Sandbox) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_toile"));
    command.current_dir(sandbox.root()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "GITHUB_ACTIONS", "TF_BUILD"] {
        command.env_remove(name);
    }
    command
}

#[test]
fn the_process_ends_with_the_code_of_the_run() {
    let sandbox = Sandbox::with(&[("a/broken.json", BROKEN), ("b/foreign.json", "{}")]);
    for (path, code) in [("b", 0), ("a", 1), ("c", 2)] {
        let output = toile(&sandbox).args(["check", path]).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{path}: {output:?}");
    }
    let version = toile(&sandbox).arg("--version").output().unwrap();
    assert_eq!(String::from_utf8(version.stdout).unwrap(), concat!("toile ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn standard_input_is_read() {
    let sandbox = Sandbox::new();
    let mut child = toile(&sandbox).args(["check", "-", "--format", "concise"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(BROKEN.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("<stdin>:2:"));
}

/// The reader takes one byte and goes away, with far more to come than a pipe holds.
#[test]
fn a_closed_pipe_is_no_error() {
    let sandbox = Sandbox::new();
    for number in 0..1500 {
        sandbox.write(&format!("{number}-{}.json", "long".repeat(20)), BROKEN);
    }
    for format in ["full", "concise", "json"] {
        let mut child = toile(&sandbox).args(["check", ".", "-q", "--format", format]).spawn().unwrap();
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut [0]).unwrap();
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{format}: the verdict, as if all had been read");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{format}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let sandbox = Sandbox::with(&[("broken.json", BROKEN)]);
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    let output = toile(&sandbox).args(["check", "."]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("cannot write standard output"), "{stderr}");
    let output = toile(&sandbox).args(["check", ".", "--format", "json=/dev/full"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_can_go_to_a_device() {
    let sandbox = Sandbox::with(&[("broken.json", BROKEN)]);
    let output = toile(&sandbox).args(["check", ".", "--format", "json=/dev/stderr", "-q"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("{\"version\":1,"));
}

/// The stack that a program begins with is small.
#[test]
fn whatever_nests_deep_has_room() {
    let sandbox = Sandbox::new();
    let nested = |open: &str, inner: &str, close: &str, depth: usize| {
        [&open.repeat(depth), inner, &close.repeat(depth)].concat()
    };
    let chain = |length: usize| {
        let link = |at: usize| format!(r##""d{at}": {{"allOf": [{{"$ref": "#/definitions/d{}"}}]}}"##, at + 1);
        let links: Vec<String> = (0..length).map(link).collect();
        let last = format!(r#""d{length}": {{"required": ["x"]}}"#);
        format!(r##"{{"definitions": {{{}, {last}}}, "$ref": "#/definitions/d0"}}"##, links.join(", "))
    };
    let schemas = [
        r##"{"additionalProperties": {"$ref": "#"}, "items": {"$ref": "#"}, "required": ["x"]}"##.to_owned(),
        r##"{"allOf": [{"$ref": "#"}]}"##.to_owned(),
        nested(r#"{"not": "#, "{}", "}", 40),
        nested(r#"{"not": "#, "{}", "}", 500),
        nested(r#"{"properties": {"a": "#, "false", "}}", 500),
        chain(40),
        chain(1_000),
        chain(1_000).replacen('{', r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "#, 1),
        nested(r#"{"not": "#, r#"{"type": 5}"#, "}", 500),
    ];
    let bodies = [
        r#"{"patternId": 1}"#.to_owned(),
        format!(r#"{{"patternId": 1, "a": {}}}"#, nested(r#"{"a": "#, "5", "}", 1_000)),
        format!(r#"{{"patternId": 1, "a": {}}}"#, nested("[", "5", "]", 1_000)),
        format!(r#"{{"patternId": 1, "a": {}}}"#, nested("[", "5", "]", 200)),
        nested("[", "", "", 5_000),
    ];
    for (at, body) in bodies.iter().enumerate() {
        sandbox.write(&format!("{at}.draft.json"), body);
    }
    for (at, schema) in schemas.iter().enumerate() {
        sandbox.write("schema.json", schema);
        for file in 0..bodies.len() {
            let file = format!("{file}.draft.json");
            let output = toile(&sandbox).args(["check", "-q", "--schema", "schema.json", &file]).output().unwrap();
            let code = output.status.code();
            assert!(matches!(code, Some(0..=2)), "schema {at}, {file}: {:?}", output.status);
            let errors = String::from_utf8_lossy(&output.stderr);
            assert!(!errors.contains("defect") && !String::from_utf8_lossy(&output.stdout).contains("internal-error"));
        }
    }
}
