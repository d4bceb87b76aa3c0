//! Schemas that are plainly schemas: the ordinary ones, told without compiling a meta-schema, which would take longer than
//! all the rest of a small run.

use super::format::Format;
use super::instance::first_repeat;
use crate::json::{Kind, Value};

/// Whether the meta-schema of draft-07 certainly accepts a schema, also as ajv reads it. `false` says only that it has to
/// be asked.
pub(super) fn is_schema(schema: Value<'_>) -> bool {
    match schema.kind() {
        Kind::True | Kind::False => true,
        Kind::Object => all_members(schema, keyword),
        _ => false,
    }
}

/// Whether the value of a keyword is as the meta-schema wants it. Of names that are no keywords it wants nothing.
fn keyword(name: &str, value: Value<'_>) -> bool {
    match name {
        "$id" | "$ref" => has_format(value, Format::UriReference),
        "$schema" => has_format(value, Format::Uri),
        "pattern" => has_format(value, Format::Regex),
        "$comment" | "title" | "description" | "format" | "contentMediaType" | "contentEncoding" => is_string(value),
        "readOnly" | "writeOnly" | "uniqueItems" => matches!(value.kind(), Kind::True | Kind::False),
        "examples" => value.is_array(),
        "maximum" | "exclusiveMaximum" | "minimum" | "exclusiveMinimum" => value.f64().is_some_and(f64::is_finite),
        "multipleOf" => value.f64().is_some_and(|number| number.is_finite() && number > 0.0),
        "maxLength" | "minLength" | "maxItems" | "minItems" | "maxProperties" | "minProperties" => {
            value.f64().is_some_and(|number| number.is_finite() && number >= 0.0 && number.fract() == 0.0)
        }
        "additionalItems" | "contains" | "additionalProperties" | "propertyNames" | "if" | "then" | "else" | "not" => {
            is_schema(value)
        }
        "allOf" | "anyOf" | "oneOf" => is_list_of_schemas(value),
        "items" => is_schema(value) || is_list_of_schemas(value),
        "definitions" | "properties" => value.is_object() && all_members(value, |_, value| is_schema(value)),
        "patternProperties" => {
            value.is_object() && all_members(value, |name, value| Format::Regex.check(name) && is_schema(value))
        }
        "dependencies" => {
            value.is_object() && all_members(value, |_, value| is_schema(value) || is_list_of_names(value))
        }
        "required" => is_list_of_names(value),
        "enum" => value.elements().next().is_some() && is_unique(value),
        "type" => {
            is_type(value) || (value.elements().next().is_some() && value.elements().all(is_type) && is_unique(value))
        }
        _ => true,
    }
}

/// Whether something holds for every member; not if a name is given twice, as readers differ on which of them counts.
fn all_members(object: Value<'_>, holds: impl Fn(&str, Value<'_>) -> bool) -> bool {
    let mut members = object.members();
    !object.node().has_duplicate_keys()
        && members.all(|member| member.key.string().is_some_and(|name| holds(&name, member.value)))
}

fn is_string(value: Value<'_>) -> bool {
    value.kind() == Kind::String
}

fn has_format(value: Value<'_>, format: Format) -> bool {
    is_string(value) && value.string().is_some_and(|text| format.check(&text))
}

fn is_list_of_schemas(value: Value<'_>) -> bool {
    value.elements().next().is_some() && value.elements().all(is_schema)
}

fn is_list_of_names(value: Value<'_>) -> bool {
    value.is_array() && value.elements().all(is_string) && is_unique(value)
}

fn is_unique(list: Value<'_>) -> bool {
    first_repeat(list, None, false).is_none()
}

fn is_type(value: Value<'_>) -> bool {
    ["array", "boolean", "integer", "null", "number", "object", "string"].iter().any(|name| value.is_str(name))
}
