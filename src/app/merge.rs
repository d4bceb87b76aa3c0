//! `toile merge`: reports in, one report out.

use std::path::Path;
use std::time::Instant;

use super::output::Pending;
use super::{Exit, World, check, project, read, tell, written};
use crate::discover::{reason, report_name};
use crate::error::ToolError;
use crate::merge::{Part, join};
use crate::render::{self, Fixing, summary_line};
use crate::report::Report;
use crate::settings::Settings;

/// Joins the reports that the settings name.
pub(super) fn run(settings: &Settings, world: &mut World<'_>) -> Result<Exit, ToolError> {
    let started = Instant::now();
    settings.validate()?;
    let pending = Pending::open_all(settings)?;
    let parts = settings.paths.iter().map(|path| part(path, settings)).collect::<Result<Vec<Part>, _>>()?;
    let report = Report { project: project::here(settings, world), ..join(parts, &settings.cwd)? };
    for pending in pending {
        pending.write(&report)?;
    }
    super::step_summary::add(&report, settings, world);
    written(check::print(&report, settings, None, world))?;
    for caveat in settings.outputs.iter().filter_map(|output| render::caveat(output.format, &report)) {
        tell(world, &format!("{caveat}\n"));
    }
    if !settings.quiet {
        let line = summary_line(&report.summary(), Fixing::No { unsafe_too: false }, started.elapsed());
        tell(world, &format!("{line}\n"));
    }
    Ok(check::verdict(&report, settings))
}

fn part(path: &Path, settings: &Settings) -> Result<Part, ToolError> {
    let name = report_name(path);
    let bytes = read::file(&settings.cwd.join(path))
        .map_err(|error| ToolError::usage(format!("cannot read the report `{name}`: {}", reason(&error)), None))?;
    Part::parse(&name, &bytes)
}
