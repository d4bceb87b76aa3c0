//! Rules about pattern files, one fault at a time: rule, severity and text under the span.

mod rules_support;

use rules_support::{check_text, env_of, lines};
use toile::check::Outcome;
use toile::diagnostic::Severity::{self, Error, Info, Warning};
use toile::env::Env;

type Row = (&'static str, &'static [(&'static str, Severity, &'static str)]);

fn found<'t>(outcome: &Outcome, text: &'t str) -> Vec<(&'static str, Severity, &'t str)> {
    outcome.diagnostics.iter().map(|d| (d.rule, d.severity, &text[d.primary.span.clone()])).collect()
}

/// Checks each row in a frame that nothing is wrong with.
fn compare(rows: &[Row], frame: &dyn Fn(&str) -> String, name: &str, env: &Env) {
    let mut failures = Vec::new();
    for (part, wanted) in rows {
        let text = frame(part);
        let outcome = check_text(name, text.as_str(), env);
        let found = found(&outcome, &text);
        if found != *wanted {
            failures.push(format!("{part}\n  wanted {wanted:?}\n  found {found:?}{}", lines(&outcome)));
        }
        for diagnostic in outcome.diagnostics.iter().filter(|d| d.rule != "unknown-field") {
            if diagnostic.notes.is_empty() || (diagnostic.help.is_empty() && diagnostic.fixes.is_empty()) {
                failures.push(format!("{part}: no note or no help: {}", lines(&outcome)));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n\n"));
}

#[rustfmt::skip]
const OPTIONS: &[Row] = &[
    (r#"{"id": "a", "type": "string", "enum": ["x", "y"], "default": "y"}"#, &[]),
    (r#"{"id": "a", "type": "number", "minimum": -1, "maximum": 1, "step": 0.1, "default": 0.3}"#, &[]),
    (r#"{"id": "a", "type": "number", "enum": [1]}, {"id": "a", "type": "number", "enum": [2]}"#, &[("pattern-option", Error, "\"a\"")]),
    (r#"{"type": "number", "enum": [1]}"#, &[("pattern-option", Error, "{")]),
    (r#"{"id": 5, "type": "number", "enum": [1]}"#, &[("pattern-option", Error, "5")]),
    (r#"{"id": "a", "enum": [1]}"#, &[("pattern-option", Error, "\"a\"")]),
    (r#"{"id": "a", "type": "boolean"}"#, &[("pattern-option", Error, "\"boolean\"")]),
    (r#"{"id": "a", "type": "nunber", "enum": [1]}"#, &[("pattern-option", Error, "\"nunber\"")]),
    (r#"{"id": "a", "type": "string"}"#, &[("pattern-option", Warning, "\"string\"")]),
    (r#"{"id": "a", "type": "string", "enum": []}"#, &[("pattern-option", Error, "[]")]),
    (r#"{"id": "a", "type": "string", "enum": "x"}"#, &[("pattern-option", Error, "\"x\"")]),
    (r#"{"id": "a", "type": "string", "enum": ["x", 2]}"#, &[("pattern-option", Error, "2")]),
    (r#"{"id": "a", "type": "number", "enum": [1, "2", "3"]}"#, &[("pattern-option", Error, "\"2\"")]),
    (r#"{"id": "a", "type": "number", "enum": [1, 1.0]}"#, &[("pattern-option", Warning, "1.0")]),
    (r#"{"id": "a", "type": "string", "enum": ["x"], "default": "z"}"#, &[("pattern-option", Error, "\"z\"")]),
    (r#"{"id": "a", "type": "string", "enum": ["x"], "step": 1}"#, &[("pattern-option", Warning, "\"step\"")]),
    (r#"{"id": "a", "type": "number", "minimum": 5, "maximum": 1}"#, &[("pattern-option", Error, "5")]),
    (r#"{"id": "a", "type": "number", "minimum": 1}"#, &[("pattern-option", Info, "\"a\"")]),
    (r#"{"id": "a", "type": "number", "minimum": "1", "maximum": 2}"#, &[("pattern-option", Error, "\"1\"")]),
    (r#"{"id": "a", "type": "number", "minimum": 0, "maximum": 1, "step": 0}"#, &[("pattern-option", Error, "0")]),
    (r#"{"id": "a", "type": "number", "minimum": 0, "maximum": 1, "step": 0.3}"#, &[("pattern-option", Warning, "0.3")]),
    (r#"{"id": "a", "type": "number", "minimum": 0.25, "maximum": 1.25, "step": 0.5}"#, &[("pattern-option", Warning, "0.25")]),
    (r#"{"id": "a", "type": "number", "minimum": 0, "maximum": 1, "default": 1.5}"#, &[("pattern-option", Error, "1.5")]),
    (r#"{"id": "a", "type": "number", "minimum": 0, "maximum": 1, "step": 0.5, "default": 0.3}"#, &[("pattern-option", Error, "0.3")]),
    (r#"{"id": "a", "type": "number", "minimum": 0, "maximum": 1, "default": "1"}"#, &[("pattern-option", Error, "\"1\"")]),
    (r#"{"id": "a", "type": "string", "enum": ["x"]}, {"id": "a.y.b", "type": "string", "enum": ["z"]}"#, &[("pattern-option", Warning, "\"a.y.b\"")]),
    (r#"{"id": "a", "type": "string", "enum": ["x"]}, {"id": "a.x.b", "type": "string", "enum": ["z"]}"#, &[]),
    (r#"{"id": "a", "type": "string", "enum": ["x"], "defualt": "x"}"#, &[("unknown-field", Warning, "\"defualt\"")]),
    (r#"{"id": "a", "type": "string", "enum": ["x"], "colour": "x"}"#, &[("unknown-field", Info, "\"colour\"")]),
    ("5", &[("pattern-option", Error, "5")]),
];

#[rustfmt::skip]
const GROUPS: &[Row] = &[
    (r#"{"group": "a", "items": ["mbX", "mbY"], "required": true}, {"group": "b", "items": ["mbZ"], "required": false}"#, &[]),
    (r#"{"group": "a", "items": ["mbX"], "required": true}, {"group": "a", "items": ["mbZ"], "required": true}"#, &[("pattern-group", Warning, "\"a\"")]),
    (r#"{"group": "a", "items": [], "required": true}"#, &[("pattern-group", Error, "[]")]),
    (r#"{"group": "a", "items": [], "required": false}"#, &[("pattern-group", Warning, "[]")]),
    (r#"{"group": "a", "required": false}"#, &[("pattern-group", Error, "\"a\"")]),
    (r#"{"items": ["mbX"], "required": false}"#, &[("pattern-group", Warning, "{")]),
    (r#"{"group": "a", "items": ["mbX", "mbX"], "required": true}"#, &[("pattern-group", Warning, "\"mbX\"")]),
    (r#"{"group": "a", "items": ["mbX"], "required": true}, {"group": "b", "items": ["mbX"], "required": true}"#, &[("pattern-group", Warning, "\"mbX\"")]),
    (r#"{"group": "a", "items": ["mbX", "fbY"], "required": true}"#, &[("pattern-group", Info, "\"fbY\"")]),
    (r#"{"group": "a", "items": ["mbX", "mfY"], "required": true}"#, &[("pattern-group", Info, "\"mfY\"")]),
    (r#"{"group": "a", "items": ["mbX", "mbY", "mbZ", "fbY"], "required": true}"#, &[("pattern-group", Warning, "\"fbY\"")]),
    (r#"{"group": "a", "items": ["height"], "required": true}"#, &[]),
    (r#"{"group": "a", "items": ["mbX"], "required": "yes"}"#, &[("wrong-type", Error, "\"yes\"")]),
    ("5", &[("pattern-group", Error, "5")]),
];

#[rustfmt::skip]
const DATA: &[Row] = &[
    (r#""seams": {"armhole": 0.5}"#, &[]),
    (r#""seams": {"armhole": "0.5"}"#, &[("wrong-type", Error, "\"0.5\"")]),
    (r#""seams": []"#, &[("wrong-type", Error, "[]")]),
    (r#""measurements": {"body": [], "finel": []}"#, &[("pattern-group", Warning, "\"finel\"")]),
    (r#""seam": {}"#, &[("unknown-field", Warning, "\"seam\"")]),
    (r#""createdAt": "2019""#, &[("unknown-field", Info, "\"createdAt\"")]),
    (r#""materials": ["a", 5]"#, &[("wrong-type", Error, "5")]),
    (r#""bodyShapes": [{"id": "a", "type": "string", "enum": ["x", "x"]}]"#, &[("pattern-option", Warning, "\"x\"")]),
];

#[test]
fn pattern_data() {
    let env = env_of(Vec::new());
    compare(OPTIONS, &|part| format!(r#"{{"patternId": 9, "options": [{part}]}}"#), "data.json", &env);
    let groups = |part: &str| {
        format!(r#"{{"patternId": 9, "gender": "male", "options": [], "measurements": {{"body": [{part}]}}}}"#)
    };
    compare(GROUPS, &groups, "data.json", &env);
    compare(DATA, &|part| format!(r#"{{"patternId": 9, "options": [], {part}}}"#), "data.json", &env);
    let text = r#"{"options": []}"#;
    let outcome = check_text("x.pattern-data.json", text, &env);
    assert_eq!(found(&outcome, text), [("missing-field", Error, "{")]);
}

/// What stands in `options` of a schema that nothing else is wrong with.
#[rustfmt::skip]
const SCHEMAS: &[Row] = &[
    (r#""properties": {"a": {"enum": ["x", "y"]}}"#, &[]),
    // Not a schema.
    (r#""minProperties": -1, "maxProperties": "2""#, &[("invalid-schema", Error, "-1"), ("invalid-schema", Error, "\"2\"")]),
    (r#""errorMessage": {"required": 5}"#, &[("invalid-schema", Error, "5")]),
    (r##""$ref": "#/definitions/none""##, &[("invalid-schema", Error, "\"#/definitions/none\"")]),
    // Nothing satisfies it.
    (r#""properties": {"a": {"type": "string", "enum": [1, 2]}}"#, &[("unsatisfiable-schema", Error, "\"type\"")]),
    (r#""properties": {"a": {"type": "number", "minimum": 2, "maximum": 1}}"#, &[("unsatisfiable-schema", Error, "\"minimum\"")]),
    (r#""properties": {"a": {"not": {}}, "b": false}"#, &[]),
    (r#""properties": {"aa": {"enum": ["x"]}}, "allOf": [{"required": ["ab"]}]"#, &[("unsatisfiable-schema", Error, "\"ab\"")]),
    // Holes.
    (r#""properties": {"a": {"required": ["b"], "properties": {"b": {"type": "number"}}}}"#, &[("open-schema", Warning, "\"a\"")]),
    (r#""properties": {"a": {}}"#, &[("open-schema", Info, "{}")]),
    (r#""patternProperties": {"^": {"type": "number"}}"#, &[("open-schema", Warning, "\"additionalProperties\"")]),
    (r#""properties": {"a": {"oneOf": [{"type": "string"}]}}"#, &[("open-schema", Info, "\"oneOf\"")]),
    (r#""properties": {"a": {"enum": ["x"]}}, "if": {"properties": {"a": {"const": "x"}}}, "then": {"minProperties": 1}"#,
        &[("open-schema", Warning, "\"a\"")]),
    (r#""properties": {"a": {"enum": ["x"]}}, "if": {"required": ["a"], "properties": {"a": {"const": "y"}}}, "then": {"minProperties": 1}"#,
        &[("open-schema", Warning, "\"y\"")]),
    (r#""properties": {"pocket": {"enum": ["x"]}}, "if": {"required": ["pockt"], "properties": {"pockt": {"const": "x"}}}, "then": {"minProperties": 1}"#,
        &[("open-schema", Warning, "\"pockt\"")]),
    (r#""properties": {"a": {"enum": ["x"]}}, "if": {"required": ["a"]}"#, &[("open-schema", Warning, "\"if\"")]),
    (r#""properties": {"a": {"enum": ["x"]}}, "then": {"required": ["a"]}"#, &[("open-schema", Warning, "\"then\"")]),
    (r##""properties": {"a": {"$ref": "#/definitions/d", "minimum": 1}}"##, &[("open-schema", Warning, "\"minimum\"")]),
    (r#""properties": {"a": {"type": "array", "minContains": 1}}"#, &[("open-schema", Warning, "\"minContains\"")]),
    // Dead texts.
    (r#""properties": {"a": {"type": "number", "errorMessage": {"minimum": "more"}}}"#, &[("dead-error-message", Warning, "\"minimum\"")]),
    (r#""properties": {"a": {"type": "number", "errorMessage": {"tipe": "a number"}}}"#,
        &[("dead-error-message", Warning, "\"tipe\"")]),
    (r#""properties": {"a": {"type": "string", "maximum": 60, "errorMessage": {"type": "a text", "maximum": "60 at most"}}}"#,
        &[("dead-error-message", Warning, "\"maximum\"")]),
    (r#""properties": {"a": {"enum": ["x"]}}, "required": ["a"], "errorMessage": {"required": {"a": "a is missing", "b": "b is missing"}}"#,
        &[("dead-error-message", Warning, "\"b\"")]),
    (r#""properties": {"aa": {"enum": ["x"]}}, "errorMessage": {"properties": {"ab": "ab is x"}}"#, &[("dead-error-message", Warning, "\"ab\"")]),
    (r#""properties": {"a": {"enum": ["x"]}}, "allOf": [{"required": ["a"]}], "errorMessage": {"required": "a is missing"}"#,
        &[("dead-error-message", Warning, "\"required\"")]),
    (r#""properties": {"a": {"not": {"enum": ["x"], "errorMessage": "not x"}}}"#, &[("dead-error-message", Warning, "\"errorMessage\"")]),
    (r##""properties": {"a": {"$ref": "#/definitions/d", "errorMessage": "a number"}}"##, &[("dead-error-message", Warning, "\"errorMessage\"")]),
    (r#""properties": {"a": {"enum": ["x"]}}, "allOf": [{"errorMessage": {"properties": {"a": "a is x"}}}]"#, &[]),
    // Misleading ones.
    (r#""properties": {"a": {"enum": ["x", "y"], "errorMessage": {"enum": "a: accept only: x, z"}}}"#,
        &[("misleading-error-message", Warning, "\"a: accept only: x, z\"")]),
    (r#""properties": {"a": {"enum": ["x", "y", "z"], "errorMessage": {"enum": "a is x or y"}}}"#,
        &[("misleading-error-message", Warning, "\"a is x or y\"")]),
    (r#""properties": {"a": {"enum": ["x", "y"], "errorMessage": {"enum": "a is not known"}}}"#, &[]),
    (r#""properties": {"a": {"enum": [1, 2, 3], "errorMessage": {"enum": "a is a number from 1 to 3"}}}"#, &[]),
    (r#""properties": {"a": {"maximum": 5, "errorMessage": {"maximum": "a is 6 at most"}}}"#, &[("misleading-error-message", Warning, "\"a is 6 at most\"")]),
    (r#""properties": {"a": {"maximum": 5, "errorMessage": {"maximum": "a is not more than 5"}}}"#, &[]),
    (r#""properties": {"a": {"maximum": 5, "errorMessage": {"maximum": "less than or equal to 5"}}}"#, &[]),
    (r#""properties": {"a": {"exclusiveMaximum": 5, "errorMessage": {"exclusiveMaximum": "a is at most 5"}}}"#,
        &[("misleading-error-message", Warning, "\"a is at most 5\"")]),
    (r#""properties": {"a": {"minimum": 5, "errorMessage": {"minimum": "a is less than 5"}}}"#, &[("misleading-error-message", Warning, "\"a is less than 5\"")]),
    (r#""properties": {"a": {"minimum": 5, "maximum": 9, "errorMessage": "a goes from 5 to 8"}}"#,
        &[("misleading-error-message", Warning, "\"a goes from 5 to 8\"")]),
    (r#""properties": {"aa": {"enum": ["x"]}, "bb": {"enum": ["x"]}}, "required": ["aa", "bb"],
        "errorMessage": {"required": {"aa": "aa is missing", "bb": "aa is missing"}}"#, &[("misleading-error-message", Warning, "\"aa is missing\"")]),
    (r#""properties": {"a": {"minimum": 1, "maximum": 2, "errorMessage": {"minimum": "wrong", "maximum": "wrong"}}}"#,
        &[("misleading-error-message", Info, "\"wrong\"")]),
    (r#""properties": {"a": {"minimum": 1, "maximum": 2, "errorMessage": {"minimum": "1 at least"}}}"#,
        &[("misleading-error-message", Info, "\"maximum\"")]),
    (r#""properties": {"a": {"enum": ["x"]}, "b": {"enum": ["x"]}}, "required": ["a", "b"], "errorMessage": {"required": {"a": "a is missing"}}"#,
        &[("misleading-error-message", Info, "\"b\"")]),
];

#[test]
fn pattern_schemas() {
    let env = env_of(Vec::new());
    // A closed root, and a section that must be there, so that nothing but the row is told.
    let frame = |part: &str| {
        let object = if part.contains("\"options\"") || part.starts_with("\"$ref\"") {
            format!("{{{part}}}")
        } else {
            format!(r#"{{"type": "object", {part}, "additionalProperties": false}}"#)
        };
        format!(
            r#"{{"type": "object", "required": ["options"], "properties": {{"options": {object}, "seams": {{"type": "object"}}}},
                "additionalProperties": false, "definitions": {{"d": {{"type": "number"}}}}}}"#
        )
    };
    compare(SCHEMAS, &frame, "schema.json", &env);
}
