//! One report with everything that a format has to cope with.

use std::sync::Arc;

use toile::diagnostic::{Applicability, Demand, Diagnostic, Edit, File, Fix, Label, Server, Severity};
use toile::project::Project;
use toile::report::{FileReport, Report, Tally};
use toile::source::Source;

/// A clean file, one that is none of ours, labels here and elsewhere, fixes, a syntax error, records, a file that cannot
/// be read, and names and texts that are hard on every reader. One finding more was left out as it is meant to be.
pub(crate) fn report() -> Report {
    let mut files =
        vec![batch(), clean(), conflict(), hostile(), odd_name(), records(), skipped(), syntax(), unreadable()];
    files.sort_by(|a, b| a.source.name().cmp(b.source.name()));
    let project = Project { cwd: "/repo/orders".into(), root: Some("/repo".into()), ..Project::default() };
    Report { files, suppressed: 1, project, ..Report::default() }
}

pub(crate) fn of(files: Vec<FileReport>) -> Report {
    Report { files, ..Report::default() }
}

pub(crate) fn file(source: Source, kind: Option<&'static str>, diagnostics: Vec<Diagnostic>) -> FileReport {
    let documents = usize::from(kind.is_some());
    FileReport { source, kind, documents, patterns: vec![397], diagnostics, told: Tally::default() }
}

/// A label on the first occurrence of a text.
pub(crate) fn label(file: File, source: &Source, pointer: &str, part: &str, message: &str) -> Label {
    let at = source.text().find(part).expect("the label is in the text");
    Label { file, record: None, pointer: pointer.to_owned(), span: at..at + part.len(), message: message.to_owned() }
}

/// A file of one finding about a part of its text.
pub(crate) fn one(name: &str, text: &str, part: &str) -> FileReport {
    let source = Source::new(name, text);
    let primary = label(File::Checked, &source, "/x", part, "");
    file(
        source,
        Some("draft"),
        vec![Diagnostic::new("unknown-field", Severity::Error, "there is no field `x`", primary)],
    )
}

fn clean() -> FileReport {
    file(Source::new("clean.json", ""), Some("draft"), Vec::new())
}

fn skipped() -> FileReport {
    file(Source::new("package.json", ""), None, Vec::new())
}

/// Two labels, one in another file, which demands something, a safe fix and one that is not.
fn conflict() -> FileReport {
    let source = Source::new(
        "draft.json",
        "{\n  \"patternId\": \"397\",\n  \"measurements\": {\n    \"mbMidNeckGirth\": 38.5,\n    \"mbCollarGirth\": 40\n  }\n}\n",
    );
    let schema = Arc::new(Source::new(
        "../patterns/397/schema.json",
        "{\n  \"properties\": {\n    \"measurements\": {\n      \"oneOf\": []\n    }\n  }\n}\n",
    ));
    let mut conflict = Diagnostic::new(
        "measurement-group-conflict",
        Severity::Error,
        "group `neck` takes exactly one measurement, but two are given: `mbMidNeckGirth` and `mbCollarGirth`",
        label(File::Checked, &source, "/measurements/mbCollarGirth", "\"mbCollarGirth\"", "second one"),
    );
    conflict.server = Server::Rejects;
    conflict.server_messages = vec!["measurements section: Required one of: mbMidNeckGirth, mbCollarGirth".to_owned()];
    conflict.help = vec!["keep the one you measured and remove the other".to_owned()];
    conflict.notes = vec!["the condition at `/if` holds because `gender` is \"m\"".to_owned()];
    let first = "first measurement of group `neck`";
    conflict.labels = vec![label(File::Checked, &source, "/measurements/mbMidNeckGirth", "\"mbMidNeckGirth\"", first)];
    let one_of = label(File::Loaded(schema.clone()), &schema, "", "\"oneOf\"", "");
    conflict.demand =
        Some(Demand { source: schema, pointer: "/properties/measurements/oneOf".to_owned(), span: one_of.span });
    let gone = label(File::Checked, &source, "", ",\n    \"mbCollarGirth\": 40", "").span;
    conflict.fixes = vec![Fix {
        title: "remove `mbCollarGirth`".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![Edit { span: gone, replacement: String::new() }],
    }];
    let id = label(File::Checked, &source, "/patternId", "\"397\"", "a text");
    let (start, end) = (id.span.start, id.span.end);
    let mut quoted = Diagnostic::new("wrong-type", Severity::Warning, "`patternId` is a text, not a number", id);
    quoted.server = Server::Accepts;
    quoted.fixes = vec![Fix {
        title: "take the quotation marks away".to_owned(),
        applicability: Applicability::Safe,
        edits: vec![
            Edit { span: start..start + 1, replacement: String::new() },
            Edit { span: end - 1..end, replacement: String::new() },
        ],
    }];
    file(source, Some("draft"), vec![quoted, conflict])
}

/// What flows between the actions of a batch, and back.
fn batch() -> FileReport {
    let source = Source::new(
        "batch.json",
        "{\"actions\": {\n  \"a\": {\"$ref\": \"#/resources/b/id\"},\n  \"b\": {\"$ref\": \"#/resources/a/id\"}\n}}\n",
    );
    let mut cycle = Diagnostic::new(
        "reference-cycle",
        Severity::Error,
        "`a` and `b` wait for each other: none of them can run first",
        label(File::Checked, &source, "/actions/a/$ref", "\"#/resources/b/id\"", "`a` waits for `b`"),
    );
    cycle.labels = vec![label(File::Checked, &source, "/actions/b/$ref", "\"#/resources/a/id\"", "`b` waits for `a`")];
    file(source, Some("batch"), vec![cycle])
}

/// Everything that could disturb a terminal, a log, a reader of XML or of links: in the message, labels and line.
fn hostile() -> FileReport {
    let source = Source::new(
        "drafts/\u{1b}[31mred\u{202e}\r\n::error::<a&b>\"'.json",
        "{\r\n\t\"\u{1b}]0;owned\u{7}\": \"😀e\u{301}\u{202e}\", \"mb\u{200b}Neck\": \"x\" ##[group]\r\n}",
    );
    let primary = label(File::Checked, &source, "/mb\u{200b}Neck", "\"mb\u{200b}Neck\"", "::error::\u{1b}[2Jlabel");
    let text =
        "::set-env name=\u{9b}31m::\n50%25 ##vso[x] ]]> <b>&amp; [click](http://example.org) [1](2)\u{0}\u{fffe}";
    let mut bad = Diagnostic::new("unknown-field", Severity::Warning, text, primary);
    bad.labels = vec![label(File::Checked, &source, "", "\u{1b}]0;owned\u{7}", "a [title](3)\r\n::debug::")];
    bad.server = Server::Rejects;
    bad.server_messages = vec!["a\nb\u{1b}".to_owned()];
    bad.help = vec!["::stop-commands::x".to_owned()];
    // The same again, on the same line: told apart all the same.
    file(source, Some("draft"), vec![bad.clone(), bad])
}

/// A name with a space, a comma, a colon, a hash, a percent sign and letters beyond ASCII; the end of the file; no line
/// break at its end.
fn odd_name() -> FileReport {
    let source = Source::new("drafts/größe a,b:c #1 100%:12: x.json", "{\"a\": 1");
    let end = source.text().len();
    let mut primary = label(File::Checked, &source, "", "{", "expected here");
    primary.span = end..end;
    let finding = Diagnostic::new("syntax", Severity::Error, "the closing brace is missing", primary);
    file(source, Some("draft"), vec![finding])
}

/// The second of two records, behind letters of one, two, three and four bytes.
fn records() -> FileReport {
    let source = Source::new("day.ndjson", "{\"note\": \"x\"}\n{\"note\": \"aé€😀\", \"gendr\": \"f\"}\n");
    let mut primary = label(File::Checked, &source, "/gendr", "\"gendr\"", "");
    primary.record = Some(2);
    let mut typo = Diagnostic::new("unknown-field", Severity::Info, "there is no field `gendr`", primary);
    typo.server = Server::Unknown;
    let span = typo.primary.span.clone();
    typo.fixes = vec![Fix {
        title: "rename it to `gender`".to_owned(),
        applicability: Applicability::Safe,
        edits: vec![Edit { span, replacement: "\"gender\"".to_owned() }],
    }];
    FileReport { documents: 2, ..file(source, Some("draft"), vec![typo]) }
}

fn syntax() -> FileReport {
    let source = Source::new("syntax.json", "{\n  \"patternId\": 397\n  \"gender\": \"f\"\n}\n");
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
    let source = Source::new("unreadable.json", "");
    let primary =
        Label { file: File::Checked, record: None, pointer: String::new(), span: 0..0, message: String::new() };
    let gone = Diagnostic::new("io-error", Severity::Error, "cannot be read: No such file or directory", primary);
    file(source, None, vec![gone])
}
