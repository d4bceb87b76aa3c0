//! What a pattern says, after parsing.

use super::charset::CharSet;

/// One part of a pattern. Characters are UTF-16 code units.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// Matches the empty text.
    Empty,
    /// One code unit.
    Unit(u16),
    /// One code unit out of a set.
    Set(CharSet),
    /// `^`: before the first code unit (there is no `m` flag).
    Start,
    /// `$`: after the last code unit.
    End,
    /// `\b`, or `\B` when negated.
    WordBoundary { negated: bool },
    /// One after the other.
    Concat(Vec<Node>),
    /// The first that leads to a match.
    Alternate(Vec<Node>),
    /// `(...)`, with its number from 1. Groups that capture nothing leave no trace here.
    Capture(u32, Box<Node>),
    /// A quantifier.
    Repeat(Box<Repeat>),
    /// Look-ahead and look-behind.
    Look { behind: bool, negated: bool, node: Box<Node> },
    /// What the group with this number captured; the empty text if it captured nothing.
    Backref(u32),
}

/// A quantified part.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Repeat {
    pub(super) node: Node,
    pub(super) min: u32,
    /// No limit when `None`.
    pub(super) max: Option<u32>,
    pub(super) greedy: bool,
    /// The capture groups inside, first to last exclusive: each round forgets them.
    pub(super) captures: (u32, u32),
}

/// A parsed pattern.
#[derive(Debug, Clone)]
pub(super) struct Ast {
    pub(super) root: Node,
    /// How many capture groups there are.
    pub(super) captures: u32,
    /// Whether anything needs more than a regular language: look-around or a back-reference.
    pub(super) irregular: bool,
    /// How many groups are open at once, at most.
    pub(super) deepest: usize,
}
