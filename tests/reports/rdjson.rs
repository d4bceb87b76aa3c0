//! Review comments of reviewdog. Its own schema lets unknown fields through; the one here does not.

use serde_json::{Value, json};
use toile::diagnostic::Applicability;
use toile::render::Format;
use toile::source::Source;

use super::{errors, fixed, json as read, text};

fn schema() -> Value {
    serde_json::from_str(include_str!("../data/rdjson.schema.json")).expect("a schema")
}

#[test]
fn comments_are_what_the_schema_says() {
    let mut one = schema();
    for report in [fixed::of(Vec::new()), fixed::report()] {
        let whole = read(Format::Rdjson, &report);
        assert_eq!(errors(&one, &whole), [""; 0]);
        let lines: Vec<Value> =
            text(Format::Rdjsonl, &report).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(lines, whole["diagnostics"].as_array().expect("comments").as_slice());
    }
    let mut misspelt = read(Format::Rdjson, &fixed::report());
    let places = misspelt["diagnostics"][0]["related_locations"].take();
    assert!(places.is_array());
    misspelt["diagnostics"][0]["relatedLocations"] = places;
    assert!(!errors(&schema(), &misspelt).is_empty());
    one["required"] = json!(["nothing"]);
    assert!(!errors(&one, &read(Format::Rdjson, &fixed::report())).is_empty());
}

/// The text of a file with a suggestion taken over, whose columns count bytes.
fn taken_over(source: &Source, suggestion: &Value) -> String {
    let offset = |place: &Value| {
        let number = |key: &str| usize::try_from(place[key].as_u64().expect("a number")).expect("small");
        source.line_range(number("line") - 1).start + number("column") - 1
    };
    let (start, end) = (offset(&suggestion["range"]["start"]), offset(&suggestion["range"]["end"]));
    let replacement = suggestion["text"].as_str().expect("a text");
    format!("{}{replacement}{}", &source.text()[..start], &source.text()[end..])
}

#[test]
fn a_suggestion_is_one_replacement_that_does_what_the_fix_does() {
    let report = fixed::report();
    let comments = read(Format::Rdjson, &report);
    let mut seen = Vec::new();
    for ((source, finding), comment) in report.findings().zip(comments["diagnostics"].as_array().expect("comments")) {
        let safe: Vec<_> = finding.fixes.iter().filter(|fix| fix.applicability == Applicability::Safe).collect();
        let suggestions = comment["suggestions"].as_array().cloned().unwrap_or_default();
        assert_eq!(suggestions.len(), safe.len(), "only safe fixes are suggested: {comment}");
        for (fix, suggestion) in safe.into_iter().zip(suggestions) {
            let mut expected = source.text().to_owned();
            for edit in fix.edits.iter().rev() {
                expected.replace_range(edit.span.clone(), &edit.replacement);
            }
            assert_eq!(taken_over(source, &suggestion), expected);
            seen.push(fix.title.as_str());
        }
    }
    for title in ["rename it to `gender`", "insert a comma"] {
        assert!(seen.contains(&title), "{seen:?}");
    }
    assert!(seen.contains(&"take the quotation marks away"), "two edits are one replacement: {seen:?}");
}

#[test]
fn unsafe_fixes_are_suggested_when_asked_for() {
    let mut report = fixed::report();
    report.project.least = Applicability::Unsafe;
    for format in [Format::Rdjson, Format::Rdjsonl] {
        assert!(text(format, &report).contains("\"text\":\"\""), "{}", format.name());
        assert!(!text(format, &fixed::report()).contains("\"text\":\"\""), "{}", format.name());
    }
}

#[test]
fn an_insertion_starts_where_it_ends() {
    let comments = read(Format::Rdjson, &fixed::report());
    let comments = comments["diagnostics"].as_array().expect("comments");
    let comma = comments.iter().find(|it| it["location"]["path"] == "syntax.json").expect("the missing comma");
    assert_eq!(comma["suggestions"][0]["text"], ",");
    assert_eq!(comma["suggestions"][0]["range"]["start"], comma["suggestions"][0]["range"]["end"]);
}
