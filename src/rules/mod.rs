//! The registry of rules. A stand-in until the rules are merged.

use crate::diagnostic::Severity;

/// What is known about a rule besides how it works.
#[derive(Debug)]
pub struct RuleMeta {
    /// Name in reports, configuration and on the command line.
    pub id: &'static str,
    /// The group it can be selected with.
    pub group: &'static str,
    /// How much its findings matter, if nothing else is configured.
    pub severity: Severity,
    /// One line: what it finds.
    pub summary: &'static str,
    /// What it finds, why it matters, and what to do; Markdown.
    pub docs: &'static str,
}

static RULES: [RuleMeta; 4] = [
    RuleMeta {
        id: "io-error",
        group: "file",
        severity: Severity::Error,
        summary: "a file or folder that cannot be read",
        docs: "The file is listed so that nobody takes silence for a clean result.",
    },
    RuleMeta {
        id: "encoding",
        group: "file",
        severity: Severity::Error,
        summary: "a text that is not UTF-8, or carries a byte-order mark",
        docs: "JSON is exchanged as UTF-8 without a byte-order mark; servers refuse or misread anything else.",
    },
    RuleMeta {
        id: "syntax",
        group: "file",
        severity: Severity::Error,
        summary: "a text that is not JSON",
        docs: "The server answers such a request with an error before it looks at any field.",
    },
    RuleMeta {
        id: "internal-error",
        group: "file",
        severity: Severity::Error,
        summary: "a defect of toile itself, met while checking a file",
        docs: "The file was not checked. Please report it with the message and, if it may be shown, the file.",
    },
];

/// All rules, in the order of the documentation.
pub fn all() -> &'static [RuleMeta] {
    &RULES
}
