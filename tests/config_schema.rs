//! `schemas/config.schema.json` says what the parser of toile.toml takes: the same keys, kinds and rules, and the same
//! verdict on every configuration below and in the documentation.
//!
//! `TOILE_WRITE_DOCS=1` writes the lists of kinds and rules in it anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use toile::config::{self, Config};
use toile::document::Kind;
use toile::rules;
use toile::source::Source;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn schema_text() -> String {
    std::fs::read_to_string(file("schemas/config.schema.json")).expect("the schema is there")
}

fn schema() -> Value {
    serde_json::from_str(&schema_text()).expect("the schema is JSON")
}

/// Every name that `kind` may have, and every rule and group.
fn lists() -> [(&'static str, Vec<String>); 2] {
    let kinds = Kind::documents().flat_map(|kind| [kind.name().to_owned(), format!("{}[]", kind.name())]).collect();
    let groups: BTreeSet<&str> = rules::all().map(|rule| rule.group).collect();
    let ids: BTreeSet<&str> = rules::all().map(|rule| rule.id).filter(|id| !groups.contains(id)).collect();
    let rules = groups.into_iter().chain(ids).map(str::to_owned).collect();
    [("kind", kinds), ("rule", rules)]
}

#[test]
fn the_lists_are_those_of_the_program() {
    let mut text = schema_text();
    for (name, list) in lists() {
        let start = text.find(&format!("    \"{name}\": {{\n      \"enum\": [\n")).expect("the list is there");
        let start = start + text[start..].find("[\n").expect("a bracket") + 2;
        let end = start + text[start..].find("      ]\n").expect("its end");
        let lines: Vec<String> = list.iter().map(|entry| format!("        \"{entry}\"")).collect();
        text.replace_range(start..end, &(lines.join(",\n") + "\n"));
    }
    if std::env::var_os("TOILE_WRITE_DOCS").is_some() {
        std::fs::write(file("schemas/config.schema.json"), &text).expect("the schema can be written");
    }
    assert!(text == schema_text(), "`TOILE_WRITE_DOCS=1 cargo test --test config_schema` brings it up to date");
}

#[test]
fn the_keys_are_those_of_the_parser() {
    let schema = schema();
    for (table, keys) in config::keys() {
        let properties = match table {
            "" => &schema["properties"],
            "plausibility" => &schema["properties"]["plausibility"]["properties"],
            list => &schema["properties"][list]["items"]["properties"],
        };
        let of_schema: BTreeSet<&str> =
            properties.as_object().expect("properties").keys().map(String::as_str).collect();
        assert_eq!(of_schema, keys.into_iter().collect(), "of `{table}`");
    }
}

/// A value of TOML as the schema sees it.
fn as_json(value: &toml::de::DeValue<'_>) -> Value {
    use toml::de::DeValue;
    match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(number) => Value::from(number.as_str().parse::<i64>().expect("a plain integer")),
        DeValue::Float(number) => Value::from(number.as_str().parse::<f64>().expect("a plain number")),
        DeValue::Boolean(flag) => Value::from(*flag),
        DeValue::Datetime(date) => Value::from(date.to_string()),
        DeValue::Array(list) => list.iter().map(|element| as_json(element.get_ref())).collect(),
        DeValue::Table(table) => Value::Object(
            table.iter().map(|(key, value)| (key.get_ref().to_string(), as_json(value.get_ref()))).collect(),
        ),
    }
}

fn verdicts(text: &str) -> (bool, Result<(), String>) {
    let validator = jsonschema::draft7::options().should_validate_formats(true).build(&schema()).expect("a schema");
    let read = Config::read(Source::new("toile.toml", text), PathBuf::from("/work"));
    let table = toml::de::DeValue::Table(toml::de::DeTable::parse(text).expect("this is TOML").into_inner());
    (validator.is_valid(&as_json(&table)), read.map(drop).map_err(|error| error.render(false)))
}

const VALID: &[&str] = &[
    "",
    "patterns = []",
    "patterns = [\"patterns\", \"../shared/397.json\"]\ninclude = \"orders\"\nexclude = [\"**/old\", \"a/*.json\"]",
    "patterns = \"patterns\"\n[pattern-schemas]\n397 = \"shirt.json\"\n\"412\" = \"trousers.json\"",
    "select = [\"option\", \"syntax\"]\nignore = \"missing-option\"\n[severity]\noption = \"info\"\nmissing-option = \"error\"",
    "fail-on = \"never\"\nformat = [\"full\", \"json=out/report.json\"]\nbaseline = \"b.json\"",
    "[resolve]\n\"https://example.com/a.json\" = \"schemas/a.json\"",
    "[plausibility]\nenabled = true\nranges = { Height = [100, 210.5], mfBustGirth = [60, 160] }",
    "[[files]]\npath = \"a\"\n[[files]]\npath = [\"b/**\", \"./c.json\"]\nkind = \"draft[]\"\npattern = 397\nselect = []\nignore = [\"seam\"]\nseverity = { seam = \"info\" }",
    "[[suppress]]\npath = \"a\"\nrule = [\"syntax\", \"file\"]\npointer = \"/a~1b/*/c~0\"\nreason = \"r\"\n[[suppress]]\npath = [\"a\"]\nrule = \"seam\"\npointer = \"\"\nreason = \"r\"",
    "severity = { unused-suppression = \"error\" }\nignore = [\"stale-baseline\"]",
];

const INVALID: &[(&str, &str)] = &[
    ("pattern = [\"patterns\"]", "did you mean `patterns`?"),
    ("nonsense-of-mine = 1", "it may have `patterns`"),
    ("patterns = 1", "expected a string or a list of strings"),
    ("patterns = [1]", "expected a string"),
    ("include = \"/abs\"", "relative to the folder"),
    ("include = \"a/../../b\"", "do not leave it"),
    ("exclude = \"\"", "matches nothing"),
    ("select = [\"sytnax\"]", "did you mean `syntax`?"),
    ("ignore = \"missing-options\"", "did you mean `missing-option`?"),
    ("[severity]\nmising-option = \"info\"", "did you mean `missing-option`?"),
    ("[severity]\nmissing-option = \"warn\"", "none of `error`, `warning` and `info`"),
    ("[severity]\nmissing-option = \"off\"", "under `ignore`"),
    ("[severity]\nio-error = \"info\"", "is fixed"),
    ("fail-on = \"Error\"", "did you mean `error`?"),
    ("baseline = [\"b.json\"]", "expected a string"),
    ("[pattern-schemas]\nshirt = \"shirt.json\"", "number of a pattern"),
    ("[resolve]\n\"common.json\" = \"schemas/common.json\"", "absolute URI"),
    ("[plausibility]\nenable = true", "did you mean `enabled`?"),
    ("[plausibility]\nenabled = \"yes\"", "expected `true` or `false`"),
    ("[plausibility]\nranges = { Height = [100] }", "two numbers"),
    ("[plausibility]\nranges = { Height = 100 }", "expected a range"),
    ("files = { path = \"a\" }", "two brackets"),
    ("[[files]]\nkind = \"draft\"", "`path` is missing"),
    ("[[files]]\npath = \"a\"\nkind = \"drafts\"", "did you mean `draft`?"),
    ("[[files]]\npath = \"a\"\npattern = 1.5", "expected a whole number"),
    ("[[files]]\npath = \"a\"\npatterns = 397", "did you mean `pattern`?"),
    ("[[suppress]]\npath = \"a\"\nrule = \"syntax\"", "`reason` is missing"),
    ("[[suppress]]\npath = \"a\"\nrule = \"syntax\"\nreason = \" \"", "says nothing"),
    ("[[suppress]]\npath = \"a\"\nreason = \"r\"", "`rule` is missing"),
    ("[[suppress]]\nrule = \"syntax\"\nreason = \"r\"", "`path` is missing"),
    ("[[suppress]]\npath = \"a\"\nrule = \"io-error\"\nreason = \"r\"", "cannot be suppressed"),
    ("[[suppress]]\npath = \"a\"\nrule = [\"syntax\", \"adoption\"]\nreason = \"r\"", "cannot be suppressed"),
    ("[[suppress]]\npath = \"a\"\nrule = \"syntax\"\nreason = \"r\"\npointer = \"options\"", "no JSON Pointer"),
    ("[[suppress]]\npath = \"a\"\nrule = \"syntax\"\nreason = \"r\"\npointer = \"/a~2\"", "no JSON Pointer"),
];

/// What the parser refuses and no schema can say.
const BEYOND_SCHEMA: &[(&str, &str)] = &[
    ("format = \"jsno\"", "did you mean `json`?"),
    ("include = \"a[\"", "no pattern of paths"),
    ("[plausibility]\nranges = { Height = [200, 100] }", "the smaller one first"),
    ("[[suppress]]\npath = []\nrule = \"syntax\"\nreason = \"r\"", "`path` is missing"),
];

#[test]
fn parser_and_schema_agree() {
    for text in VALID {
        let (by_schema, by_parser) = verdicts(text);
        assert_eq!((by_schema, by_parser), (true, Ok(())), "{text}");
    }
    for (text, expected) in INVALID {
        let (by_schema, by_parser) = verdicts(text);
        assert!(!by_schema, "the schema takes {text}");
        let error = by_parser.expect_err(text).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(error.contains(expected), "{text}: {error}");
    }
    for (text, expected) in BEYOND_SCHEMA {
        let (by_schema, by_parser) = verdicts(text);
        assert!(by_schema, "the schema has learnt to refuse {text}");
        let error = by_parser.expect_err(text).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(error.contains(expected), "{text}: {error}");
    }
}

/// Every configuration that the documentation shows.
#[test]
fn examples_of_the_documentation_are_valid() {
    let mut count = 0;
    for page in ["docs/config.md", "README.md"] {
        let text = std::fs::read_to_string(file(page)).expect("the page is there");
        for example in text.split("```toml\n").skip(1) {
            let example = example.split("```").next().expect("its end");
            let (by_schema, by_parser) = verdicts(example);
            assert_eq!((by_schema, by_parser), (true, Ok(())), "{page}: {example}");
            count += 1;
        }
    }
    assert!(count > 5, "only {count} examples");
}

#[test]
fn an_error_shows_its_place() {
    let text = "patterns = [\"patterns\"]\n\n[[suppress]]\npath = \"orders/legacy/**\"\nrule = \"mising-option\"\nreason = \"old\"\n";
    let error = Config::read(Source::new("toile.toml", text), PathBuf::from("/work")).unwrap_err();
    insta::assert_snapshot!(error.render(false), @r#"
      × no rule or group is called `mising-option`
       ╭─[toile.toml:5:8]
     5 │ rule = "mising-option"
       ·        ───────┬───────
       ·               ╰── did you mean `missing-option`?
       ╰────
      help: `toile rules` lists all
    "#);
}
