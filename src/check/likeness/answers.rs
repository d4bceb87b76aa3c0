//! What objects answered, and what came of it.

use hashbrown::HashMap;

use super::places::{Asker, Places};
use super::read::Seen;

/// What an object is asked: position among all that were asked so far.
pub(super) type AskedId = u32;

/// Nothing. Objects in it are asked nothing either.
pub(super) const NOTHING: AskedId = 0;

/// Whatever a draft is asked. By whom depends on the number that it gives.
pub(super) const ROOT: AskedId = 1;

/// Whatever an action is asked.
pub(super) const ACTION: AskedId = 2;

/// So many answers are remembered, of so many bytes each at most.
const MOST: usize = 1 << 14;
const LONGEST: usize = 512;

/// All answers that were accepted.
#[derive(Debug, Default)]
pub(super) struct Answers {
    by_key: HashMap<Box<[u8]>, u32>,
    known: Vec<Answer>,
    /// Who asks, for each from the one after [`ACTION`] on.
    askers: Vec<Vec<Asker>>,
}

/// What follows from the answers of one object.
#[derive(Debug)]
pub(super) struct Answer {
    /// The number of the pattern, of a draft.
    pub(super) pattern: Option<i64>,
    /// What the objects in it are asked, by the bits of their keys.
    pub(super) inside: Box<[(u64, AskedId)]>,
}

impl Answers {
    /// Whether no more are remembered.
    pub(super) fn are_full(&self) -> bool {
        self.known.len() >= MOST
    }

    /// The number of what is asked by all these.
    pub(super) fn asked(&mut self, mut askers: Vec<Asker>) -> AskedId {
        if askers.is_empty() {
            return NOTHING;
        }
        askers.sort_unstable();
        askers.dedup();
        let known = self.askers.iter().position(|known| *known == askers);
        let position = known.unwrap_or_else(|| {
            self.askers.push(askers);
            self.askers.len() - 1
        });
        ACTION + 1 + position as AskedId
    }

    /// Whether everything that was seen is like something that was accepted. The number of the pattern, then.
    #[inline]
    #[expect(clippy::option_option, reason = "not known, and known to have none")]
    pub(super) fn all(&self, places: &Places, text: &str, seen: &mut Seen, asked: AskedId) -> Option<Option<i64>> {
        /// Of an object that is asked nothing.
        const NONE: u32 = u32::MAX;
        seen.answers.clear();
        for position in 0..seen.objects.len() {
            let object = seen.objects[position];
            let asked = if position == 0 {
                asked
            } else {
                match seen.answers[object.around as usize] {
                    NONE => NOTHING,
                    around => {
                        let inside = &self.known[around as usize].inside;
                        inside.iter().find(|(bit, _)| *bit == object.bit)?.1
                    }
                }
            };
            let answer = if asked == NOTHING {
                NONE
            } else {
                write_key(places, text, seen, position, asked);
                *self.by_key.get(seen.key.as_slice())?
            };
            seen.answers.push(answer);
        }
        // A draft is the first object, or the first in an action.
        let mut answers = seen.answers.iter().take(2).filter(|answer| **answer != NONE);
        Some(answers.find_map(|answer| self.known[*answer as usize].pattern))
    }

    /// Remembers what an object answered.
    pub(super) fn put(
        &mut self,
        places: &Places,
        text: &str,
        seen: &mut Seen,
        position: usize,
        asked: AskedId,
        answer: Answer,
    ) {
        write_key(places, text, seen, position, asked);
        if !self.are_full() && seen.key.len() <= LONGEST && !self.by_key.contains_key(seen.key.as_slice()) {
            self.by_key.insert(seen.key.as_slice().into(), self.known.len() as u32);
            self.known.push(answer);
        }
    }
}

/// Writes down what an object was asked and all that it answered.
fn write_key(places: &Places, text: &str, seen: &mut Seen, position: usize, asked: AskedId) {
    let Seen { objects, exact, key, .. } = seen;
    let object = objects[position];
    let keys = object.keys & places.objects[object.place as usize].relevant;
    key.clear();
    key.extend_from_slice(&asked.to_le_bytes());
    key.extend_from_slice(&object.place.to_le_bytes());
    key.extend_from_slice(&keys.to_le_bytes());
    for exact in exact.iter().filter(|exact| exact.object as usize == position) {
        let literal = &text.as_bytes()[exact.span()];
        key.push(exact.bit.trailing_zeros() as u8);
        key.extend_from_slice(&(literal.len() as u32).to_le_bytes());
        key.extend_from_slice(literal);
    }
}
