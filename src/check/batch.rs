//! What is wrong between the actions of a batch, and in its definitions.

use rayon::prelude::*;

use super::finish::Demander;
use super::{Task, request};
use crate::batch::{self, FactList, Graph, Node, Slot, Texts, Verdict};
use crate::diagnostic::{Diagnostic, File, Label};
use crate::document::{BatchAt, Kind, Origin, Unit};
use crate::env::Env;
use crate::json::Doc;
use crate::rules::{self, Links, Origin as Schema, RULES, Spot};

pub(super) use crate::batch::Facts;

/// Gathers what the graph needs of an action, beside the check of its body.
pub(super) fn gather<'a>(unit: Unit, doc: Doc<'_>, env: &'a Env) -> Option<Facts<'a>> {
    let Origin::Action { key, .. } = unit.origin else { return None };
    Some(batch::gather(doc.value(key), doc.value(unit.body), &env.registry))
}

/// The batches of a document, in the order of the text, with the facts of their actions.
#[derive(Default)]
pub(super) struct Batches<'a>(Vec<(Unit, FactList<'a>)>);

impl<'a> Batches<'a> {
    /// Adds the next unit of the document, with what was gathered of it.
    pub(super) fn add(&mut self, unit: Unit, facts: Option<Facts<'a>>) {
        if unit.kind == Kind::Batch {
            self.0.push((unit, FactList::default()));
        } else if let Some((_, list)) = self.0.last_mut() {
            list.extend(facts);
        }
    }

    /// Checks the references and definitions of every batch.
    pub(super) fn check(&self, task: &Task<'a>) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for (unit, facts) in &self.0 {
            let at = match unit.origin {
                Origin::Element(position) => BatchAt::Element(position),
                _ => BatchAt::Root,
            };
            let batch = task.doc.value(unit.body);
            if batch.node().is_broken() {
                // What could not be read may be what a reference leads to.
                continue;
            }
            let graph = Graph::build(batch, Texts::whole(task.doc), facts);
            check_graph(&graph, at, task, &mut diagnostics);
        }
        diagnostics
    }
}

/// Checks the references and definitions of one batch.
pub(super) fn check_graph<'a>(graph: &Graph<'a>, at: BatchAt, task: &Task<'a>, diagnostics: &mut Vec<Diagnostic>) {
    link(graph, task, diagnostics);
    check_definitions(graph, at, task, diagnostics);
}

fn link<'a>(graph: &Graph<'a>, task: &Task<'a>, diagnostics: &mut Vec<Diagnostic>) {
    const WORTH_SHARING: usize = 256;
    let rules = RULES.iter().filter(|rule| task.env.is_on(rule.meta.id)).filter_map(|rule| rule.link);
    let rules: Vec<rules::Link> = rules.collect();
    let run = |link: &rules::Link| {
        let mut links = Links::default();
        link(graph, &mut links);
        links.findings
    };
    let findings: Vec<_> = if graph.node_count() < WORTH_SHARING {
        rules.iter().flat_map(run).collect()
    } else {
        rules.par_iter().flat_map_iter(run).collect()
    };
    for (finding, pattern) in findings {
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
            let used = graph.value(edge.reference.text);
            let span = used.span();
            diagnostic.labels.push(Label {
                file: File::Checked,
                record: task.text.record,
                pointer: task.places.pointer(Spot::of(used)),
                span: span.start + task.text.base..span.end + task.text.base,
                message: format!("used as `{}` here", kind.name()),
            });
            diagnostics.push(diagnostic);
        }
    }
}
