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
    for c in text.chars() {
        out.push_str(&match c {
            '&' => Cow::Borrowed("&amp;"),
            '<' => Cow::Borrowed("&lt;"),
            '>' => Cow::Borrowed("&gt;"),
            '"' => Cow::Borrowed("&quot;"),
            c => Cow::Owned(c.to_string()),
        });
    }
    out
}
