//! Annotations of GitHub Actions, read the way the runner reads them.

use toile::diagnostic::Severity;
use toile::render::Format;
use toile::report::Report;

use super::{fixed, text};

/// A command with its properties and its message.
type Command = (String, Vec<(String, String)>, String);

/// What the runner makes of a line; none of an ordinary one.
fn command(line: &str) -> Option<Command> {
    let (head, message) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let decode = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n");
    let property = |text: &str| {
        let (key, value) = text.split_once('=').expect("a value");
        let value = decode(value).replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
        (key.to_owned(), value)
    };
    let properties = properties.split(',').filter(|text| !text.is_empty()).map(property).collect();
    Some((name.to_owned(), properties, decode(message).replace("%25", "%")))
}

#[test]
fn the_runner_reads_one_command_for_each_finding_and_none_that_the_input_makes_up() {
    let report = fixed::report();
    let written = text(Format::Github, &report);
    let commands: Vec<_> = written.lines().filter_map(command).collect();
    let mut findings: Vec<_> = report.findings().collect();
    findings.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
    assert_eq!(commands.len(), findings.len());
    for ((name, properties, message), (source, finding)) in commands.iter().zip(findings) {
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        assert_eq!(name, severity);
        let get = |key: &str| properties.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
        assert!(get("title").expect("a title").starts_with(&format!("{}: ", finding.rule)));
        assert!(properties.iter().all(|(_, value)| !value.is_empty()), "{properties:?}");
        if finding.rule == "io-error" {
            assert_eq!(get("line"), None);
            continue;
        }
        let at = source.position(finding.primary.span.start);
        assert_eq!(get("line"), Some(at.line.to_string().as_str()));
        assert_eq!(get("col"), Some(at.column.to_string().as_str()));
        if !source.name().contains('\u{1b}') {
            assert_eq!(get("file"), Some(format!("orders/{}", source.name()).as_str()));
            assert!(message.starts_with(&format!("{}:{}:{}: ", source.name(), at.line, at.column)), "{message}");
        }
    }
    // The old form of commands is obeyed wherever it stands on a line.
    assert!(!written.contains("##"), "{written}");
}

#[test]
fn columns_are_left_out_where_lines_differ() {
    let mut report = fixed::of(vec![fixed::one("a.json", "{\n\"x\": 1}", "\"x\"")]);
    report.files[0].diagnostics[0].primary.span = 0..5;
    let written = text(Format::Github, &report);
    assert!(written.starts_with("::error file=a.json,line=1,endLine=2,title="), "{written}");
}

#[test]
fn what_does_not_fit_is_counted_and_stands_in_the_report_below() {
    let one = || fixed::one("a.json", "{\"x\": 1}", "\"x\"");
    let mut warning = one();
    warning.diagnostics[0].severity = Severity::Warning;
    let mut files = vec![warning];
    files.extend((0..13).map(|_| one()));
    let written = text(Format::Github, &Report { files, ..Report::default() });
    assert_eq!(written.lines().filter_map(command).count(), 11);
    assert!(written.starts_with("::error "), "errors come first");
    assert_eq!(written.matches("error[unknown-field]").count(), 13);
    let left = "not annotated, as GitHub shows 10 of each kind for a step: 3 more errors\n";
    assert!(written.ends_with(left), "{written}");
}
