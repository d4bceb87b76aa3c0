//! Rules about the references of a batch. What each reference comes to was found when the graph was built: a rule picks
//! what is its own, and words it.

mod batch_gender;
mod batch_measurement_type;
mod definition;
mod definition_slot;
mod forward_reference;
mod full_prediction;
mod reference_cycle;
mod reference_slot;
mod reference_syntax;
mod unknown_action;
mod unknown_resource;
mod unused_action;

use super::{Basis, Demanded, Finding, Links, Rule, RuleMeta, Spot};

pub(crate) use batch_gender::BATCH_GENDER;
pub(crate) use batch_measurement_type::BATCH_MEASUREMENT_TYPE;
pub(crate) use definition::{UNKNOWN_DEFINITION, UNUSED_DEFINITION};
pub(crate) use definition_slot::DEFINITION_SLOT;
pub(crate) use forward_reference::FORWARD_REFERENCE;
pub(crate) use full_prediction::FULL_PREDICTION;
pub(crate) use reference_cycle::REFERENCE_CYCLE;
pub(crate) use reference_slot::REFERENCE_SLOT;
pub(crate) use reference_syntax::REFERENCE_SYNTAX;
pub(crate) use unknown_resource::UNKNOWN_RESOURCE;
pub(crate) use unused_action::UNUSED_ACTION;

pub(super) use unknown_action::link as link_unknown_actions;

use crate::batch::{Edge, Graph};
use crate::json::{Kind, Value};
use crate::words;

/// The string of a reference: what nearly every finding about it points at.
fn text<'a>(edge: &Edge, graph: &Graph<'a>) -> Value<'a> {
    graph.value(edge.reference.text)
}

/// The name of the field that a reference stands in, between backticks.
fn field(edge: &Edge, graph: &Graph<'_>) -> String {
    let object = graph.value(edge.reference.object);
    let before = object.index().checked_sub(1).map(|index| object.doc().value(index));
    match before.filter(|before| before.kind() == Kind::Key).and_then(Value::string) {
        Some(name) => words::code(&name),
        None => "this place".to_owned(),
    }
}

impl Finding {
    /// A label at the action or definition that a reference leads to.
    fn label_target(self, edge: &Edge, graph: &Graph<'_>, remark: impl Into<String>) -> Finding {
        match edge.to {
            Some(node) => self.label(Spot::of(graph.key(node)), remark),
            None => self,
        }
    }
}
