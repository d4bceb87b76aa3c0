//! Deciding bounds of a number by how it is written.

use super::Node;
use crate::json::{Kind, Node as Json};
use crate::schema::plan::{NumberPart, TypeSet};

/// Numbers that keep within some bounds whatever their digits are: those with so many before the point, the first of
/// which is no zero. Nearly every measurement is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digits {
    least: u32,
    most: u32,
    /// Without a point.
    whole: bool,
}

/// So many digits are compared: longer literals may round to a bound.
const MOST: u32 = 7;

impl Digits {
    const ANY: Digits = Digits { least: 1, most: MOST, whole: false };

    /// The numbers that a node is sure to pass. None where it looks at more than bounds.
    pub(super) fn of(node: &Node) -> Option<Digits> {
        let whole = !node.types.has_kind(Kind::Number);
        let is_plain = (!whole || node.types.has(TypeSet::INTEGER)) && node.tests.is_empty();
        let digits = |part: &NumberPart| {
            let power = |digits: u32| f64::from(10_u32.pow(digits));
            let high_enough = |digits: &u32| part.minimum.is_none_or(|bound| bound.allows_at_least(power(*digits - 1)));
            let low_enough = |digits: &u32| part.maximum.is_none_or(|bound| bound.limit >= power(*digits));
            let least = (1..=MOST).find(high_enough)?;
            let most = (1..=MOST).rev().find(low_enough)?;
            (part.multiple_of.is_none() && least <= most).then_some(Digits { least, most, whole: false })
        };
        let any = Digits { whole, ..Digits::ANY };
        node.numbers.iter().map(digits).try_fold(any, |all, one| all.both(one?)).filter(|_| is_plain)
    }

    /// What passes here and there.
    pub(super) fn both(self, other: Digits) -> Option<Digits> {
        let (least, most) = (self.least.max(other.least), self.most.min(other.most));
        let both = Digits { least, most, whole: self.whole || other.whole };
        (both.least <= both.most).then_some(both)
    }

    /// Whether a number is one of these. `false` for many that are, if they are written in some other way.
    #[inline]
    pub(super) fn pass(self, number: Json) -> bool {
        self.admits(number.plain_digits(), number.end - number.start)
    }

    /// Whether a number of so many [plain digits](Json::plain_digits) is one of these, in a literal of so many bytes.
    #[inline]
    pub(super) fn admits(self, digits: u32, length: u32) -> bool {
        // No digits are fewer than the least.
        (self.least..=self.most).contains(&digits) && (!self.whole || digits == length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Doc, parse};
    use crate::schema::gate::Gate;
    use crate::schema::plan_of;

    #[test]
    fn what_passes_by_its_digits_passes_by_its_value() {
        let bounds: [(&str, &[&str]); 7] = [
            ("{}", &["1", "12.5", "9999999", "1.00001"]),
            (r#"{"exclusiveMinimum": 0}"#, &["1", "9.5", "180"]),
            (r#"{"minimum": 100, "maximum": 1000}"#, &["100", "999.99", "180.5"]),
            (r#"{"minimum": 100, "exclusiveMaximum": 1000}"#, &["100", "999.99"]),
            (r#"{"minimum": 101}"#, &["1000"]),
            (r#"{"maximum": 99}"#, &["9.99", "1"]),
            (r#"{"type": "integer", "minimum": 1}"#, &["1", "12", "9999999"]),
        ];
        let literals = [
            "0",
            "-1",
            "1",
            "9.5",
            "12.5",
            "99",
            "100",
            "180",
            "180.5",
            "999.99",
            "1000",
            "9999999",
            "12",
            "12.0",
            "10000000",
            "1e3",
            "1.5E2",
            "0.5",
            "-0",
            "9.99",
            "1.00001",
            "99.999999999999999999",
            "-180.5",
        ];
        for (schema, sure) in bounds {
            let plan = plan_of(&format!(r#"{{"allOf": [{schema}, {{"type": "number"}}]}}"#)).expect("it compiles");
            let gate = Gate::of(&[&plan]).expect("a plain schema");
            let digits = Digits::of(&gate.nodes[gate.root as usize]).expect("bounds alone");
            for literal in literals {
                let text = format!("[{literal}         ]");
                let tape = parse(&text).expect("this is JSON");
                let value = Doc::new(&text, &tape).value(1);
                let passes = digits.pass(value.node());
                assert!(!passes || plan.explain(value, false).is_valid(), "{schema} {literal}");
                assert!(passes || !sure.contains(&literal), "{schema} {literal}");
            }
        }
        for schema in [r#"{"multipleOf": 1}"#, r#"{"type": "string"}"#, r#"{"maximum": 0.5}"#, r#"{"enum": [1]}"#] {
            let plan = plan_of(schema).expect("it compiles");
            let gate = Gate::of(&[&plan]).expect("a plain schema");
            assert_eq!(Digits::of(&gate.nodes[gate.root as usize]), None, "{schema}");
        }
    }
}
