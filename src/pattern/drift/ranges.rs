//! Ranges of numbers: their ends and their steps.

use serde_json::Value as Json;

use super::leaf::Leaf;
use super::{Difference, Mark, Probe, Section, Side, What};
use crate::json::{Decimal, js_number};
use crate::pattern::data::OptionData;

/// Values at and around the ends of both ranges, and between their steps.
pub(super) fn range_values(option: &OptionData, leaf: &Leaf<'_>) -> Vec<Json> {
    let mut literals: Vec<String> =
        [&option.minimum, &option.maximum, &option.default].into_iter().flatten().cloned().collect();
    let step = option.step.as_deref().and_then(Decimal::parse);
    let decimals: Vec<Decimal> = literals.iter().filter_map(|text| Decimal::parse(text)).collect();
    for decimal in decimals {
        literals.extend(step.and_then(|step| decimal.checked_add(step)).map(|next| next.to_string()));
    }
    for (name, _, value) in &leaf.limits {
        let Some(limit) = Decimal::parse(value.raw()) else { continue };
        literals.push(limit.to_string());
        if *name != "multipleOf" {
            for next in ["1", "0.5", "0.1"].iter().filter_map(|text| Decimal::parse(text)) {
                literals.extend(
                    [limit.checked_add(next), limit.checked_sub(next)].into_iter().flatten().map(|d| d.to_string()),
                );
            }
        }
    }
    literals.iter().filter_map(|text| serde_json::from_str(text).ok()).collect()
}

/// Compares two ranges, end by end.
pub(super) fn limits(
    section: Section,
    option: &OptionData,
    leaf: &Leaf<'_>,
    place: &dyn Fn(&str) -> Option<Mark>,
    lack: Option<Mark>,
    found: &mut Vec<Difference>,
) {
    let probe = |accepts, value: Decimal| {
        let value = serde_json::from_str::<Json>(&value.to_string()).unwrap_or(Json::Null);
        Probe::new(accepts, section, Some(&option.id)).with(section, &option.id, value)
    };
    let decimal = |text: &Option<String>| text.as_deref().and_then(Decimal::parse);
    let step = decimal(&option.step);
    let grid = step.or(leaf.limit("multipleOf").and_then(|(_, value)| Decimal::parse(value.raw())));
    let unit = grid.or(Decimal::parse("1")).unwrap_or(Decimal::ZERO);
    for (name, exclusive, data) in
        [("minimum", "exclusiveMinimum", &option.minimum), ("maximum", "exclusiveMaximum", &option.maximum)]
    {
        let inclusive = leaf.limit(name);
        let stated = inclusive.or(leaf.limit(exclusive));
        let theirs = stated.and_then(|(_, value)| Decimal::parse(value.raw()));
        let ours = decimal(data);
        if ours == theirs && (ours.is_none() || inclusive.is_some()) {
            continue;
        }
        let outward =
            |value: Decimal| if name == "minimum" { value.checked_sub(unit) } else { value.checked_add(unit) };
        let mut probes = Vec::new();
        probes.extend(ours.map(|value| probe(Side::Data, value)));
        probes.extend(theirs.map(|value| probe(Side::Schema, value)));
        probes.extend(ours.and_then(outward).map(|value| probe(Side::Schema, value)));
        probes.extend(theirs.and_then(outward).map(|value| probe(Side::Data, value)));
        found.push(Difference {
            what: What::Limit {
                section,
                id: option.id.clone(),
                name,
                data: data.clone(),
                schema: stated.map(|(_, value)| value.raw().to_owned()),
            },
            primary: Side::Schema,
            data: place(name),
            schema: stated.map(|(_, value)| Mark::of(value)).or(lack),
            probes,
            needs_proof: leaf.is_complex,
        });
    }
    let stated = leaf.limit("multipleOf");
    let theirs = stated.and_then(|(_, value)| Decimal::parse(value.raw()));
    let start = decimal(&option.minimum).unwrap_or(Decimal::ZERO);
    // Where the slider's steps are no multiples, the data alone is told about.
    let is_told = step.is_some_and(|step| start.is_multiple_of(step) != Some(true));
    if step == theirs || is_told {
        return;
    }
    let mut probes = Vec::new();
    for offset in [step, theirs].into_iter().flatten() {
        probes.extend(start.checked_add(offset).map(|value| probe(Side::Data, value)));
        probes.extend(start.checked_add(offset).map(|value| probe(Side::Schema, value)));
    }
    let half = step.and_then(|step| Decimal::parse(&js_number(step.to_string().parse::<f64>().ok()? / 2.0)));
    probes.extend(half.and_then(|half| start.checked_add(half)).map(|value| probe(Side::Schema, value)));
    found.push(Difference {
        what: What::Limit {
            section,
            id: option.id.clone(),
            name: "step",
            data: option.step.clone(),
            schema: stated.map(|(_, value)| value.raw().to_owned()),
        },
        primary: Side::Schema,
        data: place("step"),
        schema: stated.map(|(_, value)| Mark::of(value)).or(lack),
        probes,
        needs_proof: leaf.is_complex,
    });
}
