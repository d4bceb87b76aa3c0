//! A summary for pages that show Markdown: what was found how often, then the findings, the worst first. No longer than
//! what a CI job may add to its page.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::sanitize::{Log, sanitize};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::Report;
use crate::source::Source;

/// GitHub takes so many bytes from a step, and nothing at all if there are more.
pub const LIMIT: usize = 1 << 20;

/// Kept for the line that says how many findings are left out.
const RESERVE: usize = 200;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(text(report, LIMIT).as_bytes())
}

/// The summary in at most `limit` bytes; nothing where that is not enough to say anything.
pub fn text(report: &Report, limit: usize) -> String {
    let mut text = head(report);
    if text.len() + RESERVE > limit {
        return String::new();
    }
    let mut findings: Vec<_> = report.findings().collect();
    if findings.is_empty() {
        return text;
    }
    // Stable: within a severity, the order of the report.
    findings.sort_by_key(|(_, finding)| Reverse(finding.severity));
    let rules = by_rule(&findings);
    let title = "\n| | place | finding | rule |\n|---|---|---|---|\n";
    if text.len() + rules.len() + title.len() + RESERVE <= limit {
        text.push_str(&rules);
        text.push_str(title);
        for (at, (source, finding)) in findings.iter().enumerate() {
            let row = row(source, finding);
            if text.len() + row.len() + RESERVE > limit {
                let left = findings.len() - at;
                let _ = write!(text, "\nand {left} more, which do not fit here\n");
                break;
            }
            text.push_str(&row);
        }
    }
    text
}

fn head(report: &Report) -> String {
    let summary = report.summary();
    let count = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let found: Vec<String> = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| count(number, what))
        .collect();
    let found = if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") };
    let mut seen = format!("{}, {}", count(summary.files, "file"), count(summary.documents, "document"));
    for (number, what) in
        [(summary.skipped, "skipped"), (summary.suppressed, "suppressed"), (summary.baselined, "in the baseline")]
    {
        if number > 0 {
            let _ = write!(seen, ", {number} {what}");
        }
    }
    format!("### toile: {found}\n\n{seen}\n")
}

fn by_rule(findings: &[(&Source, &Diagnostic)]) -> String {
    let mut counts: BTreeMap<(Reverse<Severity>, &str), usize> = BTreeMap::new();
    for (_, finding) in findings {
        *counts.entry((Reverse(finding.severity), finding.rule)).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|&((severity, rule), count)| (severity, Reverse(count), rule));
    let mut text = "\n| count | rule | severity |\n|---:|---|---|\n".to_owned();
    for ((Reverse(severity), rule), count) in rows {
        let _ = writeln!(text, "| {count} | {rule} | {} |", severity.name());
    }
    text
}

fn row(source: &Source, finding: &Diagnostic) -> String {
    let position = source.position(source.floor(finding.primary.span.start));
    let place = format!("{}:{}:{}", source.name(), position.line, position.column);
    let Diagnostic { severity, rule, message, .. } = finding;
    format!("| {} | {} | {} | {rule} |\n", severity.name(), plain(&place), sentence(message))
}

/// A message with what stands between backticks as code.
fn sentence(message: &str) -> String {
    let parts: Vec<&str> = message.split('`').collect();
    // A backtick without a partner is one of the input's.
    if parts.len().is_multiple_of(2) {
        return plain(message);
    }
    let part = |(at, part): (usize, &&str)| {
        if at % 2 == 1 && !part.is_empty() { format!("<code>{}</code>", plain(part)) } else { plain(part) }
    };
    parts.iter().enumerate().map(part).collect()
}

/// A text that is nothing but itself: no markup, no link, no mention, no cell of a table. Punctuation written as a
/// character reference has no other meaning in Markdown or HTML.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in sanitize(text, Log::Plain).chars() {
        if c.is_ascii_punctuation() && !matches!(c, ',' | ';') {
            let _ = write!(out, "&#{};", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{File, Label};
    use crate::report::{FileReport, Tally};

    fn report(names: &[&str], message: &str) -> Report {
        let file = |name: &&str| {
            let primary =
                Label { file: File::Checked, record: None, pointer: String::new(), span: 2..3, message: String::new() };
            let severity = if name.starts_with('w') { Severity::Warning } else { Severity::Error };
            FileReport {
                source: Source::new(*name, "{\n}"),
                kind: Some("draft"),
                documents: 1,
                patterns: Vec::new(),
                told: Tally::default(),
                diagnostics: vec![Diagnostic::new("syntax", severity, message, primary)],
            }
        };
        Report { files: names.iter().map(file).collect(), ..Report::default() }
    }

    #[test]
    fn the_worst_come_first() {
        let text = text(&report(&["w.json", "z.json"], "option `a` is wrong"), LIMIT);
        assert_eq!(
            text,
            "### toile: 1 error, 1 warning\n\n2 files, 2 documents\n\n| count | rule | severity |\n|---:|---|---|\n\
             | 1 | syntax | error |\n| 1 | syntax | warning |\n\n| | place | finding | rule |\n|---|---|---|---|\n\
             | error | z&#46;json&#58;2&#58;1 | option <code>a</code> is wrong | syntax |\n\
             | warning | w&#46;json&#58;2&#58;1 | option <code>a</code> is wrong | syntax |\n"
        );
        assert_eq!(super::text(&Report::default(), LIMIT), "### toile: nothing found\n\n0 files, 0 documents\n");
    }

    #[test]
    fn input_is_text_and_nothing_else() {
        let hostile =
            "`<script>` | [x](javascript:1) ![i](//h/x.png) @you #1 www.x.y https://x.y $a$ :tada: **b** `c\n# d\u{1b}";
        let text = text(&report(&["a|b`<i>.json"], hostile), LIMIT);
        let row = text.lines().last().unwrap();
        assert_eq!(row.matches('|').count(), 5, "{row}");
        for forbidden in ["<script", "](", "@you", "www.", "https:", "$a", ":tada", "**", "\u{1b}", "`", "# d", "<i>"] {
            assert!(!row.contains(forbidden), "{forbidden}: {row}");
        }
    }

    #[test]
    fn it_is_never_longer_than_the_limit_and_says_what_is_missing() {
        let names = vec!["long.json"; 20_000];
        let report = report(&names, &"`*`".repeat(60));
        for limit in [0, 100, 500, 5000, LIMIT] {
            let text = text(&report, limit);
            assert!(text.len() <= limit, "{} > {limit}", text.len());
            if limit >= 5000 {
                let shown = text.matches("| error |").count() - 1;
                assert!(text.ends_with(&format!("\nand {} more, which do not fit here\n", 20_000 - shown)), "{limit}");
            }
        }
    }
}
