//! `measurement-group-missing` and `measurement-group-conflict`: exactly one measurement of each group.

use super::conditions;
use super::measurement_gender::stand_in;
use super::measurement_type::{all_foreign, of_no_type};
use super::request;
use super::{Basis, Context, Demanded, Finding, Rule, RuleMeta, Section, Spot, Violation};
use crate::diagnostic::{Applicability, Severity};
use crate::json::{Member, Value};
use crate::schema::Keyword;
use crate::words;

pub(crate) static MEASUREMENT_GROUP_MISSING: Rule = Rule::explaining(
    RuleMeta {
        id: "measurement-group-missing",
        group: "measurement",
        severity: Severity::Error,
        summary: "a required measurement group has no measurement",
        basis: Basis::Documented,
        docs: "A pattern needs exactly one measurement of each required group (page \"Pattern\", `measurements`). The \
draft has none of this one, so it cannot be cut.

Add one of the measurements that are listed. Where a misspelt id, one of the other gender or of the other measurement \
type stands in its place, that is reported instead.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180}
}
```

```json pass
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbMidNeckGirth\": 36}
}
```
",
    },
    missing,
);

pub(crate) static MEASUREMENT_GROUP_CONFLICT: Rule = Rule::explaining(
    RuleMeta {
        id: "measurement-group-conflict",
        group: "measurement",
        severity: Severity::Error,
        summary: "a measurement group has more than one measurement",
        basis: Basis::Documented,
        docs: "The measurements of one group are different ways to measure the same thing: exactly one of them is to \
be given (page \"Pattern\", `measurements`). Pattern schemas check this for required groups only, and answer with the \
text that they use when there is none; toile checks optional groups too, where the pattern data is loaded.

Keep the one that was measured. A whole prediction holds several of a group: choose with `selectedMeasurementIds`.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbMidNeckGirth\": 36, \"mbCollarGirth\": 39}
}
```

```json pass
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39}
}
```
",
    },
    conflict,
)
.unsafely_fixable()
.and_linting(lint_conflicts);

/// The measurements of which the violated keyword wants exactly one, or at most one; a single one for `required`.
fn wanted<'e>(violation: &Violation<'e>, context: &Context<'_>) -> Option<Vec<&'e str>> {
    if context.section(violation.value) != Some(Section::Measurements) {
        return None;
    }
    let plan = violation.plan;
    match violation.keyword {
        Keyword::Required => Some(vec![violation.missing()?]),
        Keyword::OneOf | Keyword::AnyOf => {
            let mut names = Vec::new();
            for &branch in plan.branches(violation.sub, violation.keyword) {
                match plan.required_only(branch).as_deref() {
                    Some([name]) => names.push(*name),
                    // The branch of an optional group that wants none of them.
                    None if plan.negated(branch).is_some() => {}
                    _ => return None,
                }
            }
            Some(names)
        }
        // Two that exclude each other.
        Keyword::Not => plan.required_only(plan.negated(violation.sub)?),
        _ => None,
    }
}

/// The name of the group of these measurements.
fn group_name(names: &[&str], context: &Context<'_>) -> Option<String> {
    let group = names.iter().find_map(|name| context.pattern?.names.group_of(name))?;
    (!group.name.is_empty()).then(|| group.name.clone())
}

fn missing(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let names = wanted(violation, context)?;
    let value = violation.value;
    if !value.is_object() {
        // Whatever is missing in it follows from that.
        let finding = request::not_a(value, "an object", context);
        return Some(finding.demand(Demanded::Keyword(violation.sub, violation.keyword)));
    }
    if violation.keyword == Keyword::Not || names.iter().any(|name| value.get(name).is_some()) {
        return None;
    }
    if let Some(finding) = all_foreign(context).or_else(|| of_no_type(&names, context)) {
        return Some(finding.demand(Demanded::Keyword(violation.sub, violation.keyword)));
    }
    if let Some(finding) = stand_in(&names, violation, context) {
        return Some(finding);
    }
    let choices = words::list(&names, "or");
    let single = names.len() == 1;
    let message = match group_name(&names, context) {
        Some(group) if single => format!("group `{group}` has no measurement: it takes {choices}"),
        Some(group) => format!("group `{group}` has no measurement: it takes exactly one, {choices}"),
        None if single => format!("measurement {choices} is missing"),
        None => format!("exactly one of {choices} must be given, but none is"),
    };
    let finding = Finding::new(MEASUREMENT_GROUP_MISSING.meta.id, Severity::Error, Spot::Lack(value.index()), message)
        .remark(if single { "not in here" } else { "none of them is in here" })
        .demand(Demanded::Keyword(violation.sub, violation.keyword))
        .help(if single { "add it, in cm" } else { "add the one that was measured, in cm" });
    Some(conditions::explain(finding, violation, context))
}

fn conflict(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if !matches!(violation.keyword, Keyword::OneOf | Keyword::Not) {
        return None;
    }
    let names = wanted(violation, context)?;
    let finding = two_given(&names, context)?;
    let finding = finding.demand(Demanded::Keyword(violation.sub, violation.keyword));
    Some(conditions::explain(finding, violation, context))
}

/// The finding about the measurements of one group, where two or more are given.
fn two_given(names: &[&str], context: &Context<'_>) -> Option<Finding> {
    let members = context.members(Section::Measurements);
    let given: Vec<Member<'_>> = members.filter(|m| names.iter().any(|name| m.key.is_str(name))).collect();
    let (first, rest) = given.split_first()?;
    let (last, between) = rest.split_last()?;
    let ids: Vec<String> = given.iter().map(|member| member.key.string().unwrap_or_default().into_owned()).collect();
    let count = match ids.len() {
        2 => "two are".to_owned(),
        3 => "three are".to_owned(),
        more => format!("{more} are"),
    };
    let group = group_name(names, context);
    let message = match &group {
        Some(group) => {
            format!("group `{group}` takes exactly one measurement, but {count} given: {}", words::list(&ids, "and"))
        }
        None => format!("exactly one of {} may be given, but {count}", words::list(&ids, "and")),
    };
    let of_group = group.map(|group| format!("first measurement of group `{group}`"));
    let mut finding = Finding::new(MEASUREMENT_GROUP_CONFLICT.meta.id, Severity::Error, Spot::of(last.key), message)
        .remark("another of the same group")
        .label(Spot::of(first.key), of_group.unwrap_or_else(|| "first measurement".to_owned()));
    for member in between {
        finding = finding.label(Spot::of(member.key), "another of the same group");
    }
    let others = if ids.len() == 2 { "other" } else { "others" };
    Some(
        finding
            .help(format!("keep the one that was measured and remove the {others}"))
            .remove_all(&rest.iter().map(|member| member.key).collect::<Vec<_>>(), Applicability::Unsafe),
    )
}

/// Whether a violation of pattern data is a conflict that `selectedMeasurementIds` solves: then `measurements` may hold
/// more than the pattern takes. A server whose schema says otherwise refuses the draft all the same.
pub(crate) fn is_left_to_selection(violation: &Violation<'_>, context: &Context<'_>) -> bool {
    violation.keyword == Keyword::OneOf
        && context.body.get("selectedMeasurementIds").is_some_and(Value::is_array)
        && wanted(violation, context).is_some_and(|names| two_given(&names, context).is_some())
}

/// Groups that the schema has no rule for: the optional ones.
fn lint_conflicts(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(pattern) = context.pattern else { return };
    // With a selection, `measurements` may hold more than the pattern takes.
    if context.body.get("selectedMeasurementIds").is_some_and(Value::is_array) {
        return;
    }
    for group in &pattern.names.groups {
        let names: Vec<&str> = group.items.iter().map(String::as_str).collect();
        if let Some(finding) = two_given(&names, context) {
            findings.push(finding.demand(Demanded::Data(group.node)));
        }
    }
}
