//! Messages with links to related places, `[text](1)`, and input kept from making links of its own.

use super::super::notes::remarks;
use super::super::{Log, sanitize};
use crate::diagnostic::Diagnostic;

/// Related places that a message links to; the others are listed beside it.
const LINKS: usize = 3;

/// The message of a result: a sentence that can stand alone as its title, what else is known, and links to related places,
/// which are numbered from 1 in the order of their texts.
pub(super) fn message(finding: &Diagnostic, related: &[&str]) -> String {
    let mut text = harmless(&finding.message);
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    for remark in remarks(finding) {
        text.push('\n');
        text.push_str(&harmless(&remark));
    }
    let links: Vec<String> =
        related.iter().take(LINKS).zip(1..).map(|(text, id)| format!("[{}]({id})", escape(text))).collect();
    if !links.is_empty() {
        text.push_str(&format!("\nSee: {}.", links.join(", ")));
    }
    text
}

/// A text without control characters and without anything that reads as a link. Brackets that do not stay as they are:
/// not every viewer takes the backslash away.
pub(super) fn harmless(text: &str) -> String {
    if text.contains("](") { escape(text) } else { sanitize(text, Log::Plain).into_owned() }
}

fn escape(text: &str) -> String {
    let text = sanitize(text, Log::Plain);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '[' | ']' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn input_makes_no_links() {
        assert_eq!(harmless("[1, 2] and \u{1b}"), "[1, 2] and \\u{1b}");
        assert_eq!(harmless("[x](http://a)"), "\\[x\\](http://a)");
        // A backslash of the input does not undo the one that is put before the bracket.
        assert_eq!(harmless("[x\\](http://a)"), "\\[x\\\\\\](http://a)");
    }
}
