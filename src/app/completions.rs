//! `toile completions SHELL`: a script that completes commands, options and their values.

use clap::builder::PossibleValuesParser;
use clap::{Arg, Command, CommandFactory as _};
use clap_complete::Shell;

use super::{Exit, World, written};
use crate::cli::Cli;
use crate::document::Kind;
use crate::error::ToolError;
use crate::render::Format;
use crate::rules;

/// Prints the script.
pub(super) fn run(shell: Shell, world: &mut World<'_>) -> Result<Exit, ToolError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "toile", &mut script);
    written(world.stdout.write_all(&script))?;
    Ok(Exit::Clean)
}

/// The command line with the values that options take, for shells to offer. Parsing goes without: it says what is wrong in
/// its own words.
fn command() -> Command {
    let rules = || rules::all().map(|rule| rule.id);
    let mut named: Vec<&str> = rules().chain(rules::all().map(|rule| rule.group)).collect();
    named.sort_unstable();
    named.dedup();
    let one_of = |arg: Arg, values: Vec<&'static str>| arg.value_parser(PossibleValuesParser::new(values));
    let formats = || Format::ALL.iter().map(|format| format.name()).collect();
    Cli::command()
        .mut_subcommand("check", |check| {
            check
                .mut_arg("format", |arg| one_of(arg, formats()))
                .mut_arg("kind", |arg| one_of(arg, Kind::documents().map(Kind::name).collect()))
                .mut_arg("select", |arg| one_of(arg, named.clone()))
                .mut_arg("ignore", |arg| one_of(arg, named.clone()))
        })
        .mut_subcommand("merge", |merge| merge.mut_arg("format", |arg| one_of(arg, formats())))
        .mut_subcommand("explain", |explain| explain.mut_arg("rule", |arg| one_of(arg, rules().collect())))
}
