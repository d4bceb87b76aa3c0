//! `fixtures/mistakes/`: each batch has one mistake, and gives exactly one finding, where the mistake is.

mod rules_support;

use rules_support::{check_text, env, fixture, lines};
use toile::diagnostic::{File, Severity};

/// A file, the rule, how bad it is, the text under the primary span, and those under the labels beside it, all without
/// their quotes.
type Row = (&'static str, &'static str, Severity, &'static str, &'static [&'static str]);

const TABLE: &[Row] = &[
    ("01-actions-root", "reference-syntax", Severity::Error, "#/actions/him/measurements", &["him"]),
    ("01-draft-as-nesting", "reference-slot", Severity::Error, "#/resources/trousers/id", &["trousers"]),
    ("01-export-as-draft", "reference-slot", Severity::Error, "#/resources/cut/id", &["cut"]),
    ("01-keys-beside", "reference-syntax", Severity::Warning, "mbHeight", &["#/resources/him/measurements"]),
    ("01-missing-hash", "reference-syntax", Severity::Error, "/resources/trousers/id", &["trousers"]),
    ("01-no-string", "reference-syntax", Severity::Error, "$ref", &[]),
    (
        "01-other-document",
        "reference-syntax",
        Severity::Error,
        "https://api.bespokify.com/v2/drafts/9310e8c3-4731-4063-bb0f-893ae96cf37e",
        &[],
    ),
    ("01-prediction-as-draft", "reference-slot", Severity::Error, "#/resources/him/id", &["him"]),
    ("01-single-measurement", "reference-syntax", Severity::Warning, "#/resources/him/measurements/mbHeight", &["him"]),
    ("01-unknown-action", "unknown-action", Severity::Error, "#/resources/hin/measurements", &["him"]),
    ("01-unknown-field", "unknown-resource", Severity::Error, "#/resources/him/measurement", &["him"]),
    ("01-whole-resource", "reference-slot", Severity::Error, "#/resources/trousers", &["trousers"]),
    ("01-wrong-root", "reference-syntax", Severity::Error, "#/resource/trousers/id", &["trousers"]),
    ("02-cycle", "reference-cycle", Severity::Error, "#/resources/c/id", &["#/resources/b/id", "#/resources/a/id"]),
    ("02-forward-reference", "forward-reference", Severity::Warning, "#/resources/trousers/id", &["trousers"]),
    ("02-self-reference", "reference-cycle", Severity::Error, "#/resources/a/id", &["a"]),
    ("02-unused-prediction", "unused-action", Severity::Info, "him", &[]),
    ("04-full-prediction", "full-prediction", Severity::Warning, "#/resources/him/measurements", &["him"]),
    ("04-group-left-out", "selected-measurements", Severity::Error, "selectedMeasurementIds", &[]),
    ("04-misspelt-selection", "selected-measurements", Severity::Error, "mbWaistGirht", &[]),
    ("04-two-of-a-group", "selected-measurements", Severity::Error, "mbCrotchHeight", &["mbInsideLegLength"]),
    ("05-gender-against-all-inputs", "measurement-gender", Severity::Error, "male", &["fbHeight"]),
    ("05-input-of-other-gender", "measurement-gender", Severity::Error, "fbWeight", &["male"]),
    ("05-pattern-of-other-gender", "batch-gender", Severity::Error, "#/resources/him/measurements", &["female"]),
    (
        "06-final-from-prediction",
        "batch-measurement-type",
        Severity::Error,
        "#/resources/him/measurements",
        &["final", "him"],
    ),
    ("18-config-as-scaling", "definition-slot", Severity::Error, "#/definitions/onePage", &["onePage", "singleFile"]),
    ("18-nesting-as-config", "definition-slot", Severity::Error, "#/definitions/wideRoll", &["wideRoll", "sheetWidth"]),
    ("18-unknown-definition", "unknown-definition", Severity::Error, "#/definitions/wideRol", &["wideRoll"]),
    ("18-unused-definition", "unused-definition", Severity::Info, "narrowRoll", &[]),
    ("20-action-given-twice", "duplicate-key", Severity::Error, "him", &["him"]),
    ("32-id-with-slash", "reference-syntax", Severity::Warning, "him/front", &[]),
    ("32-slash-not-escaped", "reference-syntax", Severity::Error, "#/resources/him/front/measurements", &["him/front"]),
    ("32-space-not-encoded", "reference-syntax", Severity::Warning, "#/resources/the man/measurements", &["the man"]),
];

#[test]
fn each_mistake_is_one_finding_in_its_place() {
    let env = env();
    let mut failures = Vec::new();
    for (name, rule, severity, primary, labels) in TABLE {
        let path = fixture(&format!("mistakes/{name}.json"));
        let text = std::fs::read_to_string(&path).expect("the fixture is there");
        let outcome = check_text("batch.json", text.as_str(), &env);
        let under = |span: &std::ops::Range<usize>| text[span.clone()].trim_matches('"');
        let [found] = outcome.diagnostics.as_slice() else {
            failures.push(format!("{name}:{}", lines(&outcome)));
            continue;
        };
        let beside = found.labels.iter().filter(|label| matches!(label.file, File::Checked));
        let beside: Vec<&str> = beside.map(|label| under(&label.span)).collect();
        let is = (found.rule, found.severity, under(&found.primary.span), beside.as_slice());
        if outcome.kind != Some("batch") || is != (*rule, *severity, *primary, *labels) {
            failures.push(format!("{name}: {is:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Without any pattern, what only patterns prove is a remark.
#[test]
fn what_patterns_do_not_prove_is_a_remark() {
    let env = rules_support::env_of(Vec::new());
    for (name, rule) in [
        ("04-full-prediction", "full-prediction"),
        ("05-input-of-other-gender", "measurement-gender"),
        ("06-final-from-prediction", "batch-measurement-type"),
    ] {
        let text = std::fs::read_to_string(fixture(&format!("mistakes/{name}.json"))).expect("the fixture is there");
        let outcome = check_text("batch.json", text, &env);
        let found: Vec<_> = outcome.diagnostics.iter().filter(|finding| finding.rule == rule).collect();
        assert_eq!(found.len(), 1, "{name}:{}", lines(&outcome));
        assert_eq!(found[0].severity, Severity::Info, "{name}");
    }
}
