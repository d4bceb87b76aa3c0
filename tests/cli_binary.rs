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
