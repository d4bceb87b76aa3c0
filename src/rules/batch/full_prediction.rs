//! `full-prediction`: a whole prediction where one measurement of each group is wanted.

use super::{Basis, Demanded, Finding, Links, Rule, RuleMeta, Spot, text};
use crate::batch::{Graph, Slot, Verdict};
use crate::diagnostic::Severity;
use crate::pattern::MeasurementType;
use crate::words;

pub(crate) static FULL_PREDICTION: Rule = Rule::linking(
    RuleMeta {
        id: "full-prediction",
        group: "batch",
        severity: Severity::Warning,
        summary: "a draft takes a whole prediction where the pattern wants one measurement of each group",
        basis: Basis::Documented,
        docs: "A prediction holds every measurement that can be predicted, several of most groups; a pattern takes exactly one \
of each group (page \"Pattern\"). `selectedMeasurementIds` is there to choose (page \"Draft\").

Where no pattern is loaded, nobody knows whether there is anything to choose, and this is a remark only.

```json fail
{\"actions\": {
  \"p1\": {\"type\": \"predictBody\", \"body\": {\"gender\": \"male\", \"measurements\": {\"mbHeight\": 180, \"mbWeight\": 75}}},
  \"d1\": {\"type\": \"draft\", \"body\": {
    \"patternId\": 412,
    \"measurementType\": \"body\",
    \"measurements\": {\"$ref\": \"#/resources/p1/measurements\"}
  }}
}}
```

```json pass
{\"actions\": {
  \"p1\": {\"type\": \"predictBody\", \"body\": {\"gender\": \"male\", \"measurements\": {\"mbHeight\": 180, \"mbWeight\": 75}}},
  \"d1\": {\"type\": \"draft\", \"body\": {
    \"patternId\": 412,
    \"measurementType\": \"body\",
    \"measurements\": {\"$ref\": \"#/resources/p1/measurements\"},
    \"selectedMeasurementIds\": [\"mbHeight\", \"mbWaistGirth\", \"mbLowHipGirth\", \"mbInsideLegLength\"]
  }}
}}
```
",
    },
    link,
);

/// So many groups are told: the first ones show what is meant.
const MOST: usize = 3;

fn link<'a>(graph: &Graph<'a>, links: &mut Links<'a>) {
    for edge in &graph.edges {
        let Some((draft, _, of)) = graph.ends(edge) else { continue };
        let is_whole = edge.reference.slot == Slot::Measurements && edge.verdict == Verdict::Fine;
        let is_final = draft.measurement_type.is_some_and(|(is, _)| is == MeasurementType::Final);
        // That a prediction gives no final measurements at all is another rule's.
        if !is_whole || is_final || draft.selects || of.is_none() || edge.is_self_reference() {
            continue;
        }
        let names = [edge.from, edge.to.unwrap_or(edge.from)].map(|node| words::code(&graph.name(node)));
        let choices = draft.pattern.and_then(|pattern| graph.pattern_facts(pattern)).map(|facts| &facts.choices);
        let (severity, wants) = match choices.map(Vec::as_slice) {
            Some([]) => continue,
            Some([only]) if only.group.is_none() => {
                (Severity::Warning, format!("the pattern wants one of {}", words::list(&only.items, "or")))
            }
            Some(_) => (Severity::Warning, "the pattern wants one measurement of each group".to_owned()),
            None => (Severity::Info, "most patterns want one measurement of each group".to_owned()),
        };
        let message = format!("{} takes the whole prediction {}, but {wants}", names[0], names[1]);
        let mut finding = Finding::new(FULL_PREDICTION.meta.id, severity, Spot::of(text(edge, graph)), message)
            .remark("the whole prediction")
            .label_target(edge, graph, "predicts several measurements of most groups");
        for choice in choices.into_iter().flatten().take(MOST) {
            finding.demand = finding.demand.or(choice.node.map(Demanded::Data));
            let items = words::list(&choice.items, "or");
            match &choice.group {
                Some(group) => finding = finding.note(format!("group {} takes one of {items}", words::code(group))),
                None if choices.is_some_and(|choices| choices.len() > 1) => {
                    finding = finding.note(format!("the schema takes one of {items}"));
                }
                None => {}
            }
        }
        links.push_with(finding.help("choose one of each group with `selectedMeasurementIds`"), draft.pattern);
    }
}
