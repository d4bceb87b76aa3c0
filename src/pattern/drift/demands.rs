//! Which options must be given, and when.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::options::choice;
use super::{Difference, Mark, Pair, Probe, Section, Side, What};
use crate::json::Value;
use crate::pattern::data::OptionData;
use crate::pattern::survey::{FamilyId, Strength};
use crate::schema::to_serde;

/// So many sub-options have their conditions tried with drafts.
const MOST_CONDITIONS: usize = 40;

/// Compares which options must be given, and when.
pub(super) fn demands(
    pair: &Pair<'_>,
    options: &[OptionData],
    listed: &HashMap<String, Value<'_>>,
    family: FamilyId,
    found: &mut Vec<Difference>,
) {
    let by_id: HashMap<&str, &OptionData> = options.iter().map(|option| (option.id.as_str(), option)).collect();
    let Some(facts) = pair.survey.facts(family) else { return };
    let mut tried = 0;
    for option in options.iter().filter(|option| listed.contains_key(&option.id)) {
        let node = pair.data.value(option.node);
        let data = Some(Mark::of(node.get("id").unwrap_or(node)));
        let demanded = facts.demanded.get(option.id.as_str());
        let Some((parent, value)) = parent(&option.id, &by_id) else {
            if demanded.is_none_or(|(strength, _)| *strength != Strength::Firm) {
                let probe =
                    Probe::new(Side::Schema, Section::Options, Some(&option.id)).without(Section::Options, &option.id);
                found.push(Difference {
                    what: What::NotDemanded { id: option.id.clone() },
                    primary: Side::Schema,
                    data,
                    schema: listed.get(&option.id).map(|key| Mark::of(*key)),
                    probes: vec![probe.with_section(Section::Options, options)],
                    needs_proof: true,
                });
            }
            continue;
        };
        let parent_value = |word: &str| {
            let choice = parent.choices.iter().map(|node| to_serde(pair.data.value(*node)));
            choice.into_iter().find(|choice| is_word(choice, word))
        };
        if let Some((Strength::Firm, at)) = demanded {
            let mut probe =
                Probe::new(Side::Data, Section::Options, Some(&option.id)).without(Section::Options, &option.id);
            if let Some(other) = other_value(pair, parent, value) {
                probe = probe.with(Section::Options, &parent.id, other);
            }
            found.push(Difference {
                what: What::AlwaysDemanded {
                    id: option.id.clone(),
                    parent: parent.id.clone(),
                    value: value.to_owned(),
                },
                primary: Side::Schema,
                data,
                schema: Some(Mark::Node(*at)),
                probes: vec![probe],
                needs_proof: true,
            });
            continue;
        }
        tried += 1;
        let Some(own) = parent_value(value).filter(|_| tried <= MOST_CONDITIONS) else { continue };
        let what = |forbids| What::NoCondition {
            id: option.id.clone(),
            parent: parent.id.clone(),
            value: value.to_owned(),
            forbids,
        };
        let probe = || Probe::new(Side::Schema, Section::Options, Some(&option.id));
        let lacking = probe().with(Section::Options, &parent.id, own).without(Section::Options, &option.id);
        let mut cases = vec![(false, lacking)];
        if let Some(other) = other_value(pair, parent, value) {
            let given = choice(pair, option);
            cases.push((
                true,
                probe().with(Section::Options, &parent.id, other).want(Section::Options, &option.id, given),
            ));
        }
        for (forbids, probe) in cases {
            found.push(Difference {
                what: what(forbids),
                primary: Side::Schema,
                data,
                schema: listed.get(&option.id).map(|key| Mark::of(*key)),
                probes: vec![probe],
                needs_proof: true,
            });
        }
    }
}

/// Whether a value is written so in the id of a sub-option.
fn is_word(value: &Json, word: &str) -> bool {
    let is_literal = || serde_json::from_str::<Json>(word).is_ok_and(|literal| literal == *value);
    value.as_str().map_or_else(is_literal, |text| text == word)
}

/// A value of an option other than this one.
fn other_value(pair: &Pair<'_>, option: &OptionData, value: &str) -> Option<Json> {
    let choices = option.choices.iter().map(|node| to_serde(pair.data.value(*node)));
    choices.into_iter().find(|choice| !is_word(choice, value))
}

/// The option and the value of it under which a dotted id applies.
fn parent<'o>(id: &'o str, by_id: &HashMap<&str, &'o OptionData>) -> Option<(&'o OptionData, &'o str)> {
    let dots = id.match_indices('.').map(|(at, _)| at).take(64);
    let dot = dots.filter(|dot| by_id.contains_key(&id[..*dot])).last()?;
    let value = id[dot + 1..].split_once('.')?.0;
    Some((by_id.get(&id[..dot])?, value))
}
