//! Running a gate over an instance.

use std::cell::Cell;

use super::known::KnownKeys;
use super::number::keeps_to;
use super::skip::begins_with_a_letter;
use super::{Answer, ArrayTest, Gate, NEVER, Node, NodeId, ObjectTest, Others, StringTest, Test};
use crate::json::{Doc, Kind, Value};
use crate::schema::equal::equal;
use crate::schema::instance::{element_count, first_repeat, has_type, is_hole, length};

/// So many nodes may be entered one inside another on the caller's stack.
const DEEPEST: u32 = 1_600;

/// So many nodes may be entered for one instance, and for each of its own nodes on top of that.
const MOST: u64 = 500_000;
const MOST_PER_NODE: u64 = 64;

/// Lists that are filled and emptied as objects are entered and left.
#[derive(Debug, Default)]
struct Scratch {
    /// For every slot of the objects being looked at: the index of the value, or 0.
    slots: Vec<u32>,
    /// Indices of the values whose names have no slot.
    others: Vec<u32>,
    known: KnownKeys,
}

thread_local! {
    static SCRATCH: Cell<Scratch> = const { Cell::new(Scratch { slots: Vec::new(), others: Vec::new(), known: KnownKeys::new() }) };
}

/// What an array or an object was asked, and what it answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Traced {
    /// The array or object.
    pub(crate) index: u32,
    /// The node that it was met with.
    pub(crate) node: NodeId,
    /// Whether it passed.
    pub(crate) passed: bool,
}

pub(super) fn answer<const HOLES: bool>(gate: &Gate, instance: Value<'_>) -> Answer {
    run::<HOLES>(gate, gate.root, instance, None).0
}

/// Whether a value passes a node.
pub(super) fn passes(gate: &Gate, node: NodeId, value: Value<'_>) -> bool {
    run::<false>(gate, node, value, None).0 == Answer::Yes
}

/// The same, and everything that arrays and objects were asked on the way.
pub(super) fn traced(gate: &Gate, instance: Value<'_>) -> (Answer, Vec<Traced>) {
    let (answer, trace) = run::<false>(gate, gate.root, instance, Some(Vec::new()));
    (answer, trace.unwrap_or_default())
}

fn run<const HOLES: bool>(
    gate: &Gate,
    node: NodeId,
    instance: Value<'_>,
    trace: Option<Vec<Traced>>,
) -> (Answer, Option<Vec<Traced>>) {
    let size = u64::from(instance.node().next - instance.index());
    let most = MOST + MOST_PER_NODE * size;
    let mut scratch = SCRATCH.take();
    scratch.known.enter(instance.doc().key_space());
    let mut run = Run::<HOLES> { gate, doc: instance.doc(), scratch, unsure: false, depth: 0, fuel: most, trace };
    let accepted = run.value(node, instance.index());
    let Run { mut scratch, unsure, trace, .. } = run;
    scratch.slots.clear();
    scratch.others.clear();
    SCRATCH.set(scratch);
    let answer = match (unsure, accepted) {
        (true, _) => Answer::Unsure,
        (false, true) => Answer::Yes,
        (false, false) => Answer::No,
    };
    (answer, trace)
}

/// Where the members of the object that is being looked at are found in the scratch lists.
#[derive(Debug, Clone, Copy)]
struct View {
    slots: usize,
    others: usize,
    others_end: usize,
}

const NO_VIEW: View = View { slots: 0, others: 0, others_end: 0 };

struct Run<'a, const HOLES: bool> {
    gate: &'a Gate,
    doc: Doc<'a>,
    scratch: Scratch,
    unsure: bool,
    depth: u32,
    fuel: u64,
    trace: Option<Vec<Traced>>,
}

impl<const HOLES: bool> Run<'_, HOLES> {
    /// Whether a value passes a node that it is met with first.
    fn value(&mut self, id: NodeId, index: u32) -> bool {
        let gate = self.gate;
        let node = &gate.nodes[id as usize];
        let json = self.doc.nodes()[index as usize];
        let kind = json.kind();
        if id == NEVER {
            return false;
        }
        if HOLES && json.has_reference() && is_hole(self.doc.value(index)) {
            return true;
        }
        if node.plain.has_kind(kind) {
            return true;
        }
        if kind == Kind::Number
            && let Some(digits) = node.digits
            && digits.pass(json)
        {
            return true;
        }
        let passed = self.enter(id, index, kind);
        if let Some(trace) = self.trace.as_mut().filter(|_| matches!(kind, Kind::Array | Kind::Object)) {
            trace.push(Traced { index, node: id, passed });
        }
        passed
    }

    #[inline]
    fn enter(&mut self, id: NodeId, index: u32, kind: Kind) -> bool {
        let gate = self.gate;
        let Some(names) = gate.nodes[id as usize].names.as_deref().filter(|_| kind == Kind::Object) else {
            return self.test(id, index, kind, NO_VIEW);
        };
        let json = self.doc.nodes()[index as usize];
        if json.has_duplicate_keys() {
            return self.give_up();
        }
        let view = self.look(names, index, json.next);
        let passes = self.test(id, index, kind, view);
        self.scratch.slots.truncate(view.slots);
        self.scratch.others.truncate(view.others);
        passes
    }

    /// Finds the slots of an object's members.
    #[inline]
    fn look(&mut self, names: &super::Names, object: u32, end: u32) -> View {
        let doc = self.doc;
        let slots = self.scratch.slots.len();
        let others = self.scratch.others.len();
        self.scratch.slots.resize(slots + names.table.len(), 0);
        // Requests of one kind list their keys in about the order of the schema: look where the last one left off.
        let mut likely = 0;
        let mut at = object + 1;
        while at < end {
            let key = doc.nodes()[at as usize];
            let remembered = key.key_number().and_then(|number| self.scratch.known.get(number, names.table.id));
            let found = if let Some(found) = remembered {
                found
            } else if !key.is_escaped() && doc.text().as_bytes().get(key.start as usize) == Some(&b'"') {
                names.table.find(doc.text(), key, likely)
            } else {
                doc.value(at).string().and_then(|name| names.table.find_text(&name))
            };
            if let Some(number) = key.key_number().filter(|_| remembered.is_none()) {
                self.scratch.known.put(number, names.table.id, found);
            }
            at += 1;
            match found {
                Some(slot) => {
                    self.scratch.slots[slots + slot] = at;
                    likely = slot + 1;
                }
                None if names.skip.passes(doc, at - 1) => {}
                None => self.scratch.others.push(at),
            }
            at = doc.nodes()[at as usize].next;
        }
        View { slots, others, others_end: self.scratch.others.len() }
    }

    fn give_up(&mut self) -> bool {
        self.unsure = true;
        false
    }

    /// Whether a value passes a node; `view` is that of the node that it was met with first.
    fn test(&mut self, id: NodeId, index: u32, kind: Kind, view: View) -> bool {
        let gate = self.gate;
        let node = &gate.nodes[id as usize];
        if id == NEVER {
            return false;
        }
        let value = self.doc.value(index);
        let is_typed = node.types.has_kind(kind) || (kind == Kind::Number && has_type(value, node.types));
        if !is_typed {
            return kind == Kind::Missing && self.give_up();
        }
        let typed = match kind {
            Kind::Number => node.numbers.is_empty() || keeps_to(&node.numbers, value.f64().unwrap_or_default()),
            Kind::String | Kind::Key => node.strings.iter().all(|test| self.string(test, value)),
            Kind::Array => node.arrays.is_empty() || self.within(|run| run.arrays(node, value)),
            Kind::Object => node.object.as_deref().is_none_or(|test| self.within(|run| run.object(test, value, view))),
            Kind::Missing => self.give_up(),
            Kind::Null | Kind::True | Kind::False => true,
        };
        typed && (node.tests.is_empty() || self.within(|run| run.tests(node, value, kind, view)))
    }

    /// Runs something that may lead further down.
    #[inline]
    fn within(&mut self, run: impl FnOnce(&mut Self) -> bool) -> bool {
        if self.depth == DEEPEST || self.fuel == 0 || self.unsure {
            return self.give_up();
        }
        self.fuel -= 1;
        self.depth += 1;
        let passes = run(self);
        self.depth -= 1;
        passes
    }

    fn string(&mut self, test: &StringTest, value: Value<'_>) -> bool {
        if test.max_length.is_some_and(|limit| length(value) > limit)
            || test.min_length.is_some_and(|limit| length(value) < limit)
        {
            return false;
        }
        if test.pattern.is_none() && test.format.is_none() {
            return true;
        }
        let text = value.string().unwrap_or_default();
        test.pattern.is_none_or(|pattern| self.matches(pattern, &text))
            && test.format.is_none_or(|format| format.check(&text))
    }

    /// A pattern that takes too many steps makes the whole answer uncertain.
    #[inline]
    fn matches(&mut self, pattern: u32, text: &str) -> bool {
        self.gate.patterns[pattern as usize].matches(text).unwrap_or_else(|| self.give_up())
    }

    fn arrays(&mut self, node: &Node, value: Value<'_>) -> bool {
        node.arrays.iter().all(|test| self.array(test, value))
    }

    fn array(&mut self, test: &ArrayTest, value: Value<'_>) -> bool {
        let count = element_count(value) as f64;
        if test.max_items.is_some_and(|limit| count > limit) || test.min_items.is_some_and(|limit| count < limit) {
            return false;
        }
        let mut first = test.first.iter();
        for element in value.elements() {
            let node = first.next().copied().or(test.rest);
            if node.is_some_and(|node| !self.value(node, element.index())) {
                return false;
            }
        }
        test.contains.is_none_or(|node| value.elements().any(|element| self.value(node, element.index())))
            && test.unique.is_none_or(|unique| first_repeat(value, unique.only, false).is_none())
    }

    fn object(&mut self, test: &ObjectTest, value: Value<'_>, view: View) -> bool {
        let count = || value.node().stored_count().unwrap_or_else(|| value.members().count()) as f64;
        if test.max_properties.is_some_and(|limit| count() > limit)
            || test.min_properties.is_some_and(|limit| count() < limit)
            || !self.has_all(&test.required, view)
        {
            return false;
        }
        for &(slot, node) in &test.properties {
            let index = self.scratch.slots[view.slots + slot as usize];
            if index != 0 && !self.value(node, index) {
                return false;
            }
        }
        let others = match &test.others {
            Others::Free => true,
            Others::All(NEVER) => view.others == view.others_end,
            Others::All(node) => (view.others..view.others_end).all(|at| self.value(*node, self.scratch.others[at])),
            Others::ByPattern { rules, usual } => (view.others..view.others_end).all(|at| {
                let index = self.scratch.others[at];
                match usual {
                    Some(node) if begins_with_a_letter(self.doc, index - 1) => self.value(*node, index),
                    _ => self.other(rules, index),
                }
            }),
        };
        others
            && (test.keys.is_empty()
                || value.members().all(|member| test.keys.iter().all(|node| self.value(*node, member.key.index()))))
    }

    /// Whether the value of a name that has no slot passes.
    fn other(&mut self, rules: &[super::OtherRule], index: u32) -> bool {
        let name = self.doc.value(index - 1).string().unwrap_or_default();
        rules.iter().all(|rule| {
            let mut matched = false;
            for &(pattern, node) in &rule.patterns {
                if self.matches(pattern, &name) {
                    matched = true;
                    if !self.value(node, index) {
                        return false;
                    }
                }
            }
            matched || rule.otherwise.is_none_or(|node| self.value(node, index))
        })
    }

    #[inline]
    fn has(&self, slot: u16, view: View) -> bool {
        self.scratch.slots[view.slots + slot as usize] != 0
    }

    #[inline]
    fn has_all(&self, slots: &[u16], view: View) -> bool {
        slots.iter().all(|slot| self.has(*slot, view))
    }

    fn tests(&mut self, node: &Node, value: Value<'_>, kind: Kind, view: View) -> bool {
        let at = value.index();
        node.tests.iter().all(|test| match test {
            Test::Words(words) => words.iter().any(|word| value.is_str(word)),
            Test::Values(document, places) => {
                places.iter().any(|place| equal(value, self.gate.documents[*document].value(*place)))
            }
            Test::Not(node) => !self.test(*node, at, kind, view),
            Test::AnyOf(nodes) => nodes.iter().any(|node| self.test(*node, at, kind, view)),
            Test::OneOf(nodes) => {
                let mut passing = nodes.iter().filter(|node| self.test(**node, at, kind, view));
                passing.next().is_some() && passing.next().is_none()
            }
            Test::If { test, then, otherwise } => {
                let branch = if self.test(*test, at, kind, view) { then } else { otherwise };
                branch.is_none_or(|node| self.test(node, at, kind, view))
            }
            Test::Case { tests, nodes } => {
                let passing =
                    tests.iter().enumerate().map(|(n, node)| usize::from(self.test(*node, at, kind, view)) << n);
                let case = passing.sum::<usize>();
                self.test(nodes[case], at, kind, view)
            }
            Test::Names { trigger, names } => {
                kind != Kind::Object || !self.has(*trigger, view) || self.has_all(names, view)
            }
            Test::Depends { trigger, then } => {
                kind != Kind::Object || !self.has(*trigger, view) || self.test(*then, at, kind, view)
            }
        })
    }
}
