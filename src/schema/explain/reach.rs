//! Which records can be about a value, so that a text need not look at all of them.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use super::RecordId;

/// The first and the last record ever made about each value, by its index on the tape.
///
/// Records that were dropped since may count too: the answer is a range that holds every record asked for, and seldom
/// many others.
#[derive(Debug, Default)]
pub(super) struct Reach(BTreeMap<u32, (RecordId, RecordId)>);

impl Reach {
    /// Notes a record about the value at `at`.
    pub(super) fn note(&mut self, at: u32, id: RecordId) {
        let (first, last) = self.0.entry(at).or_insert((id, id));
        *first = (*first).min(id);
        *last = (*last).max(id);
    }

    /// The records about any of these values; none where there are none.
    pub(super) fn of(&self, values: Range<u32>) -> Option<RangeInclusive<RecordId>> {
        let reaches = self.0.range(values).map(|(_, reach)| *reach);
        let (first, last) = reaches.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
        Some(first..=last)
    }
}
