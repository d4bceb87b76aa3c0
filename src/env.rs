//! What every check of a run shares: patterns, and which rules are on.

use std::collections::BTreeSet;

use crate::document::KindOverride;
use crate::pattern::{PatternFiles, Registry, RegistryError};
use crate::rules;

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
}

/// Loaded once, shared by all threads, never changed.
#[derive(Debug)]
pub struct Env {
    pub(crate) registry: Registry,
    pub(crate) kind: Option<KindOverride>,
    /// Ids of rules that are off.
    off: BTreeSet<&'static str>,
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
        let names =
            |list: &[String], meta: &rules::RuleMeta| list.iter().any(|name| name == meta.id || name == meta.group);
        let is_off = |meta: &&rules::RuleMeta| {
            let selected = options.select.is_empty() || names(&options.select, meta);
            // What keeps a file from being checked at all is always told.
            let essential = matches!(meta.id, "io-error" | "internal-error");
            !essential && (!selected || names(&options.ignore, meta))
        };
        Env { registry, kind: options.kind, off: rules::all().filter(is_off).map(|meta| meta.id).collect() }
    }

    /// Whether a rule is on.
    pub fn is_on(&self, rule: &str) -> bool {
        !self.off.contains(rule)
    }

    /// The loaded patterns.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }
}
