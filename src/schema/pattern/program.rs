//! From the tree of a pattern to a program for the backtracking matcher.

use super::ast::{Ast, Node, Repeat};
use super::charset::{CharSet, CharTest};

/// One step of the matcher. Targets are indices into the program.
#[derive(Debug)]
pub(super) enum Op {
    /// Take the next code unit, or the one before when `back`.
    Unit {
        unit: u16,
        back: bool,
    },
    Set {
        set: CharTest,
        back: bool,
    },
    Start,
    End,
    WordBoundary {
        negated: bool,
    },
    Jump(usize),
    /// Go to the first; to the second if that fails.
    Split(usize, usize),
    /// Put the position into a register.
    Mark(usize),
    /// Put zero into a register.
    Zero(usize),
    /// Forget the registers, first to last exclusive.
    Forget(usize, usize),
    /// Decide whether there is another round of the loop, which starts behind this operation.
    Round {
        counter: usize,
        min: usize,
        max: usize,
        greedy: bool,
        exit: usize,
    },
    /// The end of a round.
    Again {
        counter: usize,
        entered: usize,
        min: usize,
        head: usize,
    },
    LookStart {
        height: usize,
        origin: usize,
        negated: bool,
        exit: usize,
    },
    LookEnd {
        height: usize,
        origin: usize,
        negated: bool,
    },
    /// Take what the group captured: its registers are `slot` and `slot + 1`.
    Backref {
        slot: usize,
        back: bool,
    },
    Match,
}

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) ops: Vec<Op>,
    pub(super) registers: usize,
    /// Whether a match can only start at the start of the text.
    pub(super) anchored: bool,
}

/// Compiles any pattern, regular or not.
pub(super) fn compile(ast: &Ast) -> Program {
    // Without back-references nothing reads what was captured.
    let capturing = has_backref(&ast.root);
    let slots = if capturing { 2 * (ast.captures as usize + 1) } else { 0 };
    let mut compiler = Compiler { ops: Vec::new(), registers: slots, capturing };
    compiler.node(&ast.root, false);
    compiler.ops.push(Op::Match);
    Program { ops: compiler.ops, registers: compiler.registers, anchored: is_anchored(&ast.root) }
}

fn has_backref(node: &Node) -> bool {
    match node {
        Node::Backref(_) => true,
        Node::Concat(nodes) | Node::Alternate(nodes) => nodes.iter().any(has_backref),
        Node::Capture(_, node) | Node::Look { node, .. } => has_backref(node),
        Node::Repeat(repeat) => has_backref(&repeat.node),
        _ => false,
    }
}

fn is_anchored(node: &Node) -> bool {
    match node {
        Node::Start => true,
        Node::Concat(nodes) => nodes.first().is_some_and(is_anchored),
        Node::Alternate(nodes) => nodes.iter().all(is_anchored),
        Node::Capture(_, node) => is_anchored(node),
        _ => false,
    }
}

struct Compiler {
    ops: Vec<Op>,
    registers: usize,
    capturing: bool,
}

impl Compiler {
    fn register(&mut self) -> usize {
        self.registers += 1;
        self.registers - 1
    }

    /// Compiles a part. Inside a look-behind the text is read backwards, the last part first.
    fn node(&mut self, node: &Node, back: bool) {
        match node {
            Node::Empty => {}
            Node::Unit(unit) => self.ops.push(Op::Unit { unit: *unit, back }),
            Node::Set(set) => self.set(set, back),
            Node::Start => self.ops.push(Op::Start),
            Node::End => self.ops.push(Op::End),
            Node::WordBoundary { negated } => self.ops.push(Op::WordBoundary { negated: *negated }),
            Node::Concat(nodes) if back => nodes.iter().rev().for_each(|node| self.node(node, back)),
            Node::Concat(nodes) => nodes.iter().for_each(|node| self.node(node, back)),
            Node::Alternate(nodes) => self.alternate(nodes, back),
            Node::Capture(number, node) => {
                let slot = 2 * *number as usize;
                self.mark(slot + usize::from(back));
                self.node(node, back);
                self.mark(slot + usize::from(!back));
            }
            Node::Repeat(repeat) => self.repeat(repeat, back),
            Node::Look { behind, negated, node } => {
                let (height, origin, negated) = (self.register(), self.register(), *negated);
                let start = self.reserve();
                self.node(node, *behind);
                self.ops.push(Op::LookEnd { height, origin, negated });
                self.ops[start] = Op::LookStart { height, origin, negated, exit: self.ops.len() };
            }
            Node::Backref(number) => self.ops.push(Op::Backref { slot: 2 * *number as usize, back }),
        }
    }

    fn set(&mut self, set: &CharSet, back: bool) {
        self.ops.push(Op::Set { set: CharTest::new(set), back });
    }

    fn mark(&mut self, register: usize) {
        if self.capturing {
            self.ops.push(Op::Mark(register));
        }
    }

    /// Leaves room for an operation whose target is not known yet.
    fn reserve(&mut self) -> usize {
        self.ops.push(Op::Match);
        self.ops.len() - 1
    }

    fn alternate(&mut self, nodes: &[Node], back: bool) {
        let mut jumps = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            if index + 1 == nodes.len() {
                self.node(node, back);
                break;
            }
            let split = self.reserve();
            self.node(node, back);
            jumps.push(self.reserve());
            self.ops[split] = Op::Split(split + 1, self.ops.len());
        }
        let exit = self.ops.len();
        for jump in jumps {
            self.ops[jump] = Op::Jump(exit);
        }
    }

    fn repeat(&mut self, repeat: &Repeat, back: bool) {
        let single = matches!(repeat.node, Node::Unit(_) | Node::Set(_));
        if single && repeat.max.is_none() && repeat.min <= 1 {
            // The usual loops over one character need neither a counter nor a check for empty rounds.
            if repeat.min == 1 {
                self.node(&repeat.node, back);
            }
            let split = self.reserve();
            self.node(&repeat.node, back);
            self.ops.push(Op::Jump(split));
            let (body, exit) = (split + 1, self.ops.len());
            self.ops[split] = if repeat.greedy { Op::Split(body, exit) } else { Op::Split(exit, body) };
            return;
        }
        let (counter, entered) = (self.register(), self.register());
        let (min, max) = (repeat.min as usize, repeat.max.map_or(usize::MAX, |max| max as usize));
        self.ops.push(Op::Zero(counter));
        let head = self.reserve();
        self.ops.push(Op::Mark(entered));
        let (first, last) = repeat.captures;
        if self.capturing && first < last {
            self.ops.push(Op::Forget(2 * first as usize, 2 * last as usize));
        }
        self.node(&repeat.node, back);
        self.ops.push(Op::Again { counter, entered, min, head });
        self.ops[head] = Op::Round { counter, min, max, greedy: repeat.greedy, exit: self.ops.len() };
    }
}
