//! What holds for one file where settings differ by path.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Env, ForFiles, next_id};
use crate::config::path;

/// Settings by path. Files are many, their combinations of settings few: each is made once.
#[derive(Debug)]
pub(super) struct ByFile {
    settings: ForFiles,
    made: Mutex<HashMap<Vec<usize>, Arc<Env>>>,
}

impl ByFile {
    pub(super) fn new(settings: ForFiles) -> ByFile {
        ByFile { settings, made: Mutex::default() }
    }

    /// What holds for the file of that name.
    pub(super) fn env<'e>(&self, name: &str, base: &'e Env) -> Cow<'e, Env> {
        let fitting = self.fitting(name);
        if fitting.is_empty() {
            return Cow::Borrowed(base);
        }
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let env = made.entry(fitting).or_insert_with_key(|fitting| Arc::new(self.make(fitting, base)));
        Cow::Owned(Env::clone(env))
    }

    /// The settings that hold for a file, by position.
    fn fitting(&self, name: &str) -> Vec<usize> {
        let ForFiles { cwd, root, layers } = &self.settings;
        let Some(name) = path::below(root, &path::absolute(cwd, Path::new(name))) else { return Vec::new() };
        layers.iter().enumerate().filter(|(_, layer)| layer.path.matches(&name)).map(|(at, _)| at).collect()
    }

    fn make(&self, fitting: &[usize], base: &Env) -> Env {
        let mut env = Env { id: next_id(), by_file: None, ..base.clone() };
        for layer in fitting.iter().map(|at| &self.settings.layers[*at]) {
            env.kind = layer.kind.or(env.kind);
            if let Some(pattern) = layer.pattern {
                env.registry = Arc::new(env.registry.always(pattern));
            }
            env.switches.apply(&layer.select, &layer.ignore, &layer.severity);
        }
        env
    }
}
