//! Members that no test of an object looks at, or that every test is sure to pass.

use super::{Digits, NEVER, Node, NodeId, Others, in_place};
use crate::json::{Doc, Kind};

/// Which members without a slot need not be kept for the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Skip {
    Nothing,
    /// Numbers written like this, under a name that begins with a letter.
    Numbers(Digits),
    All,
}

impl Skip {
    /// What all tests that share the slots of a node come to.
    pub(super) fn of(nodes: &[Node], node: NodeId) -> Skip {
        if nodes[node as usize].names.is_none() {
            return Skip::Nothing;
        }
        let objects = in_place(nodes, node).into_iter().map(|id| nodes[id as usize].object.as_deref());
        objects.flatten().fold(Skip::All, |skip, test| skip.both(of_others(nodes, &test.others)))
    }

    fn both(self, other: Skip) -> Skip {
        match (self, other) {
            (Skip::All, skip) | (skip, Skip::All) => skip,
            (Skip::Numbers(one), Skip::Numbers(two)) => one.both(two).map_or(Skip::Nothing, Skip::Numbers),
            _ => Skip::Nothing,
        }
    }

    /// Whether the member with this key, which has no slot, need not be kept.
    #[inline]
    pub(super) fn passes(self, doc: Doc<'_>, key: u32) -> bool {
        match self {
            Skip::Nothing => false,
            Skip::All => true,
            Skip::Numbers(digits) => {
                let value = doc.nodes()[key as usize + 1];
                value.kind() == Kind::Number && begins_with_a_letter(doc, key) && digits.pass(value)
            }
        }
    }
}

/// Whether a key begins with a letter.
#[inline]
pub(super) fn begins_with_a_letter(doc: Doc<'_>, key: u32) -> bool {
    let start = doc.nodes()[key as usize].start as usize;
    matches!(doc.text().as_bytes().get(start..start + 2), Some([b'"', b'A'..=b'Z' | b'a'..=b'z']))
}

fn of_others(nodes: &[Node], others: &Others) -> Skip {
    let node = match others {
        Others::Free => return Skip::All,
        Others::All(node) => Some(*node),
        Others::ByPattern { usual, .. } => *usual,
    };
    let digits = node.filter(|node| *node != NEVER).and_then(|node| nodes[node as usize].digits);
    digits.map_or(Skip::Nothing, Skip::Numbers)
}
