//! Records come as a stream: what is found does not depend on how it arrives, and is told while more is to come.

mod support;

use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use support::{Ran, Sandbox};
use toile::app::{self, World};
use toile::check::{Portion, Records, check, is_familiar};
use toile::env::{Env, EnvOptions};
use toile::pattern::PatternFiles;
use toile::source::Source;

const GOOD: &str =
    r#"{"patternId": 1, "measurementType": "body", "gender": "female", "measurements": {"mbHeight": 170}}"#;
const BAD: &str =
    r#"{"patternId": 1, "measurementType": "bdy", "gender": "female", "measurements": {"mbHeight": 170}}"#;

/// Lines of every sort: good, bad, broken, of no kind, empty, with carriage returns in them.
fn line() -> impl Strategy<Value = String> {
    let odd = ["", " ", "{\"a\": 1}", "{\"patternId\": 1,}", "[", "\u{feff}", "7", "{\"é\":\r\"😀\"}"];
    let bad_over_lines = BAD.replace(": ", ":\r");
    prop_oneof![
        2 => Just(GOOD.to_owned()),
        2 => Just(BAD.to_owned()),
        1 => Just(bad_over_lines),
        4 => prop::sample::select(odd.to_vec()).prop_map(str::to_owned),
    ]
}

fn text() -> impl Strategy<Value = String> {
    let ends = prop::sample::select(vec!["\n", "\r\n", "\r\r\n"]);
    let lines = prop::collection::vec((line(), ends), 0..12);
    (prop::bool::ANY, lines, prop::option::of(line())).prop_map(|(has_mark, lines, last)| {
        let mut text = if has_mark { "\u{feff}".to_owned() } else { String::new() };
        for (line, end) in lines {
            text.push_str(&(line + end));
        }
        text + &last.unwrap_or_default()
    })
}

/// A block in the smallest pieces that it may be given in.
fn lines(block: &str) -> Vec<&str> {
    block.split_inclusive('\n').collect()
}

fn env() -> Env {
    Env::load(&EnvOptions::default()).expect("nothing to load")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blocks_change_nothing(text in text(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4)) {
        let env = env();
        let whole_source = Source::new("a.ndjson", text.as_str());
        let whole = check(&whole_source, &env);

        let feeds: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).chain([text.len()]).collect();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| *cut.get(&feeds)).chain([0, text.len()]).collect();
        cuts.sort_unstable();
        let mut records = Records::new("a.ndjson", &env);
        let blocks = cuts.windows(2).map(|cut| records.block(&lines(&text[cut[0]..cut[1]])).expect("UTF-8"));
        let mut portions: Vec<Portion> = blocks.collect();
        let (kind, rest) = records.finish();
        portions.push(rest);

        prop_assert_eq!(kind, whole.kind);
        prop_assert_eq!(portions.iter().map(|portion| portion.documents).sum::<usize>(), whole.documents);
        let (mut found, mut parts) = (Vec::new(), Vec::new());
        for portion in portions {
            found.extend(portion.diagnostics);
            parts.extend(portion.parts);
        }
        prop_assert_eq!(format!("{found:?}"), format!("{:?}", whole.diagnostics));
        let kept = Source::of_parts("a.ndjson", parts);
        for finding in &found {
            let span = &finding.primary.span;
            prop_assert_eq!(kept.position(span.start), whole_source.position(span.start), "{:?}", text);
            prop_assert_eq!(kept.slice(span), whole_source.slice(span));
        }
    }
}

fn day() -> String {
    [GOOD, BAD, "{", GOOD, BAD].map(|line| line.to_owned() + "\n").concat()
}

#[test]
fn a_stream_is_reported_like_its_file_in_every_format() {
    let sandbox = Sandbox::with(&[("day.ndjson", &day())]);
    // SARIF names what comes from standard input by its full URI.
    for format in toile::render::Format::ALL.into_iter().filter(|format| *format != toile::render::Format::Sarif) {
        let run = |jobs: &str| sandbox.run(&["check", "--format", format.name(), "--jobs", jobs, "day.ndjson"]);
        let args = ["check", "--format", format.name(), "--stdin-filename", "day.ndjson", "-"];
        let streamed = sandbox.run_with_stdin(&args, day().as_bytes());
        assert!(!streamed.stdout.is_empty());
        for jobs in ["1", "2"] {
            assert_eq!(
                (run(jobs).code, run(jobs).stdout),
                (streamed.code, streamed.stdout.clone()),
                "{}",
                format.name()
            );
        }
    }
}

#[test]
fn lines_told_early_are_those_told_at_the_end() {
    let sandbox = Sandbox::with(&[("b.ndjson", &day()), ("a.json", BAD), ("c/d.json", "{"), ("c/e.ndjson", &day())]);
    for jobs in ["1", "2"] {
        let early = sandbox.run(&["check", "--format", "concise", "--jobs", jobs, "."]);
        let late = sandbox.run(&["check", "--format", "concise=out.txt", "--format", "full", "--jobs", jobs, "."]);
        assert_eq!(early.stdout, sandbox.read("out.txt"));
        assert_eq!((early.code, counts(&early)), (late.code, counts(&late)));
        assert!(early.stdout.lines().count() > 20, "{}", early.stdout);
    }
}

/// What is told early is made without what a line does not show.
#[test]
fn findings_of_every_rule_that_are_told_early_are_those_told_at_the_end() {
    let sandbox = Sandbox::new();
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let patterns = format!("{fixtures}/patterns");
    let of_all = ["check", "--no-config", "-p", &patterns, fixtures];
    let early = sandbox.run(&[&of_all[..], &["--format", "concise"]].concat());
    let late = sandbox.run(&[&of_all[..], &["--format", "concise=out.txt", "--format", "full"]].concat());
    assert_eq!(early.stdout, sandbox.read("out.txt"));
    assert_eq!((early.code, counts(&early)), (late.code, counts(&late)));
    assert!(early.stdout.lines().count() > 200, "{}", early.stdout);
    assert!(counts(&early).contains("fixable"), "{}", counts(&early));
}

/// What the summary says after the time.
fn counts(ran: &Ran) -> String {
    ran.stderr
        .lines()
        .last()
        .and_then(|line| line.split_once(" ms: "))
        .map(|(_, counts)| counts.to_owned())
        .expect("a summary")
}

/// Gives a first line, and ends only when something was written.
struct Waiting {
    first: Option<String>,
    written: Arc<Mutex<Vec<u8>>>,
}

impl Read for Waiting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(first) = self.first.take() {
            buffer[..first.len()].copy_from_slice(first.as_bytes());
            // Longer than a block is waited for.
            std::thread::sleep(Duration::from_millis(100));
            return Ok(first.len());
        }
        let deadline = Instant::now() + Duration::from_secs(60);
        while self.written.lock().expect("no panic").is_empty() {
            if Instant::now() > deadline {
                return Err(io::Error::other("nothing was written before the end of the stream"));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(0)
    }
}

#[derive(Clone)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn the_first_finding_comes_before_the_end() {
    for jobs in ["1", "2"] {
        let written = Arc::new(Mutex::new(Vec::new()));
        let mut stdin = Waiting { first: Some(BAD.to_owned() + "\n"), written: Arc::clone(&written) };
        let (mut stdout, mut stderr) = (Shared(Arc::clone(&written)), Vec::new());
        let mut world = World {
            cwd: std::env::temp_dir(),
            env: &|_| None,
            stdin: &mut stdin,
            stdout: &mut stdout,
            stderr: &mut stderr,
            stdout_is_terminal: false,
            stderr_is_terminal: false,
            is_last: false,
        };
        let args = [
            "toile",
            "check",
            "--no-config",
            "--format",
            "concise",
            "--jobs",
            jobs,
            "--stdin-filename",
            "a.ndjson",
            "-",
        ];
        let exit = app::run(args.map(Into::into), &mut world);
        let written = String::from_utf8(written.lock().expect("no panic").clone()).expect("UTF-8");
        assert!(written.contains("a.ndjson:1:") && !written.contains("io-error"), "{written}");
        assert_eq!(exit.code(), 1);
    }
}

#[test]
fn foreign_records_are_skipped_however_many() {
    let line = "{\"level\": \"info\", \"message\": \"nothing to do with drafts\"}\n";
    let many = line.repeat((24 << 20) / line.len());
    let sandbox = Sandbox::new();
    let run = |text: &str| {
        sandbox
            .run_with_stdin(&["check", "--format", "concise", "--stdin-filename", "log.ndjson", "-"], text.as_bytes())
    };
    let foreign = run(&many);
    assert_eq!((foreign.code, foreign.stdout.as_str()), (0, ""), "{}", foreign.stderr);
    // A request after more than is waited for: what came before is not passed over in silence.
    let late = run(&(many.clone() + GOOD + "\n"));
    let first = late.stdout.lines().next().unwrap_or_default();
    let passed_over =
        first.split(" error: ").nth(1).and_then(|told| told.split(' ').next()).and_then(|n| n.parse().ok());
    let at = first.split(':').nth(1).and_then(|line| line.parse::<usize>().ok());
    assert_eq!(at, passed_over.map(|count: usize| count + 1), "{first}");
    assert!(first.contains("lines before this one look like no request"), "{first}");
    // What stands between is checked like the request itself.
    let before_last = format!("log.ndjson:{}:", many.lines().count());
    assert!(late.stdout.lines().any(|line| line.starts_with(&before_last)));
    assert_eq!((late.code, late.stdout.matches("[io-error]").count()), (2, 1), "{first}");
}

/// The line that has to answer for those before it may be one that nothing is wrong with, and that is known from elsewhere.
#[test]
fn what_was_passed_over_is_told_beside_a_line_that_is_accepted_at_once() {
    let schema = r#"{"properties": {"measurements": {"required": ["mbHeight"]}}}"#;
    let sandbox = Sandbox::with(&[("1.schema.json", schema)]);
    let patterns = PatternFiles { paths: vec![sandbox.path("1.schema.json")], ..PatternFiles::default() };
    let env = Env::load(&EnvOptions { patterns, ..EnvOptions::default() }).expect("the pattern loads");
    let good = r#"{"patternId": 1, "measurementType": "body", "measurements": {"mbHeight": 170}}"#;
    let foreign = "{\"level\": \"info\"}\n".repeat(1 << 20);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    pool.install(|| {
        check(&Source::new("a.ndjson", format!("{good}\n").repeat(20)), &env);
        assert!(is_familiar(good, &env));
        let mut records = Records::new("b.ndjson", &env);
        for _ in 0..2 {
            assert!(records.block(&[&foreign]).expect("UTF-8").diagnostics.is_empty());
        }
        let Portion { documents, diagnostics, parts, .. } = records.block(&["\n", good]).expect("UTF-8");
        let [only] = &diagnostics[..] else { panic!("{diagnostics:?}") };
        let count = 2 << 20;
        assert!(only.message.starts_with(&format!("{count} lines before this one")), "{}", only.message);
        assert_eq!((only.primary.record, only.primary.span.start), (Some(count + 2), 2 * foreign.len() + 1));
        assert_eq!((documents, parts.len()), (1, 1));
    });
}

/// What is no text is told by whoever reads it: to the check, it is as if it had not been there.
#[test]
fn lines_that_are_no_text_leave_no_trace() {
    let env = Env::load(&EnvOptions::default()).expect("nothing to load");
    let line = "{\"patternId\": 1, \"gender\": 3, \"measurements\": {}}\n";
    let mut records = Records::new("a.ndjson", &env);
    let before = records.block(&[line]).expect("UTF-8");
    let place = (records.offset(), records.line());
    assert!(records.block(&[line.as_bytes(), b"\xEF\xBB\n", line.as_bytes()]).is_none());
    assert_eq!((records.offset(), records.line()), place);
    let after = records.block(&[line]).expect("UTF-8");
    assert!(!before.diagnostics.is_empty());
    assert_eq!(after.diagnostics.len(), before.diagnostics.len());
    assert!(after.diagnostics.iter().all(|one| one.primary.record == Some(2)));
}
