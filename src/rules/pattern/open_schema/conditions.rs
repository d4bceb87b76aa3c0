//! Conditions that hold when they should not, or never.

use std::collections::HashSet;

use super::super::MOST_SUGGESTIONS;
use super::{Finding, Spot, hole, nearest};
use crate::diagnostic::Severity;
use crate::json::{Kind, Value};
use crate::pattern::survey::{Edge, FamilyId, PartId, Strength, Survey};
use crate::schema::equal;
use crate::words;

pub(super) fn lint(survey: &Survey<'_>, findings: &mut Vec<Finding>) {
    for (id, part) in survey.reached() {
        let has = |name: &str| survey.keyword(id, name).is_some();
        let member = |name: &str| part.value.member(name).map(|member| member.key);
        if has("if") && !has("then") && !has("else") {
            findings.extend(member("if").map(|key| {
                hole(Severity::Warning, Spot::of(key), "`if` without `then` or `else` has no effect")
                    .note("a condition by itself refuses nothing")
                    .help("add `then`, or write what is demanded without `if`")
            }));
        }
        for branch in ["then", "else"].into_iter().filter(|branch| has(branch) && !has("if")) {
            findings.extend(member(branch).map(|key| {
                let message = format!("`{branch}` without `if` is ignored");
                hole(Severity::Warning, Spot::of(key), message)
                    .note("everything below it is never looked at")
                    .help("add the `if`, or write what is demanded without a condition")
            }));
        }
        let Some(test) = survey.child(id, Edge::If).filter(|_| has("then") || has("else")) else { continue };
        Condition { survey, id, findings: &mut *findings }.check(test, 0);
    }
}

/// So deep are conditions looked into.
const MAX_DEPTH: usize = 8;

/// One condition.
struct Condition<'s, 'a> {
    survey: &'s Survey<'a>,
    /// The part that it stands in.
    id: PartId,
    findings: &'s mut Vec<Finding>,
}

impl<'a> Condition<'_, 'a> {
    /// Looks at a test, and at the tests of its properties.
    fn check(&mut self, test: PartId, depth: usize) {
        let conjuncts = self.conjuncts(test);
        let demanded: HashSet<String> = conjuncts
            .iter()
            .flat_map(|&id| self.survey.required(id).map(|(name, _)| name.into_owned()).collect::<Vec<_>>())
            .collect();
        // What else may be tested decides too, and is not looked into.
        const OTHERS: [&str; 6] = ["not", "anyOf", "oneOf", "minProperties", "dependencies", "if"];
        let is_plain = conjuncts.iter().all(|&id| OTHERS.iter().all(|name| self.survey.keyword(id, name).is_none()));
        let family = self.survey.family(test);
        for &id in &conjuncts {
            for (name, element) in self.survey.required(id) {
                if self.survey.property(family, &name).is_none() {
                    self.foreign(family, &name, element, true);
                }
            }
            for (name, key) in self.survey.names(id) {
                let Some(child) = self.survey.at(key.doc().value(key.index() + 1)) else { continue };
                if !self.survey.demands(child) {
                    continue;
                }
                let is_demanded = demanded.contains(name.as_ref());
                if self.foreign(family, &name, key, is_demanded) || self.excluded(family, &name, child) {
                    continue;
                }
                if is_plain && !is_demanded {
                    self.vacuous(family, &name, key);
                }
                if depth < MAX_DEPTH {
                    self.check(child, depth + 1);
                }
            }
        }
    }

    /// The schemas that must all hold for a test to hold.
    fn conjuncts(&self, test: PartId) -> Vec<PartId> {
        let mut found = vec![test];
        let mut at = 0;
        while at < found.len() && found.len() < 64 {
            for &(edge, child) in &self.survey.part(found[at]).children {
                if matches!(edge, Edge::AllOf | Edge::Reference) && !found.contains(&child) {
                    found.push(child);
                }
            }
            at += 1;
        }
        found
    }

    fn branch(&self) -> Option<Value<'a>> {
        let schema = self.survey.part(self.id).value;
        schema.member("then").or(schema.member("else")).map(|member| member.key)
    }

    /// The property is missing, and the condition holds.
    fn vacuous(&mut self, family: FamilyId, name: &str, key: Value<'a>) {
        let code = words::code(name);
        let demanded = self.survey.facts(family).and_then(|facts| facts.demanded.get(name));
        let demand = demanded.filter(|(strength, _)| *strength == Strength::Firm);
        let severity = if demand.is_some() { Severity::Info } else { Severity::Warning };
        let mut finding = hole(severity, Spot::of(key), format!("this condition holds where {code} is missing, too"));
        if let Some(branch) = self.branch() {
            let word = branch.string().unwrap_or_default();
            let remark = if word == "then" { "applied then, as if it were there" } else { "not applied then" };
            finding = finding.label(Spot::of(branch), remark);
        }
        finding = match demand {
            Some(&(_, element)) => finding
                .label(Spot::Node(element), "it is demanded here")
                .note(format!("a draft without {code} is refused anyway, but with the errors of this branch on top")),
            None => finding.note(format!(
                "`properties` says nothing of properties that are not there: drafts without {code} are treated as if it \
                 had this value"
            )),
        };
        self.findings.push(finding.help(format!("add to the `if`: \"required\": [{}]", key.raw())));
    }

    /// Whether a condition is about a name that the object cannot have.
    fn foreign(&mut self, family: FamilyId, name: &str, place: Value<'a>, is_demanded: bool) -> bool {
        let survey = self.survey;
        let Some(closed) = survey.facts(family).and_then(|facts| facts.closed) else { return false };
        if survey.lists(closed, name) {
            return false;
        }
        let message = format!("this condition is about {}, which no draft can have", words::code(name));
        let why = if is_demanded {
            "it never holds for a draft that is accepted: what it demands is never reached"
        } else {
            "it holds for every draft that is accepted, since a property that is not there fits"
        };
        let mut finding = hole(Severity::Warning, Spot::of(place), message).note(why);
        if let Some(member) = survey.part(closed).value.member("additionalProperties") {
            finding = finding.label(Spot::of(member.key), "refuses every name that is not listed");
        }
        let most = if self.findings.len() < MOST_SUGGESTIONS { 600 } else { 0 };
        let names: Vec<String> = survey.names(closed).take(most).map(|(name, _)| name.into_owned()).collect();
        self.findings.push(match nearest(name, names.iter().map(String::as_str)) {
            Some(meant) => finding.perhaps(place, meant),
            None => finding.help("list the name under `properties`, or remove the condition"),
        });
        true
    }

    /// Whether a condition asks for a value that the property cannot have.
    fn excluded(&mut self, family: FamilyId, name: &str, test: PartId) -> bool {
        let survey = self.survey;
        let asked: Vec<Value<'a>> = values(survey, test);
        let Some(child) = survey.property(family, name) else { return false };
        let Some((lister, allowed)) = survey.firm(child).find_map(|id| {
            let allowed = values(survey, id);
            (!allowed.is_empty()).then_some((id, allowed))
        }) else {
            return false;
        };
        // Comparing long lists with each other would take a hostile schema for ever.
        let too_many = asked.len().saturating_mul(allowed.len()) > 100_000;
        if asked.is_empty() || too_many || asked.iter().any(|value| allowed.iter().any(|other| equal(*value, *other))) {
            return false;
        }
        let shown: Vec<String> = asked.iter().take(12).map(|value| bare(*value)).collect();
        let message =
            format!("{} is never {}: this condition never holds", words::code(name), words::list(&shown, "or"));
        let mut finding = hole(Severity::Warning, Spot::of(asked[0]), message)
            .note("no draft that is accepted has that value: what the condition demands is never reached");
        let schema = survey.part(lister).value;
        if let Some(member) = schema.member("enum").or(schema.member("const")) {
            finding = finding.label(Spot::of(member.key), "the values that it can have");
        }
        let legal: Vec<String> = allowed.iter().take(600).map(|value| bare(*value)).collect();
        let meant = nearest(&shown[0], legal.iter().map(String::as_str));
        self.findings.push(match meant.filter(|_| asked[0].kind() == Kind::String) {
            Some(meant) => finding.perhaps(asked[0], meant),
            None => finding.help(format!("ask for one of {}, or remove the condition", words::list(&legal, "and"))),
        });
        true
    }
}

/// A string without its quotes, anything else as written.
fn bare(value: Value<'_>) -> String {
    value.string().map_or_else(|| value.raw().to_owned(), std::borrow::Cow::into_owned)
}

/// The values that `const` or `enum` of a part list.
fn values<'a>(survey: &Survey<'a>, id: PartId) -> Vec<Value<'a>> {
    match survey.keyword(id, "const") {
        Some(constant) => vec![constant],
        None => survey.keyword(id, "enum").into_iter().flat_map(Value::elements).collect(),
    }
}
