//! What a batch needs to know of a pattern: its gender, and where it wants one measurement of several.

use super::Gender;
use crate::json::{Kind, Value};
use crate::pattern::{MeasurementType, Pattern};
use crate::schema::Plan;

/// Facts of a pattern, read once for a batch.
#[derive(Debug)]
pub(crate) struct PatternFacts {
    /// The gender that its data names.
    pub(crate) gender: Option<Gender>,
    /// The gender that all of its measurement ids begin with.
    pub(crate) letter: Option<Gender>,
    /// Where it wants exactly one of several body measurements.
    pub(crate) choices: Vec<Choice>,
    /// Its final measurements are `mf…` or `ff…`, which no prediction gives.
    pub(crate) has_final_ids: bool,
}

/// Measurements of which exactly one is to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// The name of the group, where pattern data gives one.
    pub(crate) group: Option<String>,
    pub(crate) items: Vec<String>,
    /// The group's node in the pattern data.
    pub(crate) node: Option<u32>,
}

impl PatternFacts {
    pub(crate) fn of(pattern: &Pattern) -> PatternFacts {
        let names = &pattern.names;
        let gender = pattern.data.as_ref().and_then(|data| Gender::named(data.gender.as_deref()?));
        let mut genders = names.measurements.iter().map(|id| Gender::of_id(id));
        let letter = genders.next().flatten().filter(|first| genders.all(|gender| gender == Some(*first)));
        let several = names.groups.iter().filter(|group| group.items.len() > 1);
        let mut choices: Vec<Choice> = several
            .filter(|group| group.measurement_type == MeasurementType::Body)
            .map(|group| Choice {
                group: Some(group.name.clone()).filter(|name| !name.is_empty()),
                items: group.items.clone(),
                node: Some(group.node),
            })
            .collect();
        if names.groups.is_empty()
            && let Some(plan) = pattern.plan()
        {
            choices = of_schema(plan);
        }
        let mut finals = names.groups.iter().filter(|group| group.measurement_type == MeasurementType::Final);
        let is_final = |id: &String| Gender::of_id(id).is_some() && id[1..].starts_with('f');
        let has_final_ids = finals.clone().next().is_some() && finals.all(|group| group.items.iter().all(is_final));
        PatternFacts { gender, letter, choices, has_final_ids }
    }
}

/// The lists of branches in a schema that each demand one body measurement and nothing else.
fn of_schema(plan: &Plan) -> Vec<Choice> {
    let doc = plan.schema(plan.root()).doc();
    let keys = (0..doc.nodes().len() as u32).map(|index| doc.value(index)).filter(|value| value.kind() == Kind::Key);
    let lists = keys.filter(|key| key.is_str("oneOf")).map(|key| doc.value(key.index() + 1));
    lists.filter_map(choice).collect()
}

fn choice(branches: Value<'_>) -> Option<Choice> {
    let only = |branch: Value<'_>| {
        let required = branch.get("required")?;
        let mut names = required.elements();
        let id = names.next()?.string()?.into_owned();
        let is_body = Gender::of_id(&id).is_some() && id[1..].starts_with('b');
        (is_body && names.next().is_none() && branch.members().count() == 1).then_some(id)
    };
    let items: Vec<String> = branches.elements().map(only).collect::<Option<_>>()?;
    (items.len() > 1).then_some(Choice { group: None, items, node: None })
}
