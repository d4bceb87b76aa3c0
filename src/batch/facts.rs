//! What the graph needs to know of one action, gathered where its body is checked, on any thread.

use super::slot::Slot;
use crate::document::{BatchAt, Origin, Unit};
use crate::json::pointer::Step;
use crate::json::{Doc, Value};
use crate::pattern::{MeasurementType, Pattern, Registry};
use crate::rules::Paths;

/// The documented types of action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ActionType {
    PredictBody,
    PredictScan,
    Draft,
    Export,
}

impl ActionType {
    pub(crate) fn named(name: &str) -> Option<ActionType> {
        Some(match name {
            "predictBody" => ActionType::PredictBody,
            "predictScan" => ActionType::PredictScan,
            "draft" => ActionType::Draft,
            "export" => ActionType::Export,
            _ => return None,
        })
    }

    /// The word in requests.
    pub(crate) fn name(self) -> &'static str {
        match self {
            ActionType::PredictBody => "predictBody",
            ActionType::PredictScan => "predictScan",
            ActionType::Draft => "draft",
            ActionType::Export => "export",
        }
    }

    /// As in "a prediction has no such field".
    pub(crate) fn noun(self) -> &'static str {
        match self {
            ActionType::PredictBody | ActionType::PredictScan => "a prediction",
            ActionType::Draft => "a draft",
            ActionType::Export => "an export",
        }
    }

    pub(crate) fn is_prediction(self) -> bool {
        matches!(self, ActionType::PredictBody | ActionType::PredictScan)
    }

    /// What an action of this type puts under `#/resources/<id>/`.
    pub(crate) fn fields(self) -> &'static [&'static str] {
        if self.is_prediction() { &["measurements", "id"] } else { &["id"] }
    }
}

/// The gender of a prediction, a pattern or a measurement id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gender {
    Male,
    Female,
}

impl Gender {
    pub(crate) fn named(name: &str) -> Option<Gender> {
        match name {
            "male" => Some(Gender::Male),
            "female" => Some(Gender::Female),
            _ => None,
        }
    }

    /// By the first letters of a measurement id: `mb`, `mf`, `fb`, `ff`, and then a capital.
    pub(crate) fn of_id(id: &str) -> Option<Gender> {
        let letters = id.as_bytes();
        let is_scheme = letters.get(1).is_some_and(|letter| matches!(letter, b'b' | b'f'))
            && letters.get(2).is_some_and(u8::is_ascii_uppercase);
        match letters.first() {
            Some(b'm') if is_scheme => Some(Gender::Male),
            Some(b'f') if is_scheme => Some(Gender::Female),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Gender::Male => "male",
            Gender::Female => "female",
        }
    }

    /// The letter that measurement ids begin with.
    pub(crate) fn letter(self) -> char {
        if self == Gender::Male { 'm' } else { 'f' }
    }
}

/// An object with a `$ref`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reference {
    /// The object.
    pub(crate) object: u32,
    /// The value of its `$ref`.
    pub(crate) text: u32,
    pub(crate) slot: Slot,
}

/// One action.
#[derive(Debug)]
pub(crate) struct Facts<'e> {
    pub(crate) batch: BatchAt,
    /// Its id, a key.
    pub(crate) key: u32,
    /// Its type, where that is one of the documented ones.
    pub(crate) action: Option<ActionType>,
    /// Its references, in the order of the text.
    pub(crate) references: Vec<Reference>,
    /// The value that says the gender of a prediction.
    pub(crate) gender: Option<(Gender, u32)>,
    /// The first input id of a prediction for each gender, as letters say.
    pub(crate) inputs: [Option<u32>; 2],
    /// `measurementType` of a draft, and the value that says it.
    pub(crate) measurement_type: Option<(MeasurementType, u32)>,
    /// Whether a draft picks measurements itself.
    pub(crate) selects: bool,
    /// The pattern that a draft is held against.
    pub(crate) pattern: Option<&'e Pattern>,
}

/// Gathers the facts of one action.
pub(crate) fn gather<'e>(unit: Unit, doc: Doc<'_>, registry: &'e Registry) -> Option<Facts<'e>> {
    let Origin::Action { batch, key } = unit.origin else { return None };
    let value = doc.value(unit.body);
    let word = value.get("type").and_then(Value::string);
    let action = word.and_then(|word| ActionType::named(&word));
    let mut facts = Facts {
        batch,
        key,
        action,
        references: Vec::new(),
        gender: None,
        inputs: [None, None],
        measurement_type: None,
        selects: false,
        pattern: None,
    };
    let Some(body) = value.get("body") else { return Some(facts) };
    facts.references = references(body, action);
    match action {
        Some(ActionType::PredictBody) => {
            facts.gender = gender(body);
            facts.inputs = inputs(body);
        }
        Some(ActionType::PredictScan) => facts.gender = body.get("content").and_then(gender),
        Some(ActionType::Draft) if takes_prediction(&facts) => {
            let of_value = |value: Value<'_>| Some((MeasurementType::named(&value.string()?)?, value.index()));
            facts.measurement_type = body.get("measurementType").and_then(of_value);
            facts.selects = body.get("selectedMeasurementIds").is_some();
            facts.pattern = registry.pattern_of(body);
        }
        _ => {}
    }
    Some(facts)
}

fn takes_prediction(facts: &Facts<'_>) -> bool {
    facts.references.iter().any(|reference| reference.slot == Slot::Measurements)
}

fn gender(object: Value<'_>) -> Option<(Gender, u32)> {
    let value = object.get("gender")?;
    Some((Gender::named(&value.string()?)?, value.index()))
}

fn inputs(body: Value<'_>) -> [Option<u32>; 2] {
    let mut first = [None, None];
    for member in body.get("measurements").into_iter().flat_map(Value::members) {
        if let Some(gender) = member.key.string().and_then(|id| Gender::of_id(&id)) {
            first[gender as usize].get_or_insert(member.key.index());
        }
    }
    first
}

/// Every reference in a value, with the slot that it stands in. In free-form `metadata` a `$ref` is plain data.
pub(crate) fn references(body: Value<'_>, action: Option<ActionType>) -> Vec<Reference> {
    let doc = body.doc();
    let nodes = doc.nodes();
    let mut found = Vec::new();
    let free = body.get("metadata");
    let paths = Paths::default();
    let mut at = body.index();
    let end = body.node().next;
    while at < end {
        if free.is_some_and(|free| free.index() == at) {
            at = nodes[at as usize].next;
            continue;
        }
        if nodes[at as usize].has_reference()
            && let Some(text) = doc.value(at).get("$ref")
        {
            let slot = slot(action, &paths.steps(body, at));
            found.push(Reference { object: at, text: text.index(), slot });
            at = nodes[at as usize].next;
        } else {
            at += 1;
        }
    }
    found
}

fn slot(action: Option<ActionType>, steps: &[Step]) -> Slot {
    // A body that is itself a reference stands for a whole request.
    if steps.is_empty() { Slot::Open } else { Slot::of(action, steps) }
}
