//! `missing-seam`, `unknown-seam` and `seam-value`: seam allowances.

use super::conditions::shown;
use super::option_value::{unquoted, with_type};
use super::schema_violation::requirement;
use super::{Basis, Context, Demanded, Finding, Place, Rule, RuleMeta, Section, Spot, Violation, conditions};
use crate::diagnostic::{Applicability, Severity};
use crate::json::Value;
use crate::schema::Keyword;
use crate::words;

pub(crate) static MISSING_SEAM: Rule = Rule::explaining(
    RuleMeta {
        id: "missing-seam",
        group: "seam",
        severity: Severity::Error,
        summary: "`seams` is given, but not complete",
        basis: Basis::Documented,
        docs: "`seams` may be left out: the pattern's own allowances are taken then. Once it is there, the pattern \
schema wants every seam of the pattern in it: there is no overriding just one.

Add the missing seams, or leave `seams` out.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"seams\": {\"armhole\": 0.5, \"attachment\": 1}
}
```

```json pass
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"seams\": {\"armhole\": 0.5, \"attachment\": 1, \"collar\": 0.6}
}
```
",
    },
    missing,
)
.unsafely_fixable();

pub(crate) static UNKNOWN_SEAM: Rule = Rule::explaining(
    RuleMeta {
        id: "unknown-seam",
        group: "seam",
        severity: Severity::Error,
        summary: "a seam that the pattern does not have",
        basis: Basis::Documented,
        docs: "The pattern has no seam of this name, so the allowance is cut nowhere. Many pattern schemas mean to refuse \
it and do not: beside `\"additionalProperties\": false` they have a `patternProperties` that matches every name.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"seams\": {\"armhole\": 0.5, \"attachment\": 1, \"collar\": 0.6, \"hem\": 2}
}
```

```json pass
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"seams\": {\"armhole\": 0.5, \"attachment\": 1, \"collar\": 0.6}
}
```
",
    },
    unknown,
)
.safely_fixable()
.and_linting(lint_unknown);

pub(crate) static SEAM_VALUE: Rule = Rule::explaining(
    RuleMeta {
        id: "seam-value",
        group: "seam",
        severity: Severity::Error,
        summary: "a seam allowance that is no number, or outside the allowed range",
        basis: Basis::Documented,
        docs:
            "A seam allowance is a number, in cm, and never negative. Pattern schemas usually ask for a number and no \
more, so that a negative one passes, and the pieces are cut too small.

Give the allowance in cm; `0` is a raw edge.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"seams\": {\"armhole\": \"0.5\", \"attachment\": 1, \"collar\": 0.6}
}
```

```json pass
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"seams\": {\"armhole\": 0.5, \"attachment\": 1, \"collar\": 0.6}
}
```
",
    },
    value,
)
.safely_fixable()
.and_linting(lint_values);

fn missing(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if !matches!(violation.keyword, Keyword::Required | Keyword::Dependencies)
        || context.section(violation.value) != Some(Section::Seams)
    {
        return None;
    }
    let name = violation.missing()?;
    let message = format!("seam `{name}` is missing: once `seams` is given, it must be complete");
    let finding = Finding::new(MISSING_SEAM.meta.id, Severity::Error, Spot::Lack(violation.value.index()), message)
        .remark("not in here")
        .help(format!("add `{name}`, in cm, or leave `seams` out to get the pattern's own allowances"))
        .demand(Demanded::Keyword(violation.sub, violation.keyword));
    let finding = match default_of(name, context) {
        Some(allowance) => finding.insert(violation.value, name, allowance),
        None => finding,
    };
    Some(conditions::explain(finding, violation, context))
}

/// The allowance that the pattern's data has for a seam, as it is written there.
fn default_of<'a>(name: &str, context: &Context<'a>) -> Option<&'a str> {
    let data = context.pattern?.data.as_ref()?;
    let seam = data.seams.iter().find(|seam| seam.id == name)?;
    let allowance = data.value(seam.node + 1);
    allowance.f64().is_some_and(|number| number >= 0.0).then(|| allowance.raw())
}

fn unknown(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let key = violation.key()?;
    (context.section(violation.value) == Some(Section::Seams))
        .then(|| unknown_seam(key, context).demand(Demanded::Keyword(violation.sub, violation.keyword)))
}

fn lint_unknown(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(pattern) = context.pattern.filter(|pattern| !pattern.names.seams.is_empty()) else { return };
    let unknown = context.unknown(Section::Seams, &pattern.names.seams);
    findings.extend(unknown.map(|member| unknown_seam(member.key, context)));
}

fn unknown_seam(key: Value<'_>, context: &Context<'_>) -> Finding {
    let id = key.string().unwrap_or_default();
    let known = context.pattern.map(|pattern| pattern.names.seams.as_slice()).unwrap_or_default();
    let message = format!("{} is no seam of this pattern", words::code(&id));
    let finding = Finding::new(UNKNOWN_SEAM.meta.id, Severity::Error, Spot::of(key), message);
    // A seam that is given already was not meant a second time.
    let free: Vec<&String> = known.iter().filter(|name| !context.gives(Section::Seams, name)).collect();
    match words::nearest(&id, &free) {
        Some(meant) => finding.perhaps_of(key, meant, known),
        None => {
            finding.help(format!("this pattern has {}", words::list(known, "and"))).remove(key, Applicability::Unsafe)
        }
    }
}

fn value(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let Place::Entry(Section::Seams, id) = context.place(violation.value) else { return None };
    let value = violation.value;
    let message = if violation.keyword == Keyword::Type {
        format!("seam `{id}` takes a number in cm, not {}", with_type(value, &[]))
    } else {
        format!("seam `{id}` cannot be {}: {}", shown(value), requirement(violation))
    };
    let mut finding = Finding::new(SEAM_VALUE.meta.id, Severity::Error, Spot::of(value), message)
        .demand(Demanded::Keyword(violation.sub, violation.keyword));
    if violation.keyword == Keyword::Type {
        finding = unquoted(finding, value, &["number"]);
    }
    Some(conditions::explain(finding, violation, context))
}

fn lint_values(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for member in context.members(Section::Seams) {
        if member.value.f64().is_some_and(|number| number < 0.0) {
            let id = member.key.string().unwrap_or_default();
            let message = format!("seam `{id}` is {}, but an allowance cannot be negative", member.value.raw());
            findings.push(Finding::new(SEAM_VALUE.meta.id, Severity::Error, Spot::of(member.value), message));
        }
    }
}
