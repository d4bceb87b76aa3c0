//! What unknown names were meant for.

use std::borrow::Cow;

use super::Texts;
use crate::words;

/// The names that are held against unknown ones. Every name against every other would take for ever in a large batch.
pub(super) struct Candidates<'a> {
    texts: Texts<'a>,
    /// How many letters may still be compared with letters.
    left: usize,
    ids: Option<List<'a>>,
    definitions: Option<List<'a>>,
}

struct List<'a> {
    names: Vec<Cow<'a, str>>,
    letters: usize,
}

impl<'a> Candidates<'a> {
    const BUDGET: usize = 20_000_000;

    pub(super) fn new(texts: Texts<'a>) -> Candidates<'a> {
        Candidates { texts, left: Candidates::BUDGET, ids: None, definitions: None }
    }

    fn list(texts: Texts<'a>, keys: &[u32]) -> List<'a> {
        let names: Vec<Cow<'a, str>> = keys.iter().map(|key| texts.string(*key)).collect();
        let letters = names.iter().map(|name| name.len() + 1).sum();
        List { names, letters }
    }

    pub(super) fn action(&mut self, id: &str, keys: &[u32]) -> Option<String> {
        let texts = self.texts;
        let list = self.ids.get_or_insert_with(|| Candidates::list(texts, keys));
        nearest(id, list, &mut self.left)
    }

    pub(super) fn definition(&mut self, name: &str, keys: &[u32]) -> Option<String> {
        let texts = self.texts;
        let list = self.definitions.get_or_insert_with(|| Candidates::list(texts, keys));
        nearest(name, list, &mut self.left)
    }
}

fn nearest(name: &str, list: &List<'_>, left: &mut usize) -> Option<String> {
    *left = left.checked_sub(list.letters.saturating_mul(name.len() + 1))?;
    words::nearest(name, &list.names).map(str::to_owned)
}
