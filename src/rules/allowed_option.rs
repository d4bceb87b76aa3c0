//! What a schema lets an option be: told in words, or added to a request where there is no choice.

use super::conditions::text;
use super::{Context, Finding, Violation};
use crate::json::{Value, to_f64};
use crate::schema::{Plan, SubId};
use crate::words;

/// All that a schema says about the values of one option.
pub(super) struct Allowed<'e> {
    name: &'e str,
    plan: &'e Plan,
    /// The schema objects that may apply to it.
    subs: Vec<SubId>,
    /// The values that one of them lists; none where no value is listed.
    listed: Vec<Value<'e>>,
}

impl<'e> Allowed<'e> {
    /// What the schema of a violation says about an option of that name.
    pub(super) fn of(name: &'e str, violation: &Violation<'e>) -> Allowed<'e> {
        let plan = violation.plan;
        let subs = plan.subs_at(&["options", name]);
        let listed = subs.iter().map(|sub| plan.enumeration(*sub)).find(|values| !values.is_empty());
        Allowed { name, plan, subs, listed: listed.unwrap_or_default() }
    }

    /// The values, in words.
    pub(super) fn choices(&self) -> Option<String> {
        if !self.listed.is_empty() {
            let values: Vec<_> = self.listed.iter().map(|value| text(*value)).collect();
            return Some(words::list(&values, "or"));
        }
        if let Some(only) = self.subs.iter().find_map(|sub| self.plan.constant(*sub)) {
            return Some(words::code(&text(only)));
        }
        let mut bounds = self.subs.iter().map(|sub| self.plan.bounds(*sub));
        let bounds = bounds.find(|bounds| bounds.minimum.is_some() && bounds.maximum.is_some())?;
        Some(format!("{} to {}", bounds.minimum?.raw, bounds.maximum?.raw))
    }

    /// Offers to add the option with what the pattern's data shows first, or with the only value that there is.
    pub(super) fn added_to(&self, finding: Finding, options: Value<'_>, context: &Context<'_>) -> Finding {
        let data = context.pattern.and_then(|pattern| pattern.data.as_ref());
        let option = data.and_then(|data| data.options.iter().find(|option| option.id == self.name));
        let default = option.and_then(|option| option.default.as_deref());
        let is_listed = |literal: &str| self.listed.iter().any(|value| value.raw() == literal);
        let literal = match (default, self.listed.as_slice()) {
            (Some(default), listed) if listed.is_empty() || is_listed(default) => default,
            (None, [only]) => only.raw(),
            _ => return finding,
        };
        if literal.starts_with(['{', '[']) {
            return finding;
        }
        let number = to_f64(literal);
        let is_outside = |sub: &SubId| {
            let bounds = self.plan.bounds(*sub);
            bounds.minimum.is_some_and(|low| number < low.limit)
                || bounds.maximum.is_some_and(|high| number > high.limit)
        };
        if self.subs.iter().any(is_outside) { finding } else { finding.insert(options, self.name, literal) }
    }
}
