//! The last line of a run, for people.

use std::fmt::Write as _;
use std::time::Duration;

use crate::report::Summary;

/// `checked 12 files, 40 documents in 12 ms: 3 errors, 1 warning (1 skipped)`.
pub fn summary_line(summary: &Summary, elapsed: Duration) -> String {
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
    if summary.fixable > 0 {
        remarks.push(format!("{} fixable", summary.fixable));
    }
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

    #[test]
    fn words_follow_their_numbers() {
        let mut summary =
            Summary { files: 13, documents: 40, skipped: 1, errors: 3, warnings: 1, ..Summary::default() };
        assert_eq!(
            summary_line(&summary, Duration::from_millis(12)),
            "checked 12 files, 40 documents in 12 ms: 3 errors, 1 warning (1 skipped)"
        );
        summary.fixable = 2;
        assert!(summary_line(&summary, Duration::ZERO).ends_with("(2 fixable, 1 skipped)"));
        let clean = Summary { files: 1, documents: 1, ..Summary::default() };
        assert_eq!(
            summary_line(&clean, Duration::from_millis(12_345)),
            "checked 1 file, 1 document in 12.3 s: no findings"
        );
    }
}
