//! `reference-cycle`: actions that wait for each other.

use super::{Basis, Finding, Links, Rule, RuleMeta, Spot, text};
use crate::batch::Graph;
use crate::diagnostic::Severity;
use crate::words;

pub(crate) static REFERENCE_CYCLE: Rule = Rule::linking(
    RuleMeta {
        id: "reference-cycle",
        group: "batch",
        severity: Severity::Error,
        summary: "actions that wait for each other, or for themselves",
        basis: Basis::Documented,
        docs: "An action can use what another one created (page \"Batch\"), so that one must have run before. Where a chain of \
references leads back to its start, none of its actions can be the first.

The finding walks along one shortest cycle, beginning at its first action. Take one of its references away.

```json fail
{\"actions\": {
  \"d1\": {\"type\": \"draft\", \"body\": {
    \"patternId\": 397,
    \"measurementType\": \"body\",
    \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
    \"parentDraftId\": {\"$ref\": \"#/resources/d2/id\"}
  }},
  \"d2\": {\"type\": \"draft\", \"body\": {
    \"patternId\": 397,
    \"measurementType\": \"body\",
    \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
    \"parentDraftId\": {\"$ref\": \"#/resources/d1/id\"}
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
  \"d2\": {\"type\": \"draft\", \"body\": {
    \"patternId\": 397,
    \"measurementType\": \"body\",
    \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
    \"parentDraftId\": {\"$ref\": \"#/resources/d1/id\"}
  }}
}}
```
",
    },
    link,
);

/// So many references of one cycle are labelled: more fit on no screen.
const MOST: usize = 50;

fn link<'a>(graph: &Graph<'a>, links: &mut Links<'a>) {
    for cycle in graph.cycles() {
        let edges: Vec<_> = cycle.iter().map(|at| &graph.edges[*at]).collect();
        let Some((first, rest)) = edges.split_first() else { continue };
        let name = |node| words::code(&graph.name(node));
        let waits = |edge: &crate::batch::Edge| match edge.to {
            Some(to) => format!("{} waits for {}", name(edge.from), name(to)),
            None => String::new(),
        };
        let message = if rest.is_empty() {
            format!("{} refers to itself", name(first.from))
        } else {
            let names: Vec<_> = edges.iter().map(|edge| graph.name(edge.from)).collect();
            format!("{} wait for each other: none of them can run first", words::list(&names, "and"))
        };
        let spot = Spot::of(text(first, graph));
        let mut finding = Finding::new(REFERENCE_CYCLE.meta.id, Severity::Error, spot, message);
        if rest.is_empty() {
            finding = finding
                .remark("leads back to where it stands")
                .label(Spot::of(graph.key(first.from)), "what it leads to exists only after this has run");
        } else {
            finding = finding.remark(waits(first));
        }
        for edge in rest.iter().take(MOST) {
            finding = finding.label(Spot::of(text(edge, graph)), waits(edge));
        }
        if rest.len() > MOST {
            finding = finding.note(format!("{} more references of the cycle are not shown", rest.len() - MOST));
        }
        links.push(finding.help("take one of these references away"));
    }
}
