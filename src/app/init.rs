//! `toile init`: a commented toile.toml, made by looking at the folder.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

use super::{Exit, World, read, tell};
use crate::config::{NAME, path};
use crate::discover::{Inputs, Origin, Request, discover};
use crate::document::{Kind, named, recognise};
use crate::error::ToolError;
use crate::json::{self, Doc};

/// So many files are looked at: enough to see where things are.
const MOST: usize = 5000;

/// What lies in a folder.
#[derive(Debug, Default)]
struct Seen {
    /// Pattern schemas and pattern data.
    patterns: Vec<PathBuf>,
    /// Requests.
    requests: Vec<PathBuf>,
}

/// Writes the file, unless there is one.
pub(super) fn run(world: &mut World<'_>) -> Result<Exit, ToolError> {
    let target = world.cwd.join(NAME);
    let seen = look(&world.cwd);
    let patterns = places(&seen.patterns);
    let include = places(&seen.requests);
    let text = write(&patterns, &include);
    let file = OpenOptions::new().write(true).create_new(true).open(&target);
    let written = file.and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()));
    match written {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let help = format!("it is left as it is; move it away to have another `{NAME}` made");
            return Err(ToolError::usage(format!("there is a `{NAME}` already"), Some(help)));
        }
        Err(source) => return Err(ToolError::Output { file: format!("`{NAME}`"), source }),
        Ok(()) => {}
    }
    let count = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let found =
        format!("{} and {}", count(seen.requests.len(), "request file"), count(seen.patterns.len(), "pattern file"));
    tell(world, &format!("wrote {NAME}: found {found}\n"));
    Ok(Exit::Clean)
}

fn look(cwd: &Path) -> Seen {
    let paths = [PathBuf::from(".")];
    let request = Request { cwd, paths: &paths, stdin_filename: None, force_exclude: false, scope: None };
    let Inputs { inputs, .. } = discover(request);
    let mut seen = Seen::default();
    for input in inputs.into_iter().take(MOST) {
        let Origin::File(file) = input.origin else { continue };
        let Ok(bytes) = read::file(&file) else { continue };
        let (source, None) = read::source(&input.name, bytes) else { continue };
        match kind(&input.name, source.text()) {
            Some(Kind::PatternData | Kind::PatternSchema) => seen.patterns.push(PathBuf::from(&input.name)),
            Some(_) => seen.requests.push(PathBuf::from(&input.name)),
            None => {}
        }
    }
    seen
}

/// What a file holds; of NDJSON the first line tells.
fn kind(name: &str, text: &str) -> Option<Kind> {
    let tape = json::parse(text);
    if let Some(tape) = tape {
        return recognise(Doc::new(text, &tape).root(), named(name));
    }
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    let tape = json::parse(line)?;
    recognise(Doc::new(line, &tape).root(), named(name))
}

/// Where files lie: each top folder, cut down to the deepest folder that holds all of its files; files beside the
/// configuration by their names.
fn places(files: &[PathBuf]) -> Vec<String> {
    let mut by_top: BTreeMap<String, PathBuf> = BTreeMap::new();
    for file in files {
        let mut parts = file.components();
        let top = parts.next().map(|top| top.as_os_str().to_string_lossy().into_owned()).unwrap_or_default();
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(file);
        let common = by_top.entry(top).or_insert_with(|| folder.to_owned());
        while !folder.starts_with(&*common) && common.pop() {}
    }
    by_top.into_values().map(|place| path::slashes(&place)).collect()
}

fn list(places: &[String]) -> String {
    let quoted: Vec<String> = places.iter().map(|place| serde_json::Value::from(escaped(place)).to_string()).collect();
    format!("[{}]", quoted.join(", "))
}

/// A path as a pattern that means nothing but itself.
fn escaped(place: &str) -> String {
    let mut out = String::new();
    for c in place.chars() {
        if matches!(c, '*' | '?' | '[' | ']' | '{' | '}' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn write(patterns: &[String], include: &[String]) -> String {
    // Paths of patterns are no patterns of paths.
    let plain: Vec<String> = patterns.iter().map(|place| serde_json::Value::from(place.as_str()).to_string()).collect();
    let patterns = match patterns {
        [] => "# patterns = [\"patterns\"]".to_owned(),
        _ => format!("patterns = [{}]", plain.join(", ")),
    };
    let include = match include {
        [] => "# include = [\"orders\"]".to_owned(),
        places => format!("include = {}", list(places)),
    };
    TEMPLATE.replace("{patterns}", &patterns).replace("{include}", &include)
}

/// The starter. What is commented out is an example, or the default.
const TEMPLATE: &str = r#"# What toile checks here, and how strictly. Paths count from this folder; a folder stands for all that is below it, `*`
# for anything within a name, `**` for any folders. `toile check --show-settings FILE` says what holds for a file.

# Pattern schemas and pattern data: files and folders.
{patterns}

# What `toile check` looks at when it is given no path.
{include}

# What is left out of folders, besides what .gitignore names.
# exclude = ["orders/archive"]

# The least severity that fails a run: error, warning, info or never.
# fail-on = "error"

# Findings that are there already. `toile check --write-baseline` writes them down, once; from then on only new ones are
# reported, and entries that are found no more.
# baseline = "toile-baseline.json"

# Rules and groups that are off. `toile rules` lists them, `toile explain RULE` explains one.
# ignore = ["full-prediction"]

# How much a rule or group matters here.
# [severity]
# missing-option = "error"

# Remarks on measurements that no body has: slips of units, impossible orders.
# [plausibility]
# enabled = true
# ranges = { Height = [140, 215] }

# What differs for some files; of several entries the later one wins.
# [[files]]
# path = "orders/samples/**"
# kind = "draft"
# pattern = 397
# ignore = ["missing-option"]

# Findings that are meant to be, with the reason. An entry that suppresses nothing is reported.
# [[suppress]]
# path = "orders/2019/**"
# rule = "missing-option"
# pointer = "/options"
# reason = "frozen with the pattern of 2019"
"#;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::source::Source;

    #[test]
    fn the_starter_is_valid_as_it_is_and_with_its_examples() {
        let parse = |text: &str| Config::read(Source::new("toile.toml", text), PathBuf::from("/w"));
        let bare = write(&[], &[]);
        parse(&bare).unwrap();
        let text = write(&["a/pätterns".to_owned()], &["orders [new]".to_owned(), "x.json".to_owned()]);
        let config = parse(&text).unwrap();
        assert_eq!(config.values.patterns[0].value, "a/pätterns");
        assert!(config.values.include.matches("orders [new]/a.json") && config.values.include.matches("x.json"));
        // A line that begins with a small letter or a bracket behind its `#`, and holds a `=` or is a header, is TOML.
        let is_toml =
            |line: &str| line.starts_with('[') || line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '));
        let all: Vec<&str> =
            bare.lines().map(|line| line.strip_prefix("# ").filter(|rest| is_toml(rest)).unwrap_or(line)).collect();
        let config = parse(&all.join("\n")).unwrap();
        assert_eq!((config.values.files.len(), config.values.suppress.len()), (1, 1));
        assert!(config.values.plausibility.is_some() && config.values.baseline.is_some());
    }

    #[test]
    fn places_are_the_deepest_common_folders() {
        let paths = |names: &[&str]| -> Vec<String> { places(&names.iter().map(PathBuf::from).collect::<Vec<_>>()) };
        assert_eq!(paths(&["data/a/x.json", "data/a/b/y.json", "z.json"]), ["data/a", "z.json"]);
        assert_eq!(paths(&["data/a/x.json", "data/b/y.json"]), ["data"]);
    }
}
