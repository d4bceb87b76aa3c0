//! The short cut for clean requests hides no finding of any kind of request: each fixture, with each of its values
//! replaced by each of many others, or taken out, is checked in the short and in the long way.

mod rules_support;

use rules_support::{check_text, env, fixture, lines, sources};
use serde_json::{Value, json};
use toile::check::check_thoroughly;
use toile::source::Source;

/// Values that some rule may have something to say about.
fn others() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(-1),
        json!(1.8),
        json!(71),
        json!(500),
        json!(1e9),
        json!(""),
        json!("null"),
        json!("180"),
        json!("02/07/18"),
        json!("dxf"),
        json!("plt"),
        json!("pdf"),
        json!("PDF"),
        json!("generic"),
        json!("etCad"),
        json!("aama"),
        json!("astm"),
        json!("SP1 STITCH"),
        json!("STITCH SP1"),
        json!("male"),
        json!("female"),
        json!("scanSource"),
        json!("master"),
        json!("Lorem ipsum"),
        json!("https://atelier-nord.no/done"),
        json!("https://LOCALHOST/"),
        json!("https://a.local"),
        json!("https://a.example.com/x"),
        json!("9310e8c3-4731-4063-bb0f-893ae96cf37e"),
        json!([]),
        json!({}),
        json!({"nesting": {"sheetWidth": 10, "sheetEdgeMargin": 5}}),
        json!({"primary": {"nesting": {"sheetLength": 30000}}}),
        json!({"format": "tiip", "driver": "optitex", "pen": "x"}),
        json!({"fbHeight": 175, "mbWeight": 60}),
    ]
}

/// Members that rules look for, to be added to a request.
fn additions() -> Vec<(&'static str, Value)> {
    vec![
        ("callbackUrl", json!("https://bespokify.com/x")),
        ("nesting", json!({"sheetEdgeMargin": 70})),
        ("materials", json!({"lining": {"nesting": {"partMargin": -1}}})),
        ("config", json!({"driver": "generic"})),
        ("config", json!({"singleFile": false, "materialGroup": false})),
        ("id", json!("x")),
        ("gender", json!("female")),
        ("metadata", json!({"a": {"b": "1/2/18"}})),
        ("parentDraftId", json!("x")),
        ("note", json!("LOREM IPSUM")),
        ("targetGarmentMeasurements", json!({"mbWaistGirth": 1})),
        ("measurementProfileRevId", json!("x")),
    ]
}

/// A document, with one change at every place.
fn variants(document: &Value) -> Vec<Value> {
    let mut pointers = Vec::new();
    gather(document, String::new(), &mut pointers);
    let mut variants = Vec::new();
    for pointer in &pointers {
        for other in others() {
            let mut changed = document.clone();
            *changed.pointer_mut(pointer).expect("it is there") = other;
            variants.push(changed);
        }
        let Some((parent, key)) = pointer.rsplit_once('/') else { continue };
        let mut changed = document.clone();
        if let Some(Value::Object(object)) = changed.pointer_mut(parent) {
            object.remove(&key.replace("~1", "/").replace("~0", "~"));
            variants.push(changed);
        }
    }
    for pointer in pointers.iter().filter(|pointer| pointer.is_empty() || pointer.ends_with("/body")) {
        for (name, value) in additions() {
            let mut changed = document.clone();
            if let Some(Value::Object(object)) = changed.pointer_mut(pointer) {
                object.insert(name.to_owned(), value);
                variants.push(changed);
            }
        }
    }
    variants
}

fn gather(value: &Value, at: String, pointers: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                gather(value, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), pointers);
            }
        }
        Value::Array(list) => {
            for (position, value) in list.iter().enumerate() {
                gather(value, format!("{at}/{position}"), pointers);
            }
        }
        _ => {}
    }
    pointers.push(at);
}

#[test]
fn the_short_way_finds_what_the_long_way_does() {
    let env = env();
    let rules = [
        "nesting-value",
        "part-rotation",
        "scaling-value",
        "export-file-type",
        "export-driver",
        "export-config",
        "callback-url",
        "response-field",
        "field-value",
        "missing-field",
    ];
    let mut documents: Vec<Source> = rules.iter().flat_map(|rule| sources(&format!("rules/{rule}"))).collect();
    documents.extend(sources("mistakes").into_iter().filter(|source| source.text().len() < 500));
    let clean = std::fs::read_to_string(fixture("drafts/valid/620-waistcoat.json")).expect("the fixture is there");
    documents.push(Source::new("clean.json", clean));
    let (mut count, mut quiet) = (0, 0);
    for source in documents {
        let Ok(document) = serde_json::from_str(source.text()) else { continue };
        for variant in variants(&document) {
            let text = variant.to_string();
            let short = check_text("request.json", text.as_str(), &env);
            let long = check_thoroughly(&Source::new("request.json", text.as_str()), &env);
            assert_eq!(lines(&short), lines(&long), "{text}");
            count += 1;
            quiet += usize::from(short.kind.is_some() && short.diagnostics.is_empty());
        }
    }
    assert!(count > 10_000 && quiet > 200, "only {count} documents, {quiet} of them clean");
}
