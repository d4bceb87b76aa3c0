//! The command line. Names and meanings here are promises: hooks, CI files and editors hold them.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diagnostic::Severity;
use crate::render::Format;
use crate::render::color::ColorChoice;
use crate::settings::{Output, Settings};
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
#[derive(Debug, Args)]
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
    /// Leave out ignored and hidden files even if they are named one by one, as hooks do
    #[arg(long, help_heading = "Input")]
    force_exclude: bool,
    /// Do not fail on a folder without any JSON file
    #[arg(long, help_heading = "Input")]
    allow_empty: bool,

    /// Rules or groups to check, instead of all
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

    /// `full`, `concise` or `json`; with =FILE into a file, so several can be had from one run [default: full]
    #[arg(long, value_name = "NAME[=FILE]", value_parser = parse_format, help_heading = "Output")]
    format: Vec<Output>,
    /// Print how often each rule found something instead of what it found
    #[arg(long, help_heading = "Output")]
    statistics: bool,
    /// No closing line on standard error
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Output")]
    quiet: bool,
    /// Name the files that were skipped, and why
    #[arg(short, long, help_heading = "Output")]
    verbose: bool,

    /// Number of threads [default: one per core]. Never changes what is printed
    #[arg(short, long, value_name = "N", help_heading = "Run")]
    jobs: Option<NonZeroUsize>,
    /// Reserved: no configuration file is read yet
    #[arg(long, value_name = "FILE", conflicts_with = "no_config", help_heading = "Run")]
    config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long, help_heading = "Run")]
    no_config: bool,
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

impl Check {
    /// The settings that these arguments ask for.
    pub fn into_settings(self, cwd: PathBuf, color: ColorChoice) -> Settings {
        let fail_on = match self.fail_on {
            _ if self.exit_zero => None,
            None | Some(FailOn::Error) => Some(Severity::Error),
            Some(FailOn::Warning) => Some(Severity::Warning),
            Some(FailOn::Info) => Some(Severity::Info),
            Some(FailOn::Never) => None,
        };
        Settings {
            cwd,
            paths: self.paths,
            stdin_filename: self.stdin_filename,
            patterns: self.patterns,
            schema: self.schema,
            pattern: self.pattern,
            kind: self.kind,
            select: self.select,
            ignore: self.ignore,
            fail_on,
            outputs: if self.format.is_empty() {
                vec![Output { format: Format::Full, file: None }]
            } else {
                self.format
            },
            statistics: self.statistics,
            fix: self.fix,
            diff: self.diff,
            unsafe_fixes: self.unsafe_fixes,
            jobs: self.jobs,
            color,
            quiet: self.quiet,
            verbose: self.verbose,
            allow_empty: self.allow_empty,
            force_exclude: self.force_exclude,
            config: self.config,
            no_config: self.no_config,
        }
    }
}

/// `NAME` or `NAME=FILE`; `-` as FILE is standard output, too.
fn parse_format(value: &str) -> Result<Output, String> {
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
}
