//! A plain layered layout: a node stands right of everything that it uses, and near it.

use super::picture::{Edge, Picture};

/// Where a node stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cell {
    /// From the left.
    pub(super) column: usize,
    /// From the top.
    pub(super) row: usize,
}

/// So many nodes stand above each other at most: a wider column is cut, and its rest goes right of it.
const MOST_ROWS: usize = 32;

/// Sweeps over all layers; a few are enough to bring neighbours together.
const SWEEPS: usize = 8;

/// Gives every node its cell, looking at the edges that are drawn.
pub(super) fn layout(picture: &Picture, is_drawn: &[bool]) -> Vec<Cell> {
    let drawn: Vec<&Edge> = picture.edges.iter().zip(is_drawn).filter(|(_, drawn)| **drawn).map(|(e, _)| e).collect();
    let layer = layers(picture.nodes.len(), &drawn);
    let count = layer.iter().max().map_or(0, |last| last + 1);
    let mut order: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (node, layer) in layer.iter().enumerate() {
        order[*layer].push(node);
    }
    let (mut before, mut after) = (vec![Vec::new(); layer.len()], vec![Vec::new(); layer.len()]);
    for edge in &drawn {
        before[edge.to].push(edge.from);
        after[edge.from].push(edge.to);
    }
    let mut position = vec![0.0; layer.len()];
    let place = |nodes: &[usize], position: &mut [f64]| {
        let middle = nodes.len() as f64 / 2.0;
        for (at, node) in nodes.iter().enumerate() {
            position[*node] = at as f64 - middle;
        }
    };
    for nodes in &order {
        place(nodes, &mut position);
    }
    for sweep in 0..SWEEPS {
        let neighbours = if sweep % 2 == 0 { &before } else { &after };
        let way: Vec<usize> = if sweep % 2 == 0 { (0..count).collect() } else { (0..count).rev().collect() };
        for at in way {
            let key = |node: usize| match neighbours[node].as_slice() {
                [] => position[node],
                others => others.iter().map(|other| position[*other]).sum::<f64>() / others.len() as f64,
            };
            let mut keyed: Vec<(f64, usize)> = order[at].iter().map(|node| (key(*node), *node)).collect();
            // Stable, so that equals keep the order of the text.
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            order[at] = keyed.into_iter().map(|(_, node)| node).collect();
            place(&order[at], &mut position);
        }
    }
    cells(&order, layer.len())
}

/// The layer of each node: the length of the longest way to it. Edges that close a cycle do not count.
/// What uses nothing stands just left of its first user.
fn layers(count: usize, edges: &[&Edge]) -> Vec<usize> {
    let mut layer = longest_ways(count, edges);
    let mut is_first = vec![true; count];
    let mut first_user = vec![usize::MAX; count];
    for edge in edges.iter().filter(|edge| edge.from != edge.to) {
        is_first[edge.to] = false;
        first_user[edge.from] = first_user[edge.from].min(layer[edge.to]);
    }
    for node in (0..count).filter(|node| is_first[*node] && first_user[*node] != usize::MAX) {
        layer[node] = layer[node].max(first_user[node].saturating_sub(1));
    }
    layer
}

fn longest_ways(count: usize, edges: &[&Edge]) -> Vec<usize> {
    let mut waits = vec![0_usize; count];
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); count];
    for edge in edges.iter().filter(|edge| edge.from != edge.to) {
        waits[edge.to] += 1;
        users[edge.from].push(edge.to);
    }
    let mut layer = vec![0; count];
    let mut is_done = vec![false; count];
    let mut ready: std::collections::VecDeque<usize> = (0..count).filter(|node| waits[*node] == 0).collect();
    let mut next_stuck = 0;
    loop {
        while let Some(node) = ready.pop_front() {
            if std::mem::replace(&mut is_done[node], true) {
                continue;
            }
            for &user in &users[node] {
                if is_done[user] {
                    continue;
                }
                layer[user] = layer[user].max(layer[node] + 1);
                waits[user] -= 1;
                if waits[user] == 0 {
                    ready.push_back(user);
                }
            }
        }
        // What is left waits for itself: the first of them goes ahead.
        while next_stuck < count && is_done[next_stuck] {
            next_stuck += 1;
        }
        if next_stuck == count {
            return layer;
        }
        ready.push_back(next_stuck);
    }
}

fn cells(order: &[Vec<usize>], count: usize) -> Vec<Cell> {
    let mut cells = vec![Cell::default(); count];
    let mut column = 0;
    for nodes in order {
        // Evenly cut, so that no column holds a single leftover.
        let columns = nodes.len().div_ceil(MOST_ROWS).max(1);
        let rows = nodes.len().div_ceil(columns).max(1);
        for (at, node) in nodes.iter().enumerate() {
            cells[*node] = Cell { column: column + at / rows, row: at % rows };
        }
        column += columns;
    }
    cells
}
