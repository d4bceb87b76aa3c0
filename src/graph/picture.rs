//! What a picture shows, whatever draws it.

use std::collections::HashMap;

use crate::batch::{self, ActionType, Graph, Node as Place, Slot, Texts, Verdict};
use crate::diagnostic::{Diagnostic, File, Severity};
use crate::env::Env;
use crate::json::{self, Doc, Tape, Value};
use crate::source::Source;

/// Nodes, edges and findings. Edges lead from what is used to its user: the way that data flows.
#[derive(Debug, Default)]
pub(crate) struct Picture {
    pub(crate) title: String,
    /// What ids within a drawing begin with: several may stand on one page.
    pub(crate) prefix: String,
    pub(crate) nodes: Vec<Node>,
    pub(crate) edges: Vec<Edge>,
    /// Everything that was found, in the order of the text.
    pub(crate) findings: Vec<Finding>,
}

/// An action, a definition, or something that a reference names and that is not there.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) class: Class,
    /// Its id, as written in the batch.
    pub(crate) name: String,
    /// What it is, in a word or two.
    pub(crate) what: String,
    /// Positions in the list of findings.
    pub(crate) findings: Vec<usize>,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Prediction,
    Draft,
    Export,
    Definition,
    /// An action of an unknown type, or nothing that is there.
    Unknown,
}

/// A reference.
#[derive(Debug)]
pub(crate) struct Edge {
    /// What is used.
    pub(crate) from: usize,
    /// What uses it.
    pub(crate) to: usize,
    /// The field that the reference stands in.
    pub(crate) label: String,
    pub(crate) findings: Vec<usize>,
    /// Leads to something that is not there.
    pub(crate) is_broken: bool,
}

/// One finding.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) severity: Severity,
    pub(crate) rule: &'static str,
    pub(crate) message: String,
    /// Where in the file: line and column.
    pub(crate) place: (usize, usize),
}

impl Picture {
    /// The worst of some findings.
    pub(crate) fn worst(&self, findings: &[usize]) -> Option<Severity> {
        findings.iter().map(|at| self.findings[*at].severity).max()
    }

    /// Some findings as lines of text, numbered as in the legend.
    pub(crate) fn told(&self, findings: &[usize]) -> Vec<String> {
        let tell = |at: &usize| {
            let Finding { severity, rule, message, .. } = &self.findings[*at];
            format!("{} {}[{rule}]: {message}", at + 1, severity.name())
        };
        findings.iter().map(tell).collect()
    }

    /// The numbers of some findings, as marks.
    pub(crate) fn marks(findings: &[usize]) -> String {
        const MOST: usize = 6;
        let mut marks: Vec<String> = findings.iter().take(MOST).map(|at| (at + 1).to_string()).collect();
        if findings.len() > MOST {
            marks.push("…".to_owned());
        }
        marks.join(",")
    }
}

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoPicture {
    /// The text cannot be read to its end.
    Syntax,
    /// The document is no batch.
    NoBatch,
}

impl Picture {
    /// The picture of a batch and what was found in it.
    pub(crate) fn of(source: &Source, diagnostics: &[Diagnostic], env: &Env) -> Result<Picture, NoPicture> {
        let mut tape = Tape::default();
        if !json::parse_into(source.text(), &mut tape) {
            let _ = json::recover(source.text(), &mut tape);
        }
        let doc = Doc::new(source.text(), &tape);
        let root = doc.root();
        let broken = root.node().is_broken() || !root.is_object();
        if !root.get("actions").is_some_and(Value::is_object) {
            return Err(if broken { NoPicture::Syntax } else { NoPicture::NoBatch });
        }
        let actions = root.get("actions").into_iter().flat_map(Value::members);
        let facts = actions.map(|action| batch::gather(action.key, action.value, env.registry())).collect();
        let graph = Graph::build(root, Texts::whole(doc), &facts);
        let mut picture = Picture { title: source.name().to_owned(), ..Picture::default() };
        picture.add_findings(source, diagnostics);
        picture.add_nodes(&graph);
        let references = picture.add_edges(&graph);
        picture.place_findings(&graph, diagnostics, &references);
        Ok(picture)
    }

    fn add_findings(&mut self, source: &Source, diagnostics: &[Diagnostic]) {
        self.findings = diagnostics
            .iter()
            .map(|diagnostic| {
                let place = source.position(diagnostic.primary.span.start);
                Finding {
                    severity: diagnostic.severity,
                    rule: diagnostic.rule,
                    message: diagnostic.message.clone(),
                    place: (place.line, place.column),
                }
            })
            .collect();
    }

    fn add_nodes(&mut self, graph: &Graph<'_>) {
        for number in 0..graph.node_count() {
            let node = graph.node(number);
            let (class, what) = match node {
                Place::Definition(_) => (Class::Definition, "definition".to_owned()),
                Place::Action(at) => match graph.actions.types()[at as usize] {
                    Some(action) => (class(action), action.name().to_owned()),
                    None => (Class::Unknown, "unknown type".to_owned()),
                },
            };
            self.nodes.push(Node { class, name: graph.name(node).into_owned(), what, findings: Vec::new() });
        }
    }

    /// Adds the edges. Answers the one that begins at each `$ref`, by the offset of its string.
    fn add_edges(&mut self, graph: &Graph<'_>) -> HashMap<usize, usize> {
        let mut at_offset = HashMap::new();
        let mut strays: HashMap<String, usize> = HashMap::new();
        for edge in &graph.edges {
            let text = graph.value(edge.reference.text);
            let is_broken = matches!(
                edge.verdict,
                Verdict::NotText | Verdict::Syntax(..) | Verdict::UnknownAction { .. } | Verdict::UnknownDefinition(_)
            );
            let from = match edge.to.filter(|_| !is_broken) {
                Some(node) => graph.number(node),
                None => *strays
                    .entry(text.string().map_or_else(|| text.raw().to_owned(), Into::into))
                    .or_insert_with_key(|name| {
                        let node = Node {
                            class: Class::Unknown,
                            name: name.clone(),
                            what: "not in this batch".to_owned(),
                            findings: Vec::new(),
                        };
                        self.nodes.push(node);
                        self.nodes.len() - 1
                    }),
            };
            at_offset.insert(text.span().start, self.edges.len());
            self.edges.push(Edge {
                from,
                to: graph.number(edge.from),
                label: label(edge, graph),
                findings: Vec::new(),
                is_broken,
            });
        }
        at_offset
    }

    /// Gives each finding to the references that it points at, else to the action or definition that it stands in.
    fn place_findings(&mut self, graph: &Graph<'_>, diagnostics: &[Diagnostic], references: &HashMap<usize, usize>) {
        let spans: Vec<(usize, usize, usize)> = {
            let of_node = |number: usize| {
                let key = graph.key(graph.node(number));
                (key.span().start, key.doc().value(key.index() + 1).span().end, number)
            };
            let mut spans: Vec<_> = (0..graph.node_count()).map(of_node).collect();
            spans.sort_unstable();
            spans
        };
        for (at, diagnostic) in diagnostics.iter().enumerate() {
            let labels = diagnostic.labels.iter().filter(|label| matches!(label.file, File::Checked));
            let mut is_placed = false;
            for label in std::iter::once(&diagnostic.primary).chain(labels) {
                if let Some(edge) = references.get(&label.span.start) {
                    self.edges[*edge].findings.push(at);
                    is_placed = true;
                }
            }
            let offset = diagnostic.primary.span.start;
            let before = spans.partition_point(|(start, ..)| *start <= offset);
            if let Some((_, end, number)) = before.checked_sub(1).map(|before| spans[before])
                && offset < end
                && !is_placed
            {
                self.nodes[number].findings.push(at);
            }
        }
    }
}

fn class(action: ActionType) -> Class {
    match action {
        ActionType::PredictBody | ActionType::PredictScan => Class::Prediction,
        ActionType::Draft => Class::Draft,
        ActionType::Export => Class::Export,
    }
}

/// The field that a reference stands in.
fn label(edge: &batch::Edge, graph: &Graph<'_>) -> String {
    let field = match edge.reference.slot {
        Slot::Measurements => Some("measurements"),
        Slot::DraftId => Some("draftId"),
        _ => None,
    };
    let key = || {
        let object = graph.value(edge.reference.object);
        let before = object.doc().value(object.index().checked_sub(1)?);
        before.string().map(std::borrow::Cow::into_owned)
    };
    field.map(str::to_owned).or_else(key).unwrap_or_default()
}
