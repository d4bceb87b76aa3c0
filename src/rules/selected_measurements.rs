//! `selected-measurements`: `selectedMeasurementIds` that do not fit.

use super::conditions::shown;
use super::{Basis, Context, Demanded, Finding, Rule, RuleMeta, Section, Spot};
use crate::diagnostic::Severity;
use crate::json::Value;
use crate::words;

pub(crate) static SELECTED_MEASUREMENTS: Rule = Rule::linting(
    RuleMeta {
        id: "selected-measurements",
        group: "measurement",
        severity: Severity::Error,
        summary: "`selectedMeasurementIds` names what is not there, or two of one group",
        basis: Basis::Documented,
        docs: "`selectedMeasurementIds` picks measurements out of a set, such as a whole prediction, so that one of each \
group is left (page \"Draft\"). An id that is not in the set picks nothing, and two of one group leave the conflict that \
the selection is meant to solve.

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
);

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(list) = context.body.get("selectedMeasurementIds").filter(|list| list.is_array()) else { return };
    let selected: Vec<Value<'_>> = list.elements().filter(|element| element.string().is_some()).collect();
    if let Some(measurements) = context.entries(Section::Measurements) {
        let given: Vec<String> =
            measurements.members().map(|m| m.key.string().unwrap_or_default().into_owned()).collect();
        for element in &selected {
            let id = element.string().unwrap_or_default();
            if given.iter().any(|name| *name == id) {
                continue;
            }
            let message = format!("{} is selected, but not among the measurements", shown(*element));
            let finding = Finding::new(SELECTED_MEASUREMENTS.meta.id, Severity::Error, Spot::of(*element), message);
            findings.push(match words::nearest(&id, &given) {
                Some(meant) => finding.remark(format!("did you mean `{meant}`?")),
                None => finding.help("add it to `measurements`, or take it out of the selection"),
            });
        }
    }
    let Some(pattern) = context.pattern else { return };
    for group in &pattern.names.groups {
        let of_group: Vec<&Value<'_>> =
            selected.iter().filter(|e| group.items.iter().any(|item| e.is_str(item))).collect();
        if let [first, .., last] = of_group.as_slice() {
            let message = format!("two measurements of group `{}` are selected: only one is to be given", group.name);
            findings.push(
                Finding::new(SELECTED_MEASUREMENTS.meta.id, Severity::Error, Spot::of(**last), message)
                    .label(Spot::of(**first), format!("first of group `{}`", group.name))
                    .demand(Demanded::Data(group.node))
                    .help("select the one that was measured"),
            );
        }
    }
}
