//! Texts of a request, a schema or a file name, made harmless for a page.

use crate::graph::escape;
use crate::render::sanitize::{Log, sanitize};

/// A text on one line: invisible and control characters become visible escapes, and no character is markup.
pub(super) fn escaped(text: &str, log: Log) -> String {
    escape(&sanitize(text, log))
}

/// A sentence of ours, in which backticks enclose names and values.
pub(super) fn prose(text: &str, log: Log) -> String {
    let text = escaped(text, log);
    let parts: Vec<&str> = text.split('`').collect();
    // Quoted text may hold a backtick itself; then nobody can tell which belong together.
    if parts.len().is_multiple_of(2) {
        return text;
    }
    let part = |(at, part): (usize, &&str)| {
        if at % 2 == 0 { (*part).to_owned() } else { format!("<code>{part}</code>") }
    };
    parts.iter().enumerate().map(part).collect()
}

/// `1 error`, `2 errors`.
pub(super) fn count(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup_and_names_are_set_apart() {
        assert_eq!(
            prose("`</script><b>` is \"x\" & \u{202e}y", Log::Plain),
            "<code>&lt;/script&gt;&lt;b&gt;</code> is &quot;x&quot; &amp; \\u{202e}y"
        );
        assert_eq!(prose("a ` alone", Log::Plain), "a ` alone");
    }
}
