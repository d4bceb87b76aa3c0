//! Cycles: actions that wait for each other.

use super::Edge;
use super::graph::{Graph, Node};

/// Not visited yet.
const NONE: usize = usize::MAX;

impl Graph<'_> {
    /// One cycle of each group of nodes that all wait for each other, as its edges in order, beginning at the node that
    /// stands first in the text. Edges from a node to itself are cycles of their own.
    pub(crate) fn cycles(&self) -> Vec<Vec<usize>> {
        let mut cycles: Vec<Vec<usize>> = Vec::new();
        for (at, edge) in self.edges.iter().enumerate() {
            if edge.is_self_reference() && edge.is_dependency() {
                cycles.push(vec![at]);
            }
        }
        if self.is_ordered() {
            return cycles;
        }
        let groups = self.groups();
        let mut via = Vec::new();
        for number in 0..self.node_count() {
            if groups.sizes[groups.of[number]] > 1 && groups.first[groups.of[number]] == number {
                via.resize(self.node_count(), NONE);
                cycles.push(self.shortest(number, &groups, &mut via));
            }
        }
        cycles
    }

    /// Whether nothing waits for what comes later, definitions being first: no way leads back then.
    fn is_ordered(&self) -> bool {
        let rank = |node: Node| match node {
            Node::Definition(at) => at as usize,
            Node::Action(at) => self.definition_count() + at as usize,
        };
        let is_backward = |edge: &Edge| edge.to.is_none_or(|to| rank(to) <= rank(edge.from));
        self.edges.iter().all(|edge| is_backward(edge) || !edge.is_dependency())
    }

    /// By node: whether it waits for itself through others, as a number that the nodes of one such group share.
    pub(crate) fn groups(&self) -> Groups {
        Search::over(self)
    }

    /// The node that an edge of the graph leads to, where it counts for cycles.
    fn next(&self, edge: usize) -> Option<usize> {
        let edge = &self.edges[edge];
        edge.to.filter(|_| edge.is_dependency()).map(|node| self.number(node))
    }

    /// The shortest way from a node back to itself within its group, breadth first.
    fn shortest(&self, start: usize, groups: &Groups, via: &mut [usize]) -> Vec<usize> {
        let mut open = vec![start];
        let mut head = 0;
        while let Some(&number) = open.get(head) {
            head += 1;
            for at in self.edges_from(number) {
                let Some(next) = self.next(at).filter(|next| groups.of[*next] == groups.of[start]) else { continue };
                if next == start && number != start {
                    let mut way = vec![at];
                    let mut back = number;
                    while back != start {
                        way.push(via[back]);
                        back = self.number(self.edges[via[back]].from);
                    }
                    way.reverse();
                    return way;
                }
                if next != start && via[next] == NONE {
                    via[next] = at;
                    open.push(next);
                }
            }
        }
        Vec::new()
    }
}

/// The strongly connected components.
#[derive(Debug)]
pub(crate) struct Groups {
    /// By node: its group.
    pub(crate) of: Vec<usize>,
    /// By group: how many nodes.
    pub(crate) sizes: Vec<usize>,
    /// By group: the node that stands first.
    first: Vec<usize>,
}

/// Tarjan's search, with a stack of its own: a chain of 100,000 actions must not overflow the thread's.
struct Search {
    order: Vec<usize>,
    low: Vec<usize>,
    is_open: Vec<bool>,
    open: Vec<usize>,
    groups: Groups,
    count: usize,
}

impl Search {
    fn over(graph: &Graph<'_>) -> Groups {
        let nodes = graph.node_count();
        let groups = Groups { of: vec![NONE; nodes], sizes: Vec::new(), first: Vec::new() };
        let mut search = Search {
            order: vec![NONE; nodes],
            low: vec![NONE; nodes],
            is_open: vec![false; nodes],
            open: Vec::new(),
            groups,
            count: 0,
        };
        for number in 0..nodes {
            if search.order[number] == NONE {
                search.visit(number, graph);
            }
        }
        search.groups
    }

    fn visit(&mut self, start: usize, graph: &Graph<'_>) {
        // A node, and the edges of it that are still to be followed.
        let mut path = vec![(start, graph.edges_from(start))];
        self.enter(start);
        while let Some((number, edges)) = path.last_mut() {
            let number = *number;
            if let Some(at) = edges.next() {
                let Some(next) = graph.next(at) else { continue };
                if self.order[next] == NONE {
                    self.enter(next);
                    path.push((next, graph.edges_from(next)));
                } else if self.is_open[next] {
                    self.low[number] = self.low[number].min(self.order[next]);
                }
                continue;
            }
            path.pop();
            if let Some((before, _)) = path.last() {
                self.low[*before] = self.low[*before].min(self.low[number]);
            }
            if self.low[number] == self.order[number] {
                self.close(number);
            }
        }
    }

    fn enter(&mut self, number: usize) {
        self.order[number] = self.count;
        self.low[number] = self.count;
        self.count += 1;
        self.open.push(number);
        self.is_open[number] = true;
    }

    fn close(&mut self, root: usize) {
        let group = self.groups.sizes.len();
        self.groups.sizes.push(0);
        self.groups.first.push(root);
        while let Some(number) = self.open.pop() {
            self.is_open[number] = false;
            self.groups.of[number] = group;
            self.groups.sizes[group] += 1;
            self.groups.first[group] = self.groups.first[group].min(number);
            if number == root {
                break;
            }
        }
    }
}
