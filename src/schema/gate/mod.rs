//! The first mode of plans: valid or not, without allocating and without saying why.
//!
//! Plans that hold for the same instance are merged first. What several schema objects say of one value becomes one
//! [`Node`]; every name that any of them mentions gets a slot, so that an object is walked once, and `required`, `oneOf`
//! or `if` then only look at slots.
//!
//! Equal to [`explain`](super::Plan::explain) in every verdict it dares to give; a property test and the suites hold the
//! two together.

mod build;
mod names;
mod run;

use std::sync::Arc;

use super::document::{Documents, Place};
use super::format::Format;
use super::pattern::Pattern;
use super::plan::{NumberPart, Plan, TypeSet, UniqueItems};
use crate::json::Value;
use names::NameTable;

/// One or more plans, ready to accept instances.
#[derive(Debug)]
pub(crate) struct Gate {
    nodes: Vec<Node>,
    root: NodeId,
    patterns: Vec<Arc<Pattern>>,
    documents: Vec<Arc<Documents>>,
}

/// What a [`Gate`] answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Every plan accepts the instance.
    Yes,
    /// Some plan refuses it; with holes in it, perhaps only because of one.
    No,
    /// Only the other mode can tell: a name is given twice, or the way is too long.
    Unsure,
}

impl Gate {
    /// Merges plans. None where they are of a kind that only the other mode can decide.
    pub(crate) fn of(plans: &[&Plan]) -> Option<Gate> {
        if plans.iter().any(|plan| plan.delicate) { None } else { build::build(plans) }
    }

    /// Whether all plans accept an instance. With `holes`, every `{"$ref": ...}` in it counts as valid itself.
    #[inline]
    pub(crate) fn answer(&self, instance: Value<'_>, holes: bool) -> Answer {
        if holes { run::answer::<true>(self, instance) } else { run::answer::<false>(self, instance) }
    }
}

/// Position of a [`Node`] in its gate.
type NodeId = u32;

/// Position of a name among those that are looked up in one object.
type Slot = u16;

/// Refuses everything.
const NEVER: NodeId = 0;

/// Everything that some schema objects demand of one value.
#[derive(Debug)]
struct Node {
    types: TypeSet,
    numbers: Box<[NumberPart]>,
    strings: Box<[StringTest]>,
    arrays: Box<[ArrayTest]>,
    object: Option<Box<ObjectTest>>,
    tests: Box<[Test]>,
    /// The names to look up in an object, where anybody asks for its members. Only on the node that a value is met with
    /// first; nodes that branches of it lead to share the slots.
    names: Option<Box<NameTable>>,
}

#[derive(Debug)]
struct StringTest {
    max_length: Option<f64>,
    min_length: Option<f64>,
    pattern: Option<u32>,
    format: Option<Format>,
}

#[derive(Debug)]
struct ArrayTest {
    max_items: Option<f64>,
    min_items: Option<f64>,
    /// For the first elements, one each.
    first: Box<[NodeId]>,
    /// For all elements after those.
    rest: Option<NodeId>,
    contains: Option<NodeId>,
    unique: Option<UniqueItems>,
}

#[derive(Debug)]
struct ObjectTest {
    max_properties: Option<f64>,
    min_properties: Option<f64>,
    required: Box<[Slot]>,
    /// What holds for the value of each name that has a slot.
    properties: Box<[(Slot, NodeId)]>,
    others: Others,
    /// For the names themselves.
    keys: Box<[NodeId]>,
}

/// What holds for the values of names that have no slot.
#[derive(Debug)]
enum Others {
    Free,
    All(NodeId),
    ByPattern(Box<[OtherRule]>),
}

/// What one schema object says of a name that has no slot.
#[derive(Debug)]
struct OtherRule {
    patterns: Box<[(u32, NodeId)]>,
    /// Where no pattern matches.
    otherwise: Option<NodeId>,
}

/// A demand that looks at the same value again. The nodes it leads to use the slots of the node that holds it.
#[derive(Debug)]
enum Test {
    /// A string, one of these.
    Words(Box<[Box<str>]>),
    /// One of these values, of a position in [`Gate::documents`].
    Values(usize, Box<[Place]>),
    Not(NodeId),
    AnyOf(Box<[NodeId]>),
    OneOf(Box<[NodeId]>),
    If {
        test: NodeId,
        then: Option<NodeId>,
        otherwise: Option<NodeId>,
    },
    Names {
        trigger: Slot,
        names: Box<[Slot]>,
    },
    Depends {
        trigger: Slot,
        then: NodeId,
    },
}
