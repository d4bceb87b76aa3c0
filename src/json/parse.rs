//! The strict parser: one pass, no error details.

use std::ops::Range;

use super::shapes::{Place, Shapes};
use super::{Kind, MAX_DEPTH, Node, Tape, duplicates, scan};

/// The byte-order mark, which may stand once before the text.
pub(super) const BOM: &str = "\u{FEFF}";

/// Stands for the container around the root.
const NOTHING_OPEN: u32 = u32::MAX;

/// Parses a text into a tape that is cleared first. `false` where it is no JSON: the tape is then unusable, and
/// [`recover`](super::recover()) tells what is wrong.
pub fn parse_into(text: &str, tape: &mut Tape) -> bool {
    check(text, tape).is_ok()
}

/// Parses a text into a new tape; `None` where it is no JSON.
///
/// # Examples
///
/// ```
/// use toile::json::{Doc, parse};
///
/// let text = r#"{"gender": "female", "stage": 2}"#;
/// let tape = parse(text).expect("this is JSON");
/// let stage = Doc::new(text, &tape).root().get("stage").expect("a member of that name");
/// assert_eq!(stage.f64(), Some(2.0));
/// assert_eq!(stage.span(), 30..31);
///
/// assert!(parse("{'gender': 'female',}").is_none());
/// ```
pub fn parse(text: &str) -> Option<Tape> {
    let mut tape = Tape::default();
    parse_into(text, &mut tape).then_some(tape)
}

/// The same as [`parse_into`]; the error is about where the text stops being JSON.
pub(super) fn check(text: &str, tape: &mut Tape) -> Result<(), usize> {
    run(text, tape, |parser| parser.values::<WHOLE>(start_of(text))).map(|_| ())
}

fn run<T>(text: &str, tape: &mut Tape, parse: impl FnOnce(&mut Parser<'_>) -> Result<T, usize>) -> Result<T, usize> {
    tape.clear();
    // Offsets on the tape are 32 bits wide, and the highest index stands for "nothing open".
    if text.len() >= u32::MAX as usize {
        return Err(0);
    }
    tape.shapes.begin();
    let mut parser = Parser {
        text,
        bytes: text.as_bytes(),
        nodes: std::mem::take(&mut tape.nodes),
        open: NOTHING_OPEN,
        in_object: false,
        count: 0,
        depth: 0,
        duplicate_keys: false,
        limit: usize::MAX,
        hole: 0..0,
        shapes: std::mem::take(&mut tape.shapes),
        place: Place::UNKNOWN,
        places: std::mem::take(&mut tape.places),
    };
    let result = parse(&mut parser);
    tape.nodes = parser.nodes;
    tape.shapes = parser.shapes;
    tape.places = parser.places;
    tape.places.clear();
    tape.duplicate_keys = parser.duplicate_keys;
    result
}

/// The offset of the first byte that is not of a byte-order mark.
pub(crate) fn start_of(text: &str) -> usize {
    if text.starts_with(BOM) { BOM.len() } else { 0 }
}

/// Where a run of members stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Before another member: where its key must begin.
    Member(usize),
    /// After the closing brace of the object.
    End(usize),
}

impl Stop {
    /// The offset behind what was read.
    pub(crate) fn offset(self) -> usize {
        let (Stop::Member(at) | Stop::End(at)) = self;
        at
    }
}

/// Parses some members of an object, from the key at `at` on: all that begin before `limit`, and one at least. The root of
/// the tape stands for the object, which is the `depth`-th of those that are open. `None` where the text is no JSON.
pub(crate) fn parse_members(text: &str, at: usize, limit: usize, depth: usize, tape: &mut Tape) -> Option<Stop> {
    run(text, tape, |parser| {
        parser.descend(Kind::Object, at);
        parser.place = parser.shapes.root_of_ids();
        parser.depth = depth;
        parser.limit = limit;
        let value = parser.key(at)?;
        parser.values::<MEMBERS>(value)
    })
    .ok()
}

/// Parses a text in which the value at `hole` is known to be an object: it becomes an empty one. `None` where the rest is no
/// JSON.
pub(crate) fn parse_around(text: &str, hole: Range<usize>, tape: &mut Tape) -> bool {
    let parse = |parser: &mut Parser<'_>| {
        parser.hole = hole;
        parser.values::<AROUND>(start_of(text))
    };
    run(text, tape, parse).is_ok()
}

/// A whole text.
const WHOLE: u8 = 0;
/// Members of an object that is open from the start.
const MEMBERS: u8 = 1;
/// A whole text with a value that is not looked into.
const AROUND: u8 = 2;

/// What follows members that were read.
enum Next {
    /// The value of the last one, which begins there or behind whitespace.
    Value(usize),
    /// Something behind a value.
    After(usize),
}

/// What is known about the innermost open container. What is known about those around it waits in their nodes: `next`
/// holds the index of the container around, `end` the number of children so far.
struct Parser<'t> {
    text: &'t str,
    bytes: &'t [u8],
    nodes: Vec<Node>,
    open: u32,
    in_object: bool,
    /// Children that are complete and followed by a comma.
    count: u32,
    depth: usize,
    duplicate_keys: bool,
    /// Members of the outermost object that begin here or later are left alone.
    limit: usize,
    /// The value that is not looked into.
    hole: Range<usize>,
    /// What is known from texts before.
    shapes: Shapes,
    /// Where the innermost open container is among that, and those around it.
    place: Place,
    places: Vec<Place>,
}

impl Parser<'_> {
    /// Parses values until the outermost one is complete.
    fn values<const MODE: u8>(&mut self, mut at: usize) -> Result<Stop, usize> {
        let bytes = self.bytes;
        'value: loop {
            at = scan::whitespace(bytes, at);
            match *bytes.get(at).ok_or(at)? {
                _ if MODE == AROUND && at == self.hole.start => {
                    self.leaf(Kind::Object, at, self.hole.end);
                    at = self.hole.end;
                }
                b'"' => {
                    let (end, escaped) = scan::string(bytes, at + 1)?;
                    self.string(Kind::String, at, end, escaped);
                    at = end;
                }
                b'0'..=b'9' | b'-' => at = self.number(at)?,
                opening @ (b'{' | b'[') => {
                    if self.depth == MAX_DEPTH {
                        return Err(at);
                    }
                    let inside = scan::whitespace(bytes, at + 1);
                    let (kind, closing) = if opening == b'{' { (Kind::Object, b'}') } else { (Kind::Array, b']') };
                    if bytes.get(inside) == Some(&closing) {
                        self.leaf(kind, at, inside + 1);
                        at = inside + 1;
                    } else {
                        self.descend(kind, at);
                        at = inside;
                        let members =
                            if kind == Kind::Object { self.members::<MODE>(inside)? } else { Next::Value(at) };
                        match members {
                            Next::Value(value) => {
                                at = value;
                                continue 'value;
                            }
                            Next::After(value) => at = value,
                        }
                    }
                }
                b't' => at = self.literal(Kind::True, at, b"true")?,
                b'f' => at = self.literal(Kind::False, at, b"false")?,
                b'n' => at = self.literal(Kind::Null, at, b"null")?,
                _ => return Err(at),
            }

            // A value is complete. It may be the last one of its container, which then is complete itself.
            loop {
                if MODE == MEMBERS && self.open == NOTHING_OPEN {
                    return Ok(Stop::End(at));
                }
                at = scan::whitespace(bytes, at);
                if self.open == NOTHING_OPEN {
                    return if at == bytes.len() { Ok(Stop::End(at)) } else { Err(at) };
                }
                match *bytes.get(at).ok_or(at)? {
                    b',' if self.in_object => {
                        let key = scan::whitespace(bytes, at + 1);
                        if MODE == MEMBERS && self.open == 0 && key >= self.limit {
                            self.ascend(at);
                            return Ok(Stop::Member(key));
                        }
                        self.count += 1;
                        match self.members::<MODE>(key)? {
                            Next::Value(value) => {
                                at = value;
                                continue 'value;
                            }
                            Next::After(value) => {
                                at = value;
                                continue;
                            }
                        }
                    }
                    b',' => {
                        at += 1;
                        self.count += 1;
                        continue 'value;
                    }
                    b'}' if self.in_object => {}
                    b']' if !self.in_object => {}
                    _ => return Err(at),
                }
                at += 1;
                self.ascend(at);
            }
        }
    }

    /// Reads members from the key at `at` on, up to the first whose value is neither a string nor a number.
    fn members<const MODE: u8>(&mut self, mut at: usize) -> Result<Next, usize> {
        let bytes = self.bytes;
        loop {
            at = scan::whitespace(bytes, self.key(at)?);
            match bytes.get(at) {
                Some(b'"') => {
                    let (end, escaped) = scan::string(bytes, at + 1)?;
                    self.string(Kind::String, at, end, escaped);
                    at = end;
                }
                Some(b'0'..=b'9' | b'-') => at = self.number(at)?,
                _ => return Ok(Next::Value(at)),
            }
            let is_outermost = MODE == MEMBERS && self.open == 0;
            let comma = scan::whitespace(bytes, at);
            if is_outermost || bytes.get(comma) != Some(&b',') {
                return Ok(Next::After(at));
            }
            self.count += 1;
            at = scan::whitespace(bytes, comma + 1);
        }
    }

    #[inline]
    fn number(&mut self, at: usize) -> Result<usize, usize> {
        let (end, digits) = match scan::short_number(self.bytes, at) {
            Some(short) => short,
            None => (scan::number(self.bytes, at)?, 0),
        };
        let index = self.nodes.len() as u32;
        self.nodes.push(Node::number(at as u32..end as u32, index, digits));
        Ok(end)
    }

    /// Reads a key and its colon; returns the offset after them.
    #[inline]
    fn key(&mut self, at: usize) -> Result<usize, usize> {
        let end = match self.shapes.meet(self.bytes, at, &mut self.place) {
            Some(met) => {
                if met.is_reference {
                    self.nodes[self.open as usize].set_reference();
                }
                let index = self.nodes.len() as u32;
                self.nodes.push(Node::known_key(at as u32..met.end as u32, index, met.key));
                return Ok(met.end + 1);
            }
            None => self.new_key(at)?,
        };
        let at = scan::whitespace(self.bytes, end);
        if self.bytes.get(at) == Some(&b':') { Ok(at + 1) } else { Err(at) }
    }

    /// Reads a key that was not expected.
    fn new_key(&mut self, at: usize) -> Result<usize, usize> {
        if self.bytes.get(at) != Some(&b'"') {
            return Err(at);
        }
        let (end, escaped) = scan::string(self.bytes, at + 1)?;
        let literal = &self.bytes[at..end];
        let is_reference = is_reference(literal);
        if is_reference {
            self.nodes[self.open as usize].set_reference();
        }
        match self.shapes.learn(literal, escaped, is_reference, &mut self.place) {
            Some(key) => {
                let index = self.nodes.len() as u32;
                self.nodes.push(Node::known_key(at as u32..end as u32, index, key));
            }
            None => self.string(Kind::Key, at, end, escaped),
        }
        Ok(end)
    }

    #[inline]
    fn literal(&mut self, kind: Kind, at: usize, word: &[u8]) -> Result<usize, usize> {
        let end = at + word.len();
        if self.bytes.get(at..end) != Some(word) {
            return Err(at);
        }
        self.leaf(kind, at, end);
        Ok(end)
    }

    #[inline]
    fn leaf(&mut self, kind: Kind, start: usize, end: usize) {
        let index = self.nodes.len() as u32;
        self.nodes.push(Node::leaf(kind, start as u32..end as u32, index));
    }

    #[inline]
    fn string(&mut self, kind: Kind, start: usize, end: usize, escaped: bool) {
        let index = self.nodes.len() as u32;
        let mut node = Node::leaf(kind, start as u32..end as u32, index);
        if escaped {
            node.set_escaped();
        }
        self.nodes.push(node);
    }

    /// Opens a container.
    #[inline]
    fn descend(&mut self, kind: Kind, start: usize) {
        let inside = if self.open == NOTHING_OPEN {
            self.shapes.root()
        } else {
            self.nodes[self.open as usize].end = self.count;
            self.shapes.inside(self.place, self.in_object)
        };
        self.places.push(std::mem::replace(&mut self.place, inside));
        let index = self.nodes.len() as u32;
        let mut node = Node::leaf(kind, start as u32..start as u32, index);
        node.next = self.open;
        self.nodes.push(node);
        self.open = index;
        self.in_object = kind == Kind::Object;
        self.count = 0;
        self.depth += 1;
    }

    /// Closes the innermost container, whose last child is complete.
    #[inline]
    fn ascend(&mut self, end: usize) {
        let index = self.open as usize;
        let children = self.count + 1;
        let next = self.nodes.len() as u32;
        let is_plain = !self.in_object || children == 1 || self.place.is_plain;
        let repeats = !is_plain && duplicates::any(self.text, &self.nodes, index, children);
        self.place = self.places.pop().unwrap_or(Place::UNKNOWN);
        let node = &mut self.nodes[index];
        let around = std::mem::replace(&mut node.next, next);
        node.end = end as u32;
        node.set_count(children);
        if repeats {
            node.set_duplicate_keys();
            self.duplicate_keys = true;
        }
        self.open = around;
        self.depth -= 1;
        if around != NOTHING_OPEN {
            let around = self.nodes[around as usize];
            self.in_object = around.kind() == Kind::Object;
            self.count = around.end;
        }
    }
}

/// Whether a key's literal is `"$ref"`, spelled without escapes.
#[inline]
pub(super) fn is_reference(literal: &[u8]) -> bool {
    literal == b"\"$ref\""
}
