//! Telling the kind of a document by its shape.

use super::{Kind, recognise_thng};
use crate::json::{Kind as Json, Value};

/// The kind of a document; none for a document of somebody else's. An array is what its elements are.
pub fn recognise(value: Value<'_>) -> Option<Kind> {
    match value.kind() {
        Json::Array => value.elements().filter(|element| element.is_object()).find_map(recognise),
        Json::Object => Shape::of(value).kind(value).or_else(|| recognise_thng::kind_of(value)),
        _ => None,
    }
}

/// The names at the root that tell kinds apart, gathered in one walk: every record of a large file is recognised.
#[derive(Debug, Default)]
struct Shape {
    actions: bool,
    pattern_id: bool,
    measurement_type: bool,
    /// How many of the sections of a draft are there.
    sections: u32,
    measurements: bool,
    /// `measurements` lists groups, as pattern data does.
    groups: bool,
    options_list: bool,
    /// A name that drafts and predictions do not have, but what is shaped like them has.
    foreign: bool,
    gender: bool,
    source: bool,
    content: bool,
    draft_id: bool,
    file_type: bool,
    schema: bool,
}

impl Shape {
    fn of(object: Value<'_>) -> Shape {
        let mut shape = Shape::default();
        for member in object.members() {
            let value = member.value;
            let Some(name) = member.key.string() else { continue };
            match name.as_ref() {
                "actions" => shape.actions = value.is_object(),
                "patternId" => shape.pattern_id = true,
                "measurementType" => shape.measurement_type = true,
                "measurements" => {
                    shape.sections += 1;
                    shape.measurements = value.is_object();
                    shape.groups = ["body", "final"].iter().any(|name| value.get(name).is_some_and(Value::is_array));
                }
                "options" => {
                    shape.sections += 1;
                    shape.options_list = value.is_array();
                }
                "seams" | "bodyShapes" => shape.sections += 1,
                "name" | "enabled" | "id" | "title" => shape.foreign = true,
                "gender" => shape.gender = true,
                "source" => shape.source = true,
                "content" => shape.content = value.is_object(),
                "draftId" => shape.draft_id = true,
                "fileType" => shape.file_type = true,
                "properties" => shape.schema = value.is_object(),
                _ => {}
            }
        }
        shape
    }

    fn kind(&self, object: Value<'_>) -> Option<Kind> {
        let has_sections = self.sections > 0 && !self.foreign;
        if self.actions && actions_are_ours(object) {
            Some(Kind::Batch)
        } else if self.pattern_id && (self.groups || (self.options_list && !self.measurement_type)) {
            Some(Kind::PatternData)
        } else if (self.pattern_id && (self.measurement_type || has_sections))
            || (self.measurement_type && has_sections)
        {
            Some(Kind::Draft)
        } else if self.source && self.content {
            Some(Kind::PredictScan)
        } else if self.draft_id && self.file_type {
            Some(Kind::Export)
        } else if self.gender && self.measurements && !self.foreign && !self.measurement_type {
            Some(Kind::PredictBody)
        } else {
            (self.schema && is_pattern_schema(object)).then_some(Kind::PatternSchema)
        }
    }
}

/// Whether the first action looks like one; a batch without actions is one too.
fn actions_are_ours(batch: Value<'_>) -> bool {
    let first = batch.get("actions").and_then(|actions| actions.members().next());
    first.is_none_or(|action| action.value.get("type").is_some() || action.value.get("body").is_some())
}

/// A schema that speaks of the sections of a draft.
fn is_pattern_schema(schema: Value<'_>) -> bool {
    let Some(properties) = schema.get("properties") else { return false };
    let speaks =
        ["measurements", "options", "seams", "measurementType"].iter().any(|name| properties.get(name).is_some());
    let demands = schema.get("required").is_some_and(|required| {
        required.elements().any(|name| name.is_str("patternId") || name.is_str("measurementType"))
    });
    speaks && (demands || schema.get("if").is_some() || schema.get("$schema").is_some())
}
