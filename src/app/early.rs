//! Findings that are written as soon as all before them are, and not kept.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::render::{Apart, Lines};
use crate::report::{FileReport, Summary};

/// Writes findings in the order of the report, whichever thread finds them first.
pub(super) struct Early<'w> {
    state: Mutex<State<'w>>,
    /// Writes findings before it is their turn, if anything can.
    apart: Option<Box<dyn Apart>>,
}

struct State<'w> {
    out: BufWriter<&'w mut (dyn Write + Send)>,
    lines: Box<dyn Lines>,
    /// The first input that is not done.
    next: usize,
    /// What is known of inputs behind that one.
    ahead: BTreeMap<usize, Ahead>,
    error: Option<io::Error>,
}

#[derive(Default)]
struct Ahead {
    findings: Vec<Findings>,
    is_done: bool,
}

/// Findings on their way out.
pub(super) enum Findings {
    /// To be written in their turn.
    Found(FileReport),
    /// As they will stand in the report. The memory that they took is free for the next ones, on the thread that took it.
    Written(Vec<u8>),
}

impl<'w> Early<'w> {
    /// Writes to a stream that is written to by nothing else meanwhile.
    pub(super) fn new(out: &'w mut (dyn Write + Send), lines: Box<dyn Lines>) -> Early<'w> {
        let (ahead, error, apart) = (BTreeMap::new(), None, lines.apart());
        Early { state: Mutex::new(State { out: BufWriter::new(out), lines, next: 0, ahead, error }), apart }
    }

    /// Takes the findings out of what is known of an input so far, and makes them ready to be told.
    pub(super) fn take(&self, report: &mut FileReport) -> Option<Findings> {
        self.ready(report).map(|(findings, _)| findings)
    }

    /// The same with what nobody needs any more once it is written.
    fn ready(&self, report: &mut FileReport) -> Option<(Findings, Option<FileReport>)> {
        if report.diagnostics.is_empty() {
            return None;
        }
        let findings = report.take_findings();
        Some(match self.apart.as_deref().and_then(|apart| written(&findings, apart)) {
            Some(text) => (Findings::Written(text), Some(findings)),
            None => (Findings::Found(findings), None),
        })
    }

    /// Tells what comes next of the input of that number.
    pub(super) fn tell(&self, input: usize, findings: impl IntoIterator<Item = Findings>) {
        let mut findings = findings.into_iter().peekable();
        if findings.peek().is_none() {
            return;
        }
        let mut state = self.state();
        if input == state.next {
            findings.for_each(|findings| state.write(&findings));
            // Whoever reads along waits for it.
            state.keep_error(|state| state.out.flush());
        } else {
            state.ahead.entry(input).or_default().findings.extend(findings);
        }
    }

    /// Nothing more will be found in the input of that number. Answers what nobody needs any more.
    pub(super) fn done(&self, input: usize, report: &mut FileReport) -> Option<FileReport> {
        let (findings, told) = self.ready(report).unzip();
        self.tell(input, findings);
        self.go_on_from(input);
        told.flatten()
    }

    /// Tells what is known of the inputs behind one that is done, if all before it are.
    fn go_on_from(&self, input: usize) {
        let mut state = self.state();
        if input != state.next {
            state.ahead.entry(input).or_default().is_done = true;
            return;
        }
        // What is known of the first one that is not done is written already.
        state.ahead.remove(&input);
        state.next += 1;
        loop {
            let next = state.next;
            let Some(ahead) = state.ahead.get_mut(&next) else { return };
            let is_done = ahead.is_done;
            for findings in std::mem::take(&mut ahead.findings) {
                state.write(&findings);
            }
            if !is_done {
                return;
            }
            state.ahead.remove(&next);
            state.next += 1;
        }
    }

    /// Writes what stands below all findings. Answers the first thing that kept something from being written.
    pub(super) fn finish(self, summary: &Summary) -> io::Result<()> {
        let mut state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        state.keep_error(|state| state.lines.end(summary, &mut state.out));
        state.keep_error(|state| state.out.flush());
        state.error.map_or(Ok(()), Err)
    }

    fn state(&self) -> MutexGuard<'_, State<'w>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Findings as they will stand in the report. Those of a large file are shared out: each place has to be looked up in it.
fn written(report: &FileReport, apart: &dyn Apart) -> Option<Vec<u8>> {
    const WORTH_SHARING: usize = 256;
    // Bytes of most findings.
    const USUAL: usize = 128;
    let write = |findings: &[Diagnostic]| {
        let mut text = Vec::with_capacity(findings.len() * USUAL);
        apart.findings(&report.source, findings, &mut text).ok().map(|()| text)
    };
    if report.diagnostics.len() <= WORTH_SHARING || rayon::current_thread_index().is_none() {
        return write(&report.diagnostics);
    }
    let texts: Option<Vec<Vec<u8>>> = report.diagnostics.par_chunks(WORTH_SHARING).map(write).collect();
    texts.map(|texts| texts.concat())
}

impl State<'_> {
    fn write(&mut self, findings: &Findings) {
        self.keep_error(|state| match findings {
            Findings::Found(findings) => state.lines.file(findings, &mut state.out),
            Findings::Written(text) => state.out.write_all(text),
        });
    }

    /// After an error nothing is written any more.
    fn keep_error(&mut self, write: impl FnOnce(&mut Self) -> io::Result<()>) {
        if self.error.is_none() {
            self.error = write(self).err();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::read::unreadable;
    use crate::project::Project;
    use crate::render::{Format, Style};
    use crate::report::Tally;
    use crate::source::Source;

    fn finding(name: &str, reason: &str) -> FileReport {
        FileReport {
            source: Source::new(name, "{}"),
            kind: None,
            documents: 0,
            patterns: Vec::new(),
            diagnostics: vec![unreadable(reason)],
            told: Tally::default(),
        }
    }

    fn written(tell: impl FnOnce(&Early<'_>)) -> Vec<String> {
        let mut out = Vec::new();
        let lines = Format::Concise.lines(Style::default(), &Project::default()).expect("a format of lines");
        let early = Early::new(&mut out, lines);
        tell(&early);
        early.finish(&Summary::default()).expect("memory can be written to");
        let text = String::from_utf8(out).expect("UTF-8");
        text.lines().filter_map(|line| Some(line.split("read: ").nth(1)?.split(' ').next()?.to_owned())).collect()
    }

    #[test]
    fn findings_come_in_the_order_of_inputs_and_of_the_text() {
        let lines = written(|early| {
            early.tell(1, early.take(&mut finding("b", "b1")));
            early.tell(0, early.take(&mut finding("a", "a1")));
            early.done(2, &mut finding("c", "c1"));
            early.tell(1, early.take(&mut finding("b", "b2")));
            early.done(0, &mut finding("a", "a2"));
            early.tell(1, early.take(&mut finding("b", "b3")));
            early.done(1, &mut finding("b", "b4"));
        });
        assert_eq!(lines, ["a1", "a2", "b1", "b2", "b3", "b4", "c1"]);
    }

    #[test]
    fn what_is_written_is_counted_and_no_longer_kept() {
        written(|early| {
            let mut report = finding("a", "x");
            early.done(0, &mut report);
            assert!(report.diagnostics.is_empty() && report.source.is_empty());
            assert_eq!((report.told.errors, report.is_skipped()), (1, false));
            assert!(report.is_unreadable() && !report.is_unchecked());
        });
    }
}
