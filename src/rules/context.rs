//! What a rule may know about the request that it looks at.

use crate::diagnostic::{Server, Severity};
use crate::document::Kind as DocumentKind;
use crate::json::pointer::{self, Step};
use crate::json::{Kind, Member, Value};
use crate::pattern::{MeasurementType, Pattern, Registry};

/// One request body and everything around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    /// What the body is.
    pub(crate) kind: DocumentKind,
    /// The body.
    pub(crate) body: Value<'a>,
    /// The pattern that it is held against.
    pub(crate) pattern: Option<&'a Pattern>,
    /// All patterns of the run.
    pub(crate) registry: &'a Registry,
    /// Whether references stand for values that exist only when the batch runs.
    pub(crate) holes: bool,
}

/// The parts of a draft that are objects of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// `measurements`: id to cm.
    Measurements,
    /// `options`: id to choice.
    Options,
    /// `seams`: id to allowance in cm.
    Seams,
    /// `bodyShapes`: id to shape.
    BodyShapes,
}

impl Section {
    pub(crate) const ALL: [Section; 4] = [Section::Measurements, Section::Options, Section::Seams, Section::BodyShapes];

    /// The field of the draft.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Section::Measurements => "measurements",
            Section::Options => "options",
            Section::Seams => "seams",
            Section::BodyShapes => "bodyShapes",
        }
    }
}

/// Where in a draft something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// The body itself.
    Body,
    /// A field of the body.
    Field(String),
    /// A member of one of the sections, by its id.
    Entry(Section, String),
    /// Anywhere deeper.
    Deep,
}

impl<'a> Context<'a> {
    /// Where in the body a value stands.
    pub(crate) fn place(&self, value: Value<'_>) -> Place {
        let steps = pointer::steps(self.body, value.index());
        match steps.as_slice() {
            [] => Place::Body,
            [Step::Name(field)] => Place::Field(field.clone()),
            [Step::Name(field), Step::Name(id)] => match Section::ALL.into_iter().find(|s| s.field() == field) {
                Some(section) => Place::Entry(section, id.clone()),
                None => Place::Deep,
            },
            _ => Place::Deep,
        }
    }

    /// Whether a value is one of the draft's sections.
    pub(crate) fn section(&self, value: Value<'_>) -> Option<Section> {
        match self.place(value) {
            Place::Field(field) => Section::ALL.into_iter().find(|section| section.field() == field),
            _ => None,
        }
    }

    /// A section, where it is an object whose members are written out.
    pub(crate) fn entries(&self, section: Section) -> Option<Value<'a>> {
        let value = self.body.get(section.field())?;
        (value.is_object() && !self.is_hole(value)).then_some(value)
    }

    /// The members of a section; none where it is missing or no object.
    pub(crate) fn members(&self, section: Section) -> Vec<Member<'a>> {
        self.entries(section).map(|value| value.members().collect()).unwrap_or_default()
    }

    /// Whether a value exists only when the batch runs.
    pub(crate) fn is_hole(&self, value: Value<'_>) -> bool {
        self.holes && value.is_object() && crate::schema::is_hole(value)
    }

    /// What the schema says about things that it lets through.
    pub(crate) fn let_through(&self) -> Server {
        if self.pattern.is_some_and(|pattern| pattern.schema.is_some()) { Server::Accepts } else { Server::Unknown }
    }

    /// `measurementType`, where it is one of the documented words.
    pub(crate) fn measurement_type(&self) -> Option<MeasurementType> {
        MeasurementType::named(&self.body.get("measurementType")?.string()?)
    }

    /// Whether the server fills in missing options (page "Draft": `enableOptionFallbacks`, `true` unless given).
    pub(crate) fn fills_options(&self) -> bool {
        self.body.get("enableOptionFallbacks").is_none_or(|flag| flag.kind() != Kind::False)
    }

    /// How much a missing option matters.
    pub(crate) fn missing_option_severity(&self) -> Severity {
        if self.fills_options() { Severity::Warning } else { Severity::Error }
    }
}
