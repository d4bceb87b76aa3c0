//! The keys that objects had in the texts before, in their order.
//!
//! Requests of one corpus list the same keys in about the same order. A key that stands where it is expected is known by
//! comparing it, without looking for its end; and an object whose keys are all known, and different ones, names none twice.

use std::sync::atomic::{AtomicU32, Ordering};

use super::literal::{self, Literal};

/// No key, no object.
const NONE: u32 = u32::MAX;

/// Keys that may be left out between one that stands in a text and the next.
const HOPS: usize = 4;

/// So many keys of one object are told apart, as many as a word has bits.
const MOST_KEYS: u32 = 64;

/// Objects with other keys, in other places, that are remembered.
const MOST_OBJECTS: usize = 1024;

/// Longer keys are not remembered: nobody's keys are this long on purpose.
const LONGEST: usize = 128;

/// Misses that an object is forgiven, and how many more each time that it is met.
const FORGIVEN: u32 = 128;
const FORGIVEN_EACH: u32 = 2;

/// What a tape remembers of the texts that it held.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    /// Tells the keys of one tape from those of others; 0 before there are any.
    id: u32,
    texts: u32,
    literals: Vec<u8>,
    keys: Vec<Known>,
    objects: Vec<Object>,
    /// The object whose keys are ids; 0 before there is one.
    ids: u32,
}

/// A key, as one of an object's.
#[derive(Debug, Clone, Copy)]
struct Known {
    literal: Literal,
    /// The key that is expected after it.
    next: u32,
    /// The object that is its value, or whose like are elements of its value.
    value: u32,
    /// Its number among the keys of its object.
    bit: u8,
    is_reference: bool,
}

/// An object that stands at some place of the texts.
#[derive(Debug, Clone, Copy)]
struct Object {
    first: u32,
    count: u32,
    met: u32,
    misses: u32,
    /// What stands for the values of all keys that are not known.
    other: u32,
}

/// How far an object was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    object: u32,
    /// The key that was read last.
    last: u32,
    /// The key that is expected.
    expected: u32,
    /// The keys that were read, by their numbers.
    seen: u64,
    /// All keys are known, and different ones.
    pub(super) is_plain: bool,
}

/// A key that was expected.
#[derive(Debug, Clone, Copy)]
pub(super) struct Met {
    /// One past its closing quote.
    pub(super) end: usize,
    pub(super) key: u32,
    pub(super) is_reference: bool,
}

impl Place {
    /// In an object that nothing is known of.
    pub(super) const UNKNOWN: Place = Place { object: NONE, last: NONE, expected: NONE, seen: 0, is_plain: false };
}

fn next_id() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A copy learns other keys under the same numbers from here on.
impl Clone for Shapes {
    fn clone(&self) -> Shapes {
        let Shapes { texts, literals, keys, objects, ids, .. } = self;
        let id = if self.id == 0 { 0 } else { next_id() };
        let (literals, keys, objects) = (literals.clone(), keys.clone(), objects.clone());
        Shapes { id, texts: *texts, literals, keys, objects, ids: *ids }
    }
}

impl Shapes {
    /// Another text follows. Nothing is learned from the first one: most tapes hold no other.
    pub(super) fn begin(&mut self) {
        self.texts = self.texts.saturating_add(1);
        if self.texts == 2 {
            self.id = next_id();
            self.objects.push(Object::NEW);
        }
    }

    /// What tells the keys of this tape from those of others.
    pub(super) fn id(&self) -> u32 {
        self.id
    }

    /// The outermost value.
    pub(super) fn root(&mut self) -> Place {
        self.enter(if self.objects.is_empty() { NONE } else { 0 })
    }

    /// The same where its keys are ids, of which no text has any that another has: none is remembered, and what is known of
    /// the value of one is known of all.
    pub(super) fn root_of_ids(&mut self) -> Place {
        if self.ids == 0 && !self.objects.is_empty() {
            // It takes no key that has all already.
            self.ids = self.add(|shapes, new| shapes.objects[new as usize].count = MOST_KEYS);
        }
        self.enter(if self.objects.is_empty() { NONE } else { self.ids })
    }

    /// The value that begins after what was read of a place, or, of an array, its next element.
    pub(super) fn inside(&mut self, place: Place, in_object: bool) -> Place {
        let object = match (place.object, place.last) {
            (NONE, _) => NONE,
            (object, _) if !in_object => object,
            (object, NONE) => {
                let other = self.objects[object as usize].other;
                if other == NONE { self.add(|shapes, new| shapes.objects[object as usize].other = new) } else { other }
            }
            (_, key) => {
                let value = self.keys[key as usize].value;
                if value == NONE { self.add(|shapes, new| shapes.keys[key as usize].value = new) } else { value }
            }
        };
        self.enter(object)
    }

    fn enter(&mut self, object: u32) -> Place {
        let Some(known) = self.objects.get_mut(object as usize) else { return Place::UNKNOWN };
        known.met = known.met.saturating_add(1);
        Place { object, last: NONE, expected: known.first, seen: 0, is_plain: true }
    }

    fn add(&mut self, put: impl FnOnce(&mut Shapes, u32)) -> u32 {
        if self.objects.len() >= MOST_OBJECTS {
            return NONE;
        }
        let new = self.objects.len() as u32;
        self.objects.push(Object::NEW);
        put(self, new);
        new
    }

    /// The key at an offset with a colon right behind it, if it is one that is expected there.
    #[inline]
    pub(super) fn meet(&self, bytes: &[u8], at: usize, place: &mut Place) -> Option<Met> {
        let mut key = place.expected;
        let mut known = self.keys.get(key as usize)?;
        let head = literal::head(bytes, at);
        for _ in 0..HOPS {
            if known.literal.is_at(head, bytes, at, &self.literals) {
                place.see(key, known);
                return Some(Met { end: at + known.literal.length as usize, key, is_reference: known.is_reference });
            }
            key = known.next;
            known = self.keys.get(key as usize)?;
        }
        None
    }

    /// Takes notice of a key that was not expected: its literal, quotes included, without escapes. Its number, if it has
    /// one.
    pub(super) fn learn(
        &mut self,
        literal: &[u8],
        is_escaped: bool,
        is_reference: bool,
        place: &mut Place,
    ) -> Option<u32> {
        let found = if is_escaped { None } else { self.look_up(literal, is_reference, place) };
        if let Some(key) = found {
            place.see(key, &self.keys[key as usize]);
        } else {
            place.last = NONE;
            place.is_plain = false;
        }
        found
    }

    fn look_up(&mut self, literal: &[u8], is_reference: bool, place: &Place) -> Option<u32> {
        let object = self.objects.get_mut(place.object as usize)?;
        // Where keys come in no order, looking for them costs more than it saves.
        if object.misses > FORGIVEN + FORGIVEN_EACH * object.met || literal.len() > LONGEST {
            return None;
        }
        object.misses += 1;
        let (mut key, count) = (object.first, object.count);
        while let Some(known) = self.keys.get(key as usize) {
            if known.literal.text(&self.literals) == literal {
                return Some(key);
            }
            key = known.next;
        }
        if count >= MOST_KEYS {
            return None;
        }
        Some(self.insert(literal, is_reference, place))
    }

    /// Puts a new key behind the one that was read last.
    fn insert(&mut self, literal: &[u8], is_reference: bool, place: &Place) -> u32 {
        let new = self.keys.len() as u32;
        let object = &mut self.objects[place.object as usize];
        let before = if place.last == NONE { &mut object.first } else { &mut self.keys[place.last as usize].next };
        let next = std::mem::replace(before, new);
        let bit = object.count as u8;
        object.count += 1;
        let literal = Literal::new(literal, &mut self.literals);
        self.keys.push(Known { literal, next, value: NONE, bit, is_reference });
        new
    }
}

impl Place {
    #[inline]
    fn see(&mut self, key: u32, known: &Known) {
        let bit = 1 << known.bit;
        self.is_plain &= self.seen & bit == 0;
        self.seen |= bit;
        self.last = key;
        self.expected = known.next;
    }
}

impl Object {
    const NEW: Object = Object { first: NONE, count: 0, met: 0, misses: 0, other: NONE };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::json::{Doc, Kind, Tape, Value, parse_into, parse_members};

    /// Objects of a few keys in about the same order, some of them twice, some with escapes, nested in each other.
    fn value() -> impl Strategy<Value = String> {
        let leaf = prop::sample::select(vec!["1", "\"x\"", "null", "{}", "[]", "[{\"a\":1},{\"b\":2,\"a\":3}]"]);
        leaf.prop_map(str::to_owned).prop_recursive(3, 24, 6, |inner| {
            let keys = [
                "a",
                "ab",
                "name12",
                "name123",
                "mbCollarGirth",
                "mbSideNeckToWaistAcross",
                "mbSideNeckToWaistAcrossAndDown",
                "mbSideNeckToWaistAcrossAndDownAgain1",
                "mbSideNeckToWaistAcrossAndDownAgain2",
                "$ref",
                "\\u0061",
                "é",
                "",
            ];
            let key = prop_oneof![
                6 => (0..keys.len()).prop_map(move |at| keys[at].to_owned()),
                1 => (0..200).prop_map(|number| format!("id{number}")),
            ];
            let spaces = prop::sample::select(vec!["", "", " ", "\n  "]);
            prop::collection::vec((key, spaces, inner), 0..6).prop_map(|members| {
                let member = |(key, space, value): &(String, &str, String)| format!("\"{key}\"{space}:{space}{value}");
                format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
            })
        })
    }

    fn keys(doc: Doc<'_>) -> impl Iterator<Item = Value<'_>> {
        (0..doc.nodes().len() as u32).map(move |at| doc.value(at)).filter(|value| value.kind() == Kind::Key)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_came_before_changes_nothing(texts in prop::collection::vec(value(), 1..12), cut in 0..400_usize) {
            let mut tape = Tape::default();
            let mut names = std::collections::HashMap::new();
            for text in texts.iter().chain(&texts) {
                // What is broken off is forgotten.
                let cut = (cut..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
                prop_assert_eq!(parse_into(&text[..cut], &mut tape), parse_into(&text[..cut], &mut Tape::default()));

                let mut fresh = Tape::default();
                prop_assert!(parse_into(text, &mut tape) && parse_into(text, &mut fresh), "{}", text);
                prop_assert_eq!(tape.nodes(), fresh.nodes(), "{}", text);
                prop_assert_eq!(tape.has_duplicate_keys(), fresh.has_duplicate_keys());
                for key in keys(Doc::new(text, &tape)) {
                    if let Some(number) = key.node().key_number() {
                        prop_assert_eq!(names.entry(number).or_insert(key.raw().to_owned()).as_str(), key.raw());
                    }
                }
            }
        }
    }

    #[test]
    fn keys_that_come_again_are_known() {
        let texts = [
            "{\"one\":{\"two\":[{\"three\":3}]},\"four\":4}",
            "{\"one\":{\"two\":[{}, {\"three\": 3 }]}, \"four\" :4}",
        ];
        let mut tape = Tape::default();
        let mut numbers = Vec::new();
        for text in [texts[0], texts[0], texts[1]] {
            assert!(parse_into(text, &mut tape));
            numbers.push(keys(Doc::new(text, &tape)).map(|key| key.node().key_number()).collect::<Vec<_>>());
        }
        assert!(numbers[0].iter().all(Option::is_none), "most tapes hold one text only");
        assert!(numbers[1].iter().all(Option::is_some));
        assert_eq!(numbers[1], numbers[2]);
        let other = tape.clone();
        assert_ne!(Doc::new(texts[1], &other).key_space(), Doc::new(texts[1], &tape).key_space());
    }

    #[test]
    fn ids_are_not_remembered_and_what_they_name_is_alike() {
        let mut tape = Tape::default();
        let mut known = std::collections::HashSet::new();
        for number in 0..200 {
            let text = format!("\"id{number}\":{{\"type\":1,\"body\":{{\"a\":2}}}}}}");
            assert!(parse_members(&text, 0, 0, 2, &mut tape).is_some());
            known.insert(keys(Doc::new(&text, &tape)).map(|key| key.node().key_number()).collect::<Vec<_>>());
        }
        assert_eq!(tape.shapes.keys.len(), 3, "{known:?}");
        assert!(known.contains(&vec![None, Some(0), Some(1), Some(2)]) && known.len() <= 2, "{known:?}");
    }

    #[test]
    fn keys_in_no_order_are_not_looked_for_for_ever() {
        let mut tape = Tape::default();
        let known = |tape: &mut Tape, text: &str| {
            assert!(parse_into(text, tape));
            keys(Doc::new(text, tape)).filter(|key| key.node().key_number().is_some()).count()
        };
        let text = |seed: usize| {
            let member = |at: usize| format!("\"key{}\": {at}", (at * 37 + seed * 61) % 1000);
            format!("{{{}}}", (0..50).map(member).collect::<Vec<_>>().join(","))
        };
        known(&mut tape, &text(0));
        assert_eq!(known(&mut tape, &text(1)), 50);
        for seed in 2..50 {
            known(&mut tape, &text(seed));
        }
        assert!(known(&mut tape, &text(60)) < 50);
        assert!(tape.shapes.keys.len() <= 64);
    }
}
