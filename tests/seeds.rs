//! The JSON examples of the documentation: recognised, and judged as they deserve.

mod rules_support;

use rules_support::{check_text, env, env_of, fixture, lines};
use toile::diagnostic::Severity;

/// File, kind, and what is found besides remarks: rule at pointer. Findings about references between the actions of a batch
/// have their own tests, and are left out here.
const EXAMPLES: &[(&str, Option<&str>, &[&str])] = &[
    ("batches/seed-predict-body.json", Some("batch"), &[]),
    ("batches/seed-predict-scan.json", Some("batch"), &[]),
    (
        "batches/seed-draft.json",
        Some("batch"),
        &["missing-option@/actions/d1/body/options", "sub-option@/actions/d1/body/options"],
    ),
    ("batches/seed-export.json", Some("batch"), &[]),
    (
        "batches/seed-full.json",
        Some("batch"),
        &[
            "callback-url@/callbackUrl",
            "missing-option@/actions/d1/body/options",
            "sub-option@/actions/d1/body/options",
        ],
    ),
    (
        "batches/seed-get-reply.json",
        Some("batch"),
        &[
            "response-field@/id",
            "response-field@/createdAt",
            "response-field@/createdBy",
            "response-field@/status",
            "missing-option@/actions/d1/body/options",
            "sub-option@/actions/d1/body/options",
            "response-field@/resources",
        ],
    ),
    ("seeds/batch-create-reply.json", None, &[]),
    ("materials/seed-create.json", Some("material"), &[]),
    ("materials/seed-update.json", Some("material"), &["duplicate-key@/imageUrl"]),
    (
        "materials/seed-single-reply.json",
        Some("material"),
        &[
            "response-field@/id",
            "unknown-field@/partRotation",
            "response-field@/createdAt",
            "response-field@/createdBy",
            "response-field@/updatedAt",
            "response-field@/updatedBy",
            "response-field@/global",
        ],
    ),
    (
        "materials/seed-create-reply.json",
        Some("material"),
        &[
            "response-field@/id",
            "response-field@/createdAt",
            "response-field@/createdBy",
            "response-field@/updatedAt",
            "response-field@/updatedBy",
            "response-field@/global",
        ],
    ),
    ("seeds/pattern-list-reply.json", None, &[]),
    ("seeds/pattern-list-with-presets-reply.json", None, &[]),
    ("seeds/pattern-references-reply.json", None, &[]),
    ("seeds/pattern-information-reply.json", None, &[]),
    ("seeds/pattern-measurements.json", None, &[]),
    (
        "seeds/pattern-data.json",
        Some("pattern-data"),
        &["pattern-drift@/options/2/id", "pattern-drift@/measurements/final"],
    ),
    (
        "seeds/pattern-schema.json",
        Some("pattern-schema"),
        &[
            "open-schema@",
            "open-schema@/then/properties/measurements",
            "pattern-drift@/then/properties/measurements/allOf/0/oneOf",
            "dead-error-message@/then/properties/measurements/errorMessage/patternProperties",
            "open-schema@/properties/seams",
            "pattern-drift@/properties/seams/required/1",
            "dead-error-message@/properties/seams/errorMessage/patternProperties",
            "open-schema@/properties/seams/additionalProperties",
            "open-schema@/properties/options",
            "pattern-drift@/properties/options/properties/collar/enum",
            "pattern-drift@/properties/options/properties/pocket",
            "pattern-drift@/properties/options/properties/necklineAdj/type",
            "misleading-error-message@/properties/options/properties/necklineAdj/errorMessage/maximum",
            "misleading-error-message@/properties/options/properties/necklineAdj/errorMessage/minimum",
            "pattern-drift@/properties/options/properties/bodyLengthAdj",
            "pattern-drift@/properties/options/properties/pocket.leftBreast.style",
            "open-schema@/properties/bodyShapes",
        ],
    ),
];

/// Rules about what flows from one action of a batch to another.
const FLOW: [&str; 12] = [
    "unknown-action",
    "unknown-resource",
    "reference-slot",
    "reference-cycle",
    "reference-syntax",
    "forward-reference",
    "unknown-definition",
    "unused-definition",
    "definition-slot",
    "unused-action",
    "full-prediction",
    "batch-gender",
];

fn found(file: &str, env: &toile::env::Env) -> (Option<&'static str>, Vec<String>, String) {
    let text = std::fs::read_to_string(fixture(file)).expect("the fixture is there");
    let outcome = check_text(file, text, env);
    // The definition of the example's nesting is looked at through the action that uses it.
    let counts = |d: &&toile::diagnostic::Diagnostic| {
        d.severity > Severity::Info && !FLOW.contains(&d.rule) && !d.primary.pointer.starts_with("/definitions")
    };
    let findings = outcome.diagnostics.iter().filter(counts);
    let findings = findings.map(|d| format!("{}@{}", d.rule, d.primary.pointer)).collect();
    (outcome.kind, findings, lines(&outcome))
}

#[test]
fn examples_are_recognised_and_judged() {
    let env = env();
    let mut failures = Vec::new();
    for (file, kind, wanted) in EXAMPLES {
        let (found_kind, findings, all) = found(file, &env);
        if found_kind != *kind || findings != *wanted {
            failures.push(format!("{file}: {found_kind:?} {findings:?}{all}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_list_of_replies_is_a_list_of_materials() {
    let (kind, findings, all) = found("materials/seed-list-reply.json", &env());
    assert_eq!(kind, Some("material"));
    assert_eq!(findings.len(), 12, "six fields of each of two replies{all}");
    assert!(findings.iter().all(|finding| finding.starts_with("response-field@")), "{all}");
}

#[test]
fn what_an_update_repeats_is_shown_in_both_places() {
    let text = std::fs::read_to_string(fixture("materials/seed-update.json")).expect("the fixture is there");
    let outcome = check_text("materials/seed-update.json", text.as_str(), &env());
    let [finding] = outcome.diagnostics.as_slice() else { panic!("one finding{}", lines(&outcome)) };
    let [first] = finding.labels.as_slice() else { panic!("one other place") };
    assert_eq!(&text[finding.primary.span.clone()], "\"imageUrl\"");
    assert_eq!(&text[first.span.clone()], "\"imageUrl\"");
    assert!(first.span.start < finding.primary.span.start);
}

/// The pattern page's two requests hold no more than their measurements.
#[test]
fn the_measurements_of_the_pattern_page_are_held_against_its_data() {
    let env = env_of(vec![fixture("patterns/1")]);
    let whole = |file: &str| {
        let text = std::fs::read_to_string(fixture(file)).expect("the fixture is there");
        let mut request: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        request["patternId"] = 1.into();
        request["measurementType"] = "body".into();
        let outcome = check_text("request.json", request.to_string(), &env);
        let rules: Vec<&str> = outcome.diagnostics.iter().map(|diagnostic| diagnostic.rule).collect();
        (rules, lines(&outcome))
    };
    let (valid, all) = whole("seeds/request-valid.draft.json");
    assert_eq!(valid, ["measurement-group-missing"], "the schema alone asks for a height{all}");
    let (invalid, all) = whole("seeds/request-invalid.draft.json");
    assert_eq!(invalid, ["measurement-group-missing", "measurement-group-conflict"], "{all}");
}
