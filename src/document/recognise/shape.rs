//! The shapes of Bespokify requests: the names at the root that only one kind has.

use super::Kind;
use crate::document::parts::{NESTING, SCALING};
use crate::json::{Kind as Json, Value};

/// The kind of an object whose shape tells; none where it does not.
pub(super) fn kind_of(object: Value<'_>) -> Option<Kind> {
    Shape::of(object).kind(object)
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
    /// `measurements` chooses one for each group, as a preset does.
    choices: bool,
    options_list: bool,
    /// A name that drafts and predictions do not have, but what is shaped like them has.
    foreign: bool,
    name: bool,
    enabled: bool,
    gender: bool,
    stage: bool,
    source: bool,
    content: bool,
    draft_id: bool,
    file_type: Option<FileType>,
    /// What only exports have beside a file type.
    export: bool,
    nesting: Part,
    scaling: Part,
    /// What materials have beside their name.
    material: bool,
    schema: bool,
    id: bool,
    texts: bool,
}

/// What `fileType` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileType {
    /// One that exports know, in whatever case.
    Ours,
    /// Another, or a reference.
    Other,
}

/// How far an object looks like a configuration.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Part {
    #[default]
    None,
    /// It is empty, or holds other keys only.
    Maybe,
    /// It has a key that only such a configuration has.
    Sure,
}

fn part(value: Value<'_>, keys: &[&str]) -> Part {
    if !value.is_object() {
        Part::None
    } else if keys.iter().any(|key| value.get(key).is_some()) {
        Part::Sure
    } else {
        Part::Maybe
    }
}

impl Shape {
    fn of(object: Value<'_>) -> Shape {
        let mut shape = Shape::default();
        for member in object.members() {
            let Some(name) = member.key.string() else { continue };
            shape.note(&name, member.value);
        }
        shape
    }

    fn note(&mut self, name: &str, value: Value<'_>) {
        match name {
            "actions" => self.actions = value.is_object(),
            "patternId" => self.pattern_id = true,
            "measurementType" => self.measurement_type = true,
            "measurements" => {
                self.sections += 1;
                self.measurements = value.is_object();
                // A list of sizes is not searched for what only lists of groups have.
                if value.members().next().is_some_and(|first| first.value.kind() != Json::Number) {
                    let is =
                        |kind: Json| ["body", "final"].iter().any(|n| value.get(n).is_some_and(|v| v.kind() == kind));
                    self.groups = is(Json::Array);
                    self.choices = is(Json::Object);
                }
            }
            "options" => {
                self.sections += 1;
                self.options_list = value.is_array();
            }
            "seams" | "bodyShapes" => self.sections += 1,
            "name" => (self.foreign, self.name) = (true, true),
            "enabled" => (self.foreign, self.enabled) = (true, value.bool().is_some()),
            "id" => (self.foreign, self.id) = (true, value.kind() == Json::String),
            "title" => {
                self.foreign = true;
                self.texts |= value.is_object();
            }
            "description" => self.texts |= value.is_object(),
            "customData" | "isDefault" => self.texts = true,
            "gender" => self.gender = true,
            "stage" => self.stage = true,
            "source" => self.source = true,
            "content" => self.content = value.is_object(),
            "draftId" => self.draft_id = true,
            "fileType" => {
                let text = value.string().unwrap_or_default();
                let ours = ["dxf", "plt", "pdf"].iter().any(|word| text.eq_ignore_ascii_case(word));
                self.file_type = Some(if ours { FileType::Ours } else { FileType::Other });
            }
            "config" | "objects" | "materials" => self.export = true,
            "nesting" => self.nesting = part(value, &NESTING),
            "scaling" => self.scaling = part(value, &SCALING),
            "factoryId" | "groups" => self.material = true,
            "properties" => self.schema = value.is_object(),
            _ => {}
        }
    }

    fn kind(&self, object: Value<'_>) -> Option<Kind> {
        let has_sections = self.sections > 0 && !self.foreign;
        if self.actions && actions_are_ours(object) {
            Some(Kind::Batch)
        } else if self.pattern_id && (self.groups || (self.options_list && !self.measurement_type)) {
            Some(Kind::PatternData)
        } else if self.is_preset() {
            Some(Kind::Preset)
        } else if self.is_profile() {
            Some(Kind::MeasurementProfile)
        } else if (self.pattern_id && (self.measurement_type || has_sections))
            || (self.measurement_type && has_sections)
        {
            Some(Kind::Draft)
        } else if self.source && self.content {
            Some(Kind::PredictScan)
        } else if self.draft_id && (self.file_type.is_some() || self.export || self.nesting == Part::Sure) {
            Some(Kind::Export)
        } else if self.is_export_profile() {
            Some(Kind::ExportProfile)
        } else if self.is_material() {
            Some(Kind::Material)
        } else if self.gender && self.measurements && !self.foreign && !self.measurement_type {
            Some(Kind::PredictBody)
        } else if self.is_metadata(object) {
            Some(Kind::Metadata)
        } else {
            (self.schema && is_pattern_schema(object)).then_some(Kind::PatternSchema)
        }
    }

    fn is_preset(&self) -> bool {
        let holds = self.sections > 0 || self.export || self.enabled;
        self.pattern_id && !self.measurement_type && (self.choices || ((self.name || self.enabled) && holds))
    }

    fn is_profile(&self) -> bool {
        let measured = self.measurements && !self.pattern_id;
        let says_whose = self.gender || self.name || self.stage;
        measured && ((self.measurement_type && says_whose) || (self.gender && (self.name || self.stage)))
    }

    fn is_export_profile(&self) -> bool {
        let sure = self.file_type == Some(FileType::Ours) || self.nesting == Part::Sure;
        self.file_type.is_some() && !self.draft_id && sure && (self.name || self.export || self.nesting != Part::None)
    }

    fn is_material(&self) -> bool {
        let sure = self.nesting == Part::Sure || self.scaling == Part::Sure;
        let both = self.nesting != Part::None && self.scaling != Part::None;
        let named = self.name || self.material;
        !self.pattern_id
            && self.sections == 0
            && self.file_type.is_none()
            && !self.draft_id
            && (sure || (both && named))
    }

    fn is_metadata(&self, object: Value<'_>) -> bool {
        const METADATA: [&str; 16] = [
            "id",
            "gender",
            "patternId",
            "title",
            "description",
            "imageUrl",
            "videoUrl",
            "customData",
            "uuid",
            "isDefault",
            "parentId",
            "createdAt",
            "createdBy",
            "updatedAt",
            "updatedBy",
            "$schema",
        ];
        let whose = self.gender && self.pattern_id;
        let is_known = |key: Value<'_>| METADATA.iter().any(|name| key.is_str(name));
        self.id && (self.texts || whose) && object.members().all(|member| is_known(member.key))
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
    let sections = ["measurements", "options", "seams", "measurementType"];
    let spoken_of = sections.iter().filter(|name| properties.get(name).is_some()).count();
    let demands = schema.get("required").is_some_and(|required| {
        required.elements().any(|name| name.is_str("patternId") || name.is_str("measurementType"))
    });
    // Any product may have options.
    spoken_of > 1 || (spoken_of == 1 && (demands || schema.get("if").is_some()))
}
