//! `unsatisfiable-schema`: a part of a schema that no value can satisfy.

use std::collections::BTreeMap;

use jsonschema::canonical::{Cause, UnsatisfiableReason};

use super::{Basis, Context, Finding, MOST_SUGGESTIONS, Rule, RuleMeta, Spot, nearest};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::json::{Kind as Json, Value, pointer};
use crate::pattern::survey::{PartId, Strength, Survey};
use crate::pattern::unsatisfiable;
use crate::words;

pub(crate) static UNSATISFIABLE_SCHEMA: Rule = Rule::linting(
    RuleMeta {
        id: "unsatisfiable-schema",
        group: "pattern",
        severity: Severity::Error,
        summary: "a part of a pattern schema that no value can satisfy",
        basis: Basis::Documented,
        docs: "The keywords of a schema object contradict each other, or it demands a name that the closed object beside it \
cannot have. Whatever a draft gives there is refused.

Contradictions are proved by the canonical form of the schema (the crate `jsonschema`), within bounds on size and depth; where there \
are more than a dozen branches and conditions, without them. What \
it cannot prove is not reported: no finding is no promise that every part can be satisfied. Schemas that are written as \
`false` or `{\"not\": {}}` are meant so, and are left alone.

```json fail
{
  \"type\": \"object\",
  \"properties\": {
    \"options\": {\"type\": \"object\", \"properties\": {
      \"necklineAdj\": {\"type\": \"number\", \"minimum\": 5, \"maximum\": -5}
    }, \"additionalProperties\": false},
    \"seams\": {\"type\": \"object\"}
  },
  \"additionalProperties\": false
}
```

```json pass
{
  \"type\": \"object\",
  \"properties\": {
    \"options\": {\"type\": \"object\", \"properties\": {
      \"necklineAdj\": {\"type\": \"number\", \"minimum\": -5, \"maximum\": 5}
    }, \"additionalProperties\": false},
    \"seams\": {\"type\": \"object\"}
  },
  \"additionalProperties\": false
}
```
",
    },
    lint,
)
.of(&[Kind::PatternSchema])
.unsafely_fixable();

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(survey) = context.study().and_then(|study| study.sound()) else { return };
    let mut told = Vec::new();
    for (id, part) in survey.reached() {
        if part.strength != Some(Strength::Test) {
            impossible_names(survey, id, &mut told, findings);
        }
    }
    contradictions(survey, context.body, told, findings);
}

fn refuted(severity: Severity, spot: Spot, message: impl Into<String>) -> Finding {
    Finding::new(UNSATISFIABLE_SCHEMA.meta.id, severity, spot, message)
}

/// Names that are demanded of an object that is closed to them.
fn impossible_names(survey: &Survey<'_>, id: PartId, told: &mut Vec<u32>, findings: &mut Vec<Finding>) {
    let Some(closed) = survey.facts(survey.family(id)).and_then(|facts| facts.closed) else { return };
    for (name, element) in survey.required(id).filter(|(name, _)| !survey.lists(closed, name)) {
        told.extend([survey.part(id).value.index(), survey.part(closed).value.index()]);
        let firm = survey.part(id).strength == Some(Strength::Firm);
        let message = format!("{} is demanded here, but no draft can have it", words::code(&name));
        let note = if firm {
            "every draft is refused that has this object"
        } else {
            "every draft to which this applies is refused"
        };
        let mut finding = refuted(Severity::Error, Spot::of(element), message).note(note);
        if let Some(member) = survey.part(closed).value.member("additionalProperties") {
            finding = finding.label(Spot::of(member.key), "refuses every name that is not listed");
        }
        let most = if findings.len() < MOST_SUGGESTIONS { 600 } else { 0 };
        let names: Vec<String> = survey.names(closed).take(most).map(|(name, _)| name.into_owned()).collect();
        findings.push(match nearest(&name, names.iter().map(String::as_str)) {
            Some(meant) => finding.perhaps(element, meant),
            None => finding.help(format!("list {} under `properties`, or do not demand it", words::code(&name))),
        });
    }
}

/// Schema objects that contradict themselves, as far as that can be proved.
fn contradictions(survey: &Survey<'_>, body: Value<'_>, mut told: Vec<u32>, findings: &mut Vec<Finding>) {
    let reasons = unsatisfiable::prove(body);
    let prefix = pointer::of(body.doc(), body.index());
    let find = |at: &str| pointer::resolve(body.doc(), &format!("{prefix}{at}"));
    let mut found: Vec<_> = reasons.iter().filter_map(|(at, reason)| Some((find(at)?, reason))).collect();
    // From the inside out: what holds a schema that is told falls with it.
    found.sort_by_key(|(schema, _)| std::cmp::Reverse(schema.index()));
    told.sort_unstable();
    let mut last = u32::MAX;
    for (schema, reason) in found {
        let within = |node: u32| node < schema.node().next;
        let first = told.partition_point(|node| *node < schema.index());
        let strength = survey.at(schema).and_then(|id| survey.part(id).strength);
        let is_told = within(last) || told.get(first).is_some_and(|node| within(*node));
        if is_told || strength.is_none() || is_meant(schema) || !is_cause(reason, &reasons) {
            continue;
        }
        last = schema.index();
        let causes = match reason {
            UnsatisfiableReason::Conflict(causes) => causes.as_slice(),
            UnsatisfiableReason::Empty(cause) => std::slice::from_ref(cause),
            UnsatisfiableReason::Literal => continue,
        };
        findings.push(contradiction(schema, causes, strength == Some(Strength::Firm), &find));
    }
}

/// Whether a schema is written so that nobody can miss that it refuses everything.
fn is_meant(schema: Value<'_>) -> bool {
    let not = schema.get("not");
    let all = |negated: Value<'_>| {
        negated.kind() == Json::True || (negated.is_object() && negated.members().next().is_none())
    };
    schema.kind() == Json::False || not.is_some_and(all)
}

/// Whether the fault lies in this schema object, and not in one below it that is told by itself.
fn is_cause(reason: &UnsatisfiableReason, reasons: &BTreeMap<String, UnsatisfiableReason>) -> bool {
    match reason {
        UnsatisfiableReason::Literal => false,
        UnsatisfiableReason::Empty(cause) => !cause.keywords.is_empty() || !reasons.contains_key(&cause.pointer),
        UnsatisfiableReason::Conflict(_) => true,
    }
}

fn contradiction<'a>(
    schema: Value<'a>,
    causes: &[Cause],
    is_firm: bool,
    find: &dyn Fn(&str) -> Option<Value<'a>>,
) -> Finding {
    let mut keys: Vec<Value<'a>> = Vec::new();
    for cause in causes {
        let Some(object) = find(&cause.pointer) else { continue };
        let named = cause.keywords.iter().filter_map(|name| object.member(name)).map(|member| member.key);
        keys.extend(named);
        // A part without keywords is a whole schema, which is named by where it stands.
        if cause.keywords.is_empty() && object.index() != schema.index() {
            keys.push(object);
        }
    }
    keys.sort_by_key(|key| key.index());
    keys.dedup_by_key(|key| key.index());
    // The type is part of every contradiction between other keywords.
    if keys.len() > 2 {
        keys.retain(|key| !key.is_str("type"));
    }
    let names: Vec<String> =
        keys.iter().filter(|key| key.kind() == Json::Key).filter_map(|key| Some(key.string()?.into_owned())).collect();
    let message = match names.as_slice() {
        [] => "no value satisfies this schema".to_owned(),
        [only] => format!("no value satisfies {}", words::code(only)),
        _ => format!("no value satisfies {} together", words::list(&names, "and")),
    };
    let severity = if is_firm { Severity::Error } else { Severity::Warning };
    let spot = match keys.first() {
        Some(key) if key.kind() == Json::Key => Spot::of(*key),
        _ => Spot::Lack(schema.index()),
    };
    let spots = |key: &Value<'a>| if key.kind() == Json::Key { Spot::of(*key) } else { Spot::Lack(key.index()) };
    let finding = keys
        .iter()
        .map(spots)
        .filter(|other| *other != spot)
        .fold(refuted(severity, spot, message), |finding, other| finding.label(other, "contradicts it"));
    let note = if is_firm {
        "whatever a draft gives here is refused"
    } else {
        "whatever a draft gives is refused where this applies"
    };
    finding.note(note).help("correct what contradicts; write `false` if everything is to be refused")
}
