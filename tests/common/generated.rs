//! Generated schemas and bodies.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// Names that schemas and bodies have in common.
pub(crate) const NAMES: [&str; 5] = ["a", "b", "c", "ab", "$x/~"];
/// Patterns on which every engine agrees.
const PATTERNS: [&str; 5] = ["a", "^b", "^a.*b$", "^[a-c]+$", "x|y"];

/// Numbers on which binary and decimal arithmetic agree: `multipleOf` is ajv's, and that of `jsonschema` is exact.
pub(crate) fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3..6_i64).prop_map(Value::from),
        select(vec![json!(0.5), json!(1.5), json!(2.0), json!(-1.25), json!(1e3)]),
        select(vec!["", "a", "b", "ab", "abb", "é🧵", "a\"b"]).prop_map(Value::from),
    ]
}

pub(crate) fn body() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((select(NAMES.to_vec()), inner), 0..4).prop_map(|members| members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect::<Map<_, _>>()
                .into()),
        ]
    })
}

fn kind() -> impl Strategy<Value = Value> {
    let names = vec!["null", "boolean", "integer", "number", "string", "array", "object"];
    prop_oneof![
        select(names.clone()).prop_map(Value::from),
        prop::sample::subsequence(names, 1..4).prop_map(Value::from),
    ]
}

/// One keyword with a value, from schemas for what lies below.
fn keyword(inner: impl Strategy<Value = Value> + Clone + 'static) -> impl Strategy<Value = (String, Value)> {
    let named = |name: &'static str, value: BoxedStrategy<Value>| value.prop_map(move |v| (name.to_owned(), v)).boxed();
    let count = || (0..4_u64).prop_map(Value::from).boxed();
    let number = || (-3..6_i64).prop_map(Value::from).boxed();
    let names = || prop::sample::subsequence(NAMES.to_vec(), 0..3).prop_map(Value::from).boxed();
    let list = |schemas: BoxedStrategy<Value>| prop::collection::vec(schemas, 1..4).prop_map(Value::from).boxed();
    let map = |keys: Vec<&'static str>, schemas: BoxedStrategy<Value>| {
        prop::collection::vec((select(keys), schemas), 0..4)
            .prop_map(|m| m.into_iter().map(|(k, v)| (k.to_owned(), v)).collect::<Map<_, _>>().into())
            .boxed()
    };
    let inner = inner.boxed();
    let mut all: Vec<BoxedStrategy<(String, Value)>> = vec![
        named("type", kind().boxed()),
        named(
            "enum",
            prop::collection::btree_map(0..50_u8, body(), 1..4).prop_map(|m| m.into_values().collect()).boxed(),
        ),
        named("const", body().boxed()),
        named("multipleOf", (1..4_u64).prop_map(Value::from).boxed()),
        named("pattern", select(PATTERNS.to_vec()).prop_map(Value::from).boxed()),
        named("uniqueItems", any::<bool>().prop_map(Value::from).boxed()),
        named("required", names()),
        named("dependencies", map(NAMES.to_vec(), prop_oneof![names(), inner.clone()].boxed())),
        named("properties", map(NAMES.to_vec(), inner.clone())),
        named("patternProperties", map(PATTERNS.to_vec(), inner.clone())),
        named("items", prop_oneof![inner.clone(), list(inner.clone())].boxed()),
        named("if", inner.clone()),
    ];
    for name in ["maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"] {
        all.push(named(name, count()));
    }
    for name in ["maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum"] {
        all.push(named(name, number()));
    }
    for name in ["allOf", "anyOf", "oneOf"] {
        all.push(named(name, list(inner.clone())));
    }
    for name in ["not", "then", "else", "contains", "additionalItems", "additionalProperties", "propertyNames"] {
        all.push(named(name, inner.clone()));
    }
    proptest::strategy::Union::new(all)
}

fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => kind().prop_map(|kind| json!({"type": kind})),
        1 => any::<bool>().prop_map(Value::from),
        1 => select(vec![json!({"$ref": "#/definitions/d"}), json!({"$ref": "#/definitions/r"}), json!({"title": "t"})]),
        2 => prop::sample::subsequence(NAMES.to_vec(), 1..3).prop_map(|names| json!({"required": names})),
    ];
    leaf.prop_recursive(4, 48, 4, |inner| {
        prop::collection::vec(keyword(inner), 1..5).prop_map(|m| Value::Object(m.into_iter().collect()))
    })
}

/// A whole schema: what is generated, with a plain and a recursive definition that it may refer to.
pub(crate) fn document() -> impl Strategy<Value = Value> {
    (schema(), schema()).prop_map(|(root, below)| {
        json!({
            "allOf": [root],
            "definitions": {
                "d": {"type": ["string", "object"], "maxProperties": 2},
                "r": {"items": {"$ref": "#/definitions/r"}, "additionalProperties": below, "maxItems": 3},
            }
        })
    })
}
