//! The compiled form of a draft-07 schema.
//!
//! One [`Sub`] per schema object, its keywords grouped by the type of instance that they look at, because that is the
//! order in which ajv 6 runs them: numbers, strings, arrays, objects, then the rest, then `errorMessage`.

use std::sync::{Arc, OnceLock};

use hashbrown::HashMap;

use super::document::{Documents, Place};
use super::format::Format;
use super::gate::{Answer, Gate};
use super::keyword::Keyword;
use super::message::ErrorMessage;
use super::numbers::is_multiple;
use super::pattern::Pattern;
use crate::json::{Kind, Value};

/// Position of a [`Sub`] in its plan.
pub type SubId = u32;

/// Position of an interned schema path in its plan.
pub(super) type PathId = u32;

/// A schema that is ready to run over tapes, in two modes: [`accepts`](Plan::accepts) and [`explain`](Plan::explain).
#[derive(Debug)]
pub struct Plan {
    pub(super) subs: Vec<Sub>,
    pub(super) patterns: Vec<Arc<Pattern>>,
    pub(super) paths: Vec<String>,
    pub(super) documents: Arc<Documents>,
    pub(super) root: SubId,
    /// A text inside a branch may take records that were made before the branch began, so that the branch looks as if it
    /// had passed: ajv-errors then changes the verdict, and only the second mode knows.
    pub(super) delicate: bool,
    /// Made when it is first needed; none where only the second mode can decide.
    pub(super) gate: OnceLock<Option<Gate>>,
}

/// One compiled schema object.
#[derive(Debug)]
pub struct Sub {
    /// Where it stands.
    pub place: Place,
    /// Its schemaPath as ajv writes it.
    pub(super) path: PathId,
    pub(super) mode: Mode,
    /// How many schema objects may be entered one inside another from here on, up to the next function compiled apart.
    pub(super) height: u32,
    /// `Some` where no keyword needs to run: a boolean schema, or one without known keywords.
    pub(super) constant: Option<bool>,
    pub(super) types: Option<Types>,
    pub(super) number: Option<NumberPart>,
    pub(super) string: Option<StringPart>,
    pub(super) array: Option<Box<ArrayPart>>,
    pub(super) object: Option<Box<ObjectPart>>,
    pub(super) rest: Option<Box<RestPart>>,
    pub(super) reference: Option<Reference>,
    pub(super) message: Option<Box<ErrorMessage>>,
}

impl Sub {
    /// Whether it has no keyword but `type`.
    #[inline]
    pub(super) fn is_bare(&self) -> bool {
        let has_part = self.number.is_some() || self.string.is_some() || self.array.is_some() || self.object.is_some();
        !has_part && self.rest.is_none() && self.reference.is_none() && self.message.is_none()
    }
}

/// How ajv generates code at some place of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Mode {
    /// `errorMessage` counts. Not so inside `not` and `if`, except in a `then` or `else` inside them.
    pub(super) texts: bool,
    /// Checks stop at the first error. ajv generates such code inside `not`, also for every function compiled apart that
    /// it meets there first, wherever else that function is called from.
    pub(super) halting: bool,
    /// Inside a keyword that tries schemas: an error that stops the checks does not end the whole function.
    pub(super) composite: bool,
}

impl Mode {
    /// How the start of a function is generated.
    pub(super) const START: Mode = Mode { texts: true, halting: false, composite: false };

    /// Inside `anyOf`, `oneOf`, `contains` and `propertyNames`.
    pub(super) fn branch(self) -> Mode {
        Mode { composite: true, ..self }
    }

    /// Inside `if`.
    pub(super) fn test(self) -> Mode {
        Mode { texts: false, composite: true, ..self }
    }

    /// Inside `not`.
    pub(super) const NEGATION: Mode = Mode { texts: false, halting: true, composite: true };

    /// Inside `then` and `else`.
    pub(super) fn consequence(self) -> Mode {
        Mode { texts: true, ..self }
    }
}

/// The types that `type` admits, one bit each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Types {
    pub(super) set: TypeSet,
    /// When ajv makes the record: see [`TypeMoment`].
    pub(super) moment: TypeMoment,
}

/// A set of JSON Schema types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TypeSet(u8);

/// The moment at which a failing `type` is recorded. A single type whose own keywords stand beside it is checked
/// together with them, any other before all keywords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TypeMoment {
    First,
    WithNumber,
    WithString,
    WithArray,
    WithObject,
}

impl TypeSet {
    pub(super) const NULL: TypeSet = TypeSet(1);
    pub(super) const BOOLEAN: TypeSet = TypeSet(2);
    pub(super) const INTEGER: TypeSet = TypeSet(4);
    pub(super) const NUMBER: TypeSet = TypeSet(8 | 4);
    pub(super) const STRING: TypeSet = TypeSet(16);
    pub(super) const ARRAY: TypeSet = TypeSet(32);
    pub(super) const OBJECT: TypeSet = TypeSet(64);
    /// Every type there is.
    pub(super) const ALL: TypeSet = TypeSet(127);
    const NAMES: [(&'static str, TypeSet); 7] = [
        ("null", TypeSet::NULL),
        ("boolean", TypeSet::BOOLEAN),
        ("number", TypeSet::NUMBER),
        ("integer", TypeSet::INTEGER),
        ("string", TypeSet::STRING),
        ("array", TypeSet::ARRAY),
        ("object", TypeSet::OBJECT),
    ];

    /// The set of one type, by the word of JSON Schema.
    pub(super) fn named(name: &str) -> Option<TypeSet> {
        TypeSet::NAMES.iter().find(|(word, _)| *word == name).map(|&(_, set)| set)
    }

    pub(super) fn insert(&mut self, other: TypeSet) {
        self.0 |= other.0;
    }

    /// Whether every value of that kind is of a type in the set.
    #[inline]
    pub(super) fn has_kind(self, kind: Kind) -> bool {
        const TYPES: [TypeSet; 9] = [
            TypeSet::NULL,
            TypeSet::BOOLEAN,
            TypeSet::BOOLEAN,
            TypeSet::NUMBER,
            TypeSet::STRING,
            TypeSet::STRING,
            TypeSet::ARRAY,
            TypeSet::OBJECT,
            // No type at all.
            TypeSet(128),
        ];
        self.has(TYPES[kind as usize])
    }

    /// The types that are in both sets; integers are numbers.
    pub(super) fn both(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 & other.0)
    }

    /// Whether every type of `other` is in the set.
    #[inline]
    pub(super) fn has(self, other: TypeSet) -> bool {
        self.0 & other.0 == other.0
    }

    /// The words of the types in the set; `integer` only where `number` is not.
    pub fn names(self) -> Vec<&'static str> {
        let listed = TypeSet::NAMES
            .iter()
            .filter(|&&(word, set)| self.has(set) && !(word == "integer" && self.has(TypeSet::NUMBER)));
        listed.map(|&(word, _)| word).collect()
    }
}

/// `maximum` or `minimum` with its exclusive companion: ajv 6 checks only the tighter of the two.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound {
    pub(super) limit: f64,
    pub(super) exclusive: bool,
    pub(super) keyword: Keyword,
}

#[derive(Debug, Default, Clone, Copy)]
pub(super) struct NumberPart {
    pub(super) maximum: Option<Bound>,
    pub(super) minimum: Option<Bound>,
    pub(super) multiple_of: Option<f64>,
}

#[derive(Debug, Default, Clone, Copy)]
pub(super) struct StringPart {
    pub(super) max_length: Option<f64>,
    pub(super) min_length: Option<f64>,
    pub(super) pattern: Option<u32>,
    pub(super) format: Option<Format>,
}

#[derive(Debug, Default)]
pub(super) struct ArrayPart {
    pub(super) max_items: Option<f64>,
    pub(super) min_items: Option<f64>,
    pub(super) items: Items,
    pub(super) contains: Option<SubId>,
    /// Elements that `uniqueItems` compares: with a scalar `items.type`, ajv passes over those of other types.
    pub(super) unique: Option<UniqueItems>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct UniqueItems {
    pub(super) only: Option<TypeSet>,
}

#[derive(Debug, Default)]
pub(super) enum Items {
    #[default]
    Any,
    All(SubId),
    Tuple(Vec<SubId>, Extra),
}

/// What `additionalItems` or `additionalProperties` says.
#[derive(Debug, Default, Clone, Copy)]
pub(super) enum Extra {
    #[default]
    Allowed,
    Forbidden,
    Schema(SubId),
}

/// A member name, ready to be compared with keys.
pub(super) type Name = Box<str>;

#[derive(Debug, Default)]
pub(super) struct ObjectPart {
    pub(super) max_properties: Option<f64>,
    pub(super) min_properties: Option<f64>,
    /// Names whose absence is recorded by `required` itself, before the properties.
    pub(super) required: Vec<Name>,
    pub(super) dependencies: Vec<(Name, Dependency)>,
    pub(super) property_names: Option<SubId>,
    /// Every name in `properties`, also those whose schema says nothing: none of them is additional.
    pub(super) known: Vec<Name>,
    pub(super) properties: Vec<Property>,
    /// Positions in `properties` by name, where there are [`MANY`]; of names in `known` that say nothing, `u32::MAX`.
    pub(super) positions: HashMap<Name, u32>,
    pub(super) patterns: Vec<(u32, SubId)>,
    pub(super) extra: Extra,
}

/// From so many names on, they are looked up by their hash.
pub(super) const MANY: usize = 32;

impl ObjectPart {
    /// Whether `properties` lists a name.
    pub(super) fn knows(&self, name: &str) -> bool {
        if self.known.len() > MANY {
            return self.positions.contains_key(name);
        }
        self.known.iter().any(|known| **known == *name)
    }

    /// Whether `properties` lists the name of a member.
    pub(super) fn knows_key(&self, key: Value<'_>) -> bool {
        if self.known.len() > MANY {
            return key.string().is_some_and(|name| self.knows(&name));
        }
        self.known.iter().any(|known| key.is_str(known))
    }
}

#[derive(Debug)]
pub(super) struct Property {
    pub(super) name: Name,
    pub(super) sub: SubId,
    /// ajv records the absence of a required name here where it has a schema that says something.
    pub(super) required: bool,
}

#[derive(Debug)]
pub(super) enum Dependency {
    Names(Vec<Name>),
    Schema(SubId),
}

#[derive(Debug, Default)]
pub(super) struct RestPart {
    pub(super) constant: Option<Place>,
    pub(super) enumeration: Option<Vec<Place>>,
    pub(super) not: Option<SubId>,
    pub(super) any_of: Vec<SubId>,
    pub(super) one_of: Vec<SubId>,
    pub(super) all_of: Vec<SubId>,
    pub(super) condition: Option<Condition>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Condition {
    pub(super) test: SubId,
    pub(super) then: Option<SubId>,
    pub(super) otherwise: Option<SubId>,
}

/// A `$ref`, followed in one of ajv's two ways.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reference {
    /// The target holds no `$ref` itself: it runs as if it stood here.
    InPlace(SubId),
    /// The target runs with a list of records of its own.
    Apart(SubId),
}

impl Sub {
    /// The schema objects that this one enters, functions compiled apart not counted.
    pub(super) fn below(&self) -> impl Iterator<Item = SubId> + '_ {
        let extra = |extra: &Extra| match extra {
            Extra::Schema(sub) => Some(*sub),
            Extra::Allowed | Extra::Forbidden => None,
        };
        let reference = self.reference.and_then(|reference| match reference {
            Reference::InPlace(target) => Some(target),
            Reference::Apart(_) => None,
        });
        let array = self.array.iter().flat_map(move |part| {
            let items: Vec<SubId> = match &part.items {
                Items::Any => Vec::new(),
                Items::All(sub) => vec![*sub],
                Items::Tuple(subs, rest) => subs.iter().copied().chain(extra(rest)).collect(),
            };
            items.into_iter().chain(part.contains)
        });
        let object = self.object.iter().flat_map(move |part| {
            let properties = part.properties.iter().map(|property| property.sub);
            let patterns = part.patterns.iter().map(|(_, sub)| *sub);
            let others = part.property_names.into_iter().chain(extra(&part.extra));
            properties.chain(patterns).chain(others).chain(part.dependencies.iter().filter_map(|(_, d)| d.schema()))
        });
        reference.into_iter().chain(array).chain(object).chain(self.rest.iter().flat_map(|part| part.schemas()))
    }
}

impl Dependency {
    pub(super) fn schema(&self) -> Option<SubId> {
        match self {
            Dependency::Schema(sub) => Some(*sub),
            Dependency::Names(_) => None,
        }
    }
}

impl RestPart {
    pub(super) fn schemas(&self) -> impl Iterator<Item = SubId> + '_ {
        let condition =
            self.condition.into_iter().flat_map(|c| [Some(c.test), c.then, c.otherwise].into_iter().flatten());
        let branches = self.any_of.iter().chain(&self.one_of).chain(&self.all_of).copied();
        self.not.into_iter().chain(branches).chain(condition)
    }
}

impl NumberPart {
    #[inline]
    pub(super) fn allows(&self, number: f64) -> bool {
        self.maximum.is_none_or(|bound| bound.allows_at_most(number))
            && self.minimum.is_none_or(|bound| bound.allows_at_least(number))
            && self.multiple_of.is_none_or(|step| is_multiple(number, step))
    }
}

impl Bound {
    #[inline]
    pub(super) fn allows_at_most(self, number: f64) -> bool {
        if self.exclusive { number < self.limit } else { number <= self.limit }
    }

    #[inline]
    pub(super) fn allows_at_least(self, number: f64) -> bool {
        if self.exclusive { number > self.limit } else { number >= self.limit }
    }
}

impl Plan {
    /// Whether the instance is valid. With `holes`, every `{"$ref": ...}` in it counts as valid itself, so that the
    /// answer `true` is certain, and `false` may still be for [`explain`](Plan::explain) to take back.
    #[inline]
    pub fn accepts(&self, instance: Value<'_>, holes: bool) -> bool {
        match self.answer(instance, holes) {
            Answer::Yes => true,
            Answer::No => false,
            Answer::Unsure => {
                let explanation = self.explain(instance, holes);
                explanation.is_valid() && explanation.undecided().is_none()
            }
        }
    }

    /// Whether it is sure without an explanation that the instance is valid.
    pub(crate) fn surely_accepts(&self, instance: Value<'_>, holes: bool) -> bool {
        self.answer(instance, holes) == Answer::Yes
    }

    #[inline]
    fn answer(&self, instance: Value<'_>, holes: bool) -> Answer {
        self.gate().map_or(Answer::Unsure, |gate| gate.answer(instance, holes))
    }

    /// Its first mode, where it has one.
    pub(crate) fn gate(&self) -> Option<&Gate> {
        self.gate.get_or_init(|| Gate::of(&[self])).as_ref()
    }

    /// The compiled schema object of that id.
    #[inline]
    pub fn sub(&self, id: SubId) -> &Sub {
        &self.subs[id as usize]
    }

    /// Every place of a document that the plan has something from.
    pub(crate) fn places(&self) -> impl Iterator<Item = Place> {
        self.subs.iter().map(|sub| sub.place)
    }

    /// The documents that the plan was compiled from.
    pub fn documents(&self) -> &Documents {
        &self.documents
    }

    /// A schemaPath as ajv writes it.
    pub(super) fn path(&self, id: PathId) -> &str {
        &self.paths[id as usize]
    }
}
