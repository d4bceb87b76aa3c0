//! The page of `--format html`, read as markup.

use toile::diagnostic::{Diagnostic, File, Label, Severity};
use toile::render::{Format, Style, render};
use toile::report::{FileReport, Report, Tally};
use toile::source::Source;

use crate::support::Sandbox;

/// Runs that start at the top of the repository, where the fixtures are.
pub(crate) fn repository() -> Sandbox {
    Sandbox::new().inside(env!("CARGO_MANIFEST_DIR"))
}

/// What stands between two texts, wherever that is.
fn between<'a>(page: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    page.split(before).skip(1).map(|rest| rest.split_once(after).expect("an end").0).collect()
}

/// The text of a piece of markup.
fn text_of(markup: &str) -> String {
    let text: String = markup
        .split('<')
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.split_once('>').expect("a tag ends").1 })
        .collect();
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text, |text, (entity, letter)| text.replace(entity, letter))
}

#[test]
fn every_finding_is_on_the_page_with_the_text_under_its_span() {
    let args =
        ["check", "-p", "fixtures/patterns", "fixtures/mistakes", "fixtures/batches", "fixtures/drafts", "--format"];
    let page = repository().run(&[&args[..], &["html"]].concat()).stdout;
    let report = repository().run(&[&args[..], &["json"]].concat()).json();
    let findings = report["diagnostics"].as_array().expect("findings");
    let articles = between(&page, "<article ", "</article>");
    assert_eq!(articles.len(), findings.len());
    let mut compared = 0;
    for (article, finding) in articles.iter().zip(findings) {
        let text = text_of(article.split_once('>').expect("a tag ends").1);
        let field = |name: &str| finding[name].as_str().expect("a text").to_owned();
        let start = &finding["span"]["start"];
        assert!(article.starts_with(&format!("id=\"f-{}\"", field("fingerprint"))), "{article}");
        assert!(text.contains(&field("message").replace('`', "")), "{text}");
        assert!(text.contains(&format!("{}:{}:{} [{}]", field("file"), start["line"], start["column"], field("rule"))));
        let source = std::fs::read(repository().cwd().join(field("file"))).expect("a fixture");
        let offset = |end: &str| usize::try_from(finding["span"][end]["offset"].as_u64().expect("a number")).unwrap();
        let spanned = String::from_utf8_lossy(&source[offset("start")..offset("end")]);
        let marked: Vec<String> =
            between(article, "<mark class=\"primary\">", "</mark>").iter().map(|mark| text_of(mark)).collect();
        let is_plain = spanned.is_ascii() && !spanned.contains(char::is_control) && (1..60).contains(&spanned.len());
        if is_plain {
            assert_eq!(marked.concat(), spanned, "{article}");
            compared += 1;
        }
    }
    assert!(compared > 100 && compared * 10 > findings.len() * 9, "only {compared} of {}", findings.len());
}

#[test]
fn two_runs_write_the_same_bytes_and_a_clean_one_is_whole() {
    let run = || repository().run(&["check", "-p", "fixtures/patterns", "fixtures/batches", "--format", "html"]).stdout;
    let page = run();
    assert_eq!(page, run());
    assert!(page.starts_with("<!DOCTYPE html>\n") && page.ends_with("</html>\n"));
    let clean =
        repository().run(&["check", "-p", "fixtures/patterns", "fixtures/batches/two-drafts.json", "--format", "html"]);
    assert_eq!(clean.code, 0, "{}", clean.stdout);
    assert!(clean.stdout.contains("<title>toile: no findings</title>"));
    assert!(clean.stdout.contains("No findings.") && !clean.stdout.contains("<article"));
    assert!(clean.stdout.contains("<svg xmlns") && clean.stdout.ends_with("</html>\n"), "a clean batch is drawn, too");
}

#[test]
fn nothing_is_asked_of_anywhere_else() {
    let page = repository().run(&["check", "-p", "fixtures/patterns", "fixtures/batches", "--format", "html"]).stdout;
    for way in [" src=", " href=\"http", "@import", "url(http", "<link", "<iframe", "<base", " style=\"", " onclick"] {
        assert!(!page.contains(way), "{way}");
    }
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("<style").count(), 1);
    let ids = between(&page, " id=\"", "\"");
    let mut distinct = ids.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), ids.len(), "an id is there twice");
}

/// A report with findings of each severity in turn.
pub(crate) fn many(count: usize) -> Report {
    let text = "{\"mbNeck\": 38}\n".repeat(count);
    let source = Source::new("drafts/many.ndjson", text);
    let finding = |at: usize| {
        let span = at * 15 + 1..at * 15 + 9;
        let pointer = "/mbNeck".to_owned();
        let primary = Label { file: File::Checked, record: Some(at + 1), pointer, span, message: "here".to_owned() };
        let severity = [Severity::Info, Severity::Error, Severity::Warning][at % 3];
        Diagnostic::new("unknown-measurement", severity, format!("`mbNeck` is not known, case {at}"), primary)
    };
    let diagnostics = (0..count).map(finding).collect();
    let file = FileReport {
        source,
        kind: Some("draft"),
        documents: count,
        diagnostics,
        patterns: Vec::new(),
        told: Tally::default(),
    };
    Report { files: vec![file], ..Report::default() }
}

pub(crate) fn written(report: &Report) -> String {
    let mut out = Vec::new();
    render(Format::Html, report, Style::default(), &mut out).expect("memory can be written to");
    String::from_utf8(out).expect("the page is UTF-8")
}

#[test]
fn of_very_many_findings_the_worst_are_shown() {
    let page = written(&many(10_000));
    assert_eq!(page.matches("<article ").count(), 10_000);
    assert!(!page.contains("class=\"limit\""));
    let page = written(&many(21_000));
    let shown = |severity: &str| page.matches(&format!("data-severity=\"{severity}\"")).count();
    assert_eq!((shown("error"), shown("warning"), shown("info")), (7_000, 3_000, 0));
    assert!(page.contains("The worst 10000 of 21000 findings are shown"));
    assert!(page.contains("<dt>infos</dt><dd>7000</dd>"), "what is not shown is counted all the same");
}
