//! Trees that hold more than files: pipes, sockets, devices, links in circles and out of the tree, names that are no text.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;

use super::{BROKEN, command, program, run};
use crate::support::Sandbox;

fn special(sandbox: &Sandbox, folder: &str) -> Option<UnixListener> {
    fs::create_dir_all(sandbox.path(folder)).expect("a folder");
    let at = |name: &str| sandbox.path(folder).join(name);
    assert!(command("mkfifo", &[&at("pipe.json").to_string_lossy()]));
    // Only an administrator makes devices; where none can be made, a link to one stands for it.
    if !command("mknod", &[&at("zero.json").to_string_lossy(), "c", "1", "5"]) {
        symlink("/dev/zero", at("zero.json")).expect("linked");
    }
    symlink("/dev/zero", at("linked.json")).expect("linked");
    symlink("pipe.json", at("linked-pipe.json")).expect("linked");
    UnixListener::bind(at("socket.json")).ok()
}

#[test]
fn pipes_sockets_and_devices_are_not_opened_unless_named() {
    let sandbox = Sandbox::with(&[("a/open.json", BROKEN)]);
    let _socket = special(&sandbox, "a/special");
    let ran = run(program(&sandbox).args(["check", "a", "--format", "json"]));
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).expect("a report");
    assert_eq!(report["inputs"].as_array().map(Vec::len), Some(1), "{}", report["inputs"]);
    let socket = run(program(&sandbox).args(["check", "a/special/socket.json", "--format", "concise"]));
    assert_eq!(socket.code, Some(2));
    assert!(socket.stdout.contains("cannot be read: "), "{}", socket.stdout);
}

#[test]
fn pipes_among_patterns_and_ignore_files_hold_nobody_up() {
    let sandbox = Sandbox::with(&[("a/open.json", BROKEN), ("patterns/397.schema.json", "{}")]);
    let _socket = special(&sandbox, "patterns/sub");
    assert!(command("mkfifo", &[&sandbox.path("a/.gitignore").to_string_lossy()]));
    assert!(command("mkfifo", &[&sandbox.path(".gitignore").to_string_lossy()]));
    let ran = run(program(&sandbox).args(["check", ".", "-p", "patterns", "--format", "concise"]));
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stdout.contains("a/open.json:2:"), "{}", ran.stdout);
}

#[test]
fn a_configuration_that_is_a_pipe_is_none() {
    let sandbox = Sandbox::with(&[("a.json", BROKEN)]);
    assert!(command("mkfifo", &[&sandbox.path("toile.toml").to_string_lossy()]));
    assert_eq!(run(program(&sandbox).args(["check", "a.json"])).code, Some(1));
}

#[test]
fn links_in_circles_come_to_an_end_and_links_out_of_the_tree_are_not_rewritten() {
    let outside = Sandbox::with(&[("secret.json", BROKEN), ("folder/b.json", BROKEN)]);
    let sandbox = Sandbox::with(&[("a/x.json", BROKEN)]);
    symlink("..", sandbox.path("a/up")).expect("linked");
    symlink("loop.json", sandbox.path("a/loop.json")).expect("linked");
    symlink("two.json", sandbox.path("a/one.json")).expect("linked");
    symlink("one.json", sandbox.path("a/two.json")).expect("linked");
    symlink(outside.path("secret.json"), sandbox.path("a/out.json")).expect("linked");
    symlink(outside.path("folder"), sandbox.path("a/folder.json")).expect("linked");
    let ran = run(program(&sandbox).args(["check", "a", "--fix", "--format", "concise"]));
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    for name in ["loop", "one", "two"] {
        let line = format!("a/{name}.json:1:1: error: cannot be read: ");
        assert!(ran.stdout.contains(&line), "{line}: {}", ran.stdout);
    }
    assert!(ran.stdout.contains("a/out.json:1:1: error: cannot be rewritten: it is a link to "), "{}", ran.stdout);
    assert!(!ran.stdout.contains("folder") && !ran.stdout.contains("a/up"), "{}", ran.stdout);
    assert_eq!(outside.read("secret.json"), BROKEN);
    assert_ne!(sandbox.read("a/x.json"), BROKEN);
}

#[test]
fn names_that_are_no_text_are_checked_and_fixed() {
    let sandbox = Sandbox::new();
    let names: [&[u8]; 5] = [b"caf\xe9.json", b"caf\xe8.json", b"two\nlines.json", b"\x1b[31mred.json", b"-rf.json"];
    for name in names {
        fs::write(sandbox.root().join(OsStr::from_bytes(name)), BROKEN).expect("written");
    }
    let ran = run(program(&sandbox).args(["check", ".", "--format", "concise"]));
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let mut starts: Vec<&str> = ran.stdout.lines().map(|line| line.split(":2:").next().unwrap_or(line)).collect();
    starts.dedup();
    assert_eq!(starts.len(), 4, "two of five look the same: {starts:?}");
    assert!(starts.contains(&"two\\nlines.json") && starts.contains(&"\\u{1b}[31mred.json"), "{starts:?}");
    let lines = ran.stdout.lines().count();
    let fixed = run(program(&sandbox).args(["check", ".", "--fix", "--format", "concise"]));
    assert_eq!(lines % names.len(), 0, "each file is told by itself: {}", ran.stdout);
    for name in names {
        let text = fs::read_to_string(sandbox.root().join(OsStr::from_bytes(name))).expect("read");
        assert_ne!(text, BROKEN, "{name:?} is not fixed: {}", fixed.stdout);
    }
    assert_eq!(fs::read_dir(sandbox.root()).expect("listed").count(), names.len(), "nothing is left behind");
}
