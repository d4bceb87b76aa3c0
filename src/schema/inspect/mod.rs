//! Questions that findings ask about a compiled schema: what a schema object says, as values and as places.

mod facts;

use std::borrow::Cow;

use super::document::Place;
use super::keyword::Keyword;
use super::plan::{Extra, ObjectPart, Plan, Reference, RestPart, SubId, TypeSet};
use crate::json::Value;

pub use facts::Fact;

/// One end of a range of numbers, as the schema states it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit<'p> {
    /// The number.
    pub limit: f64,
    /// Whether the number itself is outside.
    pub exclusive: bool,
    /// The number as written.
    pub raw: &'p str,
    /// The keyword that states it.
    pub keyword: Keyword,
}

/// The range that a schema object allows a number. Of an inclusive and an exclusive end only the tighter one, as ajv
/// checks it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bounds<'p> {
    /// The lower end.
    pub minimum: Option<Limit<'p>>,
    /// The upper end.
    pub maximum: Option<Limit<'p>>,
}

/// An `if` with at least one branch that says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conditional {
    /// `if`
    pub test: SubId,
    /// `then`
    pub then: Option<SubId>,
    /// `else`
    pub otherwise: Option<SubId>,
}

impl Plan {
    /// The schema object or boolean itself, on the tape of its document.
    pub fn schema(&self, sub: SubId) -> Value<'_> {
        self.documents.value(self.sub(sub).place)
    }

    /// The value of a keyword as written.
    pub fn keyword_value(&self, sub: SubId, keyword: Keyword) -> Option<Value<'_>> {
        self.schema(sub).get(keyword.name())
    }

    /// The key of the keyword that a record of this schema object is about; for a schema that is `false`, that `false`.
    pub fn keyword_key(&self, sub: SubId, keyword: Keyword) -> Option<Place> {
        if keyword == Keyword::FalseSchema {
            return Some(self.sub(sub).place);
        }
        self.key(sub, keyword.name())
    }

    /// The key of any member of the schema object, such as `then`.
    pub fn key(&self, sub: SubId, name: &str) -> Option<Place> {
        let document = self.sub(sub).place.document;
        self.schema(sub).member(name).map(|member| Place { document, node: member.key.index() })
    }

    /// The string in the list of `required` that is this name.
    pub fn required_element(&self, sub: SubId, name: &str) -> Option<Place> {
        let document = self.sub(sub).place.document;
        let listed = self.keyword_value(sub, Keyword::Required)?;
        listed.elements().find(|element| element.is_str(name)).map(|e| Place { document, node: e.index() })
    }

    /// Every name that `required` lists, in its order.
    pub fn required_names(&self, sub: SubId) -> Vec<Cow<'_, str>> {
        if self.object_part(sub).is_none() {
            return Vec::new();
        }
        let listed = self.keyword_value(sub, Keyword::Required);
        listed.map(|list| list.elements().filter_map(Value::string).collect()).unwrap_or_default()
    }

    /// The names of `required`, where the schema object demands nothing else. Texts beside it do not count.
    pub fn required_only(&self, sub: SubId) -> Option<Vec<&str>> {
        let this = self.sub(sub);
        let part = this.object.as_deref()?;
        let other_groups = this.types.is_some()
            || this.number.is_some()
            || this.string.is_some()
            || this.array.is_some()
            || this.rest.is_some();
        let other_keywords = part.max_properties.is_some()
            || part.min_properties.is_some()
            || !part.dependencies.is_empty()
            || part.property_names.is_some()
            || !part.properties.is_empty()
            || !part.patterns.is_empty()
            || !matches!(part.extra, Extra::Allowed);
        if other_groups || other_keywords || part.required.is_empty() {
            return None;
        }
        Some(part.required.iter().map(AsRef::as_ref).collect())
    }

    /// The values that `enum` lists.
    pub fn enumeration(&self, sub: SubId) -> Vec<Value<'_>> {
        let listed = self.rest_part(sub).and_then(|part| part.enumeration.as_ref());
        listed.map(|places| places.iter().map(|place| self.documents.value(*place)).collect()).unwrap_or_default()
    }

    /// The value of `const`.
    pub fn constant(&self, sub: SubId) -> Option<Value<'_>> {
        self.rest_part(sub)?.constant.map(|place| self.documents.value(place))
    }

    /// The range of numbers.
    pub fn bounds(&self, sub: SubId) -> Bounds<'_> {
        let Some(part) = self.sub(sub).number else { return Bounds::default() };
        let limit = |bound: super::plan::Bound| Limit {
            limit: bound.limit,
            exclusive: bound.exclusive,
            raw: self.keyword_value(sub, bound.keyword).map_or("", Value::raw),
            keyword: bound.keyword,
        };
        Bounds { minimum: part.minimum.map(limit), maximum: part.maximum.map(limit) }
    }

    /// `multipleOf`, as written.
    pub fn multiple_of_literal(&self, sub: SubId) -> Option<&str> {
        self.sub(sub).number?.multiple_of?;
        self.keyword_value(sub, Keyword::MultipleOf).map(Value::raw)
    }

    /// The types that `type` admits.
    pub fn types(&self, sub: SubId) -> Option<TypeSet> {
        self.sub(sub).types.map(|types| types.set)
    }

    /// `pattern`, as the regular expression that it is.
    pub fn pattern_source(&self, sub: SubId) -> Option<Cow<'_, str>> {
        self.sub(sub).string?.pattern?;
        self.keyword_value(sub, Keyword::Pattern)?.string()
    }

    /// The branches of `anyOf` or `oneOf`; none for any other keyword.
    pub fn branches(&self, sub: SubId, keyword: Keyword) -> &[SubId] {
        match (self.rest_part(sub), keyword) {
            (Some(part), Keyword::AnyOf) => &part.any_of,
            (Some(part), Keyword::OneOf) => &part.one_of,
            _ => &[],
        }
    }

    /// The branches of `allOf`.
    pub fn all_of(&self, sub: SubId) -> &[SubId] {
        self.rest_part(sub).map_or(&[], |part| &part.all_of)
    }

    /// The schema below `not`.
    pub fn negated(&self, sub: SubId) -> Option<SubId> {
        self.rest_part(sub)?.not
    }

    /// `if` with its branches, where at least one of them says something.
    pub fn condition(&self, sub: SubId) -> Option<Conditional> {
        let condition = self.rest_part(sub)?.condition?;
        Some(Conditional { test: condition.test, then: condition.then, otherwise: condition.otherwise })
    }

    /// Every name in `properties`.
    pub fn known_properties(&self, sub: SubId) -> Vec<&str> {
        self.object_part(sub).map(|part| part.known.iter().map(AsRef::as_ref).collect()).unwrap_or_default()
    }

    /// The schema that `properties` has for a name, where it says something.
    pub fn property(&self, sub: SubId, name: &str) -> Option<SubId> {
        self.object_part(sub)?.properties.iter().find(|property| *property.name == *name).map(|property| property.sub)
    }

    /// Whether names that are neither listed nor matched by a pattern are forbidden.
    pub fn forbids_others(&self, sub: SubId) -> bool {
        self.object_part(sub).is_some_and(|part| matches!(part.extra, Extra::Forbidden))
    }

    /// The schema that a `$ref` leads to. All that stands beside a `$ref` is ignored.
    pub fn reference_target(&self, sub: SubId) -> Option<SubId> {
        match self.sub(sub).reference? {
            Reference::InPlace(target) | Reference::Apart(target) => Some(target),
        }
    }

    /// The schema object that the plan starts from.
    pub fn root(&self) -> SubId {
        self.root
    }

    fn object_part(&self, sub: SubId) -> Option<&ObjectPart> {
        self.sub(sub).object.as_deref()
    }

    fn rest_part(&self, sub: SubId) -> Option<&RestPart> {
        self.sub(sub).rest.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::testing::plan;

    fn text_at(plan: &Plan, place: Option<Place>) -> &str {
        place.map_or("", |place| plan.documents().value(place).raw())
    }

    #[test]
    fn required_only_passes_over_texts_and_notes() {
        let names = |schema: &str| {
            let plan = plan(schema);
            plan.required_only(plan.root()).map(|names| names.join(","))
        };
        assert_eq!(names(r#"{"required": ["a", "b"]}"#).as_deref(), Some("a,b"));
        assert_eq!(names(r#"{"required": ["a"], "errorMessage": "x", "title": "y"}"#).as_deref(), Some("a"));
        assert_eq!(names(r#"{"required": ["a"], "properties": {"a": {}}}"#).as_deref(), Some("a"));
        assert_eq!(names(r#"{"required": ["a"], "properties": {"a": {"type": "null"}}}"#), None);
        assert_eq!(names(r#"{"required": ["a"], "type": "object"}"#), None);
        assert_eq!(names(r#"{"required": ["a"], "not": {"required": ["b"]}}"#), None);
        assert_eq!(names(r#"{"required": []}"#), None);
        assert_eq!(names("true"), None);
    }

    #[test]
    fn places_are_those_of_the_keys() {
        let plan = plan(
            r#"{"required": ["a", "b"], "exclusiveMaximum": 5.50, "maximum": 6, "multipleOf": 0.10, "not": {"type": "null"},
                "pattern": "\u0061+", "if": {}, "then": false, "type": ["integer", "string"]}"#,
        );
        let root = plan.root();
        assert_eq!(text_at(&plan, plan.required_element(root, "b")), "\"b\"");
        assert_eq!(text_at(&plan, plan.required_element(root, "c")), "");
        assert_eq!(text_at(&plan, plan.keyword_key(root, Keyword::ExclusiveMaximum)), "\"exclusiveMaximum\"");
        assert_eq!(text_at(&plan, plan.keyword_key(root, Keyword::Not)), "\"not\"");
        assert_eq!(text_at(&plan, plan.key(root, "then")), "\"then\"");
        assert_eq!(plan.keyword_key(root, Keyword::Enum), None);
        let then = plan.condition(root).and_then(|c| c.then).expect("there is a `then`");
        assert_eq!(text_at(&plan, plan.keyword_key(then, Keyword::FalseSchema)), "false");
        let maximum = plan.bounds(root).maximum.expect("there is a maximum");
        assert_eq!((maximum.limit, maximum.exclusive, maximum.raw), (5.5, true, "5.50"));
        assert_eq!(plan.bounds(root).minimum, None);
        assert_eq!(plan.multiple_of_literal(root), Some("0.10"));
        assert_eq!(plan.pattern_source(root).as_deref(), Some("a+"));
        assert_eq!(plan.types(root).map(TypeSet::names), Some(vec!["integer", "string"]));
    }

    #[test]
    fn values_branches_and_properties() {
        let plan = plan(
            r##"{"enum": [1, "x"], "const": null, "anyOf": [{"type": "null"}], "oneOf": [{"type": "null"}, false],
                "allOf": [{"$ref": "#/definitions/d"}], "properties": {"a": {"type": "null"}, "b": {}},
                "additionalProperties": false, "definitions": {"d": {"minimum": 1}}}"##,
        );
        let root = plan.root();
        let raw: Vec<&str> = plan.enumeration(root).into_iter().map(Value::raw).collect();
        assert_eq!(raw, ["1", "\"x\""]);
        assert_eq!(plan.constant(root).map(Value::raw), Some("null"));
        assert_eq!(plan.branches(root, Keyword::AnyOf).len(), 1);
        assert_eq!(plan.branches(root, Keyword::OneOf).len(), 2);
        assert_eq!(plan.branches(root, Keyword::Not).len(), 0);
        assert_eq!(plan.known_properties(root), ["a", "b"]);
        assert!(plan.property(root, "a").is_some() && plan.property(root, "b").is_none());
        assert!(plan.forbids_others(root));
        let target = plan.reference_target(plan.all_of(root)[0]).expect("a reference");
        assert_eq!(plan.bounds(target).minimum.map(|bound| bound.raw), Some("1"));
    }
}
