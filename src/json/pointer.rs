//! JSON Pointer (RFC 6901): naming places of a document and finding them again.

use std::fmt::Write as _;

use super::{Doc, Kind, Value};

/// One step from a value to a child of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Into the member of this name.
    Name(String),
    /// Into the element at this position.
    Index(usize),
}

/// Appends `/name` with `~` and `/` escaped.
pub fn push_name(pointer: &mut String, name: &str) {
    pointer.push('/');
    let mut rest = name;
    while let Some(at) = memchr::memchr2(b'~', b'/', rest.as_bytes()) {
        pointer.push_str(&rest[..at]);
        pointer.push_str(if rest.as_bytes()[at] == b'~' { "~0" } else { "~1" });
        rest = &rest[at + 1..];
    }
    pointer.push_str(rest);
}

/// Undoes the escaping of one segment: `~1` is `/`, `~0` is `~`.
pub fn unescape_segment(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

/// Whether a text is a JSON Pointer: empty, or segments that each begin with `/`, where `~` is followed by `0` or `1`.
pub fn is_valid(pointer: &str) -> bool {
    let escapes = || pointer.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    pointer.is_empty() || (pointer.starts_with('/') && escapes())
}

/// The key or element of an object or array that the node at `index` is or belongs to, and its position.
pub(crate) fn child(container: Value<'_>, index: u32) -> Option<(Value<'_>, usize)> {
    let doc = container.doc();
    if index <= container.index() || index >= container.node().next {
        return None;
    }
    let has_keys = u32::from(container.is_object());
    let (mut at, mut position) = (container.index() + 1, 0);
    loop {
        let next = doc.nodes()[(at + has_keys) as usize].next;
        if index < next {
            return Some((doc.value(at), position));
        }
        at = next;
        position += 1;
    }
}

/// The keys and elements on the way from a value down to the key or value at `index`, each with its position, as `child`
/// finds them. A key leads where its value does.
pub(crate) fn way<'d>(
    from: Value<'d>,
    index: u32,
    child: impl Fn(Value<'d>, u32) -> Option<(Value<'d>, usize)>,
) -> impl Iterator<Item = (Value<'d>, usize)> {
    let mut at = Some(from);
    std::iter::from_fn(move || {
        let (child, position) = child(at.take()?, index)?;
        let below = if child.kind() == Kind::Key { child.doc().value(child.index() + 1) } else { child };
        at = (child.index() != index).then_some(below);
        Some((child, position))
    })
}

/// The pointer along some [`way`] from what has the pointer `prefix`.
pub(crate) fn along<'d>(prefix: &str, way: impl Iterator<Item = (Value<'d>, usize)>) -> String {
    /// As long as pointers into requests mostly are.
    const USUAL: usize = 48;
    let mut pointer = String::with_capacity(prefix.len() + USUAL);
    pointer.push_str(prefix);
    for (child, position) in way {
        match child.kind() {
            Kind::Key => push_name(&mut pointer, &child.string().unwrap_or_default()),
            _ => {
                let _ = write!(pointer, "/{position}");
            }
        }
    }
    pointer
}

/// One step of a [`way`].
pub(crate) fn step((child, position): (Value<'_>, usize)) -> Step {
    match child.kind() {
        Kind::Key => Step::Name(child.string().unwrap_or_default().into_owned()),
        _ => Step::Index(position),
    }
}

/// The steps from a value down to the key or value at `index`. A key leads where its value does.
pub fn steps(from: Value<'_>, index: u32) -> Vec<Step> {
    way(from, index, child).map(step).collect()
}

/// The pointer of the key or value at `index`; empty for the root.
pub fn of(doc: Doc<'_>, index: u32) -> String {
    below(doc.root(), index)
}

/// The pointer from a value to the key or value at `index`; empty for the value itself.
pub fn below(from: Value<'_>, index: u32) -> String {
    along("", way(from, index, child))
}

/// The value that a pointer names, if there is one.
pub fn resolve<'a>(doc: Doc<'a>, pointer: &str) -> Option<Value<'a>> {
    let mut at = doc.root();
    if pointer.is_empty() {
        return Some(at);
    }
    for segment in pointer.strip_prefix('/')?.split('/') {
        at = match at.kind() {
            Kind::Object => at.get(&unescape_segment(segment))?,
            Kind::Array => {
                let canonical = segment == "0" || !segment.starts_with('0');
                at.element(segment.parse().ok().filter(|_| canonical)?)?
            }
            _ => return None,
        };
    }
    Some(at)
}
