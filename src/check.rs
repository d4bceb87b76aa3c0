//! The one function that turns a source into findings. A stand-in until the rules are merged.

use crate::diagnostic::{Diagnostic, File, Label, Server, Severity};
use crate::error::ToolError;
use crate::settings::Settings;
use crate::source::Source;

/// What one source turned out to be and everything found in it.
#[derive(Debug)]
pub struct Outcome {
    /// Name of the document kind (`draft`, `batch`, ...); None when the file was skipped as foreign.
    pub kind: Option<&'static str>,
    /// Request bodies checked.
    pub documents: usize,
    /// Ids of the patterns that bodies were held against, ascending, unique.
    pub patterns: Vec<i64>,
    /// Sorted findings.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the check needs besides the source: loaded once, shared by all threads.
#[derive(Debug, Default)]
pub struct Env {}

impl Env {
    /// Loads what the settings name.
    pub fn load(_settings: &Settings) -> Result<Env, ToolError> {
        Ok(Env {})
    }
}

/// Checks one source.
pub fn check(source: &Source, _env: &Env) -> Outcome {
    let mut outcome = Outcome { kind: None, documents: 0, patterns: Vec::new(), diagnostics: Vec::new() };
    match serde_json::from_str::<serde_json::Value>(source.text()) {
        Ok(value) if value.get("patternId").is_some() => {
            outcome.kind = Some("draft");
            outcome.documents = 1;
        }
        Ok(_) => {}
        Err(error) => {
            let start = source.line_starts().get(error.line().saturating_sub(1)).copied().unwrap_or(0);
            let at = source.floor(start + error.column().saturating_sub(1));
            outcome.diagnostics.push(Diagnostic {
                rule: "syntax",
                severity: Severity::Error,
                server: Server::Rejects,
                message: "this is no JSON".to_owned(),
                server_messages: Vec::new(),
                notes: Vec::new(),
                help: Vec::new(),
                primary: Label {
                    file: File::Checked,
                    record: None,
                    pointer: String::new(),
                    span: at..at,
                    message: String::new(),
                },
                labels: Vec::new(),
                demand: None,
                fixes: Vec::new(),
            });
        }
    }
    outcome
}
