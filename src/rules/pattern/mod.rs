//! Rules about the pattern files themselves: schemas, data, and what the two say of each other.

mod data_fields;
mod dead_error_message;
mod invalid_schema;
mod json;
mod misleading;
mod open_schema;
mod pattern_drift;
mod pattern_group;
mod pattern_option;
mod unsatisfiable_schema;

use super::{Basis, Context, Finding, Rule, RuleMeta, Spot};

pub(crate) use dead_error_message::DEAD_ERROR_MESSAGE;
pub(crate) use invalid_schema::INVALID_SCHEMA;
pub(crate) use misleading::MISLEADING_ERROR_MESSAGE;
pub(crate) use open_schema::OPEN_SCHEMA;
pub(crate) use pattern_drift::PATTERN_DRIFT;
pub(crate) use pattern_group::PATTERN_GROUP;
pub(crate) use pattern_option::PATTERN_OPTION;
pub(crate) use unsatisfiable_schema::UNSATISFIABLE_SCHEMA;

/// Names that a suggestion is looked for among. A hostile file may have any number.
const MOST_CANDIDATES: usize = 500;

/// So many findings of a rule look for what was meant.
const MOST_SUGGESTIONS: usize = 200;

/// The one of some names that was probably meant.
fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let names: Vec<&str> = names.take(MOST_CANDIDATES + 1).collect();
    if names.len() > MOST_CANDIDATES { None } else { nearest_of(name, &names) }
}

fn nearest_of<'n>(name: &str, names: &[&'n str]) -> Option<&'n str> {
    let found = crate::words::nearest(name, names)?;
    names.iter().copied().find(|candidate| *candidate == found)
}
