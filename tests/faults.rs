//! What a file system, a full disk, a signal or a neighbour can do to a run: nothing is lost, nothing is half-written,
//! nothing hangs, and each fault is told. Whole processes; only what Unix has can be injected here.
#![cfg(unix)]

#[path = "faults/reading.rs"]
mod reading;
mod support;
#[path = "faults/tree.rs"]
mod tree;
#[path = "faults/writing.rs"]
mod writing;

use std::io::Read as _;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use support::Sandbox;

/// After so long a run hangs.
const MOST: Duration = Duration::from_secs(60);

/// Somebody without rights, as every system knows them.
const NOBODY: u32 = 65_534;

const BROKEN: &str = "{\"patternId\": 397,\n \"gender\" \"f\"}";

fn program(sandbox: &Sandbox) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_toile"));
    prepare(&mut command, sandbox);
    command
}

/// The program behind a line of shell that ends in `exec "$0" "$@"`.
fn through_shell(sandbox: &Sandbox, line: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", line, env!("CARGO_BIN_EXE_toile")]);
    prepare(&mut command, sandbox);
    command
}

fn prepare(command: &mut Command, sandbox: &Sandbox) {
    command.current_dir(sandbox.root()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "GITHUB_ACTIONS", "TF_BUILD"] {
        command.env_remove(name);
    }
}

/// The same for somebody whom rights hold for: an administrator becomes nobody.
fn unprivileged(mut command: Command) -> Command {
    if is_administrator() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

fn is_administrator() -> bool {
    let id = Command::new("id").arg("-u").output().expect("every system has id");
    id.stdout.trim_ascii() == b"0"
}

/// Runs to the end, which must come soon.
fn run(command: &mut Command) -> Ended {
    wait(command.spawn().expect("it starts"))
}

struct Ended {
    code: Option<i32>,
    signal: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Output is read on the side: a full pipe would be taken for a run that hangs.
fn wait(mut child: Child) -> Ended {
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let read = |stream: Option<Box<dyn std::io::Read + Send>>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            if let Some(mut stream) = stream {
                stream.read_to_end(&mut bytes).expect("a pipe can be read");
            }
            String::from_utf8(bytes).expect("output is UTF-8")
        })
    };
    let out = read(out.map(|stream| Box::new(stream) as _));
    let err = read(err.map(|stream| Box::new(stream) as _));
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            break status;
        }
        if begun.elapsed() > MOST {
            child.kill().expect("it can be ended");
            panic!("it hangs");
        }
        sleep(Duration::from_millis(2));
    };
    let text = |reader: std::thread::JoinHandle<String>| reader.join().expect("read");
    Ended { code: status.code(), signal: status.signal(), stdout: text(out), stderr: text(err) }
}

fn command(program: &str, arguments: &[&str]) -> bool {
    let done: std::io::Result<Output> = Command::new(program).args(arguments).output();
    done.is_ok_and(|output| output.status.success())
}
