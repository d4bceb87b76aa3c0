//! One line per finding: `path:line:col: severity: message [rule]`. Terminals make the place clickable, Vim reads it.

use std::io::{self, Write};

use super::{Apart, Lines, Style, sanitize};
use crate::diagnostic::Diagnostic;
use crate::report::FileReport;
use crate::source::Source;

#[derive(Clone, Copy)]
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
        self.findings(&file.source, &file.diagnostics, out)
    }

    fn apart(&self) -> Option<Box<dyn Apart>> {
        Some(Box::new(*self))
    }
}

impl Apart for Concise {
    fn findings(&self, source: &Source, findings: &[Diagnostic], out: &mut dyn Write) -> io::Result<()> {
        let log = self.style.log;
        let name = sanitize(source.name(), log);
        for finding in findings {
            let at = source.position(finding.primary.span.start);
            write!(out, "{name}:{}:{}", at.line, at.column)?;
            // There may be a great many of them, and putting texts together takes longer than writing them.
            let message = sanitize(&finding.message, log);
            for part in [": ", finding.severity.name(), ": ", &message, " [", finding.rule, "]\n"] {
                out.write_all(part.as_bytes())?;
            }
        }
        Ok(())
    }
}
