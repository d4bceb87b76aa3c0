//! One JSON object per line: each finding as in the `diagnostics` of the report, then one with the counts, which is how a
//! reader knows that nothing is missing. A finding has a `rule`, the last line a `summary`.

use std::io::{self, Write};

use serde::Serialize;

use super::{Fingerprints, Lines, json};
use crate::report::{FileReport, Summary};

#[derive(Debug, Default)]
pub(super) struct Jsonl {
    prints: Fingerprints,
}

#[derive(Serialize)]
struct End {
    version: u32,
    tool: json::Tool,
    summary: json::Summary,
}

impl Lines for Jsonl {
    fn file(&mut self, file: &FileReport, out: &mut dyn Write) -> io::Result<()> {
        let findings = file.diagnostics.iter();
        { findings }.try_for_each(|finding| line(&json::finding(&file.source, finding, &mut self.prints), out))
    }

    fn end(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        line(&End { version: json::VERSION, tool: json::TOOL, summary: summary.into() }, out)
    }
}

/// Writes a record on a line of its own: JSON has no line breaks but those between its tokens, which are left out here.
pub(super) fn line(record: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    super::harmless::to_writer(out, record)?;
    writeln!(out)
}
