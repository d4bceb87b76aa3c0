//! The graph of one batch.

use std::borrow::Cow;
use std::collections::HashMap;

use super::edge::{Edge, Verdict, resolve};
use super::facts::{Facts, references};
use super::reference::Root;
use super::{ActionType, PatternFacts, fitting_kind};
use crate::document::Kind;
use crate::json::{Doc, Value};
use crate::pattern::Pattern;
use crate::words;

/// An action or a definition, by its position in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Node {
    Action(usize),
    Definition(usize),
}

/// A batch: nodes, edges, and what else its rules ask for.
#[derive(Debug)]
pub(crate) struct Graph<'a> {
    pub(crate) doc: Doc<'a>,
    pub(crate) actions: Vec<Facts<'a>>,
    /// The keys of the definitions.
    pub(crate) definitions: Vec<u32>,
    /// By the node that they start from.
    pub(crate) edges: Vec<Edge<'a>>,
    /// Where the edges of each node begin, and the end of the last.
    starts: Vec<usize>,
    /// By node: whether something leads or was meant to lead there.
    used: Vec<bool>,
    /// A reference leads nowhere, and where it was meant to lead is not known.
    pub(crate) has_stray: bool,
    index: Index<'a>,
    patterns: HashMap<usize, PatternFacts>,
}

/// What references are looked up in.
#[derive(Debug)]
pub(crate) struct Index<'a> {
    types: Vec<Option<ActionType>>,
    by_id: HashMap<Cow<'a, str>, usize>,
    by_name: HashMap<Cow<'a, str>, usize>,
    /// Where a repeated id stands first.
    first: HashMap<Cow<'a, str>, usize>,
    definitions: Vec<Value<'a>>,
    kinds: HashMap<(usize, Kind), Option<Kind>>,
}

impl Index<'_> {
    pub(super) fn find(&self, root: Root, name: &str) -> Option<Node> {
        match root {
            Root::Resources => self.by_id.get(name).copied().map(Node::Action),
            Root::Definitions => self.by_name.get(name).copied().map(Node::Definition),
        }
    }

    pub(super) fn action(&self, at: usize) -> Option<ActionType> {
        self.types[at]
    }

    /// The kind that a definition is of, if that is not the one that is wanted.
    pub(super) fn other_kind(&mut self, at: usize, wanted: Kind) -> Option<Kind> {
        let definition = self.definitions[at];
        *self.kinds.entry((at, wanted)).or_insert_with(|| fitting_kind(definition, wanted))
    }
}

impl<'a> Graph<'a> {
    /// Builds the graph of a batch from the facts of its actions, in the order of the text.
    pub(crate) fn build(batch: Value<'a>, actions: Vec<Facts<'a>>) -> Graph<'a> {
        let doc = batch.doc();
        let name = |key: u32| doc.value(key).string().unwrap_or_default();
        let definitions: Vec<Value<'a>> =
            batch.get("definitions").into_iter().flat_map(Value::members).map(|member| member.key).collect();
        // Of a repeated name the last one counts.
        let mut index = Index {
            types: actions.iter().map(|facts| facts.action).collect(),
            by_id: actions.iter().enumerate().map(|(at, facts)| (name(facts.key), at)).collect(),
            first: HashMap::new(),
            by_name: definitions.iter().enumerate().map(|(at, key)| (name(key.index()), at)).collect(),
            definitions: definitions.iter().map(|key| doc.value(key.index() + 1)).collect(),
            kinds: HashMap::new(),
        };
        if index.by_id.len() < actions.len() {
            index.first = actions.iter().enumerate().rev().map(|(at, facts)| (name(facts.key), at)).collect();
        }
        let mut edges = Vec::with_capacity(actions.len());
        let mut starts = Vec::with_capacity(actions.len() + definitions.len() + 1);
        for (at, facts) in actions.iter().enumerate() {
            starts.push(edges.len());
            for reference in &facts.references {
                edges.push(resolve(Node::Action(at), *reference, doc.value(reference.text), &mut index));
            }
        }
        for (at, key) in definitions.iter().enumerate() {
            starts.push(edges.len());
            for reference in references(doc.value(key.index() + 1), None) {
                edges.push(resolve(Node::Definition(at), reference, doc.value(reference.text), &mut index));
            }
        }
        starts.push(edges.len());
        let mut graph = Graph {
            doc,
            used: vec![false; actions.len() + definitions.len()],
            actions,
            definitions: definitions.iter().map(|key| key.index()).collect(),
            edges,
            starts,
            has_stray: false,
            index,
            patterns: HashMap::new(),
        };
        graph.guess();
        for facts in &graph.actions {
            if let Some(pattern) = facts.pattern {
                graph.patterns.entry(address(pattern)).or_insert_with(|| PatternFacts::of(pattern));
            }
        }
        graph
    }

    /// Finds what unknown names were meant for, and which nodes anything leads to.
    fn guess(&mut self) {
        let mut names = Names { doc: self.doc, left: Names::BUDGET, ids: None, definitions: None };
        for at in 0..self.edges.len() {
            let edge = &self.edges[at];
            let meant = match &edge.verdict {
                Verdict::UnknownAction { id, .. } => {
                    names.nearest_action(id, &self.actions).and_then(|meant| self.index.find(Root::Resources, &meant))
                }
                Verdict::UnknownDefinition(name) => names
                    .nearest_definition(name, &self.definitions)
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

    /// How many actions and definitions there are.
    pub(crate) fn node_count(&self) -> usize {
        self.used.len()
    }

    /// Actions first, then definitions.
    pub(crate) fn number(&self, node: Node) -> usize {
        match node {
            Node::Action(at) => at,
            Node::Definition(at) => self.actions.len() + at,
        }
    }

    pub(crate) fn node(&self, number: usize) -> Node {
        match number.checked_sub(self.actions.len()) {
            Some(at) => Node::Definition(at),
            None => Node::Action(number),
        }
    }

    /// The positions of the edges that start from a node.
    pub(crate) fn edges_from(&self, number: usize) -> std::ops::Range<usize> {
        self.starts[number]..self.starts[number + 1]
    }

    pub(crate) fn is_used(&self, node: Node) -> bool {
        self.used[self.number(node)]
    }

    /// The key of an action or definition.
    pub(crate) fn key(&self, node: Node) -> Value<'a> {
        self.doc.value(match node {
            Node::Action(at) => self.actions[at].key,
            Node::Definition(at) => self.definitions[at],
        })
    }

    /// The id of an action, or the name of a definition.
    pub(crate) fn name(&self, node: Node) -> Cow<'a, str> {
        self.key(node).string().unwrap_or_default()
    }

    /// Whether a later action or definition takes the place of this one.
    pub(crate) fn is_dropped(&self, node: Node) -> bool {
        let root = if matches!(node, Node::Action(_)) { Root::Resources } else { Root::Definitions };
        self.index.find(root, &self.name(node)) != Some(node)
    }

    /// Where the id of an action stands first: parsers keep that place when it is repeated.
    pub(crate) fn first(&self, action: usize) -> usize {
        self.index.first.get(&self.name(Node::Action(action))).copied().unwrap_or(action)
    }

    /// The facts of the action that an edge starts from, and of the one that it leads to.
    pub(crate) fn ends(&self, edge: &Edge<'_>) -> Option<(&Facts<'a>, &Facts<'a>)> {
        match (edge.from, edge.to?) {
            (Node::Action(from), Node::Action(to)) => Some((&self.actions[from], &self.actions[to])),
            _ => None,
        }
    }

    /// What is known of a pattern beyond its names.
    pub(crate) fn pattern_facts(&self, pattern: &Pattern) -> Option<&PatternFacts> {
        self.patterns.get(&address(pattern))
    }
}

fn address(pattern: &Pattern) -> usize {
    std::ptr::from_ref(pattern).addr()
}

/// The names that are held against unknown ones. Every name against every other would take for ever in a large batch.
struct Names<'a> {
    doc: Doc<'a>,
    /// How many letters may still be compared with letters.
    left: usize,
    ids: Option<List<'a>>,
    definitions: Option<List<'a>>,
}

struct List<'a> {
    names: Vec<Cow<'a, str>>,
    letters: usize,
}

impl<'a> Names<'a> {
    const BUDGET: usize = 20_000_000;

    fn list(doc: Doc<'a>, keys: impl Iterator<Item = u32>) -> List<'a> {
        let names: Vec<Cow<'a, str>> = keys.map(|key| doc.value(key).string().unwrap_or_default()).collect();
        let letters = names.iter().map(|name| name.len() + 1).sum();
        List { names, letters }
    }

    fn nearest_action(&mut self, id: &str, actions: &[Facts<'_>]) -> Option<String> {
        let doc = self.doc;
        let list = self.ids.get_or_insert_with(|| Names::list(doc, actions.iter().map(|facts| facts.key)));
        nearest(id, list, &mut self.left)
    }

    fn nearest_definition(&mut self, name: &str, keys: &[u32]) -> Option<String> {
        let doc = self.doc;
        let list = self.definitions.get_or_insert_with(|| Names::list(doc, keys.iter().copied()));
        nearest(name, list, &mut self.left)
    }
}

fn nearest(name: &str, list: &List<'_>, left: &mut usize) -> Option<String> {
    *left = left.checked_sub(list.letters.saturating_mul(name.len() + 1))?;
    words::nearest(name, &list.names).map(str::to_owned)
}
