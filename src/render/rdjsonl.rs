//! Review comments of reviewdog, one per line: nothing stands around them, and nothing below.

use std::io::{self, Write};

use super::Lines;
use super::jsonl::line;
use super::rdjson::finding;
use crate::diagnostic::Applicability;
use crate::project::Project;
use crate::report::FileReport;

pub(super) struct Rdjsonl {
    least: Applicability,
}

impl Rdjsonl {
    pub(super) fn new(project: &Project) -> Rdjsonl {
        Rdjsonl { least: project.least }
    }
}

impl Lines for Rdjsonl {
    fn file(&mut self, file: &FileReport, out: &mut dyn Write) -> io::Result<()> {
        let findings = file.diagnostics.iter();
        { findings }.try_for_each(|diagnostic| line(&finding(&file.source, diagnostic, self.least), out))
    }
}
