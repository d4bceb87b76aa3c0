//! The page of a GitHub Actions job: a summary is added to the file that the runner names.

use std::fs::OpenOptions;
use std::io::Write as _;

use super::{World, tell};
use crate::render::{markdown, sanitize};
use crate::report::Report;
use crate::settings::Settings;

/// Adds the summary if the report is written for GitHub and a runner listens. That the page cannot be written is said, and
/// is no failure: the findings are in the log.
pub(super) fn add(report: &Report, settings: &Settings, world: &mut World<'_>) {
    let is_for_github = settings.outputs.iter().any(|output| output.format.name() == "github");
    let Some(file) = (world.env)("GITHUB_STEP_SUMMARY").filter(|file| is_for_github && !file.is_empty()) else {
        return;
    };
    let path = settings.cwd.join(&file);
    let done = OpenOptions::new().append(true).create(true).open(path).and_then(|mut out| {
        // Other commands of the same step share the page, and its limit.
        let taken = out.metadata()?.len() as usize;
        out.write_all(markdown::text(report, markdown::LIMIT.saturating_sub(taken)).as_bytes())
    });
    if let Err(error) = done {
        let line = format!("cannot add to the summary `{file}`: {error}");
        let line = sanitize(&line, world.log()).into_owned() + "\n";
        tell(world, &line);
    }
}
