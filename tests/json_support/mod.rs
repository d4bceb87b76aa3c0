//! What the tests of the JSON module share.

use serde_json::Value as Json;
use toile::json::{Doc, Kind, Tape, Value};

/// Every invariant that readers of a tape rely on: it is one tree, its spans nest in the order of the text, counts are
/// right, and a broken place breaks what holds it.
pub(crate) fn assert_well_formed(text: &str, tape: &Tape) {
    let nodes = tape.nodes();
    assert!(!nodes.is_empty(), "there is always a root");
    assert_eq!(nodes[0].next as usize, nodes.len(), "the root holds everything");
    let mut open = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        assert!(text.get(node.span()).is_some(), "node {index} ends inside a character");
        match node.kind() {
            Kind::Array | Kind::Object => open.push(index),
            _ => assert_eq!(node.next as usize, index + 1, "a leaf has nothing below"),
        }
    }
    for parent in open {
        assert_children(tape, parent);
    }
}

fn assert_children(tape: &Tape, parent: usize) {
    let nodes = tape.nodes();
    let holder = nodes[parent];
    let (mut at, mut free_from, mut count) = (parent + 1, holder.span().start, 0);
    while at < holder.next as usize {
        if holder.kind() == Kind::Object {
            let key = nodes[at];
            assert_eq!(key.kind(), Kind::Key);
            assert!(key.span().start >= free_from && key.span().end <= holder.span().end, "key {at} is misplaced");
            assert!(!key.is_broken() || holder.is_broken());
            free_from = key.span().end;
            at += 1;
        }
        let child = nodes[at];
        assert_ne!(child.kind(), Kind::Key, "key {at} stands for a value");
        assert!(child.span().start >= free_from && child.span().end <= holder.span().end, "value {at} is misplaced");
        assert!(!child.is_broken() || holder.is_broken(), "value {at} is broken, what holds it is not");
        assert!(child.kind() != Kind::Missing || child.is_broken());
        free_from = child.span().end;
        at = child.next as usize;
        count += 1;
    }
    assert_eq!(at, holder.next as usize, "children of {parent} end where it does");
    assert_eq!(holder.stored_count(), Some(count), "count of {parent}");
}

/// The document as another library's value: the last of equal keys wins. `None` for what has unreadable places.
pub(crate) fn to_json(text: &str, tape: &Tape) -> Option<Json> {
    value_to_json(Doc::new(text, tape).root())
}

fn value_to_json(value: Value<'_>) -> Option<Json> {
    Some(match value.kind() {
        Kind::Null => literal(value, "null", Json::Null),
        Kind::True => literal(value, "true", Json::Bool(true)),
        Kind::False => literal(value, "false", Json::Bool(false)),
        Kind::Number => number(value),
        Kind::String => {
            let string = value.string().expect("a string").into_owned();
            let reread: String = serde_json::from_str(value.raw()).expect("the span of a string is its literal");
            assert_eq!(string, reread);
            Json::String(string)
        }
        Kind::Array => Json::Array(value.elements().map(value_to_json).collect::<Option<_>>()?),
        Kind::Object => {
            let members = value.members().map(|member| {
                let key = member.key.string().expect("a key").into_owned();
                assert!(member.key.is_str(&key));
                Some((key, value_to_json(member.value)?))
            });
            Json::Object(members.collect::<Option<_>>()?)
        }
        Kind::Key | Kind::Missing => return None,
    })
}

fn literal(value: Value<'_>, literal: &str, json: Json) -> Json {
    assert_eq!(value.raw(), literal);
    json
}

fn number(value: Value<'_>) -> Json {
    let json: Json = serde_json::from_str(value.raw()).expect("the span of a number is its literal");
    let (ours, theirs) = (value.f64().expect("a number"), json.as_f64().expect("a number"));
    // Without its feature `float_roundtrip`, serde_json may miss the nearest double by one.
    assert!((ours - theirs).abs() <= ours.abs() * 4.0 * f64::EPSILON, "{} read as {ours}", value.raw());
    json
}
