//! Taking a table apart: every key is known, every value is of its type, or there is an error at its place.

use super::toml::{Data, Node};
use crate::json::Span;
use crate::words;

/// A value and its place in toile.toml.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Bytes of the file.
    pub span: Span,
}

/// What is wrong with toile.toml, and where.
#[derive(Debug)]
pub(crate) struct Wrong {
    pub(crate) message: String,
    pub(crate) label: String,
    pub(crate) span: Span,
    pub(crate) help: Option<String>,
}

impl Wrong {
    pub(crate) fn new(span: &Span, message: impl Into<String>, label: impl Into<String>) -> Wrong {
        Wrong { message: message.into(), label: label.into(), span: span.clone(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Wrong {
        self.help = Some(help.into());
        self
    }
}

/// What reads the value of a key into its place.
pub(crate) type Reader<T> = fn(&mut T, &Node) -> Result<(), Wrong>;

/// A key of a table, and what reads it.
pub(crate) type Key<T> = (&'static str, Reader<T>);

/// Reads a table by its list of keys. A key that is not on the list is an error.
pub(crate) fn fill<T>(target: &mut T, table: &Node, keys: &[Key<T>], of: &str) -> Result<(), Wrong> {
    let Data::Table(entries) = &table.data else { return Err(no(table, "a table")) };
    for entry in entries {
        let Some((_, read)) = keys.iter().find(|(key, _)| *key == entry.key) else {
            let names: Vec<&str> = keys.iter().map(|(key, _)| *key).collect();
            let label = match words::nearest(&entry.key, &names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "unknown".to_owned(),
            };
            let message = format!("{of} has no key {}", words::code(&entry.key));
            return Err(Wrong::new(&entry.key_span, message, label).help(format!("it may have {}", all(&names))));
        };
        read(target, &entry.value)?;
    }
    Ok(())
}

/// All names, however many: a list that ends in "5 more" helps nobody here.
fn all(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.join(""),
    }
}

/// The value is of another type.
pub(crate) fn no(node: &Node, wanted: &str) -> Wrong {
    Wrong::new(&node.span, format!("{} where {wanted} is expected", node.kind()), format!("expected {wanted}"))
}

pub(crate) fn text(node: &Node) -> Result<Placed<String>, Wrong> {
    match &node.data {
        Data::Text(text) => Ok(Placed { value: text.clone(), span: node.span.clone() }),
        _ => Err(no(node, "a string")),
    }
}

/// One string, or a list of strings.
pub(crate) fn texts(node: &Node) -> Result<Vec<Placed<String>>, Wrong> {
    match &node.data {
        Data::List(list) => list.iter().map(text).collect(),
        Data::Text(_) => Ok(vec![text(node)?]),
        _ => Err(no(node, "a string or a list of strings")),
    }
}

pub(crate) fn flag(node: &Node) -> Result<bool, Wrong> {
    match node.data {
        Data::Flag(flag) => Ok(flag),
        _ => Err(no(node, "`true` or `false`")),
    }
}

pub(crate) fn integer(node: &Node) -> Result<Placed<i64>, Wrong> {
    match node.data {
        Data::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
            Ok(Placed { value: number as i64, span: node.span.clone() })
        }
        _ => Err(no(node, "a whole number")),
    }
}

/// Two numbers, the smaller one first.
pub(crate) fn range(node: &Node) -> Result<(f64, f64), Wrong> {
    let Data::List(list) = &node.data else { return Err(no(node, "a range such as `[100, 250]`")) };
    match list.iter().map(|node| &node.data).collect::<Vec<_>>().as_slice() {
        [Data::Number(low), Data::Number(high)] if low < high && high.is_finite() && low.is_finite() => {
            Ok((*low, *high))
        }
        _ => Err(Wrong::new(&node.span, "a range is two numbers, the smaller one first", "such as `[100, 250]`")),
    }
}

/// The entries of a table with names of the user's own: key, place of the key, value.
pub(crate) fn named(node: &Node) -> Result<impl Iterator<Item = (Placed<String>, &Node)>, Wrong> {
    let Data::Table(entries) = &node.data else { return Err(no(node, "a table")) };
    Ok(entries.iter().map(|entry| (Placed { value: entry.key.clone(), span: entry.key_span.clone() }, &entry.value)))
}

/// The tables of a list of tables.
pub(crate) fn tables(node: &Node) -> Result<&[Node], Wrong> {
    match &node.data {
        Data::List(list) => Ok(list),
        _ => Err(no(node, "a list of tables (two brackets: `[[...]]`)")),
    }
}
