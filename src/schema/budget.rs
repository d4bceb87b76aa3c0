//! A bound on what one instance may cost.
//!
//! Only a function compiled apart can lead back to itself, so that only there depth and work have to be watched: between
//! two of them lies no more than the nesting of the schema itself.

use std::cell::Cell;

use crate::json::Value;

/// So many schema objects may be entered one inside another on the caller's stack, by the sum of the heights of the
/// functions on the way.
pub(super) const NEAR: u32 = 800;

/// So many on a stack of our own.
pub(super) const FAR: u32 = 40_000;

/// So often functions may be entered for one instance, and for each of its nodes on top of that.
const MAX_CALLS: u32 = 500_000;
const CALLS_PER_NODE: u32 = 64;

/// What is left of the budget.
#[derive(Debug)]
pub(super) struct Budget {
    deepest: u32,
    most: u32,
    depth: Cell<u32>,
    calls: Cell<u32>,
    spent: Cell<Spent>,
}

/// What there was too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spent {
    Nothing,
    Depth,
    Work,
}

impl Budget {
    pub(super) fn new(instance: Value<'_>, deepest: u32) -> Budget {
        let nodes = instance.node().next - instance.index();
        let most = MAX_CALLS.saturating_add(CALLS_PER_NODE.saturating_mul(nodes));
        Budget { deepest, most, depth: Cell::new(0), calls: Cell::new(0), spent: Cell::new(Spent::Nothing) }
    }

    /// Enters a function of that height. `false` where that is too much; then everything else is given up too, so that the
    /// end comes at once.
    #[inline]
    pub(super) fn enter(&self, height: u32) -> bool {
        let depth = self.depth.get() + height;
        let calls = self.calls.get() + 1;
        if self.spent.get() != Spent::Nothing {
            return false;
        }
        if depth > self.deepest || calls > self.most {
            self.spent.set(if depth > self.deepest { Spent::Depth } else { Spent::Work });
            return false;
        }
        self.depth.set(depth);
        self.calls.set(calls);
        true
    }

    #[inline]
    pub(super) fn leave(&self, height: u32) {
        self.depth.set(self.depth.get() - height);
    }

    /// What there was too much of.
    pub(super) fn spent(&self) -> Spent {
        self.spent.get()
    }
}
