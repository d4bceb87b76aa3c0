//! What the schema says about the values of one option, as far as it is a list or a range.

use crate::json::{Kind, Value};
use crate::pattern::survey::{FamilyId, Survey, asserts};

/// The constraints on one value.
#[derive(Debug, Default)]
pub(super) struct Leaf<'a> {
    /// The values of `enum` or `const`, and the key.
    pub(super) values: Option<(Vec<Value<'a>>, Value<'a>)>,
    pub(super) types: Vec<String>,
    /// Keyword, key and value of limits.
    pub(super) limits: Vec<(&'static str, Value<'a>, Value<'a>)>,
    /// Something else is demanded, too: what it comes to is not known here.
    pub(super) is_complex: bool,
}

pub(super) const LIMITS: [&str; 5] = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"];

impl<'a> Leaf<'a> {
    /// Reads what is always demanded of a value.
    pub(super) fn of(survey: &Survey<'a>, family: FamilyId) -> Leaf<'a> {
        let mut leaf = Leaf { is_complex: survey.is_foreign(family), ..Leaf::default() };
        for id in survey.firm(family) {
            let schema = survey.part(id).value;
            if survey.is_reference(id) {
                continue;
            }
            leaf.is_complex |= schema.kind() == Kind::False;
            for member in schema.members() {
                let name = member.key.string().unwrap_or_default();
                match name.as_ref() {
                    "enum" if leaf.values.is_none() => {
                        leaf.values = Some((member.value.elements().collect(), member.key));
                    }
                    "const" => leaf.values = Some((vec![member.value], member.key)),
                    "type" => {
                        let listed = member.value.elements().chain((!member.value.is_array()).then_some(member.value));
                        leaf.types = listed.filter_map(|word| Some(word.string()?.into_owned())).collect();
                    }
                    // Branches of `allOf` are read by themselves.
                    "allOf" => {}
                    other => match LIMITS.iter().find(|limit| **limit == other) {
                        Some(limit) => leaf.limits.push((limit, member.key, member.value)),
                        None => leaf.is_complex |= asserts(other),
                    },
                }
            }
        }
        leaf
    }

    pub(super) fn limit(&self, name: &str) -> Option<(Value<'a>, Value<'a>)> {
        self.limits.iter().find(|(limit, ..)| *limit == name).map(|(_, key, value)| (*key, *value))
    }

    /// Whether only numbers pass.
    pub(super) fn is_number(&self) -> bool {
        !self.types.is_empty() && self.types.iter().all(|word| word == "number" || word == "integer")
    }
}
