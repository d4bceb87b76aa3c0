//! Large batches: cut between actions, parsed and checked on all threads, with one small tape for each.
//!
//! Nobody knows where an action begins without having read everything before it. So the cuts are guessed, at what looks
//! like the start of an action, and each thread reads on from its own to the next one. Where reading stops exactly at the
//! next cut, that was a good guess; where not, the piece that begins there is forgotten and the text is read again.

use std::ops::Range;

use rayon::prelude::*;

use super::batch;
use super::finish::{Places, Text};
use super::{Checked, How, TAPE, Task, likeness, request};
use crate::batch::{Actions, FactList, Facts, Graph, Pieces, Texts, gather};
use crate::document::{BatchAt, Kind, Origin, Unit, units_of};
use crate::env::Env;
use crate::json::{Doc, Stop, Tape, end_of_string, parse_around, parse_members, skip_whitespace};
use crate::rules::{self, Paths};
use crate::source::{Source, Stretches};

/// About so many bytes are one piece. A text of a few pieces is not worth it.
const SIZE: usize = 128 * 1024;

/// Beyond this many times the size of a piece, the last action of it is not waited for: a wrong guess would read on to the
/// end of the text.
const PATIENCE: usize = 4;

/// Pieces that are checked before what was found in them is put together.
const AT_ONCE: usize = 256;

/// What was found in some actions that follow each other.
struct Piece<'e> {
    stop: Stop,
    /// Where lines may end in it: nowhere else.
    lines: Stretches,
    facts: FactList<'e>,
    checked: Checked,
}

/// Checks a large batch in pieces. None where that cannot be done, or would be no faster than the whole.
pub(super) fn check_large(source: &Source, env: &Env, how: How) -> Option<Checked> {
    let (actions, cuts) = cut(source.text(), env, SIZE)?;
    // With a few cuts only, one thread would do the work that all share in the whole.
    if cuts.len() < source.text().len() / (PATIENCE * SIZE) {
        return None;
    }
    check_cut(source, &actions, &cuts, env, how, SIZE)
}

/// Checks a batch in pieces of about so many bytes. None where that cannot be done, whatever the reason.
pub(super) fn check(source: &Source, env: &Env, how: How, size: usize) -> Option<Checked> {
    let (actions, cuts) = cut(source.text(), env, size)?;
    check_cut(source, &actions, &cuts, env, how, size)
}

fn cut(text: &str, env: &Env, size: usize) -> Option<(Actions, Vec<usize>)> {
    if text.len() < PATIENCE * size || env.kind.is_some_and(|forced| forced.kind != Kind::Batch || forced.elements) {
        return None;
    }
    let actions = Actions::find(text)?;
    let cuts = actions.cuts(text, size);
    Some((actions, cuts))
}

fn check_cut(source: &Source, actions: &Actions, cuts: &[usize], env: &Env, how: How, size: usize) -> Option<Checked> {
    let text = source.text();
    let guess = |at: usize| {
        let limit = cuts.get(cuts.partition_point(|cut| *cut <= at)).copied().unwrap_or(text.len());
        // Cut off, for the parser to stop there.
        let seen = &text[..boundary(text, limit.saturating_add(PATIENCE * size))];
        let mut tape = TAPE.take();
        let piece = piece(seen, at, limit, env, how, &mut tape);
        TAPE.set(tape);
        let mut piece = piece?;
        let lines = std::mem::take(&mut piece.lines);
        if !piece.checked.diagnostics.is_empty() {
            // Their lines will be asked for.
            source.count_lines(&(at..piece.stop.offset()), &lines);
        }
        Some(piece)
    };
    // Of many pieces, not all are held at once: each may be full of findings.
    let guessed = cuts.chunks(AT_ONCE).flat_map(|cuts| {
        let guessed: Vec<Option<Piece<'_>>> = cuts.par_iter().with_max_len(1).map(|at| guess(*at)).collect();
        cuts.iter().zip(guessed)
    });

    // Follow the pieces that fit together.
    let mut guessed = guessed.peekable();
    let mut tape = Tape::default();
    let mut checked = Checked { kind: Some(Kind::Batch), ..Checked::default() };
    let mut facts = FactList::default();
    let mut at = actions.first;
    let end = loop {
        while guessed.next_if(|(cut, _)| **cut < at).is_some() {}
        let good = guessed.next_if(|(cut, _)| **cut == at).and_then(|(_, piece)| piece);
        let next = good.or_else(|| {
            let limit = guessed.peek().map_or(text.len(), |(cut, _)| **cut);
            piece(text, at, limit, env, how, &mut tape)
        })?;
        checked.documents += next.checked.documents;
        checked.patterns.extend(next.checked.patterns);
        checked.diagnostics.extend(next.checked.diagnostics);
        checked.hold(env);
        facts.append(next.facts);
        match next.stop {
            Stop::Member(next) => at = next,
            Stop::End(end) => break end,
        }
    };
    around(text, actions.object..end, &facts, &mut checked, env, how)?;
    Some(checked)
}

/// The last offset up to `at` that begins a character, or the end of the text.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Checks the actions from `at` to `limit`. None where the text is no JSON there.
fn piece<'e>(text: &str, at: usize, limit: usize, env: &'e Env, how: How, tape: &mut Tape) -> Option<Piece<'e>> {
    let mut piece = Piece {
        stop: Stop::Member(at),
        lines: Stretches::default(),
        facts: FactList::default(),
        checked: Checked::default(),
    };
    let mut next = at;
    loop {
        let stop = match piece.familiar(text, next, env, how) {
            Some(stop) => stop,
            None => piece.action(text, next, env, how, tape)?,
        };
        match stop {
            Stop::Member(key) if key < limit => next = key,
            stop => {
                piece.stop = stop;
                break;
            }
        }
    }
    piece.checked.patterns.sort_unstable();
    piece.checked.patterns.dedup();
    Some(piece)
}

impl<'e> Piece<'e> {
    /// Accepts an action that is like one before.
    fn familiar(&mut self, text: &str, key: usize, env: &'e Env, how: How) -> Option<Stop> {
        let bytes = text.as_bytes();
        if how != How::Fast {
            return None;
        }
        let name_end = end_of_string(bytes, key)?;
        let colon = skip_whitespace(bytes, name_end);
        let value = (bytes.get(colon) == Some(&b':')).then(|| skip_whitespace(bytes, colon + 1))?;
        let action = likeness::accept_action(text, value, env)?;
        let end = skip_whitespace(bytes, action.end);
        let stop = match bytes.get(end)? {
            b',' => Stop::Member(skip_whitespace(bytes, end + 1)),
            b'}' => Stop::End(end + 1),
            _ => return None,
        };
        if action.has_lines || value > name_end + 1 {
            self.lines.push(key..action.end);
        }
        self.lines.push(action.end..stop.offset());
        self.facts.push(Facts::of_plain_draft(text, key as u32));
        self.checked.documents += 1;
        self.checked.patterns.extend(action.body.pattern.filter(|id| self.checked.patterns.last() != Some(id)));
        Some(stop)
    }

    /// Parses and checks an action.
    fn action(&mut self, text: &str, key: usize, env: &'e Env, how: How, tape: &mut Tape) -> Option<Stop> {
        let stop = parse_members(text, key, key, Pieces::DEPTH, tape)?;
        self.lines.push(key..stop.offset());
        let doc = Doc::new(text, tape);
        let text = Text { name: "", content: text, base: 0, record: None };
        let checked = &mut self.checked;
        let before = checked.diagnostics.len();
        if doc.has_duplicate_keys() {
            let paths = Paths::default();
            let places = Places::below(text, doc, "/actions".to_owned(), &paths);
            let repeats = rules::duplicate_keys(doc, Kind::Action);
            checked.diagnostics.extend(repeats.into_iter().map(|finding| places.finish(finding, None)));
        }
        for action in doc.root().members() {
            self.facts.push(gather(action.key, action.value, env.registry()));
            for unit in units_of(action, BatchAt::Root) {
                let mut found = request::check(unit, text, doc, env, how);
                checked.documents += usize::from(unit.kind != Kind::Action);
                checked.patterns.extend(found.pattern);
                checked.diagnostics.append(&mut found.diagnostics);
                if checked.diagnostics.len() == before {
                    likeness::learn_action(action.value, &found, env);
                }
            }
        }
        Some(stop)
    }
}

/// Checks what stands around the actions, and what holds them together.
fn around(
    text: &str,
    actions: Range<usize>,
    facts: &FactList<'_>,
    checked: &mut Checked,
    env: &Env,
    how: How,
) -> Option<()> {
    let mut tape = Tape::default();
    if !parse_around(text, actions.clone(), &mut tape) {
        return None;
    }
    let doc = Doc::new(text, &tape);
    // Of two lists of actions, or two actions of one id, only one counts: that is for the whole to tell.
    if doc.root().node().has_duplicate_keys() {
        return None;
    }
    let pieces = Pieces::new(text, &tape, actions, facts.keys());
    let texts = Texts::Pieces(&pieces);
    let graph = Graph::build(doc.root(), texts, facts);
    if graph.repeats_ids() {
        return None;
    }
    let paths = Paths::default();
    let text = Text { name: "", content: text, base: 0, record: None };
    let places = Places::of_document(text, doc, &paths).of_texts(texts);
    let repeats = rules::duplicate_keys(doc, Kind::Batch);
    checked.diagnostics.extend(repeats.into_iter().map(|finding| places.finish(finding, None)));
    let unit = Unit { kind: Kind::Batch, body: 0, origin: Origin::Root };
    checked.diagnostics.extend(request::check(unit, text, doc, env, how).diagnostics);
    batch::check_graph(&graph, BatchAt::Root, &Task { text, doc, env, how, places }, &mut checked.diagnostics);
    Some(())
}
