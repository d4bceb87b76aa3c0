//! Does an object name a key twice? Nearly free for the usual object, linear for any.

use std::borrow::Cow;
use std::collections::HashSet;

use super::{Node, scan, string};

/// Up to this many members, a suspicion is settled by comparing with every earlier key.
const FEW: u32 = 64;
/// Words of the set of signatures seen: 4096 bits, so that few different keys share one.
const WORDS: usize = 64;

/// Whether two keys of the object at `object` are the same text. All its children must be on the tape; its own `next`
/// need not be set yet.
// Inside the parser's loop it would only take registers away.
#[inline(never)]
pub(super) fn any(text: &str, nodes: &[Node], object: usize, members: u32) -> bool {
    let bytes = text.as_bytes();
    if members > FEW {
        return any_by_text(text, nodes, object, members as usize);
    }
    let mut seen = [0u64; WORDS];
    let mut at = object + 1;
    while at < nodes.len() {
        let key = nodes[at];
        if key.is_escaped() {
            return any_by_text(text, nodes, object, members as usize);
        }
        let signature = signature(bytes, key);
        let (word, bit) = ((signature / 64) as usize % WORDS, 1 << (signature % 64));
        if seen[word] & bit != 0 && stands_before(bytes, nodes, object, at) {
            return true;
        }
        seen[word] |= bit;
        at = after_member(nodes, at);
    }
    false
}

/// Index of the key after the one at `key`.
#[inline]
fn after_member(nodes: &[Node], key: usize) -> usize {
    nodes[key + 1].next as usize
}

/// A number below 4096 that equal keys share: a mix of length and last bytes.
#[inline]
fn signature(bytes: &[u8], key: Node) -> u64 {
    let (start, end) = (key.start as usize, key.end as usize);
    let length = end - start;
    let tail = match end.checked_sub(8).and_then(|at| scan::word(bytes, at)) {
        // The eight bytes up to the closing quote; what stands before a short key is shifted out.
        Some(word) => word >> (64 - 8 * length.min(8)),
        // The same for a short key at the start of the text.
        None => bytes[start..end].iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)),
    };
    (tail ^ (length as u64) << 56).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 52
}

/// The key's literal without its quotes.
#[inline]
fn literal(bytes: &[u8], key: Node) -> &[u8] {
    let literal = &bytes[key.span()];
    literal.get(1..literal.len().wrapping_sub(1)).unwrap_or_default()
}

fn stands_before(bytes: &[u8], nodes: &[Node], object: usize, key: usize) -> bool {
    let wanted = literal(bytes, nodes[key]);
    let mut at = object + 1;
    while at < key {
        if literal(bytes, nodes[at]) == wanted {
            return true;
        }
        at = after_member(nodes, at);
    }
    false
}

/// The same for any number of members, escaped keys and those in wrong quotes. The set is std's, which hostile keys
/// cannot slow down; it has room for all members from the beginning.
#[cold]
pub(super) fn any_by_text(text: &str, nodes: &[Node], object: usize, members: usize) -> bool {
    let mut seen: HashSet<Cow<'_, str>> = HashSet::with_capacity(members);
    let mut at = object + 1;
    while at < nodes.len() {
        let key = nodes[at];
        let inner = string::inner(&text[key.span()]);
        if !seen.insert(if key.is_escaped() { Cow::Owned(string::unescape(inner)) } else { Cow::Borrowed(inner) }) {
            return true;
        }
        at = after_member(nodes, at);
    }
    false
}
