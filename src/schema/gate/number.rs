//! Bounds and steps of numbers, apart from the gate that asks about them.

use super::{Digits, Node};
use crate::json::{Kind, to_f64};
use crate::schema::numbers::is_integer;
use crate::schema::plan::{NumberPart, TypeSet};

/// What a number is asked, apart from the node that asks it.
#[derive(Debug, Clone)]
pub(crate) struct NumberTest {
    /// Numbers that pass by the way they are written.
    digits: Option<Digits>,
    parts: Vec<NumberPart>,
    is_integer: bool,
}

impl NumberTest {
    /// What a node asks a number; none where that is more than bounds and steps.
    pub(super) fn of(node: &Node) -> Option<NumberTest> {
        let is_integer = !node.types.has_kind(Kind::Number);
        let is_plain = node.tests.is_empty() && (!is_integer || node.types.has(TypeSet::INTEGER));
        is_plain.then(|| NumberTest { digits: node.digits, parts: node.numbers.to_vec(), is_integer })
    }

    /// Whether every number passes.
    pub(super) fn passes_all(&self) -> bool {
        self.parts.is_empty() && !self.is_integer
    }

    /// What is demanded here and there.
    pub(crate) fn and(mut self, other: &NumberTest) -> NumberTest {
        self.digits = self.digits.zip(other.digits).and_then(|(one, two)| one.both(two));
        self.parts.extend_from_slice(&other.parts);
        self.is_integer |= other.is_integer;
        self
    }

    /// Whether a number passes, by its literal and its plain digits, as the tape counts them. An integer of more digits than
    /// a double holds does not.
    #[inline]
    pub(crate) fn passes(&self, literal: &[u8], digits: u32) -> bool {
        self.digits.is_some_and(|known| known.admits(digits, literal.len() as u32)) || self.holds(literal)
    }

    fn holds(&self, literal: &[u8]) -> bool {
        let Ok(literal) = std::str::from_utf8(literal) else { return false };
        let number = to_f64(literal);
        (!self.is_integer || is_integer(number)) && keeps_to(&self.parts, number)
    }
}

/// Whether a number keeps to all of these.
#[inline]
pub(super) fn keeps_to(parts: &[NumberPart], number: f64) -> bool {
    parts.iter().all(|part| part.allows(number))
}
