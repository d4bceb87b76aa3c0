//! `unknown-resource`: a field that no action of that type creates.

use super::{Basis, Finding, Links, Rule, RuleMeta, Spot, text};
use crate::batch::{ActionType, Graph, Verdict, resource};
use crate::diagnostic::{Applicability, Severity};
use crate::words;

pub(crate) static UNKNOWN_RESOURCE: Rule = Rule::linking(
    RuleMeta {
        id: "unknown-resource",
        group: "batch",
        severity: Severity::Error,
        summary: "a reference to a field that the action does not create",
        basis: Basis::Documented,
        docs:
            "What stands under `#/resources/<action>/` depends on the type of the action (page \"Batch\"): predictions \
create `measurements` and `id`, drafts and exports an `id`. Nothing else is documented. A draft probably has the \
fields of its request, too, but no page says so: a reference to one of them is a warning.

```json fail
{\"actions\": {
  \"d1\": {\"type\": \"draft\", \"body\": {
    \"patternId\": 397,
    \"measurementType\": \"body\",
    \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39}
  }},
  \"e1\": {\"type\": \"export\", \"body\": {\"draftId\": {\"$ref\": \"#/resources/d1/draftId\"}, \"fileType\": \"pdf\"}}
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
    for edge in &graph.edges {
        let Verdict::UnknownResource { of, field } = &edge.verdict else { continue };
        let Some(node) = edge.to else { continue };
        let text = text(edge, graph);
        let (name, fields) = (graph.name(node), of.fields());
        let message = format!("{} is {}: it has no {}", words::code(&name), of.noun(), words::code(field));
        let severity = if !edge.is_typed() && is_echo(*of, field) { Severity::Warning } else { Severity::Error };
        let finding = Finding::new(UNKNOWN_RESOURCE.meta.id, severity, Spot::of(text), message)
            .label(Spot::of(graph.key(node)), format!("creates {}", words::list(fields, "and")));
        // Where only one field is left there is nothing to choose from.
        let only = (fields.len() == 1).then(|| fields[0].name());
        links.push(match words::nearest(field, fields).or(only.filter(|_| edge.is_typed())) {
            Some(meant) => {
                let meant = resource(&name, &[meant]);
                finding.remark(format!("did you mean {}?", words::code(&meant))).rewrite(
                    text,
                    &meant,
                    Applicability::Unsafe,
                )
            }
            None => finding.help(format!("documented for {}: {}", of.noun(), words::list(fields, "and"))),
        });
    }
}

/// Whether a draft has this field in its request, so that it may well have it afterwards.
fn is_echo(of: ActionType, field: &str) -> bool {
    const FIELDS: [&str; 10] = [
        "patternId",
        "patternRef",
        "measurementType",
        "measurements",
        "seams",
        "options",
        "bodyShapes",
        "note",
        "metadata",
        "materials",
    ];
    of == ActionType::Draft && FIELDS.contains(&field)
}
