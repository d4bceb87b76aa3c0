//! A batch of 100,000 actions that use each other: following the references, beside the whole check.
//!
//! `cargo bench --bench batch` prints a table.

use std::path::Path;
use std::sync::LazyLock;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use toile::check::{check, check_links, gather_links};
use toile::env::{Env, EnvOptions};
use toile::json::{Doc, Tape, parse_into};
use toile::pattern::PatternFiles;
use toile::source::Source;

fn main() {
    divan::main();
}

const ACTIONS: usize = 100_000;

/// A prediction, two drafts of it and an export, over and over.
static BATCH: LazyLock<String> = LazyLock::new(|| {
    let draft = |number: usize, who: usize, more: &str| {
        format!(
            "\"d{number}\":{{\"type\":\"draft\",\"body\":{{\"patternId\":620,\"measurementType\":\"body\",\
             \"measurements\":{{\"$ref\":\"#/resources/p{who}/measurements\"}},\"note\":\"order {number}\",\
             \"selectedMeasurementIds\":[\"mbBustGirth\",\"mbWaistGirth\",\"mbBackNeckToWaist\"]{more}}}}}"
        )
    };
    let action = |number: usize| {
        let first = number - number % 4;
        match number % 4 {
            0 => format!(
                "\"p{number}\":{{\"type\":\"predictBody\",\"body\":{{\"gender\":\"male\",\"measurements\":{{\"mbHeight\":181,\"mbWeight\":78}}}}}}"
            ),
            1 => draft(number, first, ""),
            2 => draft(number, first, &format!(",\"parentDraftId\":{{\"$ref\":\"#/resources/d{}/id\"}}", first + 1)),
            _ => format!(
                "\"e{number}\":{{\"type\":\"export\",\"body\":{{\"draftId\":{{\"$ref\":\"#/resources/d{}/id\"}},\"fileType\":\"dxf\",\
                 \"nesting\":{{\"$ref\":\"#/definitions/roll\"}}}}}}",
                first + 2
            ),
        }
    };
    let actions: Vec<String> = (0..ACTIONS).map(action).collect();
    format!("{{\"definitions\":{{\"roll\":{{\"sheetWidth\":150}}}},\"actions\":{{{}}}}}", actions.join(","))
});

fn env() -> Env {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/patterns");
    let patterns = PatternFiles { paths: vec![folder], ..PatternFiles::default() };
    Env::load(&EnvOptions { patterns, ..EnvOptions::default() }).expect("the patterns load")
}

#[divan::bench(sample_count = 20)]
fn whole_check(bencher: Bencher) {
    let (env, source) = (env(), Source::new("batch.json", BATCH.as_str()));
    bencher.counter(ItemsCount::new(ACTIONS)).bench_local(|| {
        assert!(check(black_box(&source), &env).diagnostics.is_empty());
    });
}

/// What is done about references beside the check of each body.
#[divan::bench(sample_count = 20)]
fn gathering_alone(bencher: Bencher) {
    let (env, mut tape) = (env(), Tape::default());
    assert!(parse_into(&BATCH, &mut tape));
    let doc = Doc::new(&BATCH, &tape);
    bencher.counter(ItemsCount::new(ACTIONS)).bench_local(|| gather_links(black_box(doc), &env));
}

/// Building the graph, following the references, and every rule that looks at it.
#[divan::bench(sample_count = 20)]
fn graph_alone(bencher: Bencher) {
    let (env, mut tape) = (env(), Tape::default());
    assert!(parse_into(&BATCH, &mut tape));
    let doc = Doc::new(&BATCH, &tape);
    let gathered = bencher.counter(ItemsCount::new(ACTIONS)).with_inputs(|| gather_links(doc, &env));
    gathered.bench_local_values(|gathered| assert_eq!(check_links(black_box(doc), gathered, &env), 0));
}

#[divan::bench(sample_count = 20)]
fn parsing_alone(bencher: Bencher) {
    let mut tape = Tape::default();
    bencher.counter(ItemsCount::new(ACTIONS)).bench_local(|| assert!(parse_into(black_box(&BATCH), &mut tape)));
}
