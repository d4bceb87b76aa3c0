//! Generated schemas: a draft that is accepted because it is like one before is one that a thorough check finds nothing in.

mod common;

use common::generated::{NAMES, document, scalar};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};
use toile::check::{check, check_thoroughly, is_familiar};
use toile::env::{Env, EnvOptions};
use toile::pattern::Registry;
use toile::source::Source;

/// Objects within objects: what holds lists is never remembered.
fn object() -> impl Strategy<Value = Value> {
    let members = |value: BoxedStrategy<Value>| {
        let members = prop::collection::vec((select(NAMES.to_vec()), value), 0..5);
        members.prop_map(|m| m.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into())
    };
    scalar().prop_recursive(3, 16, 4, move |inner| members(inner.boxed())).prop_filter("an object", Value::is_object)
}

/// Another value of the same form, mostly: every second scalar is another one.
fn varied(value: &Value, turn: &mut u32) -> Value {
    *turn = turn.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    let pick = (*turn >> 16) as usize;
    match value {
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| (name.clone(), varied(value, turn)));
            members.collect::<Map<_, _>>().into()
        }
        _ if pick.is_multiple_of(2) => value.clone(),
        Value::Number(_) => {
            [json!(-2), json!(0), json!(1), json!(2.5), json!(4), json!(12), json!(1e2)][pick / 2 % 7].clone()
        }
        Value::String(_) => Value::from(["", "a", "b", "abb", "é🧵"][pick / 2 % 5]),
        other => other.clone(),
    }
}

#[test]
fn what_is_familiar_is_clean() {
    let (mut runner, mut familiar, mut clean) = (TestRunner::default(), 0, 0);
    let turns = || prop::collection::vec((any::<prop::sample::Index>(), any::<u32>()), 60..120);
    for _ in 0..ProptestConfig::default().cases.min(2000) {
        let input = (document(), prop::collection::vec(object(), 2..5), turns());
        let (schema, bodies, turns) = input.new_tree(&mut runner).expect("a tree").current();
        let below = &schema["allOf"][0];
        let metadata = json!({"properties": {"a": below, "b": below}, "anyOf": [below, true]});
        let schema = json!({"properties": {"metadata": metadata}, "definitions": schema["definitions"]}).to_string();
        // Some are refused, for an `enum` that names a value twice.
        let Ok(registry) = Registry::of_schema(Source::new("a.schema.json", schema.as_str())) else { continue };
        let env = Env::with(registry, &EnvOptions::default());
        for (body, mut turn) in turns {
            let body = varied(body.get(&bodies), &mut turn);
            let draft =
                json!({"patternId": 1, "measurementType": "body", "measurements": {"mbHeight": 180}, "metadata": body});
            let text = json!({"patternId": 1, "measurementType": "body", "measurements": {"mbHeight": 180}, "metadata": {"a": body}});
            for text in [draft.to_string(), text.to_string()] {
                let source = Source::new("a.json", text.as_str());
                let is_familiar = is_familiar(&text, &env);
                let thorough = check_thoroughly(&source, &env);
                assert!(!is_familiar || thorough.diagnostics.is_empty(), "{text} is accepted by {schema}");
                assert_eq!(check(&source, &env).diagnostics.len(), thorough.diagnostics.len(), "{text} {schema}");
                familiar += usize::from(is_familiar);
                clean += usize::from(thorough.diagnostics.is_empty());
            }
        }
    }
    println!("{familiar} of {clean} clean drafts were familiar");
    assert!(familiar * 4 > clean, "only {familiar} of {clean} clean drafts were familiar");
}
