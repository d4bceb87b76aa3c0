//! The part of `unknown-action` that is about references.

use super::{Finding, Links, Spot, text};
use crate::batch::{Graph, Verdict, resource};
use crate::diagnostic::{Applicability, Severity};
use crate::rules::action::UNKNOWN_ACTION;
use crate::words;

pub(in crate::rules) fn link<'a>(graph: &Graph<'a>, links: &mut Links<'a>) {
    for edge in &graph.edges {
        let Verdict::UnknownAction(unknown) = &edge.verdict else { continue };
        let text = text(edge, graph);
        let message = format!("there is no action {} in this batch", words::code(&unknown.id));
        let finding = Finding::new(UNKNOWN_ACTION.meta.id, Severity::Error, Spot::of(text), message);
        links.push(match edge.to {
            Some(node) => {
                let name = graph.name(node);
                finding
                    .remark(format!("did you mean {}?", words::code(&name)))
                    .label(Spot::of(graph.key(node)), "this action is there")
                    .rewrite(text, &resource(&name, &unknown.fields), Applicability::Unsafe)
            }
            None => finding
                .remark("refers to nothing")
                .help("the part after `#/resources/` is the id of an action, a key of `actions`"),
        });
    }
}
