//! A draft with 100,000 faults of a kind takes time in proportion: anything quadratic would take minutes here.

mod rules_support;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use rules_support::{check_text, env};

const MANY: usize = 100_000;

/// Generous: a debug build on a busy machine needs a few seconds. Ten thousand million steps need far more.
const PATIENCE: Duration = Duration::from_secs(40);

/// Members `"<prefix>0": value, ...`
fn members(prefix: &str, value: &str) -> String {
    let mut text = String::new();
    for number in 0..MANY {
        let comma = if number == 0 { "" } else { ", " };
        let _ = write!(text, "{comma}\"{prefix}{number}\": {value}");
    }
    text
}

fn shirt(rest: &str) -> String {
    format!(
        r#"{{"patternId": 397, "measurementType": "body",
        "measurements": {{"mbHeight": 180, "mbCollarGirth": 39}}, {rest}}}"#
    )
}

fn waistcoat(rest: &str) -> String {
    format!(
        r#"{{"patternId": 620, "measurementType": "final",
        "measurements": {{"mfBustGirth": 108, "mfWaistGirth": 98, "mfBackLength": 61}}, {rest}}}"#
    )
}

/// Checks a text, which must give so many findings in time.
#[track_caller]
fn assert_quick(text: String, findings: usize) {
    let env = env();
    let started = Instant::now();
    let outcome = check_text("hostile.json", text, &env);
    let took = started.elapsed();
    assert_eq!(outcome.diagnostics.len(), findings);
    assert!(took < PATIENCE, "took {took:?}");
}

#[test]
fn unknown_options() {
    let options = r#""collar": "regular", "pocket": "none", "bodyLengthAdj": 0, "necklineAdj": 0"#;
    assert_quick(shirt(&format!(r#""options": {{{options}, {}}}"#, members("pockets", "1"))), MANY);
}

#[test]
fn unknown_options_of_data() {
    let options = r#""hem": "straight", "backStrap": "none", "chestEase": 8, "lengthAdj": 0, "front.x": 1"#;
    // One more for the parent that is missing, told at its first sub-option.
    assert_quick(waistcoat(&format!(r#""options": {{{options}, {}}}"#, members("front.", "1"))), MANY + 1);
}

#[test]
fn unknown_fields() {
    assert_quick(shirt(&members("seam", "{}")), MANY);
}

#[test]
fn unknown_seams() {
    assert_quick(waistcoat(&format!(r#""seams": {{{}}}"#, members("sidee", "1"))), MANY);
}

#[test]
fn wrong_measurements() {
    let wrong = members("mbHeight", "\"180\"");
    assert_quick(
        format!(
            r#"{{"patternId": 397, "measurementType": "body",
            "measurements": {{"mbHeight": 180, "mbCollarGirth": 39, {wrong}}}}}"#
        ),
        MANY,
    );
}

#[test]
fn unknown_measurements_among_unknown_fields() {
    let (measurements, fields) = (members("mfWaistGirt", "98"), members("x", "0"));
    assert_quick(
        format!(
            r#"{{"patternId": 620, {fields}, "measurementType": "final",
            "measurements": {{"mfBustGirth": 108, "mfWaistGirth": 98, "mfBackLength": 61, {measurements}}}}}"#
        ),
        2 * MANY,
    );
}

#[test]
fn unknown_selection() {
    let ids: Vec<String> = (0..MANY).map(|number| format!("\"mfBustGirth{number}\"")).collect();
    let given = members("mfBust", "1");
    let draft = format!(
        r#"{{"patternId": 620, "measurementType": "final", "selectedMeasurementIds": [{}],
        "measurements": {{"mfBustGirth": 108, "mfWaistGirth": 98, "mfBackLength": 61, {given}}}}}"#,
        ids.join(", ")
    );
    // Three required groups of which nothing is selected.
    assert_quick(draft, MANY + 3);
}

#[test]
fn repeated_keys() {
    let repeated = vec!["\"side\": 1"; MANY].join(", ");
    assert_quick(waistcoat(&format!(r#""seams": {{{repeated}}}"#)), MANY - 1);
}
