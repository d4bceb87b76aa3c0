//! Every input checked, on all threads.

use std::io::{self, Read};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::early::Early;
use super::fix::Fixer;
use super::progress::Done;
use super::stream::{self, To};
use super::{panics, read};
use crate::check::{Outcome, holds_records};
use crate::diagnostic::Diagnostic;
use crate::discover::{Input, Inputs, Origin, Problem};
use crate::env::Env;
use crate::report::{FileReport, Report};
use crate::schema::with_room;
use crate::source::Source;

/// What checking every input takes.
pub(super) struct Every<'a, 'w> {
    pub(super) found: &'a Inputs,
    pub(super) stdin: &'a Stdin<'w>,
    pub(super) fixer: Option<&'a Fixer<'a>>,
    /// Where findings go at once.
    pub(super) early: Option<&'a Early<'w>>,
    /// What records are checked with.
    pub(super) env: &'a Env,
    /// Counts the inputs.
    pub(super) done: &'a Done,
    /// Nothing is done after the run: what it leaves behind is the system's to give back.
    pub(super) is_end: bool,
    /// Somebody looks at the text of an input as a whole, so that records are no stream.
    pub(super) reads_whole: bool,
}

/// Standard input: a text, or records that are read when they are checked.
pub(super) enum Stdin<'a> {
    /// Nobody asked for it.
    Unused,
    /// All of it. Its error is kept: it becomes a finding.
    Text(io::Result<Vec<u8>>),
    /// What is still to be read.
    Records(Mutex<&'a mut (dyn Read + Send)>),
}

impl<'a> Stdin<'a> {
    /// Reads a text before anything runs in parallel, records too where somebody looks at them as a whole.
    pub(super) fn open(found: &Inputs, reads_whole: bool, stdin: &'a mut (dyn Read + Send)) -> Stdin<'a> {
        match found.inputs.iter().find(|input| input.origin == Origin::Stdin) {
            None => Stdin::Unused,
            Some(input) if !reads_whole && holds_records(&input.name) => Stdin::Records(Mutex::new(stdin)),
            Some(_) => Stdin::Text(read::stream(stdin)),
        }
    }

    /// The text, for those who write it out again.
    pub(super) fn into_text(self) -> Vec<u8> {
        if let Stdin::Text(Ok(text)) = self { text } else { Vec::new() }
    }
}

/// Something that the report has an entry for.
enum Entry<'a> {
    Input(&'a Input),
    Problem(&'a Problem),
}

impl Entry<'_> {
    fn name(&self) -> &str {
        match self {
            Entry::Input(input) => &input.name,
            Entry::Problem(problem) => &problem.name,
        }
    }
}

impl Every<'_, '_> {
    /// Checks every input. The order of the report is that of the names, whichever thread was first.
    pub(super) fn check(&self, check: impl Fn(&Source) -> Outcome + Sync) -> Report {
        let inputs = self.found.inputs.iter().map(Entry::Input);
        let mut entries: Vec<Entry<'_>> = inputs.chain(self.found.problems.iter().map(Entry::Problem)).collect();
        entries.sort_by(|a, b| a.name().cmp(b.name()));
        let threads = if entries.len() > 1 { rayon::current_num_threads() } else { 1 };
        let done: Vec<OnceLock<FileReport>> = entries.iter().map(|_| OnceLock::new()).collect();
        let next = AtomicUsize::new(0);
        // Each thread takes the next input, so that they are done in about their order, and can be told of in it.
        let work = || loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(entry) = entries.get(at) else { break };
            let mut report = self.done.count(|| self.entry(at, entry, &check));
            if let Some(early) = self.early {
                let told = early.done(at, &mut report);
                if self.is_end && at + 1 == entries.len() {
                    // To give back what thousands of findings took takes longer than to write them.
                    std::mem::forget(told);
                }
            }
            // Nobody else took this input.
            done[at].get_or_init(|| report);
        };
        if threads > 1 {
            rayon::scope(|scope| (0..threads).for_each(|_| scope.spawn(|_| work())));
        } else {
            work();
        }
        Report { files: done.into_iter().filter_map(OnceLock::into_inner).collect(), ..Report::default() }
    }

    fn entry(&self, at: usize, entry: &Entry<'_>, check: impl Fn(&Source) -> Outcome + Sync) -> FileReport {
        match entry {
            Entry::Problem(problem) => failed(&problem.name, read::unreadable(&problem.reason)),
            Entry::Input(input) if !self.reads_whole && holds_records(&input.name) => self.records(at, input),
            Entry::Input(input) => self.document(input, check),
        }
    }

    /// Checks an input of one document per line.
    fn records(&self, at: usize, input: &Input) -> FileReport {
        let to = self.early.map(|early| To { early, input: at });
        match (&input.origin, self.stdin) {
            (Origin::File(path), _) => match std::fs::File::open(path) {
                Ok(file) => stream::check(&input.name, file, self.env, to),
                Err(error) => failed(&input.name, read::io_error(&error)),
            },
            (Origin::Stdin, Stdin::Records(stdin)) => {
                let mut stdin = stdin.lock().unwrap_or_else(PoisonError::into_inner);
                stream::check(&input.name, &mut **stdin, self.env, to)
            }
            (Origin::Stdin, _) => stream::check(&input.name, io::empty(), self.env, to),
        }
    }

    /// Checks an input that is read as a whole.
    fn document(&self, input: &Input, check: impl Fn(&Source) -> Outcome + Sync) -> FileReport {
        let bytes = match (&input.origin, self.stdin) {
            (Origin::File(path), _) => read::file(path).map_err(|error| read::io_error(&error)),
            (Origin::Stdin, Stdin::Text(Ok(bytes))) => Ok(bytes.clone()),
            (Origin::Stdin, Stdin::Text(Err(error))) => Err(read::io_error(error)),
            (Origin::Stdin, _) => Ok(Vec::new()),
        };
        let (source, outcome) = match bytes {
            Err(finding) => return failed(&input.name, finding),
            Ok(bytes) => match read::source(&input.name, bytes) {
                (source, Some(finding)) => (source, file_finding(finding)),
                (source, None) => match (checked(&source, &check), self.fixer) {
                    (Err(panic), _) => (source, file_finding(read::internal_error(&panic))),
                    (Ok(outcome), None) => (source, outcome),
                    (Ok(outcome), Some(fixer)) => fixed(fixer, input, source, outcome, &check),
                },
            },
        };
        file_report(source, outcome)
    }
}

/// Checks a source. A defect of ours is a message.
fn checked(source: &Source, check: impl Fn(&Source) -> Outcome + Sync) -> Result<Outcome, String> {
    let check = || panics::catch(|| check(source));
    // A thread of a pool has a large stack. One small input is checked without a pool.
    if rayon::current_thread_index().is_some() || !may_be_deep(source.text()) {
        return check();
    }
    with_room(check).unwrap_or_else(|| Err("no thread can be started".to_owned()))
}

/// Whether a text may nest deeper than the stack of any thread allows. (Brackets in strings count, too.)
fn may_be_deep(text: &str) -> bool {
    const DEEP: usize = 256;
    text.bytes().filter(|byte| matches!(byte, b'{' | b'[')).count() > DEEP
}

/// The report about an input that cannot be read.
fn failed(name: &str, finding: Diagnostic) -> FileReport {
    file_report(Source::new(name, ""), file_finding(finding))
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
fn file_finding(finding: Diagnostic) -> Outcome {
    Outcome { diagnostics: vec![finding], ..Outcome::default() }
}

/// Keeps the text only where something is to be shown of it: a large tree is mostly clean.
fn file_report(mut source: Source, outcome: Outcome) -> FileReport {
    let Outcome { kind, documents, patterns, diagnostics, omitted } = outcome;
    if diagnostics.is_empty() {
        read::give_back(source.take_text());
    } else {
        source.shrink_to_fit();
    }
    FileReport { source, kind, documents, patterns, diagnostics, told: omitted }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::env::EnvOptions;

    fn inputs(names: &[&str]) -> Inputs {
        let input = |name: &&str| Input { name: (*name).to_owned(), origin: Origin::Stdin };
        Inputs { inputs: names.iter().map(input).collect(), ..Inputs::default() }
    }

    /// Checks inputs of these names, all of which hold `{}`.
    pub(in crate::app) fn check_all(names: &[&str], check: impl Fn(&Source) -> Outcome + Sync) -> (Inputs, Report) {
        let found = inputs(names);
        let env = Env::load(&EnvOptions::default()).expect("nothing to load");
        let stdin = Stdin::Text(Ok(b"{}".to_vec()));
        let done = Done::default();
        let (fixer, early) = (None, None);
        let (is_end, reads_whole) = (false, false);
        let every = Every { found: &found, stdin: &stdin, fixer, early, env: &env, done: &done, is_end, reads_whole };
        let report = every.check(check);
        (found, report)
    }

    #[test]
    fn a_defect_is_a_finding_about_its_file_and_the_others_are_checked() {
        let (_, report) = check_all(&["a", "b", "c"], |source| {
            assert_ne!(source.name(), "b", "a defect");
            Outcome { kind: Some("draft"), documents: 1, ..Outcome::default() }
        });
        assert_eq!(report.summary().documents, 2);
        let (source, finding) = report.findings().next().unwrap();
        assert_eq!((source.name(), finding.rule), ("b", "internal-error"));
        assert!(finding.notes[0].contains("a defect"), "{:?}", finding.notes);
    }

    #[test]
    fn reports_come_in_the_order_of_names_whichever_thread_is_first() {
        let names: Vec<String> = (0..200).rev().map(|number| format!("{number:03}")).collect();
        let (_, report) = check_all(&names.iter().map(String::as_str).collect::<Vec<_>>(), |source| {
            if source.name().ends_with('0') {
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            Outcome::default()
        });
        let in_report = report.files.iter().map(|file| file.source.name());
        assert!(in_report.eq(names.iter().rev()));
    }

    #[test]
    fn only_texts_with_findings_are_kept() {
        let (_, report) = check_all(&["a", "b"], |source| {
            let diagnostics = if source.name() == "a" { vec![read::unreadable("x")] } else { Vec::new() };
            Outcome { diagnostics, ..Outcome::default() }
        });
        let texts: Vec<_> = report.files.iter().map(|file| file.source.text()).collect();
        assert_eq!(texts, ["{}", ""]);
    }
}
