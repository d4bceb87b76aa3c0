//! Checking one request body: accepted at once, or explained and linted.

use std::cell::Cell;

use hashbrown::HashMap;

use super::How;
use super::finish::{Demander, Places, Text};
use crate::diagnostic::{Diagnostic, Server, Severity};
use crate::document::{Kind, Unit, guard, shipped};
use crate::env::Env;
use crate::json::{Doc, Value};
use crate::pattern::Pattern;
use crate::rules::{ByKind, Context, Finding, Origin, Spot, Violation, is_left_to_selection, violations};
use crate::schema::{Engine, Keyword, Plan, Schema, holds_hole, is_hole};

/// Bytes of a body that it costs nothing to look at closely.
const SMALL: usize = 1 << 16;

thread_local! {
    /// How many drafts on end had something wrong with them, of those that were not accepted for being like others.
    static REFUSED: Cell<u32> = const { Cell::new(0) };
}

/// After so many that were refused, the next one probably will be.
const DOUBT: u32 = 8;

/// Whether the next draft that is not accepted for being like others is refused, probably: the last ones were.
pub(super) fn is_doubted() -> bool {
    REFUSED.get() >= DOUBT
}

/// What was found about one body.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The pattern that it was held against.
    pub(super) pattern: Option<i64>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// It is a draft that everything it is held against accepts without a closer look.
    pub(super) is_accepted: bool,
}

/// Checks one body.
pub(super) fn check(unit: Unit, text: Text<'_>, doc: Doc<'_>, env: &Env, how: How) -> Found {
    let body = doc.value(unit.body);
    if body.node().is_broken() {
        // What could not be read was reported; guesses about the rest would only hide it.
        return Found::default();
    }
    let holes = unit.origin.holds_references();
    if holes && is_hole(body) {
        // Whatever it stands for is not known yet.
        return Found::default();
    }
    let is_early = body.span().len() < SMALL && env.is_early();
    let is_fast = how == How::Fast && !is_early;
    let plan = shipped::plan(unit.kind);
    if unit.kind != Kind::Draft {
        let accepted = is_fast && plan.is_none_or(|plan| plan.accepts(body, holes));
        if accepted && guard::accepts(unit.kind, body, holes) && env.is_plausible(body) {
            return Found::default();
        }
        let context = Context::new(unit.kind, body, None, &env.registry, holes);
        let context = context.held_to(env.plausibility()).in_file(text.name).in_brief(env.is_brief());
        let mut worded = Worded::new(unit, text, doc, &context, is_fast);
        if let Some(plan) = plan.filter(|_| !accepted) {
            worded.explain(plan, Origin::Kind);
        }
        worded.lint();
        return Found { diagnostics: worded.finish(), ..Found::default() };
    }
    let pattern = env.registry.pattern_of(body);
    let id = pattern.and_then(|pattern| pattern.id);
    let holes = holes && holds_hole(body);
    let is_accepted =
        || is_fast && pattern.is_some_and(|pattern| pattern.accepts(body, holes)) && env.is_plausible(body);
    let accepted = Found { pattern: id, diagnostics: Vec::new(), is_accepted: true };
    // Where those that are accepted are like others, this one is refused, probably: it is not asked first whether it is.
    let is_doubted = is_doubted();
    if !is_doubted && is_accepted() {
        REFUSED.set(0);
        return accepted;
    }
    // Most of what is refused is refused by the service alone.
    let is_quiet = is_fast && pattern.is_some_and(|pattern| pattern.is_quiet(body, holes)) && env.is_plausible(body);
    let context = Context::new(unit.kind, body, pattern, &env.registry, holes);
    let context = context.held_to(env.plausibility()).in_brief(env.is_brief());
    let worded = Worded::new(unit, text, doc, &context, is_fast);
    let mut diagnostics = worded.draft(pattern, plan, is_quiet);
    let is_refused = is_fast && !diagnostics.is_empty();
    REFUSED.set(if is_refused { REFUSED.get().saturating_add(1) } else { 0 });
    // Whoever finds something in it would not have accepted it.
    if is_doubted && diagnostics.is_empty() && is_accepted() {
        return accepted;
    }
    for diagnostic in &mut diagnostics {
        diagnostic.pattern = id;
    }
    Found { pattern: id, diagnostics, is_accepted: false }
}

/// The findings about one body, as they are worded.
struct Worded<'a> {
    unit: Unit,
    text: Text<'a>,
    doc: Doc<'a>,
    context: &'a Context<'a>,
    /// A plan that accepts the body is not asked to explain it.
    is_fast: bool,
    findings: Vec<(Finding, Option<Demander<'a>>)>,
    /// Where the first finding about each topic stands in the list, once there are more than a [`FEW`].
    topics: HashMap<Topic, usize>,
}

/// So many findings are compared with each other: no table is made for them.
const FEW: usize = 8;

/// What a finding is about: one key or value; or, of the many things that an object may lack, the one that the message
/// names.
type Topic = (Spot, Option<String>);

fn topic(finding: &Finding) -> Topic {
    (finding.spot, matches!(finding.spot, Spot::Lack(_)).then(|| finding.message.clone()))
}

impl<'a> Worded<'a> {
    fn new(unit: Unit, text: Text<'a>, doc: Doc<'a>, context: &'a Context<'a>, is_fast: bool) -> Worded<'a> {
        Worded { unit, text, doc, context, is_fast, findings: Vec::new(), topics: HashMap::new() }
    }

    /// Adds what the server refuses. What one rule says of one place is one finding, with the texts of all.
    fn refused(&mut self, finding: Finding, demander: Demander<'a>) {
        let same = self.known(&finding).map(|at| &mut self.findings[at].0);
        match same.filter(|same| same.rule == finding.rule) {
            Some(same) => same.join(finding),
            None => self.push(finding, Some(demander)),
        }
    }

    /// Adds what is no more than another reading of the same request, unless its topic has a finding already.
    fn add(&mut self, finding: Finding, demander: Option<Demander<'a>>) {
        if self.known(&finding).is_none() {
            self.push(finding, demander);
        }
    }

    /// Where the first finding about the topic of this one stands in the list.
    fn known(&self, finding: &Finding) -> Option<usize> {
        if self.findings.len() > FEW {
            return self.topics.get(&topic(finding)).copied();
        }
        let is_lack = matches!(finding.spot, Spot::Lack(_));
        let is_same = |known: &Finding| known.spot == finding.spot && (!is_lack || known.message == finding.message);
        self.findings.iter().position(|(known, _)| is_same(known))
    }

    fn push(&mut self, finding: Finding, demander: Option<Demander<'a>>) {
        if self.findings.is_empty() {
            // Most bodies that anything is wrong with have one thing wrong with them, and findings are large.
            self.findings.reserve_exact(1);
        }
        self.findings.push((finding, demander));
        if self.findings.len() <= FEW {
            return;
        }
        // The table is made for all of them at once, and grows by one after that.
        let from = if self.topics.is_empty() { 0 } else { self.findings.len() - 1 };
        for (at, (finding, _)) in self.findings.iter().enumerate().skip(from) {
            self.topics.entry(topic(finding)).or_insert(at);
        }
    }

    /// Says everything about a draft. One that is quiet is refused by its pattern, if at all.
    fn draft(mut self, pattern: Option<&'a Pattern>, kind: Option<&'a Plan>, is_quiet: bool) -> Vec<Diagnostic> {
        match pattern.and_then(|pattern| pattern.schema.as_ref()) {
            Some(Schema::Plan(plan)) => self.explain(plan, Origin::Server),
            Some(Schema::Engine(engine)) => self.run_engine(engine),
            None => {}
        }
        if let Some(derived) = pattern.and_then(|pattern| pattern.derived.as_ref()) {
            self.explain(&derived.plan, Origin::Data);
        }
        if !is_quiet {
            if let Some(plan) = kind {
                self.explain(plan, Origin::Kind);
            }
            self.lint();
        }
        self.finish()
    }

    /// Words everything that a schema refuses.
    fn explain(&mut self, plan: &'a Plan, origin: Origin) {
        let Context { body, holes, .. } = *self.context;
        // The schema of the service is what mostly refuses.
        if self.is_fast && origin != Origin::Server && plan.surely_accepts(body, holes) {
            return;
        }
        let explanation = plan.explain(body, holes);
        let rules = ByKind::of(self.context.kind);
        let undecided_at = explanation.undecided();
        for violation in violations(explanation, self.doc, origin) {
            // The server's arithmetic is not that of our data: an exact multiple is one.
            if origin == Origin::Data && (is_float_noise(&violation) || is_left_to_selection(&violation, self.context))
            {
                continue;
            }
            // A finding about a value's type has the value for its topic, and would be left out.
            let is_told = |spot: Spot| self.findings.iter().any(|(known, _)| known.spot == spot);
            if origin == Origin::Kind && violation.keyword == Keyword::Type && is_told(Spot::of(violation.value)) {
                continue;
            }
            let Some(mut finding) = rules.word(&violation, self.context) else { continue };
            let demander = Demander { plan, origin, pattern: self.context.pattern };
            if origin == Origin::Server {
                finding.server = Some(Server::Rejects);
                finding.texts = violation.texts;
                self.refused(finding, demander);
            } else {
                finding.server = Some(self.context.let_through());
                self.add(finding, Some(demander));
            }
        }
        if origin == Origin::Server
            && let Some(at) = undecided_at
        {
            let finding = undecided(self.doc.value(at));
            self.push(finding, None);
        }
    }

    /// Reports what a schema of another draft refuses. ajv 6 does not read such schemas, so that the server's answer is
    /// not known, nor what the schema says beside a reference.
    fn run_engine(&mut self, engine: &Engine) {
        let body = self.context.body;
        for error in engine.errors(body) {
            let value = self.doc.value(error.at);
            let holds_hole = self.context.holes && holes_in(value);
            if holds_hole || holes_above(body, value, self.context.holes) {
                continue;
            }
            let message = format!("the schema's `{}` refuses this: {}", error.keyword, error.message);
            let spot = if value.is_object() || value.is_array() { Spot::Lack(error.at) } else { Spot::Node(error.at) };
            let mut finding = Finding::new("schema-violation", Severity::Error, spot, message);
            finding.server = Some(Server::Unknown);
            self.add(finding, None);
        }
    }

    /// Looks for what the schema lets through.
    fn lint(&mut self) {
        let plan = self.context.pattern.and_then(Pattern::plan);
        self.context.tell(self.findings.iter().map(|(finding, _)| finding.spot));
        for mut finding in ByKind::of(self.context.kind).lint(self.context) {
            finding.server.get_or_insert(self.context.let_through());
            let pattern = self.context.pattern;
            let demander = plan.map(|plan| Demander { plan, origin: Origin::Data, pattern });
            // Rules about pattern files look at different things: no two of them tell of one cause.
            if matches!(self.context.kind, Kind::PatternData | Kind::PatternSchema) {
                self.push(finding, demander);
                continue;
            }
            self.add(finding, demander);
        }
    }

    fn finish(self) -> Vec<Diagnostic> {
        let Worded { unit, text, doc, context, findings, .. } = self;
        if findings.is_empty() {
            return Vec::new();
        }
        let places = Places::of_body(text, doc, unit, context.paths()).in_brief(context.is_brief());
        findings.into_iter().map(|(finding, demander)| places.finish_with(finding, demander.as_ref())).collect()
    }
}

/// Whether a value is a reference to something that exists only when the batch runs, or holds one.
fn holes_in(value: Value<'_>) -> bool {
    let doc = value.doc();
    (value.index()..value.node().next).any(|index| is_hole(doc.value(index)))
}

/// Whether a value lies inside such a reference.
fn holes_above(body: Value<'_>, value: Value<'_>, holes: bool) -> bool {
    let doc = value.doc();
    holes && (body.index()..value.index()).any(|index| doc.value(index).contains(value) && is_hole(doc.value(index)))
}

/// Whether a number fails `multipleOf` in floating point only.
fn is_float_noise(violation: &Violation<'_>) -> bool {
    use crate::json::Decimal;
    let step = violation.plan.multiple_of_literal(violation.sub).and_then(Decimal::parse);
    let exact = || Decimal::parse(violation.value.raw())?.is_multiple_of(step?);
    violation.keyword == Keyword::MultipleOf && exact() == Some(true)
}

/// A pattern of the schema needs more steps than it is given.
fn undecided(value: Value<'_>) -> Finding {
    use crate::diagnostic::Severity;
    let message = "a pattern of the schema cannot be decided on this value in reasonable time";
    let mut finding = Finding::new("schema-violation", Severity::Warning, Spot::of(value), message)
        .help("write the pattern of the schema without nested repetition");
    finding.server = Some(Server::Unknown);
    finding
}
