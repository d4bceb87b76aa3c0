//! Draft-07 schemas, compiled once and run over tapes with ajv's semantics.
//!
//! ```text
//! Documents --Schema::load--> Plan    --accepts--> bool          (the fast path: nothing allocated)
//!                                     --explain--> Explanation   (records in ajv's order, texts of ajv-errors)
//!                         --> Engine  --errors---> EngineError   (other drafts, run by jsonschema over the tape)
//! ```

mod budget;
mod compile;
mod document;
mod engine;
mod equal;
mod explain;
pub mod format;
mod gate;
mod inspect;
mod instance;
mod js;
mod keyword;
mod load;
mod message;
mod names;
mod numbers;
pub mod pattern;
mod plain;
mod plan;
mod remarks;
mod stack;
#[cfg(test)]
mod testing;
mod text;

pub use compile::{Problem, compile};
pub use document::{Document, Documents, Endless, Place};
pub use engine::{Engine, EngineError, TapeJson, TapeNode, to_serde};
pub use equal::equal;
pub use explain::{Detail, Explanation, Record, RecordId, Scope, ScopeId, ScopeKind};
pub(crate) use gate::{Answer, Asks, AsksValue, Gate, NodeId, NumberTest};
pub use inspect::{Bounds, Conditional, Fact, Limit};
pub use instance::{holds_hole, is_hole};
pub use keyword::Keyword;
pub use load::Schema;
pub use numbers::is_multiple;
pub use plan::{Plan, Sub, SubId, TypeSet};
pub use stack::with_room;
pub use text::plan_of;
