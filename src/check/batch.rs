//! What is wrong between the actions of a batch, and in its definitions.

use super::finish::Demander;
use super::{Task, request};
use crate::batch::{self, Graph, Node, Slot, Verdict};
use crate::diagnostic::{Diagnostic, File, Label};
use crate::document::{BatchAt, Kind, Origin, Unit};
use crate::env::Env;
use crate::json::Doc;
use crate::rules::{Links, Origin as Schema, RULES};

pub(super) use crate::batch::Facts;

/// Gathers what the graph needs of an action, beside the check of its body.
pub(super) fn gather<'a>(unit: Unit, doc: Doc<'a>, env: &'a Env) -> Option<Facts<'a>> {
    (unit.kind == Kind::Action).then(|| batch::gather(unit, doc, &env.registry)).flatten()
}

/// Checks the references and definitions of every batch among the units.
pub(super) fn check<'a>(units: &[Unit], facts: Vec<Facts<'a>>, task: &Task<'a>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut facts = facts.into_iter().peekable();
    for unit in units.iter().filter(|unit| unit.kind == Kind::Batch) {
        let at = match unit.origin {
            Origin::Element(position) => BatchAt::Element(position),
            _ => BatchAt::Root,
        };
        let mut actions = Vec::new();
        while let Some(next) = facts.next_if(|next| next.batch == at) {
            actions.push(next);
        }
        let batch = task.doc.value(unit.body);
        if batch.node().is_broken() {
            // What could not be read may be what a reference leads to.
            continue;
        }
        let graph = Graph::build(batch, actions);
        link(&graph, task, &mut diagnostics);
        check_definitions(&graph, at, task, &mut diagnostics);
    }
    diagnostics
}

fn link<'a>(graph: &Graph<'a>, task: &Task<'a>, diagnostics: &mut Vec<Diagnostic>) {
    let mut links = Links::default();
    for rule in RULES {
        if let Some(link) = rule.link.filter(|_| task.env.is_on(rule.meta.id)) {
            link(graph, &mut links);
        }
    }
    for (finding, pattern) in links.findings {
        let plan = pattern.and_then(crate::pattern::Pattern::plan);
        let demander = plan.map(|plan| Demander { plan, origin: Schema::Data, pattern });
        let mut diagnostic = task.places.finish_with(finding, demander.as_ref());
        diagnostic.pattern = pattern.and_then(|pattern| pattern.id);
        diagnostics.push(diagnostic);
    }
}

/// Checks each definition as what the fields that refer to it take, once for each kind.
fn check_definitions(graph: &Graph<'_>, batch: BatchAt, task: &Task<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut done = std::collections::HashSet::new();
    for edge in &graph.edges {
        let (Slot::Definition(kind), Some(node @ Node::Definition(_))) = (edge.reference.slot, edge.to) else {
            continue;
        };
        if edge.verdict != Verdict::Fine || !done.insert((node, kind)) {
            continue;
        }
        let key = graph.key(node).index();
        let unit = Unit { kind, body: key + 1, origin: Origin::Definition { batch, key } };
        for mut diagnostic in request::check(unit, task.text, task.doc, task.env, task.how).diagnostics {
            let span = task.doc.value(edge.reference.text).span();
            diagnostic.labels.push(Label {
                file: File::Checked,
                record: task.text.record,
                pointer: task.places.pointer(edge.reference.text),
                span: span.start + task.text.base..span.end + task.text.base,
                message: format!("used as `{}` here", kind.name()),
            });
            diagnostics.push(diagnostic);
        }
    }
}
