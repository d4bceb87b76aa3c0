//! What holds for every request, however it is damaged: no panic, nothing hidden by the short cut for clean requests,
//! every place where it is said to be, every fix a fix, and the server's verdict that of its schema.

mod rules_support;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use rules_support::damage::damaged;
use rules_support::{env_of, fixture, line, lines, odd, plausible_env};
use toile::check::{Outcome, check, check_thoroughly};
use toile::diagnostic::{Applicability, Diagnostic, File, Label, Server};
use toile::env::Env;
use toile::json::{Doc, Kind, parse, pointer};
use toile::source::Source;

static ENV: LazyLock<Env> = LazyLock::new(|| env_of(vec![fixture("patterns"), odd::folder()]));
static BRIEF: LazyLock<Env> = LazyLock::new(|| {
    let mut env = ENV.clone();
    env.be_brief(true);
    env
});
static PLAUSIBLE: LazyLock<Env> = LazyLock::new(|| plausible_env(vec![fixture("patterns"), odd::folder()]));

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.max(2000),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn damaged_requests_keep_every_promise(text in damaged()) {
        let source = Source::new("request.json", text);
        let outcome = check(&source, &ENV);
        nothing_is_hidden(&source, &outcome)?;
        for diagnostic in &outcome.diagnostics {
            places_are_right(&source, diagnostic)?;
            fixes_are_fixes(&source, diagnostic)?;
        }
        verdict_is_that_of_the_schema(&source, &outcome)?;
        nothing_needed_is_left_out(&outcome, &check(&source, &BRIEF))?;
        let plausible = check(&source, &PLAUSIBLE);
        prop_assert_eq!(lines(&plausible), lines(&check_thoroughly(&source, &PLAUSIBLE)), "{}", source.text());
    }
}

/// The damage is neither too little nor too much: clean requests, and findings of most rules, are among it.
#[test]
fn damage_is_of_every_kind() {
    let mut runner = TestRunner::deterministic();
    let mut clean = 0;
    let mut rules = BTreeSet::new();
    for _ in 0..2000 {
        let text = damaged().new_tree(&mut runner).expect("a request").current();
        let outcome = check(&Source::new("request.json", text), &ENV);
        clean += usize::from(outcome.kind.is_some() && outcome.diagnostics.is_empty());
        rules.extend(outcome.diagnostics.iter().map(|diagnostic| diagnostic.rule));
    }
    assert!(clean > 300, "only {clean} clean requests");
    assert!(rules.len() > 24, "only {rules:?}");
}

/// The short cut for clean requests hides no finding, and no pattern.
fn nothing_is_hidden(source: &Source, outcome: &Outcome) -> Result<(), TestCaseError> {
    let thorough = check_thoroughly(source, &ENV);
    prop_assert_eq!(lines(outcome), lines(&thorough), "{}", source.text());
    prop_assert_eq!(&outcome.patterns, &thorough.patterns);
    prop_assert_eq!(outcome.documents, thorough.documents);
    let places = |outcome: &Outcome| -> Vec<_> {
        outcome
            .diagnostics
            .iter()
            .map(|d| (d.primary.span.clone(), d.server_messages.clone(), d.fixes.clone()))
            .collect()
    };
    prop_assert_eq!(places(outcome), places(&thorough));
    Ok(())
}

/// Where details are not asked for, the rest is the same.
fn nothing_needed_is_left_out(full: &Outcome, brief: &Outcome) -> Result<(), TestCaseError> {
    let needed = |d: &Diagnostic| {
        let fixes: Vec<Applicability> = d.fixes.iter().map(|fix| fix.applicability).collect();
        (d.rule, d.severity, d.server, d.message.clone(), d.primary.span.clone(), d.primary.record, d.pattern, fixes)
    };
    let needed = |outcome: &Outcome| outcome.diagnostics.iter().map(needed).collect::<Vec<_>>();
    prop_assert_eq!(needed(full), needed(brief));
    Ok(())
}

/// Every span lies in the file, between characters, and underlines what its pointer names: a key, a value, or the brace
/// of an object without a key.
fn places_are_right(source: &Source, diagnostic: &Diagnostic) -> Result<(), TestCaseError> {
    let text = source.text();
    let tape = parse(text).expect("damage keeps the grammar");
    let doc = Doc::new(text, &tape);
    let ours = |label: &&Label| matches!(label.file, File::Checked);
    for label in [&diagnostic.primary].into_iter().chain(&diagnostic.labels).filter(ours) {
        prop_assert!(text.get(label.span.clone()).is_some(), "{:?} is no part of {text}", label.span);
        // A pointer leads to the last of a repeated name: what is said of another one is at least some key or value.
        if doc.has_duplicate_keys() && doc.nodes().iter().any(|node| node.span() == label.span) {
            continue;
        }
        let Some(value) = pointer::resolve(doc, &label.pointer) else {
            return Err(TestCaseError::fail(format!("{} leads nowhere: {}", label.pointer, line(diagnostic))));
        };
        let key = value.index().checked_sub(1).map(|before| doc.value(before)).filter(|key| key.kind() == Kind::Key);
        let brace = value.span().start..value.span().start + 1;
        let fits = label.span == value.span()
            || key.is_some_and(|key| label.span == key.span())
            || (key.is_none() && label.span == brace);
        prop_assert!(fits, "`{}` is not at {}: {}", &text[label.span.clone()], label.pointer, line(diagnostic));
    }
    Ok(())
}

/// A fix gives JSON; a safe fix removes its finding.
fn fixes_are_fixes(source: &Source, diagnostic: &Diagnostic) -> Result<(), TestCaseError> {
    for fix in diagnostic.fixes.iter().filter(|fix| fix.applicability >= Applicability::Unsafe) {
        let mut text = source.text().to_owned();
        for edit in fix.edits.iter().rev() {
            text.replace_range(edit.span.clone(), &edit.replacement);
        }
        prop_assert!(parse(&text).is_some(), "`{}` breaks the text: {text}", fix.title);
        prop_assert!(text != source.text(), "`{}` changes nothing", fix.title);
        // Of a repeated key, the one that counts is renamed, and the other one then counts.
        let repeats = parse(source.text()).is_some_and(|tape| Doc::new(source.text(), &tape).has_duplicate_keys());
        if fix.applicability == Applicability::Safe && !repeats {
            let fixed = check(&Source::new("request.json", text.clone()), &ENV);
            // An object may lack several things: there, the message tells which.
            let is_lack = diagnostic.rule.starts_with("missing-");
            let same = |d: &&Diagnostic| {
                d.rule == diagnostic.rule
                    && d.primary.pointer == diagnostic.primary.pointer
                    && (!is_lack || d.message == diagnostic.message)
            };
            let left = fixed.diagnostics.iter().find(same).map(line);
            prop_assert!(left.is_none(), "`{}` leaves {left:?} in {text}", fix.title);
        }
    }
    Ok(())
}

/// Some finding says that the server rejects a draft exactly when the schema of its pattern does.
fn verdict_is_that_of_the_schema(source: &Source, outcome: &Outcome) -> Result<(), TestCaseError> {
    let tape = parse(source.text()).expect("damage keeps the grammar");
    let root = Doc::new(source.text(), &tape).root();
    if outcome.kind != Some("draft") || !root.is_object() {
        return Ok(());
    }
    let schema = ENV.registry().pattern_of(root).and_then(|pattern| pattern.schema.as_ref());
    let refused = schema.is_some_and(|schema| !schema.accepts(root, false));
    let told = outcome.diagnostics.iter().any(|diagnostic| diagnostic.server == Server::Rejects);
    prop_assert_eq!(told, refused, "{}{}", source.text(), lines(outcome));
    Ok(())
}
