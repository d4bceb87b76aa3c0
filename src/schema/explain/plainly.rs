//! Schema objects that are simple enough to be decided without records: most conditions, branches and leaves are.

use super::Run;
use crate::json::{Kind, Value};
use crate::schema::equal::equal;
use crate::schema::instance::has_type;
use crate::schema::plan::{Extra, ObjectPart, Reference, RestPart, Sub, SubId};

/// Schema objects are followed down so far, and names and values of each compared as long as there are so few.
const DEEPEST: u32 = 4;
const FEW: usize = 8;

impl<'d> Run<'_, 'd> {
    /// Whether a value passes a schema object, where that is seen at once: it makes no records then, and no text has any to
    /// take. Nothing is recorded of one that does not pass.
    pub(super) fn plainly(&self, id: SubId, value: Value<'d>) -> Option<bool> {
        // A verdict is what the keywords come to, except in these.
        if self.returned || self.holes || self.out.plan.delicate {
            return None;
        }
        self.decide(id, value, DEEPEST)
    }

    fn decide(&self, id: SubId, value: Value<'d>, depth: u32) -> Option<bool> {
        let sub = self.out.plan.sub(id);
        let kind = value.kind();
        if sub.constant.is_some() {
            return sub.constant;
        }
        if depth == 0 || kind == Kind::Missing || !is_simple(sub, kind) {
            return None;
        }
        let is_typed = sub.types.is_none_or(|types| has_type(value, types.set));
        let passes = match sub.reference {
            Some(Reference::InPlace(target)) => is_typed && self.decide(target, value, depth - 1)?,
            Some(Reference::Apart(_)) => return None,
            None => {
                let object = sub.object.as_deref().filter(|_| kind == Kind::Object);
                is_typed
                    && (kind != Kind::Number
                        || sub.number.as_ref().is_none_or(|part| part.allows(value.f64().unwrap_or_default())))
                    && object.map_or(Some(true), |part| self.decide_members(part, value, depth))?
                    && sub.rest.as_deref().map_or(Some(true), |part| self.decide_rest(part, value, depth))?
            }
        };
        // A text changes what is recorded, and takes what was recorded before.
        (sub.message.is_none() || (passes && self.is_unrecorded(value))).then_some(passes)
    }

    fn decide_members(&self, part: &ObjectPart, value: Value<'d>, depth: u32) -> Option<bool> {
        if part.required.iter().any(|name| value.key_of(name).is_none()) {
            return Some(false);
        }
        for property in &part.properties {
            let passes = match value.get(&property.name) {
                Some(member) => self.decide(property.sub, member, depth - 1)?,
                None => !property.required,
            };
            if !passes {
                return Some(false);
            }
        }
        Some(true)
    }

    fn decide_rest(&self, part: &RestPart, value: Value<'d>, depth: u32) -> Option<bool> {
        let documents = &self.out.plan.documents;
        let is = |place| equal(value, documents.value(place));
        if part.constant.is_some_and(|constant| !is(constant))
            || part.enumeration.as_ref().is_some_and(|members| !members.iter().any(|member| is(*member)))
        {
            return Some(false);
        }
        for sub in &part.all_of {
            if !self.decide(*sub, value, depth - 1)? {
                return Some(false);
            }
        }
        Some(true)
    }

    /// Whether there is no record about a value or what is in it.
    fn is_unrecorded(&self, value: Value<'d>) -> bool {
        self.out.errors == 0 || self.out.reach.of(value.index()..value.node().next).is_none()
    }
}

/// Whether a schema object asks a value of that kind for no more than can be told at once.
fn is_simple(sub: &Sub, kind: Kind) -> bool {
    let of_kind = match kind {
        Kind::String | Kind::Key => sub.string.is_none(),
        Kind::Array => sub.array.is_none(),
        Kind::Object => sub.object.as_deref().is_none_or(|part| {
            let is_open = matches!(part.extra, Extra::Allowed) && part.patterns.is_empty();
            let counts = part.max_properties.is_some() || part.min_properties.is_some();
            let is_long = part.required.len() + part.properties.len() > FEW;
            is_open && !counts && !is_long && part.dependencies.is_empty() && part.property_names.is_none()
        }),
        _ => true,
    };
    let is_short = |part: &RestPart| {
        let branches = !part.any_of.is_empty() || !part.one_of.is_empty() || part.not.is_some();
        let values = part.enumeration.as_ref().map_or(0, Vec::len);
        !branches && part.condition.is_none() && values <= FEW && part.all_of.len() <= FEW
    };
    of_kind && !sub.mode.halting && sub.rest.as_deref().is_none_or(is_short)
}

#[cfg(test)]
mod tests {
    use crate::json::{Doc, Tape, parse_into};
    use crate::schema::{Plan, plan_of};

    const LEAVES: [&str; 14] = [
        "{}",
        "true",
        "false",
        r#"{"type": "number"}"#,
        r#"{"type": "integer", "minimum": 1, "errorMessage": "whole"}"#,
        r#"{"maximum": 2, "multipleOf": 0.5}"#,
        r#"{"const": {"a": 1}}"#,
        r#"{"enum": [1, "x", null], "errorMessage": {"enum": "listed"}}"#,
        r#"{"required": ["a"]}"#,
        r#"{"required": ["a"], "properties": {"a": {"const": 1}}}"#,
        r#"{"properties": {"a": {"type": "string"}, "b": {"enum": [2]}}, "errorMessage": {"properties": {"a": "words"}}}"#,
        r##"{"$ref": "#/definitions/one"}"##,
        r#"{"minLength": 2}"#,
        r#"{"allOf": [{"required": ["b"]}, {"minimum": 2}], "errorMessage": {"required": {"b": "no b"}}}"#,
    ];
    const WHOLES: [&str; 10] = [
        r#""if": ONE, "then": TWO"#,
        r#""if": ONE, "then": {"required": ["c"]}, "else": TWO"#,
        r#""not": ONE, "anyOf": [TWO, {"required": ["c"]}]"#,
        r#""oneOf": [ONE, TWO], "errorMessage": {"oneOf": "one of them"}"#,
        r#""anyOf": [ONE, TWO], "properties": {"a": ONE}, "errorMessage": "any of them""#,
        r#""allOf": [ONE, {"not": {"oneOf": [TWO, ONE]}}]"#,
        r#""properties": {"a": ONE, "b": TWO}, "required": ["a"], "errorMessage": {"required": {"a": "no a"}}"#,
        r#""required": ["c"], "allOf": [{"properties": {"a": TWO}}, ONE], "errorMessage": {"_": "all of it"}"#,
        r#""propertyNames": ONE, "additionalProperties": TWO"#,
        r#""dependencies": {"a": ONE}, "items": [ONE, {"if": TWO, "then": false}], "contains": TWO"#,
    ];
    const BODIES: [&str; 13] = [
        "1",
        "0.5",
        "3",
        r#""x""#,
        "null",
        "{}",
        r#"{"a": 1}"#,
        r#"{"a": "x", "b": 2}"#,
        r#"{"a": {"a": 1}, "b": 3, "c": 0}"#,
        r#"{"a": 1, "a": "x"}"#,
        r#"{"\u0061": 1, "b": {"b": null}}"#,
        r#"[1, {"a": 1}, "x"]"#,
        r#"[{"b": 2}, 0]"#,
    ];

    /// All that a plan says of an instance.
    fn said(plan: &Plan, body: &str) -> Vec<String> {
        let mut tape = Tape::default();
        assert!(parse_into(body, &mut tape), "{body}");
        let explanation = plan.explain(Doc::new(body, &tape).root(), false);
        let record = |id: &u32| {
            let record = explanation.record(*id);
            let taken: Vec<String> = record.taken.iter().map(|id| explanation.schema_path(*id)).collect();
            format!("{} {} {:?} {taken:?}", explanation.data_path(*id), explanation.schema_path(*id), record.text)
        };
        explanation.live().iter().map(record).collect()
    }

    #[test]
    fn what_is_decided_plainly_changes_nothing_that_is_said() {
        let (mut told, mut silent) = (0, 0);
        for whole in WHOLES {
            for one in LEAVES {
                for two in LEAVES {
                    let keywords = whole.replace("ONE", one).replace("TWO", two);
                    let schema = format!(r#"{{{keywords}, "definitions": {{"one": {{"required": ["a"]}}}}}}"#);
                    let plan = plan_of(&schema).expect("it compiles");
                    let mut slow = plan_of(&schema).expect("it compiles");
                    // Of such plans, nothing is decided so.
                    slow.delicate = true;
                    for body in BODIES {
                        let said = said(&plan, body);
                        assert_eq!(said, self::said(&slow, body), "{schema} {body}");
                        *if said.is_empty() { &mut silent } else { &mut told } += 1;
                    }
                }
            }
        }
        assert!(told > 1_000 && silent > 1_000, "{told} {silent}");
    }
}
