//! The flat form of one JSON document.

use std::ops::Range;

use super::shapes::{Place, Shapes};

/// A range of bytes, start inclusive and end exclusive, counted from the start of the parsed text.
pub type Span = Range<usize>;

/// What a node of the tape is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// The literal `null`.
    Null = 0,
    /// The literal `false`.
    False = 1,
    /// The literal `true`.
    True = 2,
    /// A number, as its literal.
    Number = 3,
    /// A string, quotes included in its span.
    String = 4,
    /// The name of an object's member, quotes included in its span; its value is the next node.
    Key = 5,
    /// An array; its elements follow.
    Array = 6,
    /// An object; its keys and values follow, alternating.
    Object = 7,
    /// No readable value stands here. Made only by recovery from a syntax error; its span may be empty.
    Missing = 8,
}

impl Kind {
    /// By number; the numbers that no kind has stand for [`Kind::Missing`], so that four bits always find an entry.
    const ALL: [Kind; 16] = [
        Kind::Null,
        Kind::False,
        Kind::True,
        Kind::Number,
        Kind::String,
        Kind::Key,
        Kind::Array,
        Kind::Object,
        Kind::Missing,
        Kind::Missing,
        Kind::Missing,
        Kind::Missing,
        Kind::Missing,
        Kind::Missing,
        Kind::Missing,
        Kind::Missing,
    ];

    /// JSON's own word for the type of this value, as messages use it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::False | Kind::True => "boolean",
            Kind::Number => "number",
            Kind::String | Kind::Key => "string",
            Kind::Array => "array",
            Kind::Object => "object",
            Kind::Missing => "nothing",
        }
    }
}

/// One key or value: 16 bytes, in document order.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// First byte of the literal.
    pub start: u32,
    /// One past the last byte of the literal.
    pub end: u32,
    /// Index of the first node after this one's subtree. For a key: its value's index.
    pub next: u32,
    meta: u32,
}

const KIND_MASK: u32 = 0xF;
const ESCAPED: u32 = 1 << 4;
const DUPLICATE: u32 = 1 << 5;
const REFERENCE: u32 = 1 << 6;
const BROKEN: u32 = 1 << 7;
const COUNT_SHIFT: u32 = 8;

/// Equal nodes stand for the same thing in the same place, whatever else is noted of keys and numbers.
impl PartialEq for Node {
    fn eq(&self, other: &Node) -> bool {
        let meta =
            |node: &Node| if matches!(node.kind(), Kind::Key | Kind::Number) { node.meta & 0xFF } else { node.meta };
        (self.start, self.end, self.next, meta(self)) == (other.start, other.end, other.next, meta(other))
    }
}

impl Eq for Node {}

impl Node {
    /// A key that its tape knows by a number, spelled without escapes.
    #[inline]
    pub(super) fn known_key(span: Range<u32>, index: u32, number: u32) -> Node {
        let meta = Kind::Key as u32 | (number + 1) << COUNT_SHIFT;
        Node { start: span.start, end: span.end, next: index + 1, meta }
    }

    /// The number that the tape knows this key by: the same for the same key in the same place of other texts.
    #[inline]
    pub(crate) fn key_number(self) -> Option<usize> {
        ((self.meta >> COUNT_SHIFT) as usize).checked_sub(1)
    }

    /// A number, and its [`plain_digits`](Node::plain_digits).
    #[inline]
    pub(super) fn number(span: Range<u32>, index: u32, digits: u32) -> Node {
        let meta = Kind::Number as u32 | digits << COUNT_SHIFT;
        Node { start: span.start, end: span.end, next: index + 1, meta }
    }

    /// How many digits stand before the point of a number that is short and plainly written: in at most seven bytes, the
    /// first of which is no zero, without sign or exponent. 0 for any other.
    #[inline]
    pub(crate) fn plain_digits(self) -> u32 {
        self.meta >> COUNT_SHIFT
    }

    /// A node without children, not yet closed by anything.
    pub fn leaf(kind: Kind, span: Range<u32>, index: u32) -> Node {
        Node { start: span.start, end: span.end, next: index + 1, meta: kind as u32 }
    }

    /// What this node is.
    #[inline]
    pub fn kind(self) -> Kind {
        Kind::ALL[(self.meta & KIND_MASK) as usize]
    }

    /// The bytes of the literal.
    #[inline]
    pub fn span(self) -> Span {
        self.start as usize..self.end as usize
    }

    /// A string or key with at least one backslash: its text differs from its literal.
    #[inline]
    pub fn is_escaped(self) -> bool {
        self.meta & ESCAPED != 0
    }

    /// An object that names some key more than once.
    #[inline]
    pub fn has_duplicate_keys(self) -> bool {
        self.meta & DUPLICATE != 0
    }

    /// An object with a member named `$ref` (spelled without escapes).
    #[inline]
    pub fn has_reference(self) -> bool {
        self.meta & REFERENCE != 0
    }

    /// Something at or below this node could not be read.
    #[inline]
    pub fn is_broken(self) -> bool {
        self.meta & BROKEN != 0
    }

    /// Number of elements of an array or members of an object (duplicates included), if small enough to be stored.
    #[inline]
    pub fn stored_count(self) -> Option<usize> {
        let count = self.meta >> COUNT_SHIFT;
        (count < (1 << 24) - 1).then_some(count as usize)
    }

    pub(super) fn set_escaped(&mut self) {
        self.meta |= ESCAPED;
    }

    pub(super) fn set_duplicate_keys(&mut self) {
        self.meta |= DUPLICATE;
    }

    pub(super) fn set_reference(&mut self) {
        self.meta |= REFERENCE;
    }

    pub(super) fn set_broken(&mut self) {
        self.meta |= BROKEN;
    }

    pub(super) fn set_count(&mut self, count: u32) {
        self.meta = (self.meta & 0xFF) | (count.min((1 << 24) - 1) << COUNT_SHIFT);
    }
}

/// A parsed document: its nodes in document order, the root first.
///
/// Cleared and filled again by [`parse_into`](super::parse_into), so that a thread parses any number of documents
/// with one allocation.
#[derive(Debug, Default, Clone)]
pub struct Tape {
    pub(super) nodes: Vec<Node>,
    pub(super) duplicate_keys: bool,
    /// What is known from texts that it held before.
    pub(super) shapes: Shapes,
    pub(super) places: Vec<Place>,
}

impl Tape {
    /// All nodes in document order. Empty only before anything was parsed.
    #[inline]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Some object of the document names a key more than once.
    #[inline]
    pub fn has_duplicate_keys(&self) -> bool {
        self.duplicate_keys
    }

    /// The tape of one scalar that stands somewhere in a text.
    pub(crate) fn of_scalar(kind: Kind, span: Span) -> Tape {
        Tape { nodes: vec![Node::leaf(kind, span.start as u32..span.end as u32, 0)], ..Tape::default() }
    }

    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.duplicate_keys = false;
    }
}
