//! One JSON document that schemas are read from, and the set of documents that may refer to each other.

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use fluent_uri::{Uri, UriRef};
use hashbrown::HashMap;

use crate::json::{Doc, Kind, Tape, Value, parse, pointer};
use crate::source::Source;

/// A schema document: its text, its tape and the URI that references in it are relative to.
#[derive(Debug)]
pub struct Document {
    /// The text, under the name that reports show.
    pub source: Arc<Source>,
    tape: Tape,
    /// Absolute URI without fragment.
    base: String,
    /// Some `$id` below the root changes what references are relative to.
    changes_base: bool,
    /// The JSON Pointer of each node that was asked for.
    pointers: OnceLock<Vec<OnceLock<Box<str>>>>,
}

/// Of documents of more nodes, pointers are not kept.
const MOST_POINTERS: usize = 1 << 12;

impl Document {
    /// Pairs a source with its tape. `base` is the URI it is known by before any `$id` is read; a plain file name is
    /// made one.
    pub fn new(source: Arc<Source>, tape: Tape, base: &str) -> Document {
        let base = if Uri::parse(base).is_ok() { base.to_owned() } else { file_uri(base) };
        Document { source, tape, base, changes_base: false, pointers: OnceLock::new() }
    }

    /// The tape with its text.
    pub fn doc(&self) -> Doc<'_> {
        Doc::new(self.source.text(), &self.tape)
    }

    /// The JSON Pointer of a key or value. Findings name the same ones again and again.
    pub(crate) fn pointer(&self, index: u32) -> String {
        let doc = self.doc();
        let count = doc.nodes().len();
        if count > MOST_POINTERS {
            return pointer::of(doc, index);
        }
        let pointers = self.pointers.get_or_init(|| std::iter::repeat_with(OnceLock::new).take(count).collect());
        pointers[index as usize].get_or_init(|| pointer::of(doc, index).into_boxed_str()).to_string()
    }
}

/// URI of the meta-schema of draft-07.
pub(super) const META_SCHEMA: &str = "http://json-schema.org/draft-07/schema";

/// The meta-schema of draft-07.
pub(super) const META_TEXT: &str = include_str!("draft-07.json");

/// Whether some `$ref` leads into the resource of that URI.
fn refers_to(doc: Doc<'_>, uri: &str) -> bool {
    let mut keys = (0..doc.nodes().len() as u32).map(|index| doc.value(index)).filter(|v| v.kind() == Kind::Key);
    keys.any(|key| {
        key.is_str("$ref") && doc.value(key.index() + 1).string().is_some_and(|target| target.starts_with(uri))
    })
}

/// A `file` URI for a path; only ever compared, never opened.
fn file_uri(path: &str) -> String {
    let mut uri = String::from("file:///");
    for &byte in path.trim_start_matches('/').as_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte as char),
            b'\\' => uri.push('/'),
            other => {
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}

/// A schema object: which document, and where on its tape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// Position in [`Documents`].
    pub document: u16,
    /// Index on the document's tape.
    pub node: u32,
}

/// References that only lead to each other, on and on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endless;

/// Everything that a `$ref` may lead to. There is no other source: nothing is ever fetched.
#[derive(Debug, Default)]
pub struct Documents {
    loaded: Vec<Document>,
    /// Absolute URI (fragment included for `$id: "#name"`) to the schema of that `$id`.
    ids: HashMap<String, Place>,
    /// Base URI that holds at each schema that changes it.
    bases: HashMap<Place, String>,
}

impl Documents {
    /// Adds a document and registers every `$id` in it. Returns its position.
    pub fn add(&mut self, mut document: Document) -> u16 {
        let position = self.loaded.len() as u16;
        let base = document.base.clone();
        let mut found = Vec::new();
        collect_ids(document.doc().root(), &base, &mut found);
        let root = Place { document: position, node: 0 };
        self.ids.entry(base.clone()).or_insert(root);
        self.bases.insert(root, base);
        for (node, uri, new_base) in found {
            let place = Place { document: position, node };
            self.ids.entry(uri.trim_end_matches('#').to_owned()).or_insert(place);
            if let Some(new_base) = new_base {
                document.changes_base |= node > 0;
                self.bases.insert(place, new_base);
            }
        }
        let wants_meta = refers_to(document.doc(), META_SCHEMA) && !self.ids.contains_key(META_SCHEMA);
        self.loaded.push(document);
        if wants_meta && let Some(tape) = parse(META_TEXT) {
            // ajv knows it without being told.
            let source = Arc::new(Source::new("draft-07 meta-schema", META_TEXT));
            self.add(Document::new(source, tape, META_SCHEMA));
        }
        position
    }

    /// The document at a position.
    pub fn document(&self, position: u16) -> &Document {
        &self.loaded[position as usize]
    }

    /// The text of each document.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &Source> {
        self.loaded.iter().map(|document| &*document.source)
    }

    /// Every document.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Document> {
        self.loaded.iter()
    }

    /// Adds everything that is here to another set, behind what that holds already.
    pub(crate) fn copy_into(&self, other: &mut Documents) {
        for document in &self.loaded {
            if let Some(tape) = parse(document.source.text()) {
                other.add(Document::new(Arc::clone(&document.source), tape, &document.base));
            }
        }
    }

    /// The schema at a place.
    pub fn value(&self, place: Place) -> Value<'_> {
        self.document(place.document).doc().value(place.node)
    }

    /// The schema of a URI, if it was loaded.
    pub fn find(&self, uri: &str) -> Option<Place> {
        self.ids.get(uri.trim_end_matches('#')).copied()
    }

    /// The base URI that holds for references in the schema at `place`.
    pub fn base_of(&self, place: Place) -> &str {
        let document = self.document(place.document);
        let doc = document.doc();
        let mut at = doc.root();
        let mut base = &self.bases[&Place { document: place.document, node: 0 }];
        while document.changes_base && at.index() < place.node {
            let target = doc.value(place.node);
            let next = match at.kind() {
                Kind::Object => at.members().map(|m| m.value).find(|v| v.contains(target)),
                Kind::Array => at.elements().find(|v| v.contains(target)),
                _ => None,
            };
            let Some(next) = next else { break };
            at = next;
            if let Some(changed) = self.bases.get(&Place { document: place.document, node: at.index() }) {
                base = changed;
            }
        }
        base
    }

    /// The schema that a reference written at `place` leads to, if it was loaded. An error where references only lead to
    /// each other, on and on.
    pub fn resolve(&self, place: Place, reference: &str) -> Result<Option<Place>, Endless> {
        self.resolve_from(self.base_of(place), reference, 0)
    }

    /// The absolute URI of a reference written at `place`.
    pub(super) fn absolute(&self, place: Place, reference: &str) -> Option<String> {
        absolute(self.base_of(place), reference).map(|uri| uri.trim_end_matches('#').to_owned())
    }

    fn resolve_from(&self, base: &str, reference: &str, followed: u32) -> Result<Option<Place>, Endless> {
        if followed > MAX_FOLLOWED {
            return Err(Endless);
        }
        let Some(absolute) = absolute(base, reference) else { return Ok(None) };
        let (resource, fragment) = absolute.split_once('#').unwrap_or((&absolute, ""));
        if !fragment.starts_with('/') {
            let known = if fragment.is_empty() { resource } else { &absolute };
            return Ok(self.ids.get(known).copied());
        }
        let Some(mut at) = self.ids.get(resource).copied() else { return Ok(None) };
        for segment in fragment[1..].split('/') {
            let Some((name, value)) = self.step(at, segment) else { return Ok(None) };
            at.node = value.index();
            // ajv looks through a schema that is itself a reference, so that the records of the last target carry the
            // path of the first reference. It does not where that reference is `#` or a name.
            if !NAMES_OF_MAPS.contains(&name.as_str())
                && let Some(next) = value.get("$ref").and_then(Value::string)
                && let Some(target) = self.resolve_from(self.base_of(at), &next, followed + 1)?
                && (next.contains("#/") || target.document != at.document)
            {
                at = target;
            }
        }
        Ok(Some(at))
    }

    /// The child that one segment of a fragment names.
    fn step(&self, at: Place, segment: &str) -> Option<(String, Value<'_>)> {
        let name = pointer::unescape_segment(&percent_decode(segment)?);
        let value = self.value(at);
        let child = match value.kind() {
            Kind::Object => value.get(&name)?,
            Kind::Array => value.element(name.parse().ok()?)?,
            _ => return None,
        };
        Some((name, child))
    }
}

/// Below these names, ajv does not take a member `$ref` for a reference.
const NAMES_OF_MAPS: [&str; 5] = ["properties", "patternProperties", "enum", "dependencies", "definitions"];

/// A chain of schemas that are nothing but references may be so long.
const MAX_FOLLOWED: u32 = 500;

/// Resolves a reference against a base URI.
fn absolute(base: &str, reference: &str) -> Option<String> {
    // The common case needs no URI machinery, and must not fail on characters that a strict parser refuses.
    if let Some(fragment) = reference.strip_prefix('#') {
        return Some(format!("{}#{fragment}", base.split('#').next().unwrap_or(base)));
    }
    let base = Uri::parse(base.split('#').next().unwrap_or(base)).ok()?;
    let reference = UriRef::parse(reference).ok()?;
    if base.has_authority() || base.path().is_absolute() {
        return reference.resolve_against(&base).ok().map(|uri| uri.as_str().to_owned());
    }
    // A base such as `urn:...` has no hierarchy: only an absolute reference makes sense.
    reference.scheme().map(|_| reference.as_str().to_owned())
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = (rest.next()? as char).to_digit(16)?;
            let low = (rest.next()? as char).to_digit(16)?;
            bytes.push((high * 16 + low) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Keywords whose value is one schema.
const ONE: [&str; 9] =
    ["additionalItems", "additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then"];
/// Keywords whose value is a list of schemas.
const LIST: [&str; 4] = ["allOf", "anyOf", "items", "oneOf"];
/// Keywords whose value maps names to schemas.
const MAP: [&str; 4] = ["definitions", "dependencies", "patternProperties", "properties"];

/// Calls `visit` for each schema directly below `schema`.
pub(super) fn for_each_child<'a>(schema: Value<'a>, visit: &mut dyn FnMut(Value<'a>)) {
    for member in schema.members() {
        let Some(name) = member.key.string() else { continue };
        let name = name.as_ref();
        match member.value.kind() {
            Kind::Object | Kind::True | Kind::False if ONE.contains(&name) => visit(member.value),
            Kind::Object if MAP.contains(&name) => member.value.members().for_each(|m| visit(m.value)),
            Kind::Array if LIST.contains(&name) => member.value.elements().for_each(&mut *visit),
            _ => {}
        }
    }
}

type FoundId = (u32, String, Option<String>);

fn collect_ids(root: Value<'_>, base: &str, found: &mut Vec<FoundId>) {
    let mut open = vec![(root, base.to_owned())];
    while let Some((schema, mut base)) = open.pop() {
        if !schema.is_object() {
            continue;
        }
        // Draft-07: every sibling of `$ref` is ignored, `$id` too.
        if schema.get("$ref").is_none()
            && let Some(id) = schema.get("$id").and_then(Value::string)
            && let Some(uri) = absolute(&base, &id)
        {
            let changed = (!id.starts_with('#')).then(|| uri.split('#').next().unwrap_or_default().to_owned());
            if let Some(changed) = &changed {
                base.clone_from(changed);
            }
            found.push((schema.index(), uri, changed));
        }
        for_each_child(schema, &mut |child| open.push((child, base.clone())));
    }
}
