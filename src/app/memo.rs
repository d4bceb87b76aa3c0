//! What was found last time, for runs that follow each other: a file that did not change is not checked again.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};

use crate::check::Outcome;
use crate::source::Source;

/// Outcomes by name of the input. Holds as long as patterns and configuration stay the same.
#[derive(Debug, Default)]
pub(super) struct Memo {
    known: Option<Mutex<HashMap<String, (u64, Outcome)>>>,
}

impl Memo {
    /// One that remembers.
    pub(super) fn on() -> Memo {
        Memo { known: Some(Mutex::default()) }
    }

    /// Nothing is remembered: no other run follows.
    pub(super) fn is_off(&self) -> bool {
        self.known.is_none()
    }

    /// Forgets everything.
    pub(super) fn clear(&self) {
        if let Some(known) = &self.known {
            known.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }

    /// The outcome of a check, from last time if the text is the same.
    pub(super) fn check(&self, source: &Source, check: impl FnOnce() -> Outcome) -> Outcome {
        let Some(known) = &self.known else { return check() };
        let mut hasher = DefaultHasher::new();
        source.text_from(0).hash(&mut hasher);
        let digest = hasher.finish();
        let remembered = |known: &HashMap<String, (u64, Outcome)>| {
            known.get(source.name()).filter(|(of, _)| *of == digest).map(|(_, outcome)| outcome.clone())
        };
        if let Some(outcome) = remembered(&known.lock().unwrap_or_else(PoisonError::into_inner)) {
            return outcome;
        }
        let outcome = check();
        let entry = (digest, outcome.clone());
        known.lock().unwrap_or_else(PoisonError::into_inner).insert(source.name().to_owned(), entry);
        outcome
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn only_what_changed_is_checked_again() {
        let count = Cell::new(0);
        let check = |memo: &Memo, name: &str, text: &str| {
            memo.check(&Source::new(name, text), || {
                count.set(count.get() + 1);
                Outcome { documents: text.len(), ..Outcome::default() }
            })
            .documents
        };
        let memo = Memo::on();
        assert_eq!((check(&memo, "a", "1"), check(&memo, "a", "1"), check(&memo, "b", "1")), (1, 1, 1));
        assert_eq!(count.get(), 2);
        assert_eq!((check(&memo, "a", "12"), check(&memo, "a", "12")), (2, 2));
        assert_eq!(count.get(), 3);
        memo.clear();
        check(&memo, "a", "12");
        assert_eq!(count.get(), 4);
        let off = Memo::default();
        check(&off, "a", "1");
        check(&off, "a", "1");
        assert_eq!(count.get(), 6);
    }
}
