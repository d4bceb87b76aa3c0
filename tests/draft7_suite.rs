//! The public draft-07 suite, in both modes of a plan.
//!
//! The suite is not part of this repository; `TOILE_SHARED` names the folder that holds it, packed with the verdicts of
//! ajv 6 and 8.

mod common;

use std::path::Path;

use common::{Json, gunzip, plan_with, settle, string};
use toile::json::Value;

/// What a plan answers where the suite and the table's ajv 6 are not to be followed as usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Right {
    /// The suite.
    Suite,
    /// Valid: the table was made with `format: "full"`.
    Valid,
    /// The schema is refused: the table was made with `unknownFormats: "ignore"`.
    Refused,
}

/// Groups by file and description (a prefix), what is right for their tests, and why. `Valid` stands only where the table says
/// invalid and the plan valid: their number is counted.
const DIFFERENCES: &[(&str, &str, Right, &str)] = &[
    ("format", "idn-", Right::Refused, "ajv 6 does not compile a schema with a format that it does not know"),
    ("format", "iri", Right::Refused, "the same"),
    ("optional/format/idn-email", "", Right::Refused, "the same"),
    ("optional/format/idn-hostname", "", Right::Refused, "the same"),
    ("optional/format/iri", "", Right::Refused, "the same"),
    ("optional/format/iri-reference", "", Right::Refused, "the same"),
    ("optional/format/unknown", "", Right::Refused, "the same"),
    ("optional/format/date", "", Right::Valid, "ajv's default, `fast`, knows no calendar"),
    ("optional/format/date-time", "", Right::Valid, "the same"),
    ("optional/format/time", "", Right::Valid, "`fast` knows no clock"),
    ("optional/format/email", "", Right::Valid, "`fast` only looks for an at sign and a dot-separated name"),
    ("optional/format/uri", "", Right::Valid, "`fast` only looks for a scheme"),
    ("optional/format/uri-reference", "", Right::Valid, "`fast` takes almost any text"),
    (
        "optional/unknownKeyword",
        "$id inside an unknown keyword",
        Right::Suite,
        "ajv 6 looks for `$id` below any keyword: nothing that a schema should rest on",
    ),
];

/// How many tests of formats ajv 6 decides differently in its default mode; counted with ajv itself.
const FAST: usize = 39;

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
    let mut fast = 0;
    for group in root.get("groups").into_iter().flat_map(Value::elements) {
        let schema = group.get("schema").map(Value::raw).unwrap_or_default();
        let part = string(group, "part");
        let group_name = format!("[{part}] {} / {}", string(group, "file"), string(group, "description"));
        let plan = plan_with(schema, &remotes);
        for test in group.get("tests").into_iter().flat_map(Value::elements) {
            checked += 1;
            let flag = |name: &str| test.get(name).and_then(Value::bool);
            let (suite, ajv) = (flag("valid"), flag("ajv6"));
            let difference = DIFFERENCES.iter().find(|(file, group_prefix, ..)| {
                string(group, "file") == *file && string(group, "description").starts_with(group_prefix)
            });
            let mut wanted = if part == "mandatory" { suite } else { ajv };
            match difference.map(|difference| difference.2) {
                Some(Right::Suite) => wanted = suite,
                Some(Right::Refused) => wanted = None,
                Some(Right::Valid) | None => {}
            }
            let body = Json::new(test.get("data").map(Value::raw).unwrap_or_default());
            let found = plan
                .as_ref()
                .ok()
                .map(|plan| (plan.accepts(body.root(), false), plan.explain(body.root(), false).is_valid()));
            if found == Some((true, true)) && difference.is_some_and(|d| d.2 == Right::Valid) && ajv == Some(false) {
                fast += 1;
                continue;
            }
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
    assert_eq!(fast, FAST, "tests of formats that ajv decides differently in its default mode");
}
