//! What JavaScript makes of a JSON object, where the server's answer depends on it.

use crate::json::{Doc, Member, Node, Value};

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

/// The keys of an object, by index, as [`members`] lists them. Nothing is gathered where they stand in the text like that.
#[derive(Clone)]
pub(super) enum Keys<'d> {
    AsWritten { nodes: &'d [Node], at: u32, end: u32 },
    Ordered(std::vec::IntoIter<u32>),
}

impl<'d> Keys<'d> {
    pub(super) fn of(object: Value<'d>) -> Keys<'d> {
        let (doc, node) = (object.doc(), object.node());
        let written = Keys::AsWritten { nodes: doc.nodes(), at: object.index() + 1, end: node.next };
        if node.has_duplicate_keys() || written.clone().any(|key| may_be_index(doc, doc.nodes()[key as usize])) {
            let keys: Vec<u32> = members(object).iter().map(|member| member.key.index()).collect();
            return Keys::Ordered(keys.into_iter());
        }
        written
    }
}

impl Iterator for Keys<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        match self {
            Keys::AsWritten { nodes, at, end } => {
                let key = *at;
                (key < *end).then(|| {
                    *at = nodes[key as usize + 1].next;
                    key
                })
            }
            Keys::Ordered(keys) => keys.next(),
        }
    }
}

/// Whether the name behind a key may begin with a digit.
fn may_be_index(doc: Doc<'_>, key: Node) -> bool {
    match doc.text().as_bytes().get(key.start as usize..) {
        Some([b'"', first, ..]) => first.is_ascii_digit() || *first == b'\\',
        _ => true,
    }
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
    if !may_be_index(key.doc(), key.node()) {
        return None;
    }
    let name = key.string()?;
    let index: u32 = name.parse().ok()?;
    (index != u32::MAX && index.to_string() == name).then_some(index)
}
