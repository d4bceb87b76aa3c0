//! Which rules look at a request of a kind: picked out of the list of all once for each kind, not once for each request.

use std::sync::OnceLock;

use super::{Context, Finding, RULES, Rule, THNG, Violation};
use crate::document::Kind;

/// The parts that rules take in requests of one kind, in the order of the list.
pub(crate) struct ByKind {
    explain: Vec<fn(&Violation<'_>, &Context<'_>) -> Option<Finding>>,
    lint: Vec<fn(&Context<'_>, &mut Vec<Finding>)>,
}

impl ByKind {
    /// The rules for requests of a kind.
    pub(crate) fn of(kind: Kind) -> &'static ByKind {
        static KINDS: [OnceLock<ByKind>; Kind::ALL.len()] = [const { OnceLock::new() }; Kind::ALL.len()];
        KINDS[kind as usize].get_or_init(|| ByKind {
            explain: RULES.iter().filter(|rule| concerns(rule, kind)).filter_map(|rule| rule.explain).collect(),
            lint: RULES.iter().filter(|rule| rule.kinds.contains(&kind)).filter_map(|rule| rule.lint).collect(),
        })
    }

    /// Offers a violation to the rules: the first that claims it words it.
    pub(crate) fn word(&self, violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
        self.explain.iter().find_map(|explain| explain(violation, context))
    }

    /// Everything that the schema lets through.
    pub(crate) fn lint(&self, context: &Context<'_>) -> Vec<Finding> {
        let mut found = Vec::new();
        for lint in &self.lint {
            lint(context, &mut found);
        }
        found
    }
}

/// Whether a rule has anything to say about violations in requests of a kind. Those about fields and schemas have for all.
fn concerns(rule: &Rule, kind: Kind) -> bool {
    match rule.meta.group {
        THNG => kind.is_thng(),
        "request" | "schema" => true,
        _ => !kind.is_thng(),
    }
}
