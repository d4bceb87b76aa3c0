//! Pattern files that are made to hang or to crash a linter end soon, whatever is in them.

mod rules_support;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use rules_support::{check_text, env_of};
use toile::check::Outcome;

/// Nothing is optimised in a test.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 2 });

fn lint(name: &str, text: String) -> Outcome {
    let env = env_of(Vec::new());
    let started = Instant::now();
    let outcome = check_text(name, text, &env);
    assert!(started.elapsed() < LIMIT, "{name} took {:?}", started.elapsed());
    assert!(outcome.kind.is_some() || !outcome.diagnostics.is_empty(), "{name} was passed over");
    outcome
}

fn schema(options: &str) -> String {
    format!(
        r#"{{"type": "object", "properties": {{"options": {options}, "seams": {{"type": "object"}}}}, "additionalProperties": false}}"#
    )
}

fn many(count: usize, mut write: impl FnMut(&mut String, usize)) -> String {
    let mut text = String::new();
    for at in 0..count {
        text.push_str(if at == 0 { "" } else { "," });
        write(&mut text, at);
    }
    text
}

/// Writing into a text does not fail.
fn put(written: std::fmt::Result) {
    written.expect("a text takes everything");
}

#[test]
fn ten_thousand_properties_with_their_texts() {
    let count = 10_000;
    let properties = many(count, |text, at| {
        let _ =
            write!(text, r#""option{at}": {{"enum": ["a", "b"], "errorMessage": {{"enum": "option{at} is a or b"}}}}"#);
    });
    let names = many(count, |text, at| put(write!(text, r#""option{at}""#)));
    let texts = many(count, |text, at| put(write!(text, r#""option{at}": "option{at} is required""#)));
    let conditions = many(count / 2, |text, at| {
        let _ = write!(
            text,
            r#"{{"if": {{"required": ["option{at}"], "properties": {{"option{at}": {{"const": "a"}}}}}},
                "then": {{"properties": {{"option{}": {{"not": {{}}}}}}, "errorMessage": {{"properties": {{"option{}": "no option{}"}}}}}}}}"#,
            count - at - 1,
            count - at - 1,
            count - at - 1
        );
    });
    let options = format!(
        r#"{{"type": "object", "required": [{names}], "properties": {{{properties}}}, "additionalProperties": false, "allOf": [{conditions}],
            "errorMessage": {{"type": "an object", "required": {{{texts}}}, "additionalProperties": "no such option"}}}}"#
    );
    let outcome =
        lint("schema.json", schema(&options).replacen("\"type\"", "\"required\": [\"options\"], \"type\"", 1));
    assert!(outcome.diagnostics.is_empty(), "{}", rules_support::lines(&outcome));
}

#[test]
fn ten_thousand_faults() {
    let count = 10_000;
    let dead = many(count, |text, at| put(write!(text, r#""optoin{at}": "optoin{at} is required""#)));
    let names = many(count, |text, at| put(write!(text, r#""option{at}""#)));
    let properties = many(count, |text, at| {
        put(write!(text, r#""option{at}": {{"properties": {{}}, "minimum": 2, "maximum": 1}}"#));
    });
    let options = format!(
        r#"{{"required": [{names}], "properties": {{{properties}}}, "errorMessage": {{"required": {{{dead}}}, "properties": {{{dead}}}}}}}"#
    );
    let outcome = lint("schema.json", schema(&options));
    assert!(outcome.diagnostics.len() > 2 * count, "{}", outcome.diagnostics.len());
}

#[test]
fn deep_schemas() {
    for (open, close) in [
        (r#"{"not":"#, "}"),
        (r#"{"allOf":["#, "]}"),
        (r#"{"properties":{"a":"#, "}}"),
        (r#"{"if":{"required":["a"]},"then":"#, "}"),
        (r#"{"errorMessage":"x","items":"#, "}"),
        (r#"{"if":"#, r#","then":{"minProperties":1}}"#),
    ] {
        let depth = 900 / open.matches(['{', '[']).count();
        lint("schema.json", schema(&format!("{}true{}", open.repeat(depth), close.repeat(depth))));
    }
}

#[test]
fn references_in_circles() {
    for definitions in [
        r##""a": {"$ref": "#/definitions/a"}"##,
        r##""a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}"##,
        r##""a": {"allOf": [{"$ref": "#/definitions/a"}, {"$ref": "#/definitions/a"}]}"##,
        r##""a": {"properties": {"x": {"$ref": "#/definitions/a"}, "y": {"$ref": "#"}}, "errorMessage": {"properties": {"x": "t"}}}"##,
        r##""a": {"if": {"$ref": "#/definitions/a"}, "then": {"required": ["x"]}}"##,
        r##""a": {"not": {"anyOf": [{"$ref": "#"}, {"$ref": "#/definitions/a"}]}}"##,
    ] {
        let text = schema(r##"{"$ref": "#/definitions/a"}"##);
        lint("schema.json", text.replacen("{\"type\"", &format!("{{\"definitions\": {{{definitions}}}, \"type\""), 1));
    }
}

#[test]
fn long_lists() {
    let count = 50_000;
    let values = many(count, |text, at| put(write!(text, "\"v{at}\"")));
    let words = many(count, |text, at| put(write!(text, "w{at}")));
    let options = format!(
        r#"{{"type": "object", "properties": {{"a": {{"enum": [{values}], "errorMessage": {{"enum": "a: accept only: {words}"}}}}}},
            "if": {{"required": ["a"], "properties": {{"a": {{"enum": [{}]}}}}}}, "then": {{"minProperties": 1}}}}"#,
        values.replace("\"v", "\"x")
    );
    lint("schema.json", schema(&options));
    let branches = many(2_000, |text, at| put(write!(text, r#"{{"required": ["n{at}"]}}"#)));
    lint(
        "schema.json",
        schema(&format!(
            r#"{{"type": "object", "oneOf": [{branches}], "errorMessage": {{"oneOf": "one of: n1, n2"}}}}"#
        )),
    );
    let patterns = many(500, |text, at| put(write!(text, r#""^(a+)+{at}$": {{"type": "number"}}"#)));
    let names = many(500, |text, at| put(write!(text, "\"{}b{at}\"", "a".repeat(30))));
    lint(
        "schema.json",
        schema(&format!(
            r#"{{"type": "object", "patternProperties": {{{patterns}}}, "required": [{names}], "additionalProperties": false}}"#
        )),
    );
}

#[test]
fn long_data() {
    let count = 20_000;
    let options = many(count, |text, at| {
        let _ = write!(text, r#"{{"id": "a.{at}.b{at}", "type": "string", "enum": ["x", "x"], "default": "z"}}"#);
    });
    let values = many(count, |text, at| put(write!(text, "\"{at}\"")));
    let text = format!(
        r#"{{"patternId": 9, "options": [{{"id": "a", "type": "string", "enum": [{values}]}}, {options}, {options}]}}"#
    );
    assert!(lint("data.json", text).diagnostics.len() > 3 * count);
    let items = many(count, |text, at| put(write!(text, "\"mb{at}\"")));
    let groups = many(100, |text, _| put(write!(text, r#"{{"group": "g", "items": ["fbX"]}}"#)));
    let text = format!(
        r#"{{"patternId": 9, "gender": "male", "options": [], "measurements": {{"body": [{{"group": "a", "items": [{items}]}}, {{"group": "b", "items": [{items}]}}, {groups}]}}}}"#
    );
    lint("data.json", text);
    let dots = "a.".repeat(50_000);
    lint(
        "data.json",
        format!(
            r#"{{"patternId": 9, "options": [{{"id": "a", "type": "string", "enum": ["b"]}}, {{"id": "{dots}x", "type": "string", "enum": ["b"]}}]}}"#
        ),
    );
    lint(
        "data.json",
        format!(
            r#"{{"patternId": 9, "options": [], "seams": {{{}}}}}"#,
            many(count, |text, at| put(write!(text, "\"s{at}\": null")))
        ),
    );
}

/// A canonical form may double with each branch and condition.
#[test]
fn many_choices() {
    let groups = many(60, |text, at| {
        put(write!(
            text,
            r#"{{"anyOf": [{{"required": ["a{at}"]}}, {{"required": ["b{at}"]}}, {{"required": ["c{at}"]}}]}}"#
        ));
    });
    lint("schema.json", schema(&format!(r#"{{"type": "object", "allOf": [{groups}]}}"#)));
    let conditions = many(200, |text, at| {
        let _ = write!(
            text,
            r#"{{"if": {{"required": ["a{at}"], "properties": {{"a{at}": {{"const": "x"}}}}}}, "then": {{"required": ["b{at}"]}},
                "else": {{"properties": {{"b{at}": {{"not": {{}}}}}}}}}}"#
        );
    });
    lint("schema.json", schema(&format!(r#"{{"type": "object", "allOf": [{conditions}]}}"#)));
}

/// Both files large, and different in every name.
#[test]
fn long_pairs() {
    let count = 5_000;
    let folder = std::env::temp_dir().join(format!("toile-hostile-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let options = many(count, |text, at| put(write!(text, r#"{{"id": "d{at}", "type": "string", "enum": ["x"]}}"#)));
    let data = format!(r#"{{"patternId": 9, "options": [{options}]}}"#);
    let properties = many(count, |text, at| put(write!(text, r#""s{at}": {{"enum": ["x"]}}"#)));
    let schema =
        schema(&format!(r#"{{"type": "object", "properties": {{{properties}}}, "additionalProperties": false}}"#));
    std::fs::write(folder.join("pattern.json"), &data).expect("written");
    std::fs::write(folder.join("schema.json"), &schema).expect("written");
    let env = env_of(vec![folder.clone()]);
    for (name, text) in [("pattern.json", data), ("schema.json", schema)] {
        let started = Instant::now();
        let outcome = check_text(&folder.join(name).to_string_lossy(), text, &env);
        assert!(started.elapsed() < LIMIT, "{name} took {:?}", started.elapsed());
        assert_eq!(outcome.diagnostics.iter().filter(|d| d.rule == "pattern-drift").count(), count, "{name}");
    }
    std::fs::remove_dir_all(folder).expect("removed");
}
