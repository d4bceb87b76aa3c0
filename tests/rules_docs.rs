//! The examples in the documentation of the rules are executed: a failing one gives exactly one finding, of its rule;
//! a passing one gives none at all, of any severity.

mod rules_support;

use rules_support::{check_text, env, fixture, lines, plausible_env};
use toile::rules;

/// Rules about what no small text in a fence can show: unreadable files, bytes, depth, and defects of our own.
/// And about settings, which are no request.
const WITHOUT_EXAMPLES: [&str; 7] = [
    "io-error",
    "encoding",
    "nesting-depth",
    "internal-error",
    "too-many-findings",
    "unused-suppression",
    "stale-baseline",
];

/// Rules that have to be asked for.
const OFF: [&str; 1] = ["measurement-order"];

/// The fences of a page: what stands after the backticks, and the text.
fn fences(docs: &str) -> Vec<(&str, &str)> {
    let parts: Vec<&str> = docs.split("```").collect();
    assert!(parts.len() % 2 == 1, "a fence is not closed");
    parts
        .iter()
        .skip(1)
        .step_by(2)
        .map(|part| part.split_once('\n').expect("the info string has its own line"))
        .collect()
}

#[test]
fn every_rule_with_code_has_both_examples() {
    for meta in rules::all() {
        let infos: Vec<&str> = fences(meta.docs).iter().map(|(info, _)| *info).collect();
        for info in &infos {
            assert!(matches!(*info, "json fail" | "json pass"), "{}: what is a fence `{info}`?", meta.id);
        }
        if WITHOUT_EXAMPLES.contains(&meta.id) {
            assert!(infos.is_empty(), "{} has examples now: take it off the list", meta.id);
        } else {
            assert!(infos.contains(&"json fail") && infos.contains(&"json pass"), "{}: {infos:?}", meta.id);
        }
    }
}

#[test]
fn examples_do_what_they_say() {
    let (env, plausible) = (env(), plausible_env(vec![fixture("patterns")]));
    let mut failures = Vec::new();
    for meta in rules::all() {
        for (info, text) in fences(meta.docs) {
            let env = if OFF.contains(&meta.id) { &plausible } else { &env };
            let outcome = check_text("example.json", text, env);
            let rules: Vec<&str> = outcome.diagnostics.iter().map(|diagnostic| diagnostic.rule).collect();
            let wanted: &[&str] = if info == "json fail" { &[meta.id] } else { &[] };
            if rules != wanted {
                failures.push(format!("{} {info}: found{}", meta.id, lines(&outcome)));
            }
            if outcome.kind.is_none() {
                failures.push(format!("{} {info}: of no kind that is checked", meta.id));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
