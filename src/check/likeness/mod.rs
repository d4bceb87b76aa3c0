//! Accepting a draft while it is read, because it answers everything that it is asked like one that was accepted before.
//!
//! ```text
//! read    text    -> the keys of each object, by number; numbers held against their bounds, other values kept if asked
//! answers of each -> what its objects are asked next, or nothing: then the draft is parsed and checked as any other
//! learn   draft that was accepted -> the keys of its objects, what is asked about each, and what it answered
//! ```
//!
//! A gate asks of most members no more than a number within bounds, of some whether they are there, of few what they are.
//! A draft of which all this is known needs no tape. Nothing is ever refused here.

mod answers;
mod askers;
mod learn;
mod places;
mod read;

use std::cell::Cell;

use super::request::Found;
use crate::document::{Kind, Unit, recognise};
use crate::env::Env;
use crate::json::{Doc, Value};
use answers::{ACTION, Answers, ROOT};
use askers::Askers;
use places::Places;
use read::Seen;

/// What is known of drafts that were accepted.
#[derive(Debug, Default)]
struct Likeness {
    /// What they were held against.
    env: u64,
    places: Places,
    answers: Answers,
    seen: Seen,
    /// Texts that were looked at, those among them that were known, and those that were learned.
    looked: u32,
    hits: u32,
    learned: u32,
}

thread_local! {
    static LIKENESS: Cell<Option<Box<Likeness>>> = const { Cell::new(None) };
}

/// So many drafts are learned, and one more for so many that were known.
const TRIES: u32 = 64;
const HITS_PER_TRY: u32 = 4;

/// So many texts are looked at before it is asked whether that was worth it: if not even one of so many was known.
const LOOKS: u32 = 2048;
const LOOKS_PER_HIT: u32 = 8;

/// A draft that was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Accepted {
    /// The number of the pattern that it was held against.
    pub(super) pattern: Option<i64>,
}

/// An action whose body was accepted.
#[derive(Debug, Clone, Copy)]
pub(super) struct AcceptedAction {
    pub(super) body: Accepted,
    /// Where it ends.
    pub(super) end: usize,
    /// Whether it may have more than one line.
    pub(super) has_lines: bool,
}

/// Accepts a text that is a draft like those that were accepted before. None says nothing about it.
#[inline]
pub(super) fn accept(text: &str, env: &Env) -> Option<Accepted> {
    with(env, |likeness| likeness.accept(text, env))?
}

/// The same for the value of an action that begins at an offset.
#[inline]
pub(super) fn accept_action(text: &str, at: usize, env: &Env) -> Option<AcceptedAction> {
    with(env, |likeness| likeness.accept_action(text, at, env))?
}

/// What is known about drafts like these, if anything is.
#[inline]
fn with<T>(env: &Env, ask: impl FnOnce(&mut Likeness) -> T) -> Option<T> {
    let mut likeness = LIKENESS.take()?;
    let answer = (likeness.env == env.id()).then(|| ask(&mut likeness));
    LIKENESS.set(Some(likeness));
    answer
}

/// Remembers a document that was accepted, if it is a draft.
pub(super) fn learn(doc: Doc<'_>, units: &[Unit], found: &Found, env: &Env) {
    let [Unit { kind: Kind::Draft, body: 0, .. }] = units else { return };
    let is_told_by_itself = || env.kind.is_some() || recognise(doc.root(), None) == Some(Kind::Draft);
    if found.is_accepted && is_told_by_itself() {
        learn_with(env, |likeness| likeness.learn(doc.root(), doc.root(), env));
    }
}

/// Remembers an action that nothing was found in, if its body is a draft that was accepted.
pub(super) fn learn_action(action: Value<'_>, found: &Found, env: &Env) {
    if let Some(body) = action.get("body").filter(|_| found.is_accepted) {
        learn_with(env, |likeness| likeness.learn(action, body, env));
    }
}

fn learn_with(env: &Env, learn: impl FnOnce(&mut Likeness)) {
    // What is plausible is asked of every number.
    if env.plausibility().is_some() {
        return;
    }
    let mut likeness = LIKENESS.take().unwrap_or_default();
    if likeness.env != env.id() {
        *likeness = Likeness { env: env.id(), ..Likeness::default() };
    }
    learn(&mut likeness);
    LIKENESS.set(Some(likeness));
}

impl Likeness {
    fn accept(&mut self, text: &str, env: &Env) -> Option<Accepted> {
        if !self.is_worth_it() {
            return None;
        }
        read::document(&self.places, Askers(&env.registry), text, &mut self.seen)?;
        self.answer(text, ROOT)
    }

    fn accept_action(&mut self, text: &str, at: usize, env: &Env) -> Option<AcceptedAction> {
        if !self.is_worth_it() {
            return None;
        }
        let end = read::action(&self.places, Askers(&env.registry), text, at, &mut self.seen)?;
        let has_lines = self.seen.has_lines;
        Some(AcceptedAction { body: self.answer(text, ACTION)?, end, has_lines })
    }

    /// Whether another text is to be looked at.
    fn is_worth_it(&mut self) -> bool {
        let is_worth_it = self.looked <= LOOKS || self.looked / LOOKS_PER_HIT <= self.hits;
        self.looked = self.looked.saturating_add(u32::from(is_worth_it));
        is_worth_it
    }

    fn answer(&mut self, text: &str, asked: answers::AskedId) -> Option<Accepted> {
        let pattern = self.answers.all(&self.places, text, &mut self.seen, asked)?;
        self.hits = self.hits.saturating_add(1);
        Some(Accepted { pattern })
    }
}

#[cfg(test)]
mod tests;
