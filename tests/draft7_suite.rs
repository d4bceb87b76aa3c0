//! The public draft-07 suite, in both modes of a plan.
//!
//! The suite is not part of this repository; `TOILE_SHARED` names the folder that holds it, packed with the verdicts of
//! ajv 6 and 8.

mod common;

use std::path::Path;

use common::{Json, gunzip, plan_with, settle, string};
use toile::json::Value;

/// Whose verdict is right where the suite and ajv 6 disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Right {
    Suite,
    Ajv,
}

/// Tests (by file, group and test, each a prefix) on which ajv 6 differs from the suite, and whom a plan follows.
const DIFFERENCES: &[(&str, &str, &str, Right, &str)] = &[];

#[test]
fn verdicts_are_those_of_the_suite() {
    let Some(shared) = std::env::var_os("TOILE_SHARED") else {
        eprintln!("skipped: TOILE_SHARED is not set");
        return;
    };
    let suite = Json::new(gunzip(&Path::new(&shared).join("data/json-schema-draft7.json.gz")));
    let root = suite.root();
    let remotes: Vec<(String, String)> = root
        .get("remotes")
        .into_iter()
        .flat_map(Value::members)
        .map(|m| (m.key.string().unwrap_or_default().into_owned(), m.value.raw().to_owned()))
        .collect();
    let mut complaints = Vec::new();
    let mut checked = 0;
    for group in root.get("groups").into_iter().flat_map(Value::elements) {
        let schema = group.get("schema").map(Value::raw).unwrap_or_default();
        let part = string(group, "part");
        let group_name = format!("[{part}] {} / {}", string(group, "file"), string(group, "description"));
        let plan = plan_with(schema, &remotes);
        for test in group.get("tests").into_iter().flat_map(Value::elements) {
            checked += 1;
            let flag = |name: &str| test.get(name).and_then(Value::bool);
            let (suite, ajv) = (flag("valid"), flag("ajv6"));
            let difference = DIFFERENCES.iter().find(|(file, group_prefix, test_prefix, ..)| {
                string(group, "file") == *file
                    && string(group, "description").starts_with(group_prefix)
                    && string(test, "description").starts_with(test_prefix)
            });
            let right = difference.map_or(if part == "mandatory" { Right::Suite } else { Right::Ajv }, |d| d.3);
            let wanted = if right == Right::Suite { suite } else { ajv };
            let body = Json::new(test.get("data").map(Value::raw).unwrap_or_default());
            let found = plan
                .as_ref()
                .ok()
                .map(|plan| (plan.accepts(body.root(), false), plan.explain(body.root(), false).is_valid()));
            if found != wanted.map(|wanted| (wanted, wanted)) {
                let problem = plan.as_ref().err().map(|problem| problem.message.as_str()).unwrap_or_default();
                complaints.push(format!(
                    "{group_name} / {}\n  schema {schema}\n  data {}\n  suite {suite:?}, ajv {}, found {found:?} {problem}",
                    string(test, "description"),
                    body.text,
                    test.get("ajv6").map(Value::raw).unwrap_or_default(),
                ));
            }
        }
    }
    settle(&complaints, checked);
}
