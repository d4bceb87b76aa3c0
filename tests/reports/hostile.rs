//! What is hard on every format: names, texts, places. Each is written, and can be read back.

use toile::diagnostic::{Diagnostic, File, Severity};
use toile::project::Project;
use toile::render::Format;
use toile::report::{FileReport, Report};
use toile::source::Source;

use super::{fixed, text};

/// A format's report taken apart: for JSON and JSON Lines parsed, so that a broken document fails.
fn read(format: Format, written: &str) {
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    match format {
        Format::Json | Format::Sarif | Format::Gitlab | Format::Rdjson => {
            json(written);
        }
        Format::Jsonl | Format::Rdjsonl => written.lines().for_each(|line| {
            json(line);
        }),
        Format::Junit => {
            assert!(written.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"), "{written}");
            assert!(written.ends_with("</testsuites>\n") || written.ends_with("<testsuites/>\n"), "{written}");
        }
        _ => {}
    }
    assert!(written.is_empty() || written.ends_with('\n'), "{}: no line break at the end", format.name());
    assert!(!written.starts_with('\u{feff}'), "{}: a byte-order mark", format.name());
    // A page keeps the tabs of source lines: there they are no more than room.
    let is_bad = |c: char| c.is_control() && c != '\n' && !(format == Format::Html && c == '\t');
    assert!(!written.contains(is_bad), "{}: a control character in {written:?}", format.name());
}

fn all(report: &Report) {
    for format in Format::ALL {
        let written = text(format, report);
        read(format, &written);
        assert_eq!(written, text(format, report), "{}: two runs differ", format.name());
    }
}

#[test]
fn an_empty_run_is_one_complete_document() {
    let empty = fixed::of(Vec::new());
    all(&empty);
    let written = |format| text(format, &empty);
    assert_eq!(written(Format::Gitlab), "[]\n");
    assert_eq!(written(Format::Junit), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites/>\n");
    assert_eq!(written(Format::Rdjson), "{\"source\":{\"name\":\"toile\"},\"severity\":\"INFO\",\"diagnostics\":[]}\n");
    assert_eq!(written(Format::Jsonl).lines().count(), 1);
    for format in [Format::Full, Format::Concise, Format::Github, Format::Unix, Format::UnixRange, Format::Rdjsonl] {
        assert_eq!(written(format), "", "{}", format.name());
    }
}

#[test]
fn everything_at_once_and_one_by_one() {
    let report = fixed::report();
    all(&report);
    for file in report.files {
        all(&Report { files: vec![file], project: report.project.clone(), ..Report::default() });
    }
}

#[test]
fn a_name_is_the_same_file_in_every_format() {
    let name = "größe a,b:c #1 100%.json";
    let report = fixed::of(vec![fixed::one(name, "{\"x\": 1}", "\"x\"")]);
    for format in Format::ALL {
        let written = text(format, &report);
        let expected = match format {
            Format::Sarif => "\"uri\":\"gr%C3%B6%C3%9Fe%20a,b%3Ac%20%231%20100%25.json\"",
            Format::Github => "::error file=größe a%2Cb%3Ac #1 100%25.json,line=1,",
            Format::Markdown => "größe a,b&#58;c &#35;1 100&#37;&#46;json&#58;1&#58;2",
            _ => name,
        };
        assert!(written.contains(expected), "{}: {written}", format.name());
    }
}

#[test]
fn a_place_is_at_the_same_letter_in_every_format() {
    // Behind what takes one column here and two there: a byte-order mark, a tab, letters of several bytes, lines that end
    // in three ways.
    let cases = [
        ("{\"x\": 1}", (1, 2, 2, 2)),
        ("\u{feff}{\"x\": 1}", (1, 3, 3, 5)),
        ("{\"é€😀\": 0, \"x\": 1}", (1, 12, 13, 18)),
        ("{\t\"x\": 1}", (1, 3, 3, 3)),
        ("{\r\n\"x\": 1}", (2, 1, 1, 1)),
        ("{\r\"x\": 1}", (2, 1, 1, 1)),
        ("{\n\r\n\r  \"x\": 1}", (4, 3, 3, 3)),
    ];
    for (json, (line, points, units, bytes)) in cases {
        let report = fixed::of(vec![fixed::one("a.json", json, "\"x\"")]);
        all(&report);
        for format in [Format::Concise, Format::Unix, Format::UnixRange, Format::Github, Format::Junit, Format::Full] {
            let written = text(format, &report);
            assert!(written.contains(&format!("a.json:{line}:{points}")), "{}: {written}", format.name());
        }
        let range = text(Format::UnixRange, &report);
        assert!(range.starts_with(&format!("a.json:{line}:{points}-{line}:{}: error: ", points + 3)), "{range}");
        let region = &super::json(Format::Sarif, &report)["runs"][0]["results"][0]["locations"][0];
        let region = &region["physicalLocation"]["region"];
        assert_eq!(region["startLine"], line);
        assert_eq!(region["startColumn"], units);
        assert_eq!((&region["endLine"], &region["endColumn"]), (&line.into(), &(units + 3).into()));
        let range = &super::json(Format::Rdjson, &report)["diagnostics"][0]["location"]["range"];
        assert_eq!((&range["start"]["line"], &range["start"]["column"]), (&line.into(), &bytes.into()));
        assert_eq!(range["end"]["column"], bytes + 3);
        assert_eq!(super::json(Format::Gitlab, &report)[0]["location"]["lines"]["begin"], line);
    }
}

/// A file with a finding from one offset to another.
fn at(json: &str, start: usize, end: usize) -> FileReport {
    let mut file = fixed::one("a.json", json, "{");
    file.diagnostics[0].primary.span = start..end;
    let mut other = file.diagnostics[0].primary.clone();
    other.span = end..end;
    file.diagnostics[0].labels.push(other);
    file
}

#[test]
fn every_span_of_a_hostile_text_is_written() {
    let json = "{\r\n\t\"😀\u{301}\u{1b}\": [\r\n\r1 ]\n}\n";
    for start in 0..=json.len() {
        for end in start..=json.len() + 1 {
            let report = fixed::of(vec![at(json, start, end)]);
            for format in Format::ALL {
                read(format, &text(format, &report));
            }
            let region = &super::json(Format::Sarif, &report)["runs"][0]["results"][0]["locations"][0];
            for number in region["physicalLocation"]["region"].as_object().expect("a region").values() {
                assert!(number.as_u64().is_some_and(|number| number >= 1), "{start}..{end}: {region}");
            }
        }
    }
}

#[test]
fn a_line_of_a_megabyte_is_no_burden() {
    let filler = |name: char| format!("\"{}\":1,", name.to_string().repeat(90)).repeat(5_700);
    let json = format!("{{{}\"mbNeck\":38.5,{}\"x\":40}}", filler('a'), filler('ü'));
    let source = Source::new("batch.json", json);
    let of = |part: &str| fixed::label(File::Checked, &source, "/x", part, "");
    let mut finding = Diagnostic::new("unknown-field", Severity::Error, "x", of("\"x\""));
    finding.labels.push(of("\"mbNeck\""));
    let findings = vec![finding; 50];
    let report = fixed::of(vec![fixed::file(source, Some("batch"), findings)]);
    for format in Format::ALL {
        let written = text(format, &report);
        read(format, &written);
        assert!(written.len() < 250_000, "{}: {} bytes", format.name(), written.len());
    }
}

#[test]
fn nothing_invisible_reaches_a_reader() {
    let bidi = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}');
    for format in Format::ALL {
        let written = text(format, &fixed::report());
        assert!(!written.contains(bidi), "{}: {written}", format.name());
    }
}

#[test]
fn paths_count_from_the_top_of_the_project_where_a_system_reads_them() {
    let mut report = fixed::of(vec![fixed::one("a.json", "{\"x\": 1}", "\"x\"")]);
    report.project = Project { cwd: "/repo/orders".into(), root: Some("/repo".into()), ..Project::default() };
    for format in [Format::Sarif, Format::Github, Format::Gitlab] {
        assert!(text(format, &report).contains("orders/a.json"), "{}", format.name());
    }
    for format in [Format::Concise, Format::Unix, Format::Json, Format::Rdjson, Format::Junit] {
        assert!(!text(format, &report).contains("orders/a.json"), "{}", format.name());
    }
}
