//! Files of one document per line, checked in blocks of whole lines: a stream of any length needs the room of one block.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;

use super::finish::{self, Text};
use super::{Checked, How, TAPE, check_text, order};
use crate::diagnostic::Diagnostic;
use crate::document::{Kind, named};
use crate::env::Env;
use crate::source::Part;

/// Bytes of records without a kind that are kept until one with a kind comes.
const PATIENCE: usize = 16 << 20;

/// Whether a file of this name holds one document per line.
pub(crate) fn are_in(name: &str) -> bool {
    ["ndjson", "jsonl"].iter().any(|ending| has_ending(name, ending))
}

/// Whether a name ends so, in letters of either case. (Splitting it takes longer, and every file of a tree is asked.)
fn has_ending(name: &str, ending: &str) -> bool {
    let dot = name.len().wrapping_sub(ending.len() + 1);
    let last = name.as_bytes().get(dot..).unwrap_or_default();
    last.first() == Some(&b'.') && last[1..].eq_ignore_ascii_case(ending.as_bytes())
}

/// What was found in some lines, after whatever was found before.
#[derive(Debug, Default)]
pub struct Portion {
    /// Request bodies checked.
    pub documents: usize,
    /// Ids of the patterns that bodies were held against, ascending, unique.
    pub patterns: Vec<i64>,
    /// Sorted findings.
    pub diagnostics: Vec<Diagnostic>,
    /// The lines that they are about.
    pub parts: Vec<Part>,
}

/// Checks a stream of records.
///
/// What is found does not depend on where blocks end, as long as a record with a kind comes within the first 16 MiB. Of
/// a stream whose kind shows later, the records up to the end of a block are not checked, which a finding says.
pub struct Records<'e> {
    name: Arc<str>,
    env: Cow<'e, Env>,
    how: How,
    /// What the file is named after.
    hint: Option<Kind>,
    /// What the first record that tells is.
    kind: Option<Kind>,
    /// Where the next block begins.
    at: Place,
    has_mark: bool,
    /// Blocks of records that tell nothing by themselves: they are what the records after them are.
    waiting: Vec<(Place, String)>,
    /// Records that were not waited for.
    passed_over: usize,
    /// What is left to say of those that nothing told the kind of.
    foreign: Portion,
}

/// Where a line begins.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    offset: usize,
    /// Line feeds before it.
    record: usize,
    /// Carriage returns before it that end a line by themselves. A record may hold some between its tokens.
    returns: usize,
}

impl<'e> Records<'e> {
    /// Begins a file of that name.
    pub fn new(name: &str, env: &'e Env) -> Records<'e> {
        Records::checked(name, env.for_file(name), How::Fast)
    }

    pub(super) fn checked(name: &str, env: Cow<'e, Env>, how: How) -> Records<'e> {
        Records {
            name: name.into(),
            env,
            how,
            hint: named(name),
            kind: None,
            at: Place::default(),
            has_mark: false,
            waiting: Vec::new(),
            passed_over: 0,
            foreign: Portion::default(),
        }
    }

    /// Bytes of all blocks so far.
    pub fn offset(&self) -> usize {
        self.at.offset
    }

    /// The index of the line, from 0, that the next block begins with.
    pub fn line(&self) -> usize {
        self.at.record + self.at.returns
    }

    /// Checks the next lines, given in pieces that end behind a line feed, but for the very last one.
    pub fn block(&mut self, texts: &[&str]) -> Portion {
        self.has_mark |= self.at.offset == 0 && texts.first().is_some_and(|text| text.starts_with('\u{feff}'));
        let name = Arc::clone(&self.name);
        let lengths: Vec<Place> = texts.par_iter().map(|text| length(text)).collect();
        let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(texts.len());
        for (text, length) in texts.iter().zip(lengths) {
            let to = self.at.plus(length);
            pieces.push(Piece { from: self.at, to, text, records: Vec::new(), checked: Vec::new() });
            self.at = to;
        }
        pieces.par_iter_mut().for_each(|piece| piece.check(&name, self.hint, &self.env, self.how));
        let kind = self.kind.or_else(|| pieces.iter().flat_map(|piece| &piece.checked).find_map(|one| one.kind));
        let Some(kind) = kind else {
            self.wait(pieces);
            return Portion::default();
        };
        let is_first = self.kind.is_none();
        let mut portion = if is_first { self.begin(kind) } else { Portion::default() };
        pieces.par_iter_mut().for_each(|piece| piece.take(kind, &self.env, self.how));
        let mut records = pieces.iter_mut().flat_map(|piece| piece.records.iter().zip(&mut piece.checked));
        if let Some((record, one)) = records.next().filter(|_| is_first && self.passed_over > 0) {
            one.diagnostics.push(finish::passed_over(*record, self.passed_over));
        }
        let portions: Vec<Portion> = pieces.into_par_iter().map(Piece::portion).collect();
        for of_piece in portions {
            portion.add(of_piece);
        }
        self.finished(portion)
    }

    /// What is left to say at the end, and what the records are.
    pub fn finish(mut self) -> (Option<&'static str>, Portion) {
        let foreign = std::mem::take(&mut self.foreign);
        if self.kind.is_some() {
            (self.kind.map(Kind::name), Portion::default())
        } else {
            (None, self.finished(foreign))
        }
    }

    /// Keeps records whose kind is not known yet.
    fn wait(&mut self, pieces: Vec<Piece<'_>>) {
        let texts: Vec<(Place, &str)> = pieces.iter().map(|piece| (piece.from, piece.text)).collect();
        for piece in pieces {
            self.foreign.add(piece.portion());
        }
        let waiting = self.waiting.iter().map(|(_, text)| text.len()).chain(texts.iter().map(|(_, text)| text.len()));
        if self.passed_over > 0 || waiting.sum::<usize>() > PATIENCE {
            self.passed_over = self.at.record;
            self.waiting.clear();
        } else {
            self.waiting.extend(texts.into_iter().map(|(from, text)| (from, text.to_owned())));
        }
    }

    /// The kind is known: checks what waited for it.
    fn begin(&mut self, kind: Kind) -> Portion {
        self.kind = Some(kind);
        self.foreign = Portion::default();
        let mut portion = Portion::default();
        if self.has_mark {
            portion.diagnostics.push(finish::byte_order_mark());
        }
        let name = Arc::clone(&self.name);
        let waiting = std::mem::take(&mut self.waiting);
        let check = |(from, text): &(Place, String)| {
            let records = split(&name, text, *from);
            let mut checked: Vec<Checked> = Vec::new();
            checked.resize_with(records.len(), Checked::default);
            let mut piece = Piece { from: *from, to: from.plus(length(text)), text, records, checked };
            piece.take(kind, &self.env, self.how);
            piece.portion()
        };
        let portions: Vec<Portion> = waiting.par_iter().map(check).collect();
        for of_piece in portions {
            portion.add(of_piece);
        }
        portion
    }

    fn finished(&self, mut portion: Portion) -> Portion {
        order(&mut portion.diagnostics, &self.env);
        portion.patterns.sort_unstable();
        portion.patterns.dedup();
        portion
    }
}

/// Some lines that follow each other, and what was found in each.
struct Piece<'a> {
    from: Place,
    to: Place,
    text: &'a str,
    records: Vec<Text<'a>>,
    checked: Vec<Checked>,
}

impl<'a> Piece<'a> {
    /// Checks every line by itself.
    fn check(&mut self, name: &'a str, hint: Option<Kind>, env: &Env, how: How) {
        self.records = split(name, self.text, self.from);
        let mut tape = TAPE.take();
        self.checked = self.records.iter().map(|record| check_text(*record, &mut tape, env, || hint, how)).collect();
        TAPE.set(tape);
    }

    /// A line that is nothing by itself is what the lines around it are.
    fn take(&mut self, kind: Kind, env: &Env, how: How) {
        let mut tape = TAPE.take();
        for (one, record) in self.checked.iter_mut().zip(&self.records).filter(|(one, _)| one.kind.is_none()) {
            *one = check_text(*record, &mut tape, env, || Some(kind), how);
        }
        TAPE.set(tape);
    }

    /// What was found in all of them.
    fn portion(self) -> Portion {
        let Piece { from, to, text, records, checked } = self;
        let mut portion = Portion::default();
        // Carriage returns before a record that end a line by themselves, and how far they were counted.
        let (mut returns, mut counted) = (from.returns, 0);
        for (one, record) in checked.into_iter().zip(records) {
            portion.documents += one.documents;
            let last = portion.patterns.last().copied();
            portion.patterns.extend(one.patterns.into_iter().filter(|id| last != Some(*id)));
            if one.diagnostics.is_empty() {
                continue;
            }
            portion.diagnostics.extend(one.diagnostics);
            let before = record.base - from.offset;
            if from.returns != to.returns {
                returns += length(&text[counted..before]).returns;
                counted = before;
            }
            let line = record.record.map_or(from.record, |record| record - 1) + returns;
            portion.parts.push(Part::new(record.base, line, record.content.to_owned()));
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

impl Portion {
    /// Adds what was found in the lines after these.
    fn add(&mut self, next: Portion) {
        self.documents += next.documents;
        self.patterns.extend(next.patterns);
        self.diagnostics.extend(next.diagnostics);
        self.parts.extend(next.parts);
    }
}

impl Place {
    /// A place so far behind another.
    fn plus(self, length: Place) -> Place {
        Place {
            offset: self.offset + length.offset,
            record: self.record + length.record,
            returns: self.returns + length.returns,
        }
    }
}

/// Where a text ends that begins a file.
fn length(text: &str) -> Place {
    let bytes = text.as_bytes();
    let is_alone = |at: &usize| bytes.get(at + 1) != Some(&b'\n');
    Place {
        offset: bytes.len(),
        record: memchr::memchr_iter(b'\n', bytes).count(),
        returns: memchr::memchr_iter(b'\r', bytes).filter(is_alone).count(),
    }
}

/// The lines of a block that hold anything.
fn split<'a>(name: &'a str, text: &'a str, from: Place) -> Vec<Text<'a>> {
    let mut records = Vec::new();
    let mut base = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).chain([text.len()]);
    for (number, end) in ends.enumerate() {
        let content = text[base..end].trim_end_matches(['\n', '\r']);
        if !content.trim_matches([' ', '\t', '\r', '\u{feff}']).is_empty() {
            let (base, record) = (from.offset + base, Some(from.record + number + 1));
            records.push(Text { name, content, base, record });
        }
        base = end;
    }
    records
}
