//! Files of one document per line: each line is fixed, or left alone, by itself.

use super::Fixed;
use super::rounds::Counts;
use crate::json::parse;

/// The fixed text with those lines as they were that are still no JSON. None where the lines no longer correspond.
pub(super) fn put_back(before: &str, after: String, counts: &Counts) -> Option<Fixed> {
    let mut count = counts.values().sum::<usize>();
    if before.matches('\n').count() != after.matches('\n').count() {
        return None;
    }
    if after.split('\n').all(is_whole) {
        return Some(Fixed { text: after, count });
    }
    let mut text = String::with_capacity(after.len());
    for (line, (old, new)) in before.split('\n').zip(after.split('\n')).enumerate() {
        if line > 0 {
            text.push('\n');
        }
        if is_whole(new) {
            text.push_str(new);
        } else {
            text.push_str(old);
            count -= counts.get(&Some(line + 1)).copied().unwrap_or_default();
        }
    }
    Some(Fixed { text, count })
}

/// Whether a line is one document, or nothing.
fn is_whole(line: &str) -> bool {
    line.trim_matches([' ', '\t', '\r', '\u{feff}']).is_empty() || parse(line).is_some()
}
