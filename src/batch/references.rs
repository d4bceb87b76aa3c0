//! Finding the references of an action or definition, each with the slot that it stands in.

use super::ActionType;
use super::facts::offset;
use super::slot::Slot;
use crate::json::{Doc, Kind, Value};

/// An object with a `$ref`. Places are offsets into the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The object.
    pub(crate) object: u32,
    /// The value of its `$ref`.
    pub(crate) text: u32,
    pub(crate) slot: Slot,
    /// Whether that value is a string.
    pub(crate) is_text: bool,
    /// Whether the object has other members.
    pub(crate) has_siblings: bool,
}

/// Every reference in a value. In free-form `metadata` a `$ref` is plain data.
pub(crate) fn references(body: Value<'_>, action: Option<ActionType>) -> Vec<Reference> {
    let doc = body.doc();
    let nodes = doc.nodes();
    let end = body.node().next;
    // Most bodies have none, and a walk that keeps its way costs more than a look. The others have one or two: a list
    // with room for more would take most of what is kept of an action.
    let count = nodes[body.index() as usize..end as usize].iter().filter(|node| node.has_reference()).count();
    if count == 0 {
        return Vec::new();
    }
    let mut found = Vec::with_capacity(count);
    let free = body.get("metadata").map(Value::index);
    let mut way = Way { doc, open: Vec::new() };
    let mut at = body.index();
    while at < end {
        let node = nodes[at as usize];
        way.leave(at);
        if free == Some(at) {
            at = node.next;
            continue;
        }
        if node.has_reference()
            && let Some(text) = doc.value(at).get("$ref")
        {
            found.push(Reference {
                object: node.start,
                text: offset(text),
                slot: way.slot(action, at),
                is_text: text.kind() == Kind::String,
                has_siblings: node.stored_count() != Some(1),
            });
            at = node.next;
            continue;
        }
        if matches!(node.kind(), Kind::Object | Kind::Array) {
            way.open.push((at, node.next));
        }
        at += 1;
    }
    found
}

/// The objects and arrays around a node, outermost first, each with the index of what follows it.
struct Way<'a> {
    doc: Doc<'a>,
    open: Vec<(u32, u32)>,
}

impl Way<'_> {
    fn leave(&mut self, at: u32) {
        while self.open.last().is_some_and(|(_, end)| *end <= at) {
            self.open.pop();
        }
    }

    fn slot(&self, action: Option<ActionType>, at: u32) -> Slot {
        // What matters stands three names deep at most; a body that is itself a reference stands for a whole request.
        const DEEPEST: usize = 3;
        if self.open.is_empty() || self.open.len() > DEEPEST {
            return Slot::Open;
        }
        let below = self.open[1..].iter().map(|(index, _)| *index).chain([at]);
        let keys = below.map(|index| self.doc.value(index - 1)).map(|key| match key.kind() {
            Kind::Key => key.string(),
            _ => None,
        });
        let Some(names) = keys.collect::<Option<Vec<_>>>() else { return Slot::Open };
        Slot::of(action, &names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Shape;
    use crate::json::parse;

    #[test]
    fn references_are_found_at_any_depth_with_their_slots() {
        let text = r##"{
            "metadata": {"a": {"$ref": "no"}},
            "measurements": {"$ref": "#/1"},
            "materials": {"a": {"nesting": {"$ref": "#/2", "x": {"$ref": "no"}}, "scaling": [{"$ref": "#/3"}]}},
            "note": {"$ref": 4},
            "list": [[{"$ref": "#/5"}]],
            "deep": {"a": {"b": {"c": {"$ref": "#/6"}}}}
        }"##;
        let tape = parse(text).expect("this is JSON");
        let doc = Doc::new(text, &tape);
        let found = references(doc.root(), Some(ActionType::Draft));
        let told: Vec<_> = found
            .iter()
            .map(|one| (&text[one.text as usize..][..5], one.slot, one.is_text, one.has_siblings))
            .collect();
        assert_eq!(
            told,
            [
                ("\"#/1\"", Slot::Measurements, true, false),
                ("\"#/2\"", Slot::Definition(crate::document::Kind::Nesting), true, true),
                ("\"#/3\"", Slot::Open, true, false),
                ("4},\n ", Slot::Field(Shape::Text), false, false),
                ("\"#/5\"", Slot::Open, true, false),
                ("\"#/6\"", Slot::Open, true, false),
            ]
        );
        assert!(found.iter().all(|one| text[one.object as usize..].starts_with("{\"$ref\"")));
    }
}
