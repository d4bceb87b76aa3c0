//! Every format over fixed reports. The pictures in `snapshots/` are read, not just accepted; where carets must lie
//! under the right text, a test says so by itself.

use std::sync::Arc;

use toile::diagnostic::{Applicability, Demand, Diagnostic, Edit, File, Fix, Label, Server, Severity};
use toile::render::{Format, Log, Style, render};
use toile::report::{FileReport, Report, Tally};
use toile::source::Source;

const PLAIN: Style = Style { color: false, log: Log::Plain };

fn text(format: Format, report: &Report, style: Style) -> String {
    let mut out = Vec::new();
    render(format, report, style, &mut out).expect("memory can be written to");
    String::from_utf8(out).expect("reports are UTF-8")
}

fn file(source: Source, kind: Option<&'static str>, diagnostics: Vec<Diagnostic>) -> FileReport {
    let documents = usize::from(kind.is_some());
    FileReport { source, kind, documents, patterns: vec![397], diagnostics, told: Tally::default() }
}

/// A label on the first occurrence of a text.
fn label(file: File, source: &Source, pointer: &str, part: &str, message: &str) -> Label {
    let at = source.text().find(part).expect("the label is in the text");
    Label { file, record: None, pointer: pointer.to_owned(), span: at..at + part.len(), message: message.to_owned() }
}

/// Two labels in the request, one in the schema, everything that can stand below.
fn conflict() -> FileReport {
    let source = Source::new(
        "drafts/order-17.json",
        "{\n  \"patternId\": 397,\n  \"measurements\": {\n    \"mbMidNeckGirth\": 38.5,\n    \"mbChestGirth\": 101,\n    \
         \"mbCollarGirth\": 40\n  }\n}\n",
    );
    let schema = Arc::new(Source::new(
        "patterns/397/schema.json",
        "{\n  \"then\": {\n    \"properties\": {\n      \"measurements\": { \"allOf\": [{}, {\n        \"oneOf\": [{}, {}]\n}] } } } }",
    ));
    let primary = label(File::Checked, &source, "/measurements/mbCollarGirth", "\"mbCollarGirth\"", "second one");
    let mut conflict = Diagnostic::new(
        "measurement-group-conflict",
        Severity::Error,
        "group `neck` takes exactly one measurement, but two are given: `mbMidNeckGirth` and `mbCollarGirth`",
        primary,
    );
    conflict.server = Server::Rejects;
    conflict.server_messages =
        vec!["measurements section: Required one of these properties: mbMidNeckGirth, mbCollarGirth".to_owned()];
    conflict.help = vec!["keep the one you measured and remove the other".to_owned()];
    conflict.notes = vec!["the condition at `/if` holds because `gender` is \"m\"".to_owned()];
    conflict.labels = vec![label(
        File::Checked,
        &source,
        "/measurements/mbMidNeckGirth",
        "\"mbMidNeckGirth\"",
        "first measurement of group `neck`",
    )];
    let demand = label(File::Loaded(schema.clone()), &schema, "", "\"oneOf\"", "");
    conflict.demand = Some(Demand {
        source: schema,
        pointer: "/then/properties/measurements/allOf/1/oneOf".to_owned(),
        span: demand.span,
    });
    let end = conflict.primary.span.end + 4;
    conflict.fixes = vec![Fix {
        title: "remove `mbCollarGirth`".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![Edit { span: end - 25..end, replacement: String::new() }],
    }];
    let chest = label(File::Checked, &source, "/measurements/mbChestGirth", "101", "");
    let mut unit = Diagnostic::new("measurement-unit", Severity::Info, "`mbChestGirth` looks like centimetres", chest);
    unit.server = Server::Accepts;
    file(source, Some("draft"), vec![unit, conflict])
}

fn syntax() -> FileReport {
    let source = Source::new("drafts/broken.json", "{\n  \"patternId\": 397\n  \"gender\": \"f\"\n}\n");
    let at = source.text().find("397").expect("a number") + 3;
    let mut primary = label(File::Checked, &source, "", "{", "expected here");
    primary.span = at..at;
    let mut comma = Diagnostic::new("syntax", Severity::Error, "a comma is missing between two members", primary);
    comma.fixes = vec![Fix {
        title: "insert a comma".to_owned(),
        applicability: Applicability::Safe,
        edits: vec![Edit { span: at..at, replacement: ",".to_owned() }],
    }];
    file(source, None, vec![comma])
}

fn unreadable() -> FileReport {
    let source = Source::new("drafts/gone.json", "");
    let primary =
        Label { file: File::Checked, record: None, pointer: String::new(), span: 0..0, message: String::new() };
    let gone = Diagnostic::new("io-error", Severity::Error, "cannot be read: No such file or directory", primary);
    file(source, None, vec![gone])
}

/// Everything that could disturb a terminal or a log: in the name, the message, the labels and the line.
fn hostile() -> FileReport {
    let source = Source::new(
        "drafts/\u{1b}[31mred\u{202e}.json",
        "{\r\n\t\"\u{1b}]0;owned\u{7}\": \"😀e\u{301}\u{202e}\", \"mb\u{200b}Neck\": \"x\" ##[group]\r\n}",
    );
    let primary = label(File::Checked, &source, "/mb\u{200b}Neck", "\"mb\u{200b}Neck\"", "::error::\u{1b}[2Jlabel");
    let mut bad =
        Diagnostic::new("unknown-field", Severity::Warning, "::set-env name=\u{9b}31m::\nunknown ##vso[x]", primary);
    bad.labels = vec![label(File::Checked, &source, "", "\u{1b}]0;owned\u{7}", "a title\r\n::debug::")];
    bad.server = Server::Rejects;
    bad.server_messages = vec!["a\nb\u{1b}".to_owned()];
    bad.help = vec!["::stop-commands::x".to_owned()];
    file(source, Some("draft"), vec![bad])
}

/// One line of more than 1 MB: two findings, one of them with labels at both ends.
fn one_line() -> FileReport {
    let filler = |name: char| format!("\"{}\":1,", name.to_string().repeat(90)).repeat(5_700);
    let source =
        Source::new("batch.json", format!("{{{}\"mbNeck\":38.5,{}\"mbCollar\":40}}", filler('a'), filler('ü')));
    assert!(source.text().len() > 1_000_000);
    let neck = |message| label(File::Checked, &source, "/mbNeck", "\"mbNeck\"", message);
    let collar = label(File::Checked, &source, "/mbCollar", "\"mbCollar\"", "second");
    let single = Diagnostic::new("unknown-measurement", Severity::Error, "`mbNeck` is not known", neck("here"));
    let mut double = Diagnostic::new("measurement-group-conflict", Severity::Error, "two of group `neck`", collar);
    double.labels = vec![neck("first")];
    file(source, Some("batch"), vec![single, double])
}

fn report(files: Vec<FileReport>) -> Report {
    Report { files, ..Report::default() }
}

fn all() -> Report {
    report(vec![conflict(), syntax(), unreadable(), hostile(), one_line()])
}

#[test]
fn a_clean_report_says_nothing_to_people() {
    let clean = report(vec![file(Source::new("a.json", ""), Some("draft"), Vec::new())]);
    assert_eq!(text(Format::Full, &clean, PLAIN), "");
    assert_eq!(text(Format::Concise, &clean, PLAIN), "");
}

#[test]
fn full_findings() {
    insta::assert_snapshot!(text(Format::Full, &report(vec![conflict()]), PLAIN));
}

#[test]
fn full_syntax_error_and_unreadable_file() {
    insta::assert_snapshot!(text(Format::Full, &report(vec![syntax(), unreadable()]), PLAIN));
}

#[test]
fn full_hostile_text() {
    insta::assert_snapshot!(text(Format::Full, &report(vec![hostile()]), PLAIN));
}

#[test]
fn full_hostile_text_in_ci() {
    let style = Style { color: false, log: Log::Commands };
    let drawn = text(Format::Full, &report(vec![hostile()]), style);
    insta::assert_snapshot!(drawn);
    assert!(!drawn.contains("##"));
    assert!(drawn.lines().all(|line| !line.trim_start().starts_with("::")));
}

#[test]
fn full_one_line_of_a_megabyte() {
    insta::assert_snapshot!(text(Format::Full, &report(vec![one_line()]), PLAIN));
}

#[test]
fn full_in_colour() {
    let style = Style { color: true, log: Log::Plain };
    let drawn = text(Format::Full, &report(vec![syntax()]), style);
    insta::assert_snapshot!(drawn.replace('\u{1b}', "<ESC>"));
}

#[test]
fn concise() {
    insta::assert_snapshot!(text(Format::Concise, &all(), PLAIN));
}

#[test]
fn no_control_character_reaches_people() {
    for format in [Format::Full, Format::Concise] {
        let drawn = text(format, &all(), PLAIN);
        let bad =
            |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!drawn.contains(bad), "{drawn}");
    }
}

/// The text above the carets of the first labelled line, by columns on the terminal.
fn above_carets(drawn: &str) -> String {
    // Only characters of width one, two (emoji) and none (combining) occur in these tests.
    let cells = |line: &str| -> Vec<String> {
        let mut cells: Vec<String> = Vec::new();
        for c in line.chars() {
            match c {
                '\u{301}' => cells.last_mut().expect("a character to combine with").push(c),
                '😀' => cells.extend([c.to_string(), String::new()]),
                c => cells.push(c.to_string()),
            }
        }
        cells
    };
    let lines: Vec<&str> = drawn.lines().collect();
    let carets = lines.iter().position(|line| line.contains('^')).expect("carets");
    let above = cells(lines[carets - 1]);
    let marks = cells(lines[carets]);
    above.iter().zip(&marks).filter(|(_, mark)| *mark == "^").map(|(cell, _)| cell.as_str()).collect()
}

#[test]
fn carets_lie_under_their_text() {
    let cases = [
        ("plain", "{\"k\": 1}", "\"k\"", "\"k\""),
        ("emoji before", "{\"😀😀\": \"k\"}", "\"k\"", "\"k\""),
        ("emoji inside", "[\"é😀\"]", "\"é😀\"", "\"é😀\""),
        ("tab before", "\t\t{\t\"k\": 1}", "\"k\"", "\"k\""),
        ("escape before", "{\"\u{1b}[31m\": \"k\"}", "\"k\"", "\"k\""),
        ("escape inside", "{\"a\u{1b}b\": 1}", "\"a\u{1b}b\"", "\"a\\u{1b}b\""),
        ("bidi before", "{\"\u{202e}\u{2066}\": \"k\"}", "\"k\"", "\"k\""),
        ("combining before", "{\"e\u{301}o\u{301}\": \"k\"}", "\"k\"", "\"k\""),
        ("combining inside", "{\"e\u{301}k\": 1}", "\"e\u{301}k\"", "\"e\u{301}k\""),
        ("CRLF", "{\r\n  \"k\": 1\r\n}", "\"k\"", "\"k\""),
        ("byte-order mark before", "\u{feff}{\"k\": 1}", "\"k\"", "\"k\""),
    ];
    for (name, json, part, expected) in cases {
        let source = Source::new("a.json", json);
        let primary = label(File::Checked, &source, "", part, "");
        let report = report(vec![file(source, None, vec![Diagnostic::new("syntax", Severity::Error, "x", primary)])]);
        let drawn = text(Format::Full, &report, PLAIN);
        assert_eq!(above_carets(&drawn), expected, "{name}:\n{drawn}");
    }
}

#[test]
fn every_span_of_a_hostile_text_is_drawn_by_every_format() {
    let json = "{\r\n\t\"😀\u{301}\u{1b}\": [\r\n\r1 ]\n}\n";
    for start in 0..=json.len() {
        for end in start..=json.len() + 1 {
            let source = Source::new("a.json", json);
            let mut primary = label(File::Checked, &source, "", "{", "here");
            let mut other = primary.clone();
            primary.span = start..end;
            other.span = end..end;
            let mut finding = Diagnostic::new("syntax", Severity::Error, "x", primary);
            finding.labels.push(other);
            let report = report(vec![file(source, None, vec![finding])]);
            for format in Format::ALL {
                assert!(!text(format, &report, PLAIN).is_empty());
            }
        }
    }
}

#[test]
fn many_labels_are_drawn_in_part() {
    let source = Source::new("a.json", "[1, 2, 3]");
    let mut many = Diagnostic::new("duplicate-key", Severity::Info, "x", label(File::Checked, &source, "", "1", ""));
    many.labels = vec![label(File::Checked, &source, "", "2", "also"); 1000];
    let drawn = text(Format::Full, &report(vec![file(source, None, vec![many])]), PLAIN);
    assert!(drawn.starts_with("info[duplicate-key]: x\n") && drawn.contains("= and 988 more places"), "{drawn}");
    assert!(drawn.lines().count() < 24, "{drawn}");
}

#[test]
fn json_reports_are_what_the_schema_says() {
    let schema = serde_json::from_str(include_str!("../schemas/report.schema.json")).unwrap();
    let validator = jsonschema::draft7::options().build(&schema).unwrap();
    let empty = report(Vec::new());
    let clean = report(vec![file(Source::new("a.json", ""), None, Vec::new())]);
    for report in [empty, clean, all()] {
        let written = text(Format::Json, &report, PLAIN);
        let value: serde_json::Value = serde_json::from_str(&written).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn json_findings() {
    let written = text(Format::Json, &report(vec![conflict(), syntax(), unreadable()]), PLAIN);
    let value: serde_json::Value = serde_json::from_str(&written).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
}

#[test]
fn json_places_are_those_of_the_text() {
    let report = report(vec![hostile(), one_line()]);
    let value: serde_json::Value = serde_json::from_str(&text(Format::Json, &report, PLAIN)).unwrap();
    for ((source, finding), written) in report.findings().zip(value["diagnostics"].as_array().unwrap()) {
        let start = &written["span"]["start"];
        assert_eq!(start["offset"], finding.primary.span.start);
        let line_start = source.text()[..finding.primary.span.start].rfind('\n').map_or(0, |at| at + 1);
        let column = source.text()[line_start..finding.primary.span.start].chars().count() + 1;
        assert_eq!(start["column"], column);
        assert_eq!(written["message"], finding.message);
    }
    let prints: Vec<_> = value["diagnostics"].as_array().unwrap().iter().map(|d| d["fingerprint"].clone()).collect();
    assert!(prints.iter().enumerate().all(|(at, print)| !prints[..at].contains(print)));
}

#[test]
fn statistics_count_by_rule() {
    let mut out = Vec::new();
    toile::render::statistics::write(&all(), &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap());
}

#[test]
fn the_summary_counts_what_can_be_fixed() {
    let summary = all().summary();
    assert_eq!((summary.files, summary.errors, summary.warnings, summary.infos), (5, 5, 1, 1));
    assert_eq!(summary.fixable, 2);
}
