//! `toile man`: the manual, a page for the program and one for each command.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::{Exit, World, written};
use crate::cli::Cli;
use crate::error::ToolError;
use crate::words;

/// Prints the page of the program or of one of its commands, or writes all of them into a folder.
pub(super) fn run(of: Option<&str>, folder: Option<&Path>, world: &mut World<'_>) -> Result<Exit, ToolError> {
    let program = program();
    if let Some(folder) = folder {
        let folder = world.cwd.join(folder);
        let failed = |source| ToolError::Output { file: format!("`{}`", folder.display()), source };
        fs::create_dir_all(&folder).map_err(failed)?;
        let commands = program.get_subcommands().filter(|command| !command.is_hide_set());
        for command in std::iter::once(&program).chain(commands) {
            let file = folder.join(format!("{}.1", name(command)));
            fs::write(file, page(command).map_err(failed)?).map_err(failed)?;
        }
        return Ok(Exit::Clean);
    }
    let command = match of {
        None => &program,
        Some(of) => program.find_subcommand(of).ok_or_else(|| {
            let known: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
            let near = words::nearest(of, &known).map(|near| format!("did you mean `{near}`? "));
            let help = format!("{}there is a page for {}", near.unwrap_or_default(), words::list(&known, "and"));
            ToolError::usage(format!("there is no command `{of}`"), Some(help))
        })?,
    };
    written(page(command).and_then(|page| world.stdout.write_all(&page)))?;
    Ok(Exit::Clean)
}

/// The command line, with the names that its pages go by.
fn program() -> Command {
    let mut program = Cli::command();
    program.build();
    program
}

/// `toile-check` for `check`.
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or(command.get_name())
}

fn page(command: &Command) -> io::Result<Vec<u8>> {
    let is_program = command.get_display_name().is_none_or(|name| name == command.get_name());
    // The environment and the exit codes have sections of their own.
    let command = command.clone().after_help("");
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    // Without a date, so that the same program writes the same page; an empty argument has to be quoted.
    let version = env!("CARGO_PKG_VERSION");
    let title = name(&command).to_uppercase();
    writeln!(page, ".TH {title} 1 \"\" \"toile {version}\" \"toile manual\"")?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if is_program {
        man.render_subcommands_section(&mut page)?;
    }
    for (title, entries) in SECTIONS {
        section(title, entries).to_writer(&mut page)?;
    }
    if !is_program {
        let mut roff = Roff::new();
        roff.control("SH", ["SEE ALSO"]).text([bold("toile"), roman("(1)")]);
        roff.to_writer(&mut page)?;
    }
    let page = String::from_utf8(page).map_err(io::Error::other)?;
    // Two line breaks around an empty line are one vertical space.
    Ok(page.replace("\n.br\n\n.br\n", "\n.sp\n").into_bytes())
}

type Entry = (&'static str, &'static str);

/// What holds for every command.
const SECTIONS: [(&str, &[Entry]); 3] = [
    (
        "EXIT STATUS",
        &[
            ("0", "Clean: nothing at or above --fail-on was found."),
            ("1", "There are findings at or above --fail-on."),
            (
                "2",
                "The job could not be done: wrong usage, a broken configuration or schema, no input, or a named one that cannot be read.",
            ),
        ],
    ),
    (
        "FILES",
        &[
            (
                "toile.toml",
                "The configuration, in the current folder or the nearest one above it, up to the repository.",
            ),
            ("patterns/", "Pattern schemas and pattern data, unless --patterns or the configuration name others."),
        ],
    ),
    (
        "ENVIRONMENT",
        &[
            ("NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, CLICOLOR", "Whether to use colours, where --color does not say."),
            ("GITHUB_STEP_SUMMARY", "With --format github: the file that a summary is added to."),
        ],
    ),
];

fn section(title: &str, entries: &[Entry]) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [title]);
    for (name, text) in entries {
        roff.control("TP", []).text([bold(*name)]).text([roman(*text)]);
    }
    roff
}
