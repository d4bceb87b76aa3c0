//! `measurement-type`: body or garment, and measurements that fit it.

use super::conditions::{shown, text};
use super::{Basis, Context, Demanded, Finding, Place, Rule, RuleMeta, Section, Spot, Violation};
use crate::diagnostic::{Applicability, Severity};
use crate::pattern::MeasurementType;
use crate::words;

pub(crate) static MEASUREMENT_TYPE: Rule = Rule::explaining(
    RuleMeta {
        id: "measurement-type",
        group: "draft",
        severity: Severity::Error,
        summary: "`measurementType` is not offered by the pattern, or does not fit the measurements",
        basis: Basis::Documented,
        docs: "`measurementType` says what the measurements were taken from: `body` or `final` (the garment; the web \
app calls it that). A pattern may offer only one of them, and the second letter of a measurement id says which one it \
belongs to: `mbCollarGirth` to the body, `mfCollarGirth` to the garment.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"final\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39}
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
.and_linting(lint);

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if context.place(violation.value) != Place::Field("measurementType".to_owned()) {
        return None;
    }
    let offered: Vec<String> = violation.plan.enumeration(violation.sub).into_iter().map(text).collect();
    Some(refused(violation.value, &offered).demand(Demanded::Keyword(violation.sub, violation.keyword)))
}

fn refused(value: crate::json::Value<'_>, offered: &[String]) -> Finding {
    let given = text(value);
    let choices = words::list(offered, "or");
    let message = match MeasurementType::named(&given) {
        _ if offered.is_empty() => format!("`measurementType` cannot be {}", shown(value)),
        Some(_) => format!("this pattern takes {choices} measurements, not {}", shown(value)),
        None => format!("`measurementType` must be {choices}, not {}", shown(value)),
    };
    let mut finding = Finding::new(MEASUREMENT_TYPE.meta.id, Severity::Error, Spot::of(value), message);
    if let Some(meant) = words::nearest(&given, offered).map(str::to_owned) {
        finding =
            finding.help(format!("write `{meant}`")).replace(value, format!("\"{meant}\""), Applicability::Unsafe);
    }
    finding
}

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(data) = context.pattern.and_then(|pattern| pattern.data.as_ref()) else { return };
    let Some(kind) = context.measurement_type() else { return };
    let offered = |kind| match kind {
        MeasurementType::Body => !data.body.is_empty(),
        MeasurementType::Final => !data.final_.is_empty(),
    };
    if !offered(kind) {
        let others = [MeasurementType::Body, MeasurementType::Final].into_iter().filter(|kind| offered(*kind));
        let others: Vec<String> = others.map(|kind| kind.name().to_owned()).collect();
        if let (Some(value), false) = (context.body.get("measurementType"), others.is_empty()) {
            findings.push(refused(value, &others));
        }
        return;
    }
    let Some(pattern) = context.pattern else { return };
    for member in context.members(Section::Measurements) {
        let id = member.key.string().unwrap_or_default();
        let mut of_id =
            pattern.names.groups.iter().filter(|group| group.items.iter().any(|item| *item == id)).peekable();
        let Some(group) = of_id.peek().copied() else { continue };
        if of_id.any(|group| group.measurement_type == kind) {
            continue;
        }
        let message = format!(
            "`{id}` is a `{}` measurement, but this draft is of type `{}`",
            group.measurement_type.name(),
            kind.name()
        );
        let mut finding = Finding::new(MEASUREMENT_TYPE.meta.id, Severity::Error, Spot::of(member.key), message)
            .remark("the server passes over it")
            .demand(Demanded::Data(group.node));
        if let Some(value) = context.body.get("measurementType") {
            finding = finding.label(Spot::of(value), "the type of this draft");
        }
        findings.push(finding);
    }
}
