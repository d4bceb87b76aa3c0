//! `measurement-value`: zero, negative, or outside what the schema allows.

use super::conditions::shown;
use super::measurement_unit::other_unit;
use super::plausibility::{self, Verdict};
use super::schema_violation::requirement;
use super::{Basis, Context, Demanded, Finding, Place, Rule, RuleMeta, Section, Spot, Violation};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::json::{Kind as Json, Value};
use crate::schema::Keyword;

pub(crate) static MEASUREMENT_VALUE: Rule = Rule::explaining(
    RuleMeta {
        id: "measurement-value",
        group: "measurement",
        severity: Severity::Error,
        summary: "a measurement that is zero, negative or outside the allowed range",
        basis: Basis::Documented,
        docs: "A measurement is a length in centimetres (weights apart), so it is greater than 0. Pattern schemas \
usually ask for a number and no more: `0` and `-39` pass, and the pattern is drafted from them.

With `enabled = true` under `[plausibility]` in toile.toml, or with this rule named by `select`, a height or girth far \
outside what bodies have is remarked on, too, with the range that it was held against.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": -39}
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
    explain,
)
.and_linting(lint)
.of(&[Kind::Draft, Kind::PredictBody, Kind::MeasurementProfile]);

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let Place::Entry(Section::Measurements, id) = context.place(violation.value) else { return None };
    if violation.keyword == Keyword::Type {
        return None;
    }
    if let Some(finding) = other_unit(&id, violation) {
        return Some(finding.demand(Demanded::Keyword(violation.sub, violation.keyword)));
    }
    let message = format!("measurement `{id}` cannot be {}: {}", shown(violation.value), requirement(violation));
    let finding = Finding::new(MEASUREMENT_VALUE.meta.id, Severity::Error, Spot::of(violation.value), message);
    Some(finding.demand(Demanded::Keyword(violation.sub, violation.keyword)))
}

/// Whether a value is a number greater than 0, where the way it is written tells: with a digit first that is no zero.
fn is_plainly_positive(value: Value<'_>) -> bool {
    value.kind() == Json::Number && value.node().plain_digits() > 0
}

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for member in context.members(Section::Measurements) {
        if is_plainly_positive(member.value) || member.value.f64().is_none_or(|number| number > 0.0) {
            continue;
        }
        let id = member.key.string().unwrap_or_default();
        let message = format!("measurement `{id}` is {}, but must be greater than 0", member.value.raw());
        findings.push(
            Finding::new(MEASUREMENT_VALUE.meta.id, Severity::Error, Spot::of(member.value), message)
                .help("give the measured value, or leave it out where its group is optional"),
        );
    }
    for (member, verdict) in plausibility::verdicts(context) {
        let Verdict::Outside(range) = verdict else { continue };
        let id = member.key.string().unwrap_or_default();
        let range = plausibility::shown(range);
        let message = format!("`{id}` is {} cm, outside the plausible {range}", member.value.raw());
        findings.push(
            Finding::new(MEASUREMENT_VALUE.meta.id, Severity::Info, Spot::of(member.value), message)
                .help("measure again; `[plausibility.ranges]` of toile.toml sets another range"),
        );
    }
}
