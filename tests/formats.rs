//! Formats against ajv.
//!
//! `tests/data/formats.json` holds texts with the verdict of ajv 6.15 in its default `fast` mode on node 20: chosen
//! by hand for the edges of each format, and mutated from those (characters dropped, doubled, replaced, inserted). Each
//! text was put to `new Ajv().compile({format})`; nothing else decided.

use serde::Deserialize;
use toile::schema::format::Format;

#[derive(Deserialize)]
struct Case {
    format: String,
    text: String,
    valid: bool,
}

#[test]
fn verdicts_are_those_of_ajv() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("data/formats.json")).expect("the table is JSON");
    assert!(cases.len() > 600);
    let wrong: Vec<String> = cases
        .iter()
        .filter(|case| Format::named(&case.format).map(|format| format.check(&case.text)) != Some(case.valid))
        .map(|case| format!("{} {:?} should be {}", case.format, case.text, case.valid))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    for format in Format::all() {
        for valid in [true, false] {
            assert!(
                cases.iter().any(|case| case.format == format.name() && case.valid == valid),
                "no text for {format:?} is {valid}"
            );
        }
    }
}

#[test]
fn names_are_those_of_ajv() {
    for format in Format::all() {
        assert_eq!(Format::named(format.name()), Some(format));
    }
    for unknown in ["", "Date", "idn-email", "iri", "duration", "constructor"] {
        assert_eq!(Format::named(unknown), None);
    }
}
