//! One request for each mistake that people make: it gives just that finding, at the place of the mistake.
//!
//! `fixtures/mistakes/NN-*.json`: the number is that of the kind of mistake, and the same mistake comes in several forms.
//! Mistakes in the flow of a batch have their own table.

mod rules_support;

use std::collections::BTreeSet;

use rules_support::{env, fixture, lines};
use toile::check::check;
use toile::diagnostic::Severity::{self, Error, Info, Warning};
use toile::source::Source;

/// File, rule, severity, text under the span.
#[rustfmt::skip]
const MISTAKES: &[(&str, &str, Severity, &str)] = &[
    ("03-none-of-a-group.json", "measurement-group-missing", Error, r#""measurements""#),
    ("03-two-of-a-group.json", "measurement-group-conflict", Error, r#""mbCrotchHeight""#),
    ("03-two-of-an-optional-group.json", "measurement-group-conflict", Error, r#""mbMidThighGirth""#),
    ("04-selected-but-not-given.json", "selected-measurements", Error, r#""mbThighGirth""#),
    ("05-prediction-of-the-other-gender.json", "measurement-gender", Error, r#""female""#),
    ("05-one-id-of-the-other-gender.json", "measurement-gender", Error, r#""fbWeight""#),
    ("05-measurement-of-the-other-gender.json", "measurement-gender", Error, r#""fbThighGirth""#),
    ("06-type-of-measurements.json", "measurement-type", Error, r#""mfInsideLegLength""#),
    ("07-options-as-list.json", "wrong-type", Error, "[]"),
    ("07-number-between-quotes.json", "wrong-type", Error, r#""180""#),
    ("07-pattern-id-between-quotes.json", "wrong-type", Error, r#""397""#),
    ("07-seams-null.json", "wrong-type", Error, "null"),
    ("08-height-in-metres.json", "measurement-unit", Info, "1.785"),
    ("08-height-in-inches-for-a-prediction.json", "measurement-unit", Info, "71"),
    ("08-negative.json", "measurement-value", Error, "-77.61"),
    ("08-zero-in-a-profile.json", "measurement-value", Error, "0"),
    ("09-wrong-case.json", "option-value", Error, r#""Regular""#),
    ("09-preset-spelling.json", "preset-spelling", Error, r#""waistband.wide""#),
    ("09-draft-spelling-in-a-preset.json", "preset-spelling", Info, r#""wide""#),
    ("09-number-between-quotes.json", "option-value", Error, r#""0""#),
    ("10-required.json", "sub-option", Error, r#""options""#),
    ("10-forbidden.json", "sub-option", Error, r#""pocket.leftBreast.style""#),
    ("10-nested.json", "sub-option", Error, "{\n      \"leftBreast\": {\n        \"style\": \"rounded\"\n      }\n    }"),
    ("11-misspelt-section.json", "unknown-field", Warning, r#""bodyShape""#),
    ("11-misspelt-key-of-a-nesting.json", "unknown-field", Warning, r#""sheetwidth""#),
    ("11-unknown-seam.json", "unknown-seam", Error, r#""cuff""#),
    ("11-unknown-option.json", "unknown-option", Error, r#""belt""#),
    ("11-config-key-at-the-root.json", "unknown-field", Warning, r#""singleFile""#),
    ("12-missing-option.json", "missing-option", Warning, r#""options""#),
    ("12-missing-option-without-fallbacks.json", "missing-option", Error, r#""options""#),
    ("13-partial-seams.json", "missing-seam", Error, r#""seams""#),
    ("14-above-the-range.json", "option-range", Error, "5.5"),
    ("14-off-step.json", "option-step", Error, "0.7"),
    ("15-number.json", "part-rotation", Error, "90"),
    ("15-null-between-quotes.json", "part-rotation", Error, r#""null""#),
    ("15-other-angle.json", "part-rotation", Error, r#""270""#),
    ("16-file-type-case.json", "export-file-type", Error, r#""DXF""#),
    ("16-driver-of-another-format.json", "export-driver", Error, r#""etCad""#),
    ("16-driver-without-format.json", "export-driver", Warning, r#""driver""#),
    ("16-pen-for-dxf.json", "export-config", Error, r#""pen""#),
    ("16-malformed-pen.json", "export-config", Error, r#""STITCH SP1 SEAM""#),
    ("16-format.json", "field-value", Error, r#""AAMA""#),
    ("17-sheet-of-300-m.json", "nesting-value", Warning, "30000"),
    ("17-edge-margins-fill-the-sheet.json", "nesting-value", Warning, "70"),
    ("17-part-margin.json", "nesting-value", Warning, "160"),
    ("17-negative.json", "nesting-value", Warning, "-140"),
    ("17-rotation.json", "nesting-value", Warning, "-405"),
    ("19-between-the-steps.json", "body-shape", Error, r#""20Deg""#),
    ("19-number.json", "body-shape", Error, "17"),
    ("19-unknown.json", "body-shape", Error, r#""belly""#),
    ("20-duplicate-key.json", "duplicate-key", Error, r#""imageUrl""#),
    ("21-material-with-its-id.json", "response-field", Error, r#""id""#),
    ("21-export-with-its-status.json", "response-field", Error, r#""status""#),
    ("22-callback-of-the-documentation.json", "callback-url", Warning, r#""https://bespokify.com/callbackUrl""#),
    ("22-private-host.json", "callback-url", Warning, r#""https://10.0.0.7/done""#),
    ("22-relative.json", "callback-url", Warning, r#""/done""#),
    ("23-measurements-for-a-scan.json", "missing-field", Error, r#""body""#),
    ("23-gender-beside-the-content.json", "unknown-field", Warning, r#""gender""#),
    ("24-revision-of-no-profile.json", "profile-revision", Info, r#""measurementProfileRevId""#),
    ("25-unknown-material.json", "unknown-field", Info, r#""shell""#),
    ("25-two-nestings.json", "nesting-value", Info, r#""nesting""#),
    ("26-unknown-garment-measurement.json", "unknown-measurement", Warning, r#""sleeve""#),
    ("26-input-as-target.json", "unknown-measurement", Info, r#""mbWaistGirth""#),
    ("27-no-objects.json", "field-value", Warning, r#""objects""#),
    ("28-nothing-to-split.json", "export-config", Info, "false"),
    ("29-floating-reference.json", "field-value", Info, r#""master""#),
    ("30-number-as-reference.json", "wrong-type", Error, "397"),
    ("30-number-between-quotes-as-reference.json", "field-value", Info, r#""397""#),
    ("30-hash-as-pattern.json", "wrong-type", Error, r#""92974b5991c71f3630ef67bfbd5570088ff3a8d0""#),
    ("31-scan-source.json", "field-value", Info, r#""scanSource""#),
    ("31-group-of-a-preset.json", "field-value", Info, r#""measurementId""#),
    ("31-lorem-ipsum.json", "field-value", Info, r#""Lorem ipsum dolor sit amet""#),
    ("31-id-of-the-documentation.json", "field-value", Info, r#""9310e8c3-4731-4063-bb0f-893ae96cf37e""#),
    ("33-draft-id.json", "field-value", Error, r#""draft-17""#),
    ("33-profile-id.json", "field-value", Warning, r#""profile-17""#),
    ("35-material-without-scaling.json", "missing-field", Warning, "{"),
    ("35-material-with-scaling-alone.json", "missing-field", Info, "{"),
    ("35-option-without-gender.json", "missing-field", Warning, "{"),
    ("35-measurement-without-gender.json", "missing-field", Info, "{"),
];

#[test]
fn each_mistake_gives_just_its_finding() {
    let env = env();
    let mut failures = Vec::new();
    for &(file, rule, severity, text) in MISTAKES {
        let content = std::fs::read_to_string(fixture("mistakes").join(file)).expect("the fixture is there");
        let source = Source::new(file, content);
        let outcome = check(&source, &env);
        let found: Vec<_> = outcome
            .diagnostics
            .iter()
            .map(|diagnostic| (diagnostic.rule, diagnostic.severity, source.slice(&diagnostic.primary.span)))
            .collect();
        if found != [(rule, severity, text)] {
            failures.push(format!("{file} ({:?}): {found:?}{}", outcome.kind, lines(&outcome)));
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

/// A file that no table lists proves nothing.
#[test]
fn every_file_is_listed() {
    let listed: BTreeSet<String> = MISTAKES.iter().map(|(file, ..)| (*file).to_owned()).collect();
    assert_eq!(listed.len(), MISTAKES.len(), "a file is listed twice");
    let other = std::fs::read_to_string(fixture("../tests/mistakes_batch.rs")).unwrap_or_default();
    for entry in std::fs::read_dir(fixture("mistakes")).expect("the folder is there") {
        let name = entry.expect("readable").file_name().to_string_lossy().into_owned();
        let stem = name.trim_end_matches(".json");
        assert!(listed.contains(&name) || other.contains(&format!("\"{stem}\"")), "{name} is in no table");
    }
}
