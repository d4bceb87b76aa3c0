//! Slots of keys that were looked up before. A tape that holds one text after another numbers the keys that come again.

/// What the keys of one space turned out to be when they were last looked up.
#[derive(Debug, Default)]
pub(super) struct KnownKeys {
    space: u32,
    /// By number: two tables that were asked, and the slot after this number; 0 where there is none.
    answers: Vec<[(u32, u32); 2]>,
}

/// Numbers are not remembered beyond this.
const MOST: usize = 1 << 16;

impl KnownKeys {
    pub(super) const fn new() -> KnownKeys {
        KnownKeys { space: 0, answers: Vec::new() }
    }

    /// Another document is looked at.
    pub(super) fn enter(&mut self, space: u32) {
        if space != self.space {
            self.space = space;
            self.answers.clear();
        }
    }

    /// The slot of a key in a table of names, or that it has none, if that is known.
    #[inline]
    #[expect(clippy::option_option, reason = "not known, and known to have none")]
    pub(super) fn get(&self, number: usize, table: u32) -> Option<Option<usize>> {
        let [one, other] = *self.answers.get(number)?;
        let (asked, slot) = if one.0 == table { one } else { other };
        (asked == table).then(|| (slot as usize).checked_sub(1))
    }

    pub(super) fn put(&mut self, number: usize, table: u32, slot: Option<usize>) {
        if number >= MOST {
            return;
        }
        if self.answers.len() <= number {
            self.answers.resize(number + 1, [(0, 0); 2]);
        }
        let [one, other] = &mut self.answers[number];
        let place = if one.0 == 0 || one.0 == table { one } else { other };
        *place = (table, slot.map_or(0, |slot| slot as u32 + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_holds_for_its_table_and_its_space() {
        let mut known = KnownKeys::new();
        known.enter(3);
        known.put(2, 7, Some(4));
        known.put(0, 7, None);
        assert_eq!((known.get(2, 7), known.get(0, 7)), (Some(Some(4)), Some(None)));
        assert_eq!((known.get(2, 8), known.get(1, 7), known.get(9, 7)), (None, None, None));
        known.put(2, 8, Some(0));
        assert_eq!((known.get(2, 7), known.get(2, 8)), (Some(Some(4)), Some(Some(0))));
        known.put(2, 9, Some(1));
        known.put(2, 7, Some(5));
        assert_eq!((known.get(2, 7), known.get(2, 8), known.get(2, 9)), (Some(Some(5)), None, Some(Some(1))));
        known.enter(3);
        assert_eq!(known.get(2, 7), Some(Some(5)));
        known.enter(4);
        assert_eq!(known.get(2, 7), None);
    }
}
