//! Every input checked, on all threads.

use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use super::early::Early;
use super::fix::Fixer;
use super::progress::Done;
use super::read;
use crate::check::{Outcome, holds_records};
use crate::discover::{Input, Inputs, Origin, Problem};
use crate::env::Env;
use crate::report::{FileReport, Report};
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
    /// The folder that the process is in, if relative paths start from it.
    pub(super) here: Option<PathBuf>,
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
pub(super) enum Entry<'a> {
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
        let entries = self.entries();
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

    /// What the report has an entry for, in its order.
    fn entries(&self) -> Vec<Entry<'_>> {
        let inputs = self.found.inputs.iter().map(Entry::Input);
        let mut entries: Vec<Entry<'_>> = inputs.chain(self.found.problems.iter().map(Entry::Problem)).collect();
        // Each of the two is sorted by itself.
        if !self.found.problems.is_empty() {
            entries.sort_by(|a, b| a.name().cmp(b.name()));
        }
        entries
    }
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
        let report = check_found(&found, &Stdin::Text(Ok(b"{}".to_vec())), check);
        (found, report)
    }

    pub(in crate::app) fn check_found(
        found: &Inputs,
        stdin: &Stdin<'_>,
        check: impl Fn(&Source) -> Outcome + Sync,
    ) -> Report {
        let env = Env::load(&EnvOptions::default()).expect("nothing to load");
        let (fixer, early, here, done) = (None, None, None, &Done::default());
        let (is_end, reads_whole) = (false, false);
        Every { found, stdin, fixer, early, env: &env, here, done, is_end, reads_whole }.check(check)
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
        let names: Vec<String> = (0..200).map(|number| format!("{number:03}")).collect();
        let (_, report) = check_all(&names.iter().map(String::as_str).collect::<Vec<_>>(), |source| {
            if source.name().ends_with('0') {
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            Outcome::default()
        });
        let in_report = report.files.iter().map(|file| file.source.name());
        assert!(in_report.eq(names.iter()));
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
