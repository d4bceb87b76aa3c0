//! What a gate asks about one member of an object, told without an instance.
//!
//! An answer of a gate depends on what it asked and on nothing else: of two objects that answer everything alike, it
//! accepts both or none.

use super::{Gate, NEVER, NodeId, NumberTest, Others, Slot, Test, in_place};
use crate::json::Kind;

/// What is asked about a member.
#[derive(Debug)]
pub(crate) struct Asks {
    /// Whether it is there. Where nothing else is asked than what every value passes, being there may still matter.
    pub(crate) presence: bool,
    pub(crate) value: AsksValue,
    /// All nodes that its value is met with.
    pub(crate) nodes: Vec<NodeId>,
}

/// What is asked about a string, a number, `true`, `false` or `null`.
#[derive(Debug)]
pub(crate) enum AsksValue {
    /// Nothing that not every value of that kind passes.
    Nothing,
    /// Whether a number passes this: whoever asks, the answer is yes then.
    Number(NumberTest),
    /// Anything.
    Everything,
}

impl AsksValue {
    /// What is asked here and there.
    pub(crate) fn both(self, other: AsksValue) -> AsksValue {
        match (self, other) {
            (AsksValue::Nothing, asked) | (asked, AsksValue::Nothing) => asked,
            (AsksValue::Number(one), AsksValue::Number(two)) => AsksValue::Number(one.and(&two)),
            _ => AsksValue::Everything,
        }
    }
}

impl Gate {
    /// What a node asks about a member of an object that it is met with, of that name and kind. Of arrays and objects, only
    /// whether their presence matters: what is asked about themselves, [`traced`](Gate::traced) tells. None where the object
    /// is compared as a whole, or a pattern cannot be decided on the name.
    pub(crate) fn asks(&self, node: NodeId, name: &str, kind: Kind) -> Option<Asks> {
        let slot = self.nodes[node as usize].names.as_ref().and_then(|names| names.table.find_text(name));
        let mut asks = Asks { presence: false, value: AsksValue::Nothing, nodes: Vec::new() };
        let ask = |asks: &mut Asks, node: NodeId| {
            let before = std::mem::replace(&mut asks.value, AsksValue::Nothing);
            asks.value = before.both(self.asks_value(node, kind));
            asks.nodes.push(node);
        };
        for id in in_place(&self.nodes, node) {
            let node = &self.nodes[id as usize];
            for test in &node.tests {
                match test {
                    Test::Values(..) => return None,
                    Test::Names { trigger, names } => {
                        asks.presence |= slot.is_some_and(|slot| is(slot, *trigger) || has(names, slot));
                    }
                    Test::Depends { trigger, .. } => asks.presence |= slot.is_some_and(|slot| is(slot, *trigger)),
                    _ => {}
                }
            }
            let Some(object) = node.object.as_deref() else { continue };
            let counts = object.max_properties.is_some() || object.min_properties.is_some();
            asks.presence |= counts || !object.keys.is_empty();
            if let Some(slot) = slot {
                asks.presence |= has(&object.required, slot);
                for (_, node) in object.properties.iter().filter(|(known, _)| is(slot, *known)) {
                    ask(&mut asks, *node);
                }
                continue;
            }
            match &object.others {
                Others::Free => {}
                Others::All(node) => ask(&mut asks, *node),
                Others::ByPattern { rules, .. } => {
                    for rule in rules {
                        let mut matched = false;
                        for (pattern, node) in &rule.patterns {
                            if self.patterns[*pattern as usize].matches(name)? {
                                matched = true;
                                ask(&mut asks, *node);
                            }
                        }
                        if let Some(node) = rule.otherwise.filter(|_| !matched) {
                            ask(&mut asks, node);
                        }
                    }
                }
            }
        }
        Some(asks)
    }

    fn asks_value(&self, id: NodeId, kind: Kind) -> AsksValue {
        let node = &self.nodes[id as usize];
        let test = || NumberTest::of(node).map_or(AsksValue::Everything, AsksValue::Number);
        match kind {
            _ if id == NEVER => AsksValue::Everything,
            // These are traced.
            Kind::Array | Kind::Object => AsksValue::Nothing,
            Kind::Number => match test() {
                AsksValue::Number(test) if test.passes_all() => AsksValue::Nothing,
                asks => asks,
            },
            Kind::String if node.types.has_kind(kind) && node.tests.is_empty() && node.strings.is_empty() => {
                AsksValue::Nothing
            }
            _ => AsksValue::Everything,
        }
    }
}

fn is(slot: usize, other: Slot) -> bool {
    slot == usize::from(other)
}

fn has(slots: &[Slot], slot: usize) -> bool {
    slots.iter().any(|other| is(slot, *other))
}
