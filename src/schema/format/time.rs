//! Dates and times. ajv's fast mode looks at digits, hardly at the calendar.

use super::scan::{Scan, is_space};

/// `2024-19-39` passes: the month is any of 00 to 19, the day any of 00 to 39.
pub(super) fn is_date(text: &str) -> bool {
    let mut scan = Scan(text.as_bytes());
    date(&mut scan) && scan.is_done()
}

/// A time, with or without a zone.
pub(super) fn is_time(text: &str) -> bool {
    let mut scan = Scan(text.as_bytes());
    clock(&mut scan) && (scan.is_done() || zone(&mut scan) && scan.is_done())
}

/// A date, a `T` or any one white space, and a time with a zone.
pub(super) fn is_date_time(text: &str) -> bool {
    let mut scan = Scan(text.as_bytes());
    if !date(&mut scan) {
        return false;
    }
    // A date is ASCII, so this is where the next character starts.
    let Some(separator) = text[text.len() - scan.0.len()..].chars().next() else { return false };
    if !(separator.eq_ignore_ascii_case(&'t') || is_space(separator)) {
        return false;
    }
    scan = Scan(&scan.0[separator.len_utf8()..]);
    clock(&mut scan) && zone(&mut scan) && scan.is_done()
}

fn date(scan: &mut Scan<'_>) -> bool {
    scan.digits(4)
        && scan.byte(b'-')
        && scan.one(|byte| matches!(byte, b'0'..=b'1'))
        && scan.digits(1)
        && scan.byte(b'-')
        && scan.one(|byte| matches!(byte, b'0'..=b'3'))
        && scan.digits(1)
}

/// Hours up to 29, minutes and seconds up to 59; the leap second only as 23:59:60.
fn clock(scan: &mut Scan<'_>) -> bool {
    if scan.0.starts_with(b"23:59:60") {
        scan.0 = &scan.0[8..];
    } else {
        let sixty = |scan: &mut Scan<'_>| scan.one(|byte| matches!(byte, b'0'..=b'5')) && scan.digits(1);
        let plain = scan.one(|byte| matches!(byte, b'0'..=b'2'))
            && scan.digits(1)
            && scan.byte(b':')
            && sixty(scan)
            && scan.byte(b':')
            && sixty(scan);
        if !plain {
            return false;
        }
    }
    !scan.byte(b'.') || scan.many(|byte| byte.is_ascii_digit()) > 0
}

/// `Z`, `+01`, `+0100` or `+01:00`.
fn zone(scan: &mut Scan<'_>) -> bool {
    if scan.one(|byte| byte.eq_ignore_ascii_case(&b'z')) {
        return true;
    }
    if !scan.one(|byte| matches!(byte, b'+' | b'-')) || !scan.digits(2) {
        return false;
    }
    if scan.is_done() {
        return true;
    }
    scan.byte(b':');
    scan.digits(2)
}
