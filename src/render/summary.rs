//! The last line of a run, for people.

use std::fmt::Write as _;
use std::time::Duration;

use crate::report::Summary;

/// What a run had to do with fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixing {
    /// Nothing, but what could be done is told.
    No {
        /// Whether unsafe fixes count.
        unsafe_too: bool,
    },
    /// Findings were fixed, or would be.
    Done {
        /// How many.
        count: usize,
        /// How many have a fix that would have brought another error.
        held_back: usize,
        /// Nothing was written.
        is_trial: bool,
        /// Unsafe fixes were applied, too.
        unsafe_too: bool,
    },
}

/// `checked 12 files, 40 documents in 12 ms: 3 errors, 1 warning (2 fixable with --fix, 1 skipped)`.
pub fn summary_line(summary: &Summary, fixing: Fixing, elapsed: Duration) -> String {
    let checked = summary.files - summary.skipped;
    let mut line =
        format!("checked {}, {} in {}", count(checked, "file"), count(summary.documents, "document"), time(elapsed));
    let findings: Vec<String> = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| count(number, word))
        .collect();
    line.push_str(": ");
    line.push_str(&if findings.is_empty() { "no findings".to_owned() } else { findings.join(", ") });
    let mut remarks = Vec::new();
    remarks.extend(fixes(summary, fixing));
    if summary.baselined > 0 {
        remarks.push(format!("{} in the baseline", summary.baselined));
    }
    if summary.suppressed > 0 {
        remarks.push(format!("{} suppressed", summary.suppressed));
    }
    if summary.skipped > 0 {
        remarks.push(format!("{} skipped", summary.skipped));
    }
    if !remarks.is_empty() {
        let _ = write!(line, " ({})", remarks.join(", "));
    }
    line
}

/// How many findings are fixed or could be, and what that takes.
fn fixes(summary: &Summary, fixing: Fixing) -> Vec<String> {
    let more = summary.fixable - summary.safely_fixable;
    let with_more = |first: Option<String>| {
        let more = (more > 0).then(|| format!("{more} more with --unsafe-fixes"));
        first.into_iter().chain(more).collect()
    };
    match fixing {
        Fixing::No { .. } if summary.fixable == 0 => Vec::new(),
        Fixing::No { unsafe_too: false } if summary.safely_fixable > 0 => {
            with_more(Some(format!("{} fixable with --fix", summary.safely_fixable)))
        }
        Fixing::No { .. } => vec![format!("{} fixable with --fix --unsafe-fixes", summary.fixable)],
        Fixing::Done { count, held_back, is_trial, unsafe_too } => {
            let done = if is_trial { format!("{count} would be fixed") } else { format!("{count} fixed") };
            let mut remarks = if unsafe_too { vec![done] } else { with_more(Some(done)) };
            if held_back > 0 {
                remarks.insert(1, format!("{held_back} not, as that would bring another error"));
            }
            remarks
        }
    }
}

fn count(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

fn time(elapsed: Duration) -> String {
    match elapsed.as_millis() {
        millis @ 0..10_000 => format!("{millis} ms"),
        millis => format!("{}.{} s", millis / 1000, millis % 1000 / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Fixing = Fixing::No { unsafe_too: false };

    #[test]
    fn words_follow_their_numbers() {
        let mut summary =
            Summary { files: 13, documents: 40, skipped: 1, errors: 3, warnings: 1, ..Summary::default() };
        assert_eq!(
            summary_line(&summary, PLAIN, Duration::from_millis(12)),
            "checked 12 files, 40 documents in 12 ms: 3 errors, 1 warning (1 skipped)"
        );
        (summary.fixable, summary.safely_fixable) = (2, 2);
        assert!(summary_line(&summary, PLAIN, Duration::ZERO).ends_with("(2 fixable with --fix, 1 skipped)"));
        let clean = Summary { files: 1, documents: 1, ..Summary::default() };
        assert_eq!(
            summary_line(&clean, PLAIN, Duration::from_millis(12_345)),
            "checked 1 file, 1 document in 12.3 s: no findings"
        );
    }

    #[test]
    fn what_a_fix_takes_is_told() {
        let summary = |safe, all| Summary { fixable: all, safely_fixable: safe, errors: all, ..Summary::default() };
        let line = |summary: &Summary, fixing| summary_line(summary, fixing, Duration::ZERO);
        assert!(line(&summary(1, 3), PLAIN).ends_with("(1 fixable with --fix, 2 more with --unsafe-fixes)"));
        assert!(line(&summary(0, 3), PLAIN).ends_with("(3 fixable with --fix --unsafe-fixes)"));
        let shown = Fixing::No { unsafe_too: true };
        assert!(line(&summary(1, 3), shown).ends_with("(3 fixable with --fix --unsafe-fixes)"));
        assert!(line(&summary(0, 0), PLAIN).ends_with("no findings"));
        let done = |is_trial, unsafe_too| Fixing::Done { count: 4, held_back: 0, is_trial, unsafe_too };
        let held_back = Fixing::Done { count: 4, held_back: 1, is_trial: false, unsafe_too: true };
        let told = "(4 fixed, 1 not, as that would bring another error)";
        assert!(line(&summary(1, 2), held_back).ends_with(told));
        assert!(line(&summary(0, 2), done(false, false)).ends_with("(4 fixed, 2 more with --unsafe-fixes)"));
        assert!(line(&summary(0, 2), done(false, true)).ends_with("(4 fixed)"));
        // What --diff would fix is still there.
        assert!(line(&summary(4, 6), done(true, false)).ends_with("(4 would be fixed, 2 more with --unsafe-fixes)"));
    }
}
