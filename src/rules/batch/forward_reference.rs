//! `forward-reference`: a reference to an action that comes later.

use super::{Basis, Finding, Links, Rule, RuleMeta, Spot, text};
use crate::batch::{Graph, Node};
use crate::diagnostic::Severity;
use crate::words;

pub(crate) static FORWARD_REFERENCE: Rule = Rule::linking(
    RuleMeta {
        id: "forward-reference",
        group: "batch",
        severity: Severity::Warning,
        summary: "a reference to an action that comes later in the batch",
        basis: Basis::Documented,
        docs: "What an action creates is documented to be for the actions that follow (page \"Batch\"). JSON objects have no \
order, so the server may sort the actions by itself; but no page promises it, and the order that is documented costs \
nothing.

```json fail
{\"actions\": {
  \"e1\": {\"type\": \"export\", \"body\": {\"draftId\": {\"$ref\": \"#/resources/d1/id\"}, \"fileType\": \"pdf\"}},
  \"d1\": {\"type\": \"draft\", \"body\": {
    \"patternId\": 397,
    \"measurementType\": \"body\",
    \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39}
  }}
}}
```

```json pass
{\"actions\": {
  \"d1\": {\"type\": \"draft\", \"body\": {
    \"patternId\": 397,
    \"measurementType\": \"body\",
    \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39}
  }},
  \"e1\": {\"type\": \"export\", \"body\": {\"draftId\": {\"$ref\": \"#/resources/d1/id\"}, \"fileType\": \"pdf\"}}
}}
```
",
    },
    link,
);

fn link<'a>(graph: &Graph<'a>, links: &mut Links<'a>) {
    let mut groups = None;
    for edge in &graph.edges {
        let (Node::Action(from), Some(Node::Action(to))) = (edge.from, edge.to) else { continue };
        if from >= to || !edge.is_dependency() || graph.first(from) >= graph.first(to) {
            continue;
        }
        // Whatever the order, some reference of a cycle leads forward.
        let groups = groups.get_or_insert_with(|| graph.groups());
        if groups.of[graph.number(edge.from)] == groups.of[graph.number(Node::Action(to))] {
            continue;
        }
        let (from, to) = (words::code(&graph.name(edge.from)), words::code(&graph.name(Node::Action(to))));
        let message = format!("{from} uses {to}, which comes later");
        links.push(
            Finding::new(FORWARD_REFERENCE.meta.id, Severity::Warning, Spot::of(text(edge, graph)), message)
                .label_target(edge, graph, "comes later")
                .help(format!("put {to} before {from}")),
        );
    }
}
