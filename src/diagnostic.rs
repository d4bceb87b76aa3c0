//! A finding: what is wrong, where, who refuses it, and the way out.

use std::sync::Arc;

use crate::json::Span;
use crate::source::Source;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; never a defect by itself.
    Info,
    /// Probably not what was meant, or silently replaced by the server.
    Warning,
    /// Refused, or cuts the wrong garment.
    Error,
}

impl Severity {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What the pattern schema, read exactly as ajv 6 with ajv-errors 1 reads it, says about the cause of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    /// The schema refuses the body because of this.
    Rejects,
    /// The schema lets this through.
    Accepts,
    /// No pattern schema was loaded that could tell.
    Unknown,
}

impl Server {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Server::Rejects => "rejects",
            Server::Accepts => "accepts",
            Server::Unknown => "unknown",
        }
    }
}

/// How safely a fix can be applied without a person looking at it. Ordered: applying is one comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applicability {
    /// Shown, never applied by the tool.
    DisplayOnly,
    /// May change what is cut; applied only when asked for by name.
    Unsafe,
    /// Keeps the meaning of the request.
    Safe,
}

impl Applicability {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Applicability::DisplayOnly => "display-only",
            Applicability::Unsafe => "unsafe",
            Applicability::Safe => "safe",
        }
    }
}

/// The replacement of one span of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the file that are replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
}

/// A way out that a tool can apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What applying it does, in the imperative: "remove `x`".
    pub title: String,
    /// Whether it may be applied unseen.
    pub applicability: Applicability,
    /// Edits of the primary file, in ascending order, not overlapping.
    pub edits: Vec<Edit>,
}

/// The file that a label points into.
#[derive(Debug, Clone)]
pub enum File {
    /// The file that is being checked.
    Checked,
    /// A pattern schema, pattern data or other document loaded beside it.
    Loaded(Arc<Source>),
}

/// A place with a remark.
#[derive(Debug, Clone)]
pub struct Label {
    /// Where the span counts.
    pub file: File,
    /// The line of the record in NDJSON (from 1) that `pointer` starts from.
    pub record: Option<usize>,
    /// JSON Pointer from the root of the document or record.
    pub pointer: String,
    /// Bytes from the start of the file.
    pub span: Span,
    /// What is to be seen there; may be empty on the primary label.
    pub message: String,
}

/// The line of a schema or pattern document that demands what a finding misses.
#[derive(Debug, Clone)]
pub struct Demand {
    /// The document.
    pub source: Arc<Source>,
    /// JSON Pointer of the keyword.
    pub pointer: String,
    /// Bytes of the keyword's key.
    pub span: Span,
}

/// One finding about one cause.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Id of the rule that found it; one of the registry's.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What the pattern schema says about it.
    pub server: Server,
    /// What is wrong, in our words, naming keys and values between backticks.
    pub message: String,
    /// Every authored text (`errorMessage`) that the server would answer with because of this.
    pub server_messages: Vec<String>,
    /// Remarks: why the rule applies, what else is known. Shown as notes.
    pub notes: Vec<String>,
    /// Ways out, as sentences.
    pub help: Vec<String>,
    /// The smallest thing that carries the blame.
    pub primary: Label,
    /// What it collides with, what made it apply.
    pub labels: Vec<Label>,
    /// The schema or pattern line that demands it.
    pub demand: Option<Demand>,
    /// Ways out that a tool can apply.
    pub fixes: Vec<Fix>,
    /// The number of the pattern that the request was held against.
    pub pattern: Option<i64>,
}

impl Diagnostic {
    /// A finding that is no more than its message and its place.
    pub fn new(rule: &'static str, severity: Severity, message: impl Into<String>, primary: Label) -> Diagnostic {
        Diagnostic {
            rule,
            severity,
            server: Server::Unknown,
            message: message.into(),
            server_messages: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            primary,
            labels: Vec::new(),
            demand: None,
            fixes: Vec::new(),
            pattern: None,
        }
    }

    /// The total order of findings in one file: position, then rule, then text.
    pub fn sort_key(&self) -> (usize, usize, &'static str, &str) {
        (self.primary.span.start, self.primary.span.end, self.rule, &self.message)
    }
}
