//! JSON that can be damaged: members keep their order and may be repeated, and values are literals.

use serde_json::Value;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    Object(Vec<(String, Tree)>),
    Array(Vec<Tree>),
    /// A literal, written as it is.
    Leaf(String),
}

impl Tree {
    pub(crate) fn parse(text: &str) -> Tree {
        Tree::of(&serde_json::from_str(text.trim_start_matches('\u{feff}')).expect("valid JSON"))
    }

    fn of(value: &Value) -> Tree {
        match value {
            Value::Object(members) => Tree::Object(members.iter().map(|(k, v)| (k.clone(), Tree::of(v))).collect()),
            Value::Array(elements) => Tree::Array(elements.iter().map(Tree::of).collect()),
            leaf => Tree::Leaf(leaf.to_string()),
        }
    }

    pub(crate) fn members(&mut self) -> &mut Vec<(String, Tree)> {
        match self {
            Tree::Object(members) => members,
            other => panic!("{other:?} is no object"),
        }
    }

    /// The member of that name.
    pub(crate) fn get(&mut self, name: &str) -> &mut Tree {
        let members = self.members();
        let at = members.iter().position(|(known, _)| known == name).unwrap_or_else(|| panic!("there is no {name}"));
        &mut members[at].1
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        matches!(self, Tree::Object(members) if members.iter().any(|(known, _)| known == name))
    }

    /// The names of the members of the object at that name; none if there is no such object.
    pub(crate) fn names(&mut self, name: &str) -> Vec<String> {
        if !self.has(name) {
            return Vec::new();
        }
        match self.get(name) {
            Tree::Object(members) => members.iter().map(|(name, _)| name.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// How many objects there are.
    pub(crate) fn count_objects(&self) -> usize {
        match self {
            Tree::Object(members) => 1 + members.iter().map(|(_, value)| value.count_objects()).sum::<usize>(),
            Tree::Array(elements) => elements.iter().map(Tree::count_objects).sum(),
            Tree::Leaf(_) => 0,
        }
    }

    /// The members of an object, by its position in the order of the text.
    pub(crate) fn object(&mut self, position: usize) -> &mut Vec<(String, Tree)> {
        let mut left = position;
        self.find(&mut left).expect("there are so many objects")
    }

    fn find(&mut self, left: &mut usize) -> Option<&mut Vec<(String, Tree)>> {
        let here = *left == 0;
        match self {
            Tree::Object(members) => {
                if here {
                    return Some(members);
                }
                *left -= 1;
                members.iter_mut().find_map(|(_, value)| value.find(left))
            }
            Tree::Array(elements) => elements.iter_mut().find_map(|element| element.find(left)),
            Tree::Leaf(_) => None,
        }
    }

    /// Writes it: everything on one line, or a line for each member.
    pub(crate) fn write(&self, lines: bool) -> String {
        let mut text = String::new();
        self.write_to(&mut text, lines.then_some(1));
        text
    }

    fn write_to(&self, text: &mut String, indent: Option<usize>) {
        let gap = |text: &mut String, level: usize| {
            if indent.is_some() {
                text.push_str("\r\n");
                text.push_str(&"\t".repeat(level));
            }
        };
        let level = indent.unwrap_or_default();
        let below = indent.map(|level| level + 1);
        match self {
            Tree::Leaf(literal) => text.push_str(literal),
            Tree::Array(elements) => {
                text.push('[');
                for (position, element) in elements.iter().enumerate() {
                    text.push_str(if position == 0 { "" } else { ", " });
                    element.write_to(text, below);
                }
                text.push(']');
            }
            Tree::Object(members) => {
                text.push('{');
                for (position, (name, value)) in members.iter().enumerate() {
                    text.push_str(if position == 0 { "" } else { "," });
                    gap(text, level);
                    text.push_str(&Value::from(name.as_str()).to_string());
                    text.push(':');
                    value.write_to(text, below);
                }
                gap(text, level.saturating_sub(1));
                text.push('}');
            }
        }
    }
}
