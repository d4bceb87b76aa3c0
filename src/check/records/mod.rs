//! Files of one document per line, checked in blocks of whole lines: a stream of any length needs the room of one block.

mod piece;

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;

use piece::Piece;

use super::finish::{self, Text};
use super::{How, order};
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

    /// Some lines in pieces that threads take one after the other.
    pub fn pieces(lines: &[u8]) -> Vec<&[u8]> {
        piece::cut(lines)
    }

    /// Checks the next lines, given in pieces that end behind a line feed, but for the very last one. None where they are no
    /// UTF-8: then it is as if they had not been met.
    pub fn block<L: AsRef<[u8]> + Sync>(&mut self, pieces: &[L]) -> Option<Portion> {
        self.portions(pieces, |portion| portion).map(Portion::of_all)
    }

    /// The same in several portions that follow each other. What becomes of each is up to the thread that found it.
    pub fn portions<L: AsRef<[u8]> + Sync, T: Send>(
        &mut self,
        pieces: &[L],
        tell: impl Fn(Portion) -> T + Sync,
    ) -> Option<Vec<T>> {
        let (env, how) = (&*self.env, self.how);
        // Each piece is looked at once, while it is near.
        let accepted = pieces.par_iter().with_max_len(1).map(|lines| Piece::accept(lines.as_ref(), env, how));
        let mut pieces = accepted.collect::<Option<Vec<Piece<'_>>>>()?;
        let has_mark = || pieces.first().is_some_and(|piece| piece.text.starts_with('\u{feff}'));
        self.has_mark |= self.at.offset == 0 && has_mark();
        for piece in &mut pieces {
            self.at = piece.begin(self.at);
        }
        let Some(kind) = self.kind else { return Some(vec![tell(self.look_for_kind(pieces))]) };
        let check = |mut piece: Piece<'_>| {
            piece.check(&self.name, self.hint, &self.env, self.how);
            piece.take(&self.name, kind, &self.env, self.how);
            tell(self.finished(piece.portion()))
        };
        Some(pieces.into_par_iter().with_max_len(1).map(check).collect())
    }

    /// Checks lines before which none told what they are.
    fn look_for_kind(&mut self, mut pieces: Vec<Piece<'_>>) -> Portion {
        let name = Arc::clone(&self.name);
        pieces.par_iter_mut().with_max_len(1).for_each(|piece| piece.check(&name, self.hint, &self.env, self.how));
        let Some(kind) = pieces.iter().find_map(Piece::kind) else {
            self.wait(pieces);
            return Portion::default();
        };
        let waited = self.begin(kind);
        pieces.par_iter_mut().with_max_len(1).for_each(|piece| piece.take(&name, kind, &self.env, self.how));
        if self.passed_over > 0 {
            let passed_over = |first: Text<'_>| finish::passed_over(first, self.passed_over);
            pieces.iter_mut().any(|piece| piece.say_of_first(&name, passed_over));
        }
        self.finished(waited.with_all(pieces.into_iter().map(Piece::portion)))
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
        let texts: Vec<(Place, &str)> = pieces.iter().map(|piece| (piece.from(), piece.text)).collect();
        self.foreign = std::mem::take(&mut self.foreign).with_all(pieces.into_iter().map(Piece::portion));
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
        let waiting = std::mem::take(&mut self.waiting);
        let check = |(from, text): &(Place, String)| {
            let mut piece = Piece::unknown(text, *from);
            piece.take(&self.name, kind, &self.env, self.how);
            piece.portion()
        };
        let portions: Vec<Portion> = waiting.par_iter().with_max_len(1).map(check).collect();
        portion.with_all(portions)
    }

    fn finished(&self, mut portion: Portion) -> Portion {
        order(&mut portion.diagnostics, &self.env);
        portion.known_once()
    }
}

impl Portion {
    /// What was found in some lines after the other.
    pub(crate) fn of_all(portions: impl IntoIterator<Item = Portion>) -> Portion {
        Portion::default().with_all(portions).known_once()
    }

    fn known_once(mut self) -> Portion {
        self.patterns.sort_unstable();
        self.patterns.dedup();
        self
    }

    /// Adds what was found in the lines after these.
    fn with_all(mut self, portions: impl IntoIterator<Item = Portion>) -> Portion {
        for next in portions {
            self.documents += next.documents;
            self.patterns.extend(next.patterns);
            self.diagnostics.extend(next.diagnostics);
            self.parts.extend(next.parts);
        }
        self
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
