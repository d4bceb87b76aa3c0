//! The graph of one batch.

use std::borrow::Cow;
use std::collections::HashMap;

use rayon::prelude::*;

use super::edge::{Edge, Verdict, resolve};
use super::facts::{More, offset};
use super::index::Index;
use super::nearest::Candidates;
use super::reference::Root;
use super::references::{Reference, references};
use super::sparse::Sparse;
use super::{ActionType, FactList, PatternFacts, Texts};
use crate::json::Value;
use crate::pattern::Pattern;

/// An action or a definition, by its position in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Node {
    Action(u32),
    Definition(u32),
}

/// A batch: nodes, edges, and what else its rules ask for.
#[derive(Debug)]
pub(crate) struct Graph<'a> {
    texts: Texts<'a>,
    pub(crate) actions: &'a FactList<'a>,
    /// By the node that they start from.
    pub(crate) edges: Vec<Edge>,
    /// Where the edges of those nodes begin that have any.
    starts: Sparse<u32>,
    /// By node: whether something leads or was meant to lead there. Empty where there are no edges.
    used: Vec<bool>,
    /// A reference leads nowhere, and where it was meant to lead is not known.
    pub(crate) has_stray: bool,
    index: Index<'a>,
    patterns: HashMap<usize, PatternFacts>,
}

impl<'a> Graph<'a> {
    /// Builds the graph of a batch from the facts of its actions, in the order of the text. Of the batch itself, only what
    /// stands around the actions is looked at.
    pub(crate) fn build(batch: Value<'a>, texts: Texts<'a>, actions: &'a FactList<'a>) -> Graph<'a> {
        let members: Vec<_> = batch.get("definitions").into_iter().flat_map(Value::members).collect();
        let definitions: Vec<u32> = members.iter().map(|member| offset(member.key)).collect();
        let values: Vec<Value<'a>> = members.iter().map(|member| member.value).collect();
        let index = Index::new(texts, actions, definitions, &values);
        let inner: Vec<Vec<Reference>> = values.iter().map(|value| references(*value, None)).collect();
        let of_actions = actions.marked().map(|(at, more)| (at, more.references.as_slice()));
        let of_definitions = inner.iter().enumerate().map(|(at, inner)| (actions.len() + at, inner.as_slice()));
        let (edges, starts) = follow(of_actions.chain(of_definitions), actions.len(), &index);
        let nodes = actions.len() + values.len();
        let mut graph = Graph {
            texts,
            actions,
            used: if edges.is_empty() { Vec::new() } else { vec![false; nodes] },
            edges,
            starts,
            has_stray: false,
            index,
            patterns: HashMap::new(),
        };
        graph.guess();
        for pattern in actions.marked().filter_map(|(_, more)| more.pattern) {
            graph.patterns.entry(address(pattern)).or_insert_with(|| PatternFacts::of(pattern));
        }
        graph
    }

    /// Finds what unknown names were meant for, and which nodes anything leads to.
    fn guess(&mut self) {
        let mut names = Candidates::new(self.texts);
        for at in 0..self.edges.len() {
            let edge = &self.edges[at];
            let meant = match &edge.verdict {
                Verdict::UnknownAction(unknown) => names
                    .action(&unknown.id, self.actions.keys())
                    .and_then(|meant| self.index.find(Root::Resources, &meant)),
                Verdict::UnknownDefinition(name) => names
                    .definition(name, self.index.definitions())
                    .and_then(|meant| self.index.find(Root::Definitions, &meant)),
                _ => edge.to,
            };
            self.edges[at].to = meant;
            match meant {
                Some(node) => {
                    let number = self.number(node);
                    self.used[number] = true;
                }
                None => self.has_stray = true,
            }
        }
    }

    /// The key or value that begins at an offset of the text.
    pub(crate) fn value(&self, offset: u32) -> Value<'a> {
        self.texts.value(offset)
    }

    /// How many actions and definitions there are.
    pub(crate) fn node_count(&self) -> usize {
        self.actions.len() + self.definition_count()
    }

    pub(crate) fn definition_count(&self) -> usize {
        self.index.definitions().len()
    }

    /// Actions first, then definitions.
    pub(crate) fn number(&self, node: Node) -> usize {
        match node {
            Node::Action(at) => at as usize,
            Node::Definition(at) => self.actions.len() + at as usize,
        }
    }

    pub(crate) fn node(&self, number: usize) -> Node {
        match number.checked_sub(self.actions.len()) {
            Some(at) => Node::Definition(at as u32),
            None => Node::Action(number as u32),
        }
    }

    /// The actions whose ids references have to escape, and all definitions, of which there are few.
    pub(crate) fn maybe_escaped(&self) -> impl Iterator<Item = Node> {
        let definitions = (0..self.definition_count() as u32).map(Node::Definition);
        self.actions.escaped().iter().copied().map(Node::Action).chain(definitions)
    }

    /// The positions of the edges that start from a node.
    pub(crate) fn edges_from(&self, number: usize) -> std::ops::Range<usize> {
        let Some(at) = self.starts.find(number) else { return 0..0 };
        let starts = self.starts.values();
        starts[at] as usize..starts.get(at + 1).map_or(self.edges.len(), |next| *next as usize)
    }

    pub(crate) fn is_used(&self, node: Node) -> bool {
        self.used.get(self.number(node)).is_some_and(|is_used| *is_used)
    }

    /// Where the key of an action or definition begins.
    fn offset(&self, node: Node) -> u32 {
        match node {
            Node::Action(at) => self.actions.keys()[at as usize],
            Node::Definition(at) => self.index.definitions()[at as usize],
        }
    }

    /// The key of an action or definition.
    pub(crate) fn key(&self, node: Node) -> Value<'a> {
        self.value(self.offset(node))
    }

    /// The id of an action, or the name of a definition.
    pub(crate) fn name(&self, node: Node) -> Cow<'a, str> {
        self.texts.string(self.offset(node))
    }

    /// Whether a later action or definition takes the place of this one.
    pub(crate) fn is_dropped(&self, node: Node) -> bool {
        let root = if matches!(node, Node::Action(_)) { Root::Resources } else { Root::Definitions };
        self.index.find(root, &self.name(node)) != Some(node)
    }

    /// Whether two actions have one id.
    pub(crate) fn repeats_ids(&self) -> bool {
        self.index.repeats_ids()
    }

    /// Where the id of an action stands first: parsers keep that place when it is repeated.
    pub(crate) fn first(&self, action: u32) -> u32 {
        self.index.first_action(&self.name(Node::Action(action))).unwrap_or(action)
    }

    /// What there is to say of the action that an edge starts from, and of the one that it leads to, with its type.
    pub(crate) fn ends(&self, edge: &Edge) -> Option<(&More<'a>, &More<'a>, Option<ActionType>)> {
        match (edge.from, edge.to?) {
            (Node::Action(from), Node::Action(to)) => {
                Some((self.actions.more(from), self.actions.more(to), self.index.action(to)))
            }
            _ => None,
        }
    }

    /// What is known of a pattern beyond its names.
    pub(crate) fn pattern_facts(&self, pattern: &Pattern) -> Option<&PatternFacts> {
        self.patterns.get(&address(pattern))
    }
}

/// Follows the references of some nodes, on every thread. Answers the edges by node, and where those of each node begin.
fn follow<'r>(
    nodes: impl Iterator<Item = (usize, &'r [Reference])>,
    actions: usize,
    index: &Index<'_>,
) -> (Vec<Edge>, Sparse<u32>) {
    const WORTH_SHARING: usize = 1024;
    let mut starts = Sparse::default();
    let mut all: Vec<(Node, Reference)> = Vec::new();
    for (number, references) in nodes.filter(|(_, references)| !references.is_empty()) {
        starts.push(number, all.len() as u32);
        let from = match number.checked_sub(actions) {
            Some(at) => Node::Definition(at as u32),
            None => Node::Action(number as u32),
        };
        all.extend(references.iter().map(|reference| (from, *reference)));
    }
    let edge = |(from, reference): &(Node, Reference)| resolve(*from, *reference, index);
    let edges = if all.len() < WORTH_SHARING {
        all.iter().map(edge).collect()
    } else {
        all.par_iter().with_min_len(WORTH_SHARING).map(edge).collect()
    };
    (edges, starts)
}

fn address(pattern: &Pattern) -> usize {
    std::ptr::from_ref(pattern).addr()
}
