//! Telling the kind of a document: by its shape where only one kind has it, else by the name of its file.

mod name;
mod shape;
mod thng;

use super::Kind;
use crate::json::{Kind as Json, Value};

pub use name::named;

/// The kind of a document; none for a document of somebody else's. An array is what its elements are.
///
/// `hint` is what the name of the file, or the documents around it, say it is: it decides where the shape does not.
pub fn recognise(value: Value<'_>, hint: Option<Kind>) -> Option<Kind> {
    match (by_shape(value), hint) {
        // What creates a material may update one, too.
        (Some(Kind::Material), Some(Kind::MaterialUpdate)) => hint,
        (None, hint) => hint,
        (recognised, _) => recognised,
    }
}

fn by_shape(value: Value<'_>) -> Option<Kind> {
    match value.kind() {
        Json::Array => value.elements().filter(|element| element.is_object()).find_map(by_shape),
        Json::Object => shape::kind_of(value).or_else(|| thng::kind_of(value)),
        _ => None,
    }
}
