//! Work that may nest deeper than the caller's stack allows runs on a stack of its own.

/// Enough for every bound on nesting in this module, in a build without optimisation. Only what is used is ever backed by
/// memory.
const STACK: usize = 128 << 20;

/// Runs something on a large stack. `None` where the system gives us no thread.
pub(crate) fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok()?;
        Some(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}
