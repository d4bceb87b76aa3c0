//! Where the text of a member begins and ends, and how another one is laid out beside those that are there.

use crate::diagnostic::Edit;
use crate::json::{Kind, Span, Value};

/// The bytes of a member with the comma and the line that belong to it.
pub(super) fn without_member(key: Value<'_>) -> Span {
    let doc = key.doc();
    let (start, end) = (key.span().start, doc.value(key.index() + 1).span().end);
    let bytes = doc.text().as_bytes();
    let before = bytes[..start].iter().rposition(|byte| !byte.is_ascii_whitespace());
    if let Some(comma) = before.filter(|at| bytes[*at] == b',') {
        // A comma that begins its line takes the break before it along.
        let gap = gap_before(doc.text(), comma);
        return if gap.contains('\n') { comma - gap.len()..end } else { comma..end };
    }
    let after = next(bytes, end);
    match (before, bytes.get(after)) {
        // Up to the next key, so that what follows takes this member's place.
        (_, Some(b',')) => start..next(bytes, after + 1),
        // The only one: nothing is left between the braces.
        (Some(brace), Some(b'}')) if bytes[brace] == b'{' => brace + 1..after,
        _ => start..end,
    }
}

/// The edit that gives an object another member, its last, laid out as those around it are.
pub(super) fn with_member(object: Value<'_>, name: &str, literal: &str) -> Edit {
    let text = object.doc().text();
    let key = serde_json::Value::from(name).to_string();
    let Some(last) = object.members().last() else { return first_member(object, &key, literal) };
    let end = last.value.span().end;
    let colon = colon_after(last.key);
    let gap = gap_before(text, last.key.span().start);
    let gap = if gap.contains('\n') || object.members().nth(1).is_some() { gap } else { colon.trim_start_matches(':') };
    Edit { span: end..end, replacement: format!(",{gap}{key}{colon}{literal}") }
}

/// The same for an object without any: where it has a line of its own in a text of several, its member gets one, too.
fn first_member(object: Value<'_>, key: &str, literal: &str) -> Edit {
    let text = object.doc().text();
    let span = object.span();
    let inner = span.start + 1..span.end.saturating_sub(1).max(span.start + 1);
    let own = own_key(object);
    let colon = own.map_or(": ", colon_after);
    let starts_at = own.map_or(span.start, |key| key.span().start);
    let gap = gap_before(text, starts_at);
    let Some(line) = gap.rfind('\n').filter(|_| own.is_some()) else {
        return Edit { span: inner, replacement: format!("{key}{colon}{literal}") };
    };
    let line_break = if gap[..line].ends_with('\r') { "\r\n" } else { "\n" };
    let indent = &gap[line + 1..];
    let deeper = format!("{indent}{}", unit(text));
    Edit { span: inner, replacement: format!("{line_break}{deeper}{key}{colon}{literal}{line_break}{indent}") }
}

/// What one level of a text is indented by: what its first indented line has.
fn unit(text: &str) -> &str {
    let indented = text.lines().map(|line| &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]);
    indented.into_iter().find(|indent| !indent.is_empty()).unwrap_or("  ")
}

/// The key whose value an object is.
fn own_key(object: Value<'_>) -> Option<Value<'_>> {
    let before = object.doc().value(object.index().checked_sub(1)?);
    (before.kind() == Kind::Key).then_some(before)
}

/// The whitespace before an offset.
fn gap_before(text: &str, offset: usize) -> &str {
    let before = &text[..offset];
    &before[before.trim_end_matches([' ', '\t', '\r', '\n']).len()..]
}

/// What stands between a key and its value, if that fits on the line.
fn colon_after(key: Value<'_>) -> &str {
    let doc = key.doc();
    let colon = &doc.text()[key.span().end..doc.value(key.index() + 1).span().start];
    let is_plain = colon.chars().all(|c| matches!(c, ' ' | '\t' | ':')) && colon.matches(':').count() == 1;
    if is_plain { colon } else { ": " }
}

/// The first byte from an offset on that is no whitespace.
fn next(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|byte| !byte.is_ascii_whitespace()).map_or(bytes.len(), |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Doc, parse};

    fn edited(text: &str, edit: impl Fn(Doc<'_>) -> Edit) -> String {
        let tape = parse(text).expect("this is JSON");
        let Edit { span, replacement } = edit(Doc::new(text, &tape));
        let mut text = text.to_owned();
        text.replace_range(span, &replacement);
        text
    }

    fn removed(text: &str, name: &str) -> String {
        edited(text, |doc| {
            let key = doc.root().member(name).expect("a member").key;
            Edit { span: without_member(key), replacement: String::new() }
        })
    }

    fn added(text: &str, path: &[&str]) -> String {
        edited(text, |doc| {
            let object = path.iter().fold(doc.root(), |at, name| at.get(name).expect("a member"));
            with_member(object, "z", "1")
        })
    }

    #[test]
    fn a_member_goes_with_its_comma_and_its_line() {
        let lines = "{\r\n\t\"a\": 1,\r\n\t\"b\": [2],\r\n\t\"c\": {}\r\n}\r\n";
        assert_eq!(removed(lines, "a"), "{\r\n\t\"b\": [2],\r\n\t\"c\": {}\r\n}\r\n");
        assert_eq!(removed(lines, "b"), "{\r\n\t\"a\": 1,\r\n\t\"c\": {}\r\n}\r\n");
        assert_eq!(removed(lines, "c"), "{\r\n\t\"a\": 1,\r\n\t\"b\": [2]\r\n}\r\n");
        assert_eq!(removed("{\"a\": 1, \"b\": 2}", "a"), "{\"b\": 2}");
        assert_eq!(removed("{\"a\":1,\"b\":2}", "b"), "{\"a\":1}");
        assert_eq!(removed("{\n  \"a\": 1\n}", "a"), "{}");
        assert_eq!(removed("{\n    \"a\": 1\n  , \"b\": 2\n}", "b"), "{\n    \"a\": 1\n}");
    }

    #[test]
    fn a_member_is_added_as_those_around_it_are_laid_out() {
        assert_eq!(added("{\n  \"a\": 1\n}", &[]), "{\n  \"a\": 1,\n  \"z\": 1\n}");
        assert_eq!(added("{\r\n\t\"a\" : 1\r\n}", &[]), "{\r\n\t\"a\" : 1,\r\n\t\"z\" : 1\r\n}");
        assert_eq!(added("{\"a\":1}", &[]), "{\"a\":1,\"z\":1}");
        assert_eq!(added("{ \"a\": 1 }", &[]), "{ \"a\": 1, \"z\": 1 }");
        assert_eq!(added("{\"a\":1, \"b\":2}", &[]), "{\"a\":1, \"b\":2, \"z\":1}");
        assert_eq!(
            added("{\n  \"s\": {\"a\": 1,\n        \"b\": 2}\n}", &["s"]),
            "{\n  \"s\": {\"a\": 1,\n        \"b\": 2,\n        \"z\": 1}\n}"
        );
    }

    #[test]
    fn an_empty_object_gets_lines_where_its_document_has_them() {
        assert_eq!(added("{\n    \"s\": {}\n}\n", &["s"]), "{\n    \"s\": {\n        \"z\": 1\n    }\n}\n");
        assert_eq!(
            added("{\r\n\t\"o\": {\r\n\t\t\"s\": {\r\n\t\t}\r\n\t}\r\n}", &["o", "s"]),
            "{\r\n\t\"o\": {\r\n\t\t\"s\": {\r\n\t\t\t\"z\": 1\r\n\t\t}\r\n\t}\r\n}"
        );
        assert_eq!(added("{\"a\":1,\"s\":{}}", &["s"]), "{\"a\":1,\"s\":{\"z\":1}}");
        assert_eq!(added("{}", &[]), "{\"z\": 1}");
    }
}
