//! Findings, counted.

use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::fix;

/// Counts of findings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
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
    /// Findings that say that something could not be read.
    pub unreadable: usize,
    /// Findings that say that a defect of the tool kept something from being checked.
    pub unchecked: usize,
}

/// The rule of findings about what could not be read.
pub(crate) const UNREADABLE: &str = "io-error";
/// The rule of findings about what a defect kept from being checked.
pub(crate) const UNCHECKED: &str = "internal-error";

impl Tally {
    pub(crate) fn count(&mut self, finding: &Diagnostic) {
        *match finding.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Info => &mut self.infos,
        } += 1;
        self.fixable += usize::from(is_fixable(finding));
        self.safely_fixable += usize::from(fix::of(finding, Applicability::Safe).is_some());
        self.unreadable += usize::from(finding.rule == UNREADABLE);
        self.unchecked += usize::from(finding.rule == UNCHECKED);
    }

    pub(crate) fn add(&mut self, other: &Tally) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.fixable += other.fixable;
        self.safely_fixable += other.safely_fixable;
        self.unreadable += other.unreadable;
        self.unchecked += other.unchecked;
    }

    /// The severity of the worst of them.
    pub(crate) fn worst(&self) -> Option<Severity> {
        let counts = [(self.errors, Severity::Error), (self.warnings, Severity::Warning), (self.infos, Severity::Info)];
        counts.into_iter().find(|(count, _)| *count > 0).map(|(_, severity)| severity)
    }
}

/// Whether the tool can apply a way out of a finding, if only when asked by name.
pub fn is_fixable(finding: &Diagnostic) -> bool {
    finding.fixes.iter().any(|fix| fix.applicability > Applicability::DisplayOnly)
}
