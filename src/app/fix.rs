//! `--fix` and `--diff`: what becomes of each input after its check.

use std::collections::HashSet;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Mutex;

use super::quiet::Known;
use super::{World, read};
use crate::check::Outcome;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::discover::{Input, Inputs, Origin};
use crate::fix::{self, Dress, Refusal, Trees};
use crate::render::{Fixing, color::ColorChoice};
use crate::settings::Settings;
use crate::source::Source;

/// Fixes inputs as they are checked, from several threads.
pub(super) struct Fixer<'a> {
    /// Writes nothing.
    is_trial: bool,
    least: Applicability,
    reads_stdin: bool,
    trees: Trees,
    named: &'a HashSet<String>,
    known: Known<'a>,
    done: Mutex<Vec<Done>>,
}

/// What was done about one input.
struct Done {
    name: String,
    /// Findings that were fixed.
    count: usize,
    /// Findings that have a fix which would have brought another error.
    held_back: usize,
    what: What,
}

impl Done {
    fn nothing(input: &Input, what: What) -> Done {
        Done { name: input.name.clone(), count: 0, held_back: 0, what }
    }
}

enum What {
    /// Nothing that is to be told; the file may have been rewritten.
    Nothing,
    /// The file should have been rewritten.
    Refused,
    /// Standard input as it is to be written to standard output.
    Text(String),
    /// The texts before and after.
    Changes(String, String),
}

impl<'a> Fixer<'a> {
    /// None where nothing is to be fixed.
    pub(super) fn new(settings: &Settings, found: &'a Inputs, known: Known<'a>) -> Option<Fixer<'a>> {
        let default = [".".into()];
        let paths = if settings.paths.is_empty() { &default } else { settings.paths.as_slice() };
        (settings.fix || settings.diff).then(|| Fixer {
            is_trial: settings.diff,
            least: settings.least(),
            reads_stdin: found.inputs.iter().any(|input| input.origin == Origin::Stdin),
            trees: Trees::new(&settings.cwd, paths),
            named: &found.named,
            known,
            done: Mutex::default(),
        })
    }

    /// Fixes one input, and says what is left to report about it.
    pub(super) fn run(
        &self,
        input: &Input,
        source: Source,
        outcome: Outcome,
        check: impl Fn(&Source) -> Outcome,
    ) -> (Source, Outcome) {
        let asked_for = |source: &Source, mut diagnostics: Vec<Diagnostic>| {
            self.known.leave_out(source, &mut diagnostics);
            diagnostics
        };
        let is_fixable = |finding: &Diagnostic| fix::of(finding, self.least).is_some();
        if !outcome.diagnostics.iter().any(is_fixable)
            || !asked_for(&source, outcome.diagnostics.clone()).iter().any(is_fixable)
        {
            if input.origin == Origin::Stdin && !self.is_trial {
                self.note(Done::nothing(input, What::Text(source.text().to_owned())));
            }
            return (source, outcome);
        }
        let fixed = fix::fix(&source, self.least, |source| asked_for(source, check(source).diagnostics));
        let mut done = Done { count: fixed.count, held_back: fixed.held_back, ..Done::nothing(input, What::Nothing) };
        let (after, after_outcome) = match (fixed.text, &input.origin) {
            (Some(text), _) if self.is_trial => {
                done.what = What::Changes(source.text().to_owned(), text);
                (source, outcome)
            }
            (text, Origin::Stdin) if !self.is_trial => {
                let after = text.map_or(source, |text| Source::new(input.name.clone(), text));
                done.what = What::Text(after.text().to_owned());
                let left = check(&after);
                (after, left)
            }
            (Some(text), Origin::File(path)) => self.write(path, &mut done, source, outcome, text, check),
            _ => (source, outcome),
        };
        self.note(done);
        (after, after_outcome)
    }

    fn write(
        &self,
        path: &Path,
        done: &mut Done,
        source: Source,
        mut outcome: Outcome,
        text: String,
        check: impl Fn(&Source) -> Outcome,
    ) -> (Source, Outcome) {
        let after = Source::new(source.name(), text);
        // Checked before it is written: a defect of ours there leaves the file alone.
        let left = check(&after);
        match fix::replace(path, self.named.contains(&done.name), &self.trees, source.text(), after.text()) {
            Ok(()) => (after, left),
            Err(refusal) => {
                (done.count, done.held_back, done.what) = (0, 0, What::Refused);
                outcome.diagnostics.insert(0, refused(&refusal));
                (source, outcome)
            }
        }
    }

    fn note(&self, done: Done) {
        self.done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(done);
    }

    /// What was done, in the order of names.
    pub(super) fn finish(self) -> Work {
        let mut done = self.done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        done.sort_by(|a, b| a.name.cmp(&b.name));
        let takes_stdout = self.is_trial || self.reads_stdin;
        Work { is_trial: self.is_trial, takes_stdout, unsafe_too: self.least < Applicability::Safe, done }
    }
}

/// Everything that a run has fixed, or would fix.
pub(super) struct Work {
    is_trial: bool,
    takes_stdout: bool,
    unsafe_too: bool,
    done: Vec<Done>,
}

impl Work {
    /// Writes to standard output what belongs there in place of the report. `stdin` is what was read there: where it
    /// could not even be checked, it goes through as it is, since a filter loses nothing.
    pub(super) fn print(&self, choice: ColorChoice, stdin: &[u8], world: &mut World<'_>) -> io::Result<()> {
        let style = world.stdout_style(choice);
        // A terminal and a log are read by eyes; anything else may well be `patch`.
        let for_eyes = world.stdout_is_terminal || world.log() != crate::render::Log::Plain;
        let dress = Dress { color: style.color, log: for_eyes.then_some(style.log) };
        let mut out = BufWriter::new(&mut *world.stdout);
        if !self.is_trial && !self.done.iter().any(|done| matches!(done.what, What::Text(_))) {
            out.write_all(stdin)?;
        }
        for done in &self.done {
            match &done.what {
                What::Text(text) => out.write_all(text.as_bytes())?,
                What::Changes(before, after) => fix::write_diff(&done.name, before, after, dress, &mut out)?,
                What::Nothing | What::Refused => {}
            }
        }
        out.flush()
    }

    /// Whether standard output holds text or differences, and the report has to go elsewhere.
    pub(super) fn takes_stdout(&self) -> bool {
        self.takes_stdout
    }

    /// Whether nothing is written and something would be.
    pub(super) fn would_change(&self) -> bool {
        self.is_trial && self.done.iter().any(|done| matches!(done.what, What::Changes(..)))
    }

    pub(super) fn is_trial(&self) -> bool {
        self.is_trial
    }

    /// The files that could not be rewritten.
    pub(super) fn refused(&self) -> Vec<String> {
        let refused = self.done.iter().filter(|done| matches!(done.what, What::Refused));
        refused.map(|done| done.name.clone()).collect()
    }

    /// For the closing line.
    pub(super) fn summary(&self) -> Fixing {
        let count = self.done.iter().map(|done| done.count).sum();
        let held_back = self.done.iter().map(|done| done.held_back).sum();
        Fixing::Done { count, held_back, is_trial: self.is_trial, unsafe_too: self.unsafe_too }
    }
}

/// The finding about a file that is left as it is.
fn refused(refusal: &Refusal) -> Diagnostic {
    let reason = match refusal {
        Refusal::OutsideLink(target) => format!("it is a link to {}, outside of what is checked", target.display()),
        Refusal::ReadOnly => "it is read-only".to_owned(),
        Refusal::Changed => "it was changed in the meantime".to_owned(),
        Refusal::NoFile => "it is no regular file".to_owned(),
        Refusal::System(error) => crate::discover::reason(error),
    };
    read::file_error(format!("cannot be rewritten: {reason}"))
}
