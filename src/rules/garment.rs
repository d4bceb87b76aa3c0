//! Target values for garment measurements, held against what the pattern data measures.

use super::unknown_measurement::UNKNOWN_MEASUREMENT;
use super::{Context, Finding, Spot};
use crate::diagnostic::Severity;
use crate::words;

/// Target values for what the pattern does not measure on its garments.
pub(super) fn unknown(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(targets) = context.body.get("targetGarmentMeasurements").filter(|value| value.is_object()) else { return };
    if context.is_hole(targets) {
        return;
    }
    let known =
        context.pattern.and_then(|pattern| pattern.data.as_ref()).map(|data| data.garment_measurements.as_slice());
    let known = known.unwrap_or_default();
    for member in targets.members() {
        let name = member.key.string().unwrap_or_default();
        if known.iter().any(|measured| *measured == name) {
            continue;
        }
        let spot = Spot::of(member.key);
        let finding = if !known.is_empty() {
            let message = format!("{} is no garment measurement of this pattern", words::code(&name));
            let finding = Finding::new(UNKNOWN_MEASUREMENT.meta.id, Severity::Warning, spot, message);
            match words::nearest(&name, known) {
                Some(meant) => finding.perhaps(member.key, meant),
                None => finding.help(format!("its garments are measured by {}", words::list(known, "and"))),
            }
        } else if is_measurement_id(&name) {
            let message = format!("{} is the id of an input: garment measurements have no prefix", words::code(&name));
            Finding::new(UNKNOWN_MEASUREMENT.meta.id, Severity::Info, spot, message)
                .help("the pattern data lists them as `garmentMeasurements`")
        } else {
            continue;
        };
        findings.push(finding);
    }
}

/// Whether a name is built as the ids of measurements are: `mbHeight`, `ffBustGirth`.
pub(super) fn is_measurement_id(name: &str) -> bool {
    let mut bytes = name.bytes();
    matches!(bytes.next(), Some(b'm' | b'f'))
        && matches!(bytes.next(), Some(b'b' | b'f'))
        && bytes.next().is_some_and(|byte| byte.is_ascii_uppercase())
}
