//! `unused-action`: a prediction that nothing uses.

use super::{Basis, Finding, Links, Rule, RuleMeta, Spot};
use crate::batch::{ActionType, Graph, Node};
use crate::diagnostic::Severity;
use crate::words;

pub(crate) static UNUSED_ACTION: Rule = Rule::linking(
    RuleMeta {
        id: "unused-action",
        group: "batch",
        severity: Severity::Info,
        summary: "a prediction that no draft of the batch uses",
        basis: Basis::Inferred,
        docs: "A prediction beside drafts is there to give them measurements. No reference leads to this one: it is wasted \
work, or a draft should use it and does not. A batch of predictions alone is what it is.

```json fail
{\"actions\": {
  \"p1\": {\"type\": \"predictBody\", \"body\": {\"gender\": \"male\", \"measurements\": {\"mbHeight\": 180, \"mbWeight\": 75}}},
  \"d1\": {\"type\": \"draft\", \"body\": {
    \"patternId\": 397,
    \"measurementType\": \"body\",
    \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39}
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
    let has_drafts = graph.actions.types().contains(&Some(ActionType::Draft));
    // Where a reference leads nowhere, it may be the one that is missed here.
    if !has_drafts || graph.has_stray {
        return;
    }
    for (at, action) in graph.actions.types().iter().enumerate() {
        let node = Node::Action(at as u32);
        if !action.is_some_and(ActionType::is_prediction) || graph.is_used(node) || graph.is_dropped(node) {
            continue;
        }
        let message = format!("nothing uses the prediction {}", words::code(&graph.name(node)));
        links.push(
            Finding::new(UNUSED_ACTION.meta.id, Severity::Info, Spot::of(graph.key(node)), message)
                .help("refer to its `measurements` in a draft, or leave it out"),
        );
    }
}
