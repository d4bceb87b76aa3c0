//! Reading a reference: a URI with nothing but a fragment, which is a JSON Pointer (RFC 6901, section 6).

use std::borrow::Cow;

use crate::json::pointer::push_name;
use crate::words;

/// What a reference says, as far as it can be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Parsed<'a> {
    /// Where it leads, or, with a fault, where it was probably meant to lead.
    pub(crate) target: Option<Target<'a>>,
    pub(crate) fault: Option<Fault>,
}

/// Where a reference leads. Names are free of escapes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target<'a> {
    pub(crate) root: Root,
    /// The action or definition.
    pub(crate) name: Cow<'a, str>,
    /// What follows the name.
    pub(crate) rest: Vec<Cow<'a, str>>,
}

/// The two things that references lead into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Root {
    /// What actions create; it exists only while the batch runs.
    Resources,
    /// Configurations that the batch brings along.
    Definitions,
}

/// Why a text is no proper reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing that could be a pointer.
    NoPointer,
    /// Another document.
    Remote,
    /// No `#` before the pointer.
    NoHash,
    /// No `/` after the `#`.
    NoSlash,
    /// The pointer begins with neither `resources` nor `definitions`, but with this.
    Root(String),
    /// It names no action and no definition.
    Unnamed,
    /// It ends with a slash.
    TrailingSlash,
    /// A `%` without two hexadecimal digits, or bytes that are no UTF-8.
    Percent,
    /// A `~` without `0` or `1`.
    Tilde,
    /// A `/` within a name that is not written `~1`; found when the name is looked up.
    Slash,
    /// A character that a URI may hold only percent-encoded.
    Unencoded(char),
}

/// The root, name and field of a reference that is written as nearly all are: no escapes, at most one field, and nothing
/// but characters that may stand in a URI. None for any other, and for what is no reference at all.
pub(crate) fn plain(text: &str) -> Option<(Root, &str, Option<&str>)> {
    let (root, rest) = match text.strip_prefix("#/resources/") {
        Some(rest) => (Root::Resources, rest),
        None => (Root::Definitions, text.strip_prefix("#/definitions/")?),
    };
    let is_plain = |byte: u8| byte != b'%' && byte != b'~' && FRAGMENT[usize::from(byte)];
    if !rest.bytes().all(is_plain) {
        return None;
    }
    match rest.split_once('/') {
        None if !rest.is_empty() => Some((root, rest, None)),
        Some((name, field)) if !name.is_empty() && !field.is_empty() && !field.contains('/') => {
            Some((root, name, Some(field)))
        }
        _ => None,
    }
}

/// Reads a reference.
pub(crate) fn parse(text: &str) -> Parsed<'_> {
    let (fragment, fault) = match text.split_once('#') {
        Some(("", fragment)) => (fragment, None),
        Some(_) => return Parsed { target: None, fault: Some(Fault::Remote) },
        None if text.contains("://") || text.starts_with("//") => {
            return Parsed { target: None, fault: Some(Fault::Remote) };
        }
        None => (text, Some(Fault::NoHash)),
    };
    let (pointer, fault) = match fragment.strip_prefix('/') {
        Some(pointer) => (pointer, fault),
        None if root_of(fragment.split('/').next().unwrap_or_default()).is_some() => {
            (fragment, fault.or(Some(Fault::NoSlash)))
        }
        None => return Parsed { target: None, fault: Some(Fault::NoPointer) },
    };
    if pointer.is_empty() {
        return Parsed { target: None, fault: Some(Fault::NoPointer) };
    }
    let (decoded, escapes) = decode(pointer);
    let mut names = decoded;
    let mut fault = fault.or(escapes);
    let first = names.remove(0);
    let root = match first.as_ref() {
        "resources" => Some(Root::Resources),
        "definitions" => Some(Root::Definitions),
        other => {
            fault = Some(Fault::Root(other.to_owned()));
            root_of(other)
        }
    };
    if names.len() > 1 && names.last().is_some_and(|last| last.is_empty()) {
        names.pop();
        fault = fault.or(Some(Fault::TrailingSlash));
    }
    if names.first().is_none_or(|name| name.is_empty()) && names.len() <= 1 {
        return Parsed { target: None, fault: fault.or(Some(Fault::Unnamed)) };
    }
    let mut names = names.into_iter();
    let target = root.zip(names.next()).map(|(root, name)| Target { root, name, rest: names.collect() });
    if fault.is_none() {
        fault = pointer.chars().find(|c| !is_fragment(*c)).map(Fault::Unencoded);
    }
    Parsed { target, fault }
}

/// The root that a first name is or was meant to be.
fn root_of(name: &str) -> Option<Root> {
    // Actions are what people see in the file; what references lead to are their resources.
    if matches!(name, "resources" | "actions" | "action") {
        return Some(Root::Resources);
    }
    match words::nearest(name, &["resources", "definitions", "actions"]) {
        Some("definitions") => Some(Root::Definitions),
        Some(_) => Some(Root::Resources),
        None => (name == "definitions").then_some(Root::Definitions),
    }
}

/// The names of a pointer: percent-encoding first, then `~1` and `~0`. What cannot be read stays as it is.
fn decode(pointer: &str) -> (Vec<Cow<'_, str>>, Option<Fault>) {
    if !pointer.contains(['%', '~']) {
        return (pointer.split('/').map(Cow::Borrowed).collect(), None);
    }
    let mut fault = None;
    let whole = percent_decoded(pointer).unwrap_or_else(|| {
        fault = Some(Fault::Percent);
        pointer.to_owned()
    });
    let mut name = |name: &str| {
        let is_escape = |tilde: (usize, &str)| name[tilde.0 + 1..].starts_with(['0', '1']);
        if !name.match_indices('~').all(is_escape) {
            fault.get_or_insert(Fault::Tilde);
            return Cow::Owned(name.to_owned());
        }
        Cow::Owned(crate::json::pointer::unescape_segment(name))
    };
    let names = whole.split('/').map(&mut name).collect();
    (names, fault)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        bytes.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// The bytes that a URI's fragment may hold as they are (RFC 3986, section 3.5).
const FRAGMENT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let others = b"-._~!$&'()*+,;=:@/?%";
    let mut at = 0;
    while at < others.len() {
        table[others[at] as usize] = true;
        at += 1;
    }
    table
};

fn is_fragment(c: char) -> bool {
    u8::try_from(c).is_ok_and(|byte| FRAGMENT[usize::from(byte)])
}

/// The character of a name that keeps references from writing it as it is.
pub(crate) fn needs_escaping(name: &str) -> Option<char> {
    let must = |byte: u8| matches!(byte, b'/' | b'~' | b'%') || !FRAGMENT[usize::from(byte)];
    let at = name.bytes().position(must)?;
    name[at..].chars().next()
}

/// The reference to a field of what an action creates; to the whole of it where no field is named.
pub(crate) fn resource<S: AsRef<str>>(action: &str, fields: &[S]) -> String {
    let fields = fields.iter().map(AsRef::as_ref);
    encoded(std::iter::once("resources").chain([action]).chain(fields))
}

/// The reference to a definition, or to a part of it.
pub(crate) fn definition<S: AsRef<str>>(name: &str, rest: &[S]) -> String {
    encoded(std::iter::once("definitions").chain([name]).chain(rest.iter().map(AsRef::as_ref)))
}

impl Target<'_> {
    /// The reference as it is written properly.
    pub(crate) fn written(&self) -> String {
        match self.root {
            Root::Resources => resource(&self.name, &self.rest),
            Root::Definitions => definition(&self.name, &self.rest),
        }
    }
}

fn encoded<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut pointer = String::new();
    names.for_each(|name| push_name(&mut pointer, name));
    let mut text = "#".to_owned();
    for c in pointer.chars() {
        if c != '%' && is_fragment(c) {
            text.push(c);
            continue;
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            text.push('%');
            text.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Option<Fault> {
        parse(text).fault
    }

    #[test]
    fn proper_references_are_read() {
        for (text, name, rest) in [
            ("#/resources/p1/measurements", "p1", vec!["measurements"]),
            ("#/resources/p1", "p1", vec![]),
            ("#/resources/a~1b~0c/id", "a/b~c", vec!["id"]),
            ("#/resources/Zo%C3%AB%20%25/id", "Zoë %", vec!["id"]),
            ("#/resources/%7E1/id", "/", vec!["id"]),
        ] {
            let parsed = parse(text);
            assert_eq!(parsed.fault, None, "{text}");
            let target = parsed.target.expect(text);
            assert_eq!((target.root, target.name.as_ref()), (Root::Resources, name));
            assert_eq!(target.rest, rest, "{text}");
        }
        assert_eq!(parse("#/definitions/roll").target.map(|target| target.root), Some(Root::Definitions));
    }

    #[test]
    fn plain_references_are_read_the_same_in_either_way() {
        for text in [
            "#/resources/p1/measurements",
            "#/resources/p1",
            "#/definitions/a.b-c_d",
            "#/definitions/roll/sheetWidth",
            "#/resources/p1/measurements/mbHeight",
            "#/resources/p1/",
            "#/resources//id",
            "#/resources/",
            "#/resources/a b/id",
            "#/resources/a%20b/id",
            "#/resources/a~1b/id",
            "#/resources/Zoë/id",
            "#/resource/p1/id",
            "#resources/p1",
            "",
        ] {
            let parsed = parse(text);
            let is_plain = plain(text).is_some();
            if let Some((root, name, field)) = plain(text) {
                let target = parsed.target.as_ref().expect(text);
                assert_eq!(parsed.fault, None, "{text}");
                assert_eq!((target.root, target.name.as_ref()), (root, name), "{text}");
                assert_eq!(target.rest, Vec::from_iter(field), "{text}");
            }
            let is_simple = parsed.fault.is_none()
                && !text.contains(['%', '~'])
                && parsed.target.is_some_and(|target| target.rest.len() < 2 && !target.name.is_empty());
            assert_eq!(is_plain, is_simple, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for name in ["p1", "a/b", "~", "~1", "%", "a b", "Zoë", "\"<>\\", "仕立", "\u{0}", "?#[]"] {
            let text = resource(name, &["id"]);
            let parsed = parse(&text);
            assert_eq!(parsed.fault, None, "{text}");
            assert_eq!(parsed.target.map(|target| target.name.into_owned()).as_deref(), Some(name), "{text}");
            assert_eq!(needs_escaping(name).is_none(), text == format!("#/resources/{name}/id"), "{name}");
        }
    }

    #[test]
    fn faults_are_told_apart_and_what_was_meant_is_known() {
        let meant = |text: &str| parse(text).target.map(|target| target.written());
        let p1 = Some("#/resources/p1/id".to_owned());
        for (text, wanted) in [
            ("/resources/p1/id", Fault::NoHash),
            ("resources/p1/id", Fault::NoHash),
            ("#resources/p1/id", Fault::NoSlash),
            ("#/resource/p1/id", Fault::Root("resource".into())),
            ("#/Resources/p1/id", Fault::Root("Resources".into())),
            ("#/actions/p1/id", Fault::Root("actions".into())),
            ("#/resources/p1/id/", Fault::TrailingSlash),
        ] {
            assert_eq!(fault(text), Some(wanted), "{text}");
            assert_eq!(meant(text), p1, "{text}");
        }
        for (text, wanted) in [
            ("", Fault::NoPointer),
            ("#", Fault::NoPointer),
            ("#/", Fault::NoPointer),
            ("p1", Fault::NoPointer),
            ("#p1", Fault::NoPointer),
            ("#/resources", Fault::Unnamed),
            ("#/resources/", Fault::Unnamed),
            ("https://example.com/v2/drafts/1", Fault::Remote),
            ("batch.json#/resources/p1/id", Fault::Remote),
        ] {
            assert_eq!(fault(text), Some(wanted), "{text}");
            assert_eq!(meant(text), None, "{text}");
        }
        assert_eq!(fault("#/resources/50%/id"), Some(Fault::Percent));
        assert_eq!(fault("#/resources/%ff/id"), Some(Fault::Percent));
        assert_eq!(fault("#/resources/a~b/id"), Some(Fault::Tilde));
        assert_eq!(fault("#/resources/a b/id"), Some(Fault::Unencoded(' ')));
        assert_eq!(meant("#/resources/a b/id").as_deref(), Some("#/resources/a%20b/id"));
        assert_eq!(fault("#/anything/p1/id"), Some(Fault::Root("anything".into())));
        assert_eq!(meant("#/anything/p1/id"), None);
    }
}
