//! JSON Pointers in their three spellings.

use super::scan::Scan;

/// RFC 6901: empty, or steps that start with a slash; `~` only as `~0` and `~1`.
pub(super) fn is_pointer(text: &str) -> bool {
    if !text.is_empty() && !text.starts_with('/') {
        return false;
    }
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(at, byte)| *byte != b'~' || matches!(bytes.get(at + 1), Some(b'0' | b'1')))
}

/// A pointer behind `#`, with the characters of a URI only.
pub(super) fn is_uri_fragment(text: &str) -> bool {
    let mut scan = Scan(text.as_bytes());
    if !scan.byte(b'#') {
        return false;
    }
    if !scan.is_done() && scan.0[0] != b'/' {
        return false;
    }
    while !scan.is_done() {
        let plain = scan.one(|byte| byte.is_ascii_alphanumeric() || b"/_-.!$&'()*+,;:=@".contains(&byte));
        let passed = if !plain && scan.byte(b'~') {
            scan.one(|byte| matches!(byte, b'0' | b'1'))
        } else {
            plain || scan.percent_escape()
        };
        if !passed {
            return false;
        }
    }
    true
}

/// How many levels up, then `#` or a pointer.
pub(super) fn is_relative(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (levels, rest) = text.split_at(digits);
    let counts = digits == 1 || digits > 1 && !levels.starts_with('0');
    counts && (rest == "#" || is_pointer(rest))
}
