//! Applying the ways out that findings offer, until none is left.
//!
//! ```text
//! select   which fixes of one state of a text go together: safe before unsafe, then by place, none over another
//! state    a text with its findings; whether a change made it worse
//! rounds   select, apply, check again, keep what made nothing worse; as often as anything is left to do
//! records  lines of NDJSON stand for themselves: those that stay broken are put back as they were
//! diff     what changed, for people and for `patch`
//! write    a file is replaced whole or not at all, and only by what it was read for
//! ```
//!
//! The engine knows nothing about rules or settings: it asks the check that it is given, and what that does not report
//! (because it is suppressed, or known of old) is not fixed.

mod diff;
mod records;
mod rounds;
mod select;
mod state;
mod write;

pub use diff::{Dress, write as write_diff};
pub use write::{Refusal, Trees, replace};

use crate::check::holds_records;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::source::Source;

/// What became of a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    /// The text with its fixes; none where it stays as it is.
    pub text: Option<String>,
    /// Findings whose fix was applied.
    pub count: usize,
    /// Findings whose fix was not, since it would have brought another error.
    pub held_back: usize,
}

/// Applies every fix that is at least so safe. A text that would still be no JSON afterwards stays as it is.
///
/// The result is final: fixed again, it does not change.
pub fn fix(source: &Source, least: Applicability, check: impl Fn(&Source) -> Vec<Diagnostic>) -> Fixed {
    let in_records = holds_records(source.name());
    let done = rounds::run(source, least, in_records, &check);
    let held_back = done.held_back;
    let (text, count) = if in_records {
        records::put_back(source.text(), &done)
    } else if crate::json::parse(&done.text).is_some() {
        (done.text, done.counts.values().sum())
    } else {
        return Fixed::default();
    };
    if text == source.text() {
        Fixed { held_back, ..Fixed::default() }
    } else {
        Fixed { text: Some(text), count, held_back }
    }
}

/// The fix of a finding that is applied, if any may be: the safest of those that it offers, of equals the first.
pub fn of(finding: &Diagnostic, least: Applicability) -> Option<&Fix> {
    let least = least.max(Applicability::Unsafe);
    let mut best: Option<&Fix> = None;
    for fix in finding.fixes.iter().filter(|fix| fix.applicability >= least) {
        if best.is_none_or(|best| fix.applicability > best.applicability) {
            best = Some(fix);
        }
    }
    best
}
