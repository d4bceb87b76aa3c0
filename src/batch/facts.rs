//! What the graph needs to know of one action, gathered where its body is checked, on any thread.

use super::hash::hash;
use super::reference::needs_escaping;
use super::references::{Reference, references};
use super::slot::Slot;
use super::{ActionType, Gender, Texts};
use crate::json::{Value, string_at};
use crate::pattern::{MeasurementType, Pattern, Registry};

/// One action. Places are offsets into the text, which hold on whatever tape the action was read.
#[derive(Debug)]
pub(crate) struct Facts<'e> {
    /// Its id, a key.
    pub(super) key: u32,
    /// The hash of its id.
    pub(super) hash: u32,
    /// Whether references have to escape its id.
    pub(super) is_escaped: bool,
    /// Its type, where that is one of the documented ones.
    pub(super) action: Option<ActionType>,
    /// What else there is to say.
    pub(super) more: Option<Box<More<'e>>>,
}

/// What only predictions and actions with references have.
#[derive(Debug, Default)]
pub(crate) struct More<'e> {
    /// The references, in the order of the text.
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

impl<'e> Facts<'e> {
    /// Those of a draft that refers to nothing, with its id at an offset of the text.
    pub(crate) fn of_plain_draft(text: &str, key: u32) -> Facts<'e> {
        Facts::new(key, &string_at(text, key).unwrap_or_default(), Some(ActionType::Draft))
    }

    fn new(key: u32, id: &str, action: Option<ActionType>) -> Facts<'e> {
        // Rules ask this of every id, and the text of a large batch is far away by then.
        Facts { key, hash: hash(id), is_escaped: needs_escaping(id).is_some(), action, more: None }
    }
}

impl More<'static> {
    /// Of actions that there is nothing else to say of.
    pub(super) const NOTHING: &'static More<'static> = &More {
        references: Vec::new(),
        gender: None,
        inputs: [None; 2],
        measurement_type: None,
        selects: false,
        pattern: None,
    };
}

/// Gathers the facts of one action.
pub(crate) fn gather<'e>(key: Value<'_>, action: Value<'_>, registry: &'e Registry) -> Facts<'e> {
    let (mut word, mut body) = (None, None);
    for member in action.members() {
        if member.key.is_str("type") {
            word = member.value.string();
        } else if member.key.is_str("body") {
            body = Some(member.value);
        }
    }
    let kind = word.and_then(|word| ActionType::named(&word));
    let more = body.and_then(|body| more(body, kind, registry)).map(Box::new);
    let at = offset(key);
    // As it will be read again, whatever a key is that was made of no proper string.
    let id = Texts::whole(key.doc()).string(at);
    Facts { more, ..Facts::new(at, &id, kind) }
}

fn more<'e>(body: Value<'_>, action: Option<ActionType>, registry: &'e Registry) -> Option<More<'e>> {
    let mut more = More { references: references(body, action), ..More::default() };
    match action {
        Some(ActionType::PredictBody) => {
            more.gender = gender(body);
            more.inputs = inputs(body);
        }
        Some(ActionType::PredictScan) => more.gender = body.get("content").and_then(gender),
        Some(ActionType::Draft) if takes_prediction(&more) => {
            for member in body.members() {
                if member.key.is_str("measurementType") {
                    let said = member.value.string().and_then(|word| MeasurementType::named(&word));
                    more.measurement_type = said.map(|said| (said, offset(member.value)));
                } else if member.key.is_str("selectedMeasurementIds") {
                    more.selects = true;
                }
            }
            more.pattern = registry.pattern_of(body);
        }
        _ => {}
    }
    let is_nothing = more.references.is_empty() && more.gender.is_none() && more.inputs == [None; 2];
    (!is_nothing).then_some(more)
}

fn takes_prediction(more: &More<'_>) -> bool {
    more.references.iter().any(|reference| reference.slot == Slot::Measurements)
}

/// Where a key or value begins.
pub(super) fn offset(value: Value<'_>) -> u32 {
    value.node().start
}

fn gender(object: Value<'_>) -> Option<(Gender, u32)> {
    let value = object.get("gender")?;
    Some((Gender::named(&value.string()?)?, offset(value)))
}

fn inputs(body: Value<'_>) -> [Option<u32>; 2] {
    let mut first = [None, None];
    for member in body.get("measurements").into_iter().flat_map(Value::members) {
        if let Some(gender) = member.key.string().and_then(|id| Gender::of_id(&id)) {
            first[gender as usize].get_or_insert(offset(member.key));
        }
    }
    first
}
