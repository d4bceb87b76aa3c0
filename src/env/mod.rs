//! What every check of a run shares: patterns, which rules are on, and how much they matter.

mod files;
mod rules;

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use crate::config::Globs;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::KindOverride;
use crate::json::Value;
use crate::pattern::{PatternFiles, Registry, RegistryError};
use crate::rules::Plausibility;
use files::ByFile;
use rules::Switches;

/// What a run was asked to check with.
#[derive(Debug, Default, Clone)]
pub struct EnvOptions {
    /// Where patterns come from.
    pub patterns: PatternFiles,
    /// The kind to take every input as.
    pub kind: Option<KindOverride>,
    /// Ids and groups of the rules that are on; empty for all.
    pub select: Vec<String>,
    /// Ids and groups of the rules that are off.
    pub ignore: Vec<String>,
    /// Ids and groups of rules with another severity than their own; what comes later wins, and an id over its group.
    pub severity: Vec<(String, Severity)>,
    /// Hold measurements against what is plausible.
    pub is_plausibility_on: bool,
    /// Ranges of measurements that replace those of our own.
    pub ranges: Vec<(String, (f64, f64))>,
    /// What differs for some files.
    pub for_files: ForFiles,
}

/// What differs for some files.
#[derive(Debug, Default, Clone)]
pub struct ForFiles {
    /// The folder that names of sources are relative to.
    pub cwd: PathBuf,
    /// The folder that path patterns are relative to.
    pub root: PathBuf,
    /// Settings in order: what comes later wins.
    pub layers: Vec<Layer>,
}

/// Settings for some files.
#[derive(Debug, Default, Clone)]
pub struct Layer {
    /// Which files.
    pub path: Globs,
    /// The kind to take them as.
    pub kind: Option<KindOverride>,
    /// The number of the pattern that their drafts are held against.
    pub pattern: Option<i64>,
    /// Ids and groups of the rules that are on; empty for no change.
    pub select: Vec<String>,
    /// Ids and groups of the rules that are off, besides those that are off already.
    pub ignore: Vec<String>,
    /// Ids and groups of rules with another severity.
    pub severity: Vec<(String, Severity)>,
}

/// Loaded once, shared by all threads, never changed.
#[derive(Debug, Clone)]
pub struct Env {
    /// The same for those alone that check alike.
    id: u64,
    pub(crate) registry: Arc<Registry>,
    pub(crate) kind: Option<KindOverride>,
    switches: Switches,
    plausibility: Option<Arc<Plausibility>>,
    by_file: Option<Arc<ByFile>>,
    met: Arc<AtomicUsize>,
    /// Findings of one file that a report will hold, if that is known and nothing else looks at the others.
    most_findings: Option<usize>,
    is_brief: bool,
}

/// So many bodies are looked at closely before anything is built to accept the others fast: for a few, building it takes
/// longer.
const FEW: usize = 8;

fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Env {
    /// Loads patterns.
    pub fn load(options: &EnvOptions) -> Result<Env, RegistryError> {
        Ok(Env::with(Registry::load(&options.patterns)?, options))
    }

    /// Loads the patterns that can be loaded, and says which files are broken: see [`Registry::load_sound`].
    pub fn load_sound(options: &EnvOptions) -> Result<(Env, Vec<RegistryError>), RegistryError> {
        let (registry, broken) = Registry::load_sound(&options.patterns)?;
        Ok((Env::with(registry, options), broken))
    }

    /// Takes patterns that are loaded already.
    pub fn with(registry: Registry, options: &EnvOptions) -> Env {
        let mut switches = Switches::default();
        switches.apply(&options.select, &options.ignore, &options.severity);
        let by_file = (!options.for_files.layers.is_empty()).then(|| Arc::new(ByFile::new(options.for_files.clone())));
        let named = |rule: &str| options.select.iter().any(|name| name == rule);
        let plausibility = Plausibility::new(options.is_plausibility_on, named, &options.ranges);
        Env {
            id: next_id(),
            registry: Arc::new(registry),
            kind: options.kind,
            switches,
            plausibility: plausibility.map(Arc::new),
            by_file,
            met: Arc::default(),
            most_findings: None,
            is_brief: false,
        }
    }

    /// Findings of one file behind the first so many are counted, and not kept.
    pub fn hold_findings(&mut self, most: Option<usize>) {
        self.most_findings = most;
    }

    /// So many findings of one file are wanted.
    pub(crate) fn most_findings(&self) -> usize {
        self.most_findings.unwrap_or(usize::MAX)
    }

    /// Of a finding, nobody looks at more than its message, how much it matters, where it is, and how safely it can be
    /// fixed: the rest is left out of it.
    pub fn be_brief(&mut self, is_brief: bool) {
        self.is_brief = is_brief;
    }

    /// See [`Env::be_brief`].
    pub(crate) fn is_brief(&self) -> bool {
        self.is_brief
    }

    /// What holds for the file of that name.
    pub fn for_file(&self, name: &str) -> Cow<'_, Env> {
        match &self.by_file {
            Some(by_file) => by_file.env(name, self),
            None => Cow::Borrowed(self),
        }
    }

    /// What tells it from all that check otherwise.
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// Whether a body is one of the first. Written to by those only: threads that share a counter wait for each other.
    #[inline]
    pub(crate) fn is_early(&self) -> bool {
        self.met.load(Ordering::Relaxed) < FEW && self.met.fetch_add(1, Ordering::Relaxed) < FEW
    }

    /// Whether a rule is on.
    pub fn is_on(&self, rule: &str) -> bool {
        self.switches.is_on(rule)
    }

    /// Drops findings of rules that are off, and gives the others their severity.
    pub fn settle(&self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.retain(|diagnostic| self.is_on(diagnostic.rule));
        if self.switches.changes_severities() {
            for diagnostic in diagnostics {
                diagnostic.severity = self.switches.severity(diagnostic.rule).unwrap_or(diagnostic.severity);
            }
        }
    }

    /// The severity that was asked for, if the rule was given one.
    pub fn severity(&self, rule: &str) -> Option<Severity> {
        self.switches.severity(rule)
    }

    /// What measurements are held against, where that was asked for.
    pub(crate) fn plausibility(&self) -> Option<&Plausibility> {
        self.plausibility.as_deref()
    }

    /// Whether the rules about plausibility have nothing to say about a request. Costs nothing where they are off.
    #[inline]
    pub(crate) fn is_plausible(&self, body: Value<'_>) -> bool {
        self.plausibility.as_ref().is_none_or(|plausibility| plausibility.accepts(body))
    }

    /// The loaded patterns.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }
}
