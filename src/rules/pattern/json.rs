//! Parts of a document written on one line, to be shown in a help.

use crate::json::{Kind, Value};

/// The longest piece of JSON that a help shows.
const LONGEST: usize = 160;

/// A value on one line; nothing where it is too long to be read there.
pub(super) fn one_line(value: Value<'_>) -> Option<String> {
    let mut out = String::new();
    write(value, &mut out)?;
    Some(out)
}

fn write(value: Value<'_>, out: &mut String) -> Option<()> {
    if out.len() > LONGEST {
        return None;
    }
    match value.kind() {
        Kind::Object => {
            out.push('{');
            for (at, member) in value.members().enumerate() {
                out.push_str(if at == 0 { "" } else { ", " });
                out.push_str(member.key.raw());
                out.push_str(": ");
                write(member.value, out)?;
            }
            out.push('}');
        }
        Kind::Array => {
            out.push('[');
            for (at, element) in value.elements().enumerate() {
                out.push_str(if at == 0 { "" } else { ", " });
                write(element, out)?;
            }
            out.push(']');
        }
        _ => out.push_str(value.raw()),
    }
    (out.len() <= LONGEST).then_some(())
}

/// An object on one line with one more member.
pub(super) fn with_member(object: Value<'_>, name: &str, literal: &str) -> Option<String> {
    let line = one_line(object)?;
    let inner = line.strip_suffix('}')?;
    let comma = if inner.ends_with('{') { "" } else { ", " };
    Some(format!("{inner}{comma}\"{name}\": {literal}}}")).filter(|line| line.len() <= LONGEST)
}

/// A text as a JSON string.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
