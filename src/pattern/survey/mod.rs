//! A schema as its author wrote it: every schema object on the tape, how it is reached, and which of them look at the same
//! value of a draft.
//!
//! The compiled plan answers for drafts; what lints ask is about the text: which keyword stands where, and what else is
//! said about the same thing. A survey takes time linear in the document, whatever is in it.

mod facts;
mod families;
pub(crate) mod texts;
mod walk;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use crate::json::{Kind, Value};
use crate::schema::pattern::Pattern;
use crate::schema::{Documents, Place};

pub(crate) use facts::{Facts, matches_nearly_all};
use families::Families;
pub(crate) use families::FamilyId;

/// Position of a [`Part`] in its survey.
pub(crate) type PartId = usize;

/// How a schema object is reached from the one above it. Keys are indices on the tape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    /// `properties`, below this key
    Property(u32),
    /// `patternProperties`, below this key
    Pattern(u32),
    /// `additionalProperties`
    Additional,
    /// `items`, `additionalItems`, `contains`
    Item,
    /// `propertyNames`
    Names,
    /// `allOf`
    AllOf,
    /// `anyOf`
    AnyOf,
    /// `oneOf`
    OneOf,
    /// `not`
    Not,
    /// `if`
    If,
    /// `then`
    Then,
    /// `else`
    Else,
    /// A schema in `dependencies`
    Dependency,
    /// `$ref`
    Reference,
}

impl Edge {
    /// Whether both schemas look at the same value.
    fn stays(self) -> bool {
        !matches!(self, Edge::Property(_) | Edge::Pattern(_) | Edge::Additional | Edge::Item | Edge::Names)
    }
}

/// How surely a schema applies to its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// Whenever the value is there.
    Firm,
    /// Under a condition, or as one branch of several.
    Tentative,
    /// It only tests: inside `if` or `not`.
    Test,
}

/// One schema object or boolean.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    /// The schema itself.
    pub(crate) value: Value<'a>,
    /// What it was first reached from.
    pub(crate) parent: Option<(PartId, Edge)>,
    /// What is reached from it.
    pub(crate) children: Vec<(Edge, PartId)>,
    /// The surest way in which it applies; none where nothing leads to it.
    pub(crate) strength: Option<Strength>,
    /// Whether its `errorMessage` is ever looked at.
    pub(crate) speaks: bool,
    /// Whether it refers to something outside its document, or to nothing.
    pub(crate) is_foreign: bool,
    /// The names that it demands, once somebody asked.
    demanded: OnceCell<HashSet<Box<str>>>,
    /// The names that it lists, and its patterns for others, once somebody asked.
    listed: OnceCell<Listed>,
}

/// What `properties` and `patternProperties` of a part pick out.
#[derive(Debug)]
struct Listed {
    names: HashSet<Box<str>>,
    patterns: Vec<Option<Pattern>>,
}

/// Every schema of a document.
#[derive(Debug)]
pub(crate) struct Survey<'a> {
    parts: Vec<Part<'a>>,
    by_node: HashMap<u32, PartId>,
    families: Families,
    facts: HashMap<FamilyId, Facts>,
}

/// Where the document of a survey stands among those that it may refer to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Home<'d> {
    pub(crate) documents: &'d Documents,
    pub(crate) position: u16,
    /// What is added to the indices of that document to make those of the surveyed tape.
    pub(crate) offset: u32,
}

impl Home<'_> {
    /// The node of the surveyed tape that a reference leads to.
    fn resolve(self, node: u32, reference: &str) -> Option<u32> {
        let place = Place { document: self.position, node: node - self.offset };
        let target = self.documents.resolve(place, reference).ok().flatten()?;
        (target.document == self.position).then_some(target.node + self.offset)
    }
}

impl<'a> Survey<'a> {
    /// Looks at the schema at `root` and at everything that it leads to.
    pub(crate) fn of(root: Value<'a>, home: Home<'_>) -> Survey<'a> {
        let (mut parts, by_node) = walk::walk(root, home);
        walk::reach(&mut parts);
        let families = Families::of(&parts);
        let mut survey = Survey { parts, by_node, families, facts: HashMap::new() };
        survey.facts = facts::gather(&survey);
        survey
    }

    /// The schema that a document starts with.
    pub(crate) const ROOT: PartId = 0;

    /// Every part that applies to anything, in the order in which they were found.
    pub(crate) fn reached(&self) -> impl Iterator<Item = (PartId, &Part<'a>)> {
        self.parts.iter().enumerate().filter(|(_, part)| part.strength.is_some())
    }

    pub(crate) fn part(&self, id: PartId) -> &Part<'a> {
        &self.parts[id]
    }

    /// The part at a node of the tape.
    pub(crate) fn at(&self, value: Value<'_>) -> Option<PartId> {
        self.by_node.get(&value.index()).copied()
    }

    /// The value of a keyword. Everything beside a `$ref` is ignored, so that it has none.
    pub(crate) fn keyword(&self, id: PartId, name: &str) -> Option<Value<'a>> {
        let value = self.parts[id].value;
        if refers(value) { None } else { value.get(name) }
    }

    /// The schema that a part has below a keyword.
    pub(crate) fn child(&self, id: PartId, edge: Edge) -> Option<PartId> {
        self.parts[id].children.iter().find(|(way, _)| *way == edge).map(|&(_, child)| child)
    }

    /// Whether a part demands anything of its value, by itself or through what it leads to.
    pub(crate) fn demands(&self, id: PartId) -> bool {
        let value = self.parts[id].value;
        match value.kind() {
            Kind::False => true,
            Kind::Object if refers(value) => true,
            Kind::Object => value.members().any(|member| member.key.string().is_some_and(|name| asserts(&name))),
            _ => false,
        }
    }

    /// What looks at the same value as a part.
    pub(crate) fn family(&self, id: PartId) -> FamilyId {
        self.families.of_part(id)
    }

    /// The parts of a family that apply to anything.
    pub(crate) fn members(&self, family: FamilyId) -> impl Iterator<Item = PartId> + '_ {
        self.families.members(family).iter().copied().filter(|&id| self.parts[id].strength.is_some())
    }

    /// The parts of a family that apply whenever the value is there.
    pub(crate) fn firm(&self, family: FamilyId) -> impl Iterator<Item = PartId> + '_ {
        self.members(family).filter(|&id| self.parts[id].strength == Some(Strength::Firm))
    }

    /// The parts of a family that say something about drafts, and not only test.
    pub(crate) fn sayers(&self, family: FamilyId) -> impl Iterator<Item = PartId> + '_ {
        self.members(family).filter(|&id| self.parts[id].strength != Some(Strength::Test))
    }

    /// What looks at the property of that name, as far as `properties` names it.
    pub(crate) fn property(&self, family: FamilyId, name: &str) -> Option<FamilyId> {
        self.families.property(family, name)
    }

    /// What a family says as a whole; nothing where no part of it applies to anything.
    pub(crate) fn facts(&self, family: FamilyId) -> Option<&Facts> {
        self.facts.get(&family)
    }

    /// Whether something outside the document has a say in a family.
    pub(crate) fn is_foreign(&self, family: FamilyId) -> bool {
        self.facts(family).is_some_and(|facts| facts.is_foreign)
    }

    /// Whether everything beside a `$ref` of a part is ignored.
    pub(crate) fn is_reference(&self, id: PartId) -> bool {
        refers(self.parts[id].value)
    }

    /// The names that a part lists below `properties`, with their keys.
    pub(crate) fn names(&self, id: PartId) -> impl Iterator<Item = (Cow<'a, str>, Value<'a>)> + '_ {
        let listed = self.keyword(id, "properties").into_iter().flat_map(Value::members);
        listed.map(|member| (member.key.string().unwrap_or_default(), member.key))
    }

    /// The names that a part demands.
    pub(crate) fn demanded(&self, id: PartId) -> &HashSet<Box<str>> {
        self.parts[id].demanded.get_or_init(|| self.required(id).map(|(name, _)| name.into()).collect())
    }

    /// Whether a part has something to say of a name: it lists the name, or one of its patterns may match it.
    pub(crate) fn lists(&self, id: PartId, name: &str) -> bool {
        let listed = self.parts[id].listed.get_or_init(|| {
            let patterns = self.keyword(id, "patternProperties").into_iter().flat_map(Value::members);
            let pattern = |key: Value<'_>| Pattern::new(&key.string().unwrap_or_default()).ok();
            Listed {
                names: self.names(id).map(|(name, _)| name.into()).collect(),
                patterns: patterns.map(|member| pattern(member.key)).collect(),
            }
        });
        // What cannot be decided is not held against anybody.
        let may = |pattern: &Option<Pattern>| pattern.as_ref().is_none_or(|p| p.matches(name).unwrap_or(true));
        listed.names.contains(name) || listed.patterns.iter().any(may)
    }

    /// The names that a part demands, with the strings that do.
    pub(crate) fn required(&self, id: PartId) -> impl Iterator<Item = (Cow<'a, str>, Value<'a>)> + '_ {
        let listed = self.keyword(id, "required").into_iter().flat_map(Value::elements);
        listed.filter_map(|element| Some((element.string()?, element)))
    }
}

/// Whether a schema is a reference, so that everything beside it is ignored.
pub(crate) fn refers(schema: Value<'_>) -> bool {
    schema.get("$ref").is_some_and(|target| target.kind() == Kind::String)
}

/// Whether a keyword of draft-07 can refuse a value.
pub(crate) fn asserts(keyword: &str) -> bool {
    const ASSERTIONS: [&str; 31] = [
        "type",
        "enum",
        "const",
        "multipleOf",
        "maximum",
        "exclusiveMaximum",
        "minimum",
        "exclusiveMinimum",
        "maxLength",
        "minLength",
        "pattern",
        "format",
        "items",
        "additionalItems",
        "maxItems",
        "minItems",
        "uniqueItems",
        "contains",
        "maxProperties",
        "minProperties",
        "required",
        "properties",
        "patternProperties",
        "additionalProperties",
        "dependencies",
        "propertyNames",
        "if",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
    ];
    ASSERTIONS.contains(&keyword)
}

#[cfg(test)]
mod tests;
