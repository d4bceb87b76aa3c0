//! What a JSON document is: its kind, and the request bodies in it.

mod kind;
mod recognise;
pub(crate) mod shipped;
mod unit;

pub use kind::{Kind, KindOverride};
pub use recognise::recognise;
pub(crate) use unit::{BatchAt, Origin, Unit, units};
