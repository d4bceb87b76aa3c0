//! Finding actions and definitions by name.

use std::borrow::Cow;
use std::hash::BuildHasher;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

use super::graph::Node;
use super::reference::Root;
use super::slot::Keys;
use super::{ActionType, Facts, Texts};
use crate::document::Kind;
use crate::json::Value;

/// What references are looked up in.
#[derive(Debug)]
pub(crate) struct Index<'a> {
    texts: Texts<'a>,
    actions: Names,
    definitions: Names,
    /// By definition: its keys.
    keys: Vec<Keys>,
    /// By action.
    types: Vec<Option<ActionType>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(texts: Texts<'a>, actions: &[Facts<'_>], definitions: &[u32], values: &[Value<'_>]) -> Index<'a> {
        Index {
            texts,
            actions: Names::of(texts, actions.iter().map(|facts| facts.key)),
            definitions: Names::of(texts, definitions.iter().copied()),
            keys: values.iter().map(|value| Keys::of(*value)).collect(),
            types: actions.iter().map(|facts| facts.action).collect(),
        }
    }

    /// The node of that name; of a repeated name, the last one counts.
    pub(super) fn find(&self, root: Root, name: &str) -> Option<Node> {
        match root {
            Root::Resources => self.actions.find(self.texts, name).map(Node::Action),
            Root::Definitions => self.definitions.find(self.texts, name).map(Node::Definition),
        }
    }

    /// Whether two actions have one id.
    pub(super) fn repeats_ids(&self) -> bool {
        !self.actions.repeated.is_empty()
    }

    /// Where the id of an action stands first.
    pub(super) fn first_action(&self, id: &str) -> Option<u32> {
        self.actions.first(self.texts, id)
    }

    /// The string that begins at an offset of the text.
    pub(super) fn string(&self, offset: u32) -> Cow<'a, str> {
        self.texts.string(offset)
    }

    pub(super) fn action(&self, at: u32) -> Option<ActionType> {
        self.types[at as usize]
    }

    /// The kind that a definition is of, if that is not the one that is wanted.
    pub(super) fn other_kind(&self, at: u32, wanted: Kind) -> Option<Kind> {
        self.keys[at as usize].other(wanted)
    }
}

/// Keys of one object by name. Holds nothing but positions: a batch may have a million actions.
#[derive(Debug)]
struct Names {
    hasher: DefaultHashBuilder,
    /// Offsets of the keys.
    keys: Vec<u32>,
    /// Positions in `keys`: the last one of each name.
    table: HashTable<u32>,
    /// The first one of each repeated name.
    repeated: HashTable<u32>,
}

impl Names {
    fn of(texts: Texts<'_>, keys: impl ExactSizeIterator<Item = u32>) -> Names {
        let keys: Vec<u32> = keys.collect();
        let hasher = DefaultHashBuilder::default();
        let mut table = HashTable::with_capacity(keys.len());
        let mut repeated: HashTable<u32> = HashTable::new();
        let name = |at: u32| texts.string(keys[at as usize]);
        let hash = |at: &u32| hasher.hash_one(&*name(*at));
        for at in 0..keys.len() as u32 {
            let own = name(at);
            let own_hash = hasher.hash_one(&*own);
            let entry = table.entry(own_hash, |other| name(*other) == own, hash);
            if let Entry::Occupied(mut before) = entry {
                let first = *before.get();
                repeated.entry(own_hash, |other| name(*other) == own, hash).or_insert(first);
                *before.get_mut() = at;
            } else {
                entry.insert(at);
            }
        }
        Names { hasher, keys, table, repeated }
    }

    fn find(&self, texts: Texts<'_>, name: &str) -> Option<u32> {
        self.look(&self.table, texts, name)
    }

    fn first(&self, texts: Texts<'_>, name: &str) -> Option<u32> {
        self.look(&self.repeated, texts, name)
    }

    fn look(&self, table: &HashTable<u32>, texts: Texts<'_>, name: &str) -> Option<u32> {
        let is_named = |at: &u32| texts.string(self.keys[*at as usize]) == Cow::Borrowed(name);
        table.find(self.hasher.hash_one(name), is_named).copied()
    }
}
