//! What a family says as a whole, gathered once: a text may ask it for each of thousands of names.

use std::collections::HashMap;

use super::{Edge, FamilyId, PartId, Strength, Survey};
use crate::json::{Kind, Value};
use crate::schema::pattern::Pattern;

/// What the schemas that look at one value say together. What only tests says nothing.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// Something outside the document has a say.
    pub(crate) is_foreign: bool,
    /// Something is demanded at all.
    pub(crate) demands: bool,
    /// Something is demanded of properties that are not named.
    pub(crate) wild_demands: bool,
    /// The schemas for properties that are not named: owner, way, schema.
    pub(crate) wild: Vec<(PartId, Edge, PartId)>,
    /// The names that are demanded, with how surely, and by which string.
    pub(crate) demanded: HashMap<Box<str>, (Strength, u32)>,
    /// The first part that has keywords for objects.
    pub(crate) of_objects: Option<PartId>,
    /// Some part says of which type the value is, or which values there are.
    pub(crate) has_type: bool,
    /// A part that refuses every property that is not named, whatever the draft is.
    pub(crate) closed: Option<PartId>,
    /// Some part has `propertyNames`.
    pub(crate) limits_names: bool,
}

/// The keywords that look at objects only.
const OF_OBJECTS: [&str; 8] = [
    "required",
    "properties",
    "patternProperties",
    "additionalProperties",
    "propertyNames",
    "dependencies",
    "maxProperties",
    "minProperties",
];

/// Gathers the facts of every family.
pub(super) fn gather(survey: &Survey<'_>) -> HashMap<FamilyId, Facts> {
    let mut all: HashMap<FamilyId, Facts> = HashMap::new();
    for (id, part) in survey.reached() {
        let facts = all.entry(survey.family(id)).or_default();
        facts.is_foreign |= part.is_foreign;
        let Some(strength) = part.strength.filter(|strength| *strength != Strength::Test) else { continue };
        facts.demands |= survey.demands(id);
        if survey.is_reference(id) {
            continue;
        }
        for &(edge, child) in &part.children {
            if matches!(edge, Edge::Pattern(_) | Edge::Additional) {
                facts.wild.push((id, edge, child));
                // A name that is refused as a whole is an error of the object, not of its value.
                let refuses_name = edge == Edge::Additional && survey.part(child).value.kind() == Kind::False;
                facts.wild_demands |= !refuses_name && survey.demands(child);
            }
        }
        for member in part.value.members() {
            let name = member.key.string().unwrap_or_default();
            if OF_OBJECTS.contains(&name.as_ref()) {
                facts.of_objects.get_or_insert(id);
            }
            facts.has_type |= matches!(name.as_ref(), "type" | "enum" | "const");
            facts.limits_names |= name == "propertyNames";
        }
        for (name, element) in survey.required(id) {
            let known = facts.demanded.entry(name.into()).or_insert((strength, element.index()));
            if strength < known.0 {
                *known = (strength, element.index());
            }
        }
        if strength == Strength::Firm && is_closed(survey, id) {
            facts.closed.get_or_insert(id);
        }
    }
    all
}

/// Whether a part refuses every property that neither it names nor one of its patterns picks out.
fn is_closed(survey: &Survey<'_>, id: PartId) -> bool {
    let forbids = survey.keyword(id, "additionalProperties").is_some_and(|value| value.kind() == Kind::False);
    let mut patterns = survey.keyword(id, "patternProperties").into_iter().flat_map(Value::members);
    forbids && !patterns.any(|member| matches_nearly_all(member.key))
}

/// Whether a pattern leaves out no name that anybody would write.
pub(crate) fn matches_nearly_all(pattern: Value<'_>) -> bool {
    pattern.string().is_some_and(|source| Pattern::new(&source).is_ok_and(|pattern| pattern.matches_any_line()))
}
