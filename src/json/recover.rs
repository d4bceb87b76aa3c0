//! The tolerant parser: goes on after a syntax error and reports the others too.

use super::{Kind, Node, Span, Tape, parse};
use crate::diagnostic::Fix;

/// What kind of slip a syntax error is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// Anything without a kind of its own.
    Unexpected,
    /// stub
    NestingDepth,
}
impl SyntaxErrorKind {
    /// stub
    pub fn is_jsonc(self) -> bool { false }
}

/// One syntax error.
#[derive(Debug, Clone)]
pub struct SyntaxError {
    /// What kind of slip it is.
    pub kind: SyntaxErrorKind,
    /// Bytes of the text that carry the blame.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
    /// The same as an edit, where it is mechanical.
    pub fix: Option<Fix>,
}

/// Parses whatever can be read of a text that is no JSON, and says what is wrong with it.
///
/// Arrays and objects that hold a place that could not be read are marked broken on the tape.
pub fn recover(text: &str, tape: &mut Tape) -> Vec<SyntaxError> {
    let Err(at) = parse::check(text, tape) else {
        return Vec::new();
    };
    tape.clear();
    let mut root = Node::leaf(Kind::Missing, 0..0, 0);
    root.set_broken();
    tape.nodes.push(root);
    let at = (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let found = text[at..].chars().next();
    vec![SyntaxError {
        kind: SyntaxErrorKind::Unexpected,
        span: at..at + found.map_or(0, char::len_utf8),
        message: found
            .map_or("unexpected end of the text".to_owned(), |c| format!("unexpected `{}`", c.escape_debug())),
        help: None,
        fix: None,
    }]
}
