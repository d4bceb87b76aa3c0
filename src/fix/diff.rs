//! What changed, as a unified diff.

use std::io::{self, Write};
use std::time::Duration;

use similar::{ChangeTag, TextDiff};

use crate::render::{Log, sanitize};

/// Lines around a change that are shown.
const CONTEXT: usize = 3;

/// How long the smallest difference is looked for; after that, one is taken that is merely right.
const PATIENCE: Duration = Duration::from_secs(5);

/// How a diff is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dress {
    /// Colours, as terminal escapes.
    pub color: bool,
    /// For eyes: control characters are spelled out, at the price that `patch` does not take it. None for programs.
    pub log: Option<Log>,
}

/// Writes what turns one text into another.
pub fn write(name: &str, before: &str, after: &str, dress: Dress, out: &mut dyn Write) -> io::Result<()> {
    let before: Vec<&str> = before.split_inclusive('\n').collect();
    let after: Vec<&str> = after.split_inclusive('\n').collect();
    let diff = TextDiff::configure().timeout(PATIENCE).diff_slices(&before, &after);
    let name = sanitize(name, dress.log.unwrap_or_default());
    let mut line = |tag: Option<ChangeTag>, text: &str, ends: bool| -> io::Result<()> {
        let (sign, color) = match tag {
            Some(ChangeTag::Delete) => ("-", "\u{1b}[31m"),
            Some(ChangeTag::Insert) => ("+", "\u{1b}[32m"),
            Some(ChangeTag::Equal) => (" ", ""),
            None => ("", "\u{1b}[36m"),
        };
        let (color, reset) = if dress.color && !color.is_empty() { (color, "\u{1b}[0m") } else { ("", "") };
        let shown = match dress.log {
            // The end of a line may be CRLF, which is no secret command.
            Some(log) => visible(text.trim_end_matches(['\r', '\n']), log),
            None => text.trim_end_matches('\n').to_owned(),
        };
        writeln!(out, "{color}{sign}{shown}{reset}")?;
        if ends { Ok(()) } else { writeln!(out, "\\ No newline at end of file") }
    };
    line(None, &format!("--- {name}"), true)?;
    line(None, &format!("+++ {name}"), true)?;
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        line(None, &hunk.header().to_string(), true)?;
        for change in hunk.iter_changes() {
            line(Some(change.tag()), change.value(), change.value().ends_with('\n'))?;
        }
    }
    Ok(())
}

/// A line made harmless; its tabs stay.
fn visible(line: &str, log: Log) -> String {
    line.split('\t').map(|part| sanitize(part, log)).collect::<Vec<_>>().join("\t")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(before: &str, after: &str, dress: Dress) -> String {
        let mut out = Vec::new();
        write("a.json", before, after, dress, &mut out).expect("a vector takes all");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn lines_around_a_change_are_shown() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8";
        assert_eq!(
            diff(before, "1\n2\n3\n4\nfive\n6\n7\n8\n", Dress::default()),
            "--- a.json\n+++ a.json\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n-8\n\\ No newline at end of file\n+8\n"
        );
    }

    #[test]
    fn programs_get_every_byte_and_eyes_no_commands() {
        let (before, after) = ("{\r\n\u{1b}[1m\u{7f}\r\n}", "{\r\n}");
        assert!(diff(before, after, Dress::default()).contains("-\u{1b}[1m\u{7f}\r\n"));
        let shown = diff(before, after, Dress { color: false, log: Some(Log::Plain) });
        assert!(!shown.contains(['\u{1b}', '\u{7f}', '\r']), "{shown:?}");
    }
}
