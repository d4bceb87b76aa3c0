use proptest::prelude::*;

use super::{LIKENESS, accept, accept_action, places};
use crate::check::{Outcome, check, check_in_pieces, check_thoroughly};
use crate::diagnostic::Diagnostic;
use crate::env::{Env, EnvOptions};
use crate::json::parse;
use crate::pattern::Registry;
use crate::source::Source;

/// Asks about presence, digits, words and objects, each under a condition and without one.
const SCHEMA: &str = r#"{
    "required": ["patternId", "measurements"],
    "if": {"properties": {"measurementType": {"const": "body"}}},
    "then": {"properties": {"measurements": {
        "allOf": [{"oneOf": [{"required": ["mbNeck"]}, {"required": ["mbCollar"]}]}],
        "patternProperties": {".": {"type": "number"}}
    }}},
    "else": {"properties": {"measurements": {"required": ["fbLength"], "properties": {"fbLength": {"maximum": 300}}}}},
    "properties": {
        "seams": {"required": ["collar"], "patternProperties": {".": {"type": "number"}}, "additionalProperties": false},
        "options": {
            "allOf": [
                {"if": {"required": ["pocket"], "properties": {"pocket": {"const": "none"}}},
                    "then": {"properties": {"pocket.style": {"not": {}}}}},
                {"if": {"required": ["pocket"], "properties": {"pocket": {"const": "left"}}},
                    "then": {"required": ["pocket.style"]}}
            ],
            "properties": {
                "pocket": {"enum": ["none", "left"]},
                "pocket.style": {"enum": ["round", "square"]},
                "length": {"type": "number", "minimum": -5, "maximum": 5, "multipleOf": 0.5}
            },
            "maxProperties": 3
        },
        "bodyShapes": {"dependencies": {"posture": ["shoulders"]}, "not": {"required": ["hips"]}}
    }
}"#;

fn env() -> Env {
    let registry = Registry::of_schema(Source::new("a.schema.json", SCHEMA)).expect("a schema");
    Env::with(registry, &EnvOptions::default())
}

/// The fields of a draft, one of several texts for each, or none.
const FIELDS: [&[&str]; 9] = [
    &["\"patternId\": 7", "\"patternId\": 12", "\"patternId\": 1.5", "\"patternId\": \"7\""],
    &["\"measurementType\":\"body\"", "\"measurementType\":\"final\"", "\"measurementType\":\"bo\\u0064y\"", ""],
    &[
        "\"metadata\": {\"a\": \"x\", \"b\": {\"c\": 1}}",
        "\"metadata\":{\"a\":2}",
        "\"metadata\": {}",
        "\"metadata\":[]",
        "",
    ],
    &[
        "\"seams\":{\"collar\":1}",
        "\"seams\":{\"collar\":0.5, \"hem\": 12.25}",
        "\"seams\":{\"collar\":-1}",
        "\"seams\":{\"hem\":1}",
        "",
    ],
    &[
        "\"options\":{\"pocket\":\"none\",\"length\":1.5}",
        "\"options\":{\"pocket\":\"left\",\"pocket.style\":\"round\",\"length\":-2}",
        "\"options\":{\"pocket\":\"left\",\"length\":1.5}",
        "\"options\":{\"pocket\":\"none\",\"pocket.style\":\"round\"}",
        "\"options\":{\"length\":1.25}",
        "",
    ],
    &[
        "\"bodyShapes\":{\"posture\":\"erect\",\"shoulders\":\"14Deg\"}",
        "\"bodyShapes\":{\"posture\":\"erect\"}",
        "\"bodyShapes\":{\"shoulders\":1}",
        "\"bodyShapes\":{\"hips\":1}",
        "",
    ],
    &["\"note\":\"soon\"", "\"note\":\"long\"", "\"note\":\"sh\\u006frt\"", "", ""],
    &[
        "\"measurements\":{\"mbHeight\":180.5,\"mbNeck\":38}",
        "\"measurements\" : {\n \"mbHeight\" : 99 , \"mbCollar\" : 41.25 }",
        "\"measurements\":{\"mbHeight\":171,\"mbNeck\":38,\"mbCollar\":41}",
        "\"measurements\":{\"mbHeight\":171,\"mbNeck\":38,\"mbNeck\":39}",
        "\"measurements\":{\"mbHeight\":17,\"mbNeck\":\"38\"}",
        "\"measurements\":{\"mbHeight\":171,\"mbWaist\":88.125,\"mbHip\":101,\"mbNeck\":40.5}",
        "\"measurements\":{\"fbLength\":71}",
        "\"measurements\":{\"fbLength\":3e1}",
        "\"measurements\":{\"fbLength\":301}",
        "\"measurements\":{\"body\":[]}",
    ],
    &["", "\"name\":\"a\"", "\"enabled\":true", "\"fileType\":\"pdf\""],
];

fn draft() -> impl Strategy<Value = String> {
    let field = |texts: &'static [&str]| prop_oneof![3 => Just(texts[0]), 1 => prop::sample::select(texts)];
    let fields: Vec<_> = FIELDS.into_iter().map(field).collect();
    let ends = prop::sample::select(vec!["}", "}", "}", "}", "} ", ",}", "}}", ""]);
    (fields, any::<bool>(), ends).prop_map(|(mut fields, is_turned, end)| {
        fields.retain(|field| !field.is_empty());
        if is_turned {
            fields.reverse();
        }
        format!("{{{}{end}", fields.join(","))
    })
}

/// What likeness accepts, a thorough check finds nothing in.
fn is_right(text: &str, env: &Env) -> Result<bool, TestCaseError> {
    let source = Source::new("a.json", text);
    let likeness = accept(text, env);
    let thorough = check_thoroughly(&source, env);
    if let Some(accepted) = likeness {
        prop_assert!(thorough.diagnostics.is_empty(), "{text}");
        prop_assert_eq!((thorough.kind, thorough.documents), (Some("draft"), 1), "{}", text);
        prop_assert_eq!(thorough.patterns, accepted.pattern.into_iter().collect::<Vec<_>>());
    }
    let fast = check(&source, env);
    prop_assert_eq!(fast.diagnostics.len(), thorough.diagnostics.len(), "{}", text);
    prop_assert_eq!((fast.kind, fast.documents), (thorough.kind, thorough.documents), "{}", text);
    Ok(likeness.is_some())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_accepted_that_a_thorough_check_objects_to(drafts in prop::collection::vec(draft(), 200)) {
        LIKENESS.set(None);
        let env = env();
        let mut accepted = 0;
        for draft in &drafts {
            accepted += usize::from(is_right(draft, &env)?);
        }
        let clean = drafts.iter().filter(|draft| check(&Source::new("a.json", draft.as_str()), &env).diagnostics.is_empty());
        let clean = clean.count();
        prop_assert!(accepted * 4 > clean, "only {} of {} are known", accepted, clean);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn actions_are_accepted_like_drafts(drafts in prop::collection::vec((draft(), 0..6_u8), 200)) {
        LIKENESS.set(None);
        let env = env();
        let drafts = drafts.iter().filter(|(draft, _)| parse(draft).is_some());
        let action = |(position, (draft, form)): (usize, &(String, u8))| match form {
            0 => format!("\"d{position}\" : {{\"body\":{draft}, \"type\" :\"draft\"}}"),
            1 => format!("\"d{position}\":{{\"type\":\"export\",\"body\":{draft}}}"),
            2 => format!("\"d{position}\":{{\"type\":\"draft\",\"body\":{draft},\"id\":{position}}}"),
            _ => format!("\"d{position}\":{{\"type\":\"draft\",\"body\":{draft}}}"),
        };
        let actions: Vec<String> = drafts.enumerate().map(action).collect();
        let source = Source::new("a.json", format!("{{\"actions\":{{{}\n}}}}", actions.join(",\n")));
        let pieces = check_in_pieces(&source, &env, 2000).expect("it can be cut");
        let thorough = check_thoroughly(&source, &env);
        let told = |outcome: &Outcome| -> Vec<String> {
            let line = |one: &Diagnostic| format!("{} {:?} {}", one.rule, one.primary.span, one.message);
            outcome.diagnostics.iter().map(line).collect()
        };
        prop_assert_eq!(told(&pieces), told(&thorough));
        prop_assert_eq!((pieces.documents, &pieces.patterns), (thorough.documents, &thorough.patterns));
    }
}

/// An action of the same form is known, whatever its id.
#[test]
fn actions_are_known() {
    let env = env();
    LIKENESS.set(None);
    let action = format!("{{\"type\":\"draft\",\"body\":{}}}", DRAFT.replace("\n    ", ""));
    let actions: Vec<String> = (0..200).map(|at| format!("\"d{at}\":{action}")).collect();
    let source = Source::new("a.json", format!("{{\"actions\":{{{}}}}}", actions.join(",")));
    // Threads that no other test makes forget.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("there are threads");
    let outcome = pool.install(|| check_in_pieces(&source, &env, 4000).expect("it can be cut"));
    assert!(outcome.diagnostics.is_empty(), "{:?}", outcome.diagnostics);
    // Whichever thread learned it.
    let known = |action: &str| {
        let known = pool.broadcast(|_| accept_action(action, 0, &env));
        known.into_iter().flatten().map(|action| (action.end, action.has_lines)).next()
    };
    assert_eq!(known(&action), Some((action.len(), false)));
    let on_lines = action.replace("\"body\":", "\"body\":\r\n");
    assert_eq!(known(&on_lines), Some((on_lines.len(), true)));
}

/// The lines of actions that are known need not be looked for, wherever they end.
#[test]
fn findings_between_known_actions_are_on_their_lines() {
    let env = env();
    let draft = DRAFT.replace("\n    ", "");
    let faulty = draft.replace("180.5", "null");
    assert_ne!(faulty, draft);
    // Between actions and inside of them.
    for (between, inside) in
        [("", ""), (" ", " "), ("\n", ""), ("\r\n", " "), ("\r", "\t"), ("\n\n", "\n"), ("\n", "\r\n  "), (" ", "\r")]
    {
        LIKENESS.set(None);
        let action = |at: usize| {
            let body = if at % 9 == 8 { &faulty } else { &draft };
            let body = body.replace(',', &format!(",{inside}"));
            format!("{between}\"d{at}\"{inside}:{inside}{{\"type\":\"draft\",{inside}\"body\":{inside}{body}}}{inside}")
        };
        let actions: Vec<String> = (0..300).map(action).collect();
        let text = format!("{{\"actions\":{{{}}}}}", actions.join(","));
        let source = Source::new("a.json", text.as_str());
        let outcome = check_in_pieces(&source, &env, 8000).expect("it can be cut");
        assert_eq!(outcome.diagnostics.len(), 300 / 9, "{between:?} {inside:?}");
        for diagnostic in &outcome.diagnostics {
            let before = text[..diagnostic.primary.span.start].replace("\r\n", "\n");
            let line = before.matches(['\n', '\r']).count();
            assert_eq!(source.line_index(diagnostic.primary.span.start), line, "{between:?} {inside:?}");
        }
    }
}

/// Learns some drafts, each often enough to be past those that are looked at closely.
fn learned(env: &Env, drafts: &[&str]) {
    LIKENESS.set(None);
    for _ in 0..10 {
        for draft in drafts {
            let outcome = check(&Source::new("a.json", *draft), env);
            assert!(outcome.diagnostics.is_empty(), "{draft} {:?}", outcome.diagnostics);
        }
    }
}

const DRAFT: &str = r#"{"patternId":7,"measurementType":"body","metadata":{"customer":"Mei"},"seams":{"collar":1},
    "options":{"pocket":"none","length":1.5},"measurements":{"mbHeight":180.5,"mbNeck":38,"mbWaist":88.25}}"#;

#[test]
fn what_is_not_asked_may_differ() {
    let env = env();
    learned(&env, &[DRAFT]);
    for (from, to) in [
        ("", ""),
        ("180.5", "99"),
        ("180.5", "201"),
        ("88.25", "9"),
        (",\"mbWaist\":88.25", ""),
        ("\"mbHeight\":180.5,\"mbNeck\":38", "\"mbNeck\":38,\"mbHeight\":180.5"),
        ("Mei", "O\\u0027Neil \u{e9}"),
        ("\"customer\":\"Mei\"", ""),
        (":", " : "),
        ("\"collar\":1", "\"collar\":12.75"),
    ] {
        let text = DRAFT.replace(from, to);
        // A colon must follow its key at once, to be known.
        let is_known = to != " : " && from != "180.5" || to == "201";
        assert_eq!(accept(&text, &env).is_some(), is_known, "{text}");
        is_right(&text, &env).expect("it is right");
    }
}

#[test]
fn what_is_asked_may_not_differ() {
    let env = env();
    learned(&env, &[DRAFT]);
    for (from, to) in [
        ("\"collar\":1", ""),
        ("1.5", "1.25"),
        ("1.5", "5.5"),
        ("none", "left"),
        ("\"pocket\":\"none\",", ""),
        ("body", "final"),
        ("\"mbNeck\":38,", ""),
        ("\"mbNeck\"", "\"mbCollar\""),
        ("\"mbNeck\":38", "\"mbNeck\":\"38\""),
        ("\"mbNeck\":38", "\"mbNeck\":38,\"mbNeck\":38"),
        ("\"mbNeck\":38", "\"mbNeck\":38,\"mbCollar\":39"),
        ("\"mbNeck\":38", "\"mbNeck\":038"),
        ("\"mbNeck\":38", "\"mbNeck\":0"),
        ("\"mbNeck\":38", "\"mbNeck\":-38"),
        ("{\"customer\":\"Mei\"}", "[]"),
        ("Mei", "Me\u{7}i"),
        ("\"Mei\"", "1"),
        ("\"patternId\":7", "\"patternId\":7.5"),
        ("\"patternId\":7,", ""),
        ("}}", "}"),
        ("}}", "}}}"),
        ("}}", "},}"),
        ("{\"p", "\u{feff}{\"p"),
    ] {
        let text = DRAFT.replace(from, to);
        assert_ne!(text, DRAFT);
        assert_eq!(accept(&text, &env), None, "{text}");
        is_right(&text, &env).expect("it is right");
    }
}

#[test]
fn texts_that_are_others_each_time_are_asked_each_time() {
    let env = env();
    LIKENESS.set(None);
    let draft = |note: &str, host: &str| {
        let fields = format!("\"note\":\"{note}\",\"callbackUrl\":\"https://{host}\",\"seams\"");
        DRAFT.replace("\"seams\"", &fields)
    };
    for number in 0..100 {
        let text = draft(&format!("ticket {number}"), &format!("api{number}.tailor.com/hooks"));
        assert!(check(&Source::new("a.json", text), &env).diagnostics.is_empty());
    }
    // Words of which there are few are kept all the same: comparing them takes less than asking.
    let likeness = LIKENESS.take().expect("it learned");
    let keys = likeness.places.objects.iter().flat_map(|object| &object.keys);
    assert_eq!(keys.filter(|key| matches!(key.value, places::Value::Decided)).count(), 2);
    LIKENESS.set(Some(likeness));
    for (note, host, is_known) in [
        ("ticket 1000", "api.tailor.com/hooks/1000", true),
        ("Lorem ipsum", "api.tailor.com/hooks", false),
        ("ticket", "localhost/hooks", false),
        ("tick\\u0065t", "api.tailor.com", false),
    ] {
        let text = draft(note, host);
        assert_eq!(accept(&text, &env).is_some(), is_known, "{text}");
        is_right(&text, &env).expect("it is right");
    }
}

#[test]
fn another_run_knows_nothing_of_it() {
    let (one, other) = (env(), env());
    learned(&one, &[DRAFT]);
    assert!(accept(DRAFT, &one).is_some());
    assert_eq!(accept(DRAFT, &other), None);
    let again = one.clone();
    assert!(accept(DRAFT, &again).is_some(), "a copy checks alike");
}

/// Texts that are never like one before are soon looked at no longer.
#[test]
fn what_is_always_new_is_not_learned_for_ever() {
    let env = env();
    learned(&env, &[DRAFT]);
    for number in 0..10_000 {
        let text = DRAFT.replace("\"customer\":\"Mei\"", &format!("\"key{number}\":1"));
        assert!(check(&Source::new("a.json", text), &env).diagnostics.is_empty());
    }
    let likeness = LIKENESS.take().expect("it learned");
    assert!(likeness.learned < 100 && likeness.looked < 3000, "{} of {}", likeness.learned, likeness.looked);
    assert!(likeness.places.objects.iter().all(|object| object.keys.len() <= 64));
}
