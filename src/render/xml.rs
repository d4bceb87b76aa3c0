//! Texts in XML 1.0, which forbids most control characters even as references: what reaches these functions has been made
//! visible by `sanitize`.

use std::borrow::Cow;

use super::{Log, sanitize};

/// A text between tags.
pub(super) fn text(text: &str) -> String {
    escape(&sanitize(text, Log::Plain))
}

/// The value of an attribute, without its quotation marks.
pub(super) fn attribute(value: &str) -> String {
    text(value).replace('\n', "&#10;")
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        out.push_str(&match c {
            // On standard output of a build, two hashes are a command.
            '#' if chars.peek() == Some(&'#') => Cow::Borrowed("&#35;"),
            '&' => Cow::Borrowed("&amp;"),
            '<' => Cow::Borrowed("&lt;"),
            '>' => Cow::Borrowed("&gt;"),
            '"' => Cow::Borrowed("&quot;"),
            c => Cow::Owned(c.to_string()),
        });
    }
    out
}
