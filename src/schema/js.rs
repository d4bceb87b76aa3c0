//! What JavaScript makes of a JSON object, where the server's answer depends on it.

use crate::json::{Member, Value};

/// The members that `JSON.parse` leaves of an object, in the order in which JavaScript lists them: integer-like names
/// first, ascending, then the others as written; of a repeated name the last value, at the place of the first.
pub(super) fn members(object: Value<'_>) -> Vec<Member<'_>> {
    let mut members: Vec<Member<'_>> = object.members().collect();
    if object.node().has_duplicate_keys() {
        let mut seen = std::collections::HashMap::new();
        let mut kept: Vec<Member<'_>> = Vec::new();
        for member in members {
            let at = *seen.entry(member.key.string().unwrap_or_default()).or_insert(kept.len());
            if at == kept.len() {
                kept.push(member);
            } else {
                kept[at] = member;
            }
        }
        members = kept;
    }
    if members.iter().any(|member| array_index(member.key).is_some()) {
        members.sort_by_key(|member| array_index(member.key).map_or((1, 0), |index| (0, index)));
    }
    members
}

/// The member of that name that `JSON.parse` leaves.
pub(super) fn member<'d>(object: Value<'d>, name: &str) -> Option<Member<'d>> {
    let mut named = object.members().filter(|member| member.key.is_str(name));
    if object.node().has_duplicate_keys() { named.last() } else { named.next() }
}

/// The number of distinct names.
pub(super) fn member_count(object: Value<'_>) -> usize {
    let node = object.node();
    match node.stored_count() {
        Some(count) if !node.has_duplicate_keys() => count,
        _ => members(object).len(),
    }
}

/// The index that a name stands for when JavaScript orders names: `0`, `1`, ... below 2^32 - 1.
fn array_index(key: Value<'_>) -> Option<u32> {
    let raw = key.raw();
    if !raw.as_bytes().get(1).is_some_and(|byte| byte.is_ascii_digit() || *byte == b'\\') {
        return None;
    }
    let name = key.string()?;
    let index: u32 = name.parse().ok()?;
    (index != u32::MAX && index.to_string() == name).then_some(index)
}
