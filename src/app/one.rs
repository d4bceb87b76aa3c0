//! One input checked: read, and fixed where that was asked for.

use std::io;
use std::path::Path;
use std::sync::PoisonError;

use super::every::{Entry, Every, Stdin};
use super::fix::Fixer;
use super::read::Start;
use super::stream::{self, To};
use super::{panics, read};
use crate::check::{Outcome, holds_records};
use crate::diagnostic::Diagnostic;
use crate::discover::{Input, Origin};
use crate::report::FileReport;
use crate::schema::with_room;
use crate::source::Source;

impl Every<'_, '_> {
    /// Checks an entry of the report.
    pub(super) fn entry(&self, at: usize, entry: &Entry<'_>, check: impl Fn(&Source) -> Outcome + Sync) -> FileReport {
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
        match (&input.origin, self.stdin) {
            (Origin::File(path), _) => self.file(input, path, check),
            (Origin::Stdin, Stdin::Text(Ok(bytes))) => self.text(input, bytes.clone(), check),
            (Origin::Stdin, Stdin::Text(Err(error))) => failed(&input.name, read::io_error(error)),
            (Origin::Stdin, _) => self.text(input, Vec::new(), check),
        }
    }

    /// Checks a file. In a tree of small ones, to ask each for its end takes time. Nobody does where nothing was found: a
    /// document that is cut off is none.
    fn file(&self, input: &Input, path: &Path, check: impl Fn(&Source) -> Outcome + Sync) -> FileReport {
        let whole = |start: io::Result<Start>| match start.and_then(Start::finish) {
            Ok(bytes) => self.text(input, bytes, &check),
            Err(error) => failed(&input.name, read::io_error(&error)),
        };
        // What is named may be a pipe, which gives little at a time.
        let is_regular = !self.found.named.contains(&input.name);
        let path = self.here.as_deref().and_then(|here| read::below(here, path)).unwrap_or(path);
        let (bytes, file) = match Start::read(path) {
            Ok(start) if is_regular && !self.reads_whole && start.looks_whole() => start.split(),
            start => return whole(start),
        };
        let report = self.text(input, bytes, &check);
        if report.is_clean() || read::is_at_end(file) { report } else { whole(Start::read(path)) }
    }

    /// Checks the text of an input.
    fn text(&self, input: &Input, bytes: Vec<u8>, check: impl Fn(&Source) -> Outcome + Sync) -> FileReport {
        let (source, outcome) = match read::source(&input.name, bytes) {
            (source, Some(finding)) => (source, file_finding(finding)),
            (source, None) => match (checked(&source, &check), self.fixer) {
                (Err(panic), _) => (source, file_finding(read::internal_error(&panic))),
                (Ok(outcome), None) => (source, outcome),
                (Ok(outcome), Some(fixer)) => fixed(fixer, input, source, outcome, &check),
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
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::app::every::tests::check_found;
    use crate::discover::Inputs;

    #[test]
    fn a_file_that_goes_on_behind_its_first_read_is_checked_as_a_whole_if_anything_is_wrong() {
        let path = std::env::temp_dir().join(format!("toile-every-{}", std::process::id()));
        std::fs::write(&path, "{").expect("it is written");
        let input = Input { name: "a".to_owned(), origin: Origin::File(path.clone()) };
        let found = Inputs { inputs: vec![input], ..Inputs::default() };
        let seen = Mutex::new(Vec::new());
        let report = check_found(&found, &Stdin::Unused, |source| {
            seen.lock().expect("nobody panics").push(source.text().to_owned());
            std::fs::write(&path, "{}").expect("it is written");
            let diagnostics = if source.text() == "{}" { Vec::new() } else { vec![read::unreadable("x")] };
            Outcome { diagnostics, ..Outcome::default() }
        });
        std::fs::remove_file(&path).expect("it is removed");
        assert_eq!(seen.into_inner().expect("nobody panics"), ["{", "{}"]);
        assert_eq!(report.findings().count(), 0);
    }
}
