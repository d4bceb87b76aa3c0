//! From a report to what people and programs read: the list of formats, one file each.

pub mod color;
mod concise;
mod fingerprint;
mod full;
mod github;
mod gitlab;
mod html;
mod json;
mod jsonl;
mod junit;
mod lines;
pub mod markdown;
mod notes;
mod pieces;
mod places;
mod rdjson;
mod rdjsonl;
mod sanitize;
mod sarif;
pub mod statistics;
mod summary;
mod unix;
mod window;
mod write_json;
mod xml;

use std::io::{self, Write};

pub use fingerprint::{Fingerprints, digest};
pub use lines::{Apart, Lines};
pub use sanitize::{Log, sanitize};
pub use summary::{Fixing, summary_line};

pub(crate) use window::OneLine;

use crate::report::Report;

/// A way to write a report down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Source lines with the findings drawn below them.
    Full,
    /// One line per finding.
    Concise,
    /// The versioned report for programs.
    Json,
    /// The same findings, one per line.
    Jsonl,
    /// For code scanning and editors.
    Sarif,
    /// Annotations of GitHub Actions, and the report for people.
    Github,
    /// For Code Quality of GitLab.
    Gitlab,
    /// For viewers of test reports.
    Junit,
    /// Review comments of reviewdog, with suggestions.
    Rdjson,
    /// The same, one per line.
    Rdjsonl,
    /// What compilers print: one line per place.
    Unix,
    /// The same with the ends of places.
    UnixRange,
    /// A page that needs nothing else, for people who look at what a CI job kept.
    Html,
    /// A summary for pages that show Markdown.
    Markdown,
}

impl Format {
    /// Every format, in the order of the help text.
    pub const ALL: [Format; 14] = [
        Format::Full,
        Format::Concise,
        Format::Json,
        Format::Jsonl,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
        Format::Rdjson,
        Format::Rdjsonl,
        Format::Unix,
        Format::UnixRange,
        Format::Html,
        Format::Markdown,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Full => "full",
            Format::Concise => "concise",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
            Format::Junit => "junit",
            Format::Rdjson => "rdjson",
            Format::Rdjsonl => "rdjsonl",
            Format::Unix => "unix",
            Format::UnixRange => "unix-range",
            Format::Html => "html",
            Format::Markdown => "markdown",
        }
    }

    /// The format of that name.
    pub fn by_name(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Whether people read it. Only such a format may share its stream with other text.
    pub fn is_text(self) -> bool {
        matches!(self, Format::Full | Format::Concise | Format::Github | Format::Unix | Format::UnixRange)
    }
}

/// How text for people is dressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Colours, as terminal escapes.
    pub color: bool,
    /// Whether the output runs through a log that obeys commands.
    pub log: Log,
}

/// Writes a report in a format: one complete document, also when there is nothing to say.
pub fn render(format: Format, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Full => full::write(report, style, out),
        Format::Concise => lines::write(concise::Concise::new(style), report, out),
        Format::Json => json::write(report, out),
        Format::Jsonl => lines::write(jsonl::Jsonl::default(), report, out),
        Format::Sarif => sarif::write(report, out),
        Format::Github => github::write(report, style, out),
        Format::Gitlab => gitlab::write(report, out),
        Format::Junit => junit::write(report, out),
        Format::Rdjson => rdjson::write(report, out),
        Format::Rdjsonl => lines::write(rdjsonl::Rdjsonl::new(&report.project), report, out),
        Format::Unix => lines::write(unix::Unix::new(style), report, out),
        Format::UnixRange => lines::write(unix::Unix::with_ranges(style), report, out),
        Format::Html => html::write(report, style, out),
        Format::Markdown => markdown::write(report, out),
    }
}

/// What to tell beside a report in a format: that something did not fit into it.
pub fn caveat(format: Format, report: &Report) -> Option<String> {
    match format {
        Format::Sarif => sarif::left_out(report),
        _ => None,
    }
}
