//! What hooks, CI jobs and packagers rely on. Where a test needs another program, a variable asks for it; `.ci/run` sets it.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "helpers of tests are tests; a skipped one says so")]

mod support;

#[path = "hooks/affected.rs"]
mod affected;
#[path = "hooks/ci.rs"]
mod ci;
#[path = "hooks/install.rs"]
mod install;
#[path = "hooks/merge.rs"]
mod merge;
#[path = "hooks/pre_commit.rs"]
mod pre_commit;
#[path = "hooks/shard.rs"]
mod shard;

/// The program that a variable names, if one asks for it. Without, the test says that it was skipped.
fn program(variable: &str) -> Option<String> {
    let program = std::env::var(variable).ok().filter(|program| !program.is_empty());
    if program.is_none() {
        eprintln!("skipped: {variable} names no program");
    }
    program
}
