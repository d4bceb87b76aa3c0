//! TOML with the place of every key and value.

use toml::de::{DeTable, DeValue};

use crate::json::Span;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// Bytes of the file. Of a table with a header, the header.
    pub(crate) span: Span,
    pub(crate) data: Data,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Data {
    /// In the order of the text.
    Table(Vec<Entry>),
    List(Vec<Node>),
    Text(String),
    Number(f64),
    Flag(bool),
    Date,
}

/// A member of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_span: Span,
    pub(crate) value: Node,
}

/// Why a text is no TOML.
#[derive(Debug)]
pub(crate) struct NoToml {
    pub(crate) message: String,
    pub(crate) span: Span,
}

/// Reads a text.
pub(crate) fn parse(text: &str) -> Result<Node, NoToml> {
    match DeTable::parse(text) {
        Ok(table) => Ok(Node { span: table.span(), data: Data::Table(entries(table.get_ref())) }),
        Err(error) => {
            let end = text.len();
            let span = error.span().unwrap_or(0..0);
            Err(NoToml { message: error.message().to_owned(), span: span.start.min(end)..span.end.min(end) })
        }
    }
}

fn entries(table: &DeTable<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().clone().into_owned(),
            key_span: key.span(),
            value: node(value.span(), value.get_ref()),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    entries
}

fn node(span: Span, value: &DeValue<'_>) -> Node {
    let data = match value {
        DeValue::String(text) => Data::Text(text.clone().into_owned()),
        DeValue::Integer(number) => Data::Number(integer(number.as_str(), number.radix())),
        DeValue::Float(number) => Data::Number(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Data::Flag(*flag),
        DeValue::Datetime(_) => Data::Date,
        DeValue::Array(list) => Data::List(list.iter().map(|value| node(value.span(), value.get_ref())).collect()),
        DeValue::Table(table) => Data::Table(entries(table)),
    };
    Node { span, data }
}

fn integer(digits: &str, radix: u32) -> f64 {
    i64::from_str_radix(digits, radix).map_or(f64::NAN, |number| number as f64)
}

impl Node {
    /// What the value is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.data {
            Data::Table(_) => "a table",
            Data::List(_) => "a list",
            Data::Text(_) => "a string",
            Data::Number(_) => "a number",
            Data::Flag(_) => "true or false",
            Data::Date => "a date",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_text() {
        let text = "a = [\"x\", 2]\n[b]\n\"k é\" = 0x1F\n";
        let root = parse(text).unwrap();
        let Data::Table(entries) = &root.data else { panic!("{root:?}") };
        assert_eq!(&text[entries[0].key_span.clone()], "a");
        let Data::List(list) = &entries[0].value.data else { panic!("{entries:?}") };
        assert_eq!(&text[list[0].span.clone()], "\"x\"");
        assert_eq!(&text[entries[1].value.span.clone()], "[b]");
        let Data::Table(inner) = &entries[1].value.data else { panic!("{entries:?}") };
        assert_eq!(&text[inner[0].key_span.clone()], "\"k é\"");
        assert_eq!(inner[0].value.data, Data::Number(31.0));
    }

    #[test]
    fn deep_nesting_is_refused_and_not_followed() {
        for text in [
            format!("{} = 1", vec!["a"; 100_000].join(".")),
            format!("a = {}1{}", "[".repeat(100_000), "]".repeat(100_000)),
            format!("[{}]", vec!["a"; 100_000].join(".")),
            format!("a = {}", "{b=".repeat(100_000)),
        ] {
            assert!(parse(&text).is_err(), "{}", &text[..20]);
        }
    }

    #[test]
    fn what_is_no_toml_is_said_with_its_place() {
        let text = "a = 1\na = 2\n";
        let error = parse(text).unwrap_err();
        assert_eq!(&text[error.span.clone()], "a");
        assert_eq!(error.span.start, 6, "{error:?}");
        assert!(parse("a = \n").is_err() && parse("[a").is_err());
    }
}
