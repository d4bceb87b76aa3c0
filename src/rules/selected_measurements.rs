//! `selected-measurements`: `selectedMeasurementIds` that do not fit.

use std::borrow::Cow;
use std::collections::HashSet;

use super::conditions::{shown, text};
use super::{Basis, Context, Demanded, Finding, Rule, RuleMeta, Section, Spot};
use crate::diagnostic::Severity;
use crate::json::Value;
use crate::pattern::GroupFact;
use crate::words;

pub(crate) static SELECTED_MEASUREMENTS: Rule = Rule::linting(
    RuleMeta {
        id: "selected-measurements",
        group: "measurement",
        severity: Severity::Error,
        summary: "`selectedMeasurementIds` names what is not there, two of one group, or none of a required one",
        basis: Basis::Documented,
        docs:
            "`selectedMeasurementIds` picks measurements out of a set, such as a whole prediction, so that one of each \
group is left (page \"Draft\"). An id that is not in the set picks nothing, two of one group leave the conflict that \
the selection is meant to solve, and a required group of which none is selected has no measurement.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"selectedMeasurementIds\": [\"mbHeight\", \"mbColarGirth\"]
}
```

```json pass
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"selectedMeasurementIds\": [\"mbHeight\", \"mbCollarGirth\"]
}
```
",
    },
    lint,
)
.unsafely_fixable();

/// So many unknown ids of one list are held against so many given ones. Whatever is longer was written by no hand, and
/// comparing everything with everything would take for ever.
const MOST: usize = 1000;

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(list) = context.body.get("selectedMeasurementIds").filter(|list| list.is_array()) else { return };
    let mut seen = HashSet::new();
    let is_new = |element: &Value<'_>| element.string().is_some_and(|id| seen.insert(id.into_owned()));
    // An id that is selected twice is selected.
    let selected: Vec<Value<'_>> = list.elements().filter(is_new).collect();
    let mut misspelt = Vec::new();
    if context.entries(Section::Measurements).is_some() {
        let given: Vec<Cow<'_, str>> =
            context.members(Section::Measurements).filter_map(|member| member.key.string()).collect();
        let is_given =
            |element: &&Value<'_>| element.string().is_some_and(|id| context.gives(Section::Measurements, &id));
        for (position, element) in selected.iter().filter(|element| !is_given(element)).enumerate() {
            let message = format!("{} is selected, but not among the measurements", shown(*element));
            let finding = Finding::new(SELECTED_MEASUREMENTS.meta.id, Severity::Error, Spot::of(*element), message);
            let id = text(*element);
            let meant = if position < MOST && given.len() <= MOST { words::nearest(&id, &given) } else { None };
            findings.push(match meant {
                Some(meant) => {
                    misspelt.push(meant.to_owned());
                    finding.perhaps(*element, meant)
                }
                None => finding.help("add it to `measurements`, or take it out of the selection"),
            });
        }
    }
    let Some(pattern) = context.pattern else { return };
    let is_predicted = context.body.get("measurements").is_some_and(|value| context.is_hole(value));
    if is_predicted && !pattern.names.groups.is_empty() {
        for (position, element) in selected.iter().enumerate() {
            let known = if position < MOST { pattern.names.measurements.as_slice() } else { &[] };
            findings.extend(unknown_to_pattern(*element, &pattern.names.measurements, known, &mut misspelt));
        }
    }
    for group in &pattern.names.groups {
        let of_group: Vec<&Value<'_>> =
            selected.iter().filter(|e| group.items.iter().any(|item| e.is_str(item))).collect();
        match of_group.as_slice() {
            [first, .., last] => {
                let message = format!("two measurements of group `{}` are selected: only one may be", group.name);
                findings.push(
                    Finding::new(SELECTED_MEASUREMENTS.meta.id, Severity::Error, Spot::of(**last), message)
                        .remark("another of the same group")
                        .label(Spot::of(**first), format!("first of group `{}`", group.name))
                        .demand(Demanded::Data(group.node))
                        .help("select the one that was measured"),
                );
            }
            [] if group.required && context.measurement_type() == Some(group.measurement_type) => {
                // Where none is given at all, or one is misspelt, that is the finding.
                let is_told = group.items.iter().any(|item| misspelt.contains(item));
                let is_given = |item: &&String| !is_told && context.gives(Section::Measurements, item);
                let given = group.items.iter().find(is_given);
                findings.extend(given.map(|given| not_selected(list, group, given)));
                // A prediction holds whatever is asked of it.
                if is_predicted && !is_told {
                    findings.push(none_of(list, group));
                }
            }
            _ => {}
        }
    }
}

/// The finding about an id that is selected from a prediction, but that the pattern has no use for.
fn unknown_to_pattern(
    element: Value<'_>,
    names: &[String],
    candidates: &[String],
    misspelt: &mut Vec<String>,
) -> Option<Finding> {
    let id = text(element);
    if names.iter().any(|name| *name == id) {
        return None;
    }
    let message = format!("{} is selected, but the pattern knows no such measurement", shown(element));
    let finding = |severity| Finding::new(SELECTED_MEASUREMENTS.meta.id, severity, Spot::of(element), message);
    Some(match words::nearest(&id, candidates) {
        Some(meant) => {
            misspelt.push(meant.to_owned());
            finding(Severity::Error).perhaps(element, meant)
        }
        None => finding(Severity::Warning).help("take it out of the selection"),
    })
}

fn none_of(list: Value<'_>, group: &GroupFact) -> Finding {
    let message = format!("no measurement of group `{}` is selected, but the pattern needs one", group.name);
    let items = words::list(&group.items, "or");
    Finding::new(SELECTED_MEASUREMENTS.meta.id, Severity::Error, Spot::Lack(list.index()), message)
        .demand(Demanded::Data(group.node))
        .help(if group.items.len() == 1 { format!("select {items}") } else { format!("select one of {items}") })
}

fn not_selected(list: Value<'_>, group: &GroupFact, given: &str) -> Finding {
    let message = format!("no measurement of group `{}` is selected, but the pattern needs one", group.name);
    Finding::new(SELECTED_MEASUREMENTS.meta.id, Severity::Error, Spot::Lack(list.index()), message)
        .demand(Demanded::Data(group.node))
        .help(format!("select {}, which is given", words::code(given)))
}
