//! What a rule may know about the request that it looks at.

use std::cell::OnceCell;

use super::paths::Paths;
use super::plausibility::Plausibility;
use crate::diagnostic::{Server, Severity};
use crate::document::Kind as DocumentKind;
use crate::json::pointer::Step;
use crate::json::{Kind, Member, Value};
use crate::pattern::{MeasurementType, Pattern, Registry, Study};

/// One request body and everything around it.
#[derive(Debug)]
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
    /// What measurements are held against, where that was asked for.
    pub(crate) plausibility: Option<&'a Plausibility>,
    paths: Paths,
    /// Each section that is an object, with its members.
    sections: [Option<(Value<'a>, Vec<Member<'a>>)>; 4],
    measurement_type: Option<MeasurementType>,
    /// The name of the file that it stands in.
    file: &'a str,
    study: OnceCell<Option<Study<'a>>>,
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
    pub(crate) fn new(
        kind: DocumentKind,
        body: Value<'a>,
        pattern: Option<&'a Pattern>,
        registry: &'a Registry,
        holes: bool,
    ) -> Context<'a> {
        let measurement_type =
            body.get("measurementType").and_then(Value::string).and_then(|word| MeasurementType::named(&word));
        let paths = Paths::default();
        let written = |value: &Value<'_>| value.is_object() && !(holes && crate::schema::is_hole(*value));
        let sections = Section::ALL.map(|section| {
            let object = body.get(section.field()).filter(written)?;
            Some((object, effective(object, &paths)))
        });
        Context {
            kind,
            body,
            pattern,
            registry,
            holes,
            plausibility: None,
            paths,
            sections,
            measurement_type,
            file: "",
            study: OnceCell::new(),
        }
    }

    /// The same, with measurements held against what is plausible.
    pub(crate) fn held_to(self, plausibility: Option<&'a Plausibility>) -> Context<'a> {
        Context { plausibility, ..self }
    }

    /// The same in a file of that name.
    pub(crate) fn in_file(self, file: &'a str) -> Context<'a> {
        Context { file, ..self }
    }

    /// The name of the file that the body stands in.
    pub(crate) fn file(&self) -> &'a str {
        self.file
    }

    /// The body as a schema, studied once for all rules.
    pub(crate) fn study(&self) -> Option<&Study<'a>> {
        self.study.get_or_init(|| Study::of(self.body, self.file, self.registry)).as_ref()
    }

    /// Where things stand in the document of the body.
    pub(crate) fn paths(&self) -> &Paths {
        &self.paths
    }

    /// The steps from the body down to a value.
    pub(crate) fn steps(&self, value: Value<'_>) -> Vec<Step> {
        self.paths.steps(self.body, value.index())
    }

    /// Where in the body a value stands.
    pub(crate) fn place(&self, value: Value<'_>) -> Place {
        let mut steps = self.steps(value).into_iter();
        match (steps.next(), steps.next(), steps.next()) {
            (None, ..) => Place::Body,
            (Some(Step::Name(field)), None, _) => Place::Field(field),
            (Some(Step::Name(field)), Some(Step::Name(id)), None) => {
                let section = Section::ALL.into_iter().find(|section| section.field() == field);
                section.map_or(Place::Deep, |section| Place::Entry(section, id))
            }
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
        self.sections[section as usize].as_ref().map(|(object, _)| *object)
    }

    /// The members of a section, of a repeated name the last; none where the section is missing or no object.
    pub(crate) fn members(&self, section: Section) -> &[Member<'a>] {
        self.sections[section as usize].as_ref().map(|(_, members)| members.as_slice()).unwrap_or_default()
    }

    /// Whether a section has a member of that name.
    pub(crate) fn gives(&self, section: Section, name: &str) -> bool {
        self.entries(section).is_some_and(|object| self.paths.member(object, name).is_some())
    }

    /// The member of that name of any object of the document.
    pub(crate) fn member<'v>(&self, object: Value<'v>, name: &str) -> Option<Member<'v>> {
        self.paths.member(object, name)
    }

    /// Whether a value exists only when the batch runs.
    pub(crate) fn is_hole(&self, value: Value<'_>) -> bool {
        self.holes && value.is_object() && crate::schema::is_hole(value)
    }

    /// What the schema says about things that it lets through.
    pub(crate) fn let_through(&self) -> Server {
        if self.pattern.is_some_and(|pattern| pattern.schema.as_ref().is_some_and(|schema| schema.plan().is_some())) {
            Server::Accepts
        } else {
            Server::Unknown
        }
    }

    /// `measurementType`, where it is one of the documented words.
    pub(crate) fn measurement_type(&self) -> Option<MeasurementType> {
        self.measurement_type
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

/// The members of an object that count.
fn effective<'a>(object: Value<'a>, paths: &Paths) -> Vec<Member<'a>> {
    if !object.node().has_duplicate_keys() {
        return object.members().collect();
    }
    let counts = |member: &Member<'a>| {
        let last = paths.member(object, &member.key.string().unwrap_or_default());
        last.is_some_and(|last| last.key.index() == member.key.index())
    };
    object.members().filter(counts).collect()
}
