//! `measurement-order`: measurements in an order that no body has.

use super::plausibility::Inversion;
use super::{Basis, Context, Finding, Rule, RuleMeta, Section, Spot};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::json::{Member, Value};
use crate::words;

pub(crate) static MEASUREMENT_ORDER: Rule = Rule::linting(
    RuleMeta {
        id: "measurement-order",
        group: "measurement",
        severity: Severity::Info,
        summary: "measurements in an order that no body has (off unless asked for)",
        basis: Basis::Inferred,
        docs: "On every body the hips are below the waist and the waist is below the top of the head, and a neck or a \
wrist is thinner than the trunk. Where a request says otherwise, two values were swapped, or one of them is of another \
unit or of another person.

This is off unless toile.toml says `enabled = true` under `[plausibility]`, or the rule itself is named by `select`. \
Then these are held to be smaller than those, for each gender: the heights of bust, waist, high hip and low hip than \
the body height; both hip heights than the waist height, and the low one than the high one; mid neck, collar and wrist \
girth than the waist girth; mid neck, collar and bicep girth than the bust girth; the wrist girth than the bicep, mid \
neck and collar girth. A value that is implausible by itself is left to `measurement-unit` and `measurement-value`.

```json fail
{
  \"gender\": \"male\",
  \"measurements\": {\"mbHeight\": 180, \"mbWeight\": 75, \"mbHighHipHeight\": 115, \"mbWaistHeight\": 100}
}
```

```json pass
{
  \"gender\": \"male\",
  \"measurements\": {\"mbHeight\": 180, \"mbWeight\": 75, \"mbHighHipHeight\": 100, \"mbWaistHeight\": 115}
}
```
",
    },
    lint,
)
.of(&[Kind::Draft, Kind::PredictBody, Kind::MeasurementProfile]);

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(plausibility) = context.plausibility else { return };
    let mut left = plausibility.inversions(context.members(Section::Measurements));
    // The measurement that most pairs have in common is the likeliest culprit, and one cause is one finding.
    while let Some(culprit) = most_involved(&left) {
        let (its, others): (Vec<_>, Vec<_>) = left.into_iter().partition(|pair| involves(pair, culprit.value));
        findings.push(finding(culprit, &its));
        left = others;
    }
}

fn involves(pair: &Inversion<'_>, value: Value<'_>) -> bool {
    [pair.smaller, pair.greater].iter().any(|member| member.value.index() == value.index())
}

fn most_involved<'a>(pairs: &[Inversion<'a>]) -> Option<Member<'a>> {
    let members = pairs.iter().flat_map(|pair| [pair.smaller, pair.greater]);
    let count = |member: &Member<'_>| pairs.iter().filter(|pair| involves(pair, member.value)).count();
    // Of equals the later one in the text, as for every other conflict.
    members.max_by_key(|member| (count(member), member.key.index()))
}

fn finding(culprit: Member<'_>, pairs: &[Inversion<'_>]) -> Finding {
    let id = |member: Member<'_>| words::code(&member.key.string().unwrap_or_default());
    let mut than = Vec::new();
    let mut labels = Vec::new();
    for pair in pairs {
        let is_smaller = pair.smaller.value.index() == culprit.value.index();
        let other = if is_smaller { pair.greater } else { pair.smaller };
        let word = if is_smaller { "less" } else { "more" };
        than.push(format!("{word} than {} ({} cm)", id(other), other.value.raw()));
        labels.push((Spot::of(other.value), format!("{} cm", other.value.raw())));
    }
    let message =
        format!("{} is {} cm, but on every body it is {}", id(culprit), culprit.value.raw(), than.join(" and "));
    let mut finding = Finding::new(MEASUREMENT_ORDER.meta.id, Severity::Info, Spot::of(culprit.value), message)
        .help("look for swapped values, another unit, or values of another person");
    finding.labels = labels;
    finding
}
