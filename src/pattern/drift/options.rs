//! Options and body shapes: which there are, what they take, when they are demanded.

use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

use super::leaf::Leaf;
use super::{Difference, Form, Mark, Pair, Probe, Section, Side, Want, What};
use crate::json::{Decimal, Kind, Value, js_number};
use crate::pattern::data::{OptionData, OptionType};
use crate::pattern::survey::{FamilyId, Strength};
use crate::schema::to_serde;

/// So many sub-options have their conditions tried with drafts.
const MOST_CONDITIONS: usize = 40;

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
            schema: pair.lack(family),
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
        demands(pair, options, &listed, family, found);
    }
}

impl Probe {
    /// Makes sure that a section is given at all.
    fn with_section(self, section: Section, options: &[OptionData]) -> Probe {
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
fn choice(pair: &Pair<'_>, option: &OptionData) -> Want {
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
        schema: pair.lack(family),
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
        match &leaf.values {
            Some((listed, _)) => {
                probes.extend(listed.iter().take(8).map(|value| probe(Side::Schema, to_serde(*value))))
            }
            None => {
                let candidates = range_values(option, &leaf);
                probes.extend(candidates.into_iter().map(|value| probe(Side::Schema, value)));
                probes.push(probe(Side::Schema, Json::String("x".to_owned())));
            }
        }
        let own = if option.choices.is_empty() {
            range_values(option, &leaf)
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
        limits(section, option, &leaf, &place, lack, found);
    }
}

/// Values at and around the ends of both ranges, and between their steps.
fn range_values(option: &OptionData, leaf: &Leaf<'_>) -> Vec<Json> {
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
fn limits(
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

/// Compares which options must be given, and when.
fn demands(
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
            choice.into_iter().find(|choice| choice.as_str() == Some(word) || choice.to_string() == word)
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

/// A value of an option other than this one.
fn other_value(pair: &Pair<'_>, option: &OptionData, value: &str) -> Option<Json> {
    let choices = option.choices.iter().map(|node| to_serde(pair.data.value(*node)));
    choices.into_iter().find(|choice| choice.as_str() != Some(value) && choice.to_string() != value)
}

/// The option and the value of it under which a dotted id applies.
fn parent<'o>(id: &'o str, by_id: &HashMap<&str, &'o OptionData>) -> Option<(&'o OptionData, &'o str)> {
    let dots = id.match_indices('.').map(|(at, _)| at).take(64);
    let dot = dots.filter(|dot| by_id.contains_key(&id[..*dot])).last()?;
    let value = id[dot + 1..].split_once('.')?.0;
    Some((by_id.get(&id[..dot])?, value))
}
