//! `toile check`: inputs in, reports out.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use super::affected::Affected;
use super::early::Early;
use super::every::{Every, Stdin};
use super::fix::{Fixer, Work};
use super::memo::Memo;
use super::output::{self, Pending};
use super::{Exit, World, load, pictures, progress, project, quiet, step_summary, tell, threads, written};
use crate::cap;
use crate::check::check;
use crate::config::{Scope, path};
use crate::diagnostic::Severity;
use crate::discover::{Inputs, Request, discover};
use crate::error::ToolError;
use crate::mask;
use crate::pattern::RegistryError;
use crate::project::Project;
use crate::render::{self, Fixing, Format, statistics, summary_line};
use crate::report::{FileReport, Report};
use crate::settings::Settings;
use crate::source::Source;

/// Runs the check that the settings ask for.
pub(super) fn run(settings: &Settings, world: &mut World<'_>) -> Result<Exit, ToolError> {
    run_with(settings, world, &Memo::default())
}

/// The same, after other runs.
pub(super) fn run_with(settings: &Settings, world: &mut World<'_>, memo: &Memo) -> Result<Exit, ToolError> {
    let started = Instant::now();
    settings.validate()?;
    let pending = Pending::open_all(settings)?;
    let mut pool = if threads::may_be_small(settings) { None } else { Some(threads::pool(settings)?) };
    let (found, loaded) = threads::both(pool.as_ref(), || inputs(settings), || load::env(settings));
    let (mut env, mut broken) = loaded?;
    if settings.fix
        && let Some(error) = broken.pop()
    {
        // Nothing is rewritten by halves of what is known.
        return Err(load::failure(error, settings));
    }
    let quiet = quiet::Quiet::load(settings)?;
    if !settings.quiet {
        let log = world.log();
        for remark in env.registry().remarks() {
            tell(world, &load::remark(remark, log));
        }
    }
    let style = world.stdout_style(settings.color);
    let is_early = broken.is_empty() && can_tell_early(settings);
    env.hold_findings(Some(settings.max_findings).filter(|most| *most > 0 && !is_early && hides_nothing(settings)));
    env.be_brief(is_early && settings.stdout_format().is_some_and(Format::is_brief));
    output::spare(&pending, &found)?;
    let fixer = Fixer::new(settings, &found, quiet.known(settings));
    let affected = Affected::new(settings, &env)?;
    let (project, is_shown) = (project::project(settings, &found, &env, world), progress::is_wanted(world));
    let lines = settings.stdout_format().filter(|_| is_early).and_then(|format| format.lines(style, &project));
    let early = lines.map(|lines| Early::new(&mut *world.stdout, lines));
    // What SARIF knows a line by depends on all lines before it.
    let counts_lines = settings.outputs.iter().any(|output| output.format == Format::Sarif);
    let reads_whole = fixer.is_some() || affected.is_some() || counts_lines;
    let stdin = Stdin::open(&found, reads_whole, &mut *world.stdin);
    let (fixing, telling, done) = (fixer.as_ref(), early.as_ref(), progress::Done::default());
    let is_end = world.is_last && memo.is_off();
    let every = Every {
        found: &found,
        stdin: &stdin,
        fixer: fixing,
        early: telling,
        env: &env,
        here: std::env::current_dir().ok().filter(|here| *here == settings.cwd),
        done: &done,
        is_end,
        reads_whole,
    };
    let known = |source: &Source| memo.check(source, || check(source, &env));
    let one = |source: &Source| match &affected {
        Some(affected) => affected.check(source, known),
        None => known(source),
    };
    // Findings that come meanwhile would stand in the line.
    let is_shown = is_shown && !(early.is_some() && world.stdout_is_terminal);
    let screen = is_shown.then_some(&mut *world.stderr as &mut dyn Write);
    if pool.is_none() && (reads_whole || !threads::is_small(&found, &stdin)) {
        pool = Some(threads::pool(settings)?);
    }
    let check = || match &pool {
        Some(pool) => pool.install(|| every.check(one)),
        None => every.check(one),
    };
    let mut report = progress::show(screen, &done, found.inputs.len(), check);
    if let Some(affected) = &affected {
        affected.narrow(&mut report, &found);
    }
    let stdin = stdin.into_text();
    let is_told = early.is_some();
    written(early.map_or(Ok(()), |early| early.finish(&report.summary())))?;
    report.project = project;
    let work = fixer.map(Fixer::finish);
    if let Some(error) = broken.into_iter().find(|error| is_needed(error, &report, settings)) {
        return Err(load::failure(error, settings));
    }
    let failed = failure(&found, &report, settings);
    let written_baseline = quiet.apply(&mut report, settings, &env, failed.is_none())?;
    cap::cut(&mut report, settings.max_findings);
    if settings.mask {
        mask::mask(&mut report, &env);
    }
    let text = Some(stdin.as_slice()).filter(|text| !text.is_empty());
    pictures::add(&mut report, settings, &env, &found, text)?;
    for pending in pending {
        pending.write(&report)?;
    }
    step_summary::add(&report, settings, world);
    if let Some(work) = &work {
        written(work.print(settings.color, &stdin, world))?;
    }
    if !is_told {
        written(print(&report, settings, work.as_ref(), world))?;
    }
    for caveat in settings.outputs.iter().filter_map(|output| render::caveat(output.format, &report)) {
        tell(world, &format!("{caveat}\n"));
    }
    if settings.verbose {
        for remark in affected.iter().flat_map(Affected::remarks) {
            let line = render::sanitize(remark, world.log()).into_owned() + "\n";
            tell(world, &line);
        }
        for file in report.files.iter().filter(|file| file.is_skipped()) {
            let name = render::sanitize(file.source.name(), world.log()).into_owned();
            tell(world, &format!("skipped {name}: no kind of document that toile knows\n"));
        }
    }
    if !settings.quiet {
        if let Some(line) = &written_baseline {
            tell(world, &(render::sanitize(line, world.log()).into_owned() + "\n"));
        }
        let fixing = work.as_ref().map_or(Fixing::No { unsafe_too: settings.unsafe_fixes }, Work::summary);
        tell(world, &format!("{}\n", summary_line(&report.summary(), fixing, started.elapsed())));
    }
    let exit = match (failed, &work) {
        (Some(error), _) => Err(error),
        (None, Some(work)) if !work.refused().is_empty() => Err(ToolError::Unwritten { files: work.refused() }),
        (None, Some(work)) if work.is_trial() => Ok(if work.would_change() { Exit::Findings } else { Exit::Clean }),
        (None, _) if written_baseline.is_some() => Ok(Exit::Clean),
        (None, _) => Ok(verdict(&report, settings)),
    };
    if is_end {
        // The system takes all at once what giving back entry by entry takes long.
        std::mem::forget((found, report, env));
    }
    exit
}

/// What the settings come to.
pub(super) fn inputs(settings: &Settings) -> Inputs {
    let default_paths = [if settings.stdin_filename.is_some() { "-" } else { "." }.into()];
    let is_default = !settings.names_paths && settings.stdin_filename.is_none();
    let scope = settings.config.as_deref().map(|config| Scope::new(config, is_default));
    let mut found = discover(Request {
        cwd: &settings.cwd,
        paths: if settings.paths.is_empty() { &default_paths } else { &settings.paths },
        stdin_filename: settings.stdin_filename.as_deref(),
        force_exclude: settings.force_exclude,
        scope: scope.as_ref(),
    });
    // The baseline is no request, though it mostly lies among them.
    if let Some(baseline) = &settings.baseline {
        let at = |file: &Path| path::absolute(&settings.cwd, file);
        let baseline = at(baseline);
        found.inputs.retain(|input| found.named.contains(&input.name) || at(Path::new(&input.name)) != baseline);
    }
    if let Some(shard) = settings.shard {
        shard.retain(&mut found);
    }
    found
}

/// Whether findings can be written, and forgotten, as soon as they are known: one line each, and nothing else is made of
/// them.
fn can_tell_early(settings: &Settings) -> bool {
    let is_of_lines = |format: Format| format.lines(render::Style::default(), &Project::default()).is_some();
    let is_alone = settings.affected_by.is_none()
        && settings.outputs.iter().all(|output| output.file.is_none())
        && !settings.statistics
        && !settings.mask;
    is_alone && hides_nothing(settings) && settings.stdout_format().is_some_and(is_of_lines)
}

/// Whether all findings are told as they are: nothing looks at them before.
fn hides_nothing(settings: &Settings) -> bool {
    let suppresses = settings.config.as_deref().is_some_and(|config| !config.values.suppress.is_empty());
    settings.baseline.is_none() && !suppresses && !settings.fix && !settings.diff
}

pub(super) fn print(
    report: &Report,
    settings: &Settings,
    work: Option<&Work>,
    world: &mut World<'_>,
) -> std::io::Result<()> {
    let is_taken = work.is_some_and(Work::takes_stdout);
    if is_taken && work.is_some_and(Work::is_trial) {
        return Ok(());
    }
    let style = if is_taken { world.stderr_style(settings.color) } else { world.stdout_style(settings.color) };
    let out: &mut dyn Write = if is_taken { &mut *world.stderr } else { &mut *world.stdout };
    let mut out = BufWriter::new(out);
    if settings.statistics {
        statistics::write(report, &mut out)?;
    } else if let Some(format) = settings.stdout_format() {
        render::render(format, report, style, &mut out)?;
    }
    out.flush()
}

/// Whether the job cannot be done without a pattern file that is broken: there are drafts to hold against patterns, or
/// nothing was found in the file itself.
fn is_needed(error: &RegistryError, report: &Report, settings: &Settings) -> bool {
    let RegistryError::Broken { source, .. } = error else { return true };
    let absolute = |name: &str| std::path::absolute(settings.cwd.join(name)).unwrap_or_default();
    let is_it = |file: &&FileReport| absolute(file.source.name()) == absolute(source.name());
    let is_told = |file: &FileReport| file.diagnostics.iter().any(|finding| finding.severity == Severity::Error);
    let has_drafts = report.files.iter().any(|file| matches!(file.kind, Some("draft" | "batch")));
    has_drafts || !report.files.iter().find(is_it).is_some_and(is_told)
}

/// Why the job was not done in full, if it was not. The rest has been checked and printed all the same.
fn failure(found: &Inputs, report: &Report, settings: &Settings) -> Option<ToolError> {
    let name = |file: &FileReport| file.source.name().to_owned();
    let files: Vec<String> = report.files.iter().filter(|file| file.is_unchecked()).map(name).collect();
    if !files.is_empty() {
        return Some(ToolError::Internal { files });
    }
    let is_named = |file: &&FileReport| {
        let name = file.source.name();
        found.named.contains(name) || found.problems.iter().any(|problem| problem.is_named && problem.name == name)
    };
    let unreadable = report.files.iter().filter(|file| file.is_unreadable());
    let inputs: Vec<String> = unreadable.filter(is_named).map(name).collect();
    if !inputs.is_empty() {
        return Some(ToolError::Unreadable { inputs });
    }
    let folders = found.empty_folders.clone();
    (!folders.is_empty() && !settings.allow_empty).then_some(ToolError::NoInput { folders })
}

pub(super) fn verdict(report: &Report, settings: &Settings) -> Exit {
    let fails = settings.fail_on.is_some_and(|least| report.worst().is_some_and(|worst| worst >= least));
    if fails { Exit::Findings } else { Exit::Clean }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::every::tests::check_all;
    use crate::app::read;
    use crate::check::Outcome;

    #[test]
    fn a_defect_fails_the_run() {
        let (found, report) = check_all(&["a", "b"], |source| {
            assert_ne!(source.name(), "b", "a defect");
            Outcome::default()
        });
        let failure = failure(&found, &report, &Settings::default());
        assert!(matches!(failure, Some(ToolError::Internal { files }) if files == ["b"]));
    }

    #[test]
    fn the_verdict_follows_the_worst_finding() {
        let (_, report) = check_all(&["a"], |_| {
            let mut finding = read::unreadable("x");
            finding.severity = Severity::Warning;
            Outcome { diagnostics: vec![finding], ..Outcome::default() }
        });
        let verdict = |fail_on| verdict(&report, &Settings { fail_on, ..Settings::default() });
        assert_eq!(verdict(Some(Severity::Error)), Exit::Clean);
        assert_eq!(verdict(Some(Severity::Warning)), Exit::Findings);
        assert_eq!(verdict(Some(Severity::Info)), Exit::Findings);
        assert_eq!(verdict(None), Exit::Clean);
    }
}
