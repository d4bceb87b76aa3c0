//! Finding actions and definitions by name.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::graph::Node;
use super::hash::hash;
use super::names::{Named, Names};
use super::reference::Root;
use super::slot::Keys;
use super::{ActionType, FactList, Texts};
use crate::document::Kind;
use crate::json::Value;

/// What references are looked up in.
#[derive(Debug)]
pub(crate) struct Index<'a> {
    texts: Texts<'a>,
    facts: &'a FactList<'a>,
    /// The names of the actions, once somebody asks for one.
    actions: OnceLock<Names>,
    /// Where the names of the definitions begin.
    definitions: Vec<u32>,
    hashes: Vec<u32>,
    names: Names,
    /// By definition: its keys.
    keys: Vec<Keys>,
}

impl<'a> Index<'a> {
    pub(super) fn new(
        texts: Texts<'a>,
        facts: &'a FactList<'a>,
        definitions: Vec<u32>,
        values: &[Value<'_>],
    ) -> Index<'a> {
        let hashes: Vec<u32> = definitions.iter().map(|key| hash(&texts.string(*key))).collect();
        let names = Names::of(Named { texts, keys: &definitions, hashes: &hashes });
        let keys = values.iter().map(|value| Keys::of(*value)).collect();
        Index { texts, facts, actions: OnceLock::new(), definitions, hashes, names, keys }
    }

    /// The node of that name; of a repeated name, the last one counts.
    pub(super) fn find(&self, root: Root, name: &str) -> Option<Node> {
        match root {
            Root::Resources => self.actions().find(self.of_actions(), name).map(Node::Action),
            Root::Definitions => self.names.find(self.of_definitions(), name).map(Node::Definition),
        }
    }

    /// Whether two actions have one id.
    pub(super) fn repeats_ids(&self) -> bool {
        match self.actions.get() {
            Some(names) => names.has_repeats(),
            None => self.facts.repeats_ids(self.texts),
        }
    }

    /// Where the id of an action stands first, where it is repeated.
    pub(super) fn first_action(&self, id: &str) -> Option<u32> {
        self.actions().first(self.of_actions(), id)
    }

    /// The string that begins at an offset of the text.
    pub(super) fn string(&self, offset: u32) -> Cow<'a, str> {
        self.texts.string(offset)
    }

    pub(super) fn action(&self, at: u32) -> Option<ActionType> {
        self.facts.types()[at as usize]
    }

    /// Where the keys of the definitions begin.
    pub(super) fn definitions(&self) -> &[u32] {
        &self.definitions
    }

    /// The kind that a definition is of, if that is not the one that is wanted.
    pub(super) fn other_kind(&self, at: u32, wanted: Kind) -> Option<Kind> {
        self.keys[at as usize].other(wanted)
    }

    /// Made on one thread: another may wait for it, and must not be given other work meanwhile.
    fn actions(&self) -> &Names {
        self.actions.get_or_init(|| Names::of(self.of_actions()))
    }

    fn of_actions(&self) -> Named<'_> {
        Named { texts: self.texts, keys: self.facts.keys(), hashes: self.facts.hashes() }
    }

    fn of_definitions(&self) -> Named<'_> {
        Named { texts: self.texts, keys: &self.definitions, hashes: &self.hashes }
    }
}
