//! Seams: which there are.

use std::collections::HashSet;

use super::{Difference, Mark, Pair, Probe, Section, Side, What};
use crate::json::Value;
use crate::pattern::survey::Strength;

pub(super) fn compare(pair: &Pair<'_>, found: &mut Vec<Difference>) {
    let section = Section::Seams;
    let family = pair.section(section);
    let facts = family.and_then(|family| pair.survey.facts(family));
    if facts.is_some_and(|facts| facts.is_foreign) || (family.is_some() && facts.is_none_or(|facts| !facts.demands)) {
        return;
    }
    let listed = family.map(|family| pair.listed(family)).unwrap_or_default();
    let is_closed = facts.is_some_and(|facts| facts.closed.is_some() || facts.limits_names);
    let mut known: HashSet<&str> = HashSet::new();
    for seam in &pair.data.seams {
        if !known.insert(&seam.id) || listed.contains_key(&seam.id) {
            continue;
        }
        found.push(Difference {
            what: What::NotInSchema { section, id: seam.id.clone(), is_closed },
            primary: Side::Data,
            data: Some(Mark::Node(seam.node)),
            schema: Some(pair.lack(family)),
            probes: vec![Probe::new(Side::Data, section, Some(&seam.id)).with(section, &seam.id, 1)],
            needs_proof: false,
        });
    }
    let mut extra: Vec<(&String, &Value<'_>)> = listed.iter().filter(|(id, _)| !known.contains(id.as_str())).collect();
    extra.sort_by_key(|(_, key)| key.index());
    for (id, key) in extra {
        let is_demanded = facts
            .and_then(|facts| facts.demanded.get(id.as_str()))
            .is_some_and(|(strength, _)| *strength == Strength::Firm);
        let mut probes = vec![Probe::new(Side::Schema, section, Some(id)).with(section, id, 1)];
        if is_demanded {
            let mut probe = Probe::new(Side::Data, section, Some(id)).without(section, id);
            if let Some(first) = pair.data.seams.first() {
                probe = probe.with(section, &first.id, 1);
            }
            probes.insert(0, probe);
        }
        found.push(Difference {
            what: What::NotInData { section, id: id.clone(), is_demanded },
            primary: Side::Schema,
            data: Some(pair.data_lack(section.field())),
            schema: Some(Mark::of(*key)),
            probes,
            needs_proof: false,
        });
    }
}
