//! The shapes of EVRYTHNG batches and tasks.

use super::Kind;
use crate::json::Value;

/// The kind of an object that no shape of a Bespokify request fits.
pub(super) fn kind_of(_object: Value<'_>) -> Option<Kind> {
    None
}
