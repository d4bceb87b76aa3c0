//! Reading a tape: cheap handles to its keys and values.

use std::borrow::Cow;

use super::{Kind, Node, Span, Tape, number, string};

/// A text and its tape.
#[derive(Debug, Clone, Copy)]
pub struct Doc<'a> {
    text: &'a str,
    tape: &'a Tape,
    is_part: bool,
}

impl<'a> Doc<'a> {
    /// Pairs a tape with the text that it was parsed from.
    pub fn new(text: &'a str, tape: &'a Tape) -> Doc<'a> {
        Doc { text, tape, is_part: false }
    }

    /// The same for a tape that holds one part of a text whose other parts are on other tapes: indices say nothing beyond
    /// it.
    pub(crate) fn part(text: &'a str, tape: &'a Tape) -> Doc<'a> {
        Doc { text, tape, is_part: true }
    }

    /// Whether other parts of the text are on other tapes.
    pub(crate) fn is_part(self) -> bool {
        self.is_part
    }

    /// The whole text.
    #[inline]
    pub fn text(self) -> &'a str {
        self.text
    }

    /// The nodes in document order.
    #[inline]
    pub fn nodes(self) -> &'a [Node] {
        self.tape.nodes()
    }

    /// Some object of the document names a key more than once.
    #[inline]
    pub fn has_duplicate_keys(self) -> bool {
        self.tape.has_duplicate_keys()
    }

    /// What the numbers of keys count in: two documents of one space have the same key under the same number.
    #[inline]
    pub(crate) fn key_space(self) -> u32 {
        self.tape.shapes.id()
    }

    /// The top value.
    #[inline]
    pub fn root(self) -> Value<'a> {
        self.value(0)
    }

    /// Whether a node is a string or key with this text.
    #[inline]
    fn is_str(&self, node: Node, text: &str) -> bool {
        if self.is_plain(node) {
            return has_length_of(node, text)
                && matches!(node.kind(), Kind::String | Kind::Key)
                && self.text.as_bytes().get(node.start as usize + 1..node.end as usize - 1) == Some(text.as_bytes());
        }
        self.string(node).is_some_and(|decoded| decoded == text)
    }

    /// Whether a look at a key leaves open that this is its text. One that is known by a number is spelled without escapes:
    /// the length of any other name tells it apart.
    #[inline]
    fn may_be_str(&self, key: &Node, text: &str) -> bool {
        has_length_of(*key, text) || (key.key_number().is_none() && !self.is_plain(*key))
    }

    /// Whether a string or key is written without escapes, in double quotes. Recovered texts may have others, or none.
    #[inline]
    fn is_plain(&self, node: Node) -> bool {
        !node.is_escaped() && self.text.as_bytes().get(node.start as usize) == Some(&b'"')
    }

    /// The text of a string or key.
    fn string(&self, node: Node) -> Option<Cow<'a, str>> {
        if !matches!(node.kind(), Kind::String | Kind::Key) {
            return None;
        }
        let bytes = self.text.as_bytes();
        let (start, end) = (node.start as usize, node.end as usize);
        // What nearly all are, first.
        if !node.is_escaped() && end - start >= 2 && bytes[start] == b'"' && bytes[end - 1] == b'"' {
            return Some(Cow::Borrowed(&self.text[start + 1..end - 1]));
        }
        let inner = string::inner(&self.text[start..end]);
        Some(if node.is_escaped() { Cow::Owned(string::unescape(inner)) } else { Cow::Borrowed(inner) })
    }

    /// The key or value at an index of the tape.
    #[inline]
    pub fn value(self, index: u32) -> Value<'a> {
        Value { doc: self, index }
    }
}

/// Whether a plain string is as long as a text, quotes counted in. Lengths differ far more often than anything else, so they
/// are compared first.
#[inline]
fn has_length_of(node: Node, text: &str) -> bool {
    (node.end - node.start) as usize == text.len() + 2
}

/// A handle to one key or value. Two words and an index: copied, never allocated.
#[derive(Debug, Clone, Copy)]
pub struct Value<'a> {
    doc: Doc<'a>,
    index: u32,
}

/// One name and value of an object.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    /// The name, a node of [`Kind::Key`].
    pub key: Value<'a>,
    /// Its value.
    pub value: Value<'a>,
}

impl<'a> Value<'a> {
    /// The document that this value belongs to.
    #[inline]
    pub fn doc(self) -> Doc<'a> {
        self.doc
    }

    /// Position on the tape; equal for two handles exactly when they are the same value.
    #[inline]
    pub fn index(self) -> u32 {
        self.index
    }

    /// The node itself.
    #[inline]
    pub fn node(self) -> Node {
        self.doc.nodes()[self.index as usize]
    }

    /// What this value is.
    #[inline]
    pub fn kind(self) -> Kind {
        self.node().kind()
    }

    /// The bytes of the literal, quotes or braces included.
    #[inline]
    pub fn span(self) -> Span {
        self.node().span()
    }

    /// The literal as written.
    #[inline]
    pub fn raw(self) -> &'a str {
        &self.doc.text[self.span()]
    }

    /// `true` for an object.
    #[inline]
    pub fn is_object(self) -> bool {
        self.kind() == Kind::Object
    }

    /// `true` for an array.
    #[inline]
    pub fn is_array(self) -> bool {
        self.kind() == Kind::Array
    }

    /// The text of a string or key, escapes resolved; `None` for anything else.
    pub fn string(self) -> Option<Cow<'a, str>> {
        self.doc.string(self.node())
    }

    /// The text of a string or key that is written without escapes, in double quotes. None of any other, too.
    #[inline]
    pub(crate) fn plain_text(self) -> Option<&'a [u8]> {
        let node = self.node();
        let is_string = matches!(node.kind(), Kind::String | Kind::Key) && !node.is_escaped();
        match self.doc.text.as_bytes().get(node.span()) {
            Some([b'"', inner @ .., b'"']) if is_string => Some(inner),
            _ => None,
        }
    }

    /// Whether this is a string or key with this text.
    #[inline]
    pub fn is_str(self, text: &str) -> bool {
        self.doc.is_str(self.node(), text)
    }

    /// The number as a double, infinite where the literal is too large for one (as JavaScript reads it).
    pub fn f64(self) -> Option<f64> {
        (self.kind() == Kind::Number).then(|| number::to_f64(self.raw()))
    }

    /// The boolean.
    pub fn bool(self) -> Option<bool> {
        match self.kind() {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => None,
        }
    }

    /// The members of an object in the order of the text, repeated names included. Empty for anything else.
    pub fn members(self) -> Members<'a> {
        let node = self.node();
        let end = if node.kind() == Kind::Object { node.next } else { self.index + 1 };
        Members { doc: self.doc, at: self.index + 1, end }
    }

    /// The elements of an array. Empty for anything else.
    pub fn elements(self) -> Elements<'a> {
        let node = self.node();
        let end = if node.kind() == Kind::Array { node.next } else { self.index + 1 };
        Elements { doc: self.doc, at: self.index + 1, end }
    }

    /// The member of that name; the last one where the name is repeated, as every server reads it.
    pub fn member(self, name: &str) -> Option<Member<'a>> {
        self.key_of(name).map(|key| Member { key: self.doc.value(key), value: self.doc.value(key + 1) })
    }

    /// The index of the key of that member.
    pub(crate) fn key_of(self, name: &str) -> Option<u32> {
        let node = self.node();
        if node.kind() != Kind::Object {
            return None;
        }
        let doc = self.doc;
        let nodes = &doc.nodes()[..node.next as usize];
        let (mut at, mut found) = (self.index as usize + 1, None);
        while at < nodes.len() {
            if doc.may_be_str(&nodes[at], name) && doc.is_str(nodes[at], name) {
                found = Some(at as u32);
                if !node.has_duplicate_keys() {
                    break;
                }
            }
            let Some(value) = nodes.get(at + 1) else { break };
            at = value.next as usize;
        }
        found
    }

    /// The value of the member of that name.
    pub fn get(self, name: &str) -> Option<Value<'a>> {
        self.key_of(name).map(|key| self.doc.value(key + 1))
    }

    /// The element at a position of an array.
    pub fn element(self, position: usize) -> Option<Value<'a>> {
        self.elements().nth(position)
    }

    /// Whether `other` is this value or lies below it.
    #[inline]
    pub fn contains(self, other: Value<'_>) -> bool {
        other.index >= self.index && other.index < self.node().next
    }
}

/// Iterator of [`Value::members`].
#[derive(Debug, Clone)]
pub struct Members<'a> {
    doc: Doc<'a>,
    at: u32,
    end: u32,
}

impl<'a> Members<'a> {
    /// No members, of any document.
    pub(crate) fn none(doc: Doc<'a>) -> Members<'a> {
        Members { doc, at: 0, end: 0 }
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = Member<'a>;

    #[inline]
    fn next(&mut self) -> Option<Member<'a>> {
        if self.at >= self.end {
            return None;
        }
        let key = self.doc.value(self.at);
        let value = self.doc.value(self.at + 1);
        self.at = value.node().next;
        Some(Member { key, value })
    }
}

/// Iterator of [`Value::elements`].
#[derive(Debug, Clone)]
pub struct Elements<'a> {
    doc: Doc<'a>,
    at: u32,
    end: u32,
}

impl<'a> Iterator for Elements<'a> {
    type Item = Value<'a>;

    #[inline]
    fn next(&mut self) -> Option<Value<'a>> {
        if self.at >= self.end {
            return None;
        }
        let value = self.doc.value(self.at);
        self.at = value.node().next;
        Some(value)
    }
}
