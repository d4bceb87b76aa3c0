//! What compilers print, for editors: `path:line:col: severity: message [rule]`, one line for each place. What a finding
//! collides with follows it as a `note`, under the same rule. With ranges, `line:col-line:col`; columns count code points.

use std::borrow::Cow;
use std::io::{self, Write};

use super::places::others;
use super::{Apart, Lines, Log, Style, sanitize};
use crate::diagnostic::Diagnostic;
use crate::json::Span;
use crate::report::FileReport;
use crate::source::Source;

#[derive(Clone, Copy)]
pub(super) struct Unix {
    style: Style,
    has_ranges: bool,
}

impl Unix {
    pub(super) fn new(style: Style) -> Unix {
        Unix { style, has_ranges: false }
    }

    pub(super) fn with_ranges(style: Style) -> Unix {
        Unix { style, has_ranges: true }
    }

    fn finding(self, source: &Source, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let rule = finding.rule;
        self.line(source, &finding.primary.span, finding.severity.name(), &finding.message, rule, out)?;
        for place in others(source, finding, usize::MAX) {
            self.line(place.source, place.span, "note", place.message, rule, out)?;
        }
        Ok(())
    }

    fn line(
        self,
        source: &Source,
        span: &Span,
        severity: &str,
        message: &str,
        rule: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let log = self.style.log;
        let start = source.position(span.start);
        write!(out, "{}:{}:{}", name(source.name(), log), start.line, start.column)?;
        if self.has_ranges {
            let end = source.position(span.end);
            write!(out, "-{}:{}", end.line, end.column)?;
        }
        writeln!(out, ": {severity}: {} [{rule}]", sanitize(message, log))
    }
}

impl Lines for Unix {
    fn file(&mut self, file: &FileReport, out: &mut dyn Write) -> io::Result<()> {
        self.findings(&file.source, &file.diagnostics, out)
    }

    fn apart(&self) -> Option<Box<dyn Apart>> {
        Some(Box::new(*self))
    }
}

impl Apart for Unix {
    fn findings(&self, source: &Source, findings: &[Diagnostic], out: &mut dyn Write) -> io::Result<()> {
        findings.iter().try_for_each(|finding| self.finding(source, finding, out))
    }
}

/// A path in which nothing looks like the end of a place: `a:1:2: error: b` is one path.
fn name(name: &str, log: Log) -> Cow<'_, str> {
    let name = sanitize(name, log);
    if name.contains(": ") { Cow::Owned(name.replace(": ", ":\\u{20}")) } else { name }
}
