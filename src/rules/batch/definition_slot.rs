//! `definition-slot`: a definition of another kind than the field that uses it.

use super::{Basis, Finding, Links, Rule, RuleMeta, Spot, field, text};
use crate::batch::{Graph, Node, Verdict, keys_of};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::words;

pub(crate) static DEFINITION_SLOT: Rule = Rule::linking(
    RuleMeta {
        id: "definition-slot",
        group: "batch",
        severity: Severity::Error,
        summary: "a definition of another kind than the field that refers to it takes",
        basis: Basis::Documented,
        docs: "Nothing in a definition says what it is: the field that refers to it decides (`nesting`, `config`, `scaling`). \
This one has keys of another kind only, so that the server would pass over all of it.

A definition whose keys do fit is checked as what the field takes, and what is wrong with it is reported where it \
stands.

```json fail
{
  \"definitions\": {\"wideRoll\": {\"sheetWidth\": 150, \"partMargin\": 1}},
  \"actions\": {\"e1\": {\"type\": \"export\", \"body\": {
    \"draftId\": \"1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed\",
    \"fileType\": \"pdf\",
    \"config\": {\"$ref\": \"#/definitions/wideRoll\"}
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
    link,
);

fn link<'a>(graph: &Graph<'a>, links: &mut Links<'a>) {
    for edge in &graph.edges {
        let (Verdict::WrongKind { wanted, is }, Some(node @ Node::Definition(_))) = (&edge.verdict, edge.to) else {
            continue;
        };
        let name = words::code(&graph.name(node));
        let message = format!("{} takes {}, but {name} is {}", field(edge, graph), noun(*wanted), noun(*is));
        let key = graph.key(node);
        let definition = key.doc().value(key.index() + 1);
        let is_telling = |key: &crate::json::Value<'_>| keys_of(*is).iter().any(|name| key.is_str(name));
        let telling = definition.members().map(|member| member.key).find(is_telling);
        let mut finding = Finding::new(DEFINITION_SLOT.meta.id, Severity::Error, Spot::of(text(edge, graph)), message)
            .remark("does not fit here")
            .label(Spot::of(key), "the definition");
        if let Some(telling) = telling {
            finding = finding.label(Spot::of(telling), format!("a key of {}", noun(*is)));
        }
        links.push(finding.help(format!("refer to a definition that is {}, or write it in place", noun(*wanted))));
    }
}

fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Nesting => "a nesting configuration",
        Kind::Scaling => "a scaling configuration",
        _ => "an export configuration",
    }
}
