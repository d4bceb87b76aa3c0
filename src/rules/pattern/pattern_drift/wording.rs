//! What each difference is called.

use crate::pattern::drift::{Form, Section, Side, What};
use crate::words;

/// The texts of a finding.
pub(super) struct Told {
    pub(super) message: String,
    /// The remark at the place in the other file.
    pub(super) other: String,
    pub(super) help: String,
    /// What follows where no draft shows it.
    pub(super) without: Option<String>,
}

fn told(message: String, other: impl Into<String>, help: impl Into<String>) -> Told {
    Told { message, other: other.into(), help: help.into(), without: None }
}

/// What a name of a section is.
fn noun(section: Section) -> &'static str {
    match section {
        Section::Options => "option",
        Section::BodyShapes => "body shape",
        Section::Seams => "seam",
        Section::Measurements => "measurement",
    }
}

fn form(form: Form) -> &'static str {
    match form {
        Form::List => "a list of values",
        Form::Range => "a range of numbers",
        Form::Text => "any text",
        Form::Anything => "values of any type",
    }
}

fn count(items: &[String]) -> String {
    words::list(items, "and")
}

/// What the one has and the other lacks, each way.
fn only(data: &[String], schema: &[String]) -> String {
    let part =
        |side: &str, items: &[String]| (!items.is_empty()).then(|| format!("only the {side} has {}", count(items)));
    let parts: Vec<String> = [part("data", data), part("schema", schema)].into_iter().flatten().collect();
    parts.join(", ")
}

fn side(side: Side) -> &'static str {
    match side {
        Side::Data => "data",
        Side::Schema => "schema",
    }
}

pub(super) fn of(what: &What) -> Told {
    match what {
        What::NotInSchema { section, id, is_closed } => {
            let (noun, code) = (noun(*section), words::code(id));
            if *is_closed {
                told(
                    format!("the schema does not know {noun} {code}, and refuses drafts that have it"),
                    format!("{code} is not listed here"),
                    format!("add {code} to the schema, or remove it from the data"),
                )
            } else {
                Told {
                    without: Some(format!("the schema does not look at {code}: no draft is refused because of it")),
                    ..told(
                        format!("the schema does not know {noun} {code}"),
                        format!("{code} is not listed here"),
                        format!("add {code} to the schema"),
                    )
                }
            }
        }
        What::NotInData { section, id, is_demanded } => {
            let (noun, code) = (noun(*section), words::code(id));
            let verb = if *is_demanded { "demands" } else { "has" };
            told(
                format!("the schema {verb} {noun} {code}, which the data does not have"),
                format!("{code} is not listed here"),
                format!("add {code} to the data, or remove it from the schema"),
            )
        }
        What::SectionUnknown { section, ids } => told(
            format!("the schema says nothing of `{}`, of which the data has {}", section.field(), count(ids)),
            "not looked at in here",
            format!("list them in the schema, below `{}`", section.field()),
        ),
        What::Values { section, id, only_data, only_schema } => {
            let parts = only(only_data, only_schema);
            told(
                format!("the values of {} {} differ: {}", noun(*section), words::code(id), parts),
                "the values of the data",
                "list the same values in both",
            )
        }
        What::Form { section, id, data, schema } => told(
            format!(
                "{} {} is {} in the data, but {} in the schema",
                noun(*section),
                words::code(id),
                form(*data),
                form(*schema)
            ),
            format!("{} in the data", form(*data)),
            "say the same in both",
        ),
        What::Limit { section, id, name, data, schema } => {
            let value =
                |value: &Option<String>| value.as_ref().map_or_else(|| "none".to_owned(), |value| words::code(value));
            let word = if *name == "step" { "step" } else { name };
            told(
                format!(
                    "the {word} of {} {} is {} in the data, but {} in the schema",
                    noun(*section),
                    words::code(id),
                    value(data),
                    value(schema)
                ),
                format!("the {word} in the data"),
                if *name == "step" {
                    "write the `step` of the data as `multipleOf`"
                } else {
                    "write the same limit in both"
                },
            )
        }
        What::NotDemanded { id } => told(
            format!("the schema does not demand option {}", words::code(id)),
            "an option of every draft in the data",
            format!("add it to `required`: {}", serde_json::Value::from(id.as_str())),
        ),
        What::AlwaysDemanded { id, parent, value } => told(
            format!(
                "the schema demands {} of every draft, but it belongs to {} of {} only",
                words::code(id),
                words::code(value),
                words::code(parent)
            ),
            "a sub-option in the data",
            format!("demand it where {} is {} only", words::code(parent), words::code(value)),
        ),
        What::NoCondition { id, parent, value, forbids } => {
            let message = if *forbids {
                format!(
                    "the schema lets {} pass where {} is not {}",
                    words::code(id),
                    words::code(parent),
                    words::code(value)
                )
            } else {
                format!(
                    "the schema does not demand {} where {} is {}",
                    words::code(id),
                    words::code(parent),
                    words::code(value)
                )
            };
            let name = |text: &str| serde_json::Value::from(text).to_string();
            let then = if *forbids {
                format!("\"else\": {{\"properties\": {{{}: {{\"not\": {{}}}}}}}}", name(id))
            } else {
                format!("\"then\": {{\"required\": [{}]}}", name(id))
            };
            told(
                message,
                "a sub-option in the data",
                format!(
                    "add to `allOf`: {{\"if\": {{\"required\": [{0}], \"properties\": {{{0}: {{\"const\": {1}}}}}}}, {then}}}",
                    name(parent),
                    name(value)
                ),
            )
        }
        What::Type { kind, has } => {
            let code = words::code(kind.name());
            told(
                format!("the {} offers measurement type {code}, the {} does not", side(*has), side(has.other())),
                "not offered here",
                format!("offer {code} in both, or in none"),
            )
        }
        What::GroupNotInSchema { kind, name, items, is_required } => {
            let what = if *is_required { "required" } else { "optional" };
            Told {
                without: Some(format!("no draft is refused because of it: {} may be given or left out", count(items))),
                ..told(
                    format!("the schema has no rule for the {what} group {} ({})", words::code(name), kind.name()),
                    format!("nothing about {} in here", count(items)),
                    if *is_required {
                        format!("demand exactly one of {} in the schema", count(items))
                    } else {
                        format!("name {} in the schema, and let at most one of the group pass", count(items))
                    },
                )
            }
        }
        What::GroupNotInData { kind, items } => told(
            format!(
                "the schema demands {}, of which the data has no group ({})",
                words::list(items, "or"),
                kind.name()
            ),
            "no such group in here",
            format!("add a group of {} to the data, or demand nothing of it", words::list(items, "and")),
        ),
        What::GroupItems { kind, name, only_data, only_schema } => {
            let parts = only(only_data, only_schema);
            told(
                format!("the measurements of group {} ({}) differ: {}", words::code(name), kind.name(), parts),
                "the group in the data",
                "list the same measurements in both",
            )
        }
        What::GroupRequired { kind, name, by } => told(
            format!("only the {} demands a measurement of group {} ({})", side(*by), words::code(name), kind.name()),
            if *by == Side::Data { "required in the data" } else { "optional in the data" },
            "demand it in both, or in none",
        ),
        What::GroupSeveral { kind, name } => told(
            format!("the schema lets several measurements of group {} pass ({})", words::code(name), kind.name()),
            "exactly one in the data",
            "make it a `oneOf`, with a branch for none of them where the group is optional",
        ),
    }
}
