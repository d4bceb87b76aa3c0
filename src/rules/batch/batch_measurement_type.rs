//! `batch-measurement-type`: a draft of the finished garment that takes the measurements of a body.

use super::{Basis, Finding, Links, Rule, RuleMeta, Spot, text};
use crate::batch::{ActionType, Graph, Slot, Verdict};
use crate::diagnostic::Severity;
use crate::pattern::MeasurementType;
use crate::words;

pub(crate) static BATCH_MEASUREMENT_TYPE: Rule = Rule::linking(
    RuleMeta {
        id: "batch-measurement-type",
        group: "batch",
        severity: Severity::Error,
        summary: "a draft with `final` measurements takes them from a prediction of the body",
        basis: Basis::Documented,
        docs: "`predictBody` and `predictScan` predict bodies; a draft with `\"measurementType\": \"final\"` wants the measurements \
of the finished garment, which have other ids (`mf…`, not `mb…`). It gets none of them.

That predictions give no `final` measurement is stated nowhere. Where the ids of the loaded pattern show the difference, \
this is an error, else a remark.

```json fail
{\"actions\": {
  \"p1\": {\"type\": \"predictBody\", \"body\": {\"gender\": \"male\", \"measurements\": {\"mbHeight\": 180, \"mbWeight\": 75}}},
  \"d1\": {\"type\": \"draft\", \"body\": {
    \"patternId\": 412,
    \"measurementType\": \"final\",
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

fn link<'a>(graph: &Graph<'a>, links: &mut Links<'a>) {
    for edge in &graph.edges {
        let Some((draft, _, of)) = graph.ends(edge) else { continue };
        if edge.reference.slot != Slot::Measurements
            || edge.verdict != Verdict::Fine
            || !of.is_some_and(ActionType::is_prediction)
        {
            continue;
        }
        let Some((MeasurementType::Final, said)) = draft.measurement_type else { continue };
        let facts = draft.pattern.and_then(|pattern| graph.pattern_facts(pattern));
        let is_proved = facts.is_some_and(|facts| facts.has_final_ids);
        let severity = if is_proved { Severity::Error } else { Severity::Info };
        let message = format!(
            "{} wants `final` measurements, but {} predicts those of a body",
            words::code(&graph.name(edge.from)),
            words::code(&edge.to.map(|node| graph.name(node)).unwrap_or_default()),
        );
        links.push(
            Finding::new(BATCH_MEASUREMENT_TYPE.meta.id, severity, Spot::of(text(edge, graph)), message)
                .remark("measurements of a body")
                .label(Spot::of(graph.value(said)), "measurements of the finished garment")
                .label_target(edge, graph, "predicts a body")
                .help("make it a `body` draft, or give measurements of the garment"),
        );
    }
}
