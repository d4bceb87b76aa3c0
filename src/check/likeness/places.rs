//! The objects of drafts, by their place, and the keys that they have there.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::askers::Askers;
use crate::json::{Kind, Literal, Span};
use crate::schema::{Asks, AsksValue, Gate, NodeId, NumberTest};

/// Position of an object in [`Places`].
pub(super) type PlaceId = u32;

/// A draft that is a document.
pub(super) const DRAFT: PlaceId = 0;

/// An action of a batch.
pub(super) const ACTION: PlaceId = 1;

/// Objects that are remembered, and keys of each: as many as a word has bits.
const MOST_PLACES: usize = 256;
const MOST_KEYS: usize = 64;

/// Those who ask about the objects at one place.
const MOST_ASKERS: usize = 64;

/// Longer keys are not remembered.
const LONGEST: usize = 128;

/// A value that was asked what it is, and was so many different ones, is asked the same again from then on.
const MOST_TEXTS: usize = 32;

/// What drafts are held against: one of [`Askers`], and a node of its gate.
pub(super) type Asker = (usize, NodeId);

/// All places, [`DRAFT`] and [`ACTION`] first.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) objects: Vec<Object>,
    pub(super) literals: Vec<u8>,
}

/// What is known of the objects at one place.
#[derive(Debug, Default)]
pub(super) struct Object {
    /// In about the order of the texts.
    pub(super) keys: Vec<Key>,
    /// The keys whose presence matters, by their bits.
    pub(super) relevant: u64,
    /// Everything that ever asked such an object.
    pub(super) askers: Vec<Asker>,
}

/// A key of the objects at one place.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) literal: Literal,
    /// Its own among the bits of the keys of its object.
    pub(super) bit: u64,
    pub(super) value: Value,
    /// What its value is met with, by whoever asks.
    nodes: Vec<Asker>,
    /// Hashes of the texts that it was; none where it is always kept what it is.
    texts: Option<Vec<u64>>,
}

/// What the values of a key are.
#[derive(Debug)]
pub(super) enum Value {
    /// Any number.
    Number,
    /// A number that passes this.
    Tested(Box<NumberTest>),
    /// Any string.
    String,
    /// A string, a number or a word that is asked what it is.
    Exact,
    /// One that passes whatever it is met with.
    Decided,
    /// An object of that place.
    Object(PlaceId),
}

impl Places {
    /// Makes the first places.
    pub(super) fn begin(&mut self) {
        if self.objects.is_empty() {
            self.objects.resize_with(2, Object::default);
        }
    }

    /// Of the objects at a place, every key matters.
    pub(super) fn set_relevant(&mut self, place: PlaceId) {
        self.objects[place as usize].relevant = u64::MAX;
    }

    /// Takes notice of somebody who asks about the objects at a place. None where what is asked cannot be told.
    pub(super) fn ask(&mut self, place: PlaceId, asker: Asker, gate: &Gate) -> Option<()> {
        let Places { objects, literals } = self;
        let object = &mut objects[place as usize];
        if object.askers.contains(&asker) {
            return Some(());
        }
        if object.askers.len() >= MOST_ASKERS {
            return None;
        }
        // All or nothing: who cannot be understood leaves no trace.
        let asks = object.keys.iter().map(|key| key.asked(asker.1, name(key.literal.text(literals))?, gate));
        let asks: Vec<Asks> = asks.collect::<Option<_>>()?;
        for (key, asks) in object.keys.iter_mut().zip(asks) {
            object.relevant |= key.take(asker.0, asks);
        }
        object.askers.push(asker);
        Some(())
    }

    /// The key of that literal, with a value of that kind; `after` is where it is put where it is new, behind the keys that
    /// were met before. None where it is not remembered.
    pub(super) fn key(
        &mut self,
        place: PlaceId,
        literal: &[u8],
        kind: Kind,
        after: usize,
        askers: Askers<'_>,
    ) -> Option<usize> {
        let is_object = kind == Kind::Object;
        let object = &self.objects[place as usize];
        if let Some(known) = object.keys.iter().position(|key| key.literal.text(&self.literals) == literal) {
            let key = &mut self.objects[place as usize].keys[known];
            match (&key.value, kind) {
                (Value::Object(_), _) | (_, Kind::Object) => is_object && matches!(key.value, Value::Object(_)),
                (Value::Exact | Value::Decided, _)
                | (Value::String, Kind::String)
                | (Value::Number | Value::Tested(_), Kind::Number) => true,
                _ => {
                    // Something else than before.
                    key.value = Value::Exact;
                    true
                }
            }
            .then_some(known)
        } else {
            let is_full = object.keys.len() >= MOST_KEYS || (is_object && self.objects.len() >= MOST_PLACES);
            if literal.len() > LONGEST || is_full {
                return None;
            }
            let name = name(literal)?;
            let value = match kind {
                Kind::Number => Value::Number,
                Kind::String => Value::String,
                Kind::Object => Value::Object(self.objects.len() as PlaceId),
                _ => Value::Exact,
            };
            let bit = 1 << object.keys.len();
            let length = self.literals.len();
            let literal = Literal::new(literal, &mut self.literals);
            let mut key = Key { literal, bit, value, nodes: Vec::new(), texts: Some(Vec::new()) };
            let mut relevant = if is_object { bit } else { 0 };
            for &(asker, node) in &object.askers {
                let Some(asks) = askers.gate(asker).and_then(|gate| key.asked(node, name, gate)) else {
                    self.literals.truncate(length);
                    return None;
                };
                relevant |= key.take(asker, asks);
            }
            if is_object {
                self.objects.push(Object::default());
            }
            let object = &mut self.objects[place as usize];
            object.relevant |= relevant;
            object.keys.insert(after, key);
            Some(after)
        }
    }
}

impl Key {
    /// What a node asks about it. None where that cannot be told.
    fn asked(&self, node: NodeId, name: &str, gate: &Gate) -> Option<Asks> {
        let kind = match self.value {
            Value::Number | Value::Tested(_) => Kind::Number,
            Value::String => Kind::String,
            Value::Object(_) => Kind::Object,
            Value::Exact | Value::Decided => Kind::Null,
        };
        let asks = gate.asks(node, name, kind)?;
        let is_told = kind != Kind::Object || matches!(asks.value, AsksValue::Nothing);
        is_told.then_some(asks)
    }

    /// Takes notice of what is asked about it. Its bit where its presence matters.
    fn take(&mut self, asker: usize, asks: Asks) -> u64 {
        self.nodes.extend(asks.nodes.iter().map(|node| (asker, *node)));
        match (asks.value, &mut self.value) {
            // Whoever asks of what is decided is asked by its nodes.
            (AsksValue::Nothing, _) | (AsksValue::Everything | AsksValue::Number(_), Value::Decided) => {}
            (AsksValue::Number(test), value @ Value::Number) => *value = Value::Tested(Box::new(test)),
            (AsksValue::Number(test), Value::Tested(known)) => **known = test.and(known),
            (_, value) => *value = Value::Exact,
        }
        if asks.presence { self.bit } else { 0 }
    }

    /// From now on, it is always kept what it is: whoever asks depends on it.
    pub(super) fn keep(&mut self) {
        self.value = Value::Exact;
        self.texts = None;
    }

    /// Takes notice of a value that was accepted. One that is another text each time is not kept, if it passes whatever it
    /// is met with.
    pub(super) fn meet(&mut self, text: &str, span: Span, askers: Askers<'_>) {
        let Some(texts) = &mut self.texts else { return };
        match self.value {
            Value::Exact => {
                let mut hasher = DefaultHasher::new();
                text[span.clone()].hash(&mut hasher);
                let hash = hasher.finish();
                if !texts.contains(&hash) {
                    texts.push(hash);
                }
                if texts.len() >= MOST_TEXTS {
                    texts.clear();
                    if self.is_decided(text, span, askers) {
                        self.value = Value::Decided;
                    }
                }
            }
            Value::Decided if !self.is_decided(text, span, askers) => self.keep(),
            _ => {}
        }
    }

    /// Whether a scalar passes whatever it is met with.
    pub(super) fn is_decided(&self, text: &str, span: Span, askers: Askers<'_>) -> bool {
        askers.all_pass(&self.nodes, text, span)
    }
}

/// The name that a literal without escapes spells.
fn name(literal: &[u8]) -> Option<&str> {
    std::str::from_utf8(literal).ok()?.strip_prefix('"')?.strip_suffix('"')
}
