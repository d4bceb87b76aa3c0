//! Batches that nobody wrote: clean ones have no finding, one broken reference has one, and cycles are those that a
//! naive search finds.

mod rules_support;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use rules_support::batches::{broken, clean, draft, each_reference, id, literal};
use rules_support::{check_text, env, lines};
use serde_json::{Map, json};
use toile::check::{check, check_thoroughly};
use toile::diagnostic::Diagnostic;
use toile::env::Env;
use toile::json::{Doc, parse};
use toile::source::Source;

static ENV: LazyLock<Env> = LazyLock::new(env);

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn clean_batches_are_clean(batch in clean()) {
        let outcome = check_text("batch.json", batch.to_string(), &ENV);
        prop_assert_eq!(outcome.kind, Some("batch"));
        prop_assert!(outcome.diagnostics.is_empty(), "{}{}", batch, lines(&outcome));
    }

    #[test]
    fn one_broken_reference_is_one_finding(mut batch in clean(), which in any::<prop::sample::Index>(), how in 0..8_u8) {
        let mut count = 0;
        each_reference(&mut batch, &mut |_| count += 1);
        prop_assume!(count > 0);
        let (at, mut left) = (which.index(count), 0);
        each_reference(&mut batch, &mut |text| {
            if left == at {
                *text = broken(text.as_str().unwrap_or_default(), how);
            }
            left += 1;
        });
        let outcome = check_text("batch.json", batch.to_string(), &ENV);
        prop_assert_eq!(outcome.diagnostics.len(), 1, "{}{}", batch, lines(&outcome));
        prop_assert!(outcome.diagnostics[0].primary.pointer.ends_with("/$ref"));
    }

    #[test]
    fn cycles_are_those_of_a_naive_search(count in 1..12_usize, edges in prop::collection::vec((0..12_usize, 0..12_usize), 0..20)) {
        // Three fields of a draft that take a text.
        const FIELDS: [&str; 3] = ["parentDraftId", "note", "patternRef"];
        let mut follows: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (from, to) in edges {
            let (from, to) = (from % count, to % count);
            if follows[from].len() < FIELDS.len() && !follows[from].contains(&to) {
                follows[from].push(to);
            }
        }
        let mut actions = Map::new();
        for (from, targets) in follows.iter().enumerate() {
            let mut action = draft(&literal());
            for (field, to) in FIELDS.iter().zip(targets) {
                action["body"][field] = json!({"$ref": format!("#/resources/{}/id", id(*to))});
            }
            actions.insert(id(from), action);
        }
        let names: Vec<String> = actions.keys().cloned().collect();
        let text = json!({"actions": actions}).to_string();
        let outcome = check_text("batch.json", text.as_str(), &ENV);
        // Order of the text: serde_json sorts names.
        let position = |number: usize| names.iter().position(|name| *name == id(number)).expect("there");
        let reaches = reachable(&follows);
        let groups: BTreeSet<BTreeSet<usize>> = (0..count)
            .map(|node| (0..count).filter(|other| reaches[node][*other] && reaches[*other][node]).collect::<BTreeSet<_>>())
            .filter(|group| group.len() > 1)
            .collect();
        let loops = (0..count).filter(|node| follows[*node].contains(node)).count();
        let of_rule = |rule: &str| outcome.diagnostics.iter().filter(|found| found.rule == rule).collect::<Vec<_>>();
        let cycles = of_rule("reference-cycle");
        prop_assert_eq!(cycles.len(), groups.len() + loops, "{}{}", text, lines(&outcome));
        for cycle in cycles {
            prop_assert!(is_closed(cycle, &text), "{}{}", text, lines(&outcome));
        }
        let forward = |from: usize, to: usize| position(from) < position(to) && !(reaches[from][to] && reaches[to][from]);
        let forwards = (0..count).flat_map(|from| follows[from].iter().map(move |to| (from, *to)));
        prop_assert_eq!(of_rule("forward-reference").len(), forwards.filter(|(from, to)| forward(*from, *to)).count());
    }
}

/// What can be reached from each node in one step or more.
fn reachable(follows: &[Vec<usize>]) -> Vec<Vec<bool>> {
    let mut reaches: Vec<Vec<bool>> =
        follows.iter().map(|targets| (0..follows.len()).map(|node| targets.contains(&node)).collect()).collect();
    for via in 0..follows.len() {
        for from in 0..follows.len() {
            for to in 0..follows.len() {
                let is_through = reaches[from][via] && reaches[via][to];
                reaches[from][to] |= is_through;
            }
        }
    }
    reaches
}

/// Whether the labels of a cycle lead from action to action and back to the first.
fn is_closed(cycle: &Diagnostic, text: &str) -> bool {
    let labels: Vec<_> =
        std::iter::once(&cycle.primary).chain(&cycle.labels).filter(|l| l.pointer.ends_with("/$ref")).collect();
    let source = |pointer: &str| pointer.split('/').nth(2).unwrap_or_default().to_owned();
    let steps: Vec<(String, String)> = labels
        .iter()
        .map(|label| (source(&label.pointer), source(text[label.span.clone()].trim_matches('"'))))
        .collect();
    let next = |at: usize| &steps[(at + 1) % steps.len()];
    (0..steps.len()).all(|at| steps[at].1 == next(at).0)
}

/// Long chains and large circles need no deep stack and no time.
#[test]
fn a_long_circle_is_one_finding() {
    let count = 20_000;
    let action = |number: usize| {
        format!(
            "\"d{number}\":{{\"type\":\"draft\",\"body\":{{\"patternId\":412,\"measurementType\":\"body\",\"measurements\":{},\
             \"parentDraftId\":{{\"$ref\":\"#/resources/d{}/id\"}}}}}}",
            literal(),
            (number + 1) % count
        )
    };
    let text = format!("{{\"actions\":{{{}}}}}", (0..count).map(action).collect::<Vec<_>>().join(","));
    let outcome = check_text("batch.json", text, &ENV);
    let [cycle] = outcome.diagnostics.as_slice() else { panic!("{} findings", outcome.diagnostics.len()) };
    assert_eq!((cycle.rule, cycle.labels.len()), ("reference-cycle", 50));
}

/// Unknown names are not held against all others without end.
#[test]
fn many_unknown_actions_take_no_time() {
    let count = 5_000;
    let action = |number: usize| {
        format!(
            "\"export-number-{number}\":{{\"type\":\"export\",\"body\":{{\"draftId\":{{\"$ref\":\"#/resources/draft-number-{number}/id\"}},\
             \"fileType\":\"pdf\"}}}}"
        )
    };
    let text = format!("{{\"actions\":{{{}}}}}", (0..count).map(action).collect::<Vec<_>>().join(","));
    let started = std::time::Instant::now();
    assert_eq!(check_text("batch.json", text, &ENV).diagnostics.len(), count);
    assert!(started.elapsed() < std::time::Duration::from_secs(20), "{:?}", started.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is selected out of a prediction, the short cut for clean drafts hides no finding.
    #[test]
    fn selections_out_of_predictions_are_looked_at(
        ids in prop::collection::vec(prop::sample::select(SELECTABLE), 0..7),
        kind in prop::sample::select(&["body", "final", "both"][..]),
        pattern in prop::sample::select(&[412, 620, 508][..]),
    ) {
        let batch = json!({"actions": {
            "p": {"type": "predictBody", "body": {"gender": "male", "measurements": {"mbHeight": 181, "mbWeight": 78}}},
            "d": {"type": "draft", "body": {
                "patternId": pattern,
                "measurementType": kind,
                "measurements": {"$ref": "#/resources/p/measurements"},
                "selectedMeasurementIds": ids,
            }},
        }});
        let source = Source::new("batch.json", batch.to_string());
        let short = check(&source, &ENV);
        prop_assert_eq!(lines(&short), lines(&check_thoroughly(&source, &ENV)));
    }
}

const SELECTABLE: &[&str] = &[
    "mbHeight",
    "mbWaistGirth",
    "mbLowHipGirth",
    "mbHighHipGirth",
    "mbInsideLegLength",
    "mbOutsideLegLength",
    "mbBustGirth",
    "mbBackNeckToWaist",
    "mfWaistGirth",
    "fbHeight",
    "fbWaistGirth",
    "nothing",
];

/// A draft that takes one measurement of each group out of a prediction costs no more than being accepted.
#[test]
fn a_proper_selection_is_accepted_at_once() {
    let body = draft(&json!({"$ref": "#/resources/p/measurements"}))["body"].to_string();
    let tape = parse(&body).expect("this is JSON");
    let root = Doc::new(&body, &tape).root();
    let pattern = ENV.registry().pattern_of(root).expect("the pattern is loaded");
    assert!(pattern.accepts(root, true));
    assert!(!pattern.accepts(root, false), "without a batch around it, the reference is a strange object");
}

/// A selection from measurements that are given is held against them.
#[test]
fn a_selection_of_what_is_not_given_is_found() {
    let mut body = draft(&literal())["body"].clone();
    body["measurements"].as_object_mut().expect("an object").remove("mbWaistGirth");
    body["measurements"]["mbHighHipGirth"] = json!(95);
    let outcome = check(&Source::new("draft.json", body.to_string()), &ENV);
    assert!(outcome.diagnostics.iter().any(|finding| finding.rule == "selected-measurements"), "{}", lines(&outcome));
}
