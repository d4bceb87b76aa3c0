//! Questions about an instance that both modes of a plan ask.

use super::equal::equal;
use super::numbers::is_integer;
use super::plan::TypeSet;
use crate::json::{Kind, Value};

/// Whether a value is of one of the types.
#[inline]
pub(super) fn has_type(value: Value<'_>, set: TypeSet) -> bool {
    match value.kind() {
        Kind::Null => set.has(TypeSet::NULL),
        Kind::False | Kind::True => set.has(TypeSet::BOOLEAN),
        Kind::Number => set.has(TypeSet::NUMBER) || (set.has(TypeSet::INTEGER) && integer(value)),
        Kind::String | Kind::Key => set.has(TypeSet::STRING),
        Kind::Array => set.has(TypeSet::ARRAY),
        Kind::Object => set.has(TypeSet::OBJECT),
        Kind::Missing => true,
    }
}

#[inline]
fn integer(value: Value<'_>) -> bool {
    value.raw().bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') || value.f64().is_some_and(is_integer)
}

/// A `{"$ref": "..."}` that stands for a value which exists only when the batch runs. What is wrong with the reference
/// itself, even that it is no string, is told where references are followed.
#[inline]
pub fn is_hole(value: Value<'_>) -> bool {
    value.node().has_reference()
}

/// Whether a hole is or lies in a value.
pub fn holds_hole(value: Value<'_>) -> bool {
    let nodes = &value.doc().nodes()[value.index() as usize..value.node().next as usize];
    nodes.iter().any(|node| node.has_reference())
}

/// Length as `maxLength` counts it, in code points.
#[inline]
pub(super) fn length(value: Value<'_>) -> f64 {
    value.string().map_or(0, |text| text.chars().count()) as f64
}

/// Number of elements.
#[inline]
pub(super) fn element_count(value: Value<'_>) -> usize {
    value.node().stored_count().unwrap_or_else(|| value.elements().count())
}

/// The first two equal elements, by position, where `uniqueItems` compares only those of the types `only`. With `holes`,
/// elements that are not fully known are passed over.
pub(super) fn first_repeat(array: Value<'_>, only: Option<TypeSet>, holes: bool) -> Option<(usize, usize)> {
    let counts = |element: Value<'_>| only.is_none_or(|set| has_type(element, set)) && !(holes && holds_hole(element));
    let elements = array.elements().enumerate().filter(|(_, element)| counts(*element));
    let elements: Vec<(usize, Value<'_>)> = elements.collect();
    let nodes = array.node().next - array.index();
    if nodes <= 64 {
        let pairs = elements.iter().enumerate().flat_map(|(at, a)| elements[..at].iter().map(move |b| (b, a)));
        return pairs.into_iter().find(|(a, b)| equal(a.1, b.1)).map(|(a, b)| (a.0, b.0));
    }
    // Canonical texts keep a hostile array from costing a comparison per pair.
    let mut seen = std::collections::HashMap::new();
    for (position, element) in elements {
        let mut text = String::new();
        canonical(element, &mut text);
        if let Some(first) = seen.insert(text, position) {
            return Some((first, position));
        }
    }
    None
}

/// A text that two values share exactly when they are equal.
fn canonical(value: Value<'_>, out: &mut String) {
    use std::fmt::Write as _;
    match value.kind() {
        Kind::Number => {
            // Adding zero makes -0 and 0 one.
            let _ = write!(out, "{:?}", value.f64().unwrap_or_default() + 0.0);
        }
        Kind::String | Kind::Key => {
            let _ = write!(out, "{:?}", value.string().unwrap_or_default());
        }
        Kind::Array => {
            out.push('[');
            for element in value.elements() {
                canonical(element, out);
                out.push(',');
            }
            out.push(']');
        }
        Kind::Object => {
            let mut members = super::js::members(value);
            members.sort_by_key(|member| member.key.string());
            out.push('{');
            for member in members {
                canonical(member.key, out);
                canonical(member.value, out);
                out.push(',');
            }
            out.push('}');
        }
        _ => out.push_str(value.raw()),
    }
}
