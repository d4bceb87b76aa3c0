//! What a JSON document is: its kind, and the request bodies in it.

mod kind;
mod recognise;
mod unit;

pub(crate) use kind::KindPlans;
pub use kind::{Kind, KindOverride};
pub use recognise::recognise;
pub(crate) use unit::{Unit, units};
