//! A defect of toile met while checking one file: told as a finding about that file, the others are still checked.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    /// The last panic of this thread: message and place, as the hook saw them.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps panics off standard error, since `catch` reports them. For the program only: the hook belongs to the process.
pub fn keep_quiet_about_panics() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(|place| format!(" at {}:{}", place.file(), place.line()));
        let text = format!("{}{}", message(info.payload()), place.unwrap_or_default());
        LAST.with(|last| *last.borrow_mut() = Some(text));
    }));
}

/// Runs something that should not panic; what it panicked with, if it does.
pub(super) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    LAST.with(|last| last.borrow_mut().take());
    // What the work has borrowed is either not touched again after a panic or never left half-changed: sources are
    // immutable, caches are filled once.
    panic::catch_unwind(AssertUnwindSafe(work))
        .map_err(|payload| LAST.with(|last| last.borrow_mut().take()).unwrap_or_else(|| message(&*payload)))
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_message() {
        assert_eq!(catch(|| 1), Ok(1));
        let caught = catch(|| panic!("row {}", 7)).unwrap_err();
        assert!(caught.starts_with("row 7"), "{caught}");
    }
}
