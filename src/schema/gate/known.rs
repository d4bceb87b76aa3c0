//! Slots of keys that were looked up before. A tape that holds one text after another numbers the keys that come again.

/// What the keys of one space turned out to be when they were last looked up.
#[derive(Debug, Default)]
pub(super) struct KnownKeys {
    space: u32,
    /// By number: tables that were asked, and the slot after this number in each; 0 where there is none.
    answers: Vec<[(u32, u32); TABLES]>,
}

/// A key of a draft that is refused is looked up in the gate of all plans, in that of the quiet ones and in that of its kind.
const TABLES: usize = 4;

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
        let answers = self.answers.get(number)?;
        answers.iter().find(|(asked, _)| *asked == table).map(|(_, slot)| (*slot as usize).checked_sub(1))
    }

    pub(super) fn put(&mut self, number: usize, table: u32, slot: Option<usize>) {
        if number >= MOST {
            return;
        }
        if self.answers.len() <= number {
            self.answers.resize(number + 1, [(0, 0); TABLES]);
        }
        let answers = &mut self.answers[number];
        let at = answers.iter().position(|(asked, _)| *asked == table || *asked == 0).unwrap_or(TABLES - 1);
        answers[at] = (table, slot.map_or(0, |slot| slot as u32 + 1));
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
        known.put(2, 9, None);
        known.put(2, 10, Some(1));
        known.put(2, 7, Some(5));
        let all = |known: &KnownKeys| [7, 8, 9, 10, 11].map(|table| known.get(2, table));
        assert_eq!(all(&known), [Some(Some(5)), Some(Some(0)), Some(None), Some(Some(1)), None]);
        known.put(2, 11, Some(2));
        assert_eq!(all(&known), [Some(Some(5)), Some(Some(0)), Some(None), None, Some(Some(2))]);
        known.enter(3);
        assert_eq!(known.get(2, 7), Some(Some(5)));
        known.enter(4);
        assert_eq!(known.get(2, 7), None);
    }
}
