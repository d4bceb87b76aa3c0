//! The shapes of EVRYTHNG batches and tasks.

use super::Kind;
use crate::json::Value;
use crate::words;

/// The kind of an object that no shape of a Bespokify request fits.
pub(super) fn kind_of(object: Value<'_>) -> Option<Kind> {
    if is_task(object) { Some(Kind::ThngTask) } else { is_batch(object).then_some(Kind::ThngBatch) }
}

/// Nothing else has `inputParameters` beside one of these types, or with one of these names in them.
fn is_task(object: Value<'_>) -> bool {
    let Some(parameters) = object.get("inputParameters").filter(|value| value.is_object()) else { return false };
    let typed = object.get("type").is_some_and(|t| t.is_str("POPULATING") || t.is_str("SHORT_ID_GENERATION"));
    typed
        || parameters.members().any(|member| {
            ["thngTemplate", "generateThngs", "generateRedirections", "shortIdTemplate", "shortDomain"]
                .iter()
                .any(|name| member.key.is_str(name))
        })
}

/// What a batch may have, what the platform adds among it.
const BATCH: [&str; 11] = [
    "name",
    "description",
    "identifiers",
    "tags",
    "customFields",
    "scopes",
    "id",
    "createdAt",
    "updatedAt",
    "status",
    "resourceCountsByProduct",
];

/// A name and one of the objects that EVRYTHNG gives its resources, and nothing that other resources have. Anything may
/// have a name: without such an object, only the name of the file can tell.
fn is_batch(object: Value<'_>) -> bool {
    let is_text = |value: Value<'_>| value.string().is_some();
    let (mut named, mut evident) = (false, false);
    for member in object.members() {
        let Some(name) = member.key.string() else { return false };
        match name.as_ref() {
            "name" => named = is_text(member.value),
            "customFields" | "resourceCountsByProduct" => evident |= member.value.is_object(),
            "scopes" => evident |= ["users", "projects"].iter().any(|list| member.value.get(list).is_some()),
            // Others have identifiers, too, but not as an object of texts.
            "identifiers" => {
                evident |= member.value.members().next().is_some() && member.value.members().all(|m| is_text(m.value));
            }
            known if BATCH.contains(&known) => {}
            // A slip is for the rules.
            other if words::nearest(other, &BATCH).is_some() => {}
            _ => return false,
        }
    }
    named && evident
}
