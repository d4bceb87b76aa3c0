//! The report for programs, version 1, as it is read back. Fields that are not needed are passed over.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Version {
    version: u64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Report {
    pub(super) inputs: Vec<Input>,
    pub(super) diagnostics: Vec<Finding>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Input {
    pub(super) file: String,
    pub(super) kind: Option<String>,
    pub(super) documents: usize,
    pub(super) patterns: Vec<i64>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Finding {
    pub(super) rule: String,
    pub(super) severity: String,
    pub(super) server: String,
    pub(super) message: String,
    pub(super) server_messages: Vec<String>,
    pub(super) help: Vec<String>,
    pub(super) file: String,
    pub(super) record: Option<usize>,
    pub(super) pointer: String,
    pub(super) span: Span,
    pub(super) labels: Vec<Label>,
    pub(super) schema: Option<Demand>,
    pub(super) fixes: Vec<Fix>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Label {
    pub(super) file: String,
    pub(super) pointer: String,
    pub(super) span: Span,
    pub(super) message: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Demand {
    pub(super) file: String,
    pub(super) pointer: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Fix {
    pub(super) title: String,
    pub(super) applicability: String,
    pub(super) edits: Vec<Edit>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Edit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) replacement: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Span {
    pub(super) start: Position,
    pub(super) end: Position,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Position {
    pub(super) offset: usize,
    pub(super) line: usize,
    pub(super) column: usize,
}

/// Reads a report.
pub(super) fn parse(bytes: &[u8]) -> Result<Report, String> {
    // The version first: what another one holds is not ours to judge.
    let Version { version } = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if version != 1 {
        return Err(format!("it is of version {version}, and this toile reads version 1"));
    }
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}
