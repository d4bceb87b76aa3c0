//! How much memory the program takes for large inputs, as the system counts it. `TOILE_LIMITS=full` takes a gigabyte of records
//! and a batch of 500 MB; docs/reliability.md has the figures of such runs.

use std::fs;
use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::support::Sandbox;

const DRAFT: &str = include_str!("../../fixtures/drafts/valid/397-shirt.json");

/// Kilobytes of memory that a process has held at most. None where the system does not tell, or no longer.
fn most_memory(process: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", process.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}

fn size(full: u64) -> u64 {
    if std::env::var("TOILE_LIMITS").is_ok_and(|size| size == "full") { full } else { full / 20 }
}

fn program(sandbox: &Sandbox, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_toile"));
    let patterns = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/patterns/397");
    command.args(["check", "--quiet", "--no-config", "-p", patterns]).args(args).current_dir(sandbox.root());
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn told(what: &str, bytes: u64, kilobytes: u64) {
    println!("{what}: {} MB in {} MB of memory", bytes / 1_000_000, kilobytes / 1024);
}

/// Runs over a stream of records and answers what it holds before the last of them.
fn streamed(what: &str, record: &str) -> Option<u64> {
    let args = ["--format", "json", "--stdin-filename", "x.ndjson", "-"];
    let sandbox = Sandbox::new();
    let mut process = program(&sandbox, &args).spawn().expect("it starts");
    let mut stdin = process.stdin.take().expect("a pipe");
    let block = (record.replace('\n', " ") + "\n").repeat(2000);
    let all = size(1_000_000_000);
    for _ in 0..all / block.len() as u64 {
        stdin.write_all(block.as_bytes()).expect("it reads");
    }
    let held = most_memory(&process);
    drop(stdin);
    process.wait().expect("it ends");
    if let Some(held) = held {
        told(what, all, held);
    }
    held
}

#[test]
fn a_stream_of_records_needs_the_room_of_a_few_blocks() {
    let faulty = DRAFT.replace("\"body\"", "\"bod\"");
    for (what, record, most) in [("clean records", DRAFT, 64), ("faulty records", &faulty, 100)] {
        if let Some(held) = streamed(what, record) {
            assert!(held < most << 10, "{what}: {held} kB");
        }
    }
}

#[test]
fn a_batch_needs_the_room_of_its_file_and_a_little() {
    let sandbox = Sandbox::new();
    let file = fs::File::create(sandbox.path("batch.json")).expect("a file");
    let mut out = std::io::BufWriter::new(file);
    let body = DRAFT.replace('\n', " ") + &" ".repeat(600);
    let count = size(500_000_000) / body.len() as u64;
    write!(out, "{{\"actions\": {{").expect("room");
    for at in 0..count {
        let comma = if at == 0 { "" } else { ",\n" };
        write!(out, "{comma}\"d{at}\": {{\"type\": \"draft\", \"body\": {body}}}").expect("room");
    }
    write!(out, "}}}}").expect("room");
    out.flush().expect("room");
    let bytes = fs::metadata(sandbox.path("batch.json")).expect("a file").len();
    let mut process = program(&sandbox, &["batch.json"]).spawn().expect("it starts");
    let mut held = None;
    while process.try_wait().expect("it runs").is_none() {
        held = most_memory(&process).or(held);
        std::thread::sleep(Duration::from_millis(2));
    }
    if let Some(held) = held {
        told("a batch", bytes, held);
        assert!(held < bytes / 1024 + (64 << 10), "{held} kB for {bytes} bytes");
    }
}
