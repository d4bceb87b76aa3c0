//! `measurement-type`: body or garment, and measurements that fit it.

use super::conditions::{shown, text};
use super::request;
use super::{Basis, Context, Demanded, Finding, Place, Rule, RuleMeta, Section, Spot, Violation};
use crate::diagnostic::{Applicability, Severity};
use crate::json::Value;
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
.safely_fixable()
.and_linting(lint);

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if context.place(violation.value) != Place::Field("measurementType".into()) {
        return None;
    }
    let offered: Vec<_> = violation.plan.enumeration(violation.sub).into_iter().map(text).collect();
    Some(refused(violation.value, &offered).demand(Demanded::Keyword(violation.sub, violation.keyword)))
}

fn refused<S: AsRef<str>>(value: Value<'_>, offered: &[S]) -> Finding {
    let given = text(value);
    let choices = words::list(offered, "or");
    let message = match MeasurementType::named(&given) {
        _ if offered.is_empty() => format!("`measurementType` cannot be {}", shown(value)),
        Some(_) => format!("this pattern takes {choices} measurements, not {}", shown(value)),
        None => format!("`measurementType` must be {choices}, not {}", shown(value)),
    };
    let finding = Finding::new(MEASUREMENT_TYPE.meta.id, Severity::Error, Spot::of(value), message);
    // What the web app calls "Garment" is `final` here.
    let is_garment = given.eq_ignore_ascii_case("garment") && offered.iter().any(|word| word.as_ref() == "final");
    match words::nearest(&given, offered).or(is_garment.then_some("final")) {
        Some(meant) => finding.perhaps_of(value, meant, offered),
        None => finding,
    }
}

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(pattern) = context.pattern else { return };
    let Some(kind) = context.measurement_type() else { return };
    let Some(value) = context.body.get("measurementType") else { return };
    let offered: Vec<MeasurementType> = BOTH.into_iter().filter(|kind| pattern.names.offers(*kind)).collect();
    if offered.is_empty() {
        return;
    }
    if !offered.contains(&kind) {
        let offered: Vec<String> = offered.into_iter().map(|kind| kind.name().to_owned()).collect();
        findings.push(refused(value, &offered));
        return;
    }
    if let Some(finding) = all_foreign(context) {
        findings.push(finding);
        return;
    }
    for member in context.members(Section::Measurements).filter(|member| !context.is_hole(member.value)) {
        let id = member.key.string().unwrap_or_default();
        let Some(group) = pattern.names.foreign_group(&id, kind) else { continue };
        let message = format!(
            "`{id}` is a `{}` measurement, but this draft is of type `{}`",
            group.measurement_type.name(),
            kind.name()
        );
        findings.push(
            Finding::new(MEASUREMENT_TYPE.meta.id, Severity::Error, Spot::of(member.key), message)
                .remark("the server passes over it")
                .demand(Demanded::Data(group.node))
                .label(Spot::of(value), "the type of this draft"),
        );
    }
}

const BOTH: [MeasurementType; 2] = [MeasurementType::Body, MeasurementType::Final];

/// The finding about a draft all of whose measurements are of the other type: then it is the type that is wrong, and
/// whatever is missing follows from it.
pub(super) fn all_foreign(context: &Context<'_>) -> Option<Finding> {
    let value = context.body.get("measurementType")?;
    let kind = context.measurement_type()?;
    let other = only_type(context).filter(|other| *other != kind)?;
    let message = format!("`measurementType` is `{}`, but the measurements are `{}` ones", kind.name(), other.name());
    Some(
        Finding::new(MEASUREMENT_TYPE.meta.id, Severity::Error, Spot::of(value), message)
            .help(format!("set it to `{}`, or give `{}` measurements", other.name(), kind.name()))
            .rewrite(value, other.name(), Applicability::Unsafe),
    )
}

/// The finding about a `measurementType` that is missing or no word, where a schema therefore asks a draft for
/// measurements of the type that it does not hold. Found again, it joins the finding about the field itself.
pub(super) fn of_no_type(names: &[&str], context: &Context<'_>) -> Option<Finding> {
    if context.measurement_type().is_some() {
        return None;
    }
    let asked = names.iter().find_map(|name| context.pattern?.names.group_of(name))?.measurement_type;
    only_type(context).filter(|other| *other != asked)?;
    Some(match context.body.get("measurementType") {
        Some(value) => {
            let message = format!("`measurementType` cannot be {}", shown(value));
            Finding::new(MEASUREMENT_TYPE.meta.id, Severity::Error, Spot::of(value), message)
        }
        None => request::lacks_field("measurementType", context.body),
    })
}

/// The type of all measurements of a draft, as far as the pattern knows them and offers that type.
fn only_type(context: &Context<'_>) -> Option<MeasurementType> {
    let names = context.pattern.map(|pattern| &pattern.names).filter(|names| !names.groups.is_empty())?;
    let mut only = None;
    for member in context.members(Section::Measurements) {
        let id = member.key.string()?;
        let is_foreign_to = |kind: &MeasurementType| names.foreign_group(&id, *kind).is_some();
        let mut foreign_to = BOTH.into_iter().filter(is_foreign_to);
        match (foreign_to.next(), names.group_of(&id), only) {
            (Some(_), Some(group), None) => only = Some(group.measurement_type),
            (Some(_), Some(group), Some(other)) if group.measurement_type == other => {}
            (None, None, _) => {}
            _ => return None,
        }
    }
    only.filter(|kind| names.offers(*kind))
}
