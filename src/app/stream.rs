//! Records read, checked and told block by block: while one is checked, the one before is told and the next one read. None
//! is kept.

use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::blocks::{Block, Blocks};
use super::early::{Early, Findings};
use super::{panics, read};
use crate::check::{Portion, Records};
use crate::diagnostic::Diagnostic;
use crate::env::Env;
use crate::json::{encoding_error, wide_encoding};
use crate::report::{FileReport, Tally};
use crate::source::{Part, Source};

/// Where findings go at once, and of which input they are.
#[derive(Clone, Copy)]
pub(super) struct To<'a, 'w> {
    pub(super) early: &'a Early<'w>,
    pub(super) input: usize,
}

/// Checks records as they are read. What is not told at once is in the answer.
pub(super) fn check(name: &str, input: impl Read + Send, env: &Env, to: Option<To<'_, '_>>) -> FileReport {
    let mut blocks = Blocks::new(input);
    let whole = report(name, Portion::default());
    let telling = Mutex::new(Telling { to, untold: Vec::new(), whole, most_findings: env.most_findings() });
    let mut checking = Checking { name, to, records: Records::new(name, env), found: Vec::new(), error: None };
    let (mut block, mut next) = (Block::default(), Block::default());
    let mut filled = blocks.fill(&mut block);
    loop {
        match filled {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                checking.error = Some(read::io_error(&error));
                break;
            }
        }
        let is_filled = AtomicBool::new(false);
        let check = || {
            let is_over = checking.block(block.lines());
            let mut telling = locked(&telling);
            telling.untold.append(&mut checking.found);
            // What comes next may be long in coming.
            if !is_filled.load(Ordering::Relaxed) {
                telling.tell_all();
            }
            is_over
        };
        let fill = || {
            locked(&telling).tell_all();
            let filled = blocks.fill(&mut next);
            is_filled.store(true, Ordering::Relaxed);
            filled
        };
        let (is_over, following) = rayon::join(check, fill);
        if is_over {
            break;
        }
        filled = following;
        std::mem::swap(&mut block, &mut next);
    }
    let mut telling = telling.into_inner().unwrap_or_else(PoisonError::into_inner);
    telling.tell_all();
    checking.finish(telling.whole)
}

/// What was found in some lines, as far as the thread that found it could make it ready to be told.
struct Ready {
    portion: Portion,
    findings: Option<Findings>,
    /// How many of them there are.
    told: Tally,
}

impl Ready {
    fn new(name: &str, portion: Portion, to: Option<To<'_, '_>>) -> Ready {
        let Some(To { early, .. }) = to.filter(|_| !portion.diagnostics.is_empty()) else {
            return Ready { portion, findings: None, told: Tally::default() };
        };
        let mut report = report(name, portion);
        let findings = early.take(&mut report);
        let FileReport { documents, patterns, told, .. } = report;
        Ready { portion: Portion { documents, patterns, ..Portion::default() }, findings, told }
    }
}

/// Findings on their way out.
struct Telling<'a, 'w> {
    to: Option<To<'a, 'w>>,
    /// What was found in the last blocks.
    untold: Vec<Ready>,
    /// What is left to be told with the rest of the run.
    whole: FileReport,
    most_findings: usize,
}

impl Telling<'_, '_> {
    fn tell_all(&mut self) {
        let (mut portions, mut findings) = (Vec::with_capacity(self.untold.len()), Vec::new());
        for ready in self.untold.drain(..) {
            portions.push(ready.portion);
            findings.extend(ready.findings);
            self.whole.told.add(&ready.told);
        }
        if let Some(To { early, input }) = self.to {
            early.tell(input, findings);
        }
        if !portions.is_empty() {
            self.whole.append(report(self.whole.source.name(), Portion::of_all(portions)));
            self.whole.hold(self.most_findings);
        }
    }
}

fn locked<T>(telling: &Mutex<T>) -> MutexGuard<'_, T> {
    telling.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How far a stream is checked.
struct Checking<'a, 'w> {
    name: &'a str,
    to: Option<To<'a, 'w>>,
    records: Records<'a>,
    /// What was found in a block.
    found: Vec<Ready>,
    /// What ended the check, and says nothing about one line.
    error: Option<Diagnostic>,
}

impl Checking<'_, '_> {
    /// Checks some lines. Answers whether nothing can be said of what follows.
    fn block(&mut self, lines: &[u8]) -> bool {
        let offset = self.records.offset();
        let is_wide = offset == 0 && wide_encoding(lines).is_some();
        if !is_wide && self.check(lines) {
            return self.error.is_some();
        }
        if let Some(mut error) = encoding_error(lines, offset == 0) {
            // The line that is broken, and what comes after it, is left alone.
            let line = memchr::memrchr(b'\n', &lines[..error.offset]).map_or(0, |feed| feed + 1);
            let end = memchr::memchr(b'\n', &lines[line..]).map_or(lines.len(), |feed| line + feed);
            let readable = error.readable.get(line..end).unwrap_or_default().to_owned();
            self.check(&lines[..line]);
            error.offset += offset;
            let mut portion = Portion { diagnostics: vec![read::encoding_error(&error)], ..Portion::default() };
            portion.parts.push(Part::new(self.records.offset(), self.records.line(), readable));
            self.found.push(Ready::new(self.name, portion, self.to));
        }
        true
    }

    /// Checks some lines. `false` where they are no text.
    fn check(&mut self, lines: &[u8]) -> bool {
        let (name, to) = (self.name, self.to);
        match panics::catch(|| self.records.portions(&Records::pieces(lines), |portion| Ready::new(name, portion, to)))
        {
            Ok(None) => return false,
            Ok(Some(found)) => self.found.extend(found),
            Err(panic) => self.error = Some(read::internal_error(&panic)),
        }
        true
    }

    fn finish(self, mut whole: FileReport) -> FileReport {
        let Checking { name, records, error, .. } = self;
        whole.diagnostics.extend(error);
        let (kind, rest) = records.finish();
        whole.append(FileReport { kind, ..report(name, rest) });
        whole.diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        whole
    }
}

fn report(name: &str, portion: Portion) -> FileReport {
    let Portion { documents, patterns, diagnostics, parts } = portion;
    let source = Source::of_parts(name, if diagnostics.is_empty() { Vec::new() } else { parts });
    FileReport { source, kind: None, documents, patterns, diagnostics, told: Tally::default() }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};

    use super::*;
    use crate::app::blocks::SIZE;
    use crate::app::blocks::tests::Drip;
    use crate::diagnostic::Severity;
    use crate::project::Project;
    use crate::render::{Format, Style};
    use crate::report::Summary;

    fn checked(input: impl Read + Send) -> FileReport {
        let env = Env::load(&crate::env::EnvOptions::default()).expect("nothing to load");
        check("a.ndjson", input, &env, None)
    }

    #[test]
    fn what_was_read_before_an_error_is_checked() {
        let text = "{\"patternId\": 1, \"gender\": 3, \"measurements\": {}}\n";
        let whole = checked(Drip { rest: text.as_bytes(), step: 1000, fails: false });
        let broken = checked(Drip { rest: text.as_bytes(), step: 1000, fails: true });
        assert!(!whole.diagnostics.is_empty());
        let rules = |report: &FileReport| report.diagnostics.iter().map(|one| one.rule).collect::<Vec<_>>();
        let with_error = [vec!["io-error"], rules(&whole)].concat();
        assert_eq!(rules(&broken), with_error);
    }

    #[test]
    fn bytes_that_are_no_text_end_the_check_at_their_line() {
        let good = "{\"patternId\": 1, \"gender\": 3, \"measurements\": {}}\r\r\n";
        let bytes = [good.as_bytes(), b"{\"patternId\": \xff}\n", good.as_bytes()].concat();
        let alone = checked(good.as_bytes());
        for step in [7, 1000] {
            let report = checked(Drip { rest: &bytes, step, fails: false });
            let (last, before) = report.diagnostics.split_last().expect("findings");
            assert_eq!(before.len(), alone.diagnostics.len());
            assert_eq!((last.rule, last.primary.span.clone()), ("encoding", good.len() + 14..good.len() + 15));
            let at = report.source.position(last.primary.span.start);
            assert_eq!((at.line, at.column), (3, 15));
            assert_eq!(report.source.slice(&last.primary.span), "?");
        }
    }

    /// Counts how often somebody who reads along sees more.
    #[derive(Default)]
    struct Seen {
        text: Vec<u8>,
        flushes: usize,
    }

    impl Write for Seen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.text.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            self.flushes += 1;
            Ok(())
        }
    }

    #[test]
    fn findings_are_told_while_more_is_to_come() {
        let line = "{\"patternId\": 1, \"gender\": 3, \"measurements\": {}}\n";
        let many = line.repeat(2 * SIZE / line.len() + 10);
        let env = Env::load(&crate::env::EnvOptions::default()).expect("nothing to load");
        let kept = checked(many.as_bytes());
        for format in [Format::Concise, Format::Jsonl] {
            let mut seen = Seen::default();
            let lines = format.lines(Style::default(), &Project::default()).expect("a format of lines");
            let early = Early::new(&mut seen, lines);
            let report = check("a.ndjson", many.as_bytes(), &env, Some(To { early: &early, input: 0 }));
            early.finish(&Summary::default()).expect("memory can be written to");
            assert!(report.diagnostics.is_empty() && report.source.is_empty());
            let errors = kept.diagnostics.iter().filter(|one| one.severity == Severity::Error).count();
            assert_eq!((report.documents, report.told.errors), (kept.documents, errors));
            // The last time when all is over.
            assert!(seen.flushes > 2, "{}", seen.flushes);
            let text = String::from_utf8(seen.text).expect("UTF-8");
            assert_eq!(text.lines().count(), kept.diagnostics.len() + usize::from(format == Format::Jsonl));
        }
        assert_eq!(kept.diagnostics.last().map(|one| one.primary.record), Some(Some(many.lines().count())));
    }
}
