//! The first mode of plans: valid or not, without allocating and without saying why.
//!
//! Plans that hold for the same instance are merged first. What several schema objects say of one value becomes one
//! [`Node`]; every name that any of them mentions gets a slot, so that an object is walked once, and `required`, `oneOf`
//! or `if` then only look at slots.
//!
//! Equal to [`explain`](super::Plan::explain) in every verdict it dares to give; a property test and the suites hold the
//! two together.

mod asks;

mod build;
mod digits;
mod known;
mod names;
mod number;
mod run;
mod skip;

use std::collections::HashSet;
use std::sync::Arc;

use super::document::{Documents, Place};
use super::format::Format;
use super::pattern::Pattern;
use super::plan::{NumberPart, Plan, TypeSet, UniqueItems};
use crate::json::Value;
pub(crate) use asks::{Asks, AsksValue};
use digits::Digits;
use names::NameTable;
pub(crate) use number::NumberTest;
pub(crate) use run::Traced;
use skip::Skip;

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

    /// Answers for an instance without holes, and tells what every array and object in it was asked.
    pub(crate) fn traced(&self, instance: Value<'_>) -> (Answer, Vec<Traced>) {
        run::traced(self, instance)
    }

    /// Whether it is sure that a value passes a node.
    pub(crate) fn passes(&self, node: NodeId, value: Value<'_>) -> bool {
        run::passes(self, node, value)
    }

    /// Whether all plans accept an instance. With `holes`, every `{"$ref": ...}` in it counts as valid itself.
    #[inline]
    pub(crate) fn answer(&self, instance: Value<'_>, holes: bool) -> Answer {
        if holes { run::answer::<true>(self, instance) } else { run::answer::<false>(self, instance) }
    }
}

/// Position of a [`Node`] in its gate.
pub(crate) type NodeId = u32;

/// Position of a name among those that are looked up in one object.
type Slot = u16;

/// Refuses everything, holes too: there must be no value here.
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
    names: Option<Box<Names>>,
    /// Numbers that pass by the way they are written.
    digits: Option<Digits>,
    /// The types of strings, numbers, `true`, `false` and `null` that pass whatever they are.
    plain: TypeSet,
}

impl Node {
    /// The types of which every scalar passes.
    fn plain_types(&self) -> TypeSet {
        let mut plain = TypeSet::default();
        let is_free = |types: TypeSet, is_asked: bool| self.types.has(types) && !is_asked && self.tests.is_empty();
        for (types, is_asked) in [
            (TypeSet::NULL, false),
            (TypeSet::BOOLEAN, false),
            (TypeSet::NUMBER, !self.numbers.is_empty()),
            (TypeSet::STRING, !self.strings.is_empty()),
        ] {
            if is_free(types, is_asked) {
                plain.insert(types);
            }
        }
        plain
    }
}

/// How the members of an object are looked up.
#[derive(Debug)]
struct Names {
    table: NameTable,
    /// The members without a slot that nobody needs to see.
    skip: Skip,
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
    ByPattern {
        rules: Box<[OtherRule]>,
        /// What all rules come to for a name that begins with a letter, where they do not tell such names apart.
        usual: Option<NodeId>,
    },
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
    /// What holds depends on which of these tests pass: the first counts 1, the next 2, 4... Together with everything that
    /// always holds, so that no child is looked at twice.
    Case {
        tests: Box<[NodeId]>,
        nodes: Box<[NodeId]>,
    },
}

/// A node and all that it leads to without going down.
fn in_place(nodes: &[Node], node: NodeId) -> Vec<NodeId> {
    let mut reached = vec![node];
    let mut seen = HashSet::from([node]);
    let mut next = 0;
    while let Some(id) = reached.get(next) {
        let tests = nodes[*id as usize].tests.iter();
        reached.extend(tests.flat_map(Test::in_place).filter(|id| seen.insert(*id)));
        next += 1;
    }
    reached
}

impl Test {
    /// The nodes that it leads to without going down.
    fn in_place(&self) -> Vec<NodeId> {
        match self {
            Test::Words(_) | Test::Values(..) | Test::Names { .. } => Vec::new(),
            Test::Not(node) | Test::Depends { then: node, .. } => vec![*node],
            Test::AnyOf(nodes) | Test::OneOf(nodes) => nodes.to_vec(),
            Test::If { test, then, otherwise } => [Some(*test), *then, *otherwise].into_iter().flatten().collect(),
            Test::Case { tests, nodes } => tests.iter().chain(nodes).copied().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Doc, Tape, parse_into};
    use crate::schema::plan_of;

    /// What two plans say together, and what the other mode says of each.
    fn answer(schemas: [&str; 2], body: &str) -> Answer {
        let plans = schemas.map(|schema| plan_of(schema).expect("it compiles"));
        let gate = Gate::of(&[&plans[0], &plans[1]]).expect("plain schemas have a gate");
        let mut tape = Tape::default();
        assert!(parse_into(body, &mut tape), "{body}");
        let root = Doc::new(body, &tape).root();
        let answer = gate.answer(root, false);
        if answer != Answer::Unsure {
            let valid = plans.iter().all(|plan| plan.explain(root, false).is_valid());
            assert_eq!(answer == Answer::Yes, valid, "{schemas:?} {body}");
        }
        answer
    }

    #[test]
    fn two_plans_are_one() {
        let closed = r#"{"properties": {"a": {"type": "number"}, "b": {"properties": {"x": {"minimum": 1}}}},
            "additionalProperties": false}"#;
        let cases = r#"{"if": {"properties": {"a": {"const": 1}}, "required": ["a"]},
            "then": {"properties": {"b": {"required": ["x"], "properties": {"x": {"maximum": 2}}}}},
            "else": {"properties": {"b": {"required": ["y"]}}}}"#;
        for (body, wanted) in [
            (r#"{"a": 1, "b": {"x": 1.5}}"#, Answer::Yes),
            (r#"{"a": 1, "b": {"x": 0.5}}"#, Answer::No),
            (r#"{"a": 1, "b": {"x": 2.5}}"#, Answer::No),
            (r#"{"a": 1, "b": {"y": 1}}"#, Answer::No),
            (r#"{"a": 2, "b": {"y": 1}}"#, Answer::Yes),
            (r#"{"a": 2, "b": {"x": 1}}"#, Answer::No),
            (r#"{"b": {"y": 1, "x": 5}}"#, Answer::Yes),
            (r#"{"a": "1", "b": {"y": 1}}"#, Answer::No),
            (r#"{"a": 1, "c": 1}"#, Answer::No),
            ("5", Answer::Yes),
            (r#"{"\u0061": 1, "b": {"\u0078": 1}}"#, Answer::Yes),
            (r#"{"a": 1, "b": {"x": 1, "x": 1}}"#, Answer::Unsure),
            (r#"{"a": 1, "a": 2}"#, Answer::Unsure),
        ] {
            assert_eq!(answer([closed, cases], body), wanted, "{body}");
            assert_eq!(answer([cases, closed], body), wanted, "{body}");
        }
    }

    #[test]
    fn patterns_on_names_known_and_unknown() {
        let patterns = r#"{"patternProperties": {"^a": {"minimum": 1}, "b$": {"maximum": 5}}, "properties": {"ab": true},
            "additionalProperties": {"type": "string"}}"#;
        let names =
            r#"{"propertyNames": {"maxLength": 3}, "dependencies": {"ab": ["ac"], "zb": {"required": ["ab"]}}}"#;
        for (body, wanted) in [
            (r#"{"ab": 3, "ac": 9}"#, Answer::Yes),
            (r#"{"ab": 3}"#, Answer::No),
            (r#"{"ab": 6, "ac": 9}"#, Answer::No),
            (r#"{"axb": 6}"#, Answer::No),
            (r#"{"axb": 5}"#, Answer::Yes),
            (r#"{"zb": 5}"#, Answer::No),
            (r#"{"x": 5}"#, Answer::No),
            (r#"{"x": "5", "yyyy": "5"}"#, Answer::No),
            (r#"{"x": "5", "yyy": "5"}"#, Answer::Yes),
        ] {
            assert_eq!(answer([patterns, names], body), wanted, "{body}");
        }
    }

    /// A hole stands for any value, but not for none.
    #[test]
    fn holes_are_forbidden_where_there_must_be_no_value() {
        for (schema, body, accepted) in [
            (r#"{"additionalProperties": false, "dependencies": {"b": {"type": "null"}}}"#, r#"{"b": HOLE}"#, false),
            (r#"{"additionalProperties": false, "patternProperties": {"^a": {}}}"#, r#"{"b": HOLE}"#, false),
            (r#"{"items": [{"type": "null"}], "additionalItems": false}"#, "[HOLE, HOLE]", false),
            (r#"{"items": [{"type": "null"}], "additionalItems": false}"#, "[HOLE]", true),
            (r#"{"properties": {"b": {"type": "null"}}, "additionalProperties": false}"#, r#"{"b": HOLE}"#, true),
        ] {
            let plan = plan_of(schema).expect("it compiles");
            let body = body.replace("HOLE", r##"{"$ref": "#/resources/p/measurements"}"##);
            let mut tape = Tape::default();
            assert!(parse_into(&body, &mut tape), "{body}");
            let root = Doc::new(&body, &tape).root();
            let answer = Gate::of(&[&plan]).expect("a plain schema").answer(root, true);
            assert_eq!(answer == Answer::Yes, accepted, "{schema} {body}");
            assert_eq!(plan.explain(root, true).is_valid(), accepted, "{schema} {body}");
        }
    }

    #[test]
    fn what_only_the_other_mode_decides() {
        let plan = |text| plan_of(text).expect("it compiles");
        let endless = plan(r##"{"anyOf": [{"type": "number"}, {"$ref": "#"}]}"##);
        assert!(Gate::of(&[&endless]).is_none());
        let recursive = plan(r##"{"items": {"$ref": "#"}, "maxItems": 1}"##);
        assert!(Gate::of(&[&recursive]).is_some());
        assert_eq!(answer([r##"{"items": {"$ref": "#"}, "maxItems": 1}"##, "{}"], "[[[]]]"), Answer::Yes);
        assert_eq!(answer([r##"{"items": {"$ref": "#"}, "maxItems": 1}"##, "{}"], "[[[], []]]"), Answer::No);
    }
}
