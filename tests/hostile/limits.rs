//! Documents that are made to take a validator's time or room. Each is checked at two sizes: four times the size may take
//! little more than four times the time, and the larger one has a bound in seconds. docs/reliability.md has the figures of
//! a release build at full size; `TOILE_LIMITS=full` takes that size here.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::support::Sandbox;

/// Nothing is optimised in a test, and other tests run beside it.
const MOST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 10 });

fn is_full() -> bool {
    std::env::var("TOILE_LIMITS").is_ok_and(|size| size == "full")
}

/// Many parts between a head and a tail.
fn many(head: &str, count: usize, tail: &str, mut part: impl FnMut(&mut String, usize)) -> String {
    let mut text = head.to_owned();
    for at in 0..count {
        text.push_str(if at == 0 { "" } else { "," });
        part(&mut text, at);
    }
    text + tail
}

/// Writing into a text does not fail.
fn put(written: std::fmt::Result) {
    written.expect("a text takes everything");
}

/// Runs a check over a text of each size. Answers the findings that the report of the larger one counts.
fn measured(name: &str, size: usize, text: impl Fn(usize) -> String) -> u64 {
    let size = if is_full() { size } else { size / 20 };
    let sandbox = Sandbox::with(&[("patterns/397.schema.json", SCHEMA)]);
    let mut times = Vec::new();
    let mut counted = 0;
    for size in [size / 4, size] {
        let file = format!("{size}.json");
        sandbox.write(&file, text(size));
        let started = Instant::now();
        let ran = sandbox.run(&["check", &file, "-p", "patterns", "--format", "json"]);
        times.push(started.elapsed());
        let summary = ran.json()["summary"].clone();
        counted = ["errors", "warnings", "infos"].iter().filter_map(|name| summary[*name].as_u64()).sum();
        let full = Instant::now();
        sandbox.run(&["check", &file, "-p", "patterns", "-q"]);
        times.push(full.elapsed());
    }
    println!(
        "{name}: {size} in {:?} (json) and {:?} (full); a quarter in {:?} and {:?}; {counted} findings",
        times[2], times[3], times[0], times[1]
    );
    for (quarter, whole) in [(times[0], times[2]), (times[1], times[3])] {
        assert!(whole < MOST, "{name} took {whole:?}");
        // Below a quarter of a second other work of the machine decides.
        let grace = Duration::from_millis(400);
        assert!(whole < quarter * 12 + grace, "{name}: {quarter:?} for a quarter, {whole:?} for the whole");
    }
    counted
}

const SCHEMA: &str = r#"{"type": "object", "properties": {"patternId": {"type": "number"},
    "options": {"type": "object", "properties": {"frontPleat": {"type": "number"}, "backPleat": {"type": "number"},
        "collarWidth": {"type": "number"}, "cuffWidth": {"enum": ["slim", "wide"]}}, "additionalProperties": false},
    "note": {"type": "string", "pattern": "^(a+)+$"}}}"#;

const HEAD: &str = r#"{"patternId": 397, "measurementType": "body", "measurements": {"mbHeight": 180}, "#;

#[test]
fn a_hundred_thousand_equal_keys() {
    let found = measured("equal keys", 100_000, |size| {
        many(&format!("{HEAD}\"options\": {{"), size, "}}", |text, _| text.push_str("\"frontPleat\": 1"))
    });
    assert!(found > 0);
}

#[test]
fn a_hundred_thousand_pairs_of_equal_keys() {
    let found = measured("pairs of equal keys", 100_000, |size| {
        many(&format!("{HEAD}\"metadata\": {{"), size, "}}", |text, at| put(write!(text, "\"k{}\": 1", at / 2)))
    });
    assert!(found > 100);
}

#[test]
fn an_array_of_a_million_elements() {
    measured("elements of an array", 1_000_000, |size| {
        many(&format!("{HEAD}\"metadata\": ["), size, "]}", |text, at| put(write!(text, "{at}")))
    });
    let found = measured("documents of an array", 200_000, |size| {
        many("[", size, "]", |text, _| text.push_str("{\"patternId\":\"x\",\"measurementType\":1}"))
    });
    assert!(found > 1000);
}

#[test]
fn a_text_of_fifty_megabytes() {
    measured("bytes of a text", 50_000_000, |size| format!("{HEAD}\"note\": \"{}\"}}", "a".repeat(size)));
    measured("bytes of an unclosed text", 50_000_000, |size| format!("{HEAD}\"note\": \"{}", "a".repeat(size)));
    measured("bytes of a name", 50_000_000, |size| format!("{HEAD}\"{}\": 1}}", "a".repeat(size)));
}

#[test]
fn a_hundred_thousand_unknown_options() {
    let found = measured("unknown options", 100_000, |size| {
        many(&format!("{HEAD}\"options\": {{"), size, "}}", |text, at| put(write!(text, "\"frontPlet{at}\": 1")))
    });
    assert!(found > 1000);
}

#[test]
fn ten_thousand_findings_on_one_line() {
    let found = measured("findings on one line", 10_000 * 4, |size| {
        many(&format!("{HEAD}\"measurements\": {{"), size, "}}", |text, at| put(write!(text, "\"mbé{at}\": \"{at}\"")))
    });
    assert!(found > 500);
}

#[test]
fn errors_of_syntax_all_the_way() {
    measured("brackets that close nothing", 200_000, |size| "]}".repeat(size));
    measured("brackets that are never closed", 200_000, |size| "[{\"a\":".repeat(size));
    measured("quotes", 200_000, |size| "\"'".repeat(size));
    measured("commas", 200_000, |size| format!("[{}]", ",1,,".repeat(size)));
}

#[test]
fn a_pattern_that_explodes_elsewhere() {
    measured("letters for (a+)+$", 100_000, |size| format!("{HEAD}\"note\": \"{}b\"}}", "a".repeat(size)));
}

/// What is not shown is counted, told, and decides about the exit code.
#[test]
fn a_report_has_a_bound_and_says_so() {
    let draft = many(&format!("{HEAD}\"options\": {{"), 300, "}}", |text, at| put(write!(text, "\"x{at}\": 1")));
    let sandbox = Sandbox::with(&[("patterns/397.schema.json", SCHEMA), ("a.json", &draft), ("b.json", &draft)]);
    let all = sandbox.run(&["check", "a.json", "b.json", "-p", "patterns", "--format", "json"]).json();
    let cut = sandbox.run(&["check", "a.json", "b.json", "-p", "patterns", "--format", "json", "--max-findings", "5"]);
    let report = cut.json();
    assert_eq!(report["summary"], all["summary"]);
    let findings = report["diagnostics"].as_array().expect("findings");
    assert_eq!(findings.len(), 12);
    let total = all["diagnostics"].as_array().expect("findings").len() / 2;
    let last = &findings[5];
    assert_eq!(last["rule"], "too-many-findings");
    let message = last["message"].as_str().expect("a message");
    assert!(message.starts_with(&format!("{} more findings of this file not shown: ", total - 5)), "{message}");
    // What is left out fails the run, though all that is shown is not that bad.
    let unbound = sandbox.run(&["check", "a.json", "-p", "patterns", "--format", "concise", "--max-findings", "0"]);
    assert_eq!(unbound.stdout.lines().count(), total);
    assert_eq!((cut.code, unbound.code), (1, 1));
}
