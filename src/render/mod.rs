//! From a report to what people and programs read: the list of formats, one file each.

pub mod color;
mod concise;
mod fingerprint;
mod full;
mod json;
pub mod markdown;
mod notes;
mod pieces;
mod sanitize;
pub mod statistics;
mod summary;
mod window;

use std::io::{self, Write};

pub use fingerprint::{Fingerprints, digest};
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
    /// A summary for pages that show Markdown.
    Markdown,
}

impl Format {
    /// Every format, in the order of the help text.
    pub const ALL: [Format; 4] = [Format::Full, Format::Concise, Format::Json, Format::Markdown];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Full => "full",
            Format::Concise => "concise",
            Format::Json => "json",
            Format::Markdown => "markdown",
        }
    }

    /// The format of that name.
    pub fn by_name(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Whether people read it. Only such a format may share its stream with other text.
    pub fn is_text(self) -> bool {
        matches!(self, Format::Full | Format::Concise)
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
        Format::Concise => concise::write(report, style, out),
        Format::Json => json::write(report, out),
        Format::Markdown => markdown::write(report, out),
    }
}
