//! From the text of a pattern to its tree, with the leniency of ECMAScript's Annex B.
//!
//! This is the grammar of `new RegExp(source)` without flags. It works on UTF-16 code units, as JavaScript does: an
//! astral character in a pattern is two characters, and a quantifier behind it binds to the second.

use std::collections::BTreeSet;

use super::ast::{Ast, Node, Repeat};
use super::charset::CharSet;
use super::error::{PatternError, PatternErrorKind as Kind};
use super::names;

/// How deep groups may be nested.
pub(super) const MAX_DEPTH: usize = 200;
/// How many capture groups V8 allows.
const MAX_CAPTURES: u32 = 1 << 16;

pub(super) type Parsed<T> = Result<T, (usize, Kind)>;

/// Parses a pattern.
pub(super) fn parse(source: &str) -> Result<Ast, PatternError> {
    let units: Vec<u16> = source.encode_utf16().collect();
    let mut parser = Parser {
        groups: names::survey(&units),
        units: &units,
        at: 0,
        depth: 0,
        deepest: 0,
        captures: 0,
        named: BTreeSet::new(),
        irregular: false,
        dangling: None,
    };
    match parser.disjunction() {
        Ok(_) if parser.at != units.len() => Err((parser.at, Kind::UnmatchedParen)),
        Ok(root) => match parser.dangling {
            Some(at) => Err((at, Kind::UnknownGroupName)),
            None => Ok(Ast { root, captures: parser.captures, irregular: parser.irregular, deepest: parser.deepest }),
        },
        Err(error) => Err(error),
    }
    .map_err(|(at, kind)| PatternError { offset: byte_offset(source, at), kind })
}

/// Where a code unit is in the text. The second half of an astral character counts as its start.
fn byte_offset(source: &str, unit: usize) -> usize {
    let mut seen = 0;
    for (offset, character) in source.char_indices() {
        seen += character.len_utf16();
        if seen > unit {
            return offset;
        }
    }
    source.len()
}

pub(super) struct Parser<'a> {
    pub(super) units: &'a [u16],
    pub(super) at: usize,
    /// What all groups of the pattern are: known before parsing, since `\2` may come before group 2.
    pub(super) groups: names::Groups,
    depth: usize,
    deepest: usize,
    captures: u32,
    /// The names of the groups that are closed.
    named: BTreeSet<Vec<u16>>,
    pub(super) irregular: bool,
    /// The first reference to a name that no group has: an error, if there is no other.
    pub(super) dangling: Option<usize>,
}

impl Parser<'_> {
    pub(super) fn peek(&self) -> Option<u16> {
        self.units.get(self.at).copied()
    }

    /// Steps over an ASCII character if it is next.
    pub(super) fn eat(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(u16::from(wanted));
        self.at += usize::from(found);
        found
    }

    fn eat_all(&mut self, wanted: &str) -> bool {
        let found = self.is_next(wanted);
        self.at += if found { wanted.len() } else { 0 };
        found
    }

    /// Whether this ASCII text is next.
    fn is_next(&self, wanted: &str) -> bool {
        wanted.encode_utf16().eq(self.units[self.at..].iter().copied().take(wanted.len()))
    }

    fn disjunction(&mut self) -> Parsed<Node> {
        let mut branches = vec![self.alternative()?];
        while self.eat(b'|') {
            branches.push(self.alternative()?);
        }
        Ok(match branches.pop() {
            Some(only) if branches.is_empty() => only,
            last => {
                branches.extend(last);
                Node::Alternate(branches)
            }
        })
    }

    fn alternative(&mut self) -> Parsed<Node> {
        let mut terms = Vec::new();
        while let Some(unit) = self.peek() {
            if unit == u16::from(b'|') || unit == u16::from(b')') {
                break;
            }
            terms.push(self.term()?);
        }
        Ok(match terms.pop() {
            None => Node::Empty,
            Some(only) if terms.is_empty() => only,
            last => {
                terms.extend(last);
                Node::Concat(terms)
            }
        })
    }

    fn term(&mut self) -> Parsed<Node> {
        let (start, first_capture) = (self.at, self.captures + 1);
        let Some(unit) = self.peek() else { return Ok(Node::Empty) };
        let behind = ["(?<=", "(?<!"].iter().any(|open| self.is_next(open));
        let atom = match u8::try_from(unit).unwrap_or(0) {
            b'^' | b'$' => {
                self.at += 1;
                return Ok(if unit == u16::from(b'^') { Node::Start } else { Node::End });
            }
            b'\\' if matches!(self.units.get(start + 1), Some(0x42 | 0x62)) => {
                self.at += 2;
                return Ok(Node::WordBoundary { negated: self.units[start + 1] == u16::from(b'B') });
            }
            b'*' | b'+' | b'?' => return Err((start, Kind::NothingToRepeat)),
            b'{' if self.interval().is_some() => return Err((start, Kind::NothingToRepeat)),
            b'(' => self.group()?,
            b'[' => self.class()?,
            b'\\' => self.atom_escape()?,
            b'.' => {
                self.at += 1;
                Node::Set(CharSet::dot())
            }
            _ => {
                self.at += 1;
                Node::Unit(unit)
            }
        };
        self.quantified(atom, first_capture, behind)
    }

    fn quantified(&mut self, node: Node, first_capture: u32, behind: bool) -> Parsed<Node> {
        let start = self.at;
        let (min, max) = if self.eat(b'*') {
            (0, None)
        } else if self.eat(b'+') {
            (1, None)
        } else if self.eat(b'?') {
            (0, Some(1))
        } else if let Some(bounds) = self.interval() {
            bounds
        } else {
            return Ok(node);
        };
        if max.is_some_and(|max| max < min) {
            return Err((start, Kind::QuantifierOutOfOrder));
        }
        // Annex B lets a look-ahead be repeated, but not a look-behind.
        if behind {
            return Err((start, Kind::InvalidQuantifier));
        }
        let greedy = !self.eat(b'?');
        let captures = (first_capture, self.captures + 1);
        Ok(Node::Repeat(Box::new(Repeat { node, min, max, greedy, captures })))
    }

    /// `{2}`, `{2,}` or `{2,3}`. Anything else that starts with a brace is plain text, and stays where it is.
    fn interval(&mut self) -> Option<(u32, Option<u32>)> {
        let start = self.at;
        let bounds = self.interval_body();
        if bounds.is_none() {
            self.at = start;
        }
        bounds
    }

    fn interval_body(&mut self) -> Option<(u32, Option<u32>)> {
        if !self.eat(b'{') {
            return None;
        }
        let min = self.count()?;
        let max = if self.eat(b',') {
            // V8 takes counts it cannot hold for no limit; so many characters never come.
            if self.peek() == Some(u16::from(b'}')) { None } else { self.count().map(Some)? }
        } else {
            Some(min)
        };
        self.eat(b'}').then_some((min, max.filter(|max| *max < i32::MAX.unsigned_abs() || *max < min)))
    }

    fn count(&mut self) -> Option<u32> {
        let mut value = None;
        while let Some(digit) = self.peek().and_then(|unit| char::from_u32(unit.into())?.to_digit(10)) {
            let so_far: u32 = value.unwrap_or(0);
            value = Some(so_far.saturating_mul(10).saturating_add(digit).min(i32::MAX.unsigned_abs()));
            self.at += 1;
        }
        value
    }

    fn group(&mut self) -> Parsed<Node> {
        let start = self.at;
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        if self.depth > MAX_DEPTH {
            return Err((start, Kind::TooDeep));
        }
        self.at += 1;
        let mut capture = None;
        let mut look = None;
        let mut name = None;
        if self.eat(b'?') {
            if self.eat(b':') {
            } else if self.eat(b'=') {
                look = Some((false, false));
            } else if self.eat(b'!') {
                look = Some((false, true));
            } else if self.eat_all("<=") {
                look = Some((true, false));
            } else if self.eat_all("<!") {
                look = Some((true, true));
            } else if self.eat(b'<') {
                capture = Some(self.open_capture(start)?);
                let at = self.at;
                name = Some((at, self.group_name()?));
            } else {
                return Err((start, Kind::InvalidGroup));
            }
        } else {
            capture = Some(self.open_capture(start)?);
        }
        let node = Box::new(self.disjunction()?);
        if !self.eat(b')') {
            return Err((start, Kind::UnterminatedGroup));
        }
        self.depth -= 1;
        if let Some((at, name)) = name
            && !self.named.insert(name)
        {
            return Err((at, Kind::DuplicateGroupName));
        }
        Ok(match (capture, look) {
            (Some(number), _) => Node::Capture(number, node),
            (None, Some((behind, negated))) => {
                self.irregular = true;
                Node::Look { behind, negated, node }
            }
            (None, None) => *node,
        })
    }

    fn open_capture(&mut self, start: usize) -> Parsed<u32> {
        if self.captures + 1 >= MAX_CAPTURES {
            return Err((start, Kind::TooManyCaptures));
        }
        self.captures += 1;
        Ok(self.captures)
    }
}
