//! Materials of a draft, held against what the pattern data names.

use super::request::UNKNOWN_FIELD;
use super::{Context, Finding, Spot};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::words;

/// Groups of materials that the documentation uses in its examples.
const GROUPS: [&str; 2] = ["primary", "lining"];

/// Materials of a draft that neither the pattern nor the documentation names. Which names belong here is not documented:
/// the pattern's own fabrics, or the groups that materials are sorted by.
pub(super) fn unknown(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(data) = context.pattern.and_then(|pattern| pattern.data.as_ref()) else { return };
    let Some(materials) = context.body.get("materials").filter(|value| value.is_object()) else { return };
    if context.kind != Kind::Draft || data.materials.is_empty() || context.is_hole(materials) {
        return;
    }
    for member in materials.members() {
        let name = member.key.string().unwrap_or_default();
        if data.materials.iter().any(|known| *known == name) || GROUPS.contains(&name.as_ref()) {
            continue;
        }
        let message = format!("{} is no material that the pattern names", words::code(&name));
        let finding = Finding::new(UNKNOWN_FIELD.meta.id, Severity::Info, Spot::of(member.key), message);
        let known: Vec<&str> = data.materials.iter().map(String::as_str).chain(GROUPS).collect();
        findings.push(match words::nearest(&name, &known) {
            Some(meant) => finding.perhaps(member.key, meant),
            None => finding.help(format!("the pattern names {}", words::list(&data.materials, "and"))),
        });
    }
}
