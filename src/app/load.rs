//! Loading what the settings name: patterns, schemas, the kind to take inputs as.

use std::path::{Path, PathBuf};

use crate::config::{Choice, Config};
use crate::diagnostic::Severity;
use crate::env::{Env, EnvOptions, ForFiles, Layer};
use crate::error::ToolError;
use crate::pattern::{PatternFiles, RegistryError, Remark};
use crate::render::{Log, sanitize};
use crate::settings::Settings;

/// The folder of patterns that is taken when none is named.
pub(super) const DEFAULT_PATTERNS: &str = "patterns";

/// Loads everything that checks share.
pub(super) fn env(settings: &Settings) -> Result<(Env, Vec<RegistryError>), ToolError> {
    let options = options(settings)?;
    let (env, broken) = Env::load_sound(&options).map_err(|error| failure(error, settings))?;
    let is_whole = broken.is_empty() && !env.registry().is_fixed();
    if let Some(config) = settings.config.as_ref().filter(|_| is_whole) {
        for pattern in config.values.files.iter().filter_map(|files| files.pattern.as_ref()) {
            if !env.registry().ids().any(|id| id == pattern.value) {
                let message = format!("no pattern {} is loaded", pattern.value);
                let help = "`patterns` and `pattern-schemas` name the files that patterns are loaded from".to_owned();
                return Err(config.wrong(&pattern.span, &message, "not loaded", Some(help)));
            }
        }
    }
    Ok((env, broken))
}

/// What the settings come to for the check.
pub(super) fn options(settings: &Settings) -> Result<EnvOptions, ToolError> {
    let kind = settings.kind.as_deref().map(str::parse).transpose();
    let kind = kind.map_err(|message| ToolError::usage(message, None))?;
    let mut patterns = PatternFiles {
        paths: pattern_paths(settings),
        schema: settings.schema.as_deref().map(|path| from(&settings.cwd, path)),
        data: settings.pattern.as_deref().map(|path| from(&settings.cwd, path)),
        ..PatternFiles::default()
    };
    let mut options =
        EnvOptions { kind, select: settings.select.clone(), ignore: settings.ignore.clone(), ..EnvOptions::default() };
    if let Some(config) = &settings.config {
        configured(config, settings, &mut options);
        let path = |written: &str| from(&settings.cwd, &config.path_from(&settings.cwd, written));
        let values = &config.values;
        patterns.schemas = values.pattern_schemas.iter().map(|(id, file)| (*id, path(&file.value))).collect();
        patterns.resolve = values.resolve.iter().map(|(uri, file)| (uri.clone(), path(&file.value))).collect();
    }
    options.patterns = patterns;
    Ok(options)
}

/// Takes over what the configuration says. The command line is heard first.
fn configured(config: &Config, settings: &Settings, options: &mut EnvOptions) {
    let values = &config.values;
    let is_chosen = !settings.select.is_empty();
    let names = |list: &[crate::config::Placed<String>]| -> Vec<String> {
        list.iter().filter(|_| !is_chosen).map(|name| name.value.clone()).collect()
    };
    if !is_chosen {
        options.select = names(&values.rules.select);
        options.ignore.extend(names(&values.rules.ignore));
    }
    options.severity = severities(&values.rules);
    options.is_plausibility_on = values.plausibility.as_ref().is_some_and(|on| on.value);
    options.ranges.clone_from(&values.ranges);
    let layer = |files: &crate::config::ForFiles| Layer {
        path: files.path.clone(),
        kind: files.kind.as_ref().map(|kind| kind.value).filter(|_| settings.kind.is_none()),
        pattern: files.pattern.as_ref().map(|pattern| pattern.value),
        select: names(&files.rules.select),
        // What the command line turns off stays off, whatever a later selection says.
        ignore: [names(&files.rules.ignore), settings.ignore.clone()].concat(),
        severity: severities(&files.rules),
    };
    options.for_files = ForFiles {
        cwd: settings.cwd.clone(),
        root: config.root.clone(),
        layers: values.files.iter().map(layer).collect(),
    };
}

fn severities(choice: &Choice) -> Vec<(String, Severity)> {
    choice.severity.iter().map(|(name, severity)| (name.value.clone(), *severity)).collect()
}

/// The error about a file that the configuration names, at the line that names it.
fn configured_path(path: &Path, error: &std::io::Error, settings: &Settings) -> Option<ToolError> {
    let config = settings.config.as_ref()?;
    let values = &config.values;
    let named = values.patterns.iter().chain(values.pattern_schemas.iter().map(|(_, file)| file));
    let named = named.chain(values.resolve.iter().map(|(_, file)| file));
    let wanted = |written: &&crate::config::Placed<String>| {
        from(&settings.cwd, &config.path_from(&settings.cwd, &written.value)) == path
    };
    let written = { named }.find(wanted)?;
    let reason = crate::discover::reason(error);
    Some(config.wrong(&written.span, &format!("cannot read `{}`: {reason}", written.value), "named here", None))
}

pub(super) fn pattern_paths(settings: &Settings) -> Vec<PathBuf> {
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
pub(super) fn failure(error: RegistryError, settings: &Settings) -> ToolError {
    match error {
        RegistryError::Unreadable { path, error } => {
            if let Some(error) = configured_path(&path, &error, settings) {
                return error;
            }
            ToolError::usage(
                format!("cannot read {}: {error}", path.display()),
                Some("it was named by --patterns, --schema or --pattern".to_owned()),
            )
        }
        RegistryError::Broken { source, problem, span } => {
            ToolError::document(&source, &span, &problem.message, "here", problem.help)
        }
        RegistryError::TwoSchemas { id, files } => ToolError::usage(
            format!("two schemas for pattern {id}: {} and {}", files[0], files[1]),
            Some("keep one of them in the folders of --patterns".to_owned()),
        ),
    }
}
