//! The slot of a reference: what the field that it stands in takes.

use super::ActionType;
use crate::document::Kind;
use crate::json::Value;

/// What may stand where a reference stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// `measurements` of a draft: those of a prediction.
    Measurements,
    /// One measurement: nothing documents a reference there.
    OneMeasurement,
    /// `draftId` of an export: the `id` of a draft.
    DraftId,
    /// `parentDraftId` of a draft: the id of a draft, too, but no page says that it may be a reference.
    ParentDraftId,
    /// A configuration: a definition of this kind.
    Definition(Kind),
    /// A field that the documents type, but not for references.
    Field(Shape),
    /// Anything else.
    Open,
}

/// The JSON type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Text,
    Number,
    Boolean,
    List,
    Object,
}

impl Shape {
    /// As in "takes a string".
    pub(crate) fn name(self) -> &'static str {
        match self {
            Shape::Text => "a string",
            Shape::Number => "a number",
            Shape::Boolean => "a boolean",
            Shape::List => "an array",
            Shape::Object => "an object",
        }
    }
}

impl Slot {
    /// The slot at these names below the body of an action.
    pub(crate) fn of<S: AsRef<str>>(action: Option<ActionType>, names: &[S]) -> Slot {
        let name = |at: usize| names.get(at).map_or("", S::as_ref);
        match (action, names.len(), name(0)) {
            (Some(ActionType::Draft), 1, "measurements") => Slot::Measurements,
            (Some(ActionType::Draft | ActionType::PredictBody), 2, "measurements") => Slot::OneMeasurement,
            (Some(ActionType::Draft), 1, "parentDraftId") => Slot::ParentDraftId,
            (Some(ActionType::Export), 1, "draftId") => Slot::DraftId,
            (Some(ActionType::Export), 1, "nesting") => Slot::Definition(Kind::Nesting),
            (Some(ActionType::Export), 1, "config") => Slot::Definition(Kind::ExportConfig),
            (Some(ActionType::Draft | ActionType::Export), 3, "materials") => match name(2) {
                "nesting" => Slot::Definition(Kind::Nesting),
                "scaling" => Slot::Definition(Kind::Scaling),
                _ => Slot::Open,
            },
            (Some(_), 1, field) => shape(field).map_or(Slot::Open, Slot::Field),
            _ => Slot::Open,
        }
    }
}

/// The documented type of a field of a request.
fn shape(field: &str) -> Option<Shape> {
    Some(match field {
        "callbackUrl"
        | "patternRef"
        | "measurementType"
        | "measurementProfileId"
        | "measurementProfileRevId"
        | "note"
        | "fileType"
        | "gender"
        | "source" => Shape::Text,
        "patternId" => Shape::Number,
        "enableOptionFallbacks" => Shape::Boolean,
        "selectedMeasurementIds" | "objects" => Shape::List,
        "measurements" | "seams" | "options" | "bodyShapes" | "targetGarmentMeasurements" | "materials" | "content" => {
            Shape::Object
        }
        _ => return None,
    })
}

/// The kinds that a definition can be of, with the keys that only they have.
const DEFINITIONS: [(Kind, &[&str]); 3] = [
    (Kind::Nesting, &["sheetWidth", "sheetLength", "partMargin", "sheetEdgeMargin", "preNestRotation", "partRotation"]),
    (Kind::Scaling, &["easeAdjWarp", "easeAdjWeft", "shrinkageWarp", "shrinkageWeft"]),
    (
        Kind::ExportConfig,
        &[
            "singleInstance",
            "materialGroup",
            "singleFile",
            "format",
            "driver",
            "pen",
            "resolution",
            "pageLength",
            "scale",
            "width",
            "height",
            "leftMargin",
            "topMargin",
            "rightMargin",
            "bottomMargin",
            "glueMargin",
            "orientation",
        ],
    ),
];

/// The keys of a kind of definition.
pub(crate) fn keys_of(kind: Kind) -> &'static [&'static str] {
    DEFINITIONS.iter().find(|(known, _)| *known == kind).map_or(&[], |(_, keys)| keys)
}

/// How many keys of each kind a definition has, in the order of the list above.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Keys([u32; DEFINITIONS.len()]);

impl Keys {
    pub(crate) fn of(definition: Value<'_>) -> Keys {
        let mut keys = Keys::default();
        for member in definition.members() {
            for (count, (_, names)) in keys.0.iter_mut().zip(&DEFINITIONS) {
                *count += u32::from(names.iter().any(|name| member.key.is_str(name)));
            }
        }
        keys
    }

    /// The other kind that most keys are of, where none of them is of the kind that a slot takes.
    pub(crate) fn other(self, wanted: Kind) -> Option<Kind> {
        let kinds = || DEFINITIONS.iter().map(|(kind, _)| *kind).zip(self.0);
        if kinds().any(|(kind, count)| kind == wanted && count > 0) {
            return None;
        }
        kinds().filter(|(_, count)| *count > 0).max_by_key(|(_, count)| *count).map(|(kind, _)| kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_tell_kinds_apart() {
        for (at, (_, keys)) in DEFINITIONS.iter().enumerate() {
            for (_, others) in &DEFINITIONS[at + 1..] {
                assert!(!keys.iter().any(|key| others.contains(key)));
            }
        }
    }

    /// Every key that a shipped schema lists is known here.
    #[test]
    fn keys_are_those_of_the_schemas() {
        for (kind, keys) in DEFINITIONS {
            let plan = crate::document::shipped::plan(kind).expect("a schema");
            for name in plan.known_properties(plan.root()) {
                assert!(keys.contains(&name), "{} has a key {name}", kind.name());
            }
        }
    }

    #[test]
    fn slots_are_told_by_field_and_action() {
        let slot = |action, path: &str| {
            let names: Vec<&str> = path.split('/').collect();
            Slot::of(Some(action), &names)
        };
        assert_eq!(slot(ActionType::Draft, "measurements"), Slot::Measurements);
        assert_eq!(slot(ActionType::Draft, "measurements/mbHeight"), Slot::OneMeasurement);
        assert_eq!(slot(ActionType::PredictBody, "measurements"), Slot::Field(Shape::Object));
        assert_eq!(slot(ActionType::Export, "materials/primary/scaling"), Slot::Definition(Kind::Scaling));
        assert_eq!(slot(ActionType::Draft, "materials/a/nesting/partMargin"), Slot::Open);
        assert_eq!(slot(ActionType::Draft, "note"), Slot::Field(Shape::Text));
    }
}
