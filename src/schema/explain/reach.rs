//! Which records can be about a value, so that a text need not look at all of them.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use super::RecordId;

/// The values of most explanations that anything is wrong with, and less than a search pays for.
const FEW: usize = 8;

/// The first and the last record ever made about each value, by its index on the tape.
///
/// Records that were dropped since may count too: the answer is a range that holds every record asked for, and seldom
/// many others.
#[derive(Debug, Default)]
pub(super) struct Reach {
    few: [(u32, (RecordId, RecordId)); FEW],
    /// How many of them there are.
    count: usize,
    /// Those that are one too many for the list.
    many: BTreeMap<u32, (RecordId, RecordId)>,
}

impl Reach {
    /// Notes a record about the value at `at`.
    pub(super) fn note(&mut self, at: u32, id: RecordId) {
        let reach = match self.few[..self.count].iter().position(|(value, _)| *value == at) {
            Some(position) => &mut self.few[position].1,
            None if self.count < FEW => {
                self.few[self.count] = (at, (id, id));
                self.count += 1;
                return;
            }
            None => self.many.entry(at).or_insert((id, id)),
        };
        *reach = (reach.0.min(id), reach.1.max(id));
    }

    /// The records about any of these values; none where there are none.
    pub(super) fn of(&self, values: Range<u32>) -> Option<RangeInclusive<RecordId>> {
        let few = self.few[..self.count].iter().filter(|(value, _)| values.contains(value)).map(|(_, reach)| *reach);
        let wider = |a: (RecordId, RecordId), b: (RecordId, RecordId)| (a.0.min(b.0), a.1.max(b.1));
        let mut reach = few.reduce(wider);
        if !self.many.is_empty() {
            let many = self.many.range(values.clone()).map(|(_, reach)| *reach);
            reach = many.chain(reach).reduce(wider);
        }
        reach.map(|(first, last)| first..=last)
    }
}
