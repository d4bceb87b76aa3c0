//! A matcher for what is not regular: look-around and back-references, exactly as ECMAScript runs them.
//!
//! The differences to other engines are small and real: a group that took no part matches the empty text when
//! referred to, each round of a loop forgets what its groups captured, a look-behind reads backwards, and an empty
//! round ends a loop. It keeps its own stack, so no pattern can exhaust the thread's, and counts its steps, so no
//! pattern can hang it.

use std::cell::Cell;

use super::charset::is_word;
use super::program::{Op, Program};

/// How many steps a match may take. JavaScript has no such limit.
pub(super) const STEP_LIMIT: usize = 1_000_000;

/// A register that holds nothing.
const NONE: usize = usize::MAX;

/// A stack that grew beyond this many entries is given back after the match.
const KEPT: usize = 4096;

thread_local! {
    /// What a match needs, kept from one to the next so that only the first has to allocate.
    static SCRATCH: Cell<Scratch> = const { Cell::new(Scratch::EMPTY) };
}

/// Whether the pattern matches somewhere in the text; `None` when that takes too many steps to tell.
pub(super) fn matches(program: &Program, text: &str) -> Option<bool> {
    let mut scratch = SCRATCH.replace(Scratch::EMPTY);
    scratch.text.clear();
    scratch.text.extend(text.encode_utf16());
    let mut machine = Machine { program, scratch, steps: 0 };
    let outcome = machine.search();
    let mut scratch = machine.scratch;
    scratch.text.shrink_to(KEPT);
    scratch.choices.clear();
    scratch.choices.shrink_to(KEPT);
    scratch.trail.clear();
    scratch.trail.shrink_to(KEPT);
    SCRATCH.set(scratch);
    outcome
}

/// Where to go on after a failure, and how much of the trail to keep.
struct Choice {
    op: usize,
    at: usize,
    trail: usize,
}

struct Scratch {
    text: Vec<u16>,
    registers: Vec<usize>,
    choices: Vec<Choice>,
    /// Registers with the values to give back on failure.
    trail: Vec<(usize, usize)>,
}

impl Scratch {
    const EMPTY: Self = Self { text: Vec::new(), registers: Vec::new(), choices: Vec::new(), trail: Vec::new() };
}

struct Machine<'a> {
    program: &'a Program,
    scratch: Scratch,
    steps: usize,
}

impl Machine<'_> {
    fn search(&mut self) -> Option<bool> {
        let last_start = if self.program.anchored { 0 } else { self.scratch.text.len() };
        for start in 0..=last_start {
            if self.run(start)? {
                return Some(true);
            }
        }
        Some(false)
    }

    fn run(&mut self, start: usize) -> Option<bool> {
        self.scratch.registers.clear();
        self.scratch.registers.resize(self.program.registers, NONE);
        // Many registers are work as well, once for each start.
        self.steps += self.program.registers / 64;
        self.scratch.choices.clear();
        self.scratch.trail.clear();
        let (mut op, mut at) = (0, start);
        loop {
            self.steps += 1;
            if self.steps > STEP_LIMIT {
                return None;
            }
            match self.step(op, at) {
                Step::Go(next, position) => (op, at) = (next, position),
                Step::Fail => match self.scratch.choices.pop() {
                    Some(choice) => {
                        for (register, old) in self.scratch.trail.drain(choice.trail..).rev() {
                            self.scratch.registers[register] = old;
                        }
                        (op, at) = (choice.op, choice.at);
                    }
                    None => return Some(false),
                },
                Step::Match => return Some(true),
            }
        }
    }

    fn step(&mut self, op: usize, at: usize) -> Step {
        let next = op + 1;
        match &self.program.ops[op] {
            Op::Unit { unit, back } => self.take(next, at, *back, |found| found == *unit),
            Op::Set { set, back } => self.take(next, at, *back, |found| set.has(found)),
            Op::Start => Step::check(at == 0, next, at),
            Op::End => Step::check(at == self.scratch.text.len(), next, at),
            Op::WordBoundary { negated } => {
                let word =
                    |at: Option<usize>| at.and_then(|at| self.scratch.text.get(at)).is_some_and(|unit| is_word(*unit));
                let boundary = word(at.checked_sub(1)) != word(Some(at));
                Step::check(boundary != *negated, next, at)
            }
            Op::Jump(target) => Step::Go(*target, at),
            Op::Split(first, second) => self.choose((*first, *second), at),
            Op::Mark(register) => self.set(*register, at, next, at),
            Op::Zero(register) => self.set(*register, 0, next, at),
            Op::Forget(first, last) => {
                self.steps += last - first;
                for register in *first..*last {
                    self.set(register, NONE, next, at);
                }
                Step::Go(next, at)
            }
            Op::Round { counter, min, max, greedy, exit } => {
                let rounds = self.scratch.registers[*counter];
                if rounds < *min {
                    Step::Go(next, at)
                } else if rounds >= *max {
                    Step::Go(*exit, at)
                } else {
                    self.choose(if *greedy { (next, *exit) } else { (*exit, next) }, at)
                }
            }
            Op::Again { counter, entered, min, head } => {
                let rounds = self.scratch.registers[*counter];
                if rounds >= *min && self.scratch.registers[*entered] == at {
                    return Step::Fail;
                }
                self.set(*counter, rounds + 1, *head, at)
            }
            Op::LookStart { height, origin, negated, exit } => {
                let choices = self.scratch.choices.len();
                if *negated {
                    self.choose((next, *exit), at);
                }
                self.set(*height, choices, next, at);
                self.set(*origin, at, next, at)
            }
            Op::LookEnd { height, origin, negated } => {
                // What was found inside stands: there is no coming back for another way to find it.
                self.scratch.choices.truncate(self.scratch.registers[*height]);
                if *negated { Step::Fail } else { Step::Go(next, self.scratch.registers[*origin]) }
            }
            Op::Backref { slot, back } => self.back_reference(*slot, next, at, *back),
            Op::Match => Step::Match,
        }
    }

    fn take(&self, next: usize, at: usize, back: bool, wanted: impl FnOnce(u16) -> bool) -> Step {
        let index = if back { at.checked_sub(1) } else { Some(at) };
        match index.and_then(|index| self.scratch.text.get(index)) {
            Some(unit) if wanted(*unit) => Step::Go(next, if back { at - 1 } else { at + 1 }),
            _ => Step::Fail,
        }
    }

    fn choose(&mut self, (first, second): (usize, usize), at: usize) -> Step {
        self.scratch.choices.push(Choice { op: second, at, trail: self.scratch.trail.len() });
        Step::Go(first, at)
    }

    fn set(&mut self, register: usize, value: usize, next: usize, at: usize) -> Step {
        // With nothing to fall back to there is nothing to restore.
        if !self.scratch.choices.is_empty() {
            self.scratch.trail.push((register, self.scratch.registers[register]));
        }
        self.scratch.registers[register] = value;
        Step::Go(next, at)
    }

    fn back_reference(&mut self, slot: usize, next: usize, at: usize, back: bool) -> Step {
        let (start, end) = (self.scratch.registers[slot], self.scratch.registers[slot + 1]);
        if start == NONE || end == NONE {
            return Step::Go(next, at);
        }
        let length = end - start;
        self.steps += length;
        let from = if back { at.checked_sub(length) } else { Some(at) };
        let found = from.and_then(|from| self.scratch.text.get(from..from + length));
        let wanted = &self.scratch.text[start..end];
        Step::check(found == Some(wanted), next, if back { at.wrapping_sub(length) } else { at + length })
    }
}

enum Step {
    Go(usize, usize),
    Fail,
    Match,
}

impl Step {
    fn check(holds: bool, next: usize, at: usize) -> Self {
        if holds { Self::Go(next, at) } else { Self::Fail }
    }
}
