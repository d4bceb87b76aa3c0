//! Finding every schema of a document, and how each is reached.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::{Edge, Home, Part, PartId, Strength, refers};
use crate::json::{Kind, Value};

/// Lists the schemas that `root` leads to, each once, whatever leads to it.
pub(super) fn walk<'a>(root: Value<'a>, home: Home<'_>) -> (Vec<Part<'a>>, HashMap<u32, PartId>) {
    let mut walk = Walk { parts: Vec::new(), by_node: HashMap::new() };
    walk.part(root, None);
    let mut at = 0;
    while at < walk.parts.len() {
        walk.expand(at, home);
        at += 1;
    }
    (walk.parts, walk.by_node)
}

struct Walk<'a> {
    parts: Vec<Part<'a>>,
    by_node: HashMap<u32, PartId>,
}

impl<'a> Walk<'a> {
    fn part(&mut self, value: Value<'a>, parent: Option<(PartId, Edge)>) -> PartId {
        let parts = &mut self.parts;
        *self.by_node.entry(value.index()).or_insert_with(|| {
            parts.push(Part {
                value,
                parent,
                children: Vec::new(),
                strength: None,
                speaks: false,
                is_foreign: false,
                demanded: OnceCell::new(),
                listed: OnceCell::new(),
            });
            parts.len() - 1
        })
    }

    fn expand(&mut self, at: PartId, home: Home<'_>) {
        let schema = self.parts[at].value;
        if refers(schema) {
            let reference = schema.get("$ref").and_then(Value::string).unwrap_or_default();
            match home.resolve(schema.index(), &reference) {
                Some(target) => self.add(at, Edge::Reference, schema.doc().value(target)),
                None => self.parts[at].is_foreign = true,
            }
            return;
        }
        for member in schema.members() {
            let name = member.key.string().unwrap_or_default();
            self.keyword(at, &name, member.value);
        }
    }

    fn keyword(&mut self, at: PartId, name: &str, value: Value<'a>) {
        let one = match name {
            "additionalProperties" => Some(Edge::Additional),
            "items" | "additionalItems" | "contains" => Some(Edge::Item),
            "propertyNames" => Some(Edge::Names),
            "not" => Some(Edge::Not),
            "if" => Some(Edge::If),
            "then" => Some(Edge::Then),
            "else" => Some(Edge::Else),
            _ => None,
        };
        if let Some(edge) = one.filter(|_| !value.is_array()) {
            return self.add(at, edge, value);
        }
        let list = match name {
            "items" => Some(Edge::Item),
            "allOf" => Some(Edge::AllOf),
            "anyOf" => Some(Edge::AnyOf),
            "oneOf" => Some(Edge::OneOf),
            _ => None,
        };
        if let Some(edge) = list {
            return value.elements().for_each(|branch| self.add(at, edge, branch));
        }
        let below: fn(u32) -> Edge = match name {
            "properties" => Edge::Property,
            "patternProperties" => Edge::Pattern,
            "dependencies" => |_| Edge::Dependency,
            _ => return,
        };
        value.members().for_each(|member| self.add(at, below(member.key.index()), member.value));
    }

    fn add(&mut self, at: PartId, edge: Edge, value: Value<'a>) {
        if !matches!(value.kind(), Kind::Object | Kind::True | Kind::False) {
            return;
        }
        let child = self.part(value, Some((at, edge)));
        self.parts[at].children.push((edge, child));
    }
}

/// Finds out how surely each part applies, and whether its texts count. A `then` that has no `if` leads nowhere.
pub(super) fn reach(parts: &mut [Part<'_>]) {
    // By part and way of reaching it: three strengths, with texts or without.
    let mut seen = vec![0_u8; parts.len()];
    let mut open = vec![(0, Strength::Firm, true)];
    while let Some((at, strength, speaks)) = open.pop() {
        let mark = 1 << (strength as u8 * 2 + u8::from(speaks));
        if seen[at] & mark != 0 {
            continue;
        }
        seen[at] |= mark;
        let part = &mut parts[at];
        part.strength = Some(part.strength.map_or(strength, |known| known.min(strength)));
        part.speaks |= speaks;
        let has_if = part.children.iter().any(|(edge, _)| *edge == Edge::If);
        let has_branch = part.children.iter().any(|(edge, _)| matches!(edge, Edge::Then | Edge::Else));
        for &(edge, child) in &part.children {
            let (weakest, speaks) = match edge {
                Edge::If if !has_branch => continue,
                Edge::If | Edge::Not => (Strength::Test, false),
                Edge::Then | Edge::Else if !has_if => continue,
                // The service looks at texts there again, even inside `not`.
                Edge::Then | Edge::Else => (Strength::Tentative, true),
                Edge::AnyOf | Edge::OneOf | Edge::Dependency => (Strength::Tentative, speaks),
                _ => (Strength::Firm, speaks),
            };
            open.push((child, strength.max(weakest), speaks));
        }
    }
}
