//! Deep equality as ajv decides `enum`, `const` and `uniqueItems`: numbers as doubles, names in any order.

use super::instance::is_hole;
use super::js;
use crate::json::{Kind, Value};

/// Whether two values are the same value to JavaScript.
pub fn equal(a: Value<'_>, b: Value<'_>) -> bool {
    match (a.kind(), b.kind()) {
        (Kind::Number, Kind::Number) => a.raw() == b.raw() || a.f64() == b.f64(),
        (Kind::String | Kind::Key, Kind::String | Kind::Key) => {
            let plain = !a.node().is_escaped() && !b.node().is_escaped();
            if plain { a.raw() == b.raw() } else { a.string() == b.string() }
        }
        (Kind::Array, Kind::Array) => {
            a.node().stored_count() == b.node().stored_count()
                && a.elements().zip(b.elements()).all(|(a, b)| equal(a, b))
                && a.elements().count() == b.elements().count()
        }
        (Kind::Object, Kind::Object) => {
            let left = js::members(a);
            left.len() == js::member_count(b)
                && left.iter().all(|member| {
                    let name = member.key.string().unwrap_or_default();
                    b.get(&name).is_some_and(|other| equal(member.value, other))
                })
        }
        (Kind::Missing, _) | (_, Kind::Missing) => false,
        (a, b) => a == b,
    }
}

/// Whether two values may turn out to be the same once every hole in `a` has its value.
pub(super) fn could_equal(a: Value<'_>, b: Value<'_>) -> bool {
    if is_hole(a) {
        return true;
    }
    match (a.kind(), b.kind()) {
        (Kind::Array, Kind::Array) => {
            a.elements().count() == b.elements().count() && a.elements().zip(b.elements()).all(|(a, b)| could_equal(a, b))
        }
        (Kind::Object, Kind::Object) => {
            let left = js::members(a);
            left.len() == js::member_count(b)
                && left.iter().all(|member| {
                    let name = member.key.string().unwrap_or_default();
                    b.get(&name).is_some_and(|other| could_equal(member.value, other))
                })
        }
        _ => equal(a, b),
    }
}
