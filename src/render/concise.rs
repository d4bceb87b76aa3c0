//! One line per finding: `path:line:col: severity: message [rule]`. Terminals make the place clickable, Vim reads it.

use std::io::{self, Write};

use super::{Style, sanitize};
use crate::report::Report;

pub(super) fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for (source, finding) in report.findings() {
        let at = source.position(finding.primary.span.start);
        writeln!(
            out,
            "{}:{}:{}: {}: {} [{}]",
            sanitize(source.name(), style.log),
            at.line,
            at.column,
            finding.severity.name(),
            sanitize(&finding.message, style.log),
            finding.rule,
        )?;
    }
    Ok(())
}
