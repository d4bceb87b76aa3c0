//! Where the schema of a pattern and its data disagree: each difference with its places in both, and with drafts that the
//! one accepts and the other refuses.
//!
//! ```text
//! data + survey of the schema -> compare -> Difference (what, where, probes)
//! probe -> grow (the smallest draft that one side accepts) -> the other side's verdict -> Example
//! ```

mod demands;
mod groups;
mod grow;
mod leaf;
mod options;
mod ranges;
mod seams;
mod verdict;

use std::collections::HashMap;

use serde_json::Value as Json;

use super::data::PatternData;
use super::names::MeasurementType;
use super::survey::{FamilyId, Survey};
use crate::json::Value;
use crate::schema::Plan;

pub(crate) use verdict::Shown;

/// One of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Data,
    Schema,
}

impl Side {
    pub(crate) fn other(self) -> Side {
        match self {
            Side::Data => Side::Schema,
            Side::Schema => Side::Data,
        }
    }
}

/// A place in one of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// The key or value itself.
    Node(u32),
    /// Something missing in the object or list at this node: its key.
    Lack(u32),
}

impl Mark {
    fn of(value: Value<'_>) -> Mark {
        Mark::Node(value.index())
    }
}

/// What differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// A name that the data has and the schema does not; whether the schema refuses it.
    NotInSchema { section: Section, id: String, is_closed: bool },
    /// A name that the schema has and the data does not; whether the schema demands it.
    NotInData { section: Section, id: String, is_demanded: bool },
    /// All of a section of the data that the schema says nothing of.
    SectionUnknown { section: Section, ids: Vec<String> },
    /// Values that only one side lists.
    Values { section: Section, id: String, only_data: Vec<String>, only_schema: Vec<String> },
    /// A list on one side, something else on the other.
    Form { section: Section, id: String, data: Form, schema: Form },
    /// One end of a range, or its step.
    Limit { section: Section, id: String, name: &'static str, data: Option<String>, schema: Option<String> },
    /// An option that the data demands and the schema does not.
    NotDemanded { id: String },
    /// A sub-option that the schema demands of every draft.
    AlwaysDemanded { id: String, parent: String, value: String },
    /// A sub-option whose condition the schema does not have.
    NoCondition { id: String, parent: String, value: String, forbids: bool },
    /// A measurement type that only one side offers.
    Type { kind: MeasurementType, has: Side },
    /// A group of the data that the schema has no rule for.
    GroupNotInSchema { kind: MeasurementType, name: String, items: Vec<String>, is_required: bool },
    /// A group of the schema that the data does not have.
    GroupNotInData { kind: MeasurementType, items: Vec<String> },
    /// Items that only one side has in a group.
    GroupItems { kind: MeasurementType, name: String, only_data: Vec<String>, only_schema: Vec<String> },
    /// A group that only one side demands.
    GroupRequired { kind: MeasurementType, name: String, by: Side },
    /// A group of which the schema lets several measurements pass.
    GroupSeveral { kind: MeasurementType, name: String },
}

/// What an option or body shape takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    List,
    Range,
    Text,
    Anything,
}

/// A section of the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Options,
    BodyShapes,
    Seams,
    Measurements,
}

impl Section {
    pub(crate) fn field(self) -> &'static str {
        match self {
            Section::Options => "options",
            Section::BodyShapes => "bodyShapes",
            Section::Seams => "seams",
            Section::Measurements => "measurements",
        }
    }
}

/// One difference.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) what: What,
    /// The file that has the thing which is told, or in whose terms it is told.
    pub(crate) primary: Side,
    pub(crate) data: Option<Mark>,
    pub(crate) schema: Option<Mark>,
    /// Ways to show it.
    probes: Vec<Probe>,
    /// Whether it is one only if a draft shows it.
    needs_proof: bool,
}

/// A draft to look for.
#[derive(Debug, Clone)]
pub(crate) struct Probe {
    /// Who is to accept it; the other one is to refuse it.
    accepts: Side,
    kind: Option<MeasurementType>,
    pins: Vec<Pin>,
    /// Where it is to be refused.
    section: &'static str,
    /// Because of one of these names; anywhere in the section where there are none.
    names: Vec<String>,
}

/// Something that a draft has, or must not have.
#[derive(Debug, Clone)]
struct Pin {
    section: &'static str,
    name: String,
    want: Want,
}

/// What a draft has under a name.
#[derive(Debug, Clone)]
enum Want {
    /// Just this value.
    Exactly(Json),
    /// Some value that is accepted.
    Anything,
    /// No such name.
    Nothing,
}

impl Probe {
    fn new(accepts: Side, section: Section, name: Option<&str>) -> Probe {
        Probe {
            accepts,
            kind: None,
            pins: Vec::new(),
            section: section.field(),
            names: name.map(str::to_owned).into_iter().collect(),
        }
    }

    fn with(self, section: Section, name: &str, value: impl Into<Json>) -> Probe {
        self.want(section, name, Want::Exactly(value.into()))
    }

    fn without(self, section: Section, name: &str) -> Probe {
        self.want(section, name, Want::Nothing)
    }

    fn want(mut self, section: Section, name: &str, want: Want) -> Probe {
        self.pins.push(Pin { section: section.field(), name: name.to_owned(), want });
        self
    }

    fn of(mut self, kind: MeasurementType) -> Probe {
        self.kind = Some(kind);
        self
    }
}

/// A pattern's two files, ready to be compared.
pub(crate) struct Pair<'p> {
    pub(crate) data: &'p PatternData,
    /// The data as a schema.
    pub(crate) derived: &'p Plan,
    /// The schema, and its survey.
    pub(crate) plan: &'p Plan,
    pub(crate) survey: &'p Survey<'p>,
}

impl Pair<'_> {
    /// Every difference, in no particular order.
    pub(crate) fn compare(&self) -> Vec<Difference> {
        let mut found = Vec::new();
        options::compare(self, Section::Options, &self.data.options, &mut found);
        options::compare(self, Section::BodyShapes, &self.data.body_shapes, &mut found);
        seams::compare(self, &mut found);
        groups::compare(self, &mut found);
        found
    }

    /// What looks at a section of the draft.
    fn section(&self, section: Section) -> Option<FamilyId> {
        self.survey.property(self.survey.family(Survey::ROOT), section.field())
    }

    /// What the schema lists in a section, by name: the key, or the string that demands it.
    fn listed(&self, family: FamilyId) -> HashMap<String, Value<'_>> {
        let mut listed = HashMap::new();
        for id in self.survey.firm(family) {
            for (name, key) in self.survey.names(id) {
                listed.entry(name.into_owned()).or_insert(key);
            }
        }
        for id in self.survey.firm(family) {
            for (name, element) in self.survey.required(id) {
                listed.entry(name.into_owned()).or_insert(element);
            }
        }
        listed
    }

    /// The place of a section in the schema, for what it lacks.
    fn lack(&self, family: Option<FamilyId>) -> Mark {
        let part = family.and_then(|family| {
            let first = self.survey.facts(family)?.of_objects;
            first.or_else(|| self.survey.sayers(family).next())
        });
        Mark::Lack(self.survey.part(part.unwrap_or(Survey::ROOT)).value.index())
    }

    /// The place of a section in the data, for what it lacks.
    fn data_lack(&self, section: &str) -> Mark {
        let root = self.data.document.doc().root();
        Mark::Lack(root.get(section).unwrap_or(root).index())
    }
}
