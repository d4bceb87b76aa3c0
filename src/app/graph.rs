//! `toile graph`: one batch in, a picture out.

use std::io;
use std::path::Path;

use super::{Exit, World, load, read, tell, written};
use crate::check::check;
use crate::cli::Graph;
use crate::config::{Config, Wanted};
use crate::discover::report_name;
use crate::error::ToolError;
use crate::graph::{NoPicture, Picture, draw};
use crate::render::sanitize;
use crate::settings::Settings;
use crate::source::Source;

/// Draws the batch that the arguments name.
pub(super) fn run(arguments: &Graph, world: &mut World<'_>) -> Result<Exit, ToolError> {
    let is_stdin = arguments.batch.as_ref().is_none_or(|path| path.as_os_str() == "-");
    if !is_stdin && arguments.stdin_filename.is_some() {
        let help = Some("give `-` in place of the file".to_owned());
        return Err(ToolError::usage("--stdin-filename without standard input", help));
    }
    let folder = arguments.stdin_filename.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let config = Config::find(Wanted::Nearest(folder), &world.cwd)?;
    let configured = config
        .as_ref()
        .filter(|_| arguments.patterns.is_empty())
        .map(|config| config.values.patterns.iter().map(|path| config.path_from(&world.cwd, &path.value)).collect());
    let settings = Settings {
        cwd: world.cwd.clone(),
        patterns: configured.unwrap_or_else(|| arguments.patterns.clone()),
        kind: Some("batch".to_owned()),
        config,
        ..Settings::default()
    };
    let (env, broken) = load::env(&settings)?;
    if let Some(error) = broken.into_iter().next() {
        return Err(load::failure(error, &settings));
    }
    let source = source(arguments, is_stdin, world)?;
    let no_batch = |reason: NoPicture| {
        let name = sanitize(source.name(), world.log()).into_owned();
        match reason {
            NoPicture::Syntax => ToolError::usage(
                format!("`{name}` cannot be read as JSON"),
                Some("`toile check` shows where it is broken".to_owned()),
            ),
            NoPicture::NoBatch => {
                ToolError::usage(format!("`{name}` is no batch"), Some("a batch has an object `actions`".to_owned()))
            }
        }
    };
    // A thread of its own, with the stack that deep documents need.
    let drawn = on_deep_stack(|| {
        let found = check(&source, &env);
        Picture::of(&source, &found.diagnostics, &env)
    })?;
    let picture = drawn.map_err(no_batch)?;
    let text = draw(&picture, arguments.format);
    match &arguments.output {
        Some(path) if path.as_os_str() != "-" => write(&world.cwd.join(path), path, &text)?,
        _ => written(world.stdout.write_all(text.as_bytes()).and_then(|()| world.stdout.flush()))?,
    }
    let count = picture.findings.len();
    if count > 0 {
        let (findings, them) = if count == 1 { ("finding is", "it") } else { ("findings are", "them") };
        tell(world, &format!("{count} {findings} marked; `toile check` explains {them}\n"));
    }
    Ok(Exit::Clean)
}

fn source(arguments: &Graph, is_stdin: bool, world: &mut World<'_>) -> Result<Source, ToolError> {
    let (name, bytes) = match &arguments.batch {
        Some(path) if !is_stdin => (report_name(path), read::file(&world.cwd.join(path))),
        _ => {
            let name = arguments.stdin_filename.as_deref().map_or_else(|| "<stdin>".to_owned(), report_name);
            (name, read::stream(&mut *world.stdin))
        }
    };
    let unreadable = |_| ToolError::Unreadable { inputs: vec![name.clone()] };
    let (source, problem) = read::source(&name, bytes.map_err(unreadable)?);
    match problem {
        None => Ok(source),
        Some(finding) => Err(ToolError::usage(format!("`{name}`: {}", finding.message), None)),
    }
}

fn on_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, ToolError> {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(super::STACK_SIZE).build();
    let pool =
        pool.map_err(|error| ToolError::System { what: "cannot start threads", source: io::Error::other(error) })?;
    Ok(pool.install(work))
}

fn write(target: &Path, named: &Path, text: &str) -> Result<(), ToolError> {
    std::fs::write(target, text).map_err(|source| ToolError::Output { file: format!("`{}`", named.display()), source })
}
