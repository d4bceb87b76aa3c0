//! What a JSON document is: its kind, and the request bodies in it.

pub(crate) mod guard;
mod kind;
pub(crate) mod parts;
mod recognise;
pub(crate) mod shipped;
mod unit;

pub use kind::{Kind, KindOverride};
pub use recognise::{named, recognise};
pub(crate) use unit::{BatchAt, Origin, Unit, units, units_of};
