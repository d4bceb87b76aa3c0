//! The findings, by file.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::text::{escaped, prose};
use super::{MOST_FINDINGS, UNFOLDED, excerpt, summary};
use crate::diagnostic::{Diagnostic, Severity};
use crate::render::places::places;
use crate::render::{Fingerprints, notes, sanitize::Log};
use crate::report::Report;
use crate::source::Source;

/// Places beside the primary one that are shown.
const MOST_LABELS: usize = 24;

pub(super) fn write(report: &Report, log: Log, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<section id=\"findings\" aria-labelledby=\"told\">\n<h2 id=\"told\">Findings</h2>")?;
    let all = report.findings().count();
    if all == 0 {
        writeln!(out, "<p class=\"clean\">No findings.</p>")?;
    }
    let least = least(report);
    if all > MOST_FINDINGS {
        writeln!(
            out,
            "<p class=\"limit\">The worst {MOST_FINDINGS} of {all} findings are shown; the formats for programs hold all.</p>"
        )?;
    }
    let mut prints = Fingerprints::default();
    let mut room = least.room;
    let mut text = String::new();
    let open = if all <= UNFOLDED { " open" } else { "" };
    for (number, file) in report.files.iter().enumerate().filter(|(_, file)| !file.diagnostics.is_empty()) {
        let name = escaped(file.source.name(), log);
        let counts = summary::severities(file.diagnostics.iter());
        let mut is_begun = false;
        for finding in &file.diagnostics {
            // Numbered as in every other format, whatever is left out here.
            let print = prints.next(finding.rule, file.source.name(), &finding.primary.pointer, &finding.message);
            if !least.takes(finding, &mut room) {
                continue;
            }
            if !is_begun {
                is_begun = true;
                writeln!(
                    out,
                    "<details class=\"file\" data-file=\"{number}\"{open}><summary><h3>{name}</h3> \
                     <span class=\"counts\">{}</span></summary>",
                    counts.badges()
                )?;
            }
            text.clear();
            article(&file.source, finding, &print, log, &mut text);
            out.write_all(text.as_bytes())?;
        }
        if is_begun {
            writeln!(out, "</details>")?;
        }
    }
    writeln!(out, "<p id=\"none\" hidden>No finding fits the filter.</p>\n</section>")
}

/// Which findings are shown: all that are worse than a severity, and the first ones of it.
struct Least {
    severity: Severity,
    room: usize,
}

impl Least {
    fn takes(&self, finding: &Diagnostic, room: &mut usize) -> bool {
        if finding.severity != self.severity {
            return finding.severity > self.severity;
        }
        let is_room = *room > 0;
        *room = room.saturating_sub(1);
        is_room
    }
}

fn least(report: &Report) -> Least {
    let counts = summary::severities(report.findings().map(|(_, finding)| finding));
    let mut room = MOST_FINDINGS;
    for (severity, count) in counts.each() {
        if count >= room {
            return Least { severity, room };
        }
        room -= count;
    }
    Least { severity: Severity::Info, room: MOST_FINDINGS }
}

fn article(source: &Source, finding: &Diagnostic, print: &str, log: Log, out: &mut String) {
    let (rule, severity) = (finding.rule, finding.severity.name());
    let place = source.position(finding.primary.span.start);
    let place = format!("{}:{}:{}", escaped(source.name(), log), place.line, place.column);
    let _ = writeln!(
        out,
        "<article id=\"f-{print}\" data-rule=\"{rule}\" data-severity=\"{severity}\" class=\"{severity}\" tabindex=\"-1\">\n\
         <h4><span class=\"severity {severity}\">{severity}</span> {}</h4>\n\
         <p class=\"where\"><a href=\"#f-{print}\">{place}</a> <span class=\"rule\">[{rule}]</span></p>",
        prose(&finding.message, log)
    );
    excerpt::draw(&places(source, finding, MOST_LABELS), log, out);
    if !finding.primary.pointer.is_empty() {
        let _ = writeln!(out, "<p class=\"pointer\">at <code>{}</code></p>", escaped(&finding.primary.pointer, log));
    }
    let mut told: Vec<String> = finding.notes.clone();
    told.extend(notes::server(finding));
    told.extend(finding.help.iter().map(|help| format!("help: {help}")));
    told.extend(finding.fixes.iter().filter(|fix| !finding.help.contains(&fix.title)).map(notes::fix));
    if let Some(more) = finding.labels.len().checked_sub(MOST_LABELS + 1) {
        told.insert(0, format!("and {} more places", more + 1));
    }
    if !told.is_empty() {
        out.push_str("<ul>\n");
        for told in told {
            let _ = writeln!(out, "<li>{}</li>", prose(&told, log));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</article>\n");
}
