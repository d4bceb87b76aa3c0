//! The engines against each other: a fast form or an automaton that disagrees with the matcher is wrong.

use proptest::prelude::*;

use super::simple::Simple;
use super::{DEEP, Engine, Form, Pattern, PatternErrorKind, automaton, backtrack, classify, parse, program, translate};

/// Every engine that takes the pattern gives the same answer.
fn engines_agree(source: &str, texts: &[String]) -> Result<(), TestCaseError> {
    let Ok(ast) = parse::parse(source) else { return Ok(()) };
    let simple = classify::classify(&ast);
    let regex = automaton(&ast);
    let program = program::compile(&ast);
    prop_assert!(regex.is_some() || ast.irregular, "{source:?} became no automaton");
    for text in texts {
        let Some(expected) = backtrack::matches(&program, text) else { continue };
        if let Some(regex) = &regex {
            prop_assert_eq!(regex.is_match(&translate::split_astral(text)), expected, "regex {:?} {:?}", source, text);
        }
        if let Some(simple) = &simple {
            prop_assert_eq!(simple.matches(text), expected, "{:?} {:?} {:?}", simple, source, text);
        }
    }
    Ok(())
}

/// What schemas are full of, and what it takes to be classified wrongly.
fn simple_pattern() -> impl Strategy<Value = String> {
    let atom = prop::sample::select(vec![
        "a",
        "b",
        "ab",
        "[a-z]",
        "[A-Z0-9_]",
        "[^a]",
        "[^]",
        "[]",
        ".",
        r"\d",
        r"\w",
        r"\S",
        r"\s",
        "é",
        "😀",
        "\n",
        "-",
        "(a)",
        "(?:b|ab)",
        "(a|b|😀)",
        "[😀]",
        r"\ud83d",
        "()",
        "a|b",
        "^",
        "$",
        r"\b",
        r"\B",
    ]);
    let quantifier =
        prop::sample::select(vec!["", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,2}", "{2,}", "+?", "{0}"]);
    let part = (atom, quantifier).prop_map(|(atom, quantifier)| format!("{atom}{quantifier}"));
    (any::<bool>(), prop::collection::vec(part, 0..5), any::<bool>()).prop_map(|(start, parts, end)| {
        format!("{}{}{}", if start { "^" } else { "" }, parts.concat(), if end { "$" } else { "" })
    })
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b",
        "ab",
        "z",
        "A",
        "0",
        "_",
        "-",
        " ",
        "\n",
        "\r",
        "\u{2028}",
        "\u{2029}",
        "é",
        "€",
        "😀",
        "😁",
        "\u{10FFFF}",
    ]);
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_engine_gives_one_answer(source in simple_pattern(), texts in prop::collection::vec(text(), 8)) {
        engines_agree(&source, &texts)?;
    }

    #[test]
    fn no_text_is_too_odd_to_be_a_pattern(source in r"([()\[\]{}*+?|^$\\.,:=!<>bBcdkpsuwx0-9a-]|é|😀){0,24}", text in text()) {
        if let Ok(pattern) = Pattern::new(&source) {
            prop_assert!(!pattern.is_decidable() || pattern.matches(&text).is_some());
            engines_agree(&source, &[text])?;
        }
    }

    #[test]
    fn any_text_may_be_put_to_the_test(text: String) {
        for source in [".", "^.*$", "^[^]$", r"\S", r"^\w+$", "^.{2,4}$", r"\uDFFF", "^a|b$", r"^[^\ud83d]*$"] {
            engines_agree(source, std::slice::from_ref(&text))?;
        }
    }

    #[test]
    fn a_literal_finds_what_str_finds(needle in "[ab😀é]{1,3}", text in "[ab😀é]{0,8}") {
        for (source, expected) in [
            (needle.clone(), text.contains(&needle)),
            (format!("^{needle}"), text.starts_with(&needle)),
            (format!("{needle}$"), text.ends_with(&needle)),
            (format!("^(?:{needle})$"), text == needle),
        ] {
            let pattern = Pattern::new(&source).unwrap();
            prop_assert!(matches!(pattern.form, Form::Simple(_)));
            prop_assert_eq!(pattern.matches(&text), Some(expected));
        }
    }
}

/// The name of the form a pattern is decided in.
fn form(source: &str) -> &'static str {
    match Pattern::new(source).unwrap().form {
        Form::Simple(simple) => match simple {
            Simple::Anything => "anything",
            Simple::NonEmptyLine => "line",
            Simple::Prefix(_) => "prefix",
            Simple::Suffix(_) => "suffix",
            Simple::Contains(_) => "contains",
            Simple::Exact(_) => "exact",
            Simple::Has(_) => "has",
            Simple::Runs { .. } => "runs",
        },
        Form::Other { ast, .. } => match Engine::new(&ast) {
            Engine::Regex(_) => "regex",
            Engine::Backtrack(_) => "backtrack",
        },
    }
}

#[test]
fn the_usual_patterns_need_no_engine() {
    for (source, expected) in [
        ("", "anything"),
        ("^", "anything"),
        (".*", "anything"),
        ("^.*", "anything"),
        ("^[^]*$", "anything"),
        (r"^([\s\S]*)$", "anything"),
        ("(a|)", "anything"),
        ("^.*$", "runs"),
        ("[^]*^", "anything"),
        (".", "line"),
        (".+", "line"),
        (".{2}", "regex"),
        ("^abc", "prefix"),
        ("^#/resources/", "prefix"),
        ("abc$", "suffix"),
        ("abc", "contains"),
        ("^abc$", "exact"),
        ("^(a|b|c)$", "exact"),
        ("^(?:a|b)$", "exact"),
        ("^a$|^b$", "exact"),
        ("^a|b$", "regex"),
        (r"\S", "has"),
        ("[a-z]+", "has"),
        ("^[a-z0-9_]+$", "runs"),
        ("^[A-Z]{2}[a-z]+$", "runs"),
        (r"^\d{4}-\d{2}-\d{2}$", "runs"),
        (r"^-?\d+\.?\d*$", "regex"),
        ("^[a-z]+z$", "regex"),
        (r"^\ud83d$", "runs"),
        (r"\ud83d", "has"),
        ("^(?!a)", "backtrack"),
        (r"(a)\1", "backtrack"),
        ("(?:a{1000}){1000}b", "backtrack"),
    ] {
        assert_eq!(form(source), expected, "{source:?}");
    }
}

#[test]
fn hard_patterns_end() {
    // Exponential for an engine that backtracks without a limit.
    let bomb = Pattern::new(r"^(?=(a+)+$)").unwrap();
    assert_eq!(bomb.matches(&"a".repeat(10)), Some(true));
    assert_eq!(bomb.matches(&format!("{}b", "a".repeat(60))), None);
    assert!(!bomb.is_decidable());
    // Linear for an automaton.
    let regular = Pattern::new("^(a+)+$").unwrap();
    assert_eq!(regular.matches(&format!("{}b", "a".repeat(100_000))), Some(false));
    // Too large for an automaton, yet no reason to refuse it.
    let large = Pattern::new("^(?:[ab]{1000}){20}$|c{2147483647}").unwrap();
    assert_eq!(large.matches(&"ab".repeat(10_000)), Some(true));
    assert_eq!(large.matches(&"ab".repeat(9_999)), Some(false));
    // Loops over nothing end, too.
    for source in ["(?:)*", "(?=a)*", "(?:a*)*", "(?:(?=a)|b)*?$", "(?:){99999999}(?!x)"] {
        assert_eq!(Pattern::new(source).unwrap().matches("b").or(Some(true)), Some(true), "{source}");
    }
    for deep in ["(", "(?:", "(?=", "[(", "(a|"] {
        let source = deep.repeat(100_000);
        assert!(Pattern::new(&source).is_err(), "{deep}");
    }
    let nested = format!("{}a{}", "(".repeat(parse::MAX_DEPTH), ")*".repeat(parse::MAX_DEPTH));
    assert_eq!(Pattern::new(&nested).unwrap().matches("b"), Some(true));
    let error = Pattern::new(&format!("({nested})")).unwrap_err();
    assert_eq!(error.kind, PatternErrorKind::TooDeep);
}

#[test]
fn errors_say_where() {
    for (source, offset, message) in [
        ("é😀(", 6, "Unterminated group"),
        ("😀a)", 5, "Unmatched ')'"),
        ("a**", 2, "Nothing to repeat"),
        ("ab[z-a]", 3, "Range out of order in character class"),
        ("x[abc", 1, "Unterminated character class"),
        ("a{2,1}", 1, "numbers out of order in {} quantifier"),
        (r"(?<a>b)\k<c>", 7, "Invalid named capture referenced"),
        (r"abc\", 3, r"\ at end of pattern"),
    ] {
        let error = Pattern::new(source).unwrap_err();
        assert_eq!((error.offset, error.to_string().as_str()), (offset, message), "{source}");
    }
}

/// No engine is built for a pattern that nothing is held against; one that nests deep does not wait.
#[test]
fn an_engine_is_built_when_it_is_asked() {
    let is_built = |pattern: &Pattern| match &pattern.form {
        Form::Simple(_) => panic!("it needs one"),
        Form::Other { engine, .. } => engine.get().is_some(),
    };
    for source in ["(ab|c)+d", "(?=a)b"] {
        let pattern = Pattern::new(source).unwrap();
        assert!(!is_built(&pattern), "{source}");
        assert_eq!(pattern.matches("x"), Some(false));
        assert!(is_built(&pattern), "{source}");
    }
    let deep = format!("{}a|bc{}d", "(".repeat(DEEP + 1), ")+".repeat(DEEP + 1));
    assert!(is_built(&Pattern::new(&deep).unwrap()));
}
