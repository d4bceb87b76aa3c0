//! `reference-slot`: a reference to something that its field does not take.

use super::{Basis, Finding, Links, Rule, RuleMeta, Spot, field, text};
use crate::batch::{ActionType, Edge, Field, Graph, Node, Slot, Verdict, resource};
use crate::diagnostic::{Applicability, Severity};
use crate::document::Kind;
use crate::words;

pub(crate) static REFERENCE_SLOT: Rule = Rule::linking(
    RuleMeta {
        id: "reference-slot",
        group: "batch",
        severity: Severity::Error,
        summary: "a reference to something that its field does not take",
        basis: Basis::Documented,
        docs: "The documented references are these (page \"Batch\"): `measurements` of a draft takes the `measurements` of a \
prediction, `draftId` of an export takes the `id` of a draft, and the configurations of an export or of a material \
take definitions. Another field of the right action, the whole of an action, or an action of another type does not fit.

Where no page types a field for references, what does not fit is a remark only.

```json fail
{\"actions\": {
  \"d1\": {\"type\": \"draft\", \"body\": {
    \"patternId\": 397,
    \"measurementType\": \"body\",
    \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39}
  }},
  \"e1\": {\"type\": \"export\", \"body\": {\"draftId\": {\"$ref\": \"#/resources/d1\"}, \"fileType\": \"pdf\"}}
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
        let (given, label) = match (&edge.verdict, edge.to) {
            (Verdict::Misfit { of, field }, _) => (given(*of, *field), format!("a `{}` action", of.name())),
            (Verdict::MisfitDefinition, Some(node @ Node::Definition(_))) => {
                (format!("the definition {}", words::code(&graph.name(node))), "a configuration".to_owned())
            }
            _ => continue,
        };
        let text = text(edge, graph);
        let (severity, takes) = wanted(edge.reference.slot);
        let message = format!("{} takes {takes}, not {given}", field(edge, graph));
        let finding = Finding::new(REFERENCE_SLOT.meta.id, severity, Spot::of(text), message);
        let finding = finding.label_target(edge, graph, label);
        links.push(match meant(edge, graph) {
            Some(meant) => finding.remark(format!("did you mean {}?", words::code(&meant))).rewrite(
                text,
                &meant,
                Applicability::Unsafe,
            ),
            None => finding.remark("does not fit here").help(way_out(edge.reference.slot)),
        });
    }
}

fn given(of: ActionType, field: Option<Field>) -> String {
    match field {
        Some(Field::Id) => format!("the `id` of {}", of.noun()),
        Some(field) => format!("the {} of {}", words::code(field.name()), of.noun()),
        None => format!("the whole of {}", of.noun()),
    }
}

/// What a slot takes, and how much it matters that it gets something else.
fn wanted(slot: Slot) -> (Severity, String) {
    match slot {
        Slot::Measurements => (Severity::Error, "the `measurements` of a prediction".to_owned()),
        Slot::DraftId => (Severity::Error, "the `id` of a draft".to_owned()),
        Slot::Definition(Kind::Nesting) => (Severity::Error, "a nesting definition".to_owned()),
        Slot::Definition(Kind::Scaling) => (Severity::Error, "a scaling definition".to_owned()),
        Slot::Definition(_) => (Severity::Error, "a definition of an export configuration".to_owned()),
        Slot::ParentDraftId => (Severity::Info, "the `id` of a draft".to_owned()),
        Slot::Field(shape) => (Severity::Info, shape.name().to_owned()),
        Slot::OneMeasurement | Slot::Open => (Severity::Info, "something else".to_owned()),
    }
}

/// The field of the same action that fits, where there is one.
fn meant(edge: &Edge, graph: &Graph<'_>) -> Option<String> {
    let Verdict::Misfit { of, .. } = edge.verdict else { return None };
    let field = match edge.reference.slot {
        Slot::Measurements if of.is_prediction() => "measurements",
        Slot::DraftId | Slot::ParentDraftId if of == ActionType::Draft => "id",
        _ => return None,
    };
    Some(resource(&graph.name(edge.to?), &[field]))
}

fn way_out(slot: Slot) -> String {
    match slot {
        Slot::Measurements => "refer to a prediction: `#/resources/<prediction>/measurements`",
        Slot::DraftId | Slot::ParentDraftId => "refer to a draft: `#/resources/<draft>/id`",
        Slot::Definition(_) => "write the configuration here, or refer to it: `#/definitions/<name>`",
        _ => "no page documents what a reference in this field may lead to",
    }
    .to_owned()
}
