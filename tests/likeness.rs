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

/// A schema of drafts that asks for a generated one within `metadata`.
fn of_metadata(schema: &Value) -> String {
    let below = &schema["allOf"][0];
    let metadata = json!({"properties": {"a": below, "b": below}, "anyOf": [below, true]});
    json!({"properties": {"metadata": metadata}, "definitions": schema["definitions"]}).to_string()
}

fn draft(metadata: &Value) -> String {
    let measurements = json!({"mbHeight": 180});
    json!({"patternId": 1, "measurementType": "body", "measurements": measurements, "metadata": metadata}).to_string()
}

#[test]
fn what_is_familiar_is_clean() {
    let (mut runner, mut familiar, mut clean) = (TestRunner::default(), 0, 0);
    let turns = || prop::collection::vec((any::<prop::sample::Index>(), any::<u32>()), 60..120);
    for _ in 0..ProptestConfig::default().cases.min(2000) {
        let input = (document(), prop::collection::vec(object(), 2..5), turns());
        let (schema, bodies, turns) = input.new_tree(&mut runner).expect("a tree").current();
        let schema = of_metadata(&schema);
        // Some are refused, for an `enum` that names a value twice.
        let Ok(registry) = Registry::of_schema(Source::new("a.schema.json", schema.as_str())) else { continue };
        let env = Env::with(registry, &EnvOptions::default());
        for (body, mut turn) in turns {
            let body = varied(body.get(&bodies), &mut turn);
            for text in [draft(&body), draft(&json!({"a": body}))] {
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

/// Behind many drafts on end that something is wrong with, the next one is not asked first whether it is accepted. That
/// changes nothing of what is found, whichever draft it is.
#[test]
fn faulty_drafts_before_a_draft_change_nothing() {
    let (mut runner, mut refused, mut doubted) = (TestRunner::default(), 0, 0);
    let turns = || prop::collection::vec((any::<prop::sample::Index>(), any::<u32>()), 30..60);
    for _ in 0..ProptestConfig::default().cases.min(300) {
        let input = (document(), prop::collection::vec(object(), 2..5), turns());
        let (schema, bodies, turns) = input.new_tree(&mut runner).expect("a tree").current();
        let schema = of_metadata(&schema);
        let Ok(registry) = Registry::of_schema(Source::new("a.schema.json", schema.as_str())) else { continue };
        let env = Env::with(registry, &EnvOptions::default());
        let source = |(body, mut turn): (prop::sample::Index, u32)| {
            let body = varied(body.get(&bodies), &mut turn);
            Source::new("a.json", draft(&json!({"a": body})))
        };
        let mut sources: Vec<Source> = turns.into_iter().map(source).collect();
        sources.sort_by_key(|source| check_thoroughly(source, &env).diagnostics.is_empty());
        let wanted: Vec<_> = sources.iter().map(|source| check_thoroughly(source, &env).diagnostics).collect();
        let faulty = wanted.iter().take_while(|diagnostics| !diagnostics.is_empty()).count().min(10);
        // Each of them behind some that are refused.
        let order = (0..sources.len()).flat_map(|at| (0..faulty).chain([at]));
        for at in order {
            let found = check(&sources[at], &env).diagnostics;
            assert_eq!(format!("{found:?}"), format!("{:?}", wanted[at]), "{} {schema}", sources[at].text());
            refused += usize::from(!found.is_empty());
            doubted += usize::from(found.is_empty() && faulty == 10);
        }
    }
    println!("{refused} were refused, and {doubted} that nothing is wrong with came behind ten of them");
    assert!(refused > 1000 && doubted > 100, "{refused} {doubted}");
}
