//! What a rule may know about the request that it looks at.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};

use hashbrown::HashSet;

use super::finding::Spot;
use super::paths::Paths;
use super::plausibility::Plausibility;
use crate::diagnostic::{Server, Severity};
use crate::document::Kind as DocumentKind;
use crate::json::pointer::{self, Step};
use crate::json::{Kind, Member, Members, Value};
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
    is_brief: bool,
    paths: Paths,
    /// Each section that is an object.
    sections: OnceCell<[Option<Value<'a>>; 4]>,
    /// The keys that count of each section that names some more than once, ascending.
    last_keys: [OnceCell<Vec<u32>>; 4],
    measurement_type: OnceCell<Option<MeasurementType>>,
    /// Of what value the place was asked last, by its index, and what it is.
    last_spot: Cell<Option<(u32, PlaceSpot)>>,
    /// The name of the file that it stands in.
    file: &'a str,
    study: OnceCell<Option<Study<'a>>>,
    /// What there are findings about before rules look for what the schema lets through.
    told: OnceCell<HashSet<Spot>>,
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
pub(crate) enum Place<'v> {
    /// The body itself.
    Body,
    /// A field of the body.
    Field(Cow<'v, str>),
    /// A member of one of the sections, by its id.
    Entry(Section, Cow<'v, str>),
    /// Anywhere deeper.
    Deep,
}

/// The same, with the index of the key in place of its name.
#[derive(Debug, Clone, Copy)]
enum PlaceSpot {
    Body,
    Field(u32),
    Entry(Section, u32),
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
        Context {
            kind,
            body,
            pattern,
            registry,
            holes,
            plausibility: None,
            is_brief: false,
            paths: Paths::default(),
            sections: OnceCell::new(),
            last_keys: Default::default(),
            measurement_type: OnceCell::new(),
            last_spot: Cell::new(None),
            file: "",
            study: OnceCell::new(),
            told: OnceCell::new(),
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

    /// The same where details of findings are not asked for: see [`Env::be_brief`](crate::env::Env::be_brief).
    pub(crate) fn in_brief(self, is_brief: bool) -> Context<'a> {
        Context { is_brief, ..self }
    }

    /// Whether details of findings are not asked for.
    pub(crate) fn is_brief(&self) -> bool {
        self.is_brief
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

    /// The last of them; none for the body itself.
    pub(crate) fn last_step(&self, value: Value<'_>) -> Option<Step> {
        self.paths.way(self.body, value.index()).last().map(pointer::step)
    }

    /// Where in the body a value stands. Rule after rule asks this of one value: the last answer is remembered.
    pub(crate) fn place<'v>(&self, value: Value<'v>) -> Place<'v> {
        let spot = match self.last_spot.get() {
            Some((index, spot)) if index == value.index() => spot,
            _ => self.find_spot(value),
        };
        self.last_spot.set(Some((value.index(), spot)));
        let name = |key: u32| value.doc().value(key).string().unwrap_or_default();
        match spot {
            PlaceSpot::Body => Place::Body,
            PlaceSpot::Field(key) => Place::Field(name(key)),
            PlaceSpot::Entry(section, key) => Place::Entry(section, name(key)),
            PlaceSpot::Deep => Place::Deep,
        }
    }

    fn find_spot(&self, value: Value<'_>) -> PlaceSpot {
        // The body as the document of the value has it.
        let body = value.doc().value(self.body.index());
        let mut way = self.paths.way(body, value.index()).map(|(child, _)| child);
        let is_key = |child: Value<'_>| child.kind() == Kind::Key;
        match (way.next(), way.next(), way.next()) {
            (None, ..) => PlaceSpot::Body,
            (Some(field), None, _) if is_key(field) => PlaceSpot::Field(field.index()),
            (Some(field), Some(id), None) if is_key(id) => {
                let section = Section::ALL.into_iter().find(|section| field.is_str(section.field()));
                section.map_or(PlaceSpot::Deep, |section| PlaceSpot::Entry(section, id.index()))
            }
            _ => PlaceSpot::Deep,
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
        let written = |value: &Value<'_>| value.is_object() && !self.is_hole(*value);
        let find = |section: Section| self.body.get(section.field()).filter(written);
        self.sections.get_or_init(|| Section::ALL.map(find))[section as usize]
    }

    /// The members of a section, of a repeated name the last; none where the section is missing or no object.
    pub(crate) fn members(&self, section: Section) -> impl Iterator<Item = Member<'a>> + Clone + use<'_, 'a> {
        let object = self.entries(section);
        let last = |object| self.last_keys[section as usize].get_or_init(|| last_keys(object, &self.paths));
        let last = object.filter(|object| object.node().has_duplicate_keys()).map(last);
        let counts = move |member: &Member<'a>| last.is_none_or(|last| last.binary_search(&member.key.index()).is_ok());
        object.map_or_else(|| Members::none(self.body.doc()), Value::members).filter(counts)
    }

    /// The members of a section that have none of these names, as far as there is no finding about them yet.
    pub(crate) fn unknown<'c>(&'c self, section: Section, names: &'c [String]) -> impl Iterator<Item = Member<'a>> {
        let is_known = |member: &Member<'_>| names.iter().any(|name| member.key.is_str(name));
        let is_told = |key| self.told.get().is_some_and(|told| told.contains(&Spot::of(key)));
        self.members(section).filter(move |member| !is_known(member) && !is_told(member.key))
    }

    /// Tells what there are findings about: what rules would say of the same is not heard.
    pub(crate) fn tell(&self, spots: impl Iterator<Item = Spot>) {
        self.told.get_or_init(|| spots.collect());
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
        let read = || MeasurementType::named(&self.body.get("measurementType")?.string()?);
        *self.measurement_type.get_or_init(read)
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

/// The keys of an object whose values count: of a repeated name the last.
fn last_keys(object: Value<'_>, paths: &Paths) -> Vec<u32> {
    let counts = |key: &Value<'_>| {
        let last = paths.member(object, &key.string().unwrap_or_default());
        last.is_some_and(|last| last.key.index() == key.index())
    };
    object.members().map(|member| member.key).filter(counts).map(Value::index).collect()
}
