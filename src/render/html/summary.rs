//! What stands above the findings and below them: counts, bars, and the list of files.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use super::text::{count, escaped};
use crate::diagnostic::{Diagnostic, Severity};
use crate::render::sanitize::Log;
use crate::report::{Report, Summary};

/// Files that are listed by name.
const MOST_FILES: usize = 5_000;
/// Severities, the worst first.
const WORST_FIRST: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Counts {
    errors: usize,
    warnings: usize,
    infos: usize,
}

impl Counts {
    /// The worst first.
    pub(super) fn each(self) -> [(Severity, usize); 3] {
        let [error, warning, info] = WORST_FIRST;
        [(error, self.errors), (warning, self.warnings), (info, self.infos)]
    }

    fn total(self) -> usize {
        self.errors + self.warnings + self.infos
    }

    fn add(&mut self, severity: Severity) {
        *match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Info => &mut self.infos,
        } += 1;
    }

    /// Those that are not zero, as small signs.
    pub(super) fn badges(self) -> String {
        let badge = |(severity, number): (Severity, usize)| {
            let word = severity.name();
            format!("<span class=\"severity {word}\">{}</span>", count(number, word))
        };
        self.each().into_iter().filter(|(_, number)| *number > 0).map(badge).collect::<Vec<_>>().join(" ")
    }
}

pub(super) fn severities<'a>(findings: impl Iterator<Item = &'a Diagnostic>) -> Counts {
    let mut counts = Counts::default();
    findings.for_each(|finding| counts.add(finding.severity));
    counts
}

/// `2 errors, 1 warning`.
pub(super) fn counts(summary: &Summary) -> String {
    let all = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info")];
    let told: Vec<String> =
        all.iter().filter(|(number, _)| *number > 0).map(|(number, word)| count(*number, word)).collect();
    if told.is_empty() { "no findings".to_owned() } else { told.join(", ") }
}

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let summary = report.summary();
    writeln!(out, "<section aria-labelledby=\"summary\">\n<h2 id=\"summary\">Summary</h2>\n<dl class=\"tiles\">")?;
    let always = [
        (summary.errors, "errors", "error"),
        (summary.warnings, "warnings", "warning"),
        (summary.infos, "infos", "info"),
    ];
    for (number, name, class) in always {
        let class = if number > 0 { class } else { "zero" };
        writeln!(out, "<div class=\"{class}\"><dt>{name}</dt><dd>{number}</dd></div>")?;
    }
    let others = [
        (Some(summary.files - summary.skipped), "files checked"),
        (Some(summary.documents), "documents"),
        (some(summary.safely_fixable), "fixable with --fix"),
        (some(summary.fixable - summary.safely_fixable), "more with --unsafe-fixes"),
        (some(summary.skipped), "skipped"),
        (some(summary.suppressed), "suppressed"),
        (some(summary.baselined), "in the baseline"),
    ];
    for (number, name) in others {
        if let Some(number) = number {
            writeln!(out, "<div><dt>{name}</dt><dd>{number}</dd></div>")?;
        }
    }
    writeln!(out, "</dl>\n<div class=\"charts\">")?;
    let by_rule = rows(report, |finding| finding.rule);
    bars("By rule", &by_rule, |rule| format!("<a href=\"#findings\" data-rule=\"{rule}\">{rule}</a>"), out)?;
    let by_pattern = rows(report, |finding| (finding.pattern.is_none(), finding.pattern));
    if by_pattern.iter().any(|((is_none, _), _)| !is_none) {
        let name = |&(_, pattern): &(bool, Option<i64>)| {
            pattern.map_or_else(|| "elsewhere".to_owned(), |number| format!("pattern {number}"))
        };
        bars("By pattern", &by_pattern, name, out)?;
    }
    writeln!(out, "</div>\n</section>")
}

fn some(number: usize) -> Option<usize> {
    (number > 0).then_some(number)
}

/// Counts by something, the most frequent first.
fn rows<'a, K: Ord>(report: &'a Report, key: impl Fn(&'a Diagnostic) -> K) -> Vec<(K, Counts)> {
    let mut counts: BTreeMap<K, Counts> = BTreeMap::new();
    for (_, finding) in report.findings() {
        counts.entry(key(finding)).or_default().add(finding.severity);
    }
    let mut rows: Vec<(K, Counts)> = counts.into_iter().collect();
    // The sort is stable, and the map was in order.
    rows.sort_by_key(|(_, counts)| Reverse(counts.total()));
    rows
}

/// A table of bars, each cut by severity.
fn bars<K>(title: &str, rows: &[(K, Counts)], name: impl Fn(&K) -> String, out: &mut dyn Write) -> io::Result<()> {
    let Some(most) = rows.iter().map(|(_, counts)| counts.total()).max() else { return Ok(()) };
    writeln!(out, "<table class=\"bars\"><caption>{title}</caption>")?;
    for (key, counts) in rows {
        write!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td class=\"bar\">\
             <svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
            name(key),
            counts.total()
        )?;
        let mut x = 0;
        for (severity, number) in counts.each() {
            // The smallest part can still be seen.
            let width = if number == 0 { 0 } else { (number * 1000 / most).max(4) };
            if width > 0 {
                let class = severity.name();
                write!(out, "<rect class=\"{class}\" x=\"{x}\" width=\"{width}\" height=\"10\"/>")?;
            }
            x += width;
        }
        writeln!(out, "</svg></td></tr>")?;
    }
    writeln!(out, "</table>")
}

/// What was looked at.
pub(super) fn files(report: &Report, log: Log, out: &mut dyn Write) -> io::Result<()> {
    let all = report.files.len();
    writeln!(
        out,
        "<section>\n<details class=\"inputs\"><summary>{}</summary>\n<table>\n\
         <tr><th scope=\"col\">File</th><th scope=\"col\">Kind</th><th scope=\"col\">Documents</th>\
         <th scope=\"col\">Patterns</th><th scope=\"col\">Findings</th></tr>",
        count(all, "file")
    )?;
    for file in report.files.iter().take(MOST_FILES) {
        let patterns: Vec<String> = file.patterns.iter().map(i64::to_string).collect();
        let kind = file.kind.unwrap_or(if file.is_skipped() { "skipped" } else { "" });
        writeln!(
            out,
            "<tr><td>{}</td><td>{kind}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(file.source.name(), log),
            file.documents,
            patterns.join(", "),
            file.diagnostics.len()
        )?;
    }
    if all > MOST_FILES {
        writeln!(out, "<tr><td colspan=\"5\">and {} more</td></tr>", all - MOST_FILES)?;
    }
    writeln!(out, "</table></details>\n</section>")
}
