//! Why a conditional part of a schema applies: which value of the request made its condition hold or fail.

use std::borrow::Cow;

use super::{Context, Finding, Spot, Violation};
use crate::json::{Member, Value};
use crate::schema::{Fact, ScopeKind};
use crate::words;

/// One reason for which a part of the schema applies.
pub(crate) struct Reason<'e> {
    /// What the condition looks at.
    pub(crate) fact: Fact<'e>,
    /// The member that it found there.
    pub(crate) member: Option<Member<'e>>,
    /// Whether the condition held.
    pub(crate) held: bool,
}

/// The reasons for which a violation applies, the outermost condition first.
pub(crate) fn reasons<'e>(violation: &Violation<'e>, context: &Context<'_>) -> Vec<Reason<'e>> {
    let doc = violation.value.doc();
    let mut reasons = Vec::new();
    for scope in &violation.conditions {
        let Some(condition) = violation.plan.condition(scope.sub) else { continue };
        for fact in violation.plan.condition_facts(condition.test) {
            let member = find(doc.value(scope.at), &fact.path, context);
            reasons.push(Reason { fact, member, held: scope.kind == ScopeKind::Then });
        }
    }
    reasons
}

fn find<'e>(from: Value<'e>, path: &[&str], context: &Context<'_>) -> Option<Member<'e>> {
    let (last, above) = path.split_last()?;
    let mut at = from;
    for name in above {
        at = context.member(at, name)?.value;
    }
    context.member(at, last)
}

/// Adds to a finding why it applies: a label on each value that decided, a note for each that is absent.
pub(crate) fn explain(mut finding: Finding, violation: &Violation<'_>, context: &Context<'_>) -> Finding {
    if context.is_brief() {
        return finding;
    }
    for reason in reasons(violation, context) {
        let name = words::code(reason.fact.name());
        match reason.member {
            Some(member) if Spot::of(member.value) == finding.spot || Spot::of(member.key) == finding.spot => {}
            Some(member) => {
                let value = shown(member.value);
                let remark = if reason.held {
                    format!("applies because {name} is {value}")
                } else {
                    format!("applies because {name} is {value}, not {}", wanted(&reason.fact))
                };
                let label = (Spot::of(member.value), remark);
                if !finding.labels.contains(&label) {
                    finding.labels.push(label);
                }
            }
            // A condition that demands a value but not its presence holds where there is none.
            None if reason.held => finding.notes.push(match &reason.fact.values {
                Some(_) => format!("without {name}, the schema checks this as if it were {}", wanted(&reason.fact)),
                None => format!("applies because there is no {name}"),
            }),
            None => finding.notes.push(match &reason.fact.values {
                Some(_) => format!("applies because there is no {name} that is {}", wanted(&reason.fact)),
                None => format!("applies because there is no {name}"),
            }),
        }
    }
    finding
}

fn wanted(fact: &Fact<'_>) -> String {
    match &fact.values {
        Some(values) => words::list(&values.iter().map(|v| text(*v)).collect::<Vec<_>>(), "or"),
        None => "that".to_owned(),
    }
}

/// A value as messages show it: strings without quotes, containers by their type.
pub(crate) fn text(value: Value<'_>) -> Cow<'_, str> {
    match value.string() {
        Some(text) => text,
        None if value.is_object() => Cow::Borrowed("{…}"),
        None if value.is_array() => Cow::Borrowed("[…]"),
        None => Cow::Borrowed(value.raw()),
    }
}

/// A value between backticks.
pub(crate) fn shown(value: Value<'_>) -> String {
    words::code(&text(value))
}
