//! Those who ask about drafts: the patterns of a run, and the schema of actions.

use super::places::Asker;
use crate::document::{Kind as DocumentKind, shipped};
use crate::json::{Doc, Kind, Span, Tape};
use crate::pattern::{Pattern, Registry};
use crate::schema::Gate;

/// All of them, by number: the position of a pattern in the registry, or [`ACTIONS`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Askers<'r>(pub(super) &'r Registry);

/// Asks about actions, which no pattern has anything to do with.
pub(super) const ACTIONS: usize = usize::MAX;

impl<'r> Askers<'r> {
    /// The number of a pattern.
    pub(super) fn number(self, pattern: &Pattern) -> Option<usize> {
        self.0.patterns().position(|other| std::ptr::eq(other, pattern))
    }

    /// All that one of them asks.
    pub(super) fn gate(self, asker: usize) -> Option<&'r Gate> {
        if asker == ACTIONS {
            shipped::plan(DocumentKind::Action)?.gate()
        } else {
            self.0.patterns().nth(asker)?.gate()
        }
    }

    /// Whether a scalar without escapes passes all these nodes.
    pub(super) fn all_pass(self, nodes: &[Asker], text: &str, span: Span) -> bool {
        let literal = &text.as_bytes()[span.clone()];
        let kind = match literal.first() {
            Some(b'"') if !literal.contains(&b'\\') => Kind::String,
            Some(b'-' | b'0'..=b'9') => Kind::Number,
            Some(b't') => Kind::True,
            Some(b'f') => Kind::False,
            Some(b'n') => Kind::Null,
            _ => return false,
        };
        let tape = Tape::of_scalar(kind, span);
        let value = Doc::new(text, &tape).root();
        nodes.iter().all(|(asker, node)| self.gate(*asker).is_some_and(|gate| gate.passes(*node, value)))
    }
}
