//! One line per finding: `path:line:col: severity: message [rule]`. Terminals make the place clickable, Vim reads it.

use std::io::{self, Write};

use super::{Lines, Style, sanitize};
use crate::report::FileReport;

pub(super) struct Concise {
    style: Style,
}

impl Concise {
    pub(super) fn new(style: Style) -> Concise {
        Concise { style }
    }
}

impl Lines for Concise {
    fn file(&mut self, file: &FileReport, out: &mut dyn Write) -> io::Result<()> {
        write_concise(file, self.style, out)
    }
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
