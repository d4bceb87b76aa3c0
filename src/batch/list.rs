//! The facts of all actions of a batch.
//!
//! A batch may have a million actions, and most of them are drafts that refer to nothing: those take nine bytes each.

use super::facts::{Facts, More};
use super::sparse::Sparse;
use super::{ActionType, Texts, repeats};

/// Facts of actions, in the order of the text.
#[derive(Debug, Default)]
pub(crate) struct FactList<'e> {
    /// Where their ids begin.
    keys: Vec<u32>,
    /// The hashes of their ids.
    hashes: Vec<u32>,
    types: Vec<Option<ActionType>>,
    /// Those whose ids references have to escape, by position.
    escaped: Vec<u32>,
    /// Each by itself: lists are put together, and what is moved then is held twice.
    more: Sparse<Box<More<'e>>>,
}

impl<'e> FactList<'e> {
    pub(crate) fn push(&mut self, facts: Facts<'e>) {
        if let Some(more) = facts.more {
            self.more.push(self.keys.len(), more);
        }
        if facts.is_escaped {
            self.escaped.push(self.keys.len() as u32);
        }
        self.keys.push(facts.key);
        self.hashes.push(facts.hash);
        self.types.push(facts.action);
    }

    /// Adds the actions of another list, which follow these in the text.
    pub(crate) fn append(&mut self, next: FactList<'e>) {
        self.more.append(self.keys.len(), next.more);
        self.escaped.extend(next.escaped.into_iter().map(|at| at + self.keys.len() as u32));
        self.keys.extend(next.keys);
        self.hashes.extend(next.hashes);
        self.types.extend(next.types);
    }

    /// How many actions there are.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Where the ids of the actions begin, ascending.
    pub(crate) fn keys(&self) -> &[u32] {
        &self.keys
    }

    /// The hashes of the ids.
    pub(super) fn hashes(&self) -> &[u32] {
        &self.hashes
    }

    /// The types of the actions, where those are documented ones.
    pub(crate) fn types(&self) -> &[Option<ActionType>] {
        &self.types
    }

    /// The actions whose ids references have to escape, by position.
    pub(super) fn escaped(&self) -> &[u32] {
        &self.escaped
    }

    /// What there is to say of an action beyond its type.
    pub(crate) fn more(&self, action: u32) -> &More<'e> {
        self.more.get(action as usize).map_or(More::NOTHING, |more| more)
    }

    /// The actions that there is more to say of, by position.
    pub(super) fn marked(&self) -> impl Iterator<Item = (usize, &More<'e>)> {
        self.more.iter().map(|(at, more)| (at, &**more))
    }

    /// Whether two actions have one id.
    pub(super) fn repeats_ids(&self, texts: Texts<'_>) -> bool {
        repeats::has_repeats(&self.hashes, |at| texts.string(self.keys[at as usize]))
    }
}

impl<'e> Extend<Facts<'e>> for FactList<'e> {
    fn extend<I: IntoIterator<Item = Facts<'e>>>(&mut self, next: I) {
        for facts in next {
            self.push(facts);
        }
    }
}

impl<'e> FromIterator<Facts<'e>> for FactList<'e> {
    fn from_iter<I: IntoIterator<Item = Facts<'e>>>(all: I) -> FactList<'e> {
        let mut list = FactList::default();
        list.extend(all);
        list
    }
}
