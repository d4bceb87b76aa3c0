//! Checking one request body: accepted at once, or explained and linted.

use super::finish::{self, Demander, Text};
use crate::diagnostic::{Diagnostic, Server};
use crate::document::{Kind, Unit};
use crate::env::Env;
use crate::json::{Doc, Value};
use crate::pattern::Pattern;
use crate::rules::{Context, Finding, Origin, RULES, Violation, violations};
use crate::schema::{Keyword, Plan};

/// What was found about one body.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The pattern that it was held against.
    pub(super) pattern: Option<i64>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Checks one body.
pub(super) fn check(unit: Unit, text: Text<'_>, doc: Doc<'_>, env: &Env) -> Found {
    let body = doc.value(unit.body);
    if body.node().is_broken() {
        // What could not be read was reported; guesses about the rest would only hide it.
        return Found::default();
    }
    let holes = unit.origin.holds_references();
    let plan = env.kinds.plan(unit.kind);
    if unit.kind != Kind::Draft {
        let Some(plan) = plan.filter(|plan| !plan.accepts(body, holes)) else { return Found::default() };
        let context = Context { kind: unit.kind, body, pattern: None, registry: &env.registry, holes };
        let mut worded = Worded { unit, text, doc, context: &context, findings: Vec::new() };
        worded.explain(plan, Origin::Kind);
        return Found { pattern: None, diagnostics: worded.finish() };
    }
    let pattern = env.registry.pattern_of(body);
    let id = pattern.and_then(|pattern| pattern.id);
    if pattern.is_some_and(|pattern| pattern.accepts(body, holes)) && plan.is_none_or(|plan| plan.accepts(body, holes))
    {
        return Found { pattern: id, diagnostics: Vec::new() };
    }
    let context = Context { kind: unit.kind, body, pattern, registry: &env.registry, holes };
    let worded = Worded { unit, text, doc, context: &context, findings: Vec::new() };
    Found { pattern: id, diagnostics: worded.draft(pattern, plan) }
}

/// The findings about one body, as they are worded.
struct Worded<'a> {
    unit: Unit,
    text: Text<'a>,
    doc: Doc<'a>,
    context: &'a Context<'a>,
    findings: Vec<(Finding, Option<Demander<'a>>)>,
}

impl<'a> Worded<'a> {
    fn draft(mut self, pattern: Option<&'a Pattern>, kind: Option<&'a Plan>) -> Vec<Diagnostic> {
        if let Some(plan) = pattern.and_then(|pattern| pattern.schema.as_ref()) {
            self.explain(plan, Origin::Server);
        }
        if let Some(derived) = pattern.and_then(|pattern| pattern.derived.as_ref()) {
            self.explain(&derived.plan, Origin::Data);
        }
        if let Some(plan) = kind {
            self.explain(plan, Origin::Kind);
        }
        self.lint();
        self.finish()
    }

    /// Words everything that a schema refuses.
    fn explain(&mut self, plan: &'a Plan, origin: Origin) {
        let explanation = plan.explain(self.context.body, self.context.holes);
        for violation in violations(&explanation, self.doc, origin) {
            // The server's arithmetic is not that of our data: an exact multiple is one.
            if origin == Origin::Data && is_float_noise(&violation) {
                continue;
            }
            let Some(mut finding) = word(&violation, self.context) else { continue };
            if origin == Origin::Server {
                finding.server = Some(Server::Rejects);
                finding.texts = violation.texts;
            } else {
                finding.server = Some(self.context.let_through());
                if self.findings.iter().any(|(other, _)| finding.repeats(other)) {
                    continue;
                }
            }
            let demander = Demander { plan, origin, pattern: self.context.pattern };
            self.findings.push((finding, Some(demander)));
        }
        if origin == Origin::Server
            && let Some(at) = explanation.undecided()
        {
            self.findings.push((undecided(self.doc.value(at)), None));
        }
    }

    /// Looks for what the schema lets through.
    fn lint(&mut self) {
        let mut found = Vec::new();
        for rule in RULES {
            if let Some(lint) = rule.lint {
                lint(self.context, &mut found);
            }
        }
        let plan = self.context.pattern.and_then(Pattern::plan);
        for mut finding in found {
            finding.server.get_or_insert(self.context.let_through());
            if self.findings.iter().any(|(other, _)| finding.repeats(other)) {
                continue;
            }
            let pattern = self.context.pattern;
            let demander = plan.map(|plan| Demander { plan, origin: Origin::Data, pattern });
            self.findings.push((finding, demander));
        }
    }

    fn finish(self) -> Vec<Diagnostic> {
        let Worded { unit, text, doc, findings, .. } = self;
        findings.into_iter().map(|(f, demander)| finish::request(f, unit, text, doc, demander.as_ref())).collect()
    }
}

/// Offers a violation to the rules in their order.
fn word(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    RULES.iter().find_map(|rule| rule.explain?(violation, context))
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
    use crate::rules::Spot;
    let message = "a pattern of the schema cannot be decided on this value in reasonable time";
    let mut finding = Finding::new("schema-violation", Severity::Warning, Spot::of(value), message)
        .help("write the pattern of the schema without nested repetition");
    finding.server = Some(Server::Unknown);
    finding
}
