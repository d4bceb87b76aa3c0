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
        // There may be a great many of them, and putting texts together takes longer than writing them.
        let mut line = String::with_capacity(USUAL);
        for finding in findings {
            let at = source.position(finding.primary.span.start);
            let message = sanitize(&finding.message, log);
            line.clear();
            line.push_str(&name);
            line.push(':');
            push_number(&mut line, at.line);
            line.push(':');
            push_number(&mut line, at.column);
            for part in [": ", finding.severity.name(), ": ", &message, " [", finding.rule, "]\n"] {
                line.push_str(part);
            }
            out.write_all(line.as_bytes())?;
        }
        Ok(())
    }
}

/// Bytes of most lines.
const USUAL: usize = 256;

/// Appends a number in decimal.
fn push_number(line: &mut String, number: usize) {
    if number >= 10 {
        push_number(line, number / 10);
    }
    line.push(char::from(b'0' + (number % 10) as u8));
}
