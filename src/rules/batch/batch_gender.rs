//! `batch-gender`: a prediction of another gender than the pattern that it ends up in.

use super::{Basis, Demanded, Finding, Links, Rule, RuleMeta, Spot, text};
use crate::batch::{Graph, Slot, Verdict};
use crate::diagnostic::Severity;
use crate::words;

pub(crate) static BATCH_GENDER: Rule = Rule::linking(
    RuleMeta {
        id: "batch-gender",
        group: "batch",
        severity: Severity::Error,
        summary: "a prediction is of another gender than the pattern that uses it",
        basis: Basis::Documented,
        docs: "A pattern is made for one gender, and so is a prediction. What is predicted for the other one has ids that the \
pattern does not know: it gets no measurement at all, or those of another body.

The gender of a pattern is the one that its data names, else the one that all of its measurement ids begin with (`m` or \
`f`). That ids begin with their gender is known from examples only: where no loaded pattern bears it out, a finding \
that rests on it is a remark.

```json fail
{\"actions\": {
  \"p1\": {\"type\": \"predictBody\", \"body\": {\"gender\": \"female\", \"measurements\": {\"fbHeight\": 170, \"fbWeight\": 60}}},
  \"d1\": {\"type\": \"draft\", \"body\": {
    \"patternId\": 412,
    \"measurementType\": \"body\",
    \"measurements\": {\"$ref\": \"#/resources/p1/measurements\"},
    \"selectedMeasurementIds\": [\"mbHeight\", \"mbWaistGirth\", \"mbLowHipGirth\", \"mbInsideLegLength\"]
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
        if edge.reference.slot != Slot::Measurements || edge.verdict != Verdict::Fine {
            continue;
        }
        let Some((draft, prediction, _)) = graph.ends(edge) else { continue };
        let (Some(pattern), Some((gender, said))) = (draft.pattern, prediction.gender) else { continue };
        let Some(facts) = graph.pattern_facts(pattern) else { continue };
        let Some(wanted) = facts.gender.or(facts.letter).filter(|wanted| *wanted != gender) else { continue };
        // Inputs come back with the prediction: ids that the pattern does not take are then certain.
        let is_certain = facts.gender.is_some() || prediction.inputs[gender as usize].is_some();
        let severity = if is_certain { Severity::Error } else { Severity::Info };
        let to = words::code(&edge.to.map(|node| graph.name(node)).unwrap_or_default());
        let message = format!(
            "{} is of a {} pattern, but {to} predicts a {} body",
            words::code(&graph.name(edge.from)),
            wanted.name(),
            gender.name()
        );
        let mut finding = Finding::new(BATCH_GENDER.meta.id, severity, Spot::of(text(edge, graph)), message)
            .remark(format!("a {} body", gender.name()))
            .label(Spot::of(graph.value(said)), format!("predicted as {}", gender.name()));
        let named = pattern.data.as_ref().filter(|_| facts.gender.is_some());
        match named.and_then(|data| data.document.doc().root().get("gender")) {
            Some(node) => finding.demand = Some(Demanded::Data(node.index())),
            None => finding = finding.note(format!("all ids of the pattern begin with `{}`", wanted.letter())),
        }
        links.push_with(finding.help("use a prediction of the pattern's gender, or another pattern"), Some(pattern));
    }
}
