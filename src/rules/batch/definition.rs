//! `unknown-definition` and `unused-definition`: references to configurations that are not there, and the reverse.

use super::{Basis, Finding, Links, Rule, RuleMeta, Spot, text};
use crate::batch::{Graph, Node, Verdict, definition};
use crate::diagnostic::{Applicability, Severity};
use crate::words;

pub(crate) static UNKNOWN_DEFINITION: Rule = Rule::linking(
    RuleMeta {
        id: "unknown-definition",
        group: "batch",
        severity: Severity::Error,
        summary: "a reference to a definition that the batch does not have",
        basis: Basis::Documented,
        docs:
            "`#/definitions/<name>` leads to a configuration that the batch itself brings along in `definitions` (page \
\"Batch\"). There is none of this name.

```json fail
{\"actions\": {\"e1\": {\"type\": \"export\", \"body\": {
  \"draftId\": \"1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed\",
  \"fileType\": \"pdf\",
  \"nesting\": {\"$ref\": \"#/definitions/wideRoll\"}
}}}}
```

```json pass
{
  \"definitions\": {\"wideRoll\": {\"sheetWidth\": 150, \"partMargin\": 1}},
  \"actions\": {\"e1\": {\"type\": \"export\", \"body\": {
    \"draftId\": \"1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed\",
    \"fileType\": \"pdf\",
    \"nesting\": {\"$ref\": \"#/definitions/wideRoll\"}
  }}}
}
```
",
    },
    unknown,
)
.unsafely_fixable();

pub(crate) static UNUSED_DEFINITION: Rule = Rule::linking(
    RuleMeta {
        id: "unused-definition",
        group: "batch",
        severity: Severity::Info,
        summary: "a definition that nothing refers to",
        basis: Basis::Inferred,
        docs: "A definition does nothing by itself: it counts where an action refers to it. This one was probably forgotten, \
or the reference to it was.

```json fail
{
  \"definitions\": {\"wideRoll\": {\"sheetWidth\": 150, \"partMargin\": 1}},
  \"actions\": {\"e1\": {\"type\": \"export\", \"body\": {
    \"draftId\": \"1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed\", \"fileType\": \"pdf\"
  }}}
}
```

```json pass
{
  \"definitions\": {\"wideRoll\": {\"sheetWidth\": 150, \"partMargin\": 1}},
  \"actions\": {\"e1\": {\"type\": \"export\", \"body\": {
    \"draftId\": \"1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed\",
    \"fileType\": \"pdf\",
    \"nesting\": {\"$ref\": \"#/definitions/wideRoll\"}
  }}}
}
```
",
    },
    unused,
)
.unsafely_fixable();

fn unknown<'a>(graph: &Graph<'a>, links: &mut Links<'a>) {
    for edge in &graph.edges {
        let Verdict::UnknownDefinition(name) = &edge.verdict else { continue };
        let text = text(edge, graph);
        let message = format!("there is no definition {} in this batch", words::code(name));
        let finding = Finding::new(UNKNOWN_DEFINITION.meta.id, Severity::Error, Spot::of(text), message);
        links.push(match edge.to {
            Some(node) => {
                let name = graph.name(node);
                finding
                    .remark(format!("did you mean {}?", words::code(&name)))
                    .label(Spot::of(graph.key(node)), "this definition is there")
                    .rewrite(text, &definition::<&str>(&name, &[]), Applicability::Unsafe)
            }
            None => finding.remark("refers to nothing").help("add it to `definitions`, or write it in place"),
        });
    }
}

fn unused<'a>(graph: &Graph<'a>, links: &mut Links<'a>) {
    // Where a reference leads nowhere, it may be the one that is missed here.
    if graph.has_stray {
        return;
    }
    for node in (0..graph.definition_count() as u32).map(Node::Definition) {
        if graph.is_used(node) || graph.is_dropped(node) {
            continue;
        }
        let key = graph.key(node);
        let message = format!("nothing refers to definition {}", words::code(&graph.name(node)));
        links.push(
            Finding::new(UNUSED_DEFINITION.meta.id, Severity::Info, Spot::of(key), message)
                .help("remove it, or refer to it where it is meant to count")
                .remove(key, Applicability::Unsafe),
        );
    }
}
