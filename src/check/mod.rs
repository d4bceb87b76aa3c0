//! The one function that turns a source into findings. Everything that checks calls it, and nothing below it.

mod batch;
mod finish;
mod layout;
mod likeness;
mod pieces;
mod records;
mod request;

use std::borrow::Cow;
use std::cell::Cell;

use smallvec::SmallVec;

use rayon::prelude::*;

use crate::batch::{FactList, Graph, Texts};
use crate::cap;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{BatchAt, Kind, Unit, named, recognise, units};
use crate::env::Env;
use crate::json::{self, Doc, SyntaxError, SyntaxErrorKind, Tape};
use crate::report::Tally;
use crate::rules::{self, Paths};
use crate::source::Source;
use finish::{Places, Text};
pub(crate) use records::are_in as holds_records;
pub use records::{Portion, Records};

/// What one source turned out to be and everything found in it.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Name of the document kind (`draft`, `batch`, ...); none when the file was skipped as somebody else's.
    pub kind: Option<&'static str>,
    /// Request bodies checked.
    pub documents: usize,
    /// Ids of the patterns that bodies were held against, ascending, unique.
    pub patterns: Vec<i64>,
    /// Sorted findings.
    pub diagnostics: Vec<Diagnostic>,
    /// Further findings: see [`Env::hold_findings`].
    pub omitted: Tally,
}

/// Checks one source: a document, an array of documents, or one document per line (`.ndjson`, `.jsonl`).
///
/// The answer depends on nothing but its arguments: not on the number of threads, not on other files.
pub fn check(source: &Source, env: &Env) -> Outcome {
    run(source, env, How::Fast)
}

/// Checks a batch in pieces of about so many bytes, as [`check`] does with large ones. None where it cannot be cut: it is no
/// batch, or not well-formed, or an action is given twice. For tests, which hold it against the whole.
#[doc(hidden)]
pub fn check_in_pieces(source: &Source, env: &Env, size: usize) -> Option<Outcome> {
    let env = &*env.for_file(source.name());
    let checked = pieces::check(source, env, How::Fast, size)?;
    Some(outcome(checked, source, env))
}

/// Does the work of [`check`] without its short cut for bodies that nothing is wrong with: the same findings, slowly.
/// For tests, which hold the two against each other.
#[doc(hidden)]
pub fn check_thoroughly(source: &Source, env: &Env) -> Outcome {
    run(source, env, How::Thorough)
}

/// Whether a draft is accepted because it is like one that this thread accepted before. For tests.
#[doc(hidden)]
pub fn is_familiar(text: &str, env: &Env) -> bool {
    likeness::accept(text, env).is_some()
}

/// What the graph of a batch is made of.
#[doc(hidden)]
pub struct Gathered<'a>(Vec<batch::Facts<'a>>);

/// Gathers what the graph of a batch needs to know of its actions, as [`check`] does beside their bodies. For benches.
#[doc(hidden)]
pub fn gather_links<'a>(doc: Doc<'_>, env: &'a Env) -> Gathered<'a> {
    let actions: Vec<_> = doc.root().get("actions").into_iter().flat_map(json::Value::members).collect();
    let gather = |action: &json::Member<'_>| crate::batch::gather(action.key, action.value, env.registry());
    Gathered(actions.par_iter().with_min_len(64).map(gather).collect())
}

/// Builds the graph of a batch, follows its references and asks every rule about it. Answers the number of findings. For
/// benches.
#[doc(hidden)]
pub fn check_links<'a>(doc: Doc<'a>, gathered: Gathered<'a>, env: &'a Env) -> usize {
    let text = Text { name: "", content: doc.text(), base: 0, record: None };
    let paths = Paths::default();
    let places = Places::of_document(text, doc, &paths);
    let facts: FactList<'_> = gathered.0.into_iter().collect();
    let graph = Graph::build(doc.root(), Texts::whole(doc), &facts);
    let mut diagnostics = Vec::new();
    batch::check_graph(&graph, BatchAt::Root, &Task { text, doc, env, how: How::Fast, places }, &mut diagnostics);
    diagnostics.len()
}

/// Whether a body that is accepted is left at that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// Only what is not accepted is explained and linted.
    Fast,
    /// Everything is.
    Thorough,
}

/// The tape of a document of so many bytes is worth keeping.
const SMALL: usize = 1 << 20;

thread_local! {
    /// What small documents of a tree are parsed into, one after another: they have the same keys, mostly.
    static TAPE: Cell<Tape> = Cell::default();
}

fn run(source: &Source, env: &Env, how: How) -> Outcome {
    let env = &*env.for_file(source.name());
    if records::are_in(source.name()) {
        let mut records = Records::checked(source.name(), Cow::Borrowed(env), how);
        let of_records = records.block(&Records::pieces(source.text().as_bytes())).unwrap_or_default();
        let (kind, rest) = records.finish();
        let Portion { documents, patterns, diagnostics, .. } = if kind.is_some() { of_records } else { rest };
        return Outcome { kind, documents, patterns, diagnostics, omitted: Tally::default() };
    }
    let in_pieces = || pieces::check_large(source, env, how);
    let one = in_pieces().unwrap_or_else(|| {
        let whole = Text { name: source.name(), content: source.text(), base: 0, record: None };
        let mut tape = TAPE.take();
        let checked = check_text(whole, &mut tape, env, || named(source.name()), how);
        if source.text().len() <= SMALL {
            TAPE.set(tape);
        }
        checked
    });
    outcome(one, source, env)
}

fn outcome(one: Checked, source: &Source, env: &Env) -> Outcome {
    let outcome = Outcome {
        kind: one.kind.map(Kind::name),
        documents: one.documents,
        patterns: one.patterns,
        diagnostics: one.diagnostics,
        omitted: one.omitted,
    };
    finished(outcome, source, env)
}

/// Leaves out what is not asked for, and puts the rest in order.
fn finished(mut outcome: Outcome, source: &Source, env: &Env) -> Outcome {
    if source.text().starts_with('\u{feff}') && outcome.kind.is_some() {
        outcome.diagnostics.push(finish::byte_order_mark());
    }
    order(&mut outcome.diagnostics, env);
    outcome.patterns.sort_unstable();
    outcome.patterns.dedup();
    outcome
}

/// Leaves out what is not asked for, and puts the rest in the order of the text.
fn order(diagnostics: &mut Vec<Diagnostic>, env: &Env) {
    env.settle(diagnostics);
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
}

/// What is being checked, and how.
struct Task<'a> {
    text: Text<'a>,
    doc: Doc<'a>,
    env: &'a Env,
    how: How,
    /// Places of the document as a whole.
    places: Places<'a>,
}

/// What one text (a file, or a record of one) turned out to be.
#[derive(Debug, Default)]
struct Checked {
    kind: Option<Kind>,
    documents: usize,
    patterns: Vec<i64>,
    diagnostics: Vec<Diagnostic>,
    omitted: Tally,
}

impl Checked {
    /// Forgets findings that nobody will look at.
    fn hold(&mut self, env: &Env) {
        if self.diagnostics.len() > env.most_findings().saturating_add(1) {
            order(&mut self.diagnostics, env);
            self.omitted.add(&cap::hold(&mut self.diagnostics, env.most_findings()));
        }
    }
}

/// Checks one text. `hint` is the kind of a text whose shape does not tell: what its file is named after, or what the
/// records around it are.
fn check_text(text: Text<'_>, tape: &mut Tape, env: &Env, hint: impl FnOnce() -> Option<Kind>, how: How) -> Checked {
    if let Some(accepted) = (how == How::Fast).then(|| likeness::accept(text.content, env)).flatten() {
        let patterns = accepted.pattern.into_iter().collect();
        return Checked { kind: Some(Kind::Draft), documents: 1, patterns, ..Checked::default() };
    }
    check_closely(text, tape, env, hint(), how)
}

/// Checks one text that is like none before.
fn check_closely(text: Text<'_>, tape: &mut Tape, env: &Env, hint: Option<Kind>, how: How) -> Checked {
    let errors = if json::parse_into(text.content, tape) { Vec::new() } else { json::recover(text.content, tape) };
    let doc = Doc::new(text.content, tape);
    let Some(kind) = kind_of(doc, env, hint) else {
        // Comments and trailing commas are what other tools' files are full of; anything else is a broken file.
        let foreign = errors.iter().all(|error| error.kind.is_jsonc());
        let diagnostics = if foreign { Vec::new() } else { syntax(text, errors) };
        return Checked { diagnostics, ..Checked::default() };
    };
    let mut checked = Checked { kind: Some(kind), diagnostics: syntax(text, errors), ..Checked::default() };
    let paths = Paths::default();
    let places = Places::of_document(text, doc, &paths);
    let duplicates = rules::duplicate_keys(doc, kind);
    checked.diagnostics.extend(duplicates.into_iter().map(|finding| places.finish(finding, None)));
    let units = units(doc.root(), kind, env.kind);
    checked.documents = units.iter().filter(|unit| unit.kind != Kind::Action && unit.kind != Kind::Batch).count();
    let check = |unit: &Unit| {
        let found = request::check(*unit, text, doc, env, how);
        (found, batch::gather(*unit, doc, env))
    };
    // A batch of two actions is not worth waking the other threads for.
    const WORTH_SHARING: usize = 256;
    // What was found in so many bodies is held at once, whatever is left of it then.
    const AT_ONCE: usize = 4096;
    let mut batches = batch::Batches::default();
    for units in units.chunks(AT_ONCE) {
        let found: SmallVec<[(request::Found, Option<batch::Facts<'_>>); 1]> = if units.len() < WORTH_SHARING {
            units.iter().map(check).collect()
        } else {
            units.par_iter().with_min_len(64).map(check).collect::<Vec<_>>().into()
        };
        if let [(one, None)] = found.as_slice() {
            likeness::learn(doc, units, one, env);
        }
        for (unit, (one, of_action)) in units.iter().zip(found) {
            checked.patterns.extend(one.pattern);
            if checked.diagnostics.is_empty() {
                checked.diagnostics = one.diagnostics;
            } else {
                checked.diagnostics.extend(one.diagnostics);
            }
            batches.add(*unit, of_action);
        }
        checked.hold(env);
    }
    checked.diagnostics.extend(batches.check(&Task { text, doc, env, how, places }));
    checked
}

fn kind_of(doc: Doc<'_>, env: &Env, hint: Option<Kind>) -> Option<Kind> {
    if let Some(forced) = env.kind {
        return Some(forced.kind);
    }
    let root = doc.root();
    let recognised = recognise(root, hint);
    // `--schema` and `--pattern` are for every draft of the run: what is nothing else is taken for one.
    if env.registry.is_fixed() && !matches!(recognised, Some(Kind::Batch | Kind::Draft)) {
        let broken = root.node().is_broken() || root.kind() == json::Kind::Missing;
        return if broken { recognised } else { Some(Kind::Draft) };
    }
    recognised
}

fn syntax(text: Text<'_>, errors: Vec<SyntaxError>) -> Vec<Diagnostic> {
    let rule = |kind| if kind == SyntaxErrorKind::NestingDepth { "nesting-depth" } else { "syntax" };
    errors.into_iter().map(|error| finish::syntax(error, rule, text, Severity::Error)).collect()
}
