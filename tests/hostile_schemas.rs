//! Schemas and bodies that are made to hang or to crash a validator end soon, with an answer or with a bounded refusal.

mod common;

use std::fmt::Write as _;
use std::time::Instant;

use common::{Json, load, plan};
use toile::schema::Plan;

/// What worker threads have by default in a release build; four times as much where nothing is optimised.
const STACK: usize = if cfg!(debug_assertions) { 8 << 20 } else { 2 << 20 };

/// Runs something on a thread with a stack of that size.
fn on_a_thread(work: impl FnOnce() + Send + 'static) {
    let started = Instant::now();
    let stack = std::env::var("STACK").map_or(STACK, |bytes| bytes.parse().expect("a number"));
    std::thread::Builder::new().stack_size(stack).spawn(work).expect("a thread").join().expect("no panic");
    assert!(started.elapsed().as_secs() < 30, "it took {:?}", started.elapsed());
}

fn nested(open: &str, inner: &str, close: &str, depth: usize) -> String {
    format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
}

/// Both modes end. Answers what `accepts` says and whether the explanation is certain.
fn run(plan: &Plan, body: &str) -> (bool, bool) {
    let body = Json::new(body);
    let accepts = plan.accepts(body.root(), false);
    let explanation = plan.explain(body.root(), false);
    if explanation.undecided().is_none() {
        assert_eq!(explanation.is_valid(), accepts);
    }
    (accepts, explanation.undecided().is_none())
}

#[test]
fn deeply_nested_schemas() {
    on_a_thread(|| {
        for (open, close, levels) in [
            (r#"{"not":"#, "}", 1_000),
            (r#"{"items":"#, "}", 1_000),
            (r#"{"allOf":["#, "]}", 500),
            (r#"{"properties":{"a":"#, "}}", 500),
            (r#"{"if":true,"then":"#, "}", 1_000),
        ] {
            let schema = nested(open, "false", close, levels);
            match load(&schema) {
                Ok(schema) => {
                    let plan = schema.plan().expect("draft-07");
                    assert!(run(plan, "5").1, "{open}");
                    assert!(run(plan, &nested("[", "5", "]", 1_000)).1, "{open}");
                    assert!(run(plan, &nested(r#"{"a":"#, "5", "}", 1_000)).1, "{open}");
                    schema.remarks();
                }
                Err(problem) => panic!("{open}: {}", problem.message),
            }
        }
    });
}

#[test]
fn recursive_schemas_on_deep_bodies() {
    on_a_thread(|| {
        let list = plan(r##"{"items": {"$ref": "#"}, "maxItems": 1}"##).expect("it compiles");
        assert_eq!(run(&list, &nested("[", "5", "]", 1_000)), (true, true));
        assert_eq!(run(&list, &nested("[", "5,5", "]", 1_000)), (false, true));
        let through = r##"{"definitions": {"n": {"anyOf": [{"properties": {"a": {"allOf": [{"$ref": "#/definitions/n"}]}},
            "additionalProperties": false}]}}, "$ref": "#/definitions/n"}"##;
        let through = plan(through).expect("it compiles");
        let (accepts, certain) = run(&through, &nested(r#"{"a":"#, r#"{"b": 1}"#, "}", 1_000));
        assert!(!accepts && certain);
        // A long way from one function to the next uses up the bound on depth: the answer is uncertain, not a crash.
        let long = nested(r#"{"allOf":["#, r##"{"properties": {"a": {"$ref": "#"}}}"##, "]}", 400);
        let long = plan(&long).expect("it compiles");
        let (accepts, certain) = run(&long, &nested(r#"{"a":"#, "5", "}", 1_000));
        assert!(!accepts && !certain);
        assert_eq!(run(&long, &nested(r#"{"a":"#, "5", "}", 50)), (true, true));
    });
}

#[test]
fn references_in_circles() {
    on_a_thread(|| {
        let circle = r##"{"$ref": "#/definitions/a", "definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}}}"##;
        assert!(load(circle).is_err(), "ajv refuses it too");
        for endless in [
            r##"{"$ref": "#"}"##,
            r##"{"allOf": [{"$ref": "#"}, {"$ref": "#"}]}"##,
            r##"{"not": {"anyOf": [{"$ref": "#"}, {"required": ["a"]}, {"$ref": "#"}]}}"##,
        ] {
            let schema = load(endless).expect("ajv compiles it");
            assert_eq!(schema.remarks().len(), 1, "{endless}");
            assert_eq!(run(schema.plan().expect("draft-07"), "{}"), (false, false), "{endless}");
        }
    });
}

#[test]
fn explosions() {
    on_a_thread(|| {
        // Each doubles the work of the next.
        let mut doubling = String::from(r#"{"definitions": {"d40": {"type": "string"}"#);
        for level in 0..40 {
            let next = format!(r##"{{"$ref": "#/definitions/d{}"}}"##, level + 1);
            let _ = write!(doubling, r#", "d{level}": {{"anyOf": [{next}, {{"not": {next}}}, {next}]}}"#);
        }
        doubling.push_str(r##"}, "$ref": "#/definitions/d0"}"##);
        let doubling = plan(&doubling).expect("it compiles");
        run(&doubling, "5");
        let twice =
            plan(r##"{"allOf": [{"properties": {"a": {"$ref": "#"}}}, {"properties": {"a": {"$ref": "#"}}}]}"##);
        let (_, certain) = run(&twice.expect("it compiles"), &nested(r#"{"a":"#, "5", "}", 200));
        assert!(!certain);
    });
}

#[test]
fn long_chains_and_lists() {
    on_a_thread(|| {
        let mut aliases = String::from(r##"{"$ref": "#/definitions/d0", "definitions": {"##);
        for level in 0..10_000 {
            let _ = write!(aliases, r##""d{level}": {{"$ref": "#/definitions/d{}"}}, "##, level + 1);
        }
        aliases.push_str(r#""d10000": {"type": "null"}}}"#);
        assert!(load(&aliases).is_err(), "a chain of aliases has a bound");
        let chain =
            aliases.replace(r#"{"$ref""#, r#"{"title": "t", "items": {"$ref""#).replace(r#""}, "d"#, r#""}}, "d"#);
        let chain = chain.replacen(r#"{"title": "t", "items": {"$ref""#, r#"{"$ref""#, 1);
        match load(&chain) {
            Ok(schema) => assert!(run(schema.plan().expect("draft-07"), "[[[5]]]").1),
            Err(problem) => assert!(problem.message.contains("nested too deep"), "{}", problem.message),
        }
        let names: Vec<String> = (0..10_000).map(|n| format!("\"n{n}\"")).collect();
        let names = names.join(",");
        let members = names.replace("\",", "\":1,") + ":1";
        let listed = plan(&format!(
            r#"{{"enum": [{names}, {{{members}}}], "required": [{names}], "properties": {{{members_schemas}}},
                "allOf": [{branches}]}}"#,
            members_schemas = members.replace(":1", r#":{"type":"number"}"#),
            branches = vec![r#"{"type":["string","object"]}"#; 10_000].join(","),
        ))
        .expect("it compiles");
        assert_eq!(run(&listed, "\"n9999\""), (true, true));
        assert_eq!(run(&listed, &format!("{{{members}}}")), (true, true));
        assert_eq!(run(&listed, "5"), (false, true));
        let items = vec!["{}"; 10_000].join(",");
        assert_eq!(run(&plan(r#"{"uniqueItems": true}"#).expect("it compiles"), &format!("[{items}]")), (false, true));
    });
}

/// Every level of an endless reference tells texts to replace what all levels below it recorded.
#[test]
fn texts_on_references_without_end() {
    on_a_thread(|| {
        let schema = r##"{"anyOf": [{"type": "number"}, {"$ref": "#"}], "required": ["a", "b"], "enum": [1, "a"],
            "errorMessage": {"required": "one", "_": "two", "properties": {"a": "three"}}}"##;
        let plan = plan(schema).expect("it compiles");
        assert_eq!(run(&plan, r#"{"a": 1}"#), (false, false));
        assert_eq!(run(&plan, r#"[[{"a": 1}, {}]]"#), (false, false));
        let body = Json::new(r#"{"a": 1}"#);
        assert!(plan.explain(body.root(), false).live().is_empty(), "no part of an answer is shown as one");
    });
}

/// As many texts as there are faults: each looks only at the records that it may replace.
#[test]
fn a_text_for_each_of_many_faults() {
    on_a_thread(|| {
        let plan = plan(
            r#"{"additionalProperties": {"type": "number", "errorMessage": "a number"},
                "items": {"type": "number", "errorMessage": {"type": "a number", "minimum": "more"}}}"#,
        );
        let plan = plan.expect("it compiles");
        let many = 200_000;
        let mut object = String::from("{");
        for at in 0..many {
            let _ = write!(object, "{}\"k{at}\":\"\"", if at == 0 { "" } else { "," });
        }
        object.push('}');
        for body in [object, format!("[{}\"\"]", "\"\",".repeat(many - 1))] {
            let body = Json::new(&body);
            let explanation = plan.explain(body.root(), false);
            assert_eq!(explanation.live().len(), many);
            assert!(explanation.live().iter().all(|&id| explanation.record(id).text.as_deref() == Some("a number")));
        }
    });
}
