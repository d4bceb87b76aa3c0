//! Where things stand in a document, and what an object has by a name, without walking it once per question.
//!
//! A hostile draft may have 100,000 wrong members, and each finding asks for the path of one of them: every object is
//! walked at most once, whatever is asked about it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::json::pointer::{self, Step};
use crate::json::{Kind, Member, Value};

type Names = HashMap<Box<str>, u32>;

/// What was learnt about the objects and arrays of one document.
#[derive(Debug, Default)]
pub(crate) struct Paths {
    /// By the index of an object or array: the indices of its keys or elements, ascending.
    children: RefCell<HashMap<u32, Rc<[u32]>>>,
    /// By the index of an object: its keys by name, the last one of a repeated name.
    names: RefCell<HashMap<u32, Names>>,
}

/// Objects and arrays of fewer nodes are searched from the start, which costs less than remembering them.
const SMALL: u32 = 128;

/// Whether nothing is remembered of an object or array.
fn is_small(container: Value<'_>) -> bool {
    container.node().next - container.index() < SMALL
}

impl Paths {
    /// The steps from a value down to the key or value at `index`. A key leads where its value does.
    pub(crate) fn steps(&self, from: Value<'_>, index: u32) -> Vec<Step> {
        self.way(from, index).map(pointer::step).collect()
    }

    /// The keys and elements on the way from a value down to the key or value at `index`, each with its position in its
    /// object or array.
    pub(crate) fn way<'v>(&self, from: Value<'v>, index: u32) -> impl Iterator<Item = (Value<'v>, usize)> {
        pointer::way(from, index, |container, index| self.child(container, index))
    }

    /// The JSON Pointer of the key or value at `index`, below a value that has the pointer `prefix`.
    pub(crate) fn pointer(&self, prefix: &str, from: Value<'_>, index: u32) -> String {
        pointer::along(prefix, self.way(from, index))
    }

    /// The key or element of an object or array that the node at `index` is or belongs to, and its position.
    fn child<'v>(&self, container: Value<'v>, index: u32) -> Option<(Value<'v>, usize)> {
        if is_small(container) || !container.contains(container.doc().value(index)) {
            return pointer::child(container, index);
        }
        let children = self.children(container);
        let position = children.partition_point(|child| *child <= index).checked_sub(1)?;
        Some((container.doc().value(children[position]), position))
    }

    /// The member of that name; the last one where the name is repeated, as every server reads it.
    pub(crate) fn member<'a>(&self, object: Value<'a>, name: &str) -> Option<Member<'a>> {
        if !object.is_object() || is_small(object) {
            return object.member(name);
        }
        let mut names = self.names.borrow_mut();
        let by_name = names.entry(object.index()).or_insert_with(|| {
            let keys = object.members().map(|member| member.key);
            keys.map(|key| (key.string().unwrap_or_default().into(), key.index())).collect()
        });
        let key = object.doc().value(*by_name.get(name)?);
        Some(Member { key, value: key.doc().value(key.index() + 1) })
    }

    fn children(&self, container: Value<'_>) -> Rc<[u32]> {
        let mut children = self.children.borrow_mut();
        let walk = || match container.kind() {
            Kind::Object => container.members().map(|member| member.key.index()).collect(),
            _ => container.elements().map(Value::index).collect(),
        };
        Rc::clone(children.entry(container.index()).or_insert_with(walk))
    }
}

#[cfg(test)]
mod tests {
    use super::{Paths, SMALL};
    use crate::json::{Doc, parse, pointer};

    #[test]
    fn paths_are_those_of_a_walk() {
        let many: Vec<String> = (0..SMALL).map(|n| format!("\"k{n}\": [{n}, {{\"x/y\": {n}}}]")).collect();
        let text = format!("{{\"a~b\": [[], [1, {{}}]], {}, \"k3\": null}}", many.join(", "));
        let tape = parse(&text).expect("valid JSON");
        let doc = Doc::new(&text, &tape);
        let paths = Paths::default();
        let length = u32::try_from(doc.nodes().len()).expect("short");
        for from in 0..length {
            for to in 0..length {
                assert_eq!(
                    paths.pointer("", doc.value(from), to),
                    pointer::below(doc.value(from), to),
                    "from {from} to {to}"
                );
            }
        }
        for name in ["a~b", "k3", "k39", "none", ""] {
            let ours = paths.member(doc.root(), name).map(|member| member.key.index());
            assert_eq!(ours, doc.root().member(name).map(|member| member.key.index()), "{name}");
        }
    }
}
