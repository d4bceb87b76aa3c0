//! URIs, references and templates.

use super::scan::{Scan, is_space};

/// A scheme, a colon, and no white space.
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let mut scan = Scan(scheme.as_bytes());
    scan.one(|byte| byte.is_ascii_alphabetic())
        && scan.0.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        && !rest.contains(is_space)
}

/// No white space; no backslash at the start, nor in the fragment.
pub(super) fn is_reference(text: &str) -> bool {
    let fragment = text.split_once('#').map_or("", |(_, fragment)| fragment);
    !text.contains(is_space) && !text.starts_with('\\') && !fragment.contains('\\')
}

/// RFC 6570: plain characters, percent escapes and expressions in braces.
pub(super) fn is_template(text: &str) -> bool {
    let mut scan = Scan(text.as_bytes());
    while !scan.is_done() {
        if !(scan.one(is_literal) || scan.percent_escape() || scan.byte(b'{') && expression(&mut scan)) {
            return false;
        }
    }
    true
}

fn is_literal(byte: u8) -> bool {
    !matches!(byte, 0..=b' ' | b'"' | b'\'' | b'<' | b'>' | b'%' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
}

/// What follows a brace: perhaps an operator, then variables, then the closing brace.
fn expression(scan: &mut Scan<'_>) -> bool {
    scan.one(|byte| b"+#./;?&=,!@|".contains(&byte));
    loop {
        if !variable(scan) {
            return false;
        }
        if !scan.byte(b',') {
            return scan.byte(b'}');
        }
    }
}

/// A name, perhaps cut (`:3`, from 1 to 9999) or exploded (`*`).
fn variable(scan: &mut Scan<'_>) -> bool {
    let mut named = false;
    while scan.one(|byte| byte.is_ascii_alphanumeric() || byte == b'_') || scan.percent_escape() {
        named = true;
    }
    if !named {
        return false;
    }
    if scan.byte(b':') {
        return scan.one(|byte| matches!(byte, b'1'..=b'9')) && scan.many(|byte| byte.is_ascii_digit()) <= 3;
    }
    scan.byte(b'*');
    true
}
