//! Findings that a team has accepted, with a reason, in toile.toml: JSON has no comments to say so in place.

mod place;
mod seen;

use std::path::Path;

use crate::config::{Config, Suppression};
use crate::diagnostic::{Diagnostic, File, Label, Severity};
use crate::report::{FileReport, Report, Tally};
use crate::rules;

pub use seen::Seen;

/// Whether findings of a rule, or of a group of rules, may be kept quiet. What says that a file was not checked may not,
/// nor what says that an entry is of no use. A syntax error may: files that are broken on purpose exist.
pub fn can_hide(rule: &str) -> bool {
    !matches!(rule, "io-error" | "internal-error" | "unused-suppression" | "stale-baseline" | "adoption")
}

/// The entries of a configuration, and which of them were of use so far.
#[derive(Debug)]
pub struct Suppressions<'a> {
    config: &'a Config,
    used: Vec<bool>,
}

impl<'a> Suppressions<'a> {
    /// The entries of a configuration.
    pub fn new(config: &'a Config) -> Suppressions<'a> {
        Suppressions { config, used: vec![false; config.values.suppress.len()] }
    }

    /// Takes out the findings about a file that are meant to be, and answers how many there were. The file is named as
    /// in reports, from the folder `cwd`.
    pub fn filter(&mut self, file: &str, cwd: &Path, diagnostics: &mut Vec<Diagnostic>) -> usize {
        let entries = &self.config.values.suppress;
        if entries.is_empty() || diagnostics.is_empty() {
            return 0;
        }
        let Some(name) = self.config.name_of(cwd, file) else { return 0 };
        let fitting: Vec<usize> = (0..entries.len()).filter(|&at| entries[at].path.matches(&name)).collect();
        let before = diagnostics.len();
        diagnostics.retain(|diagnostic| {
            let mut is_meant = false;
            // Every entry that fits was of use, not the first one only: otherwise their order would decide.
            for &at in fitting.iter().filter(|&&at| covers(&entries[at], diagnostic)) {
                self.used[at] = true;
                is_meant = true;
            }
            !is_meant
        });
        before - diagnostics.len()
    }

    /// The findings about entries that were of no use, though all files that they speak of were `seen`. `is_off` tells
    /// the rules that the command line turned off.
    pub fn unused(&self, seen: &Seen<'_>, is_off: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
        let entries = self.config.values.suppress.iter().zip(&self.used).enumerate();
        let unused = entries.filter(|(_, (entry, is_used))| {
            let mut covered = rules::all().filter(|rule| covers_rule(entry, rule.id));
            !**is_used && !covered.any(|rule| is_off(rule.id)) && seen.is_all_of(&entry.path, self.config)
        });
        unused.map(|(at, (entry, _))| finding(at, entry)).collect()
    }
}

fn covers(entry: &Suppression, diagnostic: &Diagnostic) -> bool {
    covers_rule(entry, diagnostic.rule)
        && entry.pointer.as_deref().is_none_or(|place| place::covers(place, &diagnostic.primary.pointer))
}

fn covers_rule(entry: &Suppression, rule: &str) -> bool {
    let group = rules::find(rule).map(|meta| meta.group);
    can_hide(rule) && entry.rules.iter().any(|name| name.value == rule || Some(name.value.as_str()) == group)
}

fn finding(at: usize, entry: &Suppression) -> Diagnostic {
    let rules: Vec<&str> = entry.rules.iter().map(|rule| rule.value.as_str()).collect();
    let paths: Vec<&str> = entry.path.patterns().iter().map(|pattern| pattern.text.as_str()).collect();
    let place = entry.pointer.as_deref().filter(|place| !place.is_empty());
    let place = place.map(|place| format!(" at {}", crate::words::code(place))).unwrap_or_default();
    let (rules, paths) = (crate::words::list(&rules, "or"), crate::words::list(&paths, "or"));
    let span = entry.rules.first().map_or(entry.span.clone(), |rule| rule.span.clone());
    let primary = Label {
        file: File::Checked,
        record: None,
        pointer: format!("/suppress/{at}"),
        span,
        message: "nothing to suppress".to_owned(),
    };
    let message = format!("no finding of {rules} in {paths}{place} is left to suppress");
    let mut finding = Diagnostic::new("unused-suppression", Severity::Warning, message, primary);
    finding.notes.push(format!("its reason was: {}", entry.reason));
    finding.help.push("delete the entry: it would hide the same mistake when it is made anew".to_owned());
    finding
}

/// Adds findings about a file beside the requests to a report.
pub fn add_to(report: &mut Report, source: &crate::source::Source, diagnostics: Vec<Diagnostic>) {
    if diagnostics.is_empty() {
        return;
    }
    if let Some(file) = report.files.iter_mut().find(|file| file.source.name() == source.name()) {
        // It was among the files to check; its text went if nothing was found in it.
        file.source = crate::source::Source::new(source.name(), source.text());
        file.diagnostics.extend(diagnostics);
        file.diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        return;
    }
    let source = crate::source::Source::new(source.name(), source.text());
    report.files.push(FileReport {
        source,
        kind: None,
        documents: 0,
        patterns: Vec::new(),
        diagnostics,
        told: Tally::default(),
    });
    report.files.sort_by(|a, b| a.source.name().cmp(b.source.name()));
}
