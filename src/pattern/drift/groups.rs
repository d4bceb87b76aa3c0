//! Measurement groups: which there are for each measurement type, what is in them, which must be filled.

use std::collections::{HashMap, HashSet};

use super::{Difference, Mark, MeasurementType, Pair, Probe, Section, Side, What};
use crate::json::Value;
use crate::pattern::data::Group;
use crate::pattern::survey::{Edge, PartId, Strength, Survey};

/// So many groups are looked at; a body has no more.
const MOST_GROUPS: usize = 500;

/// A rule of the schema about some measurements.
#[derive(Debug)]
struct Rule<'a> {
    items: Vec<String>,
    /// The keyword or string that it stands in.
    place: Value<'a>,
    /// One of them must be given.
    is_mandatory: bool,
}

pub(super) fn compare(pair: &Pair<'_>, found: &mut Vec<Difference>) {
    types(pair, found);
    for kind in [MeasurementType::Body, MeasurementType::Final] {
        let groups = if kind == MeasurementType::Body { &pair.data.body } else { &pair.data.final_ };
        if groups.is_empty() || groups.len() > MOST_GROUPS || !offered(pair).is_none_or(|kinds| kinds.contains(&kind)) {
            continue;
        }
        let (rules, is_known) = rules(pair, kind);
        if rules.len() <= MOST_GROUPS && is_known {
            of_kind(pair, kind, groups, &rules, found);
        }
    }
}

/// The measurement types that the schema lists; nothing where it lists none.
fn offered(pair: &Pair<'_>) -> Option<Vec<MeasurementType>> {
    let family = pair.survey.property(pair.survey.family(Survey::ROOT), "measurementType")?;
    let leaf = super::leaf::Leaf::of(pair.survey, family);
    let (values, _) = leaf.values?;
    Some(values.iter().filter_map(|value| MeasurementType::named(&value.string()?)).collect())
}

/// Types that only one side offers.
fn types(pair: &Pair<'_>, found: &mut Vec<Difference>) {
    let Some(kinds) = offered(pair) else { return };
    if pair.data.body.is_empty() && pair.data.final_.is_empty() {
        return;
    }
    let family = pair.survey.property(pair.survey.family(Survey::ROOT), "measurementType");
    let leaf = family.map(|family| super::leaf::Leaf::of(pair.survey, family)).unwrap_or_default();
    let listed = leaf.values.map(|(values, key)| (values, Mark::of(key)));
    let root = pair.data.document.doc().root();
    for kind in [MeasurementType::Body, MeasurementType::Final] {
        let groups = if kind == MeasurementType::Body { &pair.data.body } else { &pair.data.final_ };
        let (in_data, in_schema) = (!groups.is_empty(), kinds.contains(&kind));
        if in_data == in_schema {
            continue;
        }
        let (primary, data, schema) = if in_data {
            let key = root.get("measurements").and_then(|m| m.member(kind.name())).map(|member| Mark::of(member.key));
            (Side::Data, key, listed.as_ref().map(|(_, key)| *key))
        } else {
            let element = listed.as_ref().and_then(|(values, _)| values.iter().find(|value| value.is_str(kind.name())));
            (Side::Schema, Some(pair.data_lack("measurements")), element.map(|value| Mark::of(*value)))
        };
        let probe = Probe { section: "measurementType", ..Probe::new(primary, Section::Measurements, None) };
        found.push(Difference {
            what: What::Type { kind, has: primary },
            primary,
            data,
            schema,
            probes: vec![probe.of(kind)],
            needs_proof: false,
        });
    }
}

/// The rules of the schema that hold for drafts of a type, and whether all of them are understood.
fn rules<'a>(pair: &Pair<'a>, kind: MeasurementType) -> (Vec<Rule<'a>>, bool) {
    let survey: &'a Survey<'a> = pair.survey;
    let mut rules = Vec::new();
    let Some(family) = pair.section(Section::Measurements) else { return (rules, true) };
    let mut is_known = !survey.is_foreign(family);
    for id in survey.sayers(family) {
        match applies(survey, id, kind) {
            Some(true) => {}
            Some(false) => continue,
            None => {
                is_known &=
                    !["required", "oneOf", "anyOf", "not"].iter().any(|name| survey.keyword(id, name).is_some())
                        || is_branch(survey, id);
                continue;
            }
        }
        for (name, element) in survey.required(id) {
            rules.push(Rule { items: vec![name.into_owned()], place: element, is_mandatory: true });
        }
        for keyword in ["oneOf", "anyOf"] {
            let Some(member) = survey.part(id).value.member(keyword) else { continue };
            if let Some((items, is_mandatory)) = choice(member.value) {
                rules.push(Rule { items, place: member.key, is_mandatory });
            }
        }
        if let Some(member) = survey.part(id).value.member("not")
            && let Some(required) = member.value.get("required")
        {
            let items = required.elements().filter_map(|name| Some(name.string()?.into_owned())).collect();
            rules.push(Rule { items, place: member.key, is_mandatory: false });
        }
    }
    rules.sort_by_key(|rule| rule.place.index());
    (rules, is_known)
}

/// The names of a choice of which each branch demands one, and whether one must be given.
fn choice(branches: Value<'_>) -> Option<(Vec<String>, bool)> {
    let mut items = Vec::new();
    let mut is_mandatory = true;
    for branch in branches.elements() {
        let Some(required) = branch.get("required") else {
            // A branch for none of them.
            is_mandatory &= branch.get("not").is_none();
            branch.get("not")?;
            continue;
        };
        items.extend(required.elements().filter_map(|name| Some(name.string()?.into_owned())));
    }
    (!items.is_empty()).then_some((items, is_mandatory))
}

/// Whether a part is a branch of a choice, or tests something.
fn is_branch(survey: &Survey<'_>, mut id: PartId) -> bool {
    while let Some((parent, edge)) = survey.part(id).parent {
        match edge {
            Edge::OneOf | Edge::AnyOf | Edge::Not | Edge::If => return true,
            Edge::AllOf | Edge::Reference => id = parent,
            _ => return false,
        }
    }
    false
}

/// Whether a part applies to drafts of a type. Nothing where that depends on something else.
fn applies(survey: &Survey<'_>, mut id: PartId, kind: MeasurementType) -> Option<bool> {
    if survey.part(id).strength == Some(Strength::Firm) {
        return Some(true);
    }
    while let Some((parent, edge)) = survey.part(id).parent {
        match edge {
            Edge::Then | Edge::Else => {
                let holds = holds(survey, survey.child(parent, Edge::If)?, kind)?;
                if holds != (edge == Edge::Then) {
                    return Some(false);
                }
            }
            Edge::AllOf | Edge::Property(_) => {}
            _ => return None,
        }
        id = parent;
    }
    Some(true)
}

/// Whether a condition holds for drafts of a type; nothing where it looks at something else, too.
fn holds(survey: &Survey<'_>, test: PartId, kind: MeasurementType) -> Option<bool> {
    let schema = survey.part(test).value;
    for member in schema.members() {
        match member.key.string()?.as_ref() {
            "properties" => {}
            "required" if member.value.elements().all(|name| name.is_str("measurementType")) => {}
            _ => return None,
        }
    }
    let mut properties = schema.get("properties")?.members();
    let only = properties.next().filter(|member| member.key.is_str("measurementType"))?;
    if properties.next().is_some() {
        return None;
    }
    match (only.value.get("const"), only.value.get("enum")) {
        (Some(constant), _) => Some(constant.is_str(kind.name())),
        (None, Some(listed)) => Some(listed.elements().any(|value| value.is_str(kind.name()))),
        (None, None) => None,
    }
}

fn of_kind(pair: &Pair<'_>, kind: MeasurementType, groups: &[Group], rules: &[Rule<'_>], found: &mut Vec<Difference>) {
    let section = Section::Measurements;
    let mut by_item: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, rule) in rules.iter().enumerate() {
        rule.items.iter().for_each(|item| by_item.entry(item).or_default().push(at));
    }
    let in_data: HashSet<&str> = groups.iter().flat_map(|group| &group.items).map(String::as_str).collect();
    let about =
        |accepts, names: &[String]| Probe { names: names.to_vec(), ..Probe::new(accepts, section, None).of(kind) };
    for group in groups.iter().filter(|group| !group.items.is_empty()) {
        let node = pair.data.value(group.node);
        let named = node.get("group").unwrap_or(node);
        let difference = |what, primary, schema, probes, needs_proof| Difference {
            what,
            primary,
            data: Some(Mark::of(named)),
            schema,
            probes,
            needs_proof,
        };
        let probe = |accepts| about(accepts, &group.items);
        let none = |accepts| group.items.iter().fold(probe(accepts), |probe, item| probe.without(section, item));
        let two = group.items.iter().take(2).fold(probe(Side::Schema), |probe, item| probe.with(section, item, 40));
        let mut of_group: Vec<usize> =
            group.items.iter().filter_map(|item| by_item.get(item.as_str())).flatten().copied().collect();
        of_group.sort_unstable();
        of_group.dedup();
        let name = group.name.clone();
        let Some(first) = of_group.iter().map(|at| &rules[*at]).max_by_key(|rule| rule.is_mandatory) else {
            let what = What::GroupNotInSchema { kind, name, items: group.items.clone(), is_required: group.required };
            let mut probes = vec![none(Side::Schema)];
            let is_optional_one = !group.required && group.items.len() == 1;
            if is_optional_one && is_mentioned(pair, &group.items[0]) {
                continue;
            }
            if group.items.len() > 1 {
                probes.push(two);
            }
            let only = group.items.iter().take(1).fold(probe(Side::Data), |probe, item| probe.with(section, item, 40));
            probes.insert(0, only);
            found.push(difference(what, Side::Data, Some(pair.lack(pair.section(section))), probes, !is_optional_one));
            continue;
        };
        let place = Some(Mark::of(first.place));
        let theirs: HashSet<&str> = of_group.iter().flat_map(|at| &rules[*at].items).map(String::as_str).collect();
        let only_data: Vec<String> =
            group.items.iter().filter(|item| !theirs.contains(item.as_str())).cloned().collect();
        let mut only_schema: Vec<String> = theirs
            .iter()
            .filter(|item| !group.items.iter().any(|own| own == *item))
            .map(|item| (*item).to_owned())
            .collect();
        only_schema.sort_unstable();
        if !only_data.is_empty() || !only_schema.is_empty() {
            let all: Vec<String> = group.items.iter().chain(&only_schema).cloned().collect();
            let give = |accepts, item: &String| about(accepts, &all).with(section, item, 40);
            let mut probes: Vec<Probe> = only_data.first().map(|item| give(Side::Data, item)).into_iter().collect();
            probes.extend(only_schema.first().map(|item| {
                group.items.iter().fold(give(Side::Schema, item), |probe, own| probe.without(section, own))
            }));
            if group.items.len() > 1 {
                probes.push(two);
            }
            if !first.is_mandatory {
                probes.push(
                    first.items.iter().fold(about(Side::Data, &all), |probe, item| probe.with(section, item, 40)),
                );
            }
            let what = What::GroupItems { kind, name, only_data, only_schema };
            found.push(difference(what, Side::Schema, place, probes, true));
            continue;
        }
        let by = if group.required { Side::Data } else { Side::Schema };
        let what = What::GroupRequired { kind, name: name.clone(), by };
        found.push(difference(what, Side::Schema, place, vec![none(by.other())], true));
        if group.items.len() > 1 {
            found.push(difference(What::GroupSeveral { kind, name }, Side::Schema, place, vec![two], true));
        }
    }
    let foreign =
        |rule: &&Rule<'_>| rule.is_mandatory && !rule.items.iter().any(|item| in_data.contains(item.as_str()));
    for rule in rules.iter().filter(foreign) {
        let lacking =
            rule.items.iter().fold(about(Side::Data, &rule.items), |probe, item| probe.without(section, item));
        found.push(Difference {
            what: What::GroupNotInData { kind, items: rule.items.clone() },
            primary: Side::Schema,
            data: root_key(pair, kind),
            schema: Some(Mark::of(rule.place)),
            probes: vec![lacking],
            needs_proof: true,
        });
    }
}

/// The list of groups of a type, for what it lacks.
fn root_key(pair: &Pair<'_>, kind: MeasurementType) -> Option<Mark> {
    let measurements = pair.data.document.doc().root().get("measurements")?;
    measurements.member(kind.name()).map(|member| Mark::of(member.key))
}

/// Whether the schema names a measurement at all, if only to let it pass.
fn is_mentioned(pair: &Pair<'_>, item: &str) -> bool {
    let Some(family) = pair.section(Section::Measurements) else { return false };
    let listed = |id: PartId| {
        let names = pair.survey.keyword(id, "propertyNames").and_then(|names| names.get("enum"));
        names.is_some_and(|names| names.elements().any(|name| name.is_str(item)))
    };
    pair.survey.property(family, item).is_some() || pair.survey.sayers(family).any(listed)
}
