//! A large batch is cut into pieces that are checked by themselves: what is found is what the whole would show, to the last
//! label, wherever the cuts fall.

mod rules_support;

use std::fmt::Write as _;
use std::sync::LazyLock;

use proptest::prelude::*;
use rules_support::batches::{broken, clean, each_reference};
use rules_support::{env, sources};
use serde_json::{Map, Value, json};
use toile::check::{Outcome, check, check_in_pieces};
use toile::diagnostic::{File, Label};
use toile::env::Env;
use toile::source::Source;

static ENV: LazyLock<Env> = LazyLock::new(env);

/// Everything that is said, where, and how it could be mended.
fn told(outcome: &Outcome) -> String {
    let mut all = format!("{:?} {} {:?}\n", outcome.kind, outcome.documents, outcome.patterns);
    let label = |label: &Label| {
        let file = match &label.file {
            File::Checked => "",
            File::Loaded(source) => source.name(),
        };
        format!("{file}{:?} {:?} {} {}", label.span, label.record, label.pointer, label.message)
    };
    for found in &outcome.diagnostics {
        let demand = found.demand.as_ref().map(|demand| (demand.source.name(), &demand.pointer));
        let _ = writeln!(
            all,
            "{} {:?} {:?} {} {:?} {:?} {:?} {:?} {:?}",
            found.rule,
            found.severity,
            found.server,
            found.message,
            found.server_messages,
            found.notes,
            found.help,
            demand,
            found.fixes
        );
        let _ = writeln!(all, "  {}", label(&found.primary));
        for other in &found.labels {
            let _ = writeln!(all, "  {}", label(other));
        }
    }
    all
}

/// Holds the pieces against the whole; answers whether the batch could be cut.
fn is_cut(source: &Source, size: usize) -> bool {
    let Some(outcome) = check_in_pieces(source, &ENV, size) else { return false };
    assert_eq!(told(&outcome), told(&check(source, &ENV)), "pieces of {size} bytes:\n{}", source.text());
    true
}

#[test]
fn batches_of_the_fixtures_are_the_same_in_pieces() {
    let mut cut = 0;
    for folder in ["batches", "mistakes", "rules", "seeds", "drafts"] {
        for source in sources(folder) {
            for size in [1, 30, 150] {
                cut += usize::from(is_cut(&source, size));
            }
        }
    }
    assert!(cut > 100, "only {cut} could be cut");
}

/// What is no batch, not well-formed or ambiguous is not cut.
#[test]
fn what_only_the_whole_can_tell_is_left_to_it() {
    let draft = r#"{"type": "draft", "body": {"patternId": 412}}"#;
    let sample = |text: &str| text.replace("DRAFT", draft);
    for text in [
        r#"{"actions": {"a": DRAFT, "b": DRAFT, "a": DRAFT}}"#,
        r#"{"actions": {"a": DRAFT, "b": DRAFT, "\u0061": DRAFT}}"#,
        r##"{"actions": {"a": DRAFT, "a": DRAFT, "e": {"type": "export", "body": {"draftId": {"$ref": "#/resources/a/id"}}}}}"##,
        r#"{"actions": {"a": DRAFT}, "actions": {"b": DRAFT}}"#,
        r#"{"actions": {}}"#,
        r#"{"actions": {"a": DRAFT, "b": DRAFT,}}"#,
        r#"{"actions": {"a": DRAFT, "b": DRAFT}"#,
        r#"{"actions": {"a": DRAFT, "b": DRAFT}} x"#,
        r#"{"actions": {"a": DRAFT, "b" DRAFT}}"#,
        r#"{"actions": {"a": DRAFT, 'b': DRAFT}}"#,
        r#"[{"actions": {"a": DRAFT, "b": DRAFT}}]"#,
        r#"{"actions": [DRAFT, DRAFT]}"#,
        r#"{"actions": {"a": {"steps": 1}}}"#,
    ] {
        let source = Source::new("batch.json", sample(text));
        assert!(check_in_pieces(&source, &ENV, 8).is_none(), "{text}");
    }
    for good in [
        r#"{"actions": {"a": DRAFT}}"#,
        r#"{"actions": {"a": DRAFT, "b": DRAFT}}"#,
        r#"{"actions": {"": DRAFT, "a": DRAFT, "\u00e9": DRAFT, "A": DRAFT}}"#,
    ] {
        assert!(is_cut(&Source::new("batch.json", sample(good)), 8), "{good}");
    }
}

/// Whether or not anything refers to an action, one id in two pieces far from each other is seen.
#[test]
fn an_id_is_known_again_at_the_other_end_of_a_large_batch() {
    let draft = r#"{"type":"draft","body":{"patternId":397,"measurementType":"body","measurements":{"mbHeight":180,"mbCollarGirth":39}}}"#;
    let export = r##"{"type":"export","body":{"draftId":{"$ref":"#/resources/d0/id"},"fileType":"pdf"}}"##;
    let count = 20_000;
    for last in [draft, export] {
        for again in [None, Some(0), Some(count - 1)] {
            let mut text = r#"{"actions":{"#.to_owned();
            for number in 0..count {
                let _ = write!(text, r#""d{number}":{draft},"#);
            }
            let id = again.map_or("e".to_owned(), |number| format!("\\u0064{number}"));
            let _ = write!(text, r#""{id}":{last}}}}}"#);
            let cut = check_in_pieces(&Source::new("batch.json", text), &ENV, 10_000);
            assert_eq!(cut.is_none(), again.is_some(), "{again:?}, {last}");
        }
    }
}

/// Ids that references have to escape are told wherever they stand, on actions that are looked at and on those that are only
/// compared with others.
#[test]
fn ids_that_have_to_be_escaped_are_found_in_every_piece() {
    let draft = r#"{"type":"draft","body":{"patternId":397,"measurementType":"body","measurements":{"mbHeight":180,"mbCollarGirth":39}}}"#;
    let escaped = [0, 1, 77, 150, 298, 299];
    let id = |number: usize| if escaped.contains(&number) { format!("d/{number}") } else { format!("d{number}") };
    let actions: Vec<String> = (0..300).map(|number| format!("\"{}\":{draft}", id(number))).collect();
    let source = Source::new("batch.json", format!("{{\"actions\":{{{}}}}}", actions.join(",")));
    for size in [1, 500, 8000] {
        assert!(is_cut(&source, size), "{size}");
    }
    let outcome = check(&source, &ENV);
    let told = outcome.diagnostics.iter().filter(|finding| finding.rule == "reference-syntax");
    let under: Vec<&str> = told.map(|finding| source.slice(&finding.primary.span)).collect();
    assert_eq!(under, escaped.map(|number| format!("\"d/{number}\"")));
}

/// Wrong guesses one inside the other, each of which would be read to the end of the text, cost no more than their number.
#[test]
fn guesses_that_are_all_wrong_cost_little() {
    let mut text = r#"{"actions":{"a0":{"type":"draft","body":{"metadata":{"x":1"#.to_owned();
    let depth = 900;
    for level in 0..depth {
        let _ = write!(text, r#","k{level}":{{"type":"draft","pad":"{}""#, "x".repeat(500));
    }
    text.push_str(&"}".repeat(depth));
    text.push_str("}}}");
    for number in 1..2_000 {
        let _ = write!(text, r#","a{number}":{{"type":"draft","body":{{"patternId":412}}}}"#);
    }
    text.push_str("}}");
    let source = Source::new("batch.json", text);
    let started = std::time::Instant::now();
    assert!(is_cut(&source, 600));
    assert!(started.elapsed() < std::time::Duration::from_secs(20), "{:?}", started.elapsed());
}

/// Actions with faults of their own, and with data that looks like an action.
fn disturbed() -> impl Strategy<Value = Value> {
    let faults = prop::collection::vec((any::<prop::sample::Index>(), 0..9_u8), 0..6);
    let breaks = prop::collection::vec((any::<prop::sample::Index>(), 0..8_u8), 0..4);
    (clean(), faults, breaks).prop_map(|(mut batch, faults, breaks)| {
        let mut count = 0;
        each_reference(&mut batch, &mut |_| count += 1);
        for (which, how) in breaks.into_iter().filter(|_| count > 0) {
            let (at, mut left) = (which.index(count), 0);
            each_reference(&mut batch, &mut |text| {
                if left == at {
                    *text = broken(text.as_str().unwrap_or_default(), how);
                }
                left += 1;
            });
        }
        let actions = batch["actions"].as_object_mut().expect("an object");
        let ids: Vec<String> = actions.keys().cloned().collect();
        for (which, how) in faults.into_iter().filter(|_| !ids.is_empty()) {
            let action = &mut actions[&ids[which.index(ids.len())]];
            if !action["body"].is_object() {
                continue;
            }
            match how {
                0 => action["type"] = json!("drafts"),
                1 => {
                    action["body"]["metadata"] =
                        json!({"x": 1, "deep": {"type": "draft", "body": {}}, "y": {"type": 1}});
                }
                2 => action["body"] = json!([]),
                3 => action["status"] = json!("done"),
                4 => action["body"]["measurementType"] = json!("final"),
                5 => action["body"]["note"] = json!("{\"a\":{\"type\":\"draft\"},\"b\":{\"type\":1}}"),
                6 => action["body"]["parentDraftId"] = json!({"$ref": "#/resources/nobody/id", "beside": 1}),
                7 => action["body"]["patternId"] = json!("412"),
                _ => *action = json!(null),
            }
        }
        batch
    })
}

/// The text of a batch with its first action as it must be for the batch to be recognised, its members in some order.
fn written(batch: &Value, style: u8) -> String {
    let first = json!({"type": "predictBody", "body": {"gender": "male", "measurements": {"mbHeight": 181}}});
    let mut actions = Map::new();
    actions.insert("0 first".to_owned(), first);
    actions.extend(batch["actions"].as_object().cloned().unwrap_or_default());
    let definitions = batch.get("definitions").cloned().unwrap_or_else(|| json!({"spare": {"sheetWidth": "wide"}}));
    let (actions, definitions) = (json!(actions), json!(definitions));
    match style {
        0 => format!("{{\"actions\":{actions},\"definitions\":{definitions}}}"),
        1 => format!("\u{feff}{{\"definitions\":{definitions},\"callbackUrl\":5,\"actions\":{actions}}}"),
        2 => format!("{{\"status\": 1, \"actions\" :\n {actions:#} ,\n \"definitions\": {definitions:#}}}\n"),
        _ => format!("{{\"actions\":{actions}}}")
            .replace("\"draft\"", "\"dr\\u0061ft\"")
            .replace("\"note\":", "\"note\":1,\"note\":"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_say_what_the_whole_says(batch in disturbed(), style in 0..4_u8, size in prop::sample::select(&[1_usize, 40, 200, 900][..])) {
        let text = written(&batch, style);
        let is_long = text.len() >= 4 * size;
        let source = Source::new("batch.json", text);
        prop_assert_eq!(is_cut(&source, size), is_long, "{}", source.text());
    }
}
