//! A bound on what one instance may cost.
//!
//! Only a function compiled apart can lead back to itself, so that only there depth and work have to be watched: between
//! two of them lies no more than the nesting of the schema itself.

use std::cell::Cell;

/// So many schema objects may be entered one inside another, by the sum of the heights of the functions on the way. More
/// than 1,000 levels of a recursive schema; see the test of hostile schemas for the stack that it takes.
pub(super) const MAX_DEPTH: u32 = 6_000;

/// So often functions may be entered for one instance.
const MAX_CALLS: u32 = 5_000_000;

/// What is left of the budget.
#[derive(Debug)]
pub(super) struct Budget {
    depth: Cell<u32>,
    calls: Cell<u32>,
    spent: Cell<bool>,
}

impl Budget {
    pub(super) fn new() -> Budget {
        Budget { depth: Cell::new(0), calls: Cell::new(0), spent: Cell::new(false) }
    }

    /// Enters a function of that height. `false` where that is too much; then everything else is given up too, so that the
    /// end comes at once.
    #[inline]
    pub(super) fn enter(&self, height: u32) -> bool {
        let depth = self.depth.get() + height;
        let calls = self.calls.get() + 1;
        if depth > MAX_DEPTH || calls > MAX_CALLS {
            self.give_up();
        }
        if self.spent.get() {
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

    /// Notes that the answer is not certain.
    pub(super) fn give_up(&self) {
        self.spent.set(true);
    }

    /// Whether the answer is not certain.
    pub(super) fn is_spent(&self) -> bool {
        self.spent.get()
    }
}
