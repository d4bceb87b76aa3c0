//! Every format on the same reports: what they write, on hostile names and texts too, and what their readers make of it.

mod cli;
mod consumers;
mod documentation;
mod fixed;
mod github;
mod gitlab;
mod hostile;
mod junit;
mod lines;
mod rdjson;
mod sarif;
mod snapshots_of_all;
#[path = "../support/mod.rs"]
mod support;

use toile::render::{Format, Log, Style, render};
use toile::report::Report;

const PLAIN: Style = Style { color: false, log: Log::Plain };

/// What a format makes of a report.
fn text(format: Format, report: &Report) -> String {
    let mut out = Vec::new();
    render(format, report, PLAIN, &mut out).expect("memory can be written to");
    String::from_utf8(out).expect("reports are UTF-8")
}

/// The same, read as JSON.
fn json(format: Format, report: &Report) -> serde_json::Value {
    serde_json::from_str(&text(format, report)).expect("one JSON document")
}

/// What a schema has against a value.
fn errors(schema: &serde_json::Value, value: &serde_json::Value) -> Vec<String> {
    let options = jsonschema::draft7::options().with_pattern_options(jsonschema::PatternOptions::regex());
    let validator = options.build(schema).expect("the schema is one");
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}
