//! Writing that does not come to its end: the file holds the old text or the new one, and whoever asked is told.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;
use std::thread::sleep;
use std::time::Instant;

use super::{BROKEN, NOBODY, command, is_administrator, program, run, through_shell, unprivileged, wait};
use crate::support::Sandbox;

/// A request with a slip at its end, and as many bytes as are asked for.
fn large(bytes: usize) -> String {
    let filler = "\"0123456789abcdef0123456789abcdef\", ".repeat(bytes / 36);
    format!(
        "{{\"patternId\": 397, \"measurementType\": \"body\", \"measurements\": {{\"mbHeight\": 180}}, \"metadata\": [{filler}1,]}}"
    )
}

fn fixed(text: &str) -> String {
    text.replace(",]", "]")
}

fn names(sandbox: &Sandbox) -> Vec<String> {
    let entries = fs::read_dir(sandbox.root()).expect("listed");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("read").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Everybody may write here, so that nobody can.
fn open_to_all(sandbox: &Sandbox) {
    fs::set_permissions(sandbox.root(), Permissions::from_mode(0o777)).expect("set");
}

#[test]
fn a_folder_that_takes_no_file_leaves_the_old_text() {
    let sandbox = Sandbox::with(&[("closed/a.json", BROKEN), ("open/b.json", BROKEN)]);
    for folder in ["closed", "open"] {
        // The owner of what is in it is not asked.
        assert!(
            !is_administrator()
                || command("chown", &["-R", &format!("{NOBODY}:{NOBODY}"), &sandbox.path(folder).to_string_lossy()])
        );
    }
    let set = |mode| fs::set_permissions(sandbox.path("closed"), Permissions::from_mode(mode)).expect("set");
    set(0o555);
    let ran = run(unprivileged(program(&sandbox)).args(["check", ".", "--fix", "--format", "concise"]));
    set(0o755);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stdout.contains("closed/a.json:1:1: error: cannot be rewritten: Permission denied [io-error]"),
        "{}",
        ran.stdout
    );
    assert!(ran.stderr.contains("could not rewrite `closed/a.json`"), "{}", ran.stderr);
    assert_eq!(sandbox.read("closed/a.json"), BROKEN);
    assert_ne!(sandbox.read("open/b.json"), BROKEN, "the rest is fixed");
}

/// The system refuses to make a file longer than a limit, in the middle of it.
#[test]
fn a_file_that_cannot_be_written_to_its_end_leaves_the_old_text() {
    let text = large(1 << 20);
    let sandbox = Sandbox::with(&[("a.json", &text)]);
    let mut command = through_shell(&sandbox, r#"trap '' XFSZ; ulimit -f 64; exec "$0" "$@""#);
    let ran = run(command.args(["check", "a.json", "--fix", "--format", "concise"]));
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stdout.contains("a.json:1:1: error: cannot be rewritten: File too large [io-error]"), "{}", ran.stdout);
    assert_eq!(sandbox.read("a.json"), text);
    let mut command = through_shell(&sandbox, r#"trap '' XFSZ; ulimit -f 0; exec "$0" "$@""#);
    let ran = run(command.args(["check", "a.json", "--format", "json=report.json"]));
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("cannot write `report.json`: File too large"), "{}", ran.stderr);
    assert_eq!(names(&sandbox), ["a.json"], "nothing is left behind");
}

/// A disk of its own, almost full. Only an administrator can have one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_text() {
    let sandbox = Sandbox::with(&[("disk/x", "")]);
    let disk = sandbox.path("disk").to_string_lossy().into_owned();
    if !command("mount", &["-t", "tmpfs", "-o", "size=1536k", "tmpfs", &disk]) {
        println!("skipped: no disk can be mounted here");
        return;
    }
    let text = large(1 << 20);
    sandbox.write("disk/a.json", &text);
    let ran = run(program(&sandbox).args([
        "check",
        "disk",
        "--fix",
        "--format",
        "concise",
        "--format",
        "json=disk/report.json",
    ]));
    let (after, left) = (sandbox.read("disk/a.json"), fs::read_dir(&disk).expect("listed").count());
    assert!(command("umount", &[&disk]));
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stdout.contains("cannot be rewritten: No space left on device [io-error]"), "{}", ran.stdout);
    assert!(after == text, "the old text is gone");
    assert!(left <= 2, "nothing is left behind but the report");
}

/// Killed at all times of its run, mostly in its last part, where it writes.
#[test]
fn a_run_that_is_killed_leaves_the_old_text_or_the_new_one() {
    let text = large(4 << 20);
    let new = fixed(&text);
    let sandbox = Sandbox::with(&[("a.json", &text)]);
    let begun = Instant::now();
    assert_eq!(run(program(&sandbox).args(["check", "a.json", "--fix", "-q"])).code, Some(1));
    let whole = begun.elapsed();
    assert!(sandbox.read("a.json") == new, "it is fixed when nobody interferes");
    let mut seen = (0, 0);
    for (number, signal) in (0..24).zip(["-KILL", "-INT", "-TERM", "-KILL"].iter().cycle()) {
        sandbox.write("a.json", &text);
        let child = program(&sandbox).args(["check", "a.json", "--fix", "-q"]).spawn().expect("it starts");
        sleep(whole * (40 + number * 3) / 100);
        let _ = Command::new("kill").arg(signal).arg(child.id().to_string()).status();
        let ended = wait(child);
        assert!(ended.signal.is_some() || ended.code == Some(1), "{:?}", ended.code);
        let after = sandbox.read("a.json");
        assert!(after == text || after == new, "half-written after {number}");
        seen = (seen.0 + usize::from(after == text), seen.1 + usize::from(after == new));
    }
    println!("{} old, {} new; left: {:?}", seen.0, seen.1, names(&sandbox));
    assert!(seen.0 > 0, "none was killed in time");
    // What a killed run leaves is hidden, and in nobody's way.
    let ran = run(program(&sandbox).args(["check", ".", "--fix", "--format", "json"]));
    assert!(sandbox.read("a.json") == new);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).expect("a report");
    assert_eq!(report["inputs"].as_array().map(Vec::len), Some(1));
}

/// Whether this process, and whatever it starts, ignores a signal.
fn ignores(signal: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok()).is_some_and(|bits| bits >> (signal - 1) & 1 == 1)
}

#[test]
fn an_interrupted_run_ends_by_its_signal() {
    let sandbox = Sandbox::new();
    assert!(command("mkfifo", &[&sandbox.path("a.json").to_string_lossy()]));
    // It waits for a text that never comes.
    let child = program(&sandbox).args(["check", "a.json", "--format", "json=report.json"]).spawn().expect("it starts");
    let pipe = fs::OpenOptions::new().write(true).open(sandbox.path("a.json")).expect("the run reads it");
    // A job in the background of a script is not to be interrupted, nor are its children: they are ended.
    let signal = if ignores(2) { 15 } else { 2 };
    assert!(command("kill", &[&format!("-{signal}"), &child.id().to_string()]));
    let ended = wait(child);
    drop(pipe);
    assert_eq!((ended.signal, ended.code), (Some(signal), None));
    assert!(!sandbox.path("report.json").exists());
}

#[test]
fn two_runs_that_fix_one_file_leave_it_fixed() {
    let text = large(1 << 18);
    let sandbox = Sandbox::with(&[("a.json", &text)]);
    for _ in 0..8 {
        sandbox.write("a.json", &text);
        let start =
            || program(&sandbox).args(["check", "a.json", "--fix", "--format", "concise"]).spawn().expect("it starts");
        let (one, other) = (start(), start());
        for ended in [wait(one), wait(other)] {
            let is_late = ended.stdout.contains("cannot be rewritten: it was changed in the meantime");
            assert_eq!(ended.code, Some(if is_late { 2 } else { 1 }), "{}{}", ended.stdout, ended.stderr);
        }
        assert!(sandbox.read("a.json") == fixed(&text), "what both wanted");
    }
    assert_eq!(names(&sandbox), ["a.json"]);
}

#[test]
fn a_closed_standard_output_stops_no_fix() {
    let sandbox = Sandbox::with(&[("a.json", BROKEN)]);
    let ran = run(through_shell(&sandbox, r#"exec "$0" "$@" >&- 2>&-"#).args(["check", "a.json", "--fix"]));
    assert!(matches!(ran.code, Some(0 | 1)), "{:?}", ran.code);
    assert_ne!(sandbox.read("a.json"), BROKEN);
}

#[test]
fn reports_go_where_everybody_may_write() {
    let sandbox = Sandbox::with(&[("a.json", BROKEN)]);
    open_to_all(&sandbox);
    let ran = run(unprivileged(program(&sandbox)).args(["check", "a.json", "--format", "json=out.json", "-q"]));
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert_eq!(names(&sandbox), ["a.json", "out.json"]);
}
