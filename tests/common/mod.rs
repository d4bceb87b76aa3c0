//! Reading packed test data and compiling schemas, for several tests.
#![allow(dead_code, missing_docs, reason = "not every test uses everything")]

pub(crate) mod generated;

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use toile::json::{Doc, Tape, Value, parse};
use toile::schema::{Document, Documents, Place, Plan, Problem, Schema, compile};
use toile::source::Source;

/// The text of a gzip file.
pub(crate) fn gunzip(path: &Path) -> String {
    let packed = fs::read(path).expect("the file can be read");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut text).expect("it is packed text");
    text
}

/// A text with its tape.
pub(crate) struct Json {
    pub(crate) text: String,
    pub(crate) tape: Tape,
}

impl Json {
    pub(crate) fn new(text: impl Into<String>) -> Json {
        let text = text.into();
        let tape = parse(&text).expect("this is JSON");
        Json { text, tape }
    }

    pub(crate) fn root(&self) -> Value<'_> {
        Doc::new(&self.text, &self.tape).root()
    }
}

/// A document of a schema set.
pub(crate) fn document(uri: &str, text: &str) -> Document {
    let tape = parse(text).expect("a schema is JSON");
    Document::new(Arc::new(Source::new(uri, text)), tape, uri)
}

/// Compiles a schema that refers to nothing outside.
pub(crate) fn plan(schema: &str) -> Result<Plan, Problem> {
    plan_with(schema, &[])
}

/// Compiles a schema with documents that it may refer to.
pub(crate) fn plan_with(schema: &str, others: &[(String, String)]) -> Result<Plan, Problem> {
    let mut documents = Documents::default();
    let root = documents.add(document("schema.json", schema));
    for (uri, text) in others {
        documents.add(document(uri, text));
    }
    compile(Arc::new(documents), Place { document: root, node: 0 })
}

/// Checks and compiles a schema that refers to nothing outside.
pub(crate) fn load(schema: &str) -> Result<Schema, Problem> {
    let mut documents = Documents::default();
    let root = documents.add(document("schema.json", schema));
    Schema::load(Arc::new(documents), Place { document: root, node: 0 })
}

/// The text of a string member.
pub(crate) fn string(object: Value<'_>, name: &str) -> String {
    object.get(name).and_then(Value::string).unwrap_or_default().into_owned()
}

/// Fails if there are complaints, and shows as many of them as `SHOW` says.
pub(crate) fn settle(complaints: &[String], checked: usize) {
    let most = std::env::var("SHOW").map_or(20, |count| count.parse().unwrap_or(20));
    let shown = complaints.get(..most).unwrap_or(complaints).join("\n\n");
    assert!(complaints.is_empty(), "{shown}\n\n{} of {checked} disagree", complaints.len());
}
