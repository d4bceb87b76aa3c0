//! Batches that nobody wrote.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// An id that differs from that of any other number, and sorts by it: `serde_json` writes names in order.
pub(crate) fn id(number: usize) -> String {
    const IDS: [&str; 5] = ["a", "him", "Zo-e_1", "draft", "measurements"];
    format!("n{number:03}-{}", IDS[number % IDS.len()])
}

pub(crate) fn draft(measurements: &Value) -> Value {
    json!({"type": "draft", "body": {
        "patternId": 412,
        "measurementType": "body",
        "measurements": measurements,
        "selectedMeasurementIds": ["mbHeight", "mbWaistGirth", "mbLowHipGirth", "mbInsideLegLength"],
    }})
}

pub(crate) fn literal() -> Value {
    json!({"mbHeight": 181, "mbWaistGirth": 84, "mbLowHipGirth": 99.5, "mbInsideLegLength": 82})
}

/// A batch whose actions only use what stands before them, and that leaves nothing unused.
pub(crate) fn clean() -> impl Strategy<Value = Value> {
    prop::collection::vec((0..4_u8, any::<prop::sample::Index>(), any::<bool>()), 1..30).prop_map(|steps| {
        let mut actions = Map::new();
        let (mut predictions, mut drafts) = (Vec::new(), Vec::new());
        let mut uses_roll = false;
        for (number, (what, which, more)) in steps.into_iter().enumerate() {
            let id = id(number);
            match what {
                0 => {
                    let body = json!({"gender": "male", "measurements": {"mbHeight": 181, "mbWeight": 78}});
                    actions.insert(id.clone(), json!({"type": "predictBody", "body": body}));
                    // Used at once, by the draft after it.
                    let user = format!("{id}-draft");
                    actions.insert(user.clone(), draft(&json!({"$ref": format!("#/resources/{id}/measurements")})));
                    predictions.push(id);
                    drafts.push(user);
                }
                1 | 2 => {
                    let by_reference = more && !predictions.is_empty();
                    let measurements = if by_reference {
                        json!({"$ref": format!("#/resources/{}/measurements", which.get(&predictions))})
                    } else {
                        literal()
                    };
                    let mut action = draft(&measurements);
                    if what == 2 && !drafts.is_empty() {
                        action["body"]["parentDraftId"] = json!({"$ref": format!("#/resources/{}/id", which.get(&drafts))});
                    }
                    actions.insert(id.clone(), action);
                    drafts.push(id);
                }
                _ if !drafts.is_empty() => {
                    let mut body = json!({"draftId": {"$ref": format!("#/resources/{}/id", which.get(&drafts))}, "fileType": "pdf"});
                    if more {
                        uses_roll = true;
                        body["nesting"] = json!({"$ref": "#/definitions/roll"});
                    }
                    actions.insert(id, json!({"type": "export", "body": body}));
                }
                _ => {}
            }
        }
        let mut batch = json!({"actions": actions});
        if uses_roll {
            batch["definitions"] = json!({"roll": {"sheetWidth": 150}});
        }
        batch
    })
}

/// How many references a batch has, and the text of each in turn.
pub(crate) fn each_reference(value: &mut Value, change: &mut impl FnMut(&mut Value)) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if name == "$ref" { change(value) } else { each_reference(value, change) }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| each_reference(element, change)),
        _ => {}
    }
}

/// Breaks one reference, so that it can be nothing but wrong.
pub(crate) fn broken(text: &str, how: u8) -> Value {
    json!(match how {
        0 => text.trim_start_matches('#').to_owned(),
        1 => text.replacen("#/", "#/x", 1),
        2 => text.replacen('#', "https://example.com/#", 1),
        3 => format!("{text}/deeper"),
        4 => text.replacen("s/", "s/no such ", 1).replace(' ', "-"),
        5 => text.replacen("s/", "s/%zz", 1),
        6 => text.replacen("s/", "s/~", 1),
        _ => return json!(7),
    })
}
