//! Options and body shapes: which there are, what they take, when they are demanded.

use std::collections::HashSet;

use serde_json::Value as Json;

use super::leaf::Leaf;
use super::{Difference, Form, Mark, Pair, Probe, Section, Side, Want, What, demands, ranges};
use crate::json::{Kind, Value, js_number};
use crate::pattern::data::{OptionData, OptionType};
use crate::pattern::survey::{FamilyId, Strength};
use crate::schema::to_serde;

pub(super) fn compare(pair: &Pair<'_>, section: Section, options: &[OptionData], found: &mut Vec<Difference>) {
    let family = pair.section(section);
    let facts = family.and_then(|family| pair.survey.facts(family));
    if facts.is_some_and(|facts| facts.is_foreign) {
        return;
    }
    let listed = family.map(|family| pair.listed(family)).unwrap_or_default();
    // What the schema leaves open is told once, by whoever looks at the schema alone.
    if listed.is_empty()
        && (facts.is_some_and(|facts| facts.closed.is_none()))
        && facts.is_some_and(|facts| !facts.demands)
    {
        return;
    }
    let is_closed = facts.is_some_and(|facts| facts.closed.is_some() || facts.limits_names);
    if listed.is_empty() && !is_closed && !options.is_empty() {
        let ids: Vec<String> = options.iter().map(|option| option.id.clone()).collect();
        let mut probe = None;
        if let Some(id) = ids.first() {
            probe = Some(Probe::new(Side::Schema, section, Some(id)).with(section, id, true));
        }
        let root = pair.data.document.doc().root();
        found.push(Difference {
            what: What::SectionUnknown { section, ids },
            primary: Side::Data,
            data: root.member(section.field()).map(|member| Mark::of(member.key)),
            schema: Some(pair.lack(family)),
            probes: probe.into_iter().collect(),
            needs_proof: false,
        });
        return;
    }
    let mut known: HashSet<&str> = HashSet::new();
    for option in options {
        if !known.insert(&option.id) {
            continue;
        }
        let child = family.and_then(|family| pair.survey.property(family, &option.id));
        match (listed.contains_key(&option.id), child) {
            (true, Some(child)) => values(pair, section, option, child, found),
            (true, None) => {}
            (false, _) => missing(pair, section, option, is_closed, family, found),
        }
    }
    if options.is_empty() {
        return;
    }
    let mut extra: Vec<(&String, &Value<'_>)> = listed.iter().filter(|(id, _)| !known.contains(id.as_str())).collect();
    extra.sort_by_key(|(_, key)| key.index());
    for (id, key) in extra {
        let demanded = facts.and_then(|facts| facts.demanded.get(id.as_str()));
        let is_demanded = demanded.is_some_and(|(strength, _)| *strength == Strength::Firm);
        let mut probe = Probe::new(Side::Schema, section, Some(id)).want(section, id, sample(pair, family, id));
        // A sub-option is legal beside one value of its parent only.
        let dots = id.match_indices('.').map(|(at, _)| at).take(64);
        if let Some(dot) = dots.filter(|dot| listed.contains_key(&id[..*dot])).last()
            && let Some((value, _)) = id[dot + 1..].split_once('.')
        {
            probe = probe.with(section, &id[..dot], value);
        }
        let mut probes = vec![probe];
        if is_demanded {
            probes.insert(
                0,
                Probe::new(Side::Data, section, Some(id)).without(section, id).with_section(section, options),
            );
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
    if section == Section::Options
        && let Some(family) = family
    {
        demands::demands(pair, options, &listed, family, found);
    }
}

impl Probe {
    /// Makes sure that a section is given at all.
    pub(super) fn with_section(self, section: Section, options: &[OptionData]) -> Probe {
        match options.iter().find(|option| !self.names.contains(&option.id)) {
            Some(option) => self.want(section, &option.id, Want::Anything),
            None => self,
        }
    }
}

/// A value that the schema takes for a name.
fn sample(pair: &Pair<'_>, family: Option<FamilyId>, id: &str) -> Want {
    let leaf = family.and_then(|family| pair.survey.property(family, id)).map(|child| Leaf::of(pair.survey, child));
    match leaf {
        Some(Leaf { values: Some((values, _)), .. }) if !values.is_empty() => Want::Exactly(to_serde(values[0])),
        _ => Want::Anything,
    }
}

/// A choice of the data.
pub(super) fn choice(pair: &Pair<'_>, option: &OptionData) -> Want {
    if let Some(&node) = option.choices.first() {
        return Want::Exactly(to_serde(pair.data.value(node)));
    }
    let text = option.default.as_ref().or(option.minimum.as_ref());
    text.and_then(|text| serde_json::from_str(text).ok()).map_or(Want::Anything, Want::Exactly)
}

fn missing(
    pair: &Pair<'_>,
    section: Section,
    option: &OptionData,
    is_closed: bool,
    family: Option<FamilyId>,
    found: &mut Vec<Difference>,
) {
    let (accepts, value) = if is_closed {
        (Side::Data, choice(pair, option))
    } else {
        // Of a type that no option has.
        (Side::Schema, Want::Exactly(Json::Bool(true)))
    };
    let probe = Probe::new(accepts, section, Some(&option.id)).want(section, &option.id, value);
    let node = pair.data.value(option.node);
    found.push(Difference {
        what: What::NotInSchema { section, id: option.id.clone(), is_closed },
        primary: Side::Data,
        data: Some(Mark::of(node.get("id").unwrap_or(node))),
        schema: Some(pair.lack(family)),
        probes: vec![probe],
        needs_proof: false,
    });
}

/// The same value, however a number is written.
fn same(value: Value<'_>) -> String {
    match value.kind() {
        Kind::Number => js_number(value.f64().unwrap_or_default()),
        _ => value.raw().to_owned(),
    }
}

/// Compares what both sides say about one value.
fn values(pair: &Pair<'_>, section: Section, option: &OptionData, child: FamilyId, found: &mut Vec<Difference>) {
    let leaf = Leaf::of(pair.survey, child);
    let id = option.id.clone();
    let node = pair.data.value(option.node);
    let at = |name: &str| node.member(name).map(|member| Mark::of(member.key));
    let place = |name: &str| at(name).or(Some(Mark::of(node.get("id").unwrap_or(node))));
    let lack = pair.survey.firm(child).next().map(|part| Mark::Lack(pair.survey.part(part).value.index()));
    let data_form = match (option.choices.is_empty(), option.kind) {
        (false, _) => Form::List,
        (true, OptionType::Number) => Form::Range,
        (true, OptionType::String) => Form::Text,
    };
    let probe = |accepts, value: Json| Probe::new(accepts, section, Some(&option.id)).with(section, &option.id, value);
    if let (Form::List, Some((listed, key))) = (data_form, &leaf.values) {
        let ours: Vec<Value<'_>> = option.choices.iter().map(|node| pair.data.value(*node)).collect();
        let in_data: HashSet<String> = ours.iter().map(|value| same(*value)).collect();
        let in_schema: HashSet<String> = listed.iter().map(|value| same(*value)).collect();
        let only_data: Vec<Value<'_>> = ours.iter().copied().filter(|v| !in_schema.contains(&same(*v))).collect();
        let only_schema: Vec<Value<'_>> = listed.iter().copied().filter(|v| !in_data.contains(&same(*v))).collect();
        if only_data.is_empty() && only_schema.is_empty() {
            return;
        }
        let mut probes: Vec<Probe> = only_data.first().map(|v| probe(Side::Data, to_serde(*v))).into_iter().collect();
        probes.extend(only_schema.first().map(|v| probe(Side::Schema, to_serde(*v))));
        let shown = |values: &[Value<'_>]| values.iter().map(|v| v.raw().to_owned()).collect();
        found.push(Difference {
            what: What::Values { section, id, only_data: shown(&only_data), only_schema: shown(&only_schema) },
            primary: Side::Schema,
            data: place("enum"),
            schema: Some(Mark::of(*key)),
            probes,
            // What else the schema says may make up for it.
            needs_proof: leaf.is_complex,
        });
        return;
    }
    let schema_form = match (&leaf.values, leaf.is_number(), leaf.types.as_slice()) {
        (Some(_), ..) => Form::List,
        (None, true, _) => Form::Range,
        (None, _, [only]) if only == "string" => Form::Text,
        _ => Form::Anything,
    };
    if data_form != schema_form {
        let mut probes = Vec::new();
        if let Some((listed, _)) = &leaf.values {
            probes.extend(listed.iter().take(8).map(|value| probe(Side::Schema, to_serde(*value))));
        } else {
            let candidates = ranges::range_values(option, &leaf);
            probes.extend(candidates.into_iter().map(|value| probe(Side::Schema, value)));
            probes.push(probe(Side::Schema, Json::String("x".to_owned())));
        }
        let own = if option.choices.is_empty() {
            ranges::range_values(option, &leaf)
        } else {
            option.choices.iter().take(8).map(|node| to_serde(pair.data.value(*node))).collect()
        };
        probes.splice(0..0, own.into_iter().map(|value| probe(Side::Data, value)));
        let key = leaf.values.as_ref().map(|(_, key)| Mark::of(*key));
        let typed = pair.survey.firm(child).find_map(|part| pair.survey.part(part).value.member("type"));
        found.push(Difference {
            what: What::Form { section, id, data: data_form, schema: schema_form },
            primary: Side::Schema,
            data: at("enum").or_else(|| place("type")),
            schema: key.or(typed.map(|member| Mark::of(member.key))).or(lack),
            probes,
            needs_proof: leaf.is_complex,
        });
        return;
    }
    if data_form == Form::Range {
        ranges::limits(section, option, &leaf, &place, lack, found);
    }
}
