//! `toile check --watch`: checks, waits until something changes that the result depends on, and checks again.
//!
//! Files are looked at from time to time instead of asking the system to tell: that works on every file system, network
//! drives and containers included, and takes no more than a walk over what is checked anyway. What editors leave beside
//! a file while they save it (`4913`, `.a.json.swp`, `a.json~`, `.#a.json`, `#a.json#`) is no input and is not even seen;
//! a file that is replaced by another of its name is looked at once it is there again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use walkdir::WalkDir;

use super::memo::Memo;
use super::{Exit, World, check, load, tell};
use crate::cli::Check;
use crate::config::path;
use crate::discover::Origin;
use crate::error::ToolError;
use crate::render::color::{ColorChoice, is_colored};
use crate::settings::Settings;

/// The line before the report of each cycle. Editors and scripts look for it: it never changes.
pub const BEGINS: &str = "toile: checking";
/// The line behind it.
pub const ENDS: &str = "toile: watching for changes, Ctrl-C ends it";

/// Time between two looks; more where a look itself takes long.
const PAUSE: Duration = Duration::from_millis(200);
/// Nothing may have changed for so long before the next cycle begins: saving takes several steps.
const SETTLED: Duration = Duration::from_millis(80);
/// What keeps changing is not waited for any longer.
const MOST_SETTLING: Duration = Duration::from_secs(2);

/// What a file looks like from outside.
type Stamp = Option<(SystemTime, u64, u64)>;

/// Everything that the result depends on.
#[derive(Debug, Default, PartialEq, Eq)]
struct Look {
    inputs: BTreeMap<PathBuf, Stamp>,
    /// Patterns, configuration, baseline: where one of them changes, everything is checked again.
    rest: BTreeMap<PathBuf, Stamp>,
}

/// Runs until nobody reads any more.
pub(super) fn run(arguments: &Check, color: ColorChoice, world: &mut World<'_>) -> Result<Exit, ToolError> {
    let memo = Memo::on();
    // What is wrong with the command line itself no change of a file would mend.
    if let Ok(settings) = settings(arguments, color, world) {
        settings.validate()?;
        settings.validate_watch()?;
    }
    let mut last = look(arguments, color, world);
    loop {
        clear(world);
        if say(world, BEGINS).is_err() {
            return Ok(Exit::Clean);
        }
        let checked = settings(arguments, color, world);
        if let Err(error) = checked.and_then(|settings| check::run_with(&settings, world, &memo)) {
            let colored = is_colored(color, world.stderr_is_terminal, world.env);
            tell(world, &error.render(colored));
        }
        if world.stdout.flush().is_err() || say(world, ENDS).is_err() {
            return Ok(Exit::Clean);
        }
        let next = change(&last, || look(arguments, color, world));
        if next.rest != last.rest {
            memo.clear();
        }
        last = next;
    }
}

/// Waits for a change, and until it is over.
fn change(last: &Look, look: impl Fn() -> Look) -> Look {
    loop {
        let started = Instant::now();
        let mut seen = look();
        if seen == *last {
            sleep(PAUSE.max(started.elapsed() * 10));
            continue;
        }
        let deadline = Instant::now() + MOST_SETTLING;
        loop {
            sleep(SETTLED);
            let now = look();
            if now == seen || Instant::now() > deadline {
                break;
            }
            seen = now;
        }
        if seen != *last {
            return seen;
        }
    }
}

fn settings(arguments: &Check, color: ColorChoice, world: &World<'_>) -> Result<Settings, ToolError> {
    let config = arguments.config(&world.cwd)?;
    Ok(arguments.clone().into_settings(world.cwd.clone(), color, config))
}

/// Looks at everything.
fn look(arguments: &Check, color: ColorChoice, world: &World<'_>) -> Look {
    let mut look = Look::default();
    let mut rest = BTreeSet::new();
    // A configuration that appears changes everything, one that is broken may be mended.
    rest.extend(world.cwd.ancestors().map(|folder| folder.join("toile.toml")));
    // While the configuration is broken, only that it is mended counts.
    if let Ok(settings) = settings(arguments, color, world) {
        rest.extend(settings.config.iter().map(|config| config.root.join("toile.toml")));
        rest.extend(settings.baseline.iter().map(|file| path::absolute(&settings.cwd, file)));
        rest.extend(pattern_files(&settings));
        for input in check::inputs(&settings).inputs {
            if let Origin::File(file) = input.origin {
                look.inputs.insert(file.clone(), stamp(&file));
            }
        }
        for file in settings.paths.iter().filter(|_| settings.names_paths) {
            let file = path::absolute(&settings.cwd, file);
            look.inputs.entry(file.clone()).or_insert_with(|| stamp_of_file(&file));
        }
    }
    look.rest = rest.into_iter().map(|file| (file.clone(), stamp(&file))).collect();
    look
}

/// A file that was named. Folders change whenever something in them does, which is seen by itself.
fn stamp_of_file(file: &Path) -> Stamp {
    if file.is_dir() { None } else { stamp(file) }
}

/// The files that patterns are loaded from.
fn pattern_files(settings: &Settings) -> Vec<PathBuf> {
    let Ok(options) = load::options(settings) else { return Vec::new() };
    let patterns = options.patterns;
    let named = patterns.paths.iter().chain(&patterns.schema).chain(&patterns.data);
    let named = named.chain(patterns.schemas.iter().map(|(_, file)| file));
    let named = named.chain(patterns.resolve.iter().map(|(_, file)| file));
    let mut files = Vec::new();
    for path in named {
        let path = settings.cwd.join(path);
        let entries = WalkDir::new(&path).follow_links(true).into_iter().flatten();
        files.extend(
            entries
                .filter(|entry| entry.depth() == 0 || is_json(entry.path()))
                .filter(|entry| !entry.file_type().is_dir())
                .map(walkdir::DirEntry::into_path),
        );
    }
    files
}

fn is_json(file: &Path) -> bool {
    let is_hidden = file.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    !is_hidden && file.extension().is_some_and(|extension| extension == "json")
}

fn stamp(file: &Path) -> Stamp {
    let meta = std::fs::metadata(file).ok()?;
    Some((meta.modified().unwrap_or(SystemTime::UNIX_EPOCH), meta.len(), identity(&meta)))
}

/// A file that took the place of another is another one, even of the same size in the same moment.
#[cfg(unix)]
fn identity(meta: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> u64 {
    0
}

/// An empty screen, where there is one.
fn clear(world: &mut World<'_>) {
    let is_dumb = (world.env)("TERM").is_some_and(|term| term == "dumb");
    if world.stdout_is_terminal && !is_dumb {
        let _ = world.stdout.write_all(b"\x1b[2J\x1b[H").and_then(|()| world.stdout.flush());
    }
}

fn say(world: &mut World<'_>, line: &str) -> std::io::Result<()> {
    writeln!(world.stderr, "{line}").and_then(|()| world.stderr.flush())
}
