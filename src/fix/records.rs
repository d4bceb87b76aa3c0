//! Files of one document per line: each line is fixed, or left alone, by itself.

use super::rounds::Done;
use crate::json::parse;

/// The fixed text with those lines as they were that are still no JSON, and how many findings are fixed then.
pub(super) fn put_back(before: &str, done: &Done) -> (String, usize) {
    let mut count = done.counts.values().sum::<usize>();
    // No fix joins lines or breaks one. Should one of ours do so, which line was which is not known any more.
    if before.matches('\n').count() != done.text.matches('\n').count() {
        return (before.to_owned(), 0);
    }
    let mut text = String::with_capacity(done.text.len());
    for (line, (old, new)) in before.split('\n').zip(done.text.split('\n')).enumerate() {
        if line > 0 {
            text.push('\n');
        }
        if is_whole(new) {
            text.push_str(new);
        } else {
            text.push_str(old);
            count -= done.counts.get(&Some(line + 1)).copied().unwrap_or_default();
        }
    }
    (text, count)
}

/// Whether a line is one document, or nothing.
fn is_whole(line: &str) -> bool {
    line.trim_matches([' ', '\t', '\r', '\u{feff}']).is_empty() || parse(line).is_some()
}
