//! One line per finding: `path:line:col: severity: message [rule]`. Terminals make the place clickable, Vim reads it.

use std::io::{self, Write};

use super::{Style, sanitize};
use crate::report::{FileReport, Report};

pub(super) fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    report.files.iter().try_for_each(|file| write_concise(file, style, out))
}

/// Writes the lines about one input, or about a part of it.
pub fn write_concise(file: &FileReport, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let name = sanitize(file.source.name(), style.log);
    for finding in &file.diagnostics {
        let at = file.source.position(finding.primary.span.start);
        let (severity, message) = (finding.severity.name(), sanitize(&finding.message, style.log));
        writeln!(out, "{name}:{}:{}: {severity}: {message} [{}]", at.line, at.column, finding.rule)?;
    }
    Ok(())
}
