//! Every name that a pattern knows, from its data and its schema together.

use std::collections::BTreeSet;

use super::data::PatternData;
use crate::schema::Plan;

/// `measurementType` of a draft: what its measurements were taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasurementType {
    /// The body.
    Body,
    /// The finished garment.
    Final,
}

impl MeasurementType {
    /// The word in requests.
    pub fn name(self) -> &'static str {
        match self {
            MeasurementType::Body => "body",
            MeasurementType::Final => "final",
        }
    }

    /// The type of that word.
    pub fn named(word: &str) -> Option<MeasurementType> {
        [MeasurementType::Body, MeasurementType::Final].into_iter().find(|t| t.name() == word)
    }

    /// The second letter of measurement ids of this type (`mbHeight`, `mfHeight`).
    pub fn letter(self) -> char {
        match self {
            MeasurementType::Body => 'b',
            MeasurementType::Final => 'f',
        }
    }
}

/// A measurement group of the pattern data.
#[derive(Debug, Clone)]
pub struct GroupFact {
    /// Its name.
    pub name: String,
    /// Ids of its measurements.
    pub items: Vec<String>,
    /// Whether it may not be left out.
    pub required: bool,
    /// What its measurements are taken from.
    pub measurement_type: MeasurementType,
    /// The group's node in the data document.
    pub node: u32,
}

/// The names of a pattern, sorted. Empty lists mean that nothing is known, not that nothing is allowed.
#[derive(Debug, Default)]
pub struct Names {
    /// Measurement ids.
    pub measurements: Vec<String>,
    /// Option ids.
    pub options: Vec<String>,
    /// Seam ids.
    pub seams: Vec<String>,
    /// Body shape ids, from the data alone: schemas leave them open.
    pub body_shapes: Vec<String>,
    /// Groups, from the data alone: schemas do not name them.
    pub groups: Vec<GroupFact>,
}

impl Names {
    /// Gathers the names of a schema and of data, either of which may be missing.
    pub(super) fn gather(schema: Option<&Plan>, data: Option<&PatternData>) -> Names {
        let from_schema = |section: &str| -> Vec<String> {
            schema.map(|plan| plan.names_at(&[section]).iter().map(|&s| s.to_owned()).collect()).unwrap_or_default()
        };
        let mut groups = Vec::new();
        if let Some(data) = data {
            for (list, measurement_type) in
                [(&data.body, MeasurementType::Body), (&data.final_, MeasurementType::Final)]
            {
                groups.extend(list.iter().map(|group| GroupFact {
                    name: group.name.clone(),
                    items: group.items.clone(),
                    required: group.required,
                    measurement_type,
                    node: group.node,
                }));
            }
        }
        let of_groups = groups.iter().flat_map(|group| group.items.iter().cloned());
        let of_data = |list: &dyn Fn(&PatternData) -> Vec<String>| data.map(list).unwrap_or_default();
        Names {
            measurements: union(from_schema("measurements"), of_groups),
            options: union(
                from_schema("options"),
                of_data(&|data| data.options.iter().map(|option| option.id.clone()).collect()),
            ),
            seams: union(from_schema("seams"), of_data(&|data| data.seams.iter().map(|s| s.id.clone()).collect())),
            body_shapes: of_data(&|data| data.body_shapes.iter().map(|shape| shape.id.clone()).collect()),
            groups,
        }
    }

    /// Whether a draft of this type has any group to fill.
    pub fn offers(&self, kind: MeasurementType) -> bool {
        self.groups.iter().any(|group| group.measurement_type == kind)
    }

    /// The group of a measurement that belongs to groups of the other type only.
    pub fn foreign_group(&self, id: &str, kind: MeasurementType) -> Option<&GroupFact> {
        let mut of_id = self.groups.iter().filter(|group| group.items.iter().any(|item| item == id));
        let first = of_id.next().filter(|group| group.measurement_type != kind)?;
        of_id.all(|group| group.measurement_type != kind).then_some(first)
    }

    /// The group that a measurement belongs to.
    pub fn group_of(&self, id: &str) -> Option<&GroupFact> {
        self.groups.iter().find(|group| group.items.iter().any(|item| item == id))
    }
}

fn union(a: Vec<String>, b: impl IntoIterator<Item = String>) -> Vec<String> {
    a.into_iter().chain(b).collect::<BTreeSet<String>>().into_iter().collect()
}
