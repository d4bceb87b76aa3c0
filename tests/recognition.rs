//! What a document is taken for: every kind by its shape, and by the name of its file where the shape does not tell.

mod rules_support;

use rules_support::{check_text, env};
use toile::document::{Kind, named, recognise};
use toile::json::{Doc, parse};

fn kind_of(text: &str, hint: Option<Kind>) -> Option<Kind> {
    let tape = parse(text).expect("this is JSON");
    recognise(Doc::new(text, &tape).root(), hint)
}

/// Documents that only one kind looks like, with a mistake here and there.
const BY_SHAPE: &[(Kind, &[&str])] = &[
    (
        Kind::Draft,
        &[
            r#"{"patternId": 397, "measurementType": "body", "measurements": {"mbHeight": 180}}"#,
            r#"{"patternId": 397, "options": {"collar": "wide"}}"#,
            r#"{"measurementType": "final", "measurements": {}}"#,
            r#"{"patternId": 397, "measurementType": "body", "name": "what drafts do not have"}"#,
            r#"{"patternId": 397, "measurementType": "body", "measurements": {}, "gender": "male"}"#,
            r#"[{"patternId": 1, "measurementType": "body"}, {"patternId": 2, "measurementType": "body"}]"#,
        ],
    ),
    (
        Kind::Batch,
        &[
            r#"{"actions": {}}"#,
            r#"{"actions": {"d1": {"type": "draft", "body": {"patternId": 397}}}}"#,
            r#"{"id": "1", "status": "completed", "actions": {"d1": {"type": "Draft"}}, "resources": {}}"#,
        ],
    ),
    (Kind::PredictBody, &[r#"{"gender": "female", "measurements": {"fbHeight": 175, "fbWeight": 60}}"#]),
    (Kind::PredictScan, &[r#"{"source": "scanSource", "content": {"gender": "male", "scanHeight": 185}}"#]),
    (
        Kind::Export,
        &[
            r#"{"draftId": "1", "fileType": "dxf"}"#,
            r#"{"draftId": "1", "config": {"singleFile": true}}"#,
            r#"{"draftId": "1", "fileType": "svg", "objects": []}"#,
            r#"{"draftId": "1", "nesting": {"sheetWidth": 140}, "name": "what exports do not have"}"#,
        ],
    ),
    (
        Kind::ExportProfile,
        &[
            r#"{"name": "Plotter", "fileType": "plt"}"#,
            r#"{"name": "Plotter", "fileType": "DXF", "config": {}}"#,
            r#"{"fileType": "pdf", "config": {"width": 84.1}}"#,
            r#"{"name": "Plotter", "fileType": "hpgl", "nesting": {"sheetWidth": 140}}"#,
        ],
    ),
    (
        Kind::Material,
        &[
            r#"{"name": "Poplin", "nesting": {}, "scaling": {}}"#,
            r#"{"name": "Poplin", "nesting": {"sheetWidth": 150}}"#,
            r#"{"scaling": {"shrinkageWarp": 1}}"#,
            r#"[{"id": "1", "name": "Paper", "createdAt": "2019", "nesting": {"partMargin": 1}, "scaling": {"easeAdjWarp": 1}}]"#,
        ],
    ),
    (
        Kind::Preset,
        &[
            r#"{"patternId": 397, "name": "Default", "options": {"collar": "collar.wide"}}"#,
            r#"{"patternId": 397, "enabled": true}"#,
            r#"{"patternId": 397, "measurements": {"body": {"neck": "mbCollarGirth"}}}"#,
        ],
    ),
    (
        Kind::MeasurementProfile,
        &[
            r#"{"name": "Ida", "gender": "female", "measurementType": "body", "measurements": {"fbHeight": 170}}"#,
            r#"{"gender": "female", "measurementType": "body", "measurements": {"fbHeight": 170}}"#,
            r#"{"name": "Ida", "gender": "female", "measurements": {"fbHeight": 170}}"#,
            r#"{"stage": "testing", "measurementType": "final", "measurements": {}}"#,
        ],
    ),
    (
        Kind::Metadata,
        &[
            r#"{"id": "collar", "gender": "male", "patternId": 397, "title": {"en": "Collar"}}"#,
            r#"{"id": "mbHeight", "description": {"en": "From the floor"}}"#,
            r#"{"id": "collar", "gender": "male", "patternId": 397}"#,
            r#"{"id": "hem", "customData": {}}"#,
        ],
    ),
    (
        Kind::PatternData,
        &[
            r#"{"id": "9297", "name": "master", "patternId": 1, "options": [], "measurements": {"body": [], "final": []}}"#,
            r#"{"patternId": 1, "options": [{"id": "collar", "type": "string", "enum": []}]}"#,
        ],
    ),
    (
        Kind::PatternSchema,
        &[r#"{"required": ["patternId", "measurementType"], "properties": {"measurementType": {"enum": ["body"]}}}"#],
    ),
];

/// Documents that are nothing by their shape, or not for sure.
const BY_NAME: &[(Kind, &str)] = &[
    (Kind::Draft, r#"{"measurements": {"mbHeight": 180}}"#),
    (Kind::Batch, "{}"),
    (Kind::PredictBody, r#"{"measurements": {"mbHeight": 180}}"#),
    (Kind::PredictScan, r#"{"content": {"gender": "male"}}"#),
    (Kind::Export, r#"{"fileType": "pdf"}"#),
    (Kind::ExportProfile, r#"{"name": "Plotter"}"#),
    (Kind::Material, r#"{"name": "Poplin"}"#),
    (Kind::MaterialUpdate, r#"{"groups": ["lining"]}"#),
    (Kind::MaterialUpdate, r#"{"name": "Poplin", "nesting": {}, "scaling": {}}"#),
    (Kind::Preset, r#"{"name": "Default"}"#),
    (Kind::MeasurementProfile, r#"{"name": "Ida", "gender": "female"}"#),
    (Kind::Metadata, r#"{"id": "collar", "imageUrl": "https://pictures.atelier-nord.no/collar.png"}"#),
];

#[test]
fn shapes_tell_kinds_apart() {
    for (kind, texts) in BY_SHAPE {
        for text in *texts {
            assert_eq!(kind_of(text, None), Some(*kind), "{text}");
        }
    }
    for kind in Kind::documents().filter(|kind| *kind != Kind::MaterialUpdate && !kind.name().starts_with("thng")) {
        assert!(BY_SHAPE.iter().any(|(known, _)| *known == kind), "{} has no example", kind.name());
    }
}

/// A name says what a shape leaves open, and nothing else.
#[test]
fn names_decide_where_shapes_do_not() {
    for (kind, text) in BY_NAME {
        let name = format!("folder/order.v2.{}.json", kind.name());
        assert_eq!(named(&name), Some(*kind));
        assert_eq!(kind_of(text, named(&name)), Some(*kind), "{text}");
        assert_ne!(kind_of(text, None), Some(*kind), "{text}");
    }
    for (kind, texts) in BY_SHAPE {
        for (other, _) in BY_SHAPE {
            assert_eq!(kind_of(texts[0], Some(*other)), Some(*kind), "named {}: {}", other.name(), texts[0]);
        }
    }
}

#[test]
fn a_checked_file_is_of_the_kind_of_its_name() {
    let env = env();
    let kind = |name: &str, text: &str| check_text(name, text, &env).kind;
    assert_eq!(kind("collar.metadata.json", r#"{"id": "collar"}"#), Some("metadata"));
    assert_eq!(kind("day.draft.ndjson", "{\"note\": \"a\"}\n{\"note\": \"b\"}\n"), Some("draft"));
    assert_eq!(kind("paper.material-update.json", r#"{"name": "Paper"}"#), Some("material-update"));
    assert_eq!(kind("paper.json", r#"{"name": "Paper"}"#), None);
    assert_eq!(kind("nesting.json", r#"{"sheetWidth": 140}"#), None, "never a document by itself");
    assert!(check_text("paper.material-update.json", r#"{"name": "Paper"}"#, &env).diagnostics.is_empty());
}

#[test]
fn what_is_none_of_ours_is_nothing() {
    for text in [
        "null",
        "5",
        "[]",
        "{}",
        "[[]]",
        r#""draft""#,
        r#"{"name": "x"}"#,
        r#"{"actions": []}"#,
        r#"{"actions": {"a": {"run": "ls"}}}"#,
        r#"{"id": "x", "title": "a page"}"#,
        r#"{"id": "x", "title": {"en": "a page"}, "slug": "x"}"#,
        r#"{"name": "x", "fileType": "image/png"}"#,
        r#"{"name": "x", "scaling": {"mean": 0.4}}"#,
        r#"{"source": "git", "content": "text"}"#,
        r#"{"gender": "f", "name": "Ida"}"#,
        r#"{"type": "object", "properties": {"options": {}}}"#,
        r#"{"enabled": true, "name": "rule", "options": {"x": 1}}"#,
        r#"{"measurements": [1, 2]}"#,
    ] {
        assert_eq!(kind_of(text, None), None, "{text}");
    }
}
