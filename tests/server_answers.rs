//! What a check reports as the server's answer is ajv's, for every schema and body of the table: refused or not, and
//! each authored text exactly as often as ajv-errors gives it.

mod common;

use std::path::Path;

use common::{Json, gunzip, settle, string};
use toile::check::check;
use toile::diagnostic::Server;
use toile::env::{Env, EnvOptions};
use toile::json::{Kind, Value};
use toile::pattern::Registry;
use toile::source::Source;

/// The authored texts of a row, sorted. A text that JavaScript leaves undefined is none.
fn texts(row: Value<'_>) -> Vec<String> {
    let errors = row.get("errors").into_iter().flat_map(Value::elements);
    let authored = errors.filter(|error| string(*error, "keyword") == "errorMessage");
    let messages = authored.filter_map(|error| error.get("message")?.string());
    let mut texts: Vec<String> = messages.map(std::borrow::Cow::into_owned).collect();
    texts.sort_unstable();
    texts
}

#[test]
fn every_answer_of_a_check_is_that_of_ajv() {
    // Schemas that refer to themselves go as deep as the program's own threads let them.
    let run = std::thread::Builder::new().stack_size(toile::app::STACK_SIZE).spawn(compare_all).expect("a thread");
    run.join().expect("no difference");
}

fn compare_all() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = Json::new(gunzip(&root.join("tests/data/ajv6.json.gz")));
    let mut complaints = Vec::new();
    let mut checked = 0;
    for case in table.root().get("cases").into_iter().flat_map(Value::elements) {
        // Accidents of JavaScript are held to ajv elsewhere, with the list of those that are kept apart.
        if string(case, "group") == "oddity" {
            continue;
        }
        let schema = match case.get("schema") {
            Some(schema) if schema.kind() == Kind::String => schema.string().unwrap_or_default().into_owned(),
            Some(schema) => schema.raw().to_owned(),
            None => std::fs::read_to_string(root.join(string(case, "schema_file"))).expect("the fixture is there"),
        };
        let registry = Registry::of_schema(Source::new("schema.json", schema.clone())).expect("ajv compiles it");
        let env = Env::with(registry, &EnvOptions::default());
        for row in case.get("tests").into_iter().flat_map(Value::elements) {
            let body = string(row, "data");
            // A batch or an array of drafts is taken apart; the table knows only single bodies.
            let source = Source::new("body.json", body.clone());
            let outcome = check(&source, &env);
            if outcome.documents != 1 || outcome.kind != Some("draft") {
                continue;
            }
            if body.trim_start().starts_with('[')
                && outcome.diagnostics.iter().any(|d| d.primary.pointer.starts_with("/0"))
            {
                continue;
            }
            checked += 1;
            let rejected = outcome.diagnostics.iter().any(|d| d.server == Server::Rejects);
            let mut told: Vec<&str> =
                outcome.diagnostics.iter().flat_map(|d| d.server_messages.iter().map(String::as_str)).collect();
            told.sort_unstable();
            let valid = row.get("valid").and_then(Value::bool) == Some(true);
            let wanted = texts(row);
            if rejected == valid || told != wanted {
                complaints.push(format!(
                    "{}\n  schema {schema}\n  body {body}\n  ajv: valid {valid} {wanted:?}\n  told: rejected {rejected} {told:?}",
                    string(case, "name")
                ));
            }
        }
    }
    assert!(checked > 20_000, "only {checked} bodies were checked");
    settle(&complaints, checked);
}
