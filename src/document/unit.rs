//! The request bodies in a document.

use smallvec::SmallVec;

use super::{Kind, KindOverride};
use crate::json::pointer::push_name;
use crate::json::{Doc, Member, Value};

/// One request body, checked by itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit {
    pub(crate) kind: Kind,
    /// Index on the tape of the body.
    pub(crate) body: u32,
    pub(crate) origin: Origin,
}

/// How a body is reached from the root of its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// It is the document.
    Root,
    /// An element of an array of documents.
    Element(usize),
    /// An action of a batch, by the index of its key.
    Action { batch: BatchAt, key: u32 },
    /// The body of such an action.
    ActionBody { batch: BatchAt, key: u32 },
    /// A definition of a batch, by the index of its key.
    Definition { batch: BatchAt, key: u32 },
}

/// Where the batch of an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BatchAt {
    Root,
    Element(usize),
}

impl Origin {
    /// The JSON Pointer of the body.
    pub(crate) fn pointer(self, doc: Doc<'_>) -> String {
        let (batch, section, key, suffix) = match self {
            Origin::Root => return String::new(),
            Origin::Element(position) => return format!("/{position}"),
            Origin::Action { batch, key } => (batch, "/actions", key, ""),
            Origin::ActionBody { batch, key } => (batch, "/actions", key, "/body"),
            Origin::Definition { batch, key } => (batch, "/definitions", key, ""),
        };
        let name = doc.value(key).string().unwrap_or_default();
        let mut pointer = match batch {
            BatchAt::Root => String::with_capacity(section.len() + "/".len() + name.len() + suffix.len()),
            BatchAt::Element(position) => format!("/{position}"),
        };
        pointer.push_str(section);
        push_name(&mut pointer, &name);
        pointer + suffix
    }

    /// Whether references stand for values that exist only when the batch runs.
    pub(crate) fn holds_references(self) -> bool {
        matches!(self, Origin::ActionBody { .. } | Origin::Definition { .. })
    }
}

/// The request bodies of a document: one, mostly.
pub(crate) type Units = SmallVec<[Unit; 1]>;

/// Lists the request bodies of a document of a kind, in the order of the text.
pub(crate) fn units(root: Value<'_>, kind: Kind, forced: Option<KindOverride>) -> Units {
    let elements = match forced {
        Some(forced) => forced.elements,
        None => root.is_array(),
    };
    let mut units = Units::new();
    if elements && root.is_array() {
        for (position, element) in root.elements().enumerate() {
            let unit = Unit { kind, body: element.index(), origin: Origin::Element(position) };
            push(&mut units, unit, element, BatchAt::Element(position));
        }
    } else {
        let unit = Unit { kind, body: root.index(), origin: Origin::Root };
        push(&mut units, unit, root, BatchAt::Root);
    }
    units
}

fn push(units: &mut Units, unit: Unit, value: Value<'_>, batch: BatchAt) {
    units.push(unit);
    if unit.kind != Kind::Batch {
        return;
    }
    for action in value.get("actions").into_iter().flat_map(Value::members) {
        units.extend(units_of(action, batch));
    }
}

/// An action, and the request body in it.
pub(crate) fn units_of(action: Member<'_>, batch: BatchAt) -> impl Iterator<Item = Unit> {
    let key = action.key.index();
    let whole = Unit { kind: Kind::Action, body: action.value.index(), origin: Origin::Action { batch, key } };
    let action_type = action.value.get("type").and_then(Value::string);
    let kind = action_type.and_then(|name| Kind::of_action(&name));
    let body = kind.and_then(|_| action.value.get("body")).filter(|body| body.is_object());
    let inner =
        kind.zip(body).map(|(kind, body)| Unit { kind, body: body.index(), origin: Origin::ActionBody { batch, key } });
    std::iter::once(whole).chain(inner)
}
