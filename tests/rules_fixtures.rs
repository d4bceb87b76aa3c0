//! `fixtures/rules/<rule-id>/{valid,invalid}/NAME.json`: each invalid request gives a finding of the rule, and no error
//! of another one; each valid request none of the rule.

mod rules_support;

use std::collections::BTreeSet;

use rules_support::{env, fixture, lines, plausible_env, sources};
use toile::check::check;
use toile::diagnostic::Severity;
use toile::rules;

/// Rules about what no file shows that git can hold: unreadable files, and defects of our own, and too much of everything. And about settings, which
/// have tests of their own.
const WITHOUT_FIXTURES: [&str; 5] =
    ["io-error", "internal-error", "too-many-findings", "unused-suppression", "stale-baseline"];

/// Rules that have to be asked for.
const OFF: [&str; 1] = ["measurement-order"];

#[test]
fn every_rule_has_fixtures() {
    let folders: BTreeSet<String> = std::fs::read_dir(fixture("rules"))
        .expect("the folder is there")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .collect();
    let rules: BTreeSet<String> =
        rules::all().map(|meta| meta.id.to_owned()).filter(|id| !WITHOUT_FIXTURES.contains(&id.as_str())).collect();
    assert_eq!(folders, rules);
}

#[test]
fn fixtures_do_what_their_folder_says() {
    let (usual, plausible) = (env(), plausible_env(vec![fixture("patterns")]));
    let mut failures = Vec::new();
    for meta in rules::all().filter(|meta| !WITHOUT_FIXTURES.contains(&meta.id)) {
        for side in ["valid", "invalid"] {
            let sources = sources(&format!("rules/{}/{side}", meta.id));
            assert!(!sources.is_empty(), "{} has no {side} request", meta.id);
            for source in sources {
                let env = if OFF.contains(&meta.id) { &plausible } else { &usual };
                let outcome = check(&source, env);
                let of_rule = outcome.diagnostics.iter().any(|diagnostic| diagnostic.rule == meta.id);
                let other_errors =
                    outcome.diagnostics.iter().any(|d| d.rule != meta.id && d.severity == Severity::Error);
                if of_rule != (side == "invalid") || other_errors || outcome.kind.is_none() {
                    let name = source.name().rsplit("rules/").next().unwrap_or_default();
                    failures.push(format!("{name}: {:?}{}", outcome.kind, lines(&outcome)));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}
