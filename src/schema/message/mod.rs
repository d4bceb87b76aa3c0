//! The `errorMessage` keyword of ajv-errors 1: authored texts in place of the records that they apply to.
//!
//! `explain::replace` applies what is read here.

mod template;

pub(super) use template::{Level, LevelName, Levels, Text};

use super::compile::Problem;
use super::js;
use crate::json::{Kind, Value};

/// A compiled `errorMessage`.
#[derive(Debug, Default)]
pub(super) struct ErrorMessage {
    /// Texts for records of one keyword of the same schema object, in JavaScript's order of the map.
    pub(super) keywords: Vec<(String, Text)>,
    /// Texts per name, for `required` and `dependencies`.
    pub(super) names: Vec<(String, Vec<(String, Text)>)>,
    /// Texts per child of an object, whatever failed at or below it.
    pub(super) properties: Vec<(String, Text)>,
    /// Texts per element of an array.
    pub(super) items: Vec<Text>,
    /// The text for everything that the others left.
    pub(super) whole: Option<Text>,
}

impl ErrorMessage {
    /// Whether a text may take records of other schema objects, whenever they were made.
    pub(super) fn takes_from_children(&self) -> bool {
        !self.properties.is_empty() || !self.items.is_empty()
    }
}

/// Reads the value of an `errorMessage` that stands `level` levels of data below the start of its compiled function. Without
/// a level, templates are not looked at.
pub(super) fn compile(value: Value<'_>, level: Option<u32>) -> Result<ErrorMessage, Problem> {
    match value.kind() {
        Kind::String => {
            Ok(ErrorMessage { whole: Some(text(value, level)?).filter(|t| !t.is_empty()), ..ErrorMessage::default() })
        }
        Kind::Object => map(value, level),
        _ => Err(Problem::new(value, "`errorMessage` must be a text or an object of texts")),
    }
}

fn map(value: Value<'_>, level: Option<u32>) -> Result<ErrorMessage, Problem> {
    let mut message = ErrorMessage::default();
    for member in js::members(value) {
        let name = member.key.string().unwrap_or_default().into_owned();
        match (name.as_str(), member.value.kind()) {
            ("properties", Kind::Object) => message.properties = texts(member.value, level)?,
            ("properties", _) => {
                return Err(Problem::new(member.value, "`properties` in `errorMessage` must be an object of texts"));
            }
            ("items", Kind::Array) => {
                message.items = member.value.elements().map(|item| text(item, level)).collect::<Result<_, _>>()?;
            }
            ("items", _) => {
                return Err(Problem::new(member.value, "`items` in `errorMessage` must be an array of texts"));
            }
            ("required" | "dependencies", Kind::Object) => message.names.push((name, texts(member.value, level)?)),
            (_, Kind::String) => {
                let text = text(member.value, level)?;
                if name == "_" && !text.is_empty() {
                    message.whole = Some(text);
                } else {
                    message.keywords.push((name, text));
                }
            }
            ("required" | "dependencies", _) => {
                let what = format!("`{name}` in `errorMessage` must be a text or an object of texts");
                return Err(Problem::new(member.value, what));
            }
            _ => return Err(Problem::new(member.value, format!("`{name}` in `errorMessage` must be a text"))),
        }
    }
    Ok(message)
}

fn texts(map: Value<'_>, level: Option<u32>) -> Result<Vec<(String, Text)>, Problem> {
    let members = js::members(map).into_iter();
    members.map(|m| Ok((m.key.string().unwrap_or_default().into_owned(), text(m.value, level)?))).collect()
}

fn text(value: Value<'_>, level: Option<u32>) -> Result<Text, Problem> {
    let Some(written) = value.string() else {
        return Err(Problem::new(value, "every text in `errorMessage` must be a string"));
    };
    let Some(level) = level else { return Ok(Text::default()) };
    Text::parse(&written, level).map_err(|what| Problem::new(value, what))
}
