//! Every answer in the differential table of ajv 6 with ajv-errors 1: the verdict of both modes, and the list of records in
//! its order, authored texts included.
//!
//! `AJV_TABLE` names another table of the same form to be held against, for a wider search.

mod common;

use std::path::Path;

use common::{Json, gunzip, load, settle, string};
use toile::json::{Kind, Value};
use toile::schema::{Explanation, Keyword, Plan, Schema};

/// Schemas that ajv 6 refuses and we compile, by a part of their text, with the reason.
const COMPILED_ALL_THE_SAME: [(&str, &str); 2] = [
    ("draft-04/schema", "the engine runs other drafts; ajv 6 has to be given their meta-schema first"),
    ("2020-12/schema", "the engine runs other drafts; ajv 6 does not know this one"),
];

/// Cases by name, with the reason why their answers differ from ours.
const DIFFERENT: [(&str, &str); 6] = [
    ("counted repetition of an astral letter", "only its bodies with half a surrogate pair, which the parser refuses"),
    ("lone surrogates", "half a surrogate pair is no character: the parser refuses it, a syntax finding"),
    ("lone surrogates differ", "the same"),
    ("lone surrogates in a text", "the same"),
    (
        "the name in propertyNames is left over from before",
        "an accident of how ajv generates code: it never sets `0#` there, and finds the one of an earlier keyword",
    ),
    (
        "a child text called null takes the object itself",
        "an accident of JavaScript: `null in {\"null\": ...}` is true",
    ),
];

/// One record as the table writes it. The message counts only where it is an authored text.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    keyword: String,
    data_path: String,
    schema_path: String,
    message: Option<String>,
}

fn expected(record: Value<'_>) -> Line {
    let keyword = string(record, "keyword");
    let authored = keyword == "errorMessage";
    Line {
        data_path: string(record, "dataPath"),
        schema_path: string(record, "schemaPath"),
        message: record.get("message").filter(|_| authored).and_then(Value::string).map(Into::into),
        keyword,
    }
}

fn actual(explanation: &Explanation<'_, '_>) -> Vec<Line> {
    let lines = explanation.live().iter().map(|&id| {
        let record = explanation.record(id);
        Line {
            keyword: record.keyword.name().to_owned(),
            data_path: explanation.data_path(id),
            schema_path: explanation.schema_path(id),
            message: record.text.clone().filter(|_| record.keyword == Keyword::ErrorMessage),
        }
    });
    lines.collect()
}

fn check(plan: &Plan, test: Value<'_>) -> Option<String> {
    let data = string(test, "data");
    if toile::json::parse(&data).is_none() {
        return Some(format!("  body {data} is refused by the parser"));
    }
    let body = Json::new(data);
    let valid = test.get("valid").and_then(Value::bool) == Some(true);
    let explanation = plan.explain(body.root(), false);
    let accepts = plan.accepts(body.root(), false);
    let lines = actual(&explanation);
    let wanted: Vec<Line> = test.get("errors").into_iter().flat_map(Value::elements).map(expected).collect();
    if explanation.is_valid() == valid && accepts == valid && lines == wanted && explanation.undecided().is_none() {
        return None;
    }
    let shown = |lines: &[Line]| {
        let lines = lines
            .iter()
            .map(|l| format!("\n    {:?} {:?} {:?} {:?}", l.keyword, l.data_path, l.schema_path, l.message));
        lines.collect::<String>()
    };
    Some(format!(
        "  body {}\n  ajv: {valid}{}\n  explain: {}{}\n  accepts: {accepts}, undecided: {:?}",
        body.text,
        shown(&wanted),
        explanation.is_valid(),
        shown(&lines),
        explanation.undecided(),
    ))
}

#[test]
fn every_answer_is_that_of_ajv() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let other = std::env::var_os("AJV_TABLE");
    let table = Json::new(gunzip(&other.as_ref().map_or_else(|| root.join("tests/data/ajv6.json.gz"), Into::into)));
    let mut complaints = Vec::new();
    let mut checked = 0;
    let mut differences = 0;
    for case in table.root().get("cases").into_iter().flat_map(Value::elements) {
        let schema = match case.get("schema") {
            Some(schema) if schema.kind() == Kind::String => schema.string().unwrap_or_default().into_owned(),
            Some(schema) => schema.raw().to_owned(),
            None => std::fs::read_to_string(root.join(string(case, "schema_file"))).expect("the fixture is there"),
        };
        let kept = DIFFERENT.iter().any(|(name, _)| *name == string(case, "name"));
        let name = format!("{}: {}\n  schema {schema}", string(case, "group"), string(case, "name"));
        let schema_of_case = load(&schema);
        let plan: &Plan = match schema_of_case.as_ref().map(Schema::plan) {
            Ok(plan) => plan.expect("the table is about draft-07"),
            Err(problem) => {
                checked += 1;
                complaints.push(format!("{name}\n  is refused: {}", problem.message));
                continue;
            }
        };
        for test in case.get("tests").into_iter().flat_map(Value::elements) {
            checked += 1;
            let complaint = check(plan, test);
            differences += usize::from(kept && complaint.is_some());
            complaints.extend(complaint.filter(|_| !kept).map(|complaint| format!("{name}\n{complaint}")));
        }
    }
    settle(&complaints, checked);
    assert!(differences == 11 || other.is_some(), "{differences} of 11 known differences are left");
}

#[test]
fn what_ajv_refuses_to_compile_is_refused() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = Json::new(gunzip(&root.join("tests/data/ajv6.json.gz")));
    let mut complaints = Vec::new();
    let mut checked = 0;
    for entry in table.root().get("invalid_schemas").into_iter().flat_map(Value::elements) {
        checked += 1;
        let schema = entry.get("schema").map(Value::raw).unwrap_or_default();
        let kept = COMPILED_ALL_THE_SAME.iter().any(|(text, _)| schema.contains(text));
        if load(schema).is_ok() != kept {
            complaints.push(format!("{} {schema}", string(entry, "reason")));
        }
    }
    settle(&complaints, checked);
}
