//! A batch as dataflow: its actions and definitions are the nodes of a graph, its references the edges.
//!
//! ```text
//! gather    Facts of one action            beside the check of its body, on any thread
//! Graph     nodes, edges, what each leads to   once for each batch, in linear time
//! rules     what is wrong with an edge or node (the rules of the group `batch`)
//! ```

mod action;
mod choice;
mod cut;
mod cycle;
mod edge;
mod facts;
mod graph;
mod hash;
mod index;
mod list;
mod names;
mod nearest;
mod reference;
mod references;
mod repeats;
mod slot;
mod sparse;
mod texts;

pub(crate) use action::{ActionType, Field, Gender};
pub(crate) use choice::PatternFacts;
pub(crate) use cut::Actions;
pub(crate) use edge::{Edge, Verdict};
pub(crate) use facts::{Facts, gather};
pub(crate) use graph::{Graph, Node};
pub(crate) use list::FactList;
pub(crate) use reference::{Fault, definition, needs_escaping, resource};
pub(crate) use slot::{Shape, Slot, keys_of};
pub(crate) use texts::{Pieces, Texts};
