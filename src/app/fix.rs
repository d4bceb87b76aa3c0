//! `--fix` and `--diff`: what becomes of each input after its check.

use std::collections::HashSet;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Mutex;

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
    done: Mutex<Vec<Done>>,
}

/// What was done about one input.
struct Done {
    name: String,
    /// Findings that were fixed.
    count: usize,
    what: What,
}

enum What {
    /// The file was rewritten.
    Written,
    /// The file should have been rewritten.
    Refused,
    /// Standard input as it is to be written to standard output.
    Text(String),
    /// The texts before and after.
    Changes(String, String),
}

impl<'a> Fixer<'a> {
    /// None where nothing is to be fixed.
    pub(super) fn new(settings: &Settings, found: &'a Inputs) -> Option<Fixer<'a>> {
        let default = [".".into()];
        let paths = if settings.paths.is_empty() { &default } else { settings.paths.as_slice() };
        (settings.fix || settings.diff).then(|| Fixer {
            is_trial: settings.diff,
            least: settings.least(),
            reads_stdin: found.inputs.iter().any(|input| input.origin == Origin::Stdin),
            trees: Trees::new(&settings.cwd, paths),
            named: &found.named,
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
        let has_fix = outcome.diagnostics.iter().any(|finding| fix::of(finding, self.least).is_some());
        let found = |source: &Source| check(source).diagnostics;
        let fixed = has_fix.then(|| fix::fix(&source, self.least, found)).flatten();
        let name = input.name.clone();
        let (count, what) = match (&input.origin, fixed) {
            (_, Some(fixed)) if self.is_trial => (fixed.count, What::Changes(source.text().to_owned(), fixed.text)),
            (_, None) if self.is_trial => return (source, outcome),
            (Origin::File(_), None) => return (source, outcome),
            (Origin::Stdin, None) => (0, What::Text(source.text().to_owned())),
            (Origin::Stdin, Some(fixed)) => (fixed.count, What::Text(fixed.text)),
            (Origin::File(path), Some(fixed)) => return self.write(path, name, source, outcome, fixed, check),
        };
        let after = match &what {
            What::Text(text) if count > 0 => Some(Source::new(source.name(), text.clone())),
            _ => None,
        };
        self.note(Done { name, count, what });
        match after {
            Some(after) => {
                let outcome = check(&after);
                (after, outcome)
            }
            None => (source, outcome),
        }
    }

    fn write(
        &self,
        path: &Path,
        name: String,
        source: Source,
        mut outcome: Outcome,
        fixed: fix::Fixed,
        check: impl Fn(&Source) -> Outcome,
    ) -> (Source, Outcome) {
        let after = Source::new(source.name(), fixed.text);
        // Checked before it is written: a defect of ours there leaves the file alone.
        let left = check(&after);
        match fix::replace(path, self.named.contains(&name), &self.trees, source.text(), after.text()) {
            Ok(()) => {
                self.note(Done { name, count: fixed.count, what: What::Written });
                (after, left)
            }
            Err(refusal) => {
                self.note(Done { name, count: 0, what: What::Refused });
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
                What::Written | What::Refused => {}
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
        self.is_trial && !self.done.is_empty()
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
        Fixing::Done { count, is_trial: self.is_trial, unsafe_too: self.unsafe_too }
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
