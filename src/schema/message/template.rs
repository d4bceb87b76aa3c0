//! Texts with `${pointer}` templates, filled in as ajv-errors fills them: with the JSON text of what the pointer finds.

use std::fmt::Write as _;

use crate::json::{Kind, Value, js_number, pointer};
use crate::schema::js;

/// A text, in pieces.
#[derive(Debug, Default)]
pub(crate) struct Text {
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    Plain(String),
    /// Steps from the root of the document.
    Absolute(Vec<String>),
    /// So many levels of data up, then steps down.
    Relative(u32, Vec<String>),
    /// The name or index of the value so many levels up.
    Name(u32),
}

/// The values on the way from the start of a compiled function down to the current one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Levels<'a> {
    /// The root of the request body.
    pub(crate) root: Value<'a>,
    /// The values by level, the innermost last. Never empty.
    pub(crate) values: &'a [Level<'a>],
}

/// One level of data.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Level<'a> {
    pub(crate) value: Value<'a>,
    /// The key or index that leads to it. `propertyNames` gives none.
    pub(crate) name: LevelName<'a>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum LevelName<'a> {
    None,
    Key(Value<'a>),
    Index(usize),
}

impl Text {
    /// Splits a text at its templates. `level` is how many levels of data lie above.
    pub(crate) fn parse(written: &str, level: u32) -> Result<Text, String> {
        let mut pieces = Vec::new();
        let mut rest = written;
        let mut plain = String::new();
        while let Some(at) = rest.find("${") {
            // A pointer is at least one character, none of them a closing brace.
            let inner = &rest[at + 2..];
            match inner.find('}') {
                Some(end) if end > 0 => {
                    plain.push_str(&rest[..at]);
                    if !plain.is_empty() {
                        pieces.push(Piece::Plain(std::mem::take(&mut plain)));
                    }
                    pieces.push(template(&inner[..end], level)?);
                    rest = &inner[end + 1..];
                }
                Some(_) => {
                    plain.push_str(&rest[..at + 3]);
                    rest = &inner[1..];
                }
                None => break,
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Plain(plain));
        }
        Ok(Text { pieces })
    }

    /// The empty text.
    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The text with its templates filled in. `None` where it consists of one template that finds nothing: JavaScript
    /// then has no message at all.
    pub(crate) fn fill(&self, levels: Levels<'_>) -> Option<String> {
        if let [only @ (Piece::Absolute(_) | Piece::Relative(..) | Piece::Name(_))] = self.pieces.as_slice() {
            return only.fill(levels);
        }
        let filled = self.pieces.iter().map(|piece| piece.fill(levels).unwrap_or_else(|| "undefined".to_owned()));
        Some(filled.collect())
    }
}

impl Piece {
    fn fill(&self, levels: Levels<'_>) -> Option<String> {
        let up = |count: u32| {
            let at = levels.values.len().checked_sub(count as usize + 1)?;
            Some(levels.values[at])
        };
        match self {
            Piece::Plain(text) => Some(text.clone()),
            Piece::Absolute(steps) => walk(levels.root, steps).json(),
            Piece::Relative(count, steps) => walk(up(*count)?.value, steps).json(),
            Piece::Name(count) => match up(*count)?.name {
                LevelName::None => None,
                LevelName::Key(key) => Some(quote(&key.string()?)),
                LevelName::Index(index) => Some(index.to_string()),
            },
        }
    }
}

/// Reads one pointer of a template.
fn template(written: &str, level: u32) -> Result<Piece, String> {
    let written = in_source_string(written);
    let bad = || format!("`${{{written}}}` is no JSON Pointer that a text may hold");
    let digits = written.len() - written.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (up, rest) = written.split_at(digits);
    if up.is_empty() && !rest.starts_with('/') {
        return Err(bad());
    }
    if rest == "#" {
        let up = up.parse().unwrap_or(u32::MAX);
        if up >= level {
            return Err(format!("`${{{written}}}` asks for a name {up} levels up, but there are only {level} levels"));
        }
        return Ok(Piece::Name(up));
    }
    if !(rest.is_empty() || rest.starts_with('/')) || has_bad_escape(rest) {
        return Err(bad());
    }
    // Empty segments are passed over: `//a` is `/a`, and `/` is the document.
    let steps: Vec<String> =
        rest.split('/').filter(|segment| !segment.is_empty()).map(pointer::unescape_segment).collect();
    if up.is_empty() {
        return Ok(Piece::Absolute(steps));
    }
    let up = up.parse().unwrap_or(u32::MAX);
    if up > level {
        return Err(format!("`${{{written}}}` goes {up} levels up, but there are only {level} levels"));
    }
    Ok(Piece::Relative(up, steps))
}

/// The plugin reads a pointer after escaping the text for a JavaScript string, so that quotes, backslashes and line
/// breaks in it carry a backslash.
fn in_source_string(pointer: &str) -> String {
    if !pointer.contains(['\'', '\\', '\n', '\r', '\u{c}', '\t']) {
        return pointer.to_owned();
    }
    let mut escaped = String::with_capacity(pointer.len() + 4);
    for c in pointer.chars() {
        match c {
            '\'' | '\\' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\u{c}' => escaped.push_str("\\f"),
            '\t' => escaped.push_str("\\t"),
            c => escaped.push(c),
        }
    }
    escaped
}

fn has_bad_escape(pointer: &str) -> bool {
    let bytes = pointer.as_bytes();
    (0..bytes.len()).any(|at| bytes[at] == b'~' && !matches!(bytes.get(at + 1), Some(b'0' | b'1')))
}

/// What a JavaScript expression such as `x && x.a && x.a.b` comes to.
enum Found<'a> {
    Absent,
    Value(Value<'a>),
    Length(usize),
    Character(String),
}

fn walk<'a>(start: Value<'a>, steps: &[String]) -> Found<'a> {
    let mut at = Found::Value(start);
    for step in steps {
        let Found::Value(value) = at else { return if truthy(&at) { Found::Absent } else { at } };
        if !truthy(&at) {
            return at;
        }
        at = property(value, step);
    }
    at
}

fn truthy(found: &Found<'_>) -> bool {
    match found {
        Found::Absent => false,
        Found::Length(length) => *length != 0,
        Found::Character(_) => true,
        Found::Value(value) => match value.kind() {
            Kind::Null | Kind::False | Kind::Missing => false,
            Kind::Number => value.f64() != Some(0.0),
            Kind::String | Kind::Key => value.raw().len() > 2,
            Kind::True | Kind::Array | Kind::Object => true,
        },
    }
}

fn property<'a>(value: Value<'a>, name: &str) -> Found<'a> {
    match value.kind() {
        Kind::Object => value.get(name).map_or(Found::Absent, Found::Value),
        Kind::Array if name == "length" => Found::Length(value.elements().count()),
        Kind::Array => canonical_index(name).and_then(|i| value.element(i)).map_or(Found::Absent, Found::Value),
        Kind::String | Kind::Key => {
            let text = value.string().unwrap_or_default();
            if name == "length" {
                return Found::Length(text.encode_utf16().count());
            }
            let unit = canonical_index(name).and_then(|at| text.encode_utf16().nth(at));
            unit.map_or(Found::Absent, |unit| Found::Character(String::from_utf16_lossy(&[unit])))
        }
        _ => Found::Absent,
    }
}

fn canonical_index(name: &str) -> Option<usize> {
    let index: usize = name.parse().ok()?;
    (index.to_string() == name).then_some(index)
}

impl Found<'_> {
    fn json(&self) -> Option<String> {
        match self {
            Found::Absent => None,
            Found::Length(length) => Some(length.to_string()),
            Found::Character(text) => Some(quote(text)),
            Found::Value(value) => {
                let mut json = String::new();
                stringify(*value, &mut json);
                Some(json)
            }
        }
    }
}

/// `JSON.stringify`.
fn stringify(value: Value<'_>, out: &mut String) {
    match value.kind() {
        Kind::Null | Kind::Missing => out.push_str("null"),
        Kind::False => out.push_str("false"),
        Kind::True => out.push_str("true"),
        Kind::Number => {
            let number = value.f64().unwrap_or(f64::NAN);
            if number.is_finite() { out.push_str(&js_number(number)) } else { out.push_str("null") }
        }
        Kind::String | Kind::Key => out.push_str(&quote(&value.string().unwrap_or_default())),
        Kind::Array => {
            out.push('[');
            for (position, element) in value.elements().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                stringify(element, out);
            }
            out.push(']');
        }
        Kind::Object => {
            out.push('{');
            for (position, member) in js::members(value).into_iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                out.push_str(&quote(&member.key.string().unwrap_or_default()));
                out.push(':');
                stringify(member.value, out);
            }
            out.push('}');
        }
    }
}

/// A JSON string literal as JavaScript writes it.
fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if (c as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
