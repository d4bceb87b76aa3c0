//! Metadata of a thing whose id tells what it is.

use super::garment::is_measurement_id;
use super::request::{MISSING_FIELD, with_article};
use super::{Context, Finding, Spot};
use crate::diagnostic::Severity;
use crate::document::Kind;

/// Metadata that lacks what is required for the thing that it is about.
pub(super) fn incomplete(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if context.kind != Kind::Metadata {
        return;
    }
    let Some(id) = context.body.get("id") else { return };
    let Some(name) = id.string() else { return };
    let Some((what, severity)) = what_is(&name, context) else { return };
    let needs: &[&str] = if what == "option" { &["gender", "patternId"] } else { &["gender"] };
    for field in needs.iter().filter(|field| context.body.get(field).is_none()) {
        let message = format!("`{field}` is missing: metadata of {} requires it", with_article(what));
        let finding = Finding::new(MISSING_FIELD.meta.id, severity, Spot::Lack(context.body.index()), message)
            .label(Spot::of(id), format!("the id of {}", with_article(what)));
        findings.push(finding);
    }
}

/// What the loaded patterns, or else its form, say that an id is of.
fn what_is(id: &str, context: &Context<'_>) -> Option<(&'static str, Severity)> {
    let patterns: Vec<_> = context.registry.patterns().collect();
    let any = |names: fn(&crate::pattern::Names) -> &Vec<String>| {
        patterns.iter().any(|pattern| names(&pattern.names).iter().any(|name| name == id))
    };
    // Metadata of a seam requires neither.
    if any(|names| &names.seams) {
        return None;
    }
    if any(|names| &names.options) {
        return Some(("option", Severity::Warning));
    }
    if any(|names| &names.body_shapes) {
        return Some(("body shape", Severity::Warning));
    }
    if any(|names| &names.measurements) {
        return Some(("measurement", Severity::Warning));
    }
    is_measurement_id(id).then_some(("measurement", Severity::Info))
}
