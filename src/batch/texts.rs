//! Reading a batch by offsets into its text.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use crate::json::{Doc, Tape, Value, parse_members, pointer, string_at};

/// The text of a batch and what was read of it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Texts<'a> {
    /// All of it is on one tape.
    Whole(Doc<'a>),
    /// Nothing but what stands around the actions is on a tape.
    Pieces(&'a Pieces<'a>),
}

/// A batch whose actions are read one by one, and only those that something is to be said of.
#[derive(Debug)]
pub(crate) struct Pieces<'a> {
    text: &'a str,
    /// The batch without its actions.
    around: Doc<'a>,
    /// The object of actions.
    actions: Range<usize>,
    /// Where the ids of the actions begin, ascending.
    keys: &'a [u32],
    /// By so many actions, if any of all was read.
    shelves: OnceLock<Box<[OnceLock<Shelf>]>>,
}

/// By action, of some that follow each other.
type Shelf = Box<[OnceLock<Box<Tape>>]>;

impl<'a> Pieces<'a> {
    /// Objects that are open where the actions stand.
    pub(crate) const DEPTH: usize = 2;

    /// Actions that share a shelf: of most batches, only few are read again.
    const SHELF: usize = 64;

    pub(crate) fn new(text: &'a str, around: &'a Tape, actions: Range<usize>, keys: &'a [u32]) -> Pieces<'a> {
        Pieces { text, around: Doc::part(text, around), actions, keys, shelves: OnceLock::new() }
    }

    /// The tape that holds an offset, and the pointer of its root.
    fn doc(&'a self, offset: u32) -> (Doc<'a>, &'static str) {
        let position = self.keys.partition_point(|key| *key <= offset);
        let Some(position) = position.checked_sub(1).filter(|_| self.actions.contains(&(offset as usize))) else {
            return (self.around, "");
        };
        let shelves = self.shelves.get_or_init(|| empty(self.keys.len().div_ceil(Pieces::SHELF)));
        let shelf = shelves[position / Pieces::SHELF].get_or_init(|| empty(Pieces::SHELF));
        let tape = shelf[position % Pieces::SHELF].get_or_init(|| {
            let mut tape = Box::default();
            // It was parsed before, so that it can be parsed again.
            parse_members(self.text, self.keys[position] as usize, 0, Self::DEPTH, &mut tape);
            tape
        });
        (Doc::part(self.text, tape), "/actions")
    }
}

fn empty<T>(count: usize) -> Box<[OnceLock<T>]> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

impl<'a> Texts<'a> {
    pub(crate) fn whole(doc: Doc<'a>) -> Texts<'a> {
        Texts::Whole(doc)
    }

    fn text(self) -> &'a str {
        match self {
            Texts::Whole(doc) => doc.text(),
            Texts::Pieces(pieces) => pieces.text,
        }
    }

    fn find(self, offset: u32) -> (Value<'a>, &'static str) {
        let (doc, prefix) = match self {
            Texts::Whole(doc) => (doc, ""),
            Texts::Pieces(pieces) => pieces.doc(offset),
        };
        // Of several nodes that begin there, all but the last are empty; the root of a piece begins with its first key.
        let after = doc.nodes().partition_point(|node| node.start <= offset);
        (doc.value(after.saturating_sub(1) as u32), prefix)
    }

    /// The key or value that begins at an offset.
    pub(crate) fn value(self, offset: u32) -> Value<'a> {
        self.find(offset).0
    }

    /// The pointer of the key or value that begins at an offset.
    pub(crate) fn pointer(self, offset: u32) -> String {
        let (value, prefix) = self.find(offset);
        prefix.to_owned() + &pointer::of(value.doc(), value.index())
    }

    /// The string or key that begins at an offset.
    pub(crate) fn string(self, offset: u32) -> Cow<'a, str> {
        string_at(self.text(), offset).unwrap_or_else(|| self.value(offset).string().unwrap_or_default())
    }
}
