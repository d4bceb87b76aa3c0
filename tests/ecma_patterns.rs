//! Patterns against JavaScript.
//!
//! `tests/data/patterns.json` holds patterns with what node 20 says of them: `new RegExp(pattern).test(text)`, or the
//! message of the error that `new RegExp(pattern)` throws. Most were chosen by hand: lines, white space, escapes,
//! Annex B, astral characters, look-around, back-references, and what is refused; the last were made by a random
//! grammar. ajv 6.15 compiles `pattern` with exactly this constructor and no flags.

use serde::Deserialize;
use toile::schema::pattern::Pattern;

#[derive(Debug, Deserialize)]
struct Case {
    pattern: String,
    text: Option<String>,
    matches: Option<bool>,
    error: Option<String>,
}

#[test]
fn answers_are_those_of_node() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("data/patterns.json")).expect("the table is JSON");
    assert!(cases.len() > 800);
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let compiled = Pattern::new(&case.pattern);
            let right = match (&compiled, &case.error) {
                (Err(error), Some(message)) => error.to_string() == *message && error.offset <= case.pattern.len(),
                (Ok(pattern), None) => pattern.matches(case.text.as_deref()?) == case.matches,
                _ => false,
            };
            (!right).then(|| format!("{case:?}: {compiled:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn what_is_refused_is_refused_without_compiling() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("data/patterns.json")).expect("the table is JSON");
    for case in cases {
        assert_eq!(Pattern::check_syntax(&case.pattern).is_err(), case.error.is_some(), "{}", case.pattern);
    }
}
