//! Patterns: their data and schemas as the user saved them, and which pattern a draft is held against.
//!
//! ```text
//! files of --patterns -> PatternData, schemas -> Pattern (by id) -> Registry
//! ```

mod affected;
mod data;
mod derive;
pub(crate) mod drift;
mod error;
mod guard;
mod load;
mod names;
mod one;
mod owner;
mod partner;
mod registry;
mod study;
pub(crate) mod survey;
pub(crate) mod unsatisfiable;

pub use affected::{Origins, Reach};
pub(crate) use data::integer;
pub use data::{Group, OptionData, OptionType, PatternData, SeamData};
pub use error::RegistryError;
pub use names::{GroupFact, MeasurementType, Names};
pub(crate) use one::derived_plan;
pub use one::{Derived, Pattern};
pub use registry::{PatternFiles, Registry, Remark};
pub(crate) use study::Study;
