//! Pattern data written as a schema, so that one engine explains both.

use serde_json::{Map, Value as Json, json};

use super::data::{Group, OptionData, OptionType, PatternData};
use super::names::MeasurementType;
use crate::json::{Decimal, pointer};

/// A schema that says what pattern data says, and where each part of it comes from.
pub(super) struct Written {
    /// The schema's text.
    pub(super) text: String,
    /// JSON Pointers of the schema with the nodes of the data that they were made of; the longest that fits a place
    /// is its origin.
    pub(super) origins: Vec<(String, u32)>,
}

/// Writes data as a schema in the style of `GET /patterns/{id}/schema`.
pub(super) fn write(data: &PatternData) -> Written {
    let mut writer = Writer { data, origins: Vec::new() };
    let mut offered = Vec::new();
    let mut conditions = Vec::new();
    for (groups, kind) in [(&data.body, MeasurementType::Body), (&data.final_, MeasurementType::Final)] {
        if groups.is_empty() {
            continue;
        }
        offered.push(kind.name());
        let at = format!("/allOf/{}/then/properties/measurements/allOf", conditions.len());
        conditions.push(json!({
            "if": {"required": ["measurementType"], "properties": {"measurementType": {"const": kind.name()}}},
            "then": {"properties": {"measurements": {"allOf": writer.groups(groups, &at)}}},
        }));
    }
    let mut properties = Map::new();
    properties.insert("measurements".into(), json!({"type": "object", "additionalProperties": {"type": "number"}}));
    if !offered.is_empty() {
        properties.insert("measurementType".into(), json!({"enum": offered}));
    }
    if !data.options.is_empty() {
        properties.insert("options".into(), writer.options());
    }
    if !data.seams.is_empty() {
        properties.insert("seams".into(), writer.seams());
    }
    if !data.body_shapes.is_empty() {
        properties.insert("bodyShapes".into(), writer.body_shapes());
    }
    let mut schema = json!({
        "type": "object",
        "required": ["patternId", "measurementType", "measurements"],
        "properties": properties,
    });
    if !conditions.is_empty() {
        schema["allOf"] = Json::Array(conditions);
    }
    Written { text: schema.to_string(), origins: writer.origins }
}

struct Writer<'d> {
    data: &'d PatternData,
    origins: Vec<(String, u32)>,
}

impl Writer<'_> {
    fn groups(&mut self, groups: &[Group], at: &str) -> Json {
        let mut rules = Vec::new();
        for group in groups.iter().filter(|group| !group.items.is_empty()) {
            self.origins.push((format!("{at}/{}", rules.len()), group.node));
            let mut branches: Vec<Json> = group.items.iter().map(|item| json!({"required": [item]})).collect();
            if !group.required {
                let none: Vec<Json> = group.items.iter().map(|item| json!({"required": [item]})).collect();
                branches.push(json!({"not": {"anyOf": none}}));
            }
            rules.push(json!({"oneOf": branches}));
        }
        Json::Array(rules)
    }

    fn options(&mut self) -> Json {
        let options = &self.data.options;
        let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
        let mut properties = Map::new();
        let mut required = Vec::new();
        let mut conditions = Vec::new();
        for option in options {
            self.origin(&["properties", "options", "properties", &option.id], option.node);
            properties.insert(option.id.clone(), self.option(option));
            let Some((parent, value)) = parent_of(&option.id, &ids) else {
                self.origins.push((format!("/properties/options/required/{}", required.len()), option.node));
                required.push(option.id.clone());
                continue;
            };
            let parent_option = options.iter().find(|other| other.id == parent);
            let number = parent_option.is_some_and(|parent| parent.kind == OptionType::Number);
            let constant = if number { serde_json::from_str(value).unwrap_or(json!(value)) } else { json!(value) };
            self.origins.push((format!("/properties/options/allOf/{}", conditions.len()), option.node));
            conditions.push(json!({
                "if": {"required": [parent], "properties": {parent: {"const": constant}}},
                "then": {"required": [option.id]},
                "else": {"properties": {&option.id: {"not": {}}}},
            }));
        }
        let mut schema = json!({
            "type": "object", "required": required, "properties": properties, "additionalProperties": false,
        });
        if !conditions.is_empty() {
            schema["allOf"] = Json::Array(conditions);
        }
        schema
    }

    fn option(&self, option: &OptionData) -> Json {
        let literal = |text: &str| -> Json { serde_json::from_str(text).unwrap_or(Json::Null) };
        if !option.choices.is_empty() {
            let choices: Vec<Json> = option.choices.iter().map(|node| literal(self.data.value(*node).raw())).collect();
            return json!({"enum": choices});
        }
        let mut schema = Map::new();
        schema.insert("type".into(), json!(if option.kind == OptionType::String { "string" } else { "number" }));
        for (keyword, bound) in [("minimum", &option.minimum), ("maximum", &option.maximum)] {
            if let Some(bound) = bound {
                schema.insert(keyword.into(), literal(bound));
            }
        }
        // A slider counts its steps from the minimum, `multipleOf` from zero: only where both agree is one the other.
        let step = option.step.as_deref().and_then(Decimal::parse);
        let start = option.minimum.as_deref().map_or(Decimal::parse("0"), Decimal::parse);
        if let (Some(step), Some(start), Some(written)) = (step, start, &option.step)
            && start.is_multiple_of(step) == Some(true)
        {
            schema.insert("multipleOf".into(), literal(written));
        }
        Json::Object(schema)
    }

    fn seams(&mut self) -> Json {
        let mut properties = Map::new();
        for seam in &self.data.seams {
            self.origin(&["properties", "seams", "properties", &seam.id], seam.node);
            properties.insert(seam.id.clone(), json!({"type": "number"}));
        }
        json!({"type": "object", "properties": properties, "additionalProperties": false})
    }

    fn body_shapes(&mut self) -> Json {
        let mut properties = Map::new();
        for shape in &self.data.body_shapes {
            self.origin(&["properties", "bodyShapes", "properties", &shape.id], shape.node);
            properties.insert(shape.id.clone(), self.option(shape));
        }
        json!({"type": "object", "properties": properties, "additionalProperties": false})
    }

    fn origin(&mut self, path: &[&str], node: u32) {
        let mut at = String::new();
        for name in path {
            pointer::push_name(&mut at, name);
        }
        self.origins.push((at, node));
    }
}

/// The option and the value of it under which a dotted id such as `pocket.leftBreast.style` applies.
pub(crate) fn parent_of<'a>(id: &'a str, ids: &[&'a str]) -> Option<(&'a str, &'a str)> {
    if !id.contains('.') {
        return None;
    }
    let fits = |parent: &&&str| id.strip_prefix(**parent).is_some_and(|rest| rest.starts_with('.'));
    let parent = ids.iter().filter(fits).max_by_key(|parent| parent.len())?;
    let value = id[parent.len() + 1..].split_once('.')?.0;
    Some((*parent, value))
}
