//! The command line. Names and meanings here are promises: hooks, CI files and editors hold them.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::cap;
use crate::config::{Config, Wanted};
use crate::diagnostic::Severity;
use crate::error::ToolError;
use crate::render::Format;
use crate::render::color::ColorChoice;
use crate::settings::{Output, Settings};
use crate::shard::Shard;
use crate::words;

/// Try a made-to-measure draft request offline, before it is sent.
#[derive(Debug, Parser)]
#[command(name = "toile", version, arg_required_else_help = true, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// When to use colours. Also read: `NO_COLOR`, `FORCE_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR`
    #[arg(long, value_enum, value_name = "WHEN", default_value_t, global = true, help_heading = "Output")]
    pub color: ColorChoice,
}

/// The things toile can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check request files: what the server would refuse, ignore, or cut wrong
    Check(Box<Check>),
    /// Draw a batch: its actions and definitions, who uses whom, and what is wrong
    Graph(Graph),
    /// Join the JSON reports of several runs into one, in any format
    Merge(Merge),
    /// Write a commented toile.toml for this folder; an existing one is left alone
    Init,
    /// Explain a rule: what it finds, why it matters, what to do
    Explain {
        /// Id of the rule, as printed with every finding
        rule: String,
    },
    /// List the rules
    Rules {
        /// How to list them
        #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
        format: ListFormat,
    },
    /// Print the completion script of a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page of toile, or of one of its commands
    Man {
        /// The command
        command: Option<String>,
        /// Write all pages into this folder instead
        #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
        dir: Option<PathBuf>,
    },
}

/// How a list is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ListFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// A page with everything that is known about them.
    Markdown,
}

/// Arguments of `check`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Exit codes: 0 clean, 1 findings at or above --fail-on, 2 could not do the job.")]
pub struct Check {
    /// Files, folders, or `-` for standard input [default: what toile.toml names, else the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// File or folder of pattern schemas and pattern data; repeatable [default: ./patterns, if there is one]
    #[arg(short, long, value_name = "PATH", help_heading = "Patterns")]
    patterns: Vec<PathBuf>,
    /// One pattern schema for every draft, whatever its `patternId`
    #[arg(long, value_name = "FILE", help_heading = "Patterns")]
    schema: Option<PathBuf>,
    /// One pattern data document for every draft, whatever its `patternId`
    #[arg(long, value_name = "FILE", help_heading = "Patterns")]
    pattern: Option<PathBuf>,

    /// Take every input as this kind of document; `KIND[]` takes each element of an array
    #[arg(long, value_name = "KIND", help_heading = "Input")]
    kind: Option<String>,
    /// With `-`: the name the text is reported under; it decides kind, pattern and settings too
    #[arg(long, visible_alias = "stdin-filepath", value_name = "PATH", help_heading = "Input")]
    stdin_filename: Option<PathBuf>,
    /// Leave out ignored, excluded and hidden files even if they are named one by one, as hooks do
    #[arg(long, help_heading = "Input")]
    force_exclude: bool,
    /// Check only what a change of these files affects: the drafts of a pattern whose schema or data is among them,
    /// everything if toile.toml is, and the files themselves. Without FILE, each PATH is a changed file, as hooks pass them
    #[arg(long, value_name = "FILE", num_args = 0.., help_heading = "Input")]
    affected_by: Option<Vec<PathBuf>>,
    /// Check one of several equal parts, for jobs side by side: `2/4` is the second of four
    #[arg(long, value_name = "NUMBER/COUNT", help_heading = "Input")]
    shard: Option<Shard>,
    /// Do not fail on a folder without any JSON file
    #[arg(long, help_heading = "Input")]
    allow_empty: bool,

    /// Rules or groups to check, instead of all, and instead of what toile.toml chooses
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    select: Vec<String>,
    /// Rules or groups not to check
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    ignore: Vec<String>,
    /// The least severity that makes the exit code 1
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = "Rules")]
    fail_on: Option<FailOn>,
    /// Exit with 0 whatever is found; a job that could not be done still exits with 2
    #[arg(long, conflicts_with = "fail_on", help_heading = "Rules")]
    exit_zero: bool,
    /// Leave out the findings that this file holds
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    baseline: Option<PathBuf>,
    /// Write the baseline: everything found now is left out from now on. Exits with 0
    #[arg(long, help_heading = "Rules")]
    write_baseline: bool,

    /// Apply the fixes that keep the meaning of a request, and report what is left. With `-`: the fixed text goes to
    /// standard output, the report to standard error
    #[arg(long, help_heading = "Fixes")]
    fix: bool,
    /// Count in fixes that may change what is cut: with --fix they are applied, with --diff shown
    #[arg(long, help_heading = "Fixes")]
    unsafe_fixes: bool,
    /// Print what --fix would change, as a unified diff, and write nothing; exit with 1 if that is anything
    #[arg(long, help_heading = "Fixes")]
    diff: bool,

    /// `full`, `concise`, `json`, `jsonl`, `sarif`, `github`, `gitlab`, `junit`, `rdjson`, `rdjsonl`, `unix`,
    /// `unix-range`, `html` or `markdown`; with =FILE into a file, so several can be had from one run [default: full]
    #[arg(long, value_name = "NAME[=FILE]", value_parser = parse_format, help_heading = "Output")]
    format: Vec<Output>,
    /// Print how often each rule found something, and for which pattern, instead of what it found
    #[arg(long, help_heading = "Output")]
    statistics: bool,
    /// Findings of one file that a report holds, and ten times as many in all; 0 for any number. What is left out is
    /// counted and named
    #[arg(long, value_name = "N", default_value_t = cap::DEFAULT, help_heading = "Output")]
    max_findings: usize,
    /// Put the type of every value of a request in its place, so that the report can be shared; names stay
    #[arg(long, conflicts_with_all = ["diff", "write_baseline"], help_heading = "Output")]
    mask: bool,
    /// No closing line on standard error
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Output")]
    quiet: bool,
    /// Name the files that were skipped, and why
    #[arg(short, long, help_heading = "Output")]
    verbose: bool,

    /// Stay, and check again whenever a request, a pattern or the configuration changes
    #[arg(long, conflicts_with_all = ["fix", "diff", "write_baseline", "stdin_filename", "show_settings", "show_files"], help_heading = "Run")]
    pub watch: bool,
    /// Number of threads [default: one per core]. Never changes what is printed
    #[arg(short, long, value_name = "N", help_heading = "Run")]
    jobs: Option<NonZeroUsize>,
    /// The configuration to read, instead of the toile.toml of this folder or of the nearest one above
    #[arg(long, value_name = "FILE", conflicts_with = "no_config", help_heading = "Run")]
    config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long, help_heading = "Run")]
    no_config: bool,
    /// Print what holds for a file, and why, instead of checking anything
    #[arg(long, value_name = "FILE", conflicts_with_all = ["show_files", "affected_by"], help_heading = "Run")]
    pub show_settings: Option<PathBuf>,
    /// Print which files would be checked, instead of checking them
    #[arg(long, conflicts_with = "affected_by", help_heading = "Run")]
    pub show_files: bool,
}

/// Arguments of `graph`.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 drawn, whatever was found in it; 2 could not do the job.")]
pub struct Graph {
    /// The batch, or `-` for standard input
    #[arg(value_name = "BATCH", required_unless_present = "stdin_filename")]
    pub batch: Option<PathBuf>,
    /// How to draw it
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub format: Drawing,
    /// File or folder of pattern schemas and pattern data; repeatable [default: ./patterns, if there is one]
    #[arg(short, long, value_name = "PATH")]
    pub patterns: Vec<PathBuf>,
    /// The file to write, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// With `-`: the name the text is reported under
    #[arg(long, visible_alias = "stdin-filepath", value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
}

/// Arguments of `merge`.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: those of the check, as if one run had made the report.")]
pub struct Merge {
    /// What `toile check --format json` wrote, for parts of one run
    #[arg(value_name = "REPORT", required = true)]
    reports: Vec<PathBuf>,
    /// As for `check` [default: full]
    #[arg(long, value_name = "NAME[=FILE]", value_parser = parse_format)]
    format: Vec<Output>,
    /// Print how often each rule found something, and for which pattern, instead of what it found
    #[arg(long)]
    statistics: bool,
    /// The least severity that makes the exit code 1
    #[arg(long, value_enum, value_name = "SEVERITY", default_value = "error")]
    fail_on: FailOn,
    /// Exit with 0 whatever was found; reports that cannot be read still end with 2
    #[arg(long, conflicts_with = "fail_on")]
    exit_zero: bool,
    /// No closing line on standard error
    #[arg(short, long)]
    quiet: bool,
}

/// How a batch is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Drawing {
    /// A flowchart that Markdown viewers draw.
    #[default]
    Mermaid,
    /// For Graphviz.
    Dot,
    /// A picture that needs nothing else.
    Svg,
}

/// The value of `--fail-on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl FailOn {
    fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Info => Some(Severity::Info),
            FailOn::Never => None,
        }
    }
}

impl Merge {
    /// The settings that these arguments ask for.
    pub fn into_settings(self, cwd: PathBuf, color: ColorChoice) -> Settings {
        let full = Output { format: Format::Full, file: None };
        Settings {
            paths: self.reports,
            names_paths: true,
            fail_on: if self.exit_zero { None } else { self.fail_on.severity() },
            outputs: if self.format.is_empty() { vec![full] } else { self.format },
            statistics: self.statistics,
            color,
            quiet: self.quiet,
            cwd,
            ..Settings::default()
        }
    }
}

impl Check {
    /// The configuration that these arguments ask for.
    pub fn config(&self, cwd: &Path) -> Result<Option<Arc<Config>>, ToolError> {
        if self.no_config {
            return Ok(None);
        }
        // An editor may have been started anywhere: its file lies in the project.
        let folder = self.stdin_filename.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let wanted = self.config.as_deref().map_or(Wanted::Nearest(folder), Wanted::Named);
        Config::find(wanted, cwd)
    }

    /// The settings that these arguments ask for; where they are silent, the configuration is asked.
    pub fn into_settings(self, cwd: PathBuf, color: ColorChoice, config: Option<Arc<Config>>) -> Settings {
        let values = config.as_ref().map(|config| &config.values);
        let from = |path: &str| config.as_ref().map_or_else(|| PathBuf::from(path), |it| it.path_from(&cwd, path));
        let fail_on = match self.fail_on {
            _ if self.exit_zero => None,
            None => values.and_then(|v| v.fail_on.as_ref()).map_or(Some(Severity::Error), |fail_on| fail_on.value),
            Some(fail_on) => fail_on.severity(),
        };
        let (paths, affected_by) = match self.affected_by {
            Some(files) if files.is_empty() => (Vec::new(), Some(self.paths)),
            affected_by => (self.paths, affected_by),
        };
        let names_paths = !paths.is_empty();
        let included = || {
            let patterns = values.map(|values| values.include.patterns()).unwrap_or_default();
            patterns.iter().map(|pattern| from(&pattern.base.to_string_lossy())).collect()
        };
        let configured = || -> Vec<Output> {
            let formats = values.map(|values| values.format.as_slice()).unwrap_or_default();
            let place = |file: &PathBuf| from(&file.to_string_lossy());
            let output = |output: &Output| Output { file: output.file.as_ref().map(place), ..output.clone() };
            formats.iter().map(|format| output(&format.value)).collect()
        };
        let mut outputs = if self.format.is_empty() { configured() } else { self.format };
        if outputs.is_empty() {
            outputs.push(Output { format: Format::Full, file: None });
        }
        let baseline = || values.and_then(|values| Some(from(&values.baseline.as_ref()?.value)));
        Settings {
            paths: if names_paths || self.stdin_filename.is_some() { paths } else { included() },
            names_paths,
            stdin_filename: self.stdin_filename,
            patterns: if self.patterns.is_empty() {
                let patterns = values.map(|values| values.patterns.as_slice()).unwrap_or_default();
                patterns.iter().map(|path| from(&path.value)).collect()
            } else {
                self.patterns
            },
            schema: self.schema,
            pattern: self.pattern,
            kind: self.kind,
            select: self.select,
            ignore: self.ignore,
            fail_on,
            outputs,
            statistics: self.statistics,
            max_findings: self.max_findings,
            mask: self.mask,
            fix: self.fix,
            diff: self.diff,
            unsafe_fixes: self.unsafe_fixes,
            jobs: self.jobs,
            color,
            quiet: self.quiet,
            verbose: self.verbose,
            // A hook that runs for every change is no slip where there is nothing to check yet.
            allow_empty: self.allow_empty || (affected_by.is_some() && !names_paths),
            force_exclude: self.force_exclude,
            affected_by,
            shard: self.shard,
            baseline: self.baseline.or_else(baseline),
            write_baseline: self.write_baseline,
            config,
            cwd,
        }
    }
}

/// `NAME` or `NAME=FILE`; `-` as FILE is standard output, too.
pub(crate) fn parse_format(value: &str) -> Result<Output, String> {
    let (name, file) = match value.split_once('=') {
        Some((name, file)) => (name, Some(file)),
        None => (value, None),
    };
    let Some(format) = Format::by_name(name) else {
        let names = || Format::ALL.into_iter().map(Format::name);
        let known = names().collect::<Vec<_>>().join(", ");
        let hint = words::nearest(name, &names().collect::<Vec<_>>())
            .map(|near| format!(", did you mean `{near}`?"))
            .unwrap_or_default();
        return Err(format!("no format is called `{name}`{hint} (known: {known})"));
    };
    match file {
        Some("") => Err(format!("no file after `{name}=`")),
        None | Some("-") => Ok(Output { format, file: None }),
        Some(file) => Ok(Output { format, file: Some(PathBuf::from(file)) }),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn formats_go_to_standard_output_or_to_a_file() {
        assert_eq!(parse_format("json"), Ok(Output { format: Format::Json, file: None }));
        assert_eq!(parse_format("json=-"), Ok(Output { format: Format::Json, file: None }));
        let file = Some(PathBuf::from("a=b.json"));
        assert_eq!(parse_format("concise=a=b.json"), Ok(Output { format: Format::Concise, file }));
        assert!(parse_format("json=").is_err());
        let error = parse_format("jsno").unwrap_err();
        assert!(error.contains("did you mean `json`") && error.contains("known: full, concise, json"), "{error}");
    }

    #[test]
    fn the_help_names_every_format() {
        let mut cli = Cli::command();
        let help = cli.find_subcommand_mut("check").unwrap().render_long_help().to_string();
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        for format in Format::ALL {
            assert!(help.contains(&format!("`{}`", format.name())), "{}: {help}", format.name());
        }
    }
}
