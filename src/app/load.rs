//! Loading what the settings name: patterns, schemas, the kind to take inputs as.

use std::path::{Path, PathBuf};

use crate::env::{Env, EnvOptions};
use crate::error::ToolError;
use crate::pattern::{PatternFiles, RegistryError, Remark};
use crate::render::{Log, sanitize};
use crate::settings::Settings;

/// The folder of patterns that is taken when none is named.
const DEFAULT_PATTERNS: &str = "patterns";

/// Loads everything that checks share.
pub(super) fn env(settings: &Settings) -> Result<(Env, Vec<RegistryError>), ToolError> {
    let kind = settings.kind.as_deref().map(str::parse).transpose();
    let kind = kind.map_err(|message| ToolError::usage(message, None))?;
    let patterns = PatternFiles {
        paths: pattern_paths(settings),
        schema: settings.schema.as_deref().map(|path| from(&settings.cwd, path)),
        data: settings.pattern.as_deref().map(|path| from(&settings.cwd, path)),
    };
    let options = EnvOptions { patterns, kind, select: settings.select.clone(), ignore: settings.ignore.clone() };
    Env::load_sound(&options).map_err(failure)
}

fn pattern_paths(settings: &Settings) -> Vec<PathBuf> {
    if !settings.patterns.is_empty() {
        return settings.patterns.iter().map(|path| from(&settings.cwd, path)).collect();
    }
    let default = from(&settings.cwd, Path::new(DEFAULT_PATTERNS));
    if default.is_dir() { vec![default] } else { Vec::new() }
}

/// A path as named where that leads to the file, so that reports show what was typed.
fn from(cwd: &Path, path: &Path) -> PathBuf {
    let here = std::env::current_dir().is_ok_and(|current| current == cwd);
    if here { path.to_owned() } else { cwd.join(path) }
}

/// A remark about a schema as one line for people.
pub(super) fn remark(remark: &Remark, log: Log) -> String {
    let position = remark.source.position(remark.span.start);
    let help = remark.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    let place = format!("{}:{}:{}", remark.source.name(), position.line, position.column);
    let line = format!("{place}: note: {}{help}", remark.message);
    sanitize(&line, log).into_owned() + "\n"
}

/// Why the job cannot be done without a file.
pub(super) fn failure(error: RegistryError) -> ToolError {
    match error {
        RegistryError::Unreadable { path, error } => ToolError::usage(
            format!("cannot read {}: {error}", path.display()),
            Some("it was named by --patterns, --schema or --pattern".to_owned()),
        ),
        RegistryError::Broken { source, problem, span } => {
            ToolError::document(&source, &span, &problem.message, "here", problem.help)
        }
        RegistryError::TwoSchemas { id, files } => ToolError::usage(
            format!("two schemas for pattern {id}: {} and {}", files[0], files[1]),
            Some("keep one of them in the folders of --patterns".to_owned()),
        ),
    }
}
