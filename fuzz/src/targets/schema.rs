//! Schemas that strangers wrote: loaded or refused, linted, and bodies held against them, all in bounded time.
//!
//! The input is a schema, and behind a line `---` a body.

use std::time::{Duration, Instant};

use toile::check::check;
use toile::env::{Env, EnvOptions};
use toile::pattern::Registry;
use toile::source::Source;

use super::shared::{ONE, assert_places, env};

/// What the slowest of these inputs may take, on a machine that does other things too.
const MOST: Duration = Duration::from_secs(60);

/// Loads any schema.
pub fn run(bytes: &[u8]) {
    ONE.install(|| run_here(bytes));
}

fn run_here(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (schema, body) = text.split_once("\n---\n").unwrap_or((text, "{}"));
    let begun = Instant::now();
    let file = Source::new("397.pattern-schema.json", schema);
    assert_places(&file, &check(&file, env()));
    if let Ok(registry) = Registry::of_schema(file) {
        let env = Env::with(registry, &EnvOptions::default());
        let source = Source::new("request.json", body);
        assert_places(&source, &check(&source, &env));
    }
    assert!(begun.elapsed() < MOST, "it took {:?}", begun.elapsed());
}
