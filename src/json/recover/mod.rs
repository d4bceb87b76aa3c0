//! The tolerant parser: goes on after a syntax error and reports the others too.
//!
//! ```text
//! structure   what may stand where, and what to make of anything else; separators: commas and colons
//! brackets    closing brackets that do not match, open ends, too deep nesting; balance: looking ahead for them
//! trivia      whitespace and comments
//! strings     string literals; quotes: those in the wrong quotes; requote: those whose quotes are misplaced
//! words       bare words; numbers: number literals
//! reader      the place in the text and the tape so far
//! ```
//!
//! One slip should give one error. Two means serve that: after something that cannot be placed, further such errors are
//! kept quiet up to the next comma or closing bracket; and guesses look ahead at whether the rest of the text confirms
//! them, bounded so that the whole stays linear.

mod balance;
mod brackets;
mod kind;
mod numbers;
mod quotes;
mod reader;
mod report;
mod requote;
mod separators;
mod strings;
mod structure;
mod trivia;
mod words;

pub use kind::SyntaxErrorKind;

use self::reader::Reader;
use super::{Kind, Node, Span, Tape, parse};
use crate::diagnostic::Fix;

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
/// Arrays and objects that hold a place that could not be read are marked broken on the tape. A text that is JSON gives
/// no error and the same tape as [`parse_into`](super::parse_into), only slower.
///
/// # Examples
///
/// ```
/// use toile::json::{Doc, SyntaxErrorKind, Tape, recover};
///
/// let text = "{'stage': 2, \"objects\": [1, 2,]}";
/// let mut tape = Tape::default();
/// let errors = recover(text, &mut tape);
///
/// let kinds: Vec<SyntaxErrorKind> = errors.iter().map(|error| error.kind).collect();
/// assert_eq!(kinds, [SyntaxErrorKind::SingleQuotes, SyntaxErrorKind::TrailingComma]);
/// assert_eq!(&text[errors[1].span.clone()], ",");
///
/// // Both slips leave no doubt about the values.
/// let root = Doc::new(text, &tape).root();
/// assert!(!root.node().is_broken());
/// assert_eq!(root.get("stage").and_then(|stage| stage.f64()), Some(2.0));
/// ```
pub fn recover(text: &str, tape: &mut Tape) -> Vec<SyntaxError> {
    tape.clear();
    if text.len() >= u32::MAX as usize {
        let mut root = Node::leaf(Kind::Missing, 0..0, 0);
        root.set_broken();
        tape.nodes.push(root);
        let message = format!("a text of {} bytes is too large: the limit is 4 GiB", text.len());
        return vec![SyntaxError::new(SyntaxErrorKind::TooLarge, 0..0, message)];
    }
    let mut reader = Reader::new(text, std::mem::take(&mut tape.nodes));
    reader.document();
    let (nodes, duplicate_keys, mut errors) = reader.finish();
    if errors.is_empty()
        && let Err(at) = parse::check(text, tape)
    {
        // The two parsers disagree: a defect of ours, which must not hide that the text is no JSON.
        debug_assert!(false, "recovery overlooked the error at byte {at}");
        let at = (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        errors.push(SyntaxError::new(SyntaxErrorKind::Unexpected, at..at, "this is no JSON from here on"));
    }
    if errors.iter().any(|error| error.kind == SyntaxErrorKind::EmptyDocument) {
        // All of it is comments. Without them, nothing would be left of what somebody took out of the way.
        for error in &mut errors {
            error.fix = None;
        }
    }
    tape.nodes = nodes;
    tape.duplicate_keys = duplicate_keys;
    errors
}
