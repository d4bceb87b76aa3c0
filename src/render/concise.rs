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
        let log = self.style.log;
        for finding in &file.diagnostics {
            let at = file.source.position(finding.primary.span.start);
            writeln!(
                out,
                "{}:{}:{}: {}: {} [{}]",
                sanitize(file.source.name(), log),
                at.line,
                at.column,
                finding.severity.name(),
                sanitize(&finding.message, log),
                finding.rule,
            )?;
        }
        Ok(())
    }
}
