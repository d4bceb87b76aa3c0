//! Values that are of the right type and in no closed set, and still look wrong: what `field-value` lints.

mod ids;
mod placeholders;

use super::{Context, Finding};

/// Looks at ids and texts that were left from an example.
pub(super) fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    ids::lint(context, findings);
    placeholders::lint(context, findings);
}
