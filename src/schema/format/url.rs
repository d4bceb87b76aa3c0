//! `url`: an address that a browser of the public web could open.

use super::address::octet;
use super::scan::is_space;

/// `http`, `https` or `ftp`, perhaps a user, a public host, perhaps a port and a path.
pub(super) fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    if !is_scheme(scheme) {
        return false;
    }
    // Anything without white space may be the user, further @ included, so each @ is tried; and nothing but a path
    // may follow the host, so each try ends where the first one would.
    let first_space = rest.find(is_space).unwrap_or(rest.len());
    let last_space = rest.rfind(is_space);
    let users = rest[..first_space].match_indices('@').map(|(at, _)| at + 1).filter(|start| *start > 1);
    std::iter::once(0).chain(users).any(|start| {
        let host = &rest[start..];
        let end = host.find([':', '/', '@']).unwrap_or(host.len());
        (is_public_ipv4(&host[..end]) || is_domain(&host[..end]))
            && port_and_path(&host[end..]).is_some_and(|path| {
                let path_at = rest.len() - path.len();
                path.is_empty() || last_space.is_none_or(|space| space < path_at)
            })
    })
}

/// ajv also takes the long s, which is an s to whoever wrote that list.
fn is_scheme(scheme: &str) -> bool {
    ["http", "https", "ftp"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
        || scheme.strip_suffix('\u{17F}').is_some_and(|http| http.eq_ignore_ascii_case("http"))
}

/// The path behind the port, if what follows the host is well-formed so far.
fn port_and_path(text: &str) -> Option<&str> {
    let path = match text.strip_prefix(':') {
        None => text,
        Some(rest) => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            (2..=5).contains(&digits).then(|| &rest[digits..])?
        }
    };
    (path.is_empty() || path.starts_with('/')).then_some(path)
}

/// Four numbers that name one host on the public network, not a private one, a network or a broadcast.
fn is_public_ipv4(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let [first, second, third, fourth] = parts.as_slice() else { return false };
    let private = matches!((*first, *second), ("10" | "127", _) | ("169", "254") | ("192", "168"))
        || *first == "172" && second.len() == 2 && matches!(octet(second), Some(16..=31));
    let plain = |part: &str| !part.starts_with('0');
    // In the middle a third digit may only come with a 1 or 2 in front: 001 is too long.
    let middle = |part: &str| octet(part).is_some() && (part.len() < 3 || plain(part));
    !private
        && plain(first)
        && matches!(octet(first), Some(1..=223))
        && middle(second)
        && middle(third)
        && plain(fourth)
        && matches!(octet(fourth), Some(1..=254))
}

/// Labels with single inner hyphens, and a last label of two or more letters. Whatever lies above ASCII in the Basic
/// Multilingual Plane is a letter; an astral character is none.
fn is_domain(text: &str) -> bool {
    let Some((labels, top)) = text.rsplit_once('.') else { return false };
    let is_wide = |character: char| matches!(character, '\u{A1}'..='\u{FFFF}');
    let is_letter = |character: char| character.is_ascii_alphabetic() || is_wide(character);
    let is_run = |run: &str| !run.is_empty() && run.chars().all(|c| is_letter(c) || c.is_ascii_digit());
    top.chars().count() >= 2
        && top.chars().all(is_letter)
        && labels.split('.').all(|label| label.split('-').all(is_run))
}
