//! Work that may nest deeper than the caller's stack allows runs on a stack of its own.

use std::cell::Cell;

/// Enough for every bound on nesting in this module, in a build without optimisation. Only what is used is ever backed by
/// memory.
const STACK: usize = 128 << 20;

thread_local! {
    /// This thread has such a stack. What begins here begins near its top: work that nests deep calls no other such work
    /// from down there.
    static HAS_ROOM: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread has such a stack.
pub(super) fn has_room() -> bool {
    HAS_ROOM.get()
}

/// Runs something on a large stack: on this one, if it is. `None` where the system gives us no thread.
pub fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    if HAS_ROOM.get() {
        return Some(work());
    }
    std::thread::scope(|scope| {
        let work = || {
            HAS_ROOM.set(true);
            work()
        };
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok()?;
        Some(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}
