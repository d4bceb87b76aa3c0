//! Some lines that follow each other, checked by one thread.
//!
//! Most are like others that were accepted, and no more than counted. The rest is checked when all lines of a block were
//! looked at: a processor that goes to and fro between accepting and explaining has forgotten each by the time it comes
//! back to it.

use super::{Place, Portion};
use crate::check::finish::Text;
use crate::check::{Checked, How, TAPE, check_closely, check_text, likeness, request};
use crate::diagnostic::Diagnostic;
use crate::document::Kind;
use crate::env::Env;
use crate::json::Tape;
use crate::source::Part;

pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    /// Where it begins, once that is known.
    from: Place,
    /// Where it would end at the beginning of a file.
    length: Place,
    accepted: Accepted,
    /// Every other line that holds anything, and what was found in it, once it is checked.
    others: Vec<Other<'a>>,
}

/// Lines that are like others: drafts that nothing is wrong with.
#[derive(Default)]
struct Accepted {
    count: usize,
    /// The patterns that they were held against, of several in a row the first.
    patterns: Vec<i64>,
    /// The number of the first of them, from 0.
    first: Option<usize>,
}

/// A line that is like no other.
struct Other<'a> {
    /// Line feeds before it in its piece.
    number: usize,
    /// Its first byte in its piece.
    at: usize,
    content: &'a str,
    checked: Checked,
}

impl<'a> Piece<'a> {
    /// Accepts the lines that are like others. None where they are no UTF-8.
    pub(super) fn accept(lines: &'a [u8], env: &Env, how: How) -> Option<Piece<'a>> {
        let accept = |content: &str| if how == How::Fast { likeness::accept(content, env) } else { None };
        Some(Piece::cut(std::str::from_utf8(lines).ok()?, accept))
    }

    /// All lines of a text that nothing is known of.
    pub(super) fn unknown(text: &'a str, from: Place) -> Piece<'a> {
        Piece { from, ..Piece::cut(text, |_| None) }
    }

    fn cut(text: &'a str, accept: impl Fn(&str) -> Option<likeness::Accepted>) -> Piece<'a> {
        let (mut accepted, mut others, mut record) = (Accepted::default(), Vec::new(), 0);
        for (number, (at, content)) in lines(text).enumerate() {
            record = number;
            if is_blank(content) {
                continue;
            }
            match accept(content) {
                Some(one) => accepted.add(number, one),
                None => others.push(Other { number, at, content, checked: Checked::default() }),
            }
        }
        let length = Place { offset: text.len(), record, returns: lone_returns(text) };
        Piece { text, from: Place::default(), length, accepted, others }
    }

    /// Tells where it begins. Answers where it ends.
    pub(super) fn begin(&mut self, from: Place) -> Place {
        self.from = from;
        from.plus(self.length)
    }

    pub(super) fn from(&self) -> Place {
        self.from
    }

    /// Checks every line that was not accepted, by itself.
    pub(super) fn check(&mut self, name: &str, hint: Option<Kind>, env: &Env, how: How) {
        // What a thread learns from the first lines of all may be said of those behind them.
        let is_learned = self.accepted.count > 0;
        self.each(name, |text, tape, checked| {
            *checked = if is_learned && request::is_doubted() {
                check_closely(text, tape, env, hint, how)
            } else {
                check_text(text, tape, env, || hint, how)
            };
        });
    }

    /// A line that is nothing by itself is what the lines around it are.
    pub(super) fn take(&mut self, name: &str, kind: Kind, env: &Env, how: How) {
        self.each(name, |text, tape, checked| {
            if checked.kind.is_none() {
                *checked = check_text(text, tape, env, || Some(kind), how);
            }
        });
    }

    fn each(&mut self, name: &str, mut check: impl FnMut(Text<'_>, &mut Tape, &mut Checked)) {
        let mut tape = TAPE.take();
        for other in &mut self.others {
            check(other.text(name, self.from), &mut tape, &mut other.checked);
        }
        TAPE.set(tape);
    }

    /// What the first line that tells is.
    pub(super) fn kind(&self) -> Option<Kind> {
        let other = self.others.iter().find_map(|other| Some((other.number, other.checked.kind?)));
        let accepted = self.accepted.first.map(|number| (number, Kind::Draft));
        [other, accepted].into_iter().flatten().min_by_key(|(number, _)| *number).map(|(_, kind)| kind)
    }

    /// Adds something to be said of the first line that holds anything. Answers whether there is one.
    pub(super) fn say_of_first(&mut self, name: &str, what: impl FnOnce(Text<'_>) -> Diagnostic) -> bool {
        let first = lines(self.text).enumerate().find(|(_, (_, content))| !is_blank(content));
        let Some((number, (at, content))) = first else { return false };
        if self.others.first().is_none_or(|other| other.number > number) {
            self.others.insert(0, Other { number, at, content, checked: Checked::default() });
        }
        let first = &mut self.others[0];
        first.checked.diagnostics.push(what(first.text(name, self.from)));
        true
    }

    /// What was found in all of them.
    pub(super) fn portion(self) -> Portion {
        let Piece { text, from, length, accepted, others } = self;
        let (documents, patterns) = (accepted.count, accepted.patterns);
        let mut portion = Portion { documents, patterns, ..Portion::default() };
        portion.diagnostics.reserve_exact(others.iter().map(|other| other.checked.diagnostics.len()).sum());
        portion.parts.reserve_exact(others.iter().filter(|other| !other.checked.diagnostics.is_empty()).count());
        // Carriage returns before a line that end one by themselves, and how far they were counted.
        let (mut returns, mut counted) = (from.returns, 0);
        for Other { number, at, content, checked } in others {
            portion.documents += checked.documents;
            let last = portion.patterns.last().copied();
            portion.patterns.extend(checked.patterns.into_iter().filter(|id| last != Some(*id)));
            if checked.diagnostics.is_empty() {
                continue;
            }
            portion.diagnostics.extend(checked.diagnostics);
            if length.returns > 0 {
                returns += lone_returns(&text[counted..at]);
                counted = at;
            }
            portion.parts.push(Part::new(from.offset + at, from.record + number + returns, content.to_owned()));
        }
        if from.offset == 0 && text.starts_with('\u{feff}') && portion.parts.first().is_none_or(|part| part.start() > 0)
        {
            // The mark stands there.
            let line = text.split_inclusive('\n').next().unwrap_or_default();
            portion.parts.insert(0, Part::new(0, 0, line.to_owned()));
        }
        portion.patterns.sort_unstable();
        portion.patterns.dedup();
        portion
    }
}

impl<'a> Other<'a> {
    /// The line as a text of a file, in a piece that begins there.
    fn text<'n>(&self, name: &'n str, from: Place) -> Text<'n>
    where
        'a: 'n,
    {
        let (base, record) = (from.offset + self.at, Some(from.record + self.number + 1));
        Text { name, content: self.content, base, record }
    }
}

impl Accepted {
    #[inline]
    fn add(&mut self, number: usize, accepted: likeness::Accepted) {
        self.count += 1;
        self.first.get_or_insert(number);
        self.patterns.extend(accepted.pattern.filter(|id| self.patterns.last() != Some(id)));
    }
}

/// About so many bytes are one piece.
const SIZE: usize = 64 << 10;

/// Some lines in pieces of whole lines.
pub(super) fn cut(lines: &[u8]) -> Vec<&[u8]> {
    let (mut pieces, mut rest) = (Vec::with_capacity(lines.len() / SIZE + 1), lines);
    while !rest.is_empty() {
        let least = rest.len().min(SIZE);
        let end = memchr::memchr(b'\n', &rest[least..]).map_or(rest.len(), |feed| least + feed + 1);
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// The lines of a text, each with its first byte, without what ends it.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|feed| feed + 1).chain([text.len()]);
    ends.map(move |end| {
        let at = std::mem::replace(&mut start, end);
        let line = &text[at..end];
        let line = line.strip_suffix('\n').unwrap_or(line);
        (at, if line.ends_with('\r') { line.trim_end_matches(['\n', '\r']) } else { line })
    })
}

/// Carriage returns that end a line by themselves.
fn lone_returns(text: &str) -> usize {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'\r', bytes).filter(|at| bytes.get(at + 1) != Some(&b'\n')).count()
}

fn is_blank(line: &str) -> bool {
    !line.starts_with('{') && line.trim_matches([' ', '\t', '\r', '\u{feff}']).is_empty()
}
