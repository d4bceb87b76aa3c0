//! Where things are: spans of keys and values, and of every kind of syntax error with its fix.

mod json_support;

use json_support::{assert_well_formed, to_json};
use serde_json::json;
use toile::json::SyntaxErrorKind::{self, *};
use toile::json::{Doc, Kind, MAX_DEPTH, SyntaxError, Tape, Value, parse, parse_into, recover};

/// One slip: the text, its only finding, the bytes that carry the blame, and the text after the fix if there is one.
type Case = (&'static str, SyntaxErrorKind, &'static str, Option<&'static str>);

const CASES: &[Case] = &[
    // Commas, colons, names.
    ("[1,2,]", TrailingComma, ",", Some("[1,2]")),
    ("{\"a\": 1,\n}", TrailingComma, ",", Some("{\"a\": 1\n}")),
    ("[1,,2]", ExtraComma, ",", Some("[1,2]")),
    ("[1, ,]", ExtraComma, ",", Some("[1 ]")),
    ("[,]", ExtraComma, ",", Some("[]")),
    (r#"{, "a": 1}"#, ExtraComma, ",", Some(r#"{ "a": 1}"#)),
    ("[12 3]", MissingComma, "2", Some("[12, 3]")),
    ("{\"a\": \"é\"\n \"b\": 2}", MissingComma, "\"", Some("{\"a\": \"é\",\n \"b\": 2}")),
    (r#"[{"a": 1} {"a": 2}]"#, MissingComma, "}", Some(r#"[{"a": 1}, {"a": 2}]"#)),
    (r#"{"né" 1}"#, MissingColon, "\"né\"", Some(r#"{"né": 1}"#)),
    (r#"{"a":: 1}"#, ExtraColon, ":", Some(r#"{"a": 1}"#)),
    ("[1; 2]", WrongSeparator, ";", Some("[1, 2]")),
    (r#"{"a" = 1}"#, WrongSeparator, "=", Some(r#"{"a" : 1}"#)),
    (r#"{"a" => 1}"#, WrongSeparator, "=>", Some(r#"{"a" : 1}"#)),
    (r#"{"a", 1}"#, WrongSeparator, ",", Some(r#"{"a": 1}"#)),
    (r#"["a": 1, "b": 2]"#, ColonInArray, ":", None),
    ("{: 1}", MissingKey, ":", None),
    (r#"{"a": 1, {"b": 2}}"#, MissingKey, "{", None),
    (r#"{"a": , "b": 2}"#, MissingValue, "\"a\"", None),
    (r#"{"a": 1, "b"}"#, MissingValue, "\"b\"", None),
    (r#"{"a", "b": 1}"#, MissingValue, "\"a\"", None),
    // Brackets.
    (r#"{"a": [1, {"b": 2}}"#, UnclosedArray, "[", Some(r#"{"a": [1, {"b": 2}]}"#)),
    (r#"{"a": [1, 2, "b": 3}"#, UnclosedArray, "[", Some(r#"{"a": [1, 2], "b": 3}"#)),
    (r#"[{"a": 1]"#, UnclosedObject, "{", Some(r#"[{"a": 1}]"#)),
    (r#"{"a": [{"b": [1, 2"#, UnclosedArray, "[", Some(r#"{"a": [{"b": [1, 2]}]}"#)),
    (r#"{"a": {"b": "#, UnclosedObject, "{", None),
    (r#"{"a": 1}}"#, ExtraCloser, "}", Some(r#"{"a": 1}"#)),
    (r#"{"a": 1], "b": 2}"#, ExtraCloser, "]", Some(r#"{"a": 1, "b": 2}"#)),
    ("[1}", MismatchedCloser, "}", Some("[1]")),
    (r#"{"a": [1}, "b": 2}"#, MismatchedCloser, "}", Some(r#"{"a": [1], "b": 2}"#)),
    // Around the document.
    ("", EmptyDocument, "", None),
    (" \n\t", EmptyDocument, "", None),
    ("{} {}", TextAfterEnd, "{", None),
    ("[1],", TextAfterEnd, ",", Some("[1]")),
    (r#"{"a": 1}, "b": 2}"#, TextAfterEnd, ",", None),
    ("*", Unexpected, "*", None),
    ("[1 abc]", Unexpected, "abc", None),
    (r#"{"a": "b": 1}"#, Unexpected, ":", None),
    (r#"{"a": 1, foo}"#, Unexpected, "foo", None),
    // Between tokens.
    ("{\"a\": 1 // né 😀\r\n}", Comment, "// né 😀", Some("{\"a\": 1\r\n}")),
    ("[1, /* \"]\" */ 2]", Comment, "/* \"]\" */", Some("[1, 2]")),
    ("{\n  // whole line\n  \"a\": 1\n}", Comment, "// whole line", Some("{\n  \"a\": 1\n}")),
    ("[1] # done", HashComment, "# done", Some("[1]")),
    ("[1, /* 2]", UnclosedComment, "/*", None),
    ("{\"a\":\u{A0}\u{2060}1}", StrangeWhitespace, "\u{A0}\u{2060}", Some("{\"a\": 1}")),
    ("[1]\u{FEFF}", StrangeWhitespace, "\u{FEFF}", Some("[1] ")),
    // Strings.
    (r#"{"a": "b}"#, UnclosedString, "\"", Some(r#"{"a": "b"}"#)),
    (r#"{"a": "b, "c": 1}"#, UnclosedString, "\"", Some(r#"{"a": "b", "c": 1}"#)),
    (r#"{"a: 1, "c": 1}"#, UnclosedString, "\"", Some(r#"{"a": 1, "c": 1}"#)),
    ("{\r\n\t\"a\": \"né,\r\n\t\"c\": 1\r\n}", UnclosedString, "\"", Some("{\r\n\t\"a\": \"né\",\r\n\t\"c\": 1\r\n}")),
    (r#"{"a": ["x", "y"#, UnclosedString, "\"", Some(r#"{"a": ["x", "y"]}"#)),
    (r#"["😀", 'it\'s "x"']"#, SingleQuotes, r#"'it\'s "x"'"#, Some(r#"["😀", "it's \"x\""]"#)),
    (r"{`a`: 1}", SingleQuotes, "`a`", Some(r#"{"a": 1}"#)),
    (r"{“é”: 1}", TypographicQuotes, "“é”", Some(r#"{"é": 1}"#)),
    (r#"{"a": "5" wide", "b": 1}"#, UnescapedQuote, "\"", Some(r#"{"a": "5\" wide", "b": 1}"#)),
    (r#"["he said "hi" there"]"#, UnescapedQuote, "\"", Some(r#"["he said \"hi\" there"]"#)),
    ("[\"a\tb\u{1}\"]", ControlCharacter, "\t", Some(r#"["a\tb\u0001"]"#)),
    ("{\"a\": \"x\ny\", \"b\": 1}", ControlCharacter, "\n", Some("{\"a\": \"x\\ny\", \"b\": 1}")),
    (r#"["C:\dir\é"]"#, BadEscape, r"\d", Some(r#"["C:\\dir\\é"]"#)),
    (r#"["\u12é"]"#, BadEscape, r"\u12", Some(r#"["\\u12é"]"#)),
    (r#"["x\ud800"]"#, LoneSurrogate, r"\ud800", None),
    (r#"["\ude00\u00e9"]"#, LoneSurrogate, r"\ude00", None),
    // Words.
    ("{né: 1}", UnquotedKey, "né", Some(r#"{"né": 1}"#)),
    ("{1: 2}", UnquotedKey, "1", Some(r#"{"1": 2}"#)),
    (r#"{"a": very red, "b": 1}"#, UnquotedText, "very red", Some(r#"{"a": "very red", "b": 1}"#)),
    ("[tru]", UnquotedText, "tru", Some("[true]")),
    ("[True]", LiteralCase, "True", Some("[true]")),
    ("[NULL]", LiteralCase, "NULL", Some("[null]")),
    ("[None]", ForeignLiteral, "None", Some("[null]")),
    ("[undefined]", ForeignLiteral, "undefined", Some("[null]")),
    ("[-Infinity]", NonFiniteNumber, "-Infinity", None),
    ("[NaN]", NonFiniteNumber, "NaN", None),
    // Numbers.
    ("[-007.5]", LeadingZero, "00", Some("[-7.5]")),
    ("[00]", LeadingZero, "0", Some("[0]")),
    ("[+1e5]", PlusSign, "+", Some("[1e5]")),
    ("[-.5]", LeadingDot, ".", Some("[-0.5]")),
    ("[1.]", TrailingDot, ".", Some("[1.0]")),
    ("[2.e3]", TrailingDot, ".", Some("[2.0e3]")),
    ("[0x1F]", HexNumber, "0x1F", Some("[31]")),
    ("[1_000_000]", DigitSeparator, "_", Some("[1000000]")),
    ("[1e]", BadNumber, "1e", None),
    ("[38cm]", BadNumber, "38cm", None),
    ("[- 1]", BadNumber, "-", None),
];

fn recovered(text: &str) -> (Tape, Vec<SyntaxError>) {
    let mut tape = Tape::default();
    let errors = recover(text, &mut tape);
    assert_well_formed(text, &tape);
    (tape, errors)
}

fn fixed(text: &str, error: &SyntaxError) -> Option<String> {
    let fix = error.fix.as_ref()?;
    let mut result = text.to_owned();
    for edit in fix.edits.iter().rev() {
        result.replace_range(edit.span.clone(), &edit.replacement);
    }
    Some(result)
}

#[test]
fn one_slip_gives_one_finding_on_its_smallest_place() {
    for &(text, kind, blamed, _) in CASES {
        assert!(parse(text).is_none(), "{text}");
        let (_, errors) = recovered(text);
        assert_eq!(errors.iter().map(|error| error.kind).collect::<Vec<_>>(), [kind], "{text}: {errors:?}");
        assert_eq!(&text[errors[0].span.clone()], blamed, "{text}");
    }
}

#[test]
fn fixes_give_json() {
    for &(text, kind, _, expected) in CASES {
        let (_, errors) = recovered(text);
        let result = fixed(text, &errors[0]);
        assert_eq!(result.as_deref(), expected, "{kind:?} in {text}");
        assert!(result.is_none_or(|result| parse(&result).is_some()), "{text}");
    }
}

#[test]
fn every_kind_of_slip_has_a_case() {
    // Those with a test of their own: they need large texts.
    let mut missing = vec![
        Unexpected,
        EmptyDocument,
        TextAfterEnd,
        TrailingComma,
        ExtraComma,
        MissingComma,
        MissingColon,
        ExtraColon,
        WrongSeparator,
        ColonInArray,
        MissingKey,
        MissingValue,
        UnclosedArray,
        UnclosedObject,
        ExtraCloser,
        MismatchedCloser,
        Comment,
        HashComment,
        UnclosedComment,
        StrangeWhitespace,
        UnclosedString,
        SingleQuotes,
        TypographicQuotes,
        UnescapedQuote,
        ControlCharacter,
        BadEscape,
        LoneSurrogate,
        UnquotedKey,
        UnquotedText,
        LiteralCase,
        ForeignLiteral,
        NonFiniteNumber,
        LeadingZero,
        PlusSign,
        LeadingDot,
        TrailingDot,
        HexNumber,
        DigitSeparator,
        BadNumber,
    ];
    missing.retain(|kind| CASES.iter().all(|case| case.1 != *kind));
    assert_eq!(missing, []);
}

#[test]
fn messages_are_sentences_of_one_style() {
    for &(text, kind, ..) in CASES {
        let (_, errors) = recovered(text);
        for error in &errors {
            let first = error.message.chars().next().expect("a message");
            assert!(!first.is_uppercase() || error.message.starts_with("JSON"), "{kind:?}: {}", error.message);
            assert!(!error.message.ends_with('.') && !error.message.contains(char::is_control), "{}", error.message);
        }
    }
    let (_, errors) = recovered("[\u{1b}\u{202e}]");
    assert_eq!(errors[0].message, r"expected a value, found `\u{1b}`", "nothing reaches a terminal raw");
}

#[test]
fn errors_after_the_first_are_told_too() {
    let text = "{\n  'a': 1,\n  b: [1 2, 03],\n  \"c\": \"x\ty\", // why\n  \"d\": NaN,\n}\n";
    let (tape, errors) = recovered(text);
    let found: Vec<(SyntaxErrorKind, &str)> =
        errors.iter().map(|error| (error.kind, &text[error.span.clone()])).collect();
    assert_eq!(
        found,
        [
            (SingleQuotes, "'a'"),
            (UnquotedKey, "b"),
            (MissingComma, "1"),
            (LeadingZero, "0"),
            (ControlCharacter, "\t"),
            (Comment, "// why"),
            (NonFiniteNumber, "NaN"),
            (TrailingComma, ","),
        ]
    );
    let root = Doc::new(text, &tape).root();
    assert_eq!(root.get("a").and_then(Value::f64), Some(1.0));
    assert_eq!(root.get("b").map(|b| b.elements().count()), Some(3));
    assert_eq!(root.get("c").and_then(Value::string).as_deref(), Some("x\ty"));
    assert_eq!(root.get("d").map(Value::kind), Some(Kind::Missing));
}

#[test]
fn what_leaves_no_doubt_is_not_broken() {
    let plain = [
        ("// c\n{\"a\": [1, 2,], 'b': {c: True,},}", json!({"a": [1, 2], "b": {"c": true}})),
        ("{\"a\": [1 2] \"b\": None}", json!({"a": [1, 2], "b": null})),
        ("{'it\\'s': 1, “x”: 2}", json!({"it's": 1, "x": 2})),
    ];
    for (text, expected) in plain {
        let (tape, errors) = recovered(text);
        assert!(!errors.is_empty() && tape.nodes().iter().all(|node| !node.is_broken()), "{text}");
        assert_eq!(names_and_leaves(Doc::new(text, &tape).root()), expected, "{text}");
    }
}

/// Literals may be spelled wrongly here, so only kinds and texts are read, not spans.
fn names_and_leaves(value: Value<'_>) -> serde_json::Value {
    match value.kind() {
        Kind::Object => value
            .members()
            .map(|member| (member.key.string().unwrap_or_default().into_owned(), names_and_leaves(member.value)))
            .collect(),
        Kind::Array => value.elements().map(names_and_leaves).collect(),
        Kind::Number => serde_json::from_str(value.raw()).expect("a number"),
        Kind::True => json!(true),
        Kind::Null => json!(null),
        kind => panic!("{kind:?}"),
    }
}

#[test]
fn only_what_holds_an_unreadable_place_is_broken() {
    let text = r#"{"good": {"x": [1]}, "bad": {"y": [1, @]}, "late": [2]}"#;
    let (tape, _) = recovered(text);
    let root = Doc::new(text, &tape).root();
    let broken = |name| root.get(name).map(|value| value.node().is_broken());
    assert!(root.node().is_broken());
    assert_eq!((broken("good"), broken("bad"), broken("late")), (Some(false), Some(true), Some(false)));
}

#[test]
fn guesses_never_lead_back_to_the_same_place() {
    // Each of these made an earlier version read a place over and over, or in the wrong order.
    for text in [
        r#"{"a": 1, "b": [ , "c": 2}"#,
        r#"{"a": 1 [ , "c": 2, "d": 3}"#,
        "{\"a\": [1, 2\n\u{201c} , null ], \"a\"\n: 3 , \"b\": 4}",
        r#"{"x": ["a": "b": 3}"#,
        "{\0;,}",
    ] {
        assert!(!recovered(text).1.is_empty());
    }
}

#[test]
fn indentation_tells_which_bracket_is_open() {
    let text = "{\n  \"a\": {\n    \"b\": 1,\n  \"c\": 2\n}\n";
    let (_, errors) = recovered(text);
    assert_eq!(errors.len(), 1);
    assert_eq!((errors[0].kind, errors[0].span.clone()), (UnclosedObject, 9..10));
    assert!(errors[0].help.as_ref().is_some_and(|help| help.contains("line 5")), "{errors:?}");
}

#[test]
fn comments_and_trailing_commas_alone_are_a_dialect() {
    let dialect = |text: &str| recovered(text).1.iter().all(|error| error.kind.is_jsonc());
    assert!(dialect("// tsconfig\n{\"a\": [1, 2,], /* b */ \"b\": 1,}"));
    assert!(dialect(&format!("[{}1]", "1, // one\n".repeat(200))));
    assert!(!dialect("{\"a\": [1 2,]}"));
    assert!(!dialect("{a: 1,}"));
    assert!(!dialect(&format!("[{}1 2]", "1, // one\n".repeat(200))));
}

#[test]
fn too_many_errors_are_counted() {
    let text = format!("[{}0]", "01, ".repeat(120));
    let (_, errors) = recovered(&text);
    assert_eq!(errors.len(), 51);
    assert_eq!(errors[50].kind, Omitted { jsonc: false });
    assert_eq!(errors[50].message, "70 more syntax errors are not shown");
    assert_eq!(errors[50].span.start, 1 + 4 * 50);
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    assert!(parse(&nested(MAX_DEPTH)).is_some());
    assert!(parse(&nested(MAX_DEPTH + 1)).is_none());
    assert!(
        parse(&format!("{}{}{}", "[".repeat(MAX_DEPTH), "{}", "]".repeat(MAX_DEPTH))).is_none(),
        "an empty one counts"
    );
    assert!(recovered(&nested(MAX_DEPTH)).1.is_empty());

    // What comes after the place that is too deep is read again.
    let text = format!("{{\"deep\": {}, \"late\": [1,]}}", nested(MAX_DEPTH + 5));
    let (tape, errors) = recovered(&text);
    assert_eq!(errors.iter().map(|error| error.kind).collect::<Vec<_>>(), [NestingDepth, TrailingComma]);
    assert_eq!(errors[0].span, 9 + MAX_DEPTH - 1..9 + MAX_DEPTH);
    assert!(Doc::new(&text, &tape).root().get("late").is_some());
}

#[test]
fn spans_are_those_of_the_literals() {
    let text = "\u{FEFF}{\r\n\t\"né\" : [ -1.5e+3 , \"😀\\n\" ],\r\n\t\"\\u00e9\":{ } , \"t\":true\r\n}\r\n";
    let tape = parse(text).expect("this is JSON");
    assert_well_formed(text, &tape);
    let literals: Vec<(Kind, &str)> = tape.nodes()[1..].iter().map(|n| (n.kind(), &text[n.span()])).collect();
    assert_eq!(
        literals,
        [
            (Kind::Key, "\"né\""),
            (Kind::Array, "[ -1.5e+3 , \"😀\\n\" ]"),
            (Kind::Number, "-1.5e+3"),
            (Kind::String, "\"😀\\n\""),
            (Kind::Key, "\"\\u00e9\""),
            (Kind::Object, "{ }"),
            (Kind::Key, "\"t\""),
            (Kind::True, "true"),
        ]
    );
    assert_eq!(&text[tape.nodes()[0].span()], text.trim_start_matches('\u{FEFF}').trim_end());
    let escaped: Vec<u32> = (0..9).filter(|&index| tape.nodes()[index as usize].is_escaped()).collect();
    assert_eq!(escaped, [4, 5]);
    assert_eq!(to_json(text, &tape), Some(json!({"né": [-1500.0, "😀\n"], "é": {}, "t": true})));
}

#[test]
fn every_length_of_string_and_space_is_read() {
    // Eight bytes are looked at together: each place for what ends a run must be found.
    for length in 0..40 {
        let plain = "x".repeat(length);
        for (inside, ok) in [
            ("", true),
            ("\\\"", true),
            ("\u{80}", true),
            ("\u{7f}", true),
            ("\n", false),
            ("\u{1f}", false),
            ("\0", false),
        ] {
            for after in ["", "y", "yyyyyyyyyyyyyyyy"] {
                let text = format!("[{}\"{plain}{inside}{after}\"{}]", " ".repeat(length), "\n".repeat(length % 9));
                let tape = parse(&text);
                assert_eq!(tape.is_some(), ok, "{text:?}");
                if let Some(tape) = tape {
                    assert_eq!(text[tape.nodes()[1].span()].len(), length + inside.len() + after.len() + 2);
                }
            }
        }
    }
}

#[test]
fn repeated_keys_are_found_however_they_are_spelled() {
    let repeats = |text: &str| {
        let tape = parse(text).expect("this is JSON");
        (tape.nodes()[0].has_duplicate_keys(), tape.has_duplicate_keys())
    };
    assert_eq!(repeats(r#"{"a": 1, "b": 2}"#), (false, false));
    assert_eq!(repeats(r#"{"a": 1, "b": {"a": 1}}"#), (false, false));
    for key in ["", "a", "ab", "abcde", "abcdef", "abcdefg", "abcdefghijklmnop", "é😀"] {
        assert_eq!(repeats(&format!(r#"{{"{key}":1,"{key}":2}}"#)), (true, true), "{key}");
        assert_eq!(repeats(&format!(r#"{{"{key}":1,"x":[{{}}],"{key}z":2,"{key}":3}}"#)), (true, true), "{key}");
        assert_eq!(repeats(&format!(r#"{{"{key}":1,"{key}{key}z":2}}"#)), (false, false), "{key}");
    }
    assert_eq!(repeats(r#"{"a": 1, "\u0061": 2}"#), (true, true));
    assert_eq!(repeats(r#"{"x": {"": 1, "": 2}}"#), (false, true));
    assert_eq!(repeats(r#"{"a\n": 1, "an": 2}"#), (false, false));
    assert!(recovered(r"{'a': 1, a: 2}").0.has_duplicate_keys());
    assert!(!recovered("{a: 1, b: 2, 'c': 3,}").0.has_duplicate_keys());
}

/// No timer: any of these would take minutes were it quadratic.
#[test]
fn hostile_texts_take_linear_time() {
    const MANY: usize = 100_000;
    let mut tape = Tape::default();
    let members = |member: &dyn Fn(usize) -> String| {
        let members: Vec<String> = (0..MANY).map(member).collect();
        format!("{{{}}}", members.join(","))
    };

    assert!(parse_into(&members(&|_| "\"a\":1".to_owned()), &mut tape) && tape.has_duplicate_keys());
    // Equal in length and at both ends.
    let alike = members(&|n| format!("\"aaaaaaaa{n:09}aaaaaaaa\":1"));
    assert!(parse_into(&alike, &mut tape) && !tape.has_duplicate_keys());
    let last_repeats = alike.replace("099999", "000000");
    assert!(parse_into(&last_repeats, &mut tape) && tape.has_duplicate_keys());
    assert!(parse_into(&format!("[{}1]", "1,".repeat(1_000_000)), &mut tape));
    assert_eq!(tape.nodes()[0].stored_count(), Some(1_000_001));

    let units = [
        "[",
        "{\"a\":",
        "[{",
        "]",
        "\"",
        "\"\n",
        "\\\"\n",
        "'",
        "/*",
        "// \n",
        "[}",
        "{]",
        "{\"a\": [1}, ",
        "[\"x\", \"b\": ",
        "{\"a: \"b\\\" ",
        "[\"b, \"c",
        "[\"a\" b",
        "\"a\" b",
        "\"a\" b \"c",
        "{\"a\n b \\\" ",
        "{\"a\",",
        "\"a\",",
        "\"a\":",
        " \u{A0}\n",
        "\u{A0}",
        ",",
        "[,",
        "x ",
        "x:",
        "-",
        "1 ",
        "\\",
        "\"\\",
        "“",
        "{\"a\": \"b, \"c\": 1",
        "\"a\": \"b}",
        "}",
        "\"\t",
        "=",
        "\"k\":1 \"\t",
        "\"a\"{",
        "[1, \"a\"}:",
    ];
    for unit in units {
        for before in ["", "[", "{\"k\": [{", "\"", "[1}"] {
            let text = format!("{before}{}", unit.repeat(MANY));
            let (_, errors) = recovered(&text);
            assert!((1..=51).contains(&errors.len()), "{before:?} {unit:?}: {} errors", errors.len());
        }
    }
}
