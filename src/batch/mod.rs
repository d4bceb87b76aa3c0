//! A batch as dataflow: its actions and definitions are the nodes of a graph, its references the edges.
//!
//! ```text
//! gather    Facts of one action            beside the check of its body, on any thread
//! Graph     nodes, edges, what each leads to   once for each batch, in linear time
//! rules     what is wrong with an edge or node (the rules of the group `batch`)
//! ```

mod choice;
mod cycle;
mod edge;
mod facts;
mod graph;
mod reference;
mod slot;

pub(crate) use choice::PatternFacts;
pub(crate) use edge::{Edge, Verdict};
pub(crate) use facts::{ActionType, Facts, Gender, gather};
pub(crate) use graph::{Graph, Node};
pub(crate) use reference::{Fault, definition, needs_escaping, resource};
pub(crate) use slot::{Shape, Slot, fitting_kind, keys_of};
