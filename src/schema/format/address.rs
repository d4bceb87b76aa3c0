//! Mail addresses, host names and IP addresses.

use super::scan::is_space;

/// A local part, `@`, and labels separated by dots.
pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    !local.is_empty() && local.bytes().all(is_local) && domain.split('.').all(is_label)
}

/// Labels separated by dots, 253 characters at most, perhaps a dot at the end.
pub(super) fn is_hostname(text: &str) -> bool {
    let name = text.strip_suffix('.').unwrap_or(text);
    name.len() <= 253 && name.split('.').all(is_label)
}

/// Letters, digits and inner hyphens, 63 at most.
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Four numbers up to 255; leading zeros are fine.
pub(super) fn is_ipv4(text: &str) -> bool {
    text.split('.').count() == 4 && text.split('.').all(|part| octet(part).is_some())
}

/// The number that one to three digits spell, if it fits a byte.
pub(super) fn octet(text: &str) -> Option<u8> {
    let digits = (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// An address, perhaps with a zone (`%eth0`), with white space allowed around it.
pub(super) fn is_ipv6(text: &str) -> bool {
    let text = text.trim_start_matches(is_space);
    let length = text.bytes().take_while(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.')).count();
    let (address, rest) = text.split_at(length);
    is_zone_or_space(rest) && is_bare_ipv6(address)
}

/// A zone is on one line and has at least one character; it may be followed by any white space.
fn is_zone_or_space(text: &str) -> bool {
    let Some(zone) = text.strip_prefix('%') else { return text.chars().all(is_space) };
    let line_end = zone.find(['\n', '\r', '\u{2028}', '\u{2029}']).unwrap_or(zone.len());
    line_end > 0 && zone[line_end..].chars().all(is_space)
}

/// Eight groups, of which `::` leaves some out, and of which the last two may be spelled as an IPv4 address.
fn is_bare_ipv6(text: &str) -> bool {
    // "1::2::3" has a second "::" behind the first, and there an empty group.
    let Some((before, after)) = text.split_once("::") else {
        return matches!(groups(text), Some((8, false) | (6, true)));
    };
    let Some(leading) = (if before.is_empty() { Some((0, false)) } else { groups(before) }) else { return false };
    let Some(trailing) = (if after.is_empty() { Some((0, false)) } else { groups(after) }) else { return false };
    match (leading, trailing) {
        ((leading, false), (trailing, false)) => leading + trailing <= 7,
        ((leading, false), (trailing, true)) => leading + trailing <= 5,
        _ => false,
    }
}

/// How many hexadecimal groups there are, and whether an IPv4 address ends them.
fn groups(text: &str) -> Option<(usize, bool)> {
    let mut parts = text.split(':').peekable();
    let mut count = 0;
    while let Some(part) = parts.next() {
        if parts.peek().is_none() && part.contains('.') {
            return is_strict_ipv4(part).then_some((count, true));
        }
        if !(1..=4).contains(&part.len()) || !part.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        count += 1;
    }
    Some((count, false))
}

/// Within an IPv6 address ajv takes no leading zeros.
fn is_strict_ipv4(text: &str) -> bool {
    is_ipv4(text) && text.split('.').all(|part| part.len() == 1 || !part.starts_with('0'))
}
