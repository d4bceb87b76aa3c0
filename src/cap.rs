//! A bound on what a report holds, so that one hostile file cannot bury the others or fill the memory or the disk of a
//! build. It is kept while findings are gathered, too, unless something else looks at all of them: fixes, baselines,
//! suppressions.
//!
//! Findings that are written as soon as they are known (`concise` by itself, to standard output) are not held, and not
//! bound. Nothing is left out in silence: where findings of a file are, one more stands in their place and says how many of
//! which severity, in every format; counts and exit code are those of all.

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::report::{Report, Tally};

/// Id of the finding that stands for those left out.
pub const RULE: &str = "too-many-findings";

/// Findings of one file that a report holds unless something else is asked for.
pub const DEFAULT: usize = 10_000;

/// So many times as many are held in all.
const FILES: usize = 10;

/// Keeps the first findings, and the one behind them, whose place is where the others are told of. Counts the others.
pub(crate) fn hold(diagnostics: &mut Vec<Diagnostic>, per_file: usize) -> Tally {
    let mut omitted = Tally::default();
    let kept = diagnostics.len().min(per_file.saturating_add(1));
    diagnostics.drain(kept..).for_each(|finding| omitted.count(&finding));
    omitted
}

/// Keeps the first findings of each file, at most `per_file` of one and ten times as many in all. 0 is no bound.
pub fn cut(report: &mut Report, per_file: usize) {
    if per_file == 0 {
        return;
    }
    let mut left = per_file.saturating_mul(FILES);
    for file in &mut report.files {
        let most = per_file.min(left);
        if file.diagnostics.len() > most {
            let first = file.diagnostics[most].primary.clone();
            file.diagnostics.drain(most..).for_each(|finding| file.told.count(&finding));
            file.diagnostics.push(marker(&file.told, first, most > 0));
        }
        left -= file.diagnostics.len().min(left);
    }
}

/// The finding that stands for those left out, at the place of the first of them.
fn marker(omitted: &Tally, first: Label, is_rest: bool) -> Diagnostic {
    let &Tally { errors, warnings, infos, .. } = omitted;
    let kinds = [(errors, "error"), (warnings, "warning"), (infos, "info")];
    let told = kinds.iter().filter(|(count, _)| *count > 0);
    let told: Vec<String> =
        told.map(|(count, name)| format!("{count} {name}{}", if *count == 1 { "" } else { "s" })).collect();
    let count = errors + warnings + infos;
    let (rest, noun) = (if is_rest { "more " } else { "" }, if count == 1 { "finding" } else { "findings" });
    let message = format!("{count} {rest}{noun} of this file not shown: {}", told.join(", "));
    let primary = Label { message: "the first of them is here".to_owned(), ..first };
    let mut marker = Diagnostic::new(RULE, omitted.worst().unwrap_or(Severity::Info), message, primary);
    marker.help.push("`--max-findings 0` shows all".to_owned());
    marker
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::File;
    use crate::report::FileReport;
    use crate::source::Source;

    fn report(files: &[&[Severity]]) -> Report {
        let finding = |(at, severity): (usize, &Severity)| {
            let primary = Label {
                file: File::Checked,
                record: None,
                pointer: String::new(),
                span: at..at,
                message: String::new(),
            };
            Diagnostic::new("syntax", *severity, format!("{at}"), primary)
        };
        let file = |(number, severities): (usize, &&[Severity])| FileReport {
            source: Source::new(number.to_string(), " ".repeat(severities.len())),
            kind: Some("draft"),
            documents: 1,
            patterns: Vec::new(),
            diagnostics: severities.iter().enumerate().map(finding).collect(),
            told: Tally::default(),
        };
        Report { files: files.iter().enumerate().map(file).collect(), ..Report::default() }
    }

    #[test]
    fn what_is_left_out_is_counted_and_told() {
        use Severity::{Error, Info, Warning};
        let mut report = report(&[&[Info, Info, Info, Error, Warning, Error], &[Warning, Warning]]);
        let before = report.summary();
        cut(&mut report, 2);
        let shown = &report.files[0].diagnostics;
        assert_eq!(shown.len(), 3);
        let last = &shown[2];
        assert_eq!((last.rule, last.severity, last.primary.span.start), (RULE, Error, 2));
        assert_eq!(last.message, "4 more findings of this file not shown: 2 errors, 1 warning, 1 info");
        assert_eq!(report.files[1].diagnostics.len(), 2);
        assert_eq!(report.summary(), before, "counts are those of all");
        assert_eq!(report.worst(), Some(Error), "and so is the verdict");
    }

    #[test]
    fn files_after_the_bound_in_all_say_how_much_they_had() {
        let one: &[Severity] = &[Severity::Warning];
        let mut report = report(&[one; 12]);
        cut(&mut report, 1);
        assert_eq!(report.files[9].diagnostics[0].rule, "syntax");
        assert_eq!(report.files[10].diagnostics.len(), 1);
        assert_eq!(report.files[11].diagnostics[0].message, "1 finding of this file not shown: 1 warning");
        assert_eq!(report.summary().warnings, 12);
    }

    #[test]
    fn nought_is_no_bound() {
        let mut report = report(&[&[Severity::Info; 50]]);
        cut(&mut report, 0);
        assert_eq!(report.files[0].diagnostics.len(), 50);
    }
}
