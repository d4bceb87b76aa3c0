//! What the tests of the JSON module share.
#![allow(dead_code, reason = "not every test uses everything")]

use std::collections::HashSet;

use serde::Deserialize as _;
use serde_json::Value as Json;
use toile::json::{Doc, Kind, SyntaxErrorKind, Tape, Value, parse_into, recover};

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

/// The other library's verdict. `None` where it refuses a number only because no double is large enough, which is not
/// ours to decide.
fn judge(text: &str) -> Option<Result<Json, serde_json::Error>> {
    // It refuses a byte-order mark, which we skip.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.disable_recursion_limit();
    let verdict = Json::deserialize(&mut reader).and_then(|json| reader.end().map(|()| json));
    match verdict {
        Err(error) if error.to_string().contains("number out of range") => None,
        verdict => Some(verdict),
    }
}

/// Everything that must hold for any text whatever.
pub(crate) fn assert_sound(text: &str) {
    let mut strict = Tape::default();
    let accepted = parse_into(text, &mut strict);
    let mut tolerant = Tape::default();
    let errors = recover(text, &mut tolerant);
    let is_too_deep = errors.iter().any(|error| error.kind == SyntaxErrorKind::NestingDepth);
    match judge(text) {
        Some(Ok(_)) if is_too_deep => assert!(!accepted, "deeper than we read, and accepted"),
        Some(Ok(json)) => {
            assert!(accepted, "refused: {text:?}");
            assert_eq!(to_json(text, &strict), Some(json));
        }
        Some(Err(error)) => assert!(!accepted, "accepted though {error}: {text:?}"),
        None => {}
    }
    assert_well_formed(text, &tolerant);
    assert_eq!(errors.is_empty(), accepted, "{text:?}: {errors:?}");
    for error in &errors {
        assert!(text.get(error.span.clone()).is_some(), "{error:?} ends inside a character of {text:?}");
        let mut free_from = 0;
        for edit in error.fix.iter().flat_map(|fix| &fix.edits) {
            assert!(edit.span.start >= free_from && text.get(edit.span.clone()).is_some(), "{error:?} of {text:?}");
            free_from = edit.span.end;
        }
    }
    if accepted {
        assert_well_formed(text, &strict);
        assert_eq!(strict.nodes(), tolerant.nodes(), "two tapes of {text:?}");
        assert_eq!(strict.has_duplicate_keys(), tolerant.has_duplicate_keys());
        assert_flags(text, &strict);
    }
}

/// The flags of objects, found again in the plainest way.
fn assert_flags(text: &str, tape: &Tape) {
    let doc = Doc::new(text, tape);
    let mut any_repeats = false;
    for index in 0..tape.nodes().len() as u32 {
        let value = doc.value(index);
        if value.kind() != Kind::Object {
            continue;
        }
        let mut seen = HashSet::new();
        let repeats = value.members().filter(|member| !seen.insert(member.key.string())).count() > 0;
        assert_eq!(value.node().has_duplicate_keys(), repeats, "{}", value.raw());
        any_repeats |= repeats;
        let reference = value.members().any(|member| member.key.raw() == "\"$ref\"");
        assert_eq!(value.node().has_reference(), reference, "{}", value.raw());
    }
    assert_eq!(tape.has_duplicate_keys(), any_repeats);
}
