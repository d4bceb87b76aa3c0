//! What must hold for any bytes whatever, as plain functions of bytes, and what makes up such bytes.
//!
//! ```text
//! targets   one file per promise; a broken one panics
//! corpus    texts to start from: the fixtures of the main package, and what was found before
//! mutate    one text made into another, by a seeded generator
//! soak      whole runs over such texts, for a long time
//! ```
//!
//! The programs in `fuzz_targets/` hand the functions to libFuzzer. `tests/fuzz.rs` of the main package includes this file:
//! it replays what was found, and searches for a bounded time without any coverage.
#![allow(
    missing_docs,
    dead_code,
    unreachable_pub,
    clippy::pedantic,
    reason = "each program that includes this uses its own part"
)]

pub mod corpus;
pub mod mutate;
pub mod soak;
pub mod targets;

#[path = "../../tests/json_support/mod.rs"]
pub(crate) mod json_support;
