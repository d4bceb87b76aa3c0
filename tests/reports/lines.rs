//! Formats of lines: what editors and `jq` read.

use regex::Regex;
use serde_json::Value;
use toile::render::Format;
use toile::report::{FileReport, Report, Tally};

use super::{PLAIN, errors, fixed, json, text};

/// What editors and problem matchers look for.
const LINE: &str = r"^(.+?):(\d+):(\d+): (error|warning|info|note): (.+) \[([a-z0-9-]+)\]$";

#[test]
fn every_line_is_a_place_for_editors() {
    let report = fixed::report();
    let line = Regex::new(LINE).expect("a pattern");
    let written = text(Format::Unix, &report);
    let captures: Vec<_> =
        written.lines().map(|text| line.captures(text).unwrap_or_else(|| panic!("no place: {text}"))).collect();
    let findings: Vec<_> = captures.iter().filter(|captures| &captures[4] != "note").collect();
    assert_eq!(findings.len(), report.findings().count());
    for ((source, finding), captures) in report.findings().zip(findings) {
        let at = source.position(finding.primary.span.start);
        assert_eq!((&captures[2], &captures[3]), (at.line.to_string().as_str(), at.column.to_string().as_str()));
        assert_eq!((&captures[4], &captures[6]), (finding.severity.name(), finding.rule));
        if source.name().contains(":12:") {
            // The space behind the colon is written so that the name does not read as a place.
            assert_eq!(&captures[1], source.name().replace(": ", ":\\u{20}"));
        }
    }
    // Notes follow what they belong to, under the same rule.
    for pair in captures.windows(2).filter(|pair| &pair[1][4] == "note") {
        assert_eq!(pair[0][6], pair[1][6]);
    }
}

#[test]
fn a_name_that_reads_like_a_place_is_still_one_name() {
    let line = Regex::new(LINE).expect("a pattern");
    for (name, shown) in [
        ("a:12:b.json", "a:12:b.json"),
        ("a:12:5", "a:12:5"),
        ("a:12:5: error: b.json", "a:12:5:\\u{20}error:\\u{20}b.json"),
        ("12:5", "12:5"),
    ] {
        let written = text(Format::Unix, &fixed::of(vec![fixed::one(name, "{\"x\": 1}", "\"x\"")]));
        let captures = line.captures(written.trim_end()).expect("a place");
        assert_eq!((&captures[1], &captures[2], &captures[3]), (shown, "1", "2"), "{written}");
    }
}

#[test]
fn ranges_are_those_of_the_other_form_with_their_ends() {
    let report = fixed::report();
    let ranges = Regex::new(r"(:\d+:\d+)-\d+:\d+(: (?:error|warning|info|note): )").expect("a pattern");
    let written = text(Format::UnixRange, &report);
    assert_eq!(ranges.replace_all(&written, "$1$2"), text(Format::Unix, &report));
}

#[test]
fn records_are_the_entries_of_the_report_and_the_last_one_counts() {
    let schema: Value = serde_json::from_str(include_str!("../../schemas/report.schema.json")).expect("a schema");
    let mut line = schema.clone();
    // In draft-07, what stands beside a `$ref` does not count.
    line["$ref"] = "#/definitions/line".into();
    let report = fixed::report();
    let whole = json(Format::Json, &report);
    assert_eq!(errors(&schema, &whole), [""; 0]);
    let written = text(Format::Jsonl, &report);
    let records: Vec<Value> = written.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    for record in &records {
        assert_eq!(errors(&line, record), [""; 0], "{record}");
    }
    let (end, findings) = records.split_last().expect("a last record");
    assert_eq!(findings, whole["diagnostics"].as_array().expect("findings").as_slice());
    for key in ["version", "tool", "summary"] {
        assert_eq!(end[key], whole[key]);
    }
    assert!(!errors(&line, &serde_json::json!({"rule": "syntax"})).is_empty());
}

#[test]
fn a_report_that_comes_in_file_by_file_is_the_same() {
    let report = fixed::report();
    let mut count = 0;
    for format in Format::ALL {
        let Some(mut lines) = format.lines(PLAIN, &report.project) else { continue };
        count += 1;
        let mut out = Vec::new();
        for file in &report.files {
            // A file may come in parts, as a long stream of records does.
            for finding in &file.diagnostics {
                let source = toile::source::Source::new(file.source.name(), file.source.text());
                let part = FileReport {
                    source,
                    patterns: Vec::new(),
                    diagnostics: vec![finding.clone()],
                    told: Tally::default(),
                    ..*file
                };
                lines.file(&part, &mut out).expect("memory can be written to");
            }
        }
        lines.end(&report.summary(), &mut out).expect("memory can be written to");
        assert_eq!(String::from_utf8(out).expect("UTF-8"), text(format, &report), "{}", format.name());
    }
    assert_eq!(count, 5);
}

#[test]
fn equal_findings_of_a_stream_are_told_apart() {
    let file = || fixed::one("a.json", "{\"x\": 1}", "\"x\"");
    let report = Report { files: vec![file(), file()], ..Report::default() };
    let written = text(Format::Jsonl, &report);
    let prints: Vec<Value> = written.lines().take(2).map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_ne!(prints[0]["fingerprint"], prints[1]["fingerprint"]);
}
