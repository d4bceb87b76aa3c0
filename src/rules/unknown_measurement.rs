//! `unknown-measurement`: an id that the pattern does not know.

use std::borrow::Cow;

use super::measurement_gender::other_gender_of;
use super::{
    Basis, Context, Demanded, Finding, Place, Rule, RuleMeta, Section, Spot, Violation, garment, measurement_names,
};
use crate::diagnostic::{Applicability, Severity};
use crate::json::Value;
use crate::words;

pub(crate) static UNKNOWN_MEASUREMENT: Rule = Rule::explaining(
    RuleMeta {
        id: "unknown-measurement",
        group: "measurement",
        severity: Severity::Error,
        summary: "a measurement id that the pattern does not know",
        basis: Basis::Documented,
        docs: "Pattern schemas leave `measurements` open: a misspelt or foreign id passes, and the server passes over \
it without a word. toile checks ids against the pattern data, where it is loaded. A draft with \
`selectedMeasurementIds` may hold more than the pattern takes, and is not checked for this.

`--fix` renames an id by itself where that leaves no doubt: letters are swapped, doubled, left out or of another case, and \
the id is of no measurement that is documented or that another pattern of the run knows. A `mbWeight` is never a `mbHeight`.

```json fail
{
  \"patternId\": 412,
  \"measurementType\": \"body\",
  \"measurements\": {
    \"mbHeight\": 178.5, \"mbWaistGirth\": 84, \"mbLowHipGirth\": 99, \"mbCrotchHeight\": 82,
    \"mbThihgGirth\": 58
  }
}
```

```json pass
{
  \"patternId\": 412,
  \"measurementType\": \"body\",
  \"measurements\": {
    \"mbHeight\": 178.5, \"mbWaistGirth\": 84, \"mbLowHipGirth\": 99, \"mbCrotchHeight\": 82,
    \"mbThighGirth\": 58
  }
}
```
",
    },
    explain,
)
.safely_fixable()
.and_linting(lint);

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let key = violation.key()?;
    if let Some(finding) = other_gender_of(key, context) {
        return Some(finding.demand(Demanded::Keyword(violation.sub, violation.keyword)));
    }
    (context.place(violation.value) == Place::Field("measurements".into()))
        .then(|| finding(key, context).demand(Demanded::Keyword(violation.sub, violation.keyword)))
}

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    garment::unknown(context, findings);
    // A schema alone names only what it demands: ids beyond that may well exist.
    let Some(pattern) = context.pattern.filter(|pattern| pattern.data.is_some()) else { return };
    if pattern.names.groups.is_empty() || context.body.get("selectedMeasurementIds").is_some_and(Value::is_array) {
        return;
    }
    let unknown = context.unknown(Section::Measurements, &pattern.names.measurements);
    findings.extend(unknown.map(|member| finding(member.key, context)));
}

fn finding(key: Value<'_>, context: &Context<'_>) -> Finding {
    let id = key.string().unwrap_or_default();
    let known = context.pattern.map(|pattern| pattern.names.measurements.as_slice()).unwrap_or_default();
    let kind = context.measurement_type();
    let fits = |name: &&String| {
        let group = context.pattern.and_then(|pattern| pattern.names.group_of(name));
        group.is_none_or(|group| kind.is_none_or(|kind| group.measurement_type == kind))
    };
    let fitting: Vec<&String> = known.iter().filter(fits).collect();
    let message = format!("{} is no measurement of this pattern", words::code(&id));
    let finding = Finding::new(UNKNOWN_MEASUREMENT.meta.id, Severity::Error, Spot::of(key), message);
    let is_known = known.iter().any(|name| *name == id);
    let meant = words::nearest(&id, &fitting).filter(|_| is_known || !measurement_names::exists(&id, context));
    match meant {
        Some(meant) if is_known => finding.perhaps(key, meant),
        Some(meant) => {
            let group = context.pattern.and_then(|pattern| pattern.names.group_of(meant));
            let items: Vec<&str> = group.map(|g| g.items.iter().map(String::as_str).collect()).unwrap_or_default();
            renamed(finding, key, meant, &items, context)
        }
        None => finding
            .remark("the server passes over it")
            .help(format!("this pattern knows {}", words::list(&fitting, "and")))
            .remove(key, Applicability::Unsafe),
    }
}

/// Offers the measurement that was probably meant. That is safe where the group that it belongs to leaves no doubt: the
/// group has no measurement yet, no other unknown id could be meant for it, and no letter stands for another: `mbUnderBust`
/// is a place of its own, not `mbUpperBust` misspelt.
pub(super) fn renamed(finding: Finding, key: Value<'_>, meant: &str, group: &[&str], context: &Context<'_>) -> Finding {
    let known = context.pattern.map(|pattern| pattern.names.measurements.as_slice()).unwrap_or_default();
    // The first two letters are the gender and the type: another one there is another measurement, not a slip.
    let prefix = |id: &str| id.get(..2).map(str::to_owned);
    let is_slip = |id: &str, meant: &str| {
        prefix(id) == prefix(meant) && words::misspelt(id, known) == Some(meant) && !words::replaces_letters(id, meant)
    };
    let names: Vec<_> =
        context.members(Section::Measurements).take(MOST).filter_map(|member| member.key.string()).collect();
    let is_free = !names.iter().any(|name| group.contains(&name.as_ref()));
    let are_few_rivals = || {
        let candidates = words::Candidates::of(known);
        let unknown = names.iter().filter(|name| !known.iter().any(|known| known == *name));
        let is_rival = |name: &&Cow<'_, str>| candidates.nearest(name).is_some_and(|nearest| group.contains(&nearest));
        unknown.filter(is_rival).count() <= 1
    };
    // With a selection, `measurements` may hold more than the pattern takes.
    let is_selected = context.body.get("selectedMeasurementIds").is_some();
    let sure = group.contains(&meant)
        && names.len() < MOST
        && is_free
        && !is_selected
        && is_slip(&key.string().unwrap_or_default(), meant)
        && are_few_rivals();
    let safe = if sure { Applicability::Safe } else { Applicability::Unsafe };
    finding.remark(format!("did you mean {}?", words::code(meant))).rewrite(key, meant, safe)
}

/// Comparing everything with everything would take a hostile request for ever.
const MOST: usize = 100;
