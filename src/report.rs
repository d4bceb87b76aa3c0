//! Everything a run found, in the order of the report.

use crate::cap;
use crate::diagnostic::{Diagnostic, Severity};
use crate::project::Project;
use crate::source::Source;
pub use crate::tally::{Tally, is_fixable};
use crate::tally::{UNCHECKED, UNREADABLE};

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
    /// Further findings, which were written down already and are not kept, or are more than a report holds.
    pub told: Tally,
}

impl FileReport {
    /// Adds what was found in the lines that follow.
    pub fn append(&mut self, following: FileReport) {
        self.source.append(following.source);
        self.kind = self.kind.or(following.kind);
        self.documents += following.documents;
        self.patterns.extend(following.patterns);
        self.patterns.sort_unstable();
        self.patterns.dedup();
        self.diagnostics.extend(following.diagnostics);
        self.told.add(&following.told);
    }

    /// Forgets findings that no report will hold, and the lines that they are about.
    pub(crate) fn hold(&mut self, most: usize) {
        if self.diagnostics.len() <= most.saturating_add(1) {
            return;
        }
        self.told.add(&cap::hold(&mut self.diagnostics, most));
        if let Some(last) = self.diagnostics.last() {
            self.source.forget_behind(last.primary.span.start);
        }
    }

    /// Takes the findings out, to be written and forgotten.
    #[must_use]
    pub fn take_findings(&mut self) -> FileReport {
        let diagnostics = std::mem::take(&mut self.diagnostics);
        for finding in &diagnostics {
            self.told.count(finding);
        }
        let nothing = Source::new(self.source.name(), "");
        let source = std::mem::replace(&mut self.source, nothing);
        FileReport { source, kind: None, documents: 0, patterns: Vec::new(), diagnostics, told: Tally::default() }
    }

    /// Whether it, or some of it, could not be read.
    pub(crate) fn is_unreadable(&self) -> bool {
        self.told.unreadable > 0 || self.diagnostics.iter().any(|finding| finding.rule == UNREADABLE)
    }

    /// Whether a defect of the tool kept it from being checked.
    pub(crate) fn is_unchecked(&self) -> bool {
        self.told.unchecked > 0 || self.diagnostics.iter().any(|finding| finding.rule == UNCHECKED)
    }

    /// Whether nothing was found in it.
    pub(crate) fn is_clean(&self) -> bool {
        self.diagnostics.is_empty() && self.told == Tally::default()
    }

    /// Whether it was left alone as a JSON file of some other tool.
    pub fn is_skipped(&self) -> bool {
        self.kind.is_none() && self.is_clean()
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
    /// Where it was made.
    pub project: Project,
    /// Drawings of the batches, if a format that shows them was asked for.
    pub pictures: Vec<Picture>,
}

/// The drawing of a batch.
#[derive(Debug)]
pub struct Picture {
    /// The name of the input.
    pub file: String,
    /// The drawing, as an element for a page.
    pub svg: String,
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
        self.tally().worst()
    }

    fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for file in &self.files {
            tally.add(&file.told);
        }
        // The finding that stands for others is none of them.
        for (_, finding) in self.findings().filter(|(_, finding)| finding.rule != cap::RULE) {
            tally.count(finding);
        }
        tally
    }

    /// Counts everything.
    pub fn summary(&self) -> Summary {
        let Tally { errors, warnings, infos, fixable, safely_fixable, .. } = self.tally();
        Summary {
            files: self.files.len(),
            documents: self.files.iter().map(|file| file.documents).sum(),
            skipped: self.files.iter().filter(|file| file.is_skipped()).count(),
            errors,
            warnings,
            infos,
            fixable,
            safely_fixable,
            suppressed: self.suppressed,
            baselined: self.baselined,
        }
    }
}
