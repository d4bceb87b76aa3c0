use std::sync::Arc;

use super::*;
use crate::json::{Doc, parse};
use crate::schema::Document;
use crate::source::Source;

/// Surveys a schema and shows it to `look`.
pub(crate) fn survey<T>(text: &str, look: impl FnOnce(&Survey<'_>) -> T) -> T {
    let tape = parse(text).expect("a schema is JSON");
    let mut documents = Documents::default();
    let source = Arc::new(Source::new("schema.json", text));
    let position = documents.add(Document::new(source, parse(text).expect("JSON"), "schema.json"));
    let root = Doc::new(text, &tape).root();
    look(&Survey::of(root, Home { documents: &documents, position, offset: 0 }))
}

/// The texts of the schemas that look at the property of the root's family.
fn of_property(schema: &str, name: &str) -> Vec<String> {
    survey(schema, |survey| {
        let family = survey.property(survey.family(Survey::ROOT), name);
        let mut texts: Vec<String> = family
            .into_iter()
            .flat_map(|family| {
                survey.members(family).map(|id| survey.part(id).value.raw().to_owned()).collect::<Vec<_>>()
            })
            .collect();
        texts.sort();
        texts
    })
}

#[test]
fn what_conditions_and_references_say_of_a_property_is_one_family() {
    let schema = r##"{"properties": {"a": {"type": "string"}}, "if": {"properties": {"a": {"const": "x"}}},
        "then": {"allOf": [{"$ref": "#/definitions/d"}]}, "definitions": {"d": {"properties": {"a": {"minLength": 2}}},
        "unused": {"properties": {"a": {"maxLength": 9}}}}}"##;
    assert_eq!(of_property(schema, "a"), [r#"{"const": "x"}"#, r#"{"minLength": 2}"#, r#"{"type": "string"}"#]);
}

#[test]
fn properties_of_joined_properties_are_joined() {
    let schema = r#"{"properties": {"a": {"properties": {"b": {"type": "null"}}}},
        "allOf": [{"properties": {"a": {"allOf": [{"properties": {"b": {"enum": [1]}}}]}}}]}"#;
    survey(schema, |survey| {
        let a = survey.property(survey.family(Survey::ROOT), "a").expect("it is there");
        let b = survey.property(a, "b").expect("it is there");
        assert_eq!(survey.members(b).count(), 2);
    });
}

#[test]
fn strength_is_that_of_the_surest_way() {
    let schema = r##"{"allOf": [{"$ref": "#/definitions/firm"}], "not": {"$ref": "#/definitions/firm"},
        "if": {"title": "test"}, "then": {"title": "then"}, "else": {"not": {"title": "negated"}},
        "definitions": {"firm": {"title": "firm"}, "unused": {"title": "unused"}}}"##;
    let strength = |title: &str| {
        survey(schema, |survey| {
            let is = |part: &&Part<'_>| part.value.get("title").is_some_and(|text| text.is_str(title));
            survey.parts.iter().find(is).and_then(|part| part.strength.map(|s| (s, part.speaks)))
        })
    };
    assert_eq!(strength("firm"), Some((Strength::Firm, true)));
    assert_eq!(strength("test"), Some((Strength::Test, false)));
    assert_eq!(strength("then"), Some((Strength::Tentative, true)));
    assert_eq!(strength("negated"), Some((Strength::Test, false)));
    assert_eq!(strength("unused"), None);
}

#[test]
fn references_in_circles_end() {
    survey(r##"{"$ref": "#"}"##, |survey| assert_eq!(survey.members(survey.family(Survey::ROOT)).count(), 1));
    let list = r##"{"properties": {"next": {"$ref": "#"}}, "type": "object"}"##;
    survey(list, |survey| {
        let root = survey.family(Survey::ROOT);
        assert_eq!(survey.property(root, "next"), Some(root), "the same is said at every depth");
    });
}
