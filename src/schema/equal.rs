//! Deep equality as ajv decides `enum`, `const` and `uniqueItems`: numbers as doubles, names in any order.

use std::collections::HashMap;

use super::instance::is_hole;
use super::js;
use super::plan::MANY;
use crate::json::{Kind, Member, Value};

/// Whether two values are the same value to JavaScript.
#[inline]
pub fn equal(a: Value<'_>, b: Value<'_>) -> bool {
    // Most are strings that a schema lists.
    match (a.plain_text(), b.plain_text()) {
        (Some(a), Some(b)) => a == b,
        _ => equal_slowly(a, b),
    }
}

fn equal_slowly(a: Value<'_>, b: Value<'_>) -> bool {
    match (a.kind(), b.kind()) {
        (Kind::Number, Kind::Number) => a.raw() == b.raw() || a.f64() == b.f64(),
        (Kind::String | Kind::Key, Kind::String | Kind::Key) => a.string() == b.string(),
        (Kind::Array, Kind::Array) => {
            a.node().stored_count() == b.node().stored_count()
                && a.elements().zip(b.elements()).all(|(a, b)| equal(a, b))
                && a.elements().count() == b.elements().count()
        }
        (Kind::Object, Kind::Object) => same_names(a, b, equal),
        (Kind::Missing, _) | (_, Kind::Missing) => false,
        (a, b) => a == b,
    }
}

/// Whether two objects have the same names, with values that pass a test.
fn same_names(a: Value<'_>, b: Value<'_>, test: fn(Value<'_>, Value<'_>) -> bool) -> bool {
    if js::member_count(a) != js::member_count(b) {
        return false;
    }
    let left = js::members(a);
    if left.len() > MANY {
        let right: HashMap<_, _> = b.members().filter_map(|m| Some((m.key.string()?, m.value))).collect();
        let same = |m: &Member<'_>| right.get(&m.key.string().unwrap_or_default()).is_some_and(|v| test(m.value, *v));
        return left.iter().all(same);
    }
    left.iter().all(|m| b.get(&m.key.string().unwrap_or_default()).is_some_and(|v| test(m.value, v)))
}

/// Whether two values may turn out to be the same once every hole in `a` has its value.
pub(super) fn could_equal(a: Value<'_>, b: Value<'_>) -> bool {
    if is_hole(a) {
        return true;
    }
    match (a.kind(), b.kind()) {
        (Kind::Array, Kind::Array) => {
            a.elements().count() == b.elements().count()
                && a.elements().zip(b.elements()).all(|(a, b)| could_equal(a, b))
        }
        (Kind::Object, Kind::Object) => same_names(a, b, could_equal),
        _ => equal(a, b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Doc, Tape, recover};

    #[test]
    fn recovered_strings_equal_those_in_double_quotes() {
        let text = r#"['body', "body", "b\u006fdy", 'b"dy', "b\"dy"]"#;
        let mut tape = Tape::default();
        assert_eq!(recover(text, &mut tape).len(), 2);
        let elements: Vec<Value<'_>> = Doc::new(text, &tape).root().elements().collect();
        assert!(equal(elements[0], elements[1]) && equal(elements[0], elements[2]) && equal(elements[3], elements[4]));
        assert!(!equal(elements[1], elements[3]));
    }
}
