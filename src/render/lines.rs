//! Formats that are written line by line: what is known of a file can be written before the next one is looked at.

use std::io::{self, Write};

use super::{Format, Style, concise, jsonl, rdjsonl, unix};
use crate::diagnostic::Diagnostic;
use crate::project::Project;
use crate::report::{FileReport, Report, Summary};
use crate::source::Source;

/// A report that is written as it comes in, file by file in the order of their names. What has to be remembered between
/// files (the numbers of equal findings) is in the value.
pub trait Lines: Send {
    /// Writes the findings of a file. A file may come in parts, one after the other.
    fn file(&mut self, file: &FileReport, out: &mut dyn Write) -> io::Result<()>;

    /// The same where nothing has to be remembered: any thread may then write a part of a file, at any time.
    fn apart(&self) -> Option<Box<dyn Apart>> {
        None
    }

    /// Writes what stands below them all.
    fn end(&mut self, _summary: &Summary, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// A report of which every finding stands for itself.
pub trait Apart: Send + Sync {
    /// Writes some findings of a source.
    fn findings(&self, source: &Source, findings: &[Diagnostic], out: &mut dyn Write) -> io::Result<()>;
}

impl Format {
    /// Whether it shows of a finding no more than its message, its rule, how much it matters and where it begins.
    pub fn is_brief(self) -> bool {
        matches!(self, Format::Concise)
    }

    /// The format as one that is written line by line, if it can be.
    pub fn lines(self, style: Style, project: &Project) -> Option<Box<dyn Lines>> {
        Some(match self {
            Format::Concise => Box::new(concise::Concise::new(style)),
            Format::Jsonl => Box::new(jsonl::Jsonl::default()),
            Format::Rdjsonl => Box::new(rdjsonl::Rdjsonl::new(project)),
            Format::Unix => Box::new(unix::Unix::new(style)),
            Format::UnixRange => Box::new(unix::Unix::with_ranges(style)),
            _ => return None,
        })
    }
}

/// Writes a whole report.
pub(super) fn write(mut lines: impl Lines, report: &Report, out: &mut dyn Write) -> io::Result<()> {
    report.files.iter().try_for_each(|file| lines.file(file, out))?;
    lines.end(&report.summary(), out)
}
