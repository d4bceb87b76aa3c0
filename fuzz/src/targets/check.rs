//! A check ends, with the same findings every time and on any number of threads, all at places of the text; and every
//! format can say them.

use std::sync::LazyLock;

use rayon::ThreadPool;
use toile::check::{Outcome, check, check_in_pieces};
use toile::render::Format;
use toile::source::Source;

use super::shared::{Input, ONE, assert_places, env, pool, rendered, told};

/// Runs a check on so many threads, each with the stack that the program gives it.
fn on(pool: &ThreadPool, source: &Source) -> Outcome {
    pool.install(|| check(source, env()))
}

static TWO: LazyLock<ThreadPool> = LazyLock::new(|| pool(2));

/// Checks any text.
pub fn run(bytes: &[u8]) {
    let Some(input) = Input::new(bytes) else { return };
    let source = input.source();
    let outcome = on(&ONE, &source);
    assert_places(&source, &outcome);
    let said = told(&outcome);
    assert_eq!(said, told(&on(&TWO, &source)), "two threads say something else");
    if let Some(pieces) = ONE.install(|| check_in_pieces(&source, env(), 64)) {
        assert_eq!(said, told(&pieces), "pieces say something else");
    }
    // Twelve reports cost more than the check: not every input has them all written.
    if !bytes.len().is_multiple_of(4) {
        return;
    }
    for (format, text) in rendered(source, outcome) {
        let text = String::from_utf8(text).expect("reports are UTF-8");
        if format == Format::Json {
            serde_json::from_str::<serde_json::Value>(&text).expect("the report is JSON");
        }
        let is_raw = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
        assert!(!text.contains(is_raw), "{} lets a control character through: {text:?}", format.name());
    }
}
