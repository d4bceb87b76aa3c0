//! What the rules about EVRYTHNG documents share: fields that the platform sets, ids, addresses, tags, identifiers.

use super::conditions::shown;
use super::violation::Origin;
use super::{Context, Finding, Spot, Violation};
use crate::diagnostic::{Applicability, Severity};
use crate::json::pointer::Step;
use crate::json::{Decimal, Kind, Member, Value};
use crate::schema::Keyword;
use crate::words;

/// What the platform sets in every resource, in batches, tasks and Thngs.
const READ_ONLY: [&str; 12] = [
    "id",
    "createdAt",
    "updatedAt",
    "status",
    "resourceCountsByProduct",
    "batch",
    "completedAt",
    "result",
    "progress",
    "activatedAt",
    "properties",
    "createdByTask",
];

/// The member that a violation of a `false` schema is about.
pub(super) fn forbidden<'e>(violation: &Violation<'e>) -> Option<Member<'e>> {
    let is_ours = violation.keyword == Keyword::FalseSchema && violation.origin == Origin::Kind;
    let doc = violation.value.doc();
    let key = violation.value.index().checked_sub(1).map(|index| doc.value(index));
    let key = key.filter(|key| is_ours && key.kind() == Kind::Key)?;
    Some(Member { key, value: violation.value })
}

/// The finding about fields that the platform sets. A reply that was stored has several: all of one object are told at
/// the first of them.
pub(super) fn read_only(rule: &'static str, object: Value<'_>, known: &[&str]) -> Option<Finding> {
    let is_set = |member: &Member<'_>| {
        let name = member.key.string().unwrap_or_default();
        READ_ONLY.contains(&name.as_ref()) && known.contains(&name.as_ref())
    };
    let keys: Vec<Value<'_>> = object.members().filter(is_set).map(|member| member.key).take(READ_ONLY.len()).collect();
    let (first, others) = keys.split_first()?;
    let names: Vec<_> = keys.iter().filter_map(|key| key.string()).collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    let message = format!("{} {verb} read-only: the platform sets {}", words::list(&names, "and"), them(names.len()));
    let mut finding = Finding::new(rule, Severity::Warning, Spot::of(*first), message)
        .help(format!("leave {} out of a request; only replies have {0}", them(names.len())))
        .remove(*first, Applicability::Unsafe);
    for other in others {
        finding = finding.label(Spot::of(*other), "so is this");
    }
    Some(finding)
}

fn them(count: usize) -> &'static str {
    if count == 1 { "it" } else { "them" }
}

/// The finding about a text that is no id, or no address, though the schema demands one.
pub(super) fn malformed(rule: &'static str, violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if violation.keyword != Keyword::Pattern || violation.origin != Origin::Kind {
        return None;
    }
    let name = match context.last_step(violation.value)? {
        Step::Name(name) => words::code(&name),
        Step::Index(position) => format!("element {position}"),
    };
    let text = violation.value.string()?;
    let message = if matches!(name.as_str(), "`defaultRedirectUrl`" | "`location`") {
        format!("{name} is no absolute URL: {}", shown(violation.value))
    } else {
        format!("{name} is no id of the platform: {}", why_no_id(&text))
    };
    let mut finding = Finding::new(rule, Severity::Error, Spot::of(violation.value), message);
    finding.help.extend(violation.texts.iter().cloned());
    Some(finding)
}

fn why_no_id(text: &str) -> String {
    const LENGTH: usize = 24;
    let stranger = text.chars().find(|c| !c.is_ascii_alphanumeric() || "ijlouvzIJLOZ".contains(*c));
    match (stranger, text.chars().count()) {
        (_, count) if count != LENGTH => format!("it has {count} characters, and an id has {LENGTH}"),
        (Some(stranger), _) => {
            format!("ids are made of letters and digits, but never of {}", words::code(&stranger.to_string()))
        }
        (None, _) => format!("{} is none", words::code(text)),
    }
}

/// Remarks on `tags` and `identifiers`, which the model leaves open.
pub(super) fn labels(rule: &'static str, object: Value<'_>, context: &Context<'_>, findings: &mut Vec<Finding>) {
    /// The model bounds each tag by a number, which can only have been meant for their count.
    const MOST_TAGS: usize = 60;
    let count = context.member(object, "tags").map_or(0, |tags| tags.value.elements().count());
    if let Some(tags) = context.member(object, "tags").filter(|_| count > MOST_TAGS) {
        let message = format!("`tags` has {count} elements: the model seems to allow {MOST_TAGS}");
        findings.push(Finding::new(rule, Severity::Info, Spot::of(tags.key), message));
    }
    let identifiers = context.member(object, "identifiers").map(|member| member.value);
    for member in identifiers.into_iter().flat_map(Value::members) {
        if member.value.kind() != Kind::String {
            let name = words::code(&member.key.string().unwrap_or_default());
            let given = if member.value.is_object() || member.value.is_array() {
                format!("an {}", member.value.kind().name())
            } else {
                shown(member.value)
            };
            let message =
                format!("identifier {name} is no text, but {given}: the vendor's own library sends texts only");
            let mut finding = Finding::new(rule, Severity::Info, Spot::of(member.value), message);
            if member.value.kind() == Kind::Number {
                finding = finding.rewrite(member.value, member.value.raw(), Applicability::Unsafe);
            }
            findings.push(finding);
        }
    }
}

/// A whole number, exactly; beyond 10^30 some number that is larger still, so that comparisons stay right.
pub(super) fn whole(value: Value<'_>) -> Option<i128> {
    const HUGE: i128 = 10_i128.pow(37);
    if value.kind() != Kind::Number {
        return None;
    }
    match Decimal::parse(value.raw()) {
        Some(number) => number.to_string().parse().ok(),
        None => match value.f64()? {
            double if double >= 1e29 => Some(HUGE),
            double if double <= -1e29 => Some(-HUGE),
            _ => None,
        },
    }
}

/// The second and later of equal texts, each with the first one.
pub(super) fn repeated<'a>(texts: impl Iterator<Item = Value<'a>>) -> Vec<(Value<'a>, Value<'a>)> {
    let mut first = std::collections::HashMap::new();
    let mut repeated = Vec::new();
    for value in texts {
        let Some(text) = value.string() else { continue };
        match first.entry(text) {
            std::collections::hash_map::Entry::Occupied(before) => repeated.push((*before.get(), value)),
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(value);
            }
        }
    }
    repeated
}
