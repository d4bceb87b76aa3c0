//! Files that cannot be read, or not as they were found.

use std::fs::{self, OpenOptions, Permissions};
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;

use super::{BROKEN, command, program, run, unprivileged, wait};
use crate::support::Sandbox;

fn set_mode(sandbox: &Sandbox, name: &str, mode: u32) {
    fs::set_permissions(sandbox.path(name), Permissions::from_mode(mode)).expect("set");
}

#[test]
fn what_may_not_be_read_is_told_and_the_rest_is_checked() {
    let sandbox = Sandbox::with(&[("a/closed.json", BROKEN), ("a/open.json", BROKEN), ("a/shut/b.json", BROKEN)]);
    set_mode(&sandbox, "a/closed.json", 0);
    set_mode(&sandbox, "a/shut", 0);
    let found = run(unprivileged(program(&sandbox)).args(["check", "a", "--format", "concise"]));
    let named =
        run(unprivileged(program(&sandbox)).args(["check", "a/closed.json", "a/open.json", "--format", "concise"]));
    set_mode(&sandbox, "a/shut", 0o755);
    assert_eq!(found.code, Some(1), "{}", found.stderr);
    for line in [
        "a/closed.json:1:1: error: cannot be read: Permission denied [io-error]",
        "a/shut:1:1: error: cannot be read: Permission denied [io-error]",
        "a/open.json:2:2: error: ",
    ] {
        assert!(found.stdout.contains(line), "{line}: {}", found.stdout);
    }
    assert_eq!(named.code, Some(2));
    assert!(named.stdout.contains("a/open.json:2:2") && named.stderr.contains("could not read `a/closed.json`"));
}

#[test]
fn patterns_that_may_not_be_read_end_the_run() {
    let sandbox = Sandbox::with(&[("patterns/397.schema.json", "{}"), ("a.json", BROKEN)]);
    set_mode(&sandbox, "patterns/397.schema.json", 0);
    let ran = run(unprivileged(program(&sandbox)).args(["check", "a.json", "-p", "patterns"]));
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("397.schema.json") && ran.stderr.contains("Permission denied"), "{}", ran.stderr);
}

#[test]
fn a_folder_of_the_name_of_a_file_is_a_folder() {
    let sandbox = Sandbox::with(&[("a/x.json/inner.json", BROKEN)]);
    let ran = run(program(&sandbox).args(["check", "a", "--format", "concise"]));
    assert!(ran.stdout.starts_with("a/x.json/inner.json:2:"), "{}", ran.stdout);
}

/// The first input is a pipe, which holds the run until somebody writes into it: by then the others have been found, and
/// have not been read.
#[test]
fn files_that_vanish_or_shrink_in_the_meantime_are_told() {
    let sandbox = Sandbox::with(&[
        ("gone.json", BROKEN),
        ("shrunk.json", "{\"patternId\": 1, \"measurementType\": \"body\", \"measurements\": {\"mbHeight\": 1}}"),
        ("turned.json", BROKEN),
    ]);
    assert!(command("mkfifo", &[&sandbox.path("a.json").to_string_lossy()]));
    let arguments =
        ["check", "a.json", "gone.json", "shrunk.json", "turned.json", "--format", "concise", "--jobs", "1"];
    let child = program(&sandbox).args(arguments).spawn().expect("it starts");
    let mut pipe = OpenOptions::new().write(true).open(sandbox.path("a.json")).expect("the run reads it");
    fs::remove_file(sandbox.path("gone.json")).expect("removed");
    fs::remove_file(sandbox.path("turned.json")).expect("removed");
    fs::create_dir(sandbox.path("turned.json")).expect("made");
    sandbox.write("shrunk.json", "{\"patternId\": 1, \"meas");
    pipe.write_all(b"{}").expect("written");
    drop(pipe);
    let ran = wait(child);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    for line in [
        "gone.json:1:1: error: cannot be read: No such file or directory [io-error]",
        "turned.json:1:1: error: cannot be read: Is a directory [io-error]",
        "shrunk.json:1:",
    ] {
        assert!(ran.stdout.contains(line), "{line}: {}", ran.stdout);
    }
}

#[test]
fn standard_input_that_is_closed_or_a_folder_is_told() {
    let sandbox = Sandbox::new();
    let closed = run(super::through_shell(&sandbox, r#"exec "$0" "$@" <&-"#).args(["check", "-"]));
    assert_eq!(closed.code, Some(1), "an empty text is no JSON: {}", closed.stderr);
    let folder =
        run(super::through_shell(&sandbox, r#"exec "$0" "$@" <."#).args(["check", "-", "--format", "concise"]));
    assert_eq!(folder.code, Some(2));
    assert!(folder.stdout.contains("cannot be read: Is a directory [io-error]"), "{}", folder.stdout);
}
