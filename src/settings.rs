//! What a run was asked to do: the command line and the configuration, resolved once and not changed after.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::{Applicability, Severity};
use crate::error::ToolError;
use crate::render::Format;
use crate::render::color::ColorChoice;
use crate::shard::Shard;
use crate::{rules, words};

/// Resolved arguments of `check`.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The folder that relative paths start from.
    pub cwd: PathBuf,
    /// Files, folders and `-`: what was named, else what the configuration includes. Empty: neither.
    pub paths: Vec<PathBuf>,
    /// Whether something was named.
    pub names_paths: bool,
    /// The name that standard input is checked under.
    pub stdin_filename: Option<PathBuf>,
    /// Files and folders of pattern schemas and pattern data. Empty: nothing was named.
    pub patterns: Vec<PathBuf>,
    /// One pattern schema for every draft of the run.
    pub schema: Option<PathBuf>,
    /// One pattern data document for every draft of the run.
    pub pattern: Option<PathBuf>,
    /// The kind to take every input as.
    pub kind: Option<String>,
    /// Rules and groups named on the command line as those that are on; empty for no word about it.
    pub select: Vec<String>,
    /// Rules and groups named on the command line as off.
    pub ignore: Vec<String>,
    /// The least severity that fails the run; none where nothing does.
    pub fail_on: Option<Severity>,
    /// Reports to write.
    pub outputs: Vec<Output>,
    /// Counts per rule in place of findings.
    pub statistics: bool,
    /// Findings of one file that a report holds; 0 for any number.
    pub max_findings: usize,
    /// Values of requests are replaced by their types.
    pub mask: bool,
    /// Applies fixes to the files.
    pub fix: bool,
    /// Shows what would be fixed, and writes nothing.
    pub diff: bool,
    /// Fixes that may change what is cut count as fixes, too.
    pub unsafe_fixes: bool,
    /// Number of threads; none for as many as there are cores.
    pub jobs: Option<NonZeroUsize>,
    /// When to colour.
    pub color: ColorChoice,
    /// No closing line.
    pub quiet: bool,
    /// Names what was left out.
    pub verbose: bool,
    /// A folder without any JSON is no failure.
    pub allow_empty: bool,
    /// Ignore rules hold for files named one by one too.
    pub force_exclude: bool,
    /// Changed files: only what they have to do with is checked. None: everything is.
    pub affected_by: Option<Vec<PathBuf>>,
    /// The part of the inputs that is checked; none for all of them.
    pub shard: Option<Shard>,
    /// The file of findings that are known already.
    pub baseline: Option<PathBuf>,
    /// Write that file instead of reporting what belongs there.
    pub write_baseline: bool,
    /// The configuration, where there is one.
    pub config: Option<Arc<Config>>,
}

/// A report to write: its format and, if not to standard output, its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The format.
    pub format: Format,
    /// The file; none for standard output.
    pub file: Option<PathBuf>,
}

impl Settings {
    /// What is to be written to standard output.
    pub fn stdout_format(&self) -> Option<Format> {
        self.outputs.iter().find(|output| output.file.is_none()).map(|output| output.format)
    }

    /// Whether inputs are left out that belong to the run otherwise: then it cannot tell what is found nowhere.
    pub fn is_partial(&self) -> bool {
        self.shard.is_some() || self.affected_by.is_some()
    }

    /// How safe a fix has to be at least.
    pub fn least(&self) -> Applicability {
        if self.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe }
    }

    /// Whether standard input is among what is read.
    fn reads_stdin(&self) -> bool {
        let is_named = self.paths.iter().any(|path| path.as_os_str() == "-");
        is_named || (self.paths.is_empty() && self.stdin_filename.is_some())
    }

    /// What `--diff`, and `--fix` on standard input, write to standard output leaves no room for a report of a machine
    /// format, which is one document.
    fn validate_fixes(&self) -> Result<(), ToolError> {
        let taken = if self.diff {
            "--diff"
        } else if self.fix && self.reads_stdin() {
            "the fixed text"
        } else {
            return Ok(());
        };
        if self.statistics && self.diff || self.stdout_format().is_some_and(|format| !format.is_text()) {
            let help = Some("write the report to a file: --format NAME=FILE".to_owned());
            return Err(ToolError::usage(format!("{taken} and the report cannot share standard output"), help));
        }
        Ok(())
    }

    /// Standard input comes once: there is nothing in it to watch.
    pub(crate) fn validate_watch(&self) -> Result<(), ToolError> {
        if self.reads_stdin() {
            let help = Some("name the file or folder instead".to_owned());
            return Err(ToolError::usage("--watch with standard input", help));
        }
        Ok(())
    }

    /// Refuses combinations that have no meaning, before anything is read.
    pub fn validate(&self) -> Result<(), ToolError> {
        for (at, output) in self.outputs.iter().enumerate() {
            if self.outputs[..at].iter().any(|other| other.file == output.file) {
                return Err(match &output.file {
                    None => ToolError::usage(
                        "two formats for standard output",
                        Some(format!("write one to a file: --format {}=FILE", output.format.name())),
                    ),
                    Some(file) => ToolError::usage(format!("two formats for `{}`", file.display()), None),
                });
            }
        }
        if self.statistics && self.stdout_format().is_some_and(|format| !format.is_text()) {
            let help = Some("write the report to a file: --format NAME=FILE".to_owned());
            return Err(ToolError::usage("--statistics and the report cannot share standard output", help));
        }
        self.validate_fixes()?;
        if self.write_baseline && self.baseline.is_none() {
            let help = "name it: --baseline FILE, or `baseline = \"FILE\"` in toile.toml".to_owned();
            return Err(ToolError::usage("--write-baseline without a file to write", Some(help)));
        }
        if self.is_partial() && self.reads_stdin() {
            let option = if self.shard.is_some() { "--shard" } else { "--affected-by" };
            return Err(ToolError::usage(format!("{option} is for files, not for standard input"), None));
        }
        let reads_stdin = self.paths.iter().any(|path| path.as_os_str() == "-");
        if self.stdin_filename.is_some() && self.names_paths && !reads_stdin {
            let help = Some("add `-` to read standard input".to_owned());
            return Err(ToolError::usage("--stdin-filename without standard input", help));
        }
        self.select.iter().chain(&self.ignore).try_for_each(|name| known_rule_or_group(name))
    }
}

fn known_rule_or_group(name: &str) -> Result<(), ToolError> {
    let known = || rules::all().flat_map(|rule| [rule.id, rule.group]);
    if known().any(|known| known == name) { Ok(()) } else { Err(unknown_rule("rule or group", name, known())) }
}

/// The error for a rule that does not exist, with the nearest one that does.
pub(crate) fn unknown_rule<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> ToolError {
    let help = match words::nearest(name, &known.collect::<Vec<_>>()) {
        Some(nearest) => format!("did you mean `{nearest}`? `toile rules` lists all"),
        None => "`toile rules` lists all".to_owned(),
    };
    ToolError::usage(format!("no {what} is called `{name}`"), Some(help))
}
