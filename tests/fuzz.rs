//! The promises of `fuzz/`: everything that was ever found is tried again, and each is searched for a bounded time from a
//! seed. `TOILE_FUZZ_SECONDS` is the time for each promise, `TOILE_FUZZ_SEED` the seed; without them, a few hundred inputs
//! are tried, always the same. `fuzz/run` searches led by coverage.

#![allow(clippy::print_stdout, reason = "counts and figures are what a long run is for")]

#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use std::any::Any;
use std::panic::catch_unwind;
use std::time::{Duration, Instant};

use fuzz::corpus::{regressions, seeds};
use fuzz::mutate::{Random, mutate, words};
use fuzz::targets::{ALL, Target};

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}

/// Tries an input; one that breaks the promise is written to a file that can be tried again.
fn try_one((name, run): Target, input: &[u8]) {
    if let Err(panic) = catch_unwind(|| run(input)) {
        let file = std::env::temp_dir().join(format!("toile-fuzz-{name}-{:016x}", digest(input)));
        std::fs::write(&file, input).expect("the input is kept");
        panic!("{name} is broken by {}: {}", file.display(), message(&*panic));
    }
}

fn digest(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|value| value.parse().expect("a number"))
}

#[test]
fn what_was_found_before_stays_mended() {
    for target in ALL {
        for (path, input) in regressions(target.0) {
            let outcome = catch_unwind(|| (target.1)(&input));
            assert!(outcome.is_ok(), "{}: {}", path.display(), message(&*outcome.unwrap_err()));
        }
    }
}

fn search(name: &str) {
    let target = *ALL.iter().find(|(known, _)| *known == name).expect("a target");
    let limit = number("TOILE_FUZZ_SECONDS").map(Duration::from_secs);
    let mut random = Random::new(number("TOILE_FUZZ_SEED").unwrap_or(1));
    let (seeds, words) = (seeds(name), words());
    let begun = Instant::now();
    let mut executions = 0_u32;
    while limit.map_or(executions < 150, |limit| begun.elapsed() < limit) {
        let seed = random.of(&seeds).clone();
        try_one(target, &mutate(&seed, &seeds, &words, &mut random));
        executions += 1;
    }
    println!("{name}: {executions} inputs in {:.1} s", begun.elapsed().as_secs_f64());
    assert!(executions > 0);
}

#[test]
fn search_parse() {
    search("parse");
}

#[test]
fn search_check() {
    search("check");
}

#[test]
fn search_schema() {
    search("schema");
}

#[test]
fn search_accept() {
    search("accept");
}

#[test]
fn search_fix() {
    search("fix");
}

#[test]
fn search_config() {
    search("config");
}

/// A few rounds of what `soak` does for half an hour.
#[test]
fn soak_for_a_moment() {
    let folder = std::env::temp_dir().join(format!("toile-soak-test-{}", std::process::id()));
    let seconds = number("TOILE_FUZZ_SECONDS").unwrap_or(2);
    let counts = fuzz::soak::soak(&folder, Duration::from_secs(seconds), number("TOILE_FUZZ_SEED").unwrap_or(1));
    let counts = counts.unwrap_or_else(|complaint| panic!("{complaint}: see {}", folder.display()));
    println!("{counts:?}");
    std::fs::remove_dir_all(&folder).expect("the folder goes away");
}
