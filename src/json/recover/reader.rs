//! Where recovery stands in the text, and the tape that it has built so far.

use super::report::Report;
use super::{SyntaxError, SyntaxErrorKind};
use crate::json::{Kind, Node, Span, duplicates, parse, string};

/// How many bytes guesses may read twice, for each byte of the text and for any text.
const EFFORT_PER_BYTE: usize = 8;
const EFFORT_AT_LEAST: usize = 100_000;

/// What may stand at the current place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expect {
    /// The value of the document.
    Root,
    /// An element, or the end of an array that is still empty.
    FirstElement,
    /// An element, after a comma.
    Element,
    /// A key, or the end of an object that is still empty.
    FirstKey,
    /// A key, after a comma.
    Key,
    /// The colon after a key.
    Colon,
    /// The value after a colon.
    MemberValue,
    /// A comma or closing bracket; at the top, the end of the text.
    Separator,
}

/// An open array or object.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) node: usize,
    pub(super) object: bool,
    children: u32,
    broken: bool,
    /// Indentation of the line with the opening bracket.
    pub(super) indent: usize,
    pub(super) line_start: usize,
    /// The slip "array with names" was told already.
    pub(super) colon_told: bool,
}

impl Frame {
    /// Undoes the counting of a key, or of a value.
    pub(super) fn forget_child(&mut self, key: bool) {
        self.children -= u32::from(self.object == key);
    }

    pub(super) fn opener(&self) -> char {
        if self.object { '{' } else { '[' }
    }

    pub(super) fn closer(&self) -> char {
        if self.object { '}' } else { ']' }
    }
}

/// See the module.
#[derive(Debug)]
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    pub(super) expect: Expect,
    pub(super) frames: Vec<Frame>,
    pub(super) nodes: Vec<Node>,
    pub(super) report: Report,
    duplicate_keys: bool,
    /// End of the last token that was not whitespace or comment.
    pub(super) previous_end: usize,
    /// Offset of the last comma.
    pub(super) comma: usize,
    /// Literal of the last key.
    pub(super) key: Span,
    /// Something could not be placed; errors that may be its echo are not told until the next comma or bracket.
    pub(super) quiet: bool,
    /// The end of the text is inside something unclosed that was told already.
    pub(super) cut_off: bool,
    /// Where the current line starts, and how far its first token is indented.
    pub(super) line_start: usize,
    pub(super) indent: usize,
    /// The first bracket that is, by indentation, not closed by what closes it: offsets of both.
    pub(super) suspect: Option<(usize, usize)>,
    /// How many bytes guesses may still read twice. It keeps the whole linear.
    pub(super) effort: usize,
    /// No misplaced quote is to be found before this offset.
    pub(super) no_requote_before: usize,
    /// The depth limit was told already.
    pub(super) depth_told: bool,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, nodes: Vec<Node>) -> Reader<'t> {
        let start = if text.starts_with(parse::BOM) { parse::BOM.len() } else { 0 };
        Reader {
            text,
            bytes: text.as_bytes(),
            at: start,
            expect: Expect::Root,
            frames: Vec::new(),
            nodes,
            report: Report::default(),
            duplicate_keys: false,
            previous_end: start,
            comma: start,
            key: start..start,
            quiet: false,
            cut_off: false,
            line_start: start,
            indent: 0,
            suspect: None,
            effort: EFFORT_PER_BYTE * text.len() + EFFORT_AT_LEAST,
            no_requote_before: 0,
            depth_told: false,
        }
    }

    pub(super) fn finish(self) -> (Vec<Node>, bool, Vec<SyntaxError>) {
        (self.nodes, self.duplicate_keys, self.report.finish())
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The character at an offset that is not the end.
    pub(super) fn char_at(&self, at: usize) -> char {
        self.text[at..].chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// The last character before an offset.
    pub(super) fn char_before(&self, at: usize) -> Span {
        at - self.text[..at].chars().next_back().map_or(0, char::len_utf8)..at
    }

    /// Counts the bytes that a guess read in vain.
    pub(super) fn spend(&mut self, bytes: usize) {
        self.effort = self.effort.saturating_sub(bytes);
    }

    /// Takes the token that ends at `end`.
    pub(super) fn take(&mut self, end: usize) {
        self.at = end;
        self.previous_end = end;
    }

    /// Tells an error that cannot be the echo of another one.
    pub(super) fn tell(&mut self, error: SyntaxError) {
        self.report.add(error);
    }

    /// Tells an error unless it may be the echo of another one.
    pub(super) fn tell_if_calm(&mut self, error: SyntaxError) {
        if !self.quiet {
            self.report.add(error);
        }
    }

    /// Tells that something cannot be placed: what follows may be in disorder.
    pub(super) fn tell_disorder(&mut self, error: SyntaxError) {
        self.tell_if_calm(error);
        self.quiet = true;
    }

    /// Tells that a token may not stand where it does, and passes it over.
    pub(super) fn pass_over(&mut self, end: usize, expected: &str) {
        let token = super::report::shown(&self.text[self.at..end]);
        let message = format!("expected {expected}, found {token}");
        self.tell_disorder(SyntaxError::new(SyntaxErrorKind::Unexpected, self.at..end, message));
        self.mark_broken();
        self.take(end);
    }

    /// Something in the innermost container, or at the root, cannot be read.
    pub(super) fn mark_broken(&mut self) {
        match self.frames.last_mut() {
            Some(frame) => frame.broken = true,
            None => {
                if let Some(root) = self.nodes.first_mut() {
                    root.set_broken();
                }
            }
        }
    }

    fn push(&mut self, kind: Kind, span: Span) -> &mut Node {
        let index = self.nodes.len();
        self.nodes.push(Node::leaf(kind, span.start as u32..span.end as u32, index as u32));
        &mut self.nodes[index]
    }

    /// A value is complete.
    fn value_ended(&mut self) {
        self.expect = Expect::Separator;
        if let Some(frame) = self.frames.last_mut() {
            frame.children += u32::from(!frame.object);
        }
    }

    /// Puts a value without children on the tape and takes its token.
    pub(super) fn leaf(&mut self, kind: Kind, span: Span) {
        self.push(kind, span.clone());
        self.value_ended();
        self.take(span.end);
    }

    /// The same for a value that cannot be read.
    pub(super) fn unreadable(&mut self, span: Span) {
        self.push(Kind::Missing, span.clone()).set_broken();
        self.mark_broken();
        self.value_ended();
        self.take(span.end);
    }

    /// Stands in for a value that is not there. Takes nothing.
    pub(super) fn missing_value(&mut self) {
        let at = self.previous_end;
        self.push(Kind::Missing, at..at).set_broken();
        self.mark_broken();
        self.value_ended();
    }

    /// Puts a string or key on the tape and takes its token.
    pub(super) fn string(&mut self, key: bool, span: Span, broken: bool) {
        let literal = &self.text[span.clone()];
        let escaped = literal.contains('\\');
        let reference = key && !escaped && string::inner(literal) == "$ref";
        let node = self.push(if key { Kind::Key } else { Kind::String }, span.clone());
        if escaped {
            node.set_escaped();
        }
        if broken {
            node.set_broken();
            self.mark_broken();
        }
        if key {
            if let Some(frame) = self.frames.last_mut() {
                frame.children += 1;
                if reference {
                    self.nodes[frame.node].set_reference();
                }
            }
            self.key = span.clone();
            self.expect = Expect::Colon;
        } else {
            self.value_ended();
        }
        self.take(span.end);
    }

    /// Stands in for a key that is not there.
    pub(super) fn missing_key(&mut self) {
        let at = self.at;
        self.push(Kind::Key, at..at).set_broken();
        self.mark_broken();
        if let Some(frame) = self.frames.last_mut() {
            frame.children += 1;
        }
        self.key = at..at;
        self.expect = Expect::MemberValue;
    }

    /// Opens a container at the current place.
    pub(super) fn descend(&mut self, object: bool) {
        let node = self.nodes.len();
        let (kind, expect) =
            if object { (Kind::Object, Expect::FirstKey) } else { (Kind::Array, Expect::FirstElement) };
        self.push(kind, self.at..self.at + 1);
        let (indent, line_start) = (self.indent, self.line_start);
        self.frames.push(Frame { node, object, children: 0, broken: false, indent, line_start, colon_told: false });
        self.expect = expect;
        self.take(self.at + 1);
    }

    /// Closes the innermost container; it ends at `end`.
    pub(super) fn ascend(&mut self, end: usize) {
        if matches!(self.expect, Expect::Colon | Expect::MemberValue) {
            self.missing_value();
        }
        let Some(frame) = self.frames.pop() else { return };
        let next = self.nodes.len() as u32;
        let any_twice = || duplicates::any_by_text(self.text, &self.nodes, frame.node, frame.children as usize);
        let repeats = frame.object && frame.children > 1 && any_twice();
        let node = &mut self.nodes[frame.node];
        node.end = end as u32;
        node.next = next;
        node.set_count(frame.children);
        if repeats {
            node.set_duplicate_keys();
            self.duplicate_keys = true;
        }
        if frame.broken {
            node.set_broken();
            self.mark_broken();
        }
        self.value_ended();
    }
}
