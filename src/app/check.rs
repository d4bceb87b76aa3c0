//! `toile check`: inputs in, reports out.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use rayon::prelude::*;

use super::fix::{Fixer, Work};
use super::output::Pending;
use super::{Exit, World, panics, project, read, tell, written};
use super::{load, quiet};
use crate::cap;
use crate::check::{Outcome, check};
use crate::config::{Scope, path};
use crate::diagnostic::Severity;
use crate::discover::{Input, Inputs, Origin, Request, discover};
use crate::error::ToolError;
use crate::mask;
use crate::pattern::RegistryError;
use crate::render::{self, Fixing, statistics, summary_line};
use crate::report::{FileReport, Report};
use crate::settings::Settings;
use crate::source::Source;

/// Runs the check that the settings ask for.
pub(super) fn run(settings: &Settings, world: &mut World<'_>) -> Result<Exit, ToolError> {
    let started = Instant::now();
    settings.validate()?;
    let mut pending = Vec::new();
    for output in &settings.outputs {
        if let Some(file) = &output.file {
            pending.push(Pending::open(output.format, &settings.cwd, file)?);
        }
    }
    let (env, mut broken) = load::env(settings)?;
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
    let found = inputs(settings);
    let stdin = read_stdin(&found, world);
    let fixer = Fixer::new(settings, &found, quiet.known(settings));
    let mut report =
        in_pool(settings, || check_all(&found, stdin.as_ref(), fixer.as_ref(), |source| check(source, &env)))?;
    report.project = project::project(settings, &found, &env, world);
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

    for pending in pending {
        pending.write(&report)?;
    }
    if let Some(work) = &work {
        let stdin = stdin.as_ref().and_then(|read| read.as_deref().ok()).unwrap_or_default();
        written(work.print(settings.color, stdin, world))?;
    }
    written(print(&report, settings, work.as_ref(), world))?;
    for caveat in settings.outputs.iter().filter_map(|output| render::caveat(output.format, &report)) {
        tell(world, &format!("{caveat}\n"));
    }
    if settings.verbose {
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
    match (failed, &work) {
        (Some(error), _) => Err(error),
        (None, Some(work)) if !work.refused().is_empty() => Err(ToolError::Unwritten { files: work.refused() }),
        (None, Some(work)) if work.is_trial() => Ok(if work.would_change() { Exit::Findings } else { Exit::Clean }),
        (None, _) if written_baseline.is_some() => Ok(Exit::Clean),
        (None, _) => Ok(verdict(&report, settings)),
    }
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
    found
}

/// Standard input is read before anything runs in parallel. Its error is kept: it becomes a finding.
fn read_stdin(found: &Inputs, world: &mut World<'_>) -> Option<std::io::Result<Vec<u8>>> {
    found.inputs.iter().any(|input| input.origin == Origin::Stdin).then(|| read::stream(&mut *world.stdin, 0))
}

/// Runs something on the number of threads that was asked for.
fn in_pool<T: Send>(settings: &Settings, work: impl FnOnce() -> T + Send) -> Result<T, ToolError> {
    let threads = settings.jobs.map_or(0, std::num::NonZero::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(super::STACK_SIZE).build();
    let pool =
        pool.map_err(|error| ToolError::System { what: "cannot start threads", source: std::io::Error::other(error) })?;
    Ok(pool.install(work))
}

/// Checks every input. The order of the report is that of the names, whichever thread was first.
fn check_all(
    found: &Inputs,
    stdin: Option<&std::io::Result<Vec<u8>>>,
    fixer: Option<&Fixer<'_>>,
    check: impl Fn(&Source) -> Outcome + Sync,
) -> Report {
    let one = |input: &Input| check_one(input, stdin, fixer, &check);
    let mut files: Vec<FileReport> = found.inputs.par_iter().map(one).collect();
    files.extend(found.problems.iter().map(|problem| {
        let source = Source::new(problem.name.clone(), "");
        let outcome = file_finding(read::unreadable(&problem.reason));
        file_report(source, outcome)
    }));
    files.sort_by(|a, b| a.source.name().cmp(b.source.name()));
    Report { files, ..Report::default() }
}

fn check_one(
    input: &Input,
    stdin: Option<&std::io::Result<Vec<u8>>>,
    fixer: Option<&Fixer<'_>>,
    check: impl Fn(&Source) -> Outcome,
) -> FileReport {
    let bytes = match (&input.origin, stdin) {
        (Origin::File(path), _) => read::file(path).map_err(|error| read::io_error(&error)),
        (Origin::Stdin, Some(Ok(bytes))) => Ok(bytes.clone()),
        (Origin::Stdin, Some(Err(error))) => Err(read::io_error(error)),
        (Origin::Stdin, None) => Ok(Vec::new()),
    };
    let (source, outcome) = match bytes {
        Err(finding) => (Source::new(input.name.clone(), ""), file_finding(finding)),
        Ok(bytes) => match read::source(&input.name, bytes) {
            (source, Some(finding)) => (source, file_finding(finding)),
            (source, None) => match (panics::catch(|| check(&source)), fixer) {
                (Err(panic), _) => (source, file_finding(read::internal_error(&panic))),
                (Ok(outcome), None) => (source, outcome),
                (Ok(outcome), Some(fixer)) => fixed(fixer, input, source, outcome, &check),
            },
        },
    };
    file_report(source, outcome)
}

/// Fixes an input. A defect of ours on the way leaves it as it is.
fn fixed(
    fixer: &Fixer<'_>,
    input: &Input,
    source: Source,
    outcome: Outcome,
    check: impl Fn(&Source) -> Outcome,
) -> (Source, Outcome) {
    let copy = Source::new(source.name(), source.text());
    panics::catch(|| fixer.run(input, source, outcome, check))
        .unwrap_or_else(|panic| (copy, file_finding(read::internal_error(&panic))))
}

/// What is known of a file that could not be checked.
fn file_finding(finding: crate::diagnostic::Diagnostic) -> Outcome {
    Outcome { kind: None, documents: 0, patterns: Vec::new(), diagnostics: vec![finding] }
}

/// Keeps the text only where something is to be shown of it: a large tree is mostly clean.
fn file_report(source: Source, outcome: Outcome) -> FileReport {
    let Outcome { kind, documents, patterns, diagnostics } = outcome;
    let source = if diagnostics.is_empty() { source.without_text() } else { source };
    FileReport { source, kind, documents, patterns, diagnostics }
}

fn print(report: &Report, settings: &Settings, work: Option<&Work>, world: &mut World<'_>) -> std::io::Result<()> {
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
    let with_rule = |rule: &'static str| {
        report.files.iter().filter(move |file| file.diagnostics.iter().any(|finding| finding.rule == rule))
    };
    let name = |file: &FileReport| file.source.name().to_owned();
    let files: Vec<String> = with_rule("internal-error").map(name).collect();
    if !files.is_empty() {
        return Some(ToolError::Internal { files });
    }
    let is_named = |file: &&FileReport| {
        let name = file.source.name();
        found.named.contains(name) || found.problems.iter().any(|problem| problem.is_named && problem.name == name)
    };
    let inputs: Vec<String> = with_rule("io-error").filter(is_named).map(name).collect();
    if !inputs.is_empty() {
        return Some(ToolError::Unreadable { inputs });
    }
    let folders = found.empty_folders.clone();
    (!folders.is_empty() && !settings.allow_empty).then_some(ToolError::NoInput { folders })
}

fn verdict(report: &Report, settings: &Settings) -> Exit {
    let fails = settings.fail_on.is_some_and(|least| report.worst().is_some_and(|worst| worst >= least));
    if fails { Exit::Findings } else { Exit::Clean }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(names: &[&str]) -> Inputs {
        let input = |name: &&str| Input { name: (*name).to_owned(), origin: Origin::Stdin };
        Inputs { inputs: names.iter().map(input).collect(), ..Inputs::default() }
    }

    #[test]
    fn a_defect_is_a_finding_about_its_file_and_the_others_are_checked() {
        let stdin = Ok(b"{}".to_vec());
        let found = inputs(&["a", "b", "c"]);
        let report = check_all(&found, Some(&stdin), None, |source| {
            assert_ne!(source.name(), "b", "a defect");
            Outcome { kind: Some("draft"), documents: 1, patterns: Vec::new(), diagnostics: Vec::new() }
        });
        assert_eq!(report.summary().documents, 2);
        let (source, finding) = report.findings().next().unwrap();
        assert_eq!((source.name(), finding.rule), ("b", "internal-error"));
        assert!(finding.notes[0].contains("a defect"), "{:?}", finding.notes);
        let failure = failure(&found, &report, &Settings::default());
        assert!(matches!(failure, Some(ToolError::Internal { files }) if files == ["b"]));
    }

    #[test]
    fn only_texts_with_findings_are_kept() {
        let stdin = Ok(b"{}".to_vec());
        let report = check_all(&inputs(&["a", "b"]), Some(&stdin), None, |source| {
            let diagnostics = if source.name() == "a" { vec![read::unreadable("x")] } else { Vec::new() };
            Outcome { kind: None, documents: 0, patterns: Vec::new(), diagnostics }
        });
        let texts: Vec<_> = report.files.iter().map(|file| file.source.text()).collect();
        assert_eq!(texts, ["{}", ""]);
    }

    #[test]
    fn the_verdict_follows_the_worst_finding() {
        let stdin = Ok(Vec::new());
        let report = check_all(&inputs(&["a"]), Some(&stdin), None, |_| {
            let mut finding = read::unreadable("x");
            finding.severity = Severity::Warning;
            Outcome { kind: None, documents: 0, patterns: Vec::new(), diagnostics: vec![finding] }
        });
        let verdict = |fail_on| verdict(&report, &Settings { fail_on, ..Settings::default() });
        assert_eq!(verdict(Some(Severity::Error)), Exit::Clean);
        assert_eq!(verdict(Some(Severity::Warning)), Exit::Findings);
        assert_eq!(verdict(Some(Severity::Info)), Exit::Findings);
        assert_eq!(verdict(None), Exit::Clean);
    }
}
