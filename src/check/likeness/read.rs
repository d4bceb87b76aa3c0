//! Reading a document whose objects and keys are known, without a tape.

use super::askers::Askers;
use super::places::{ACTION, DRAFT, Key, PlaceId, Places, Value};
use crate::json::{Span, end_of_number, head_at, plain_number, rest_of_string, skip_whitespace};

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The objects in the order of the text.
    pub(super) objects: Vec<SeenObject>,
    /// Values that are asked what they are, in the order of the text.
    pub(super) exact: Vec<Exact>,
    /// The objects that are open around the innermost one.
    open: Vec<Open>,
    /// The key under which an answer is kept.
    pub(super) key: Vec<u8>,
    /// For each object, the position of its answer.
    pub(super) answers: Vec<u32>,
    /// Whether it may have more than one line.
    pub(super) has_lines: bool,
}

impl Seen {
    /// What follows whitespace. Only there, lines end: strings with line ends in them are no JSON.
    #[inline]
    fn skip_whitespace(&mut self, bytes: &[u8], at: usize) -> usize {
        let end = skip_whitespace(bytes, at);
        if end != at {
            self.has_lines |= bytes[at..end].iter().any(|byte| *byte != b' ');
        }
        end
    }
}

/// An object.
#[derive(Debug, Clone, Copy)]
pub(super) struct SeenObject {
    pub(super) place: PlaceId,
    /// The object around it, and the bit of its key there.
    pub(super) around: u32,
    pub(super) bit: u64,
    /// The bits of its keys.
    pub(super) keys: u64,
}

/// A value that is asked what it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exact {
    pub(super) object: u32,
    pub(super) bit: u64,
    start: u32,
    end: u32,
}

impl Exact {
    pub(super) fn span(self) -> Span {
        self.start as usize..self.end as usize
    }
}

/// How far the innermost object, or one around it, was read.
#[derive(Debug, Clone, Copy)]
struct Open {
    /// Its position among those that were seen.
    object: u32,
    place: PlaceId,
    keys: u64,
    /// Position of the key that is expected next.
    expected: usize,
}

/// Objects within objects that are followed.
const DEEPEST: usize = 16;

/// Reads a whole text. None where it holds anything that is not known, or is no JSON.
pub(super) fn document(places: &Places, askers: Askers<'_>, text: &str, seen: &mut Seen) -> Option<()> {
    let bytes = text.as_bytes();
    let end = object(places, askers, text, skip_whitespace(bytes, 0), DRAFT, seen)?;
    (skip_whitespace(bytes, end) == bytes.len()).then_some(())
}

/// Reads the action that begins at an offset; returns its end.
pub(super) fn action(places: &Places, askers: Askers<'_>, text: &str, at: usize, seen: &mut Seen) -> Option<usize> {
    object(places, askers, text, at, ACTION, seen)
}

/// Reads the object of a place that begins at an offset; returns its end.
pub(super) fn object(
    places: &Places,
    askers: Askers<'_>,
    text: &str,
    mut at: usize,
    place: PlaceId,
    seen: &mut Seen,
) -> Option<usize> {
    let bytes = text.as_bytes();
    // Offsets are 32 bits wide.
    if text.len() >= u32::MAX as usize {
        return None;
    }
    seen.objects.clear();
    seen.exact.clear();
    seen.open.clear();
    seen.has_lines = false;
    if bytes.get(at) != Some(&b'{') {
        return None;
    }
    let mut object = places.objects.get(place as usize)?;
    seen.objects.push(SeenObject { place, around: 0, bit: 0, keys: 0 });
    let mut open = Open { object: 0, place, keys: 0, expected: 0 };
    at = seen.skip_whitespace(bytes, at + 1);
    let mut is_over = bytes.get(at) == Some(&b'}');
    loop {
        if is_over {
            at += 1;
            seen.objects[open.object as usize].keys = open.keys;
            let Some(around) = seen.open.pop() else { return Some(at) };
            open = around;
            object = &places.objects[open.place as usize];
        } else {
            let (position, key) = expected(&object.keys, open.expected, bytes, at, &places.literals)?;
            if open.keys & key.bit != 0 {
                return None;
            }
            open.keys |= key.bit;
            open.expected = position + 1;
            at += key.literal.length as usize + 1;
            // What comes after a colon is one space, or nothing.
            at = seen.skip_whitespace(bytes, at + usize::from(bytes.get(at) == Some(&b' ')));
            match &key.value {
                Value::Tested(test) => {
                    let (end, digits) = number(bytes, at)?;
                    if !test.passes(&bytes[at..end], digits) {
                        return None;
                    }
                    at = end;
                }
                Value::Number => at = number(bytes, at)?.0,
                Value::String => at = string(bytes, at)?,
                Value::Exact => {
                    let end = exact(bytes, at)?;
                    let (start, bit) = (at as u32, key.bit);
                    seen.exact.push(Exact { object: open.object, bit, start, end: end as u32 });
                    at = end;
                }
                Value::Decided => {
                    let end = exact(bytes, at)?;
                    if !key.is_decided(text, at..end, askers) {
                        return None;
                    }
                    at = end;
                }
                &Value::Object(place) => {
                    if bytes.get(at) != Some(&b'{') || seen.open.len() == DEEPEST {
                        return None;
                    }
                    seen.open.push(open);
                    let (around, bit) = (open.object, key.bit);
                    open = Open { object: seen.objects.len() as u32, place, keys: 0, expected: 0 };
                    seen.objects.push(SeenObject { place, around, bit, keys: 0 });
                    object = &places.objects[place as usize];
                    at = seen.skip_whitespace(bytes, at + 1);
                    is_over = bytes.get(at) == Some(&b'}');
                    continue;
                }
            }
        }
        at = seen.skip_whitespace(bytes, at);
        is_over = match bytes.get(at)? {
            b',' => {
                at = seen.skip_whitespace(bytes, at + 1);
                false
            }
            b'}' => true,
            _ => return None,
        };
    }
}

/// The key that stands at an offset, looked for from the expected one on.
#[inline]
fn expected<'k>(
    keys: &'k [Key],
    expected: usize,
    bytes: &[u8],
    at: usize,
    literals: &[u8],
) -> Option<(usize, &'k Key)> {
    let head = head_at(bytes, at);
    let is_here = |(_, key): &(usize, &Key)| key.literal.is_at(head, bytes, at, literals);
    if let Some(key) = keys.get(expected).filter(|key| is_here(&(expected, key))) {
        return Some((expected, key));
    }
    let keys = || keys.iter().enumerate();
    keys().skip(expected + 1).find(is_here).or_else(|| keys().take(expected).find(is_here))
}

/// The end of a number, and its plain digits.
#[inline]
fn number(bytes: &[u8], at: usize) -> Option<(usize, u32)> {
    plain_number(bytes, at).or_else(|| long_number(bytes, at))
}

/// The same for what stands at the very end of a text, or is not written so plainly.
#[cold]
fn long_number(bytes: &[u8], at: usize) -> Option<(usize, u32)> {
    /// See [`Node::plain_digits`](crate::json::Node).
    const SHORT: usize = 7;
    let end = end_of_number(bytes, at).ok()?;
    let literal = &bytes[at..end];
    let is_plain = literal.len() <= SHORT && literal.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
    let whole = literal.iter().take_while(|byte| byte.is_ascii_digit()).count();
    Some((end, if is_plain && literal[0] != b'0' { whole as u32 } else { 0 }))
}

#[inline]
fn string(bytes: &[u8], at: usize) -> Option<usize> {
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    rest_of_string(bytes, at + 1).ok().map(|(end, _)| end)
}

fn exact(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' => string(bytes, at),
        b'-' | b'0'..=b'9' => end_of_number(bytes, at).ok(),
        b't' => bytes[at..].starts_with(b"true").then_some(at + 4),
        b'f' => bytes[at..].starts_with(b"false").then_some(at + 5),
        b'n' => bytes[at..].starts_with(b"null").then_some(at + 4),
        _ => None,
    }
}
