//! Bytes per second of each stage, with `serde_json::Value` and `jsonschema` on the same bytes beside it.
//!
//! `cargo bench` prints a table; `docs/performance.md` says how to read it.

use std::path::Path;
use std::sync::LazyLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use toile::check::check;
use toile::env::{Env, EnvOptions};
use toile::json::{Doc, Tape, parse_into, recover};
use toile::pattern::PatternFiles;
use toile::schema::Plan;
use toile::source::Source;

fn main() {
    divan::main();
}

fn fixture(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn schema_path() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/patterns/397/schema.json")
}

/// The number of drafts in a corpus.
const DRAFTS: usize = 2_000;

/// A draft of about 1 KB with a whole predicted set of measurements, as one line.
fn draft(number: usize, collar: &str) -> String {
    let ids = [
        "mbWeight",
        "mbCollarGirth",
        "mbBustGirth",
        "mbBustHeight",
        "mbWaistGirth",
        "mbWaistHeight",
        "mbHighHipGirth",
        "mbHighHipHeight",
        "mbLowHipGirth",
        "mbLowHipHeight",
        "mbShoulderLength",
        "mbAcrossBackWidth",
        "mbAcrossChestWidth",
        "mbSideArmLength",
        "mbSleeveLength",
        "mbBicepGirth",
        "mbElbowGirth",
        "mbForearmGirth",
        "mbWristGirth",
        "mbSideNeckToWaist",
        "mbSideNeckToBustPoint",
        "mbSleeveShoulderWidth",
    ];
    let measured: Vec<String> = ids
        .iter()
        .enumerate()
        .map(|(at, id)| format!("\"{id}\":{}.{}", 20 + (number + at * 7) % 100, at % 10))
        .collect();
    format!(
        "{{\"patternId\":397,\"measurementType\":\"body\",\"note\":\"order {number}\",\"measurements\":{{\"mbHeight\":{},{}}},\
         \"seams\":{{\"armhole\":0.5,\"attachment\":1,\"collar\":0.6}},\"options\":{{\"collar\":\"{collar}\",\
         \"pocket\":\"leftBreast\",\"pocket.leftBreast.style\":\"angled\",\"bodyLengthAdj\":1,\"necklineAdj\":{}}},\
         \"bodyShapes\":{{\"posture\":\"regular\"}},\"metadata\":{{\"customer\":\"J\u{fc}rgen {number}\"}}}}",
        160 + number % 40,
        measured.join(","),
        (number % 21) as f64 / 2.0 - 5.0,
    )
}

static VALID: LazyLock<Vec<String>> = LazyLock::new(|| (0..DRAFTS).map(|n| draft(n, "regular")).collect());
static FAULTY: LazyLock<Vec<String>> = LazyLock::new(|| (0..DRAFTS).map(|n| draft(n, "Regular")).collect());
static BATCH: LazyLock<String> = LazyLock::new(|| {
    let action = |(n, body): (usize, &String)| format!("\"d{n}\":{{\"type\":\"draft\",\"body\":{body}}}");
    format!("{{\"actions\":{{{}}}}}", VALID.iter().enumerate().map(action).collect::<Vec<_>>().join(","))
});
fn bytes(drafts: &[String]) -> BytesCount {
    BytesCount::new(drafts.iter().map(String::len).sum::<usize>())
}

fn env() -> Env {
    let patterns = PatternFiles { schema: Some(schema_path()), ..PatternFiles::default() };
    Env::load(&EnvOptions { patterns, ..EnvOptions::default() }).expect("the schema loads")
}

fn plan() -> Plan {
    toile::schema::plan_of(&fixture("patterns/397/schema.json")).expect("the schema compiles")
}

fn validator() -> jsonschema::Validator {
    let schema: serde_json::Value = serde_json::from_str(&fixture("patterns/397/schema.json")).expect("JSON");
    jsonschema::draft7::new(&schema).expect("a schema")
}

mod parsing {
    use super::{Bencher, Tape, VALID, black_box, bytes, parse_into, recover};

    #[divan::bench]
    fn tape(bencher: Bencher) {
        let mut tape = Tape::default();
        bencher.counter(bytes(&VALID)).bench_local(|| {
            for draft in VALID.iter() {
                assert!(parse_into(black_box(draft), &mut tape));
            }
        });
    }

    #[divan::bench]
    fn serde_json_value(bencher: Bencher) {
        bencher.counter(bytes(&VALID)).bench_local(|| {
            for draft in VALID.iter() {
                let value: serde_json::Value = serde_json::from_str(black_box(draft)).expect("JSON");
                black_box(value);
            }
        });
    }

    #[divan::bench]
    fn recovery(bencher: Bencher) {
        let broken: Vec<String> = VALID.iter().map(|draft| draft.replace(",\"seams\"", ",,\"seams\"")).collect();
        let mut tape = Tape::default();
        bencher.counter(bytes(&broken)).bench_local(|| {
            for draft in &broken {
                black_box(recover(draft, &mut tape));
            }
        });
    }
}

mod accepting {
    use super::{Bencher, Doc, Tape, VALID, bytes, parse_into, plan, validator};

    /// Parsing included.
    #[divan::bench]
    fn plan_over_tape(bencher: Bencher) {
        let (plan, mut tape) = (plan(), Tape::default());
        bencher.counter(bytes(&VALID)).bench_local(|| {
            for draft in VALID.iter() {
                assert!(parse_into(draft, &mut tape) && plan.accepts(Doc::new(draft, &tape).root(), false));
            }
        });
    }

    /// Parsing included.
    #[divan::bench]
    fn jsonschema_over_value(bencher: Bencher) {
        let validator = validator();
        bencher.counter(bytes(&VALID)).bench_local(|| {
            for draft in VALID.iter() {
                let value: serde_json::Value = serde_json::from_str(draft).expect("JSON");
                assert!(validator.is_valid(&value));
            }
        });
    }
}

mod explaining {
    use super::{Bencher, Doc, FAULTY, Source, Tape, bytes, check, env, parse_into, plan, validator};

    /// Parsing included: every record and text of each draft.
    #[divan::bench]
    fn plan_over_tape(bencher: Bencher) {
        let (plan, mut tape) = (plan(), Tape::default());
        bencher.counter(bytes(&FAULTY)).bench_local(|| {
            for draft in FAULTY.iter() {
                assert!(parse_into(draft, &mut tape));
                assert!(!plan.explain(Doc::new(draft, &tape).root(), false).is_valid());
            }
        });
    }

    /// Parsing included.
    #[divan::bench]
    fn jsonschema_over_value(bencher: Bencher) {
        let validator = validator();
        bencher.counter(bytes(&FAULTY)).bench_local(|| {
            for draft in FAULTY.iter() {
                let value: serde_json::Value = serde_json::from_str(draft).expect("JSON");
                assert!(validator.iter_errors(&value).count() > 0);
            }
        });
    }

    /// The whole check: findings with spans, labels and fixes.
    #[divan::bench]
    fn findings(bencher: Bencher) {
        let env = env();
        let sources: Vec<Source> = FAULTY.iter().map(|draft| Source::new("draft.json", draft.clone())).collect();
        bencher.counter(bytes(&FAULTY)).bench_local(|| {
            for source in &sources {
                assert_eq!(check(source, &env).diagnostics.len(), 1);
            }
        });
    }
}

mod batch {
    use super::{BATCH, Bencher, BytesCount, Source, VALID, black_box, check, env, validator};

    fn clean(bencher: Bencher, name: &str, text: &str) {
        let env = env();
        let source = Source::new(name, text);
        bencher.counter(BytesCount::of_str(text)).bench_local(|| {
            assert!(check(black_box(&source), &env).diagnostics.is_empty());
        });
    }

    #[divan::bench]
    fn whole_check(bencher: Bencher) {
        clean(bencher, "batch.json", &BATCH);
    }

    #[divan::bench]
    fn whole_check_of_records(bencher: Bencher) {
        clean(bencher, "drafts.ndjson", &VALID.join("\n"));
    }

    /// The same verdicts from `Value`, without places, texts or lints.
    #[divan::bench]
    fn jsonschema_over_value(bencher: Bencher) {
        let validator = validator();
        bencher.counter(BytesCount::of_str(&*BATCH)).bench_local(|| {
            let value: serde_json::Value = serde_json::from_str(&BATCH).expect("JSON");
            let actions = value["actions"].as_object().expect("actions");
            assert!(actions.values().all(|action| validator.is_valid(&action["body"])));
        });
    }
}
