//! `measurement-unit`: a body height that was given in another unit.

use super::plausibility::{self, Verdict};
use super::{Basis, Context, Finding, Rule, RuleMeta, Section, Spot, Violation};
use crate::diagnostic::Severity;
use crate::document::Kind;

pub(crate) static MEASUREMENT_UNIT: Rule = Rule::linting(
    RuleMeta {
        id: "measurement-unit",
        group: "measurement",
        severity: Severity::Info,
        summary: "a measurement that looks like metres, inches or millimetres",
        basis: Basis::Inferred,
        docs:
            "All measurements are centimetres. A body height of 1.8, 71 or 1800 is almost certainly metres, inches or \
millimetres: the draft is accepted, and cut for a doll or a giant. The ranges are our own, so this is no more than a \
remark. Where a pattern schema sets a range, and the value fits it in another unit only, it is an error.

With `enabled = true` under `[plausibility]` in toile.toml, or with this rule named by `select`, every height and girth \
of a body whose usual range is known is looked at like this, and the finding names the range. `[plausibility.ranges]` \
sets other ranges, for any measurement.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 1.8, \"mbCollarGirth\": 39}
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
    lint,
)
.of(&[Kind::Draft, Kind::PredictBody, Kind::MeasurementProfile]);

/// Heights of people in other units: the smallest and the greatest value, the unit, and its length in cm.
const UNITS: [(f64, f64, &str, f64); 3] =
    [(1.2, 2.3, "metres", 100.0), (48.0, 84.0, "inches", 2.54), (1200.0, 2300.0, "millimetres", 0.1)];

/// A value outside the range of the schema that lies inside it in another unit: here the schema proves the slip.
pub(super) fn other_unit(id: &str, violation: &Violation<'_>) -> Option<Finding> {
    let value = violation.value.f64()?;
    let bounds = violation.plan.bounds(violation.sub);
    let (low, high) = (bounds.minimum?, bounds.maximum?);
    if (low.limit..=high.limit).contains(&value) || value <= 0.0 {
        return None;
    }
    let fits = |cm: f64| value * cm > low.limit && value * cm < high.limit;
    let (_, _, unit, cm) = UNITS.iter().find(|(_, _, _, cm)| fits(*cm))?;
    let converted = (value * cm * 10.0).round() / 10.0;
    let raw = violation.value.raw();
    let message = format!("`{id}` is {raw} cm, outside its range: it seems to be in {unit}");
    Some(
        Finding::new(MEASUREMENT_UNIT.meta.id, Severity::Error, Spot::of(violation.value), message)
            .remark(format!("{raw} {unit} are {converted} cm"))
            .help("give the measurement in centimetres"),
    )
}

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let measurements = context.entries(Section::Measurements);
    let heights = ["mbHeight", "fbHeight"].into_iter().filter_map(|name| context.member(measurements?, name));
    for member in heights {
        if context.plausibility.is_some_and(|plausibility| plausibility.is_vouched_for(&member)) {
            continue;
        }
        let id = member.key.string().unwrap_or_default();
        let Some(height) = member.value.f64() else { continue };
        let Some((_, _, unit, cm)) = UNITS.iter().find(|(low, high, _, _)| (*low..=*high).contains(&height)) else {
            continue;
        };
        let converted = (height * cm * 10.0).round() / 10.0;
        let message = format!("`{id}` is {} cm: it seems to be in {unit}", member.value.raw());
        findings.push(
            Finding::new(MEASUREMENT_UNIT.meta.id, Severity::Info, Spot::of(member.value), message)
                .remark(format!("{} {unit} are {converted} cm", member.value.raw()))
                .help("give the height in centimetres"),
        );
    }
    for (member, verdict) in plausibility::verdicts(context) {
        let Verdict::Unit(range, unit, converted) = verdict else { continue };
        let raw = member.value.raw();
        let id = member.key.string().unwrap_or_default();
        let range = plausibility::shown(range);
        let message = format!("`{id}` is {raw} cm, outside the plausible {range}: it seems to be in {unit}");
        findings.push(
            Finding::new(MEASUREMENT_UNIT.meta.id, Severity::Info, Spot::of(member.value), message)
                .remark(format!("{raw} {unit} are {converted} cm"))
                .help("give the measurement in centimetres"),
        );
    }
}
