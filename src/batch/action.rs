//! The words that batches are made of: types of action, genders.

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
    pub(crate) fn fields(self) -> &'static [Field] {
        if self.is_prediction() { &[Field::Measurements, Field::Id] } else { &[Field::Id] }
    }
}

/// A field of what an action creates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Id,
    Measurements,
}

impl Field {
    /// The word in references.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Measurements => "measurements",
        }
    }
}

impl AsRef<str> for Field {
    fn as_ref(&self) -> &str {
        self.name()
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
