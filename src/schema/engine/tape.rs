//! The tape as a representation of JSON that `jsonschema` can read in place.

use std::borrow::Cow;

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object};
use serde_json::{Map, Number};

use crate::json::{Elements, Kind, Member, Members, Value};
use crate::schema::js;

/// The tape, to `jsonschema`. A repeated name counts once, with its last value.
#[derive(Debug)]
pub struct TapeJson;

/// A value on a tape, or a property name that stands by itself.
#[derive(Debug, Clone, Copy)]
pub enum TapeNode<'a> {
    /// A value on a tape.
    Value(Value<'a>),
    /// A text from elsewhere.
    Text(&'a str),
}

impl Json for TapeJson {
    type Node<'a> = TapeNode<'a>;
    type PreparedKey = Box<str>;
    type StringBuffer = ();

    // A lookup is a walk over the members.
    const KEYS_PER_LOOKUP: usize = 4;

    fn prepare_key(key: &str) -> Box<str> {
        key.into()
    }

    fn with_string_node<T>((): &mut (), string: &str, f: impl FnOnce(TapeNode<'_>) -> T) -> T {
        f(TapeNode::Text(string))
    }
}

impl<'a> TapeNode<'a> {
    fn value(self, kind: Kind) -> Option<Value<'a>> {
        match self {
            TapeNode::Value(value) if value.kind() == kind => Some(value),
            _ => None,
        }
    }
}

impl<'a> Node<'a, TapeJson> for TapeNode<'a> {
    type Object = TapeObject<'a>;
    type Array = TapeArray<'a>;
    type Number = Literal<'a>;

    fn as_object(&self) -> Option<TapeObject<'a>> {
        self.value(Kind::Object).map(TapeObject)
    }

    fn as_array(&self) -> Option<TapeArray<'a>> {
        self.value(Kind::Array).map(TapeArray)
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match self {
            TapeNode::Value(value) => value.string(),
            TapeNode::Text(text) => Some(Cow::Borrowed(text)),
        }
    }

    fn as_number(&self) -> Option<Literal<'a>> {
        self.value(Kind::Number).map(|value| Literal(value.raw()))
    }

    fn as_boolean(&self) -> Option<bool> {
        match self {
            TapeNode::Value(value) => value.bool(),
            TapeNode::Text(_) => None,
        }
    }

    fn is_null(&self) -> bool {
        self.json_type() == JsonType::Null
    }

    fn is_number(&self) -> bool {
        self.json_type() == JsonType::Number
    }

    fn json_type(&self) -> JsonType {
        let TapeNode::Value(value) = self else { return JsonType::String };
        match value.kind() {
            Kind::Null | Kind::Missing => JsonType::Null,
            Kind::False | Kind::True => JsonType::Boolean,
            Kind::Number => JsonType::Number,
            Kind::String | Kind::Key => JsonType::String,
            Kind::Array => JsonType::Array,
            Kind::Object => JsonType::Object,
        }
    }

    fn to_value(&self) -> Cow<'a, serde_json::Value> {
        Cow::Owned(match self {
            TapeNode::Value(value) => to_serde(*value),
            TapeNode::Text(text) => (*text).into(),
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        match self {
            TapeNode::Value(value) => Some(NodeIdentity::tagged(value.doc().nodes().as_ptr() as usize, value.index())),
            TapeNode::Text(_) => None,
        }
    }
}

/// An object on a tape.
#[derive(Debug)]
pub struct TapeObject<'a>(Value<'a>);

impl<'a> Object<'a, TapeJson> for TapeObject<'a> {
    type Node = TapeNode<'a>;
    type MemberName = Cow<'a, str>;
    type MembersIter = TapeMembers<'a>;

    fn len(&self) -> usize {
        js::member_count(self.0)
    }

    fn get(&self, key: &Box<str>) -> Option<TapeNode<'a>> {
        self.0.get(key).map(TapeNode::Value)
    }

    fn members(&self) -> TapeMembers<'a> {
        if self.0.node().has_duplicate_keys() {
            TapeMembers::Distinct(js::members(self.0).into_iter())
        } else {
            TapeMembers::AsWritten(self.0.members())
        }
    }
}

/// The members of an object, each name once.
#[derive(Debug)]
pub enum TapeMembers<'a> {
    /// No name is repeated.
    AsWritten(Members<'a>),
    /// Some name was.
    Distinct(std::vec::IntoIter<Member<'a>>),
}

impl<'a> Iterator for TapeMembers<'a> {
    type Item = (Cow<'a, str>, TapeNode<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let member = match self {
            TapeMembers::AsWritten(members) => members.next(),
            TapeMembers::Distinct(members) => members.next(),
        }?;
        Some((member.key.string().unwrap_or_default(), TapeNode::Value(member.value)))
    }
}

/// An array on a tape.
#[derive(Debug)]
pub struct TapeArray<'a>(Value<'a>);

impl<'a> Array<'a, TapeJson> for TapeArray<'a> {
    type Node = TapeNode<'a>;
    type ElementsIter = std::iter::Map<Elements<'a>, fn(Value<'a>) -> TapeNode<'a>>;

    fn len(&self) -> usize {
        crate::schema::instance::element_count(self.0)
    }

    fn elements(&self) -> Self::ElementsIter {
        self.0.elements().map(TapeNode::Value)
    }
}

/// A number as written.
#[derive(Debug, Clone, Copy)]
pub struct Literal<'a>(&'a str);

impl JsonNumber for Literal<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok()
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn to_number(&self) -> Cow<'_, Number> {
        Cow::Owned(to_number(self.0))
    }

    fn is_integer(&self) -> bool {
        is_integral(self.0)
    }
}

/// A number as `serde_json` holds it: the nearest double, and the largest one where the literal is beyond.
fn to_number(literal: &str) -> Number {
    if let Ok(integer) = literal.parse::<u64>() {
        return integer.into();
    }
    if let Ok(integer) = literal.parse::<i64>() {
        return integer.into();
    }
    let double: f64 = literal.parse().unwrap_or_default();
    Number::from_f64(double.clamp(f64::MIN, f64::MAX)).unwrap_or_else(|| 0.into())
}

/// Whether a literal stands for a whole number, however it is written.
fn is_integral(literal: &str) -> bool {
    let (mantissa, exponent) = literal.split_once(['e', 'E']).unwrap_or((literal, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{}{fraction}", whole.trim_start_matches('-'));
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    if zeros == digits.len() {
        return true;
    }
    // An exponent that no integer type holds decides by its sign alone.
    let exponent = exponent.parse::<i64>().unwrap_or(if exponent.starts_with('-') { i64::MIN } else { i64::MAX });
    let length = |digits: usize| i64::try_from(digits).unwrap_or(i64::MAX);
    exponent.saturating_add(length(zeros)) >= length(fraction.len())
}

/// A copy of a value for `serde_json`.
pub fn to_serde(value: Value<'_>) -> serde_json::Value {
    match value.kind() {
        Kind::Null | Kind::Missing => serde_json::Value::Null,
        Kind::False => false.into(),
        Kind::True => true.into(),
        Kind::Number => to_number(value.raw()).into(),
        Kind::String | Kind::Key => value.string().unwrap_or_default().into_owned().into(),
        Kind::Array => value.elements().map(to_serde).collect(),
        Kind::Object => {
            let members = value.members().map(|m| (m.key.string().unwrap_or_default().into_owned(), to_serde(m.value)));
            serde_json::Value::Object(members.collect::<Map<_, _>>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Doc, parse};

    #[test]
    fn the_tape_keeps_the_contract_of_the_crate() {
        let text = serde_json::to_string(&jsonschema::json::conformance::document()).expect("it is JSON");
        let tape = parse(&text).expect("it is JSON");
        let root = TapeNode::Value(Doc::new(&text, &tape).root());
        jsonschema::json::conformance::assert_conformance::<TapeJson>(&root);
    }

    #[test]
    fn whole_numbers_are_told_by_their_value() {
        for whole in
            ["0", "-0", "0.0", "1", "1.0", "1e3", "1.5e1", "100e-2", "1e400", "1.50e1", "0e-99999999999999999999"]
        {
            assert!(is_integral(whole), "{whole}");
        }
        for broken in ["0.5", "1e-1", "1.25e1", "10e-2", "1e-400", "123e-99999999999999999999"] {
            assert!(!is_integral(broken), "{broken}");
        }
    }

    #[test]
    fn the_last_of_repeated_names_counts_and_escapes_are_resolved() {
        let text = r#"{"a": 1, "\u0061": "x", "b": {"c": 1e400}}"#;
        let tape = parse(text).expect("it is JSON");
        let schema = serde_json::json!({
            "properties": {"a": {"type": "string"}, "b": {"properties": {"c": {"type": "integer", "minimum": 5}}}},
            "maxProperties": 2
        });
        let validator = jsonschema::options_for::<TapeJson>().build(&schema).expect("the schema compiles");
        assert!(validator.is_valid(TapeNode::Value(Doc::new(text, &tape).root())));
    }
}
