//! `--affected-by`: of everything that a run would check, only what a change of some files has to do with.
//!
//! A changed request affects itself; a file that a pattern is read from, every request that is held against the pattern;
//! the configuration or the baseline, all of them. Any other file affects nothing.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::load;
use crate::check::Outcome;
use crate::config::path;
use crate::discover::{Inputs, report_name};
use crate::env::Env;
use crate::error::ToolError;
use crate::pattern::{Origins, Reach, Registry};
use crate::report::{FileReport, Report};
use crate::settings::Settings;
use crate::source::Source;
use crate::words;

/// What the changed files have to do with.
pub(super) struct Affected<'a> {
    settings: &'a Settings,
    registry: &'a Registry,
    /// The changed files, and the others of their patterns.
    files: HashSet<PathBuf>,
    /// The numbers of the patterns that are read from them.
    ids: BTreeSet<i64>,
    /// Every request that is held against a pattern.
    every_pattern: bool,
    /// Everything.
    everything: bool,
    /// Whether settings for some files choose their pattern: then its number need not be in them.
    chooses_patterns: bool,
    /// One line for each changed file, for people.
    remarks: Vec<String>,
    /// The names of the inputs that are affected, so far.
    kept: Mutex<HashSet<String>>,
}

impl<'a> Affected<'a> {
    /// None where nothing of the kind was asked for.
    pub(super) fn new(settings: &'a Settings, env: &'a Env) -> Result<Option<Affected<'a>>, ToolError> {
        let Some(changed) = &settings.affected_by else { return Ok(None) };
        let registry = env.registry();
        let mut patterns = load::options(settings)?.patterns;
        // Where the last file of the folder was deleted, the folder is gone, too.
        patterns.paths.push(settings.cwd.join(load::DEFAULT_PATTERNS));
        let configured = settings.config.as_ref().map(|config| config.values.files.as_slice()).unwrap_or_default();
        let origins = registry.origins(&patterns);
        let mut affected = Affected {
            settings,
            registry,
            files: HashSet::new(),
            ids: BTreeSet::new(),
            every_pattern: false,
            everything: false,
            chooses_patterns: registry.is_fixed() || configured.iter().any(|files| files.pattern.is_some()),
            remarks: Vec::new(),
            kept: Mutex::default(),
        };
        for file in changed {
            affected.add(file, &origins);
        }
        // Schema and data are held against each other.
        let is_affected = |id: Option<i64>| affected.every_pattern || id.is_some_and(|id| affected.ids.contains(&id));
        let beside: Vec<PathBuf> = origins.files_of(is_affected).map(|file| affected.at(file)).collect();
        affected.files.extend(beside);
        Ok(Some(affected))
    }

    fn add(&mut self, named: &Path, origins: &Origins<'_>) {
        let file = self.at(named);
        let what = if self.concerns_all(&file) {
            self.everything = true;
            "everything".to_owned()
        } else {
            match origins.reach(&file) {
                Reach::Nothing => "itself".to_owned(),
                Reach::EveryPattern => {
                    self.every_pattern = true;
                    "the requests for every pattern".to_owned()
                }
                Reach::Patterns(ids) => {
                    let numbers: Vec<String> = ids.iter().map(i64::to_string).collect();
                    let word = if ids.len() == 1 { "pattern" } else { "patterns" };
                    self.ids.extend(ids);
                    format!("{word} {}", words::list(&numbers, "and"))
                }
            }
        };
        self.remarks.push(format!("{} affects {what}", report_name(named)));
        self.files.insert(file);
    }

    /// Whether a file decides what is said about every request.
    fn concerns_all(&self, file: &Path) -> bool {
        let is_it = |other: &Path| other == file || same_file(other, file);
        let config = self.settings.config.as_deref().map(|config| self.at(Path::new(config.source.name())));
        let baseline = self.settings.baseline.as_deref().map(|baseline| self.at(baseline));
        // A configuration that was deleted held for everything, too.
        let was_config = file.file_name().is_some_and(|name| name == crate::config::NAME) && !file.exists();
        was_config || config.into_iter().chain(baseline).any(|other| is_it(&other))
    }

    fn at(&self, path: &Path) -> PathBuf {
        path::absolute(&self.settings.cwd, path)
    }

    /// What each changed file affects, for people.
    pub(super) fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Checks a source if it is affected; else it comes to nothing.
    pub(super) fn check(&self, source: &Source, check: impl Fn(&Source) -> Outcome) -> Outcome {
        let is_itself = self.everything || self.files.contains(&self.at(Path::new(source.name())));
        if !is_itself && !self.may_concern(source) {
            return Outcome::default();
        }
        let outcome = check(source);
        if !is_itself && !self.concerns(source, &outcome) {
            return Outcome::default();
        }
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(source.name().to_owned());
        outcome
    }

    /// Whether it can be that a source is held against an affected pattern. One look at the text spares most of a large
    /// tree its check.
    fn may_concern(&self, source: &Source) -> bool {
        // A key may be written with escapes.
        self.chooses_patterns || source.text().contains("\\u00") || self.names_affected(source.text(), |_| true)
    }

    /// Whether a source was held against an affected pattern, or would have been if that could be loaded.
    fn concerns(&self, source: &Source, outcome: &Outcome) -> bool {
        let is_lost = |id: i64| !self.registry.ids().any(|loaded| loaded == id);
        outcome.patterns.iter().any(|&id| self.every_pattern || self.ids.contains(&id))
            || self.names_affected(source.text(), is_lost)
    }

    /// Whether a text has a `patternId` that is affected and wanted.
    fn names_affected(&self, text: &str, is_wanted: impl Fn(i64) -> bool) -> bool {
        ids_in(text).any(|id| (self.every_pattern || self.ids.contains(&id)) && is_wanted(id))
    }

    /// Leaves in the report what is affected, what was named and cannot be read, and defects of ours.
    pub(super) fn narrow(&self, report: &mut Report, found: &Inputs) {
        if self.everything {
            return;
        }
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let is_lost = |file: &FileReport| {
            let name = file.source.name();
            let is_named = found.problems.iter().any(|problem| problem.is_named && problem.name == name);
            let is_asked_for = is_named || self.files.contains(&self.at(Path::new(name)));
            file.is_unchecked() || (file.is_unreadable() && is_asked_for)
        };
        report.files.retain(|file| kept.contains(file.source.name()) || is_lost(file));
    }
}

/// The number after each `"patternId":` of a text, whatever else the text is.
fn ids_in(text: &str) -> impl Iterator<Item = i64> {
    const KEY: &str = "\"patternId\"";
    let after = memchr::memmem::find_iter(text.as_bytes(), KEY).map(|at| &text[at + KEY.len()..]);
    after.filter_map(|rest| {
        let value = rest.trim_start().strip_prefix(':')?.trim_start();
        let end = value.find(|c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E')).unwrap_or(value.len());
        let number: f64 = value[..end].parse().ok()?;
        (number.fract() == 0.0).then_some(number as i64)
    })
}

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((std::fs::canonicalize(a), std::fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_whatever_text() {
        let ids = |text: &str| ids_in(text).collect::<Vec<_>>();
        assert_eq!(ids(r#"[{"patternId": 397}, {"patternId":1.2e1,"#), [397, 12]);
        assert_eq!(ids("{\"patternId\"\n :\t5}{\"patternId\" 6}"), [5]);
        assert_eq!(ids(r#"{"patternId": "7", "patternIds": 8, "patternId": null, "patternId"#), [] as [i64; 0]);
    }
}
