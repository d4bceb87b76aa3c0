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
    for c in name.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
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

/// The steps from a value down to the key or value at `index`. A key leads where its value does.
pub fn steps(from: Value<'_>, index: u32) -> Vec<Step> {
    let doc = from.doc();
    let mut steps = Vec::new();
    let mut at = from;
    while at.index() < index {
        let target = doc.value(index);
        match at.kind() {
            Kind::Object => {
                let Some(member) = at.members().find(|m| m.key.index() == index || m.value.contains(target)) else {
                    break;
                };
                steps.push(Step::Name(member.key.string().unwrap_or_default().into_owned()));
                if member.key.index() == index {
                    break;
                }
                at = member.value;
            }
            Kind::Array => {
                let Some((position, element)) = at.elements().enumerate().find(|(_, e)| e.contains(target)) else {
                    break;
                };
                steps.push(Step::Index(position));
                at = element;
            }
            _ => break,
        }
    }
    steps
}

/// The pointer of the key or value at `index`; empty for the root.
pub fn of(doc: Doc<'_>, index: u32) -> String {
    below(doc.root(), index)
}

/// The pointer from a value to the key or value at `index`; empty for the value itself.
pub fn below(from: Value<'_>, index: u32) -> String {
    let mut pointer = String::new();
    for step in steps(from, index) {
        match step {
            Step::Name(name) => push_name(&mut pointer, &name),
            Step::Index(position) => {
                let _ = write!(pointer, "/{position}");
            }
        }
    }
    pointer
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
