//! Reading keyword values, with an error on the value where it has the wrong form.

use super::Problem;
use crate::json::{Kind, Value};

/// The keywords that ajv 6 with ajv-errors acts on. A schema object with none of them says nothing: ajv leaves it out.
const RULES: [&str; 33] = [
    "$comment",
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "dependencies",
    "enum",
    "errorMessage",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "if",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "patternProperties",
    "properties",
    "propertyNames",
    "required",
    "type",
    "uniqueItems",
];

/// Whether a schema says anything at all. `{}`, `true` and `{"title": ...}` do not.
pub(super) fn has_rules(schema: Value<'_>) -> bool {
    match schema.kind() {
        Kind::Object => schema.members().any(|m| m.key.string().is_some_and(|name| RULES.contains(&name.as_ref()))),
        kind => kind == Kind::False,
    }
}

/// Refuses a value that cannot be a schema.
pub(super) fn schema(value: Value<'_>) -> Result<(), Problem> {
    match value.kind() {
        Kind::Object | Kind::True | Kind::False => Ok(()),
        _ => Err(Problem::new(value, "a schema must be an object, `true` or `false`")),
    }
}

/// A keyword's value that must be a number.
pub(super) fn number(schema: Value<'_>, keyword: &str) -> Result<Option<f64>, Problem> {
    let Some(value) = schema.get(keyword) else { return Ok(None) };
    value.f64().map(Some).ok_or_else(|| Problem::new(value, format!("`{keyword}` must be a number")))
}

/// A keyword's value that must be a count.
pub(super) fn count(schema: Value<'_>, keyword: &str) -> Result<Option<f64>, Problem> {
    match number(schema, keyword)? {
        Some(count) if count < 0.0 || count.fract() != 0.0 => {
            let value = schema.get(keyword).unwrap_or(schema);
            Err(Problem::new(value, format!("`{keyword}` must be a whole number, 0 or more")))
        }
        other => Ok(other),
    }
}

/// A keyword's value that must be an object.
pub(super) fn object<'a>(schema: Value<'a>, keyword: &str) -> Result<Option<Value<'a>>, Problem> {
    match schema.get(keyword) {
        Some(value) if !value.is_object() => Err(Problem::new(value, format!("`{keyword}` must be an object"))),
        other => Ok(other),
    }
}

/// A keyword's value that must be an array.
pub(super) fn array<'a>(schema: Value<'a>, keyword: &str) -> Result<Option<Value<'a>>, Problem> {
    match schema.get(keyword) {
        Some(value) if !value.is_array() => Err(Problem::new(value, format!("`{keyword}` must be an array"))),
        other => Ok(other),
    }
}

/// The strings of an array.
pub(super) fn names(array: Value<'_>, keyword: &str) -> Result<Vec<Box<str>>, Problem> {
    let named = array.elements().map(|element| {
        let name =
            element.string().ok_or_else(|| Problem::new(element, format!("`{keyword}` lists names as strings")))?;
        Ok(name.into())
    });
    named.collect()
}
