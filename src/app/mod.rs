//! The application: a command line and a world in, an exit code out. Nothing here prints or exits by itself, so that
//! a whole run can be had inside a test.

mod affected;
mod blocks;
mod check;
mod completions;
mod early;
mod every;
mod fix;
mod graph;
mod init;
mod load;
mod man;
mod memo;
mod merge;
mod one;
mod output;
mod panics;
mod pictures;
mod progress;
mod project;
mod quiet;
mod read;
mod rules;
mod show;
mod step_summary;
mod stream;
mod threads;
pub mod watch;

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

pub use panics::keep_quiet_about_panics;

use crate::cli::{Check, Cli, Command};
use crate::error::ToolError;
use crate::render::color::{ColorChoice, is_colored};
use crate::render::{Log, Style, sanitize};

/// Bytes of stack for each thread that checks: schemas and instances may be nested deep.
pub const STACK_SIZE: usize = 64 << 20;

/// What a run ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing found that fails the run. A reader who stopped reading is no failure.
    Clean,
    /// Findings at or above `--fail-on`.
    Findings,
    /// The job could not be done: usage, configuration, unreadable input, broken schema, no input, a defect of toile.
    Failure,
}

impl Exit {
    /// The number for the caller.
    pub fn code(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Failure => 2,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}

/// Everything of the outside that a run may touch, files apart.
pub struct World<'a> {
    /// The folder that relative paths start from.
    pub cwd: PathBuf,
    /// Environment variables.
    pub env: &'a dyn Fn(&str) -> Option<String>,
    /// Standard input.
    pub stdin: &'a mut (dyn Read + Send),
    /// Standard output: findings and reports.
    pub stdout: &'a mut (dyn Write + Send),
    /// Standard error: everything else.
    pub stderr: &'a mut dyn Write,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
    /// Whether the process ends after the run, so that memory need not be given back.
    pub is_last: bool,
}

/// Runs one command line, the program's name first.
pub fn run(args: impl IntoIterator<Item = OsString>, world: &mut World<'_>) -> Exit {
    // Files are guarded one by one; this is for a defect anywhere else.
    panics::catch(|| run_unguarded(args, world)).unwrap_or_else(|panic| {
        let panic = sanitize(&panic, Log::Commands).into_owned();
        tell(world, &format!("toile failed: {panic}\nthis is a defect of toile; please report it\n"));
        Exit::Failure
    })
}

fn run_unguarded(args: impl IntoIterator<Item = OsString>, world: &mut World<'_>) -> Exit {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, world),
    };
    let color = cli.color;
    let done = match cli.command {
        Command::Check(arguments) => checked(*arguments, color, world),
        Command::Graph(arguments) => graph::run(&arguments, world),
        Command::Completions { shell } => completions::run(shell, world),
        Command::Man { command, dir } => man::run(command.as_deref(), dir.as_deref(), world),
        Command::Merge(arguments) => merge::run(&arguments.into_settings(world.cwd.clone(), color), world),
        Command::Init => init::run(world),
        Command::Explain { rule } => rules::explain(&rule, world),
        Command::Rules { format } => rules::list(format, world),
    };
    done.unwrap_or_else(|error| {
        let colored = is_colored(color, world.stderr_is_terminal, world.env);
        tell(world, &error.render(colored));
        Exit::Failure
    })
}

/// Runs a check, or shows what it would do.
fn checked(arguments: Check, color: ColorChoice, world: &mut World<'_>) -> Result<Exit, ToolError> {
    if arguments.watch {
        return watch::run(&arguments, color, world);
    }
    let config = arguments.config(&world.cwd)?;
    let (file, files) = (arguments.show_settings.clone(), arguments.show_files);
    let settings = arguments.into_settings(world.cwd.clone(), color, config);
    match file {
        Some(file) => show::settings(&settings, &file, world),
        None if files => show::files(&settings, world),
        None => check::run(&settings, world),
    }
}

/// Help and version go to standard output and are no failure; a wrong command line is one.
fn usage(error: &clap::Error, world: &mut World<'_>) -> Exit {
    let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let is_terminal = if asked { world.stdout_is_terminal } else { world.stderr_is_terminal };
    let text = error.render();
    let plain = text.to_string();
    // The error repeats arguments, and a hook passes names of files that others made.
    let harmless: String = plain.lines().flat_map(|line| [sanitize(line, world.log()), "\n".into()]).collect();
    let is_harmless = plain == harmless;
    let text = if is_harmless && is_colored(ColorChoice::Auto, is_terminal, world.env) {
        text.ansi().to_string()
    } else {
        harmless
    };
    if asked {
        // Nobody left to read the help: nothing to do about it.
        let _ = world.stdout.write_all(text.as_bytes());
        Exit::Clean
    } else {
        tell(world, &text);
        Exit::Failure
    }
}

/// Says something on standard error. Where that is closed there is no one left to tell.
fn tell(world: &mut World<'_>, text: &str) {
    let _ = world.stderr.write_all(text.as_bytes());
}

/// Turns the result of writing to standard output into the run's: a reader who has seen enough is no failure.
fn written(result: io::Result<()>) -> Result<(), ToolError> {
    match result {
        Err(source) if source.kind() != io::ErrorKind::BrokenPipe => {
            Err(ToolError::Output { file: "standard output".to_owned(), source })
        }
        _ => Ok(()),
    }
}

impl World<'_> {
    /// How text for people on standard output is dressed.
    fn stdout_style(&self, choice: ColorChoice) -> Style {
        Style { color: is_colored(choice, self.stdout_is_terminal, self.env), log: self.log() }
    }

    /// The same on standard error.
    fn stderr_style(&self, choice: ColorChoice) -> Style {
        Style { color: is_colored(choice, self.stderr_is_terminal, self.env), log: self.log() }
    }

    /// Whether some CI runner reads along for commands.
    fn log(&self) -> Log {
        let runners = ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"];
        let is_set = |name: &&str| (self.env)(name).is_some_and(|value| !value.is_empty());
        if runners.iter().any(is_set) { Log::Commands } else { Log::Plain }
    }
}
