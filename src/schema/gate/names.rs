//! Finding a name among a few, in the time of reading it.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::json::{Node, word_at};
use crate::schema::plan::Name;

/// Names by slot, with an index over their length and first and last bytes.
#[derive(Debug)]
pub(super) struct NameTable {
    /// No other table has it.
    pub(super) id: u32,
    entries: Vec<Entry>,
    /// Slots by the highest bits of a hash, open addressing; a power of two, at least half of it empty.
    index: Vec<u16>,
    shift: u32,
    /// Longest run of taken places.
    probes: usize,
}

const EMPTY: u16 = u16::MAX;

/// A slot may have any number below this.
pub(super) const MOST: usize = 1 << 14;

#[derive(Debug)]
struct Entry {
    mark: Mark,
    name: Name,
}

/// What tells most names apart: the length, and up to sixteen bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    length: usize,
    first: u64,
    last: u64,
}

impl Mark {
    #[inline]
    fn hash(self) -> u64 {
        (self.first ^ self.last.rotate_left(29) ^ (self.length as u64) << 57).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    /// The mark of the bytes from `start` on.
    #[inline]
    fn of(bytes: &[u8], start: usize, length: usize) -> Mark {
        if length >= 8 {
            let word = |at| word_at(bytes, at).unwrap_or_default();
            return Mark { length, first: word(start), last: word(start + length - 8) };
        }
        let first = match word_at(bytes, start) {
            Some(word) => word & !(u64::MAX << (8 * length)),
            None => bytes[start..start + length].iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)),
        };
        Mark { length, first, last: 0 }
    }
}

impl NameTable {
    /// The names get slots in their order. None must be given twice.
    pub(super) fn new(names: Vec<Name>) -> NameTable {
        let bits = (names.len() * 2).next_power_of_two().max(2).trailing_zeros();
        let shift = 64 - bits;
        let mut index = vec![EMPTY; 1 << bits];
        let mut probes = 1;
        let mark = |name: Name| Entry { mark: Mark::of(name.as_bytes(), 0, name.len()), name };
        let entries: Vec<Entry> = names.into_iter().map(mark).collect();
        for (slot, entry) in entries.iter().enumerate() {
            let mut at = (entry.mark.hash() >> shift) as usize;
            let mut tried = 1;
            while index[at] != EMPTY {
                at = (at + 1) % index.len();
                tried += 1;
            }
            index[at] = slot as u16;
            probes = probes.max(tried);
        }
        static NEXT: AtomicU32 = AtomicU32::new(1);
        NameTable { id: NEXT.fetch_add(1, Ordering::Relaxed), entries, index, shift, probes }
    }

    /// How many slots there are.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The slot of a key without escapes, in double quotes. `likely` is where it is looked for first.
    #[inline]
    pub(super) fn find(&self, text: &str, key: Node, likely: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let start = key.start as usize + 1;
        let mark = Mark::of(bytes, start, key.span().len() - 2);
        if self.entries.get(likely).is_some_and(|entry| entry.is(bytes, start, mark)) {
            return Some(likely);
        }
        let mut at = (mark.hash() >> self.shift) as usize;
        for _ in 0..self.probes {
            let slot = self.index[at];
            if slot == EMPTY {
                return None;
            }
            if self.entries[slot as usize].is(bytes, start, mark) {
                return Some(slot as usize);
            }
            at = (at + 1) & (self.index.len() - 1);
        }
        None
    }

    /// The slot of a name that is already decoded.
    #[cold]
    pub(super) fn find_text(&self, name: &str) -> Option<usize> {
        self.entries.iter().position(|entry| *entry.name == *name)
    }
}

impl Entry {
    #[inline]
    fn is(&self, bytes: &[u8], start: usize, mark: Mark) -> bool {
        self.mark == mark && (mark.length <= 16 || self.name.as_bytes() == &bytes[start..start + mark.length])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Doc, parse};

    #[test]
    fn names_of_any_length_are_found_wherever_they_stand() {
        let names: Vec<String> = (0..40)
            .flat_map(|length| ["a", "b"].map(|with| "x".repeat(length) + with))
            .chain(["é".to_owned()])
            .collect();
        let table = NameTable::new(names.iter().map(|name| name.as_str().into()).collect());
        for (slot, name) in names.iter().enumerate() {
            for text in [format!("{{\"{name}\":1}}"), format!("{{\"{name}\"  :\n1,\"otherwise\":{{}}}}")] {
                let tape = parse(&text).expect("this is JSON");
                let key = Doc::new(&text, &tape).nodes()[1];
                for likely in [0, slot, names.len()] {
                    assert_eq!(table.find(&text, key, likely), Some(slot), "{text}");
                }
                assert_eq!(table.find_text(name), Some(slot));
            }
        }
        let text = r#"{"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxyxxxxxxa":1}"#;
        let tape = parse(text).expect("this is JSON");
        assert_eq!(table.find(text, Doc::new(text, &tape).nodes()[1], 3), None);
        assert_eq!(NameTable::new(Vec::new()).find(text, Doc::new(text, &tape).nodes()[1], 0), None);
    }
}
