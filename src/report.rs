//! Everything a run found, in the order of the report.

use crate::cap::{self, Omitted};
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::project::Project;
use crate::source::Source;

/// One input and what became of it.
#[derive(Debug)]
pub struct FileReport {
    /// The input. Where nothing was found in it, only its name is left.
    pub source: Source,
    /// Name of the document kind; none when it was skipped or could not be read.
    pub kind: Option<&'static str>,
    /// Request bodies checked.
    pub documents: usize,
    /// Ids of the patterns that bodies were held against.
    pub patterns: Vec<i64>,
    /// Findings in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl FileReport {
    /// Whether it was left alone as a JSON file of some other tool.
    pub fn is_skipped(&self) -> bool {
        self.kind.is_none() && self.diagnostics.is_empty()
    }
}

/// Everything a run found.
#[derive(Debug, Default)]
pub struct Report {
    /// The inputs, sorted by name.
    pub files: Vec<FileReport>,
    /// Findings left out because toile.toml says that they are meant to be.
    pub suppressed: usize,
    /// Findings left out because the baseline holds them.
    pub baselined: usize,
    /// Findings that are counted and not shown.
    pub omitted: Omitted,
    /// Where it was made.
    pub project: Project,
}

/// Counts of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Inputs looked at, the skipped ones included.
    pub files: usize,
    /// Request bodies checked.
    pub documents: usize,
    /// Inputs that are no document of a known kind.
    pub skipped: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
    /// Findings with a fix that the tool can apply.
    pub fixable: usize,
    /// Those among them whose fix is safe.
    pub safely_fixable: usize,
    /// Findings left out because toile.toml says that they are meant to be.
    pub suppressed: usize,
    /// Findings left out because the baseline holds them.
    pub baselined: usize,
}

impl Report {
    /// All findings with the source that they are about, in order.
    pub fn findings(&self) -> impl Iterator<Item = (&Source, &Diagnostic)> {
        self.files.iter().flat_map(|file| file.diagnostics.iter().map(|finding| (&file.source, finding)))
    }

    /// The severity of the worst finding.
    pub fn worst(&self) -> Option<Severity> {
        self.findings().map(|(_, finding)| finding.severity).max()
    }

    /// Counts everything.
    pub fn summary(&self) -> Summary {
        let Report { files, suppressed, baselined, omitted, project: _ } = self;
        let mut summary = Summary {
            files: files.len(),
            errors: omitted.errors,
            warnings: omitted.warnings,
            infos: omitted.infos,
            fixable: omitted.fixable,
            safely_fixable: omitted.safely_fixable,
            suppressed: *suppressed,
            baselined: *baselined,
            ..Summary::default()
        };
        for file in &self.files {
            summary.documents += file.documents;
            summary.skipped += usize::from(file.is_skipped());
        }
        for (_, finding) in self.findings().filter(|(_, finding)| finding.rule != cap::RULE) {
            *match finding.severity {
                Severity::Error => &mut summary.errors,
                Severity::Warning => &mut summary.warnings,
                Severity::Info => &mut summary.infos,
            } += 1;
            summary.fixable += usize::from(is_fixable(finding));
            summary.safely_fixable += usize::from(crate::fix::of(finding, Applicability::Safe).is_some());
        }
        summary
    }
}

/// Whether the tool can apply a way out of a finding, if only when asked by name.
pub fn is_fixable(finding: &Diagnostic) -> bool {
    finding.fixes.iter().any(|fix| fix.applicability > Applicability::DisplayOnly)
}
