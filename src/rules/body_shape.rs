//! `body-shape`: a shape that the pattern does not know, or a value that it does not offer.

use std::borrow::Cow;

use super::conditions::{shown, text};
use super::option_value::{suggest, with_type};
use super::schema_violation::requirement;
use super::{Basis, Context, Demanded, Finding, Place, Rule, RuleMeta, Section, Spot, Violation, conditions};
use crate::diagnostic::{Applicability, Severity};
use crate::json::{Kind, Member, Value};
use crate::pattern::{OptionData, OptionType, PatternData};
use crate::words;

pub(crate) static BODY_SHAPE: Rule = Rule::explaining(
    RuleMeta {
        id: "body-shape",
        group: "shape",
        severity: Severity::Error,
        summary: "a body shape or a value of one that the pattern does not have",
        basis: Basis::Documented,
        docs:
            "`bodyShapes` refines the standard body: each entry names a feature of the pattern and one of its values. \
Pattern schemas leave it wide open, so that a wrong value is passed over and the standard body is cut; toile checks it \
against the pattern data, where it is loaded. Values are strings such as `17Deg`; the middle of a scale is `regular`.

```json fail
{
  \"patternId\": 620,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbBustGirth\": 96, \"mbWaistGirth\": 84, \"mbBackNeckToWaist\": 45.2},
  \"bodyShapes\": {\"shoulderSlope\": \"20Deg\"}
}
```

```json pass
{
  \"patternId\": 620,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbBustGirth\": 96, \"mbWaistGirth\": 84, \"mbBackNeckToWaist\": 45.2},
  \"bodyShapes\": {\"shoulderSlope\": \"regular\"}
}
```
",
    },
    explain,
)
.safely_fixable()
.and_linting(lint);

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let finding = match context.place(violation.value) {
        Place::Entry(Section::BodyShapes, id) => {
            let mut legal = violation.plan.enumeration(violation.sub);
            legal.extend(violation.plan.constant(violation.sub));
            if legal.is_empty() {
                let message =
                    format!("body shape `{id}` cannot be {}: {}", shown(violation.value), requirement(violation));
                Finding::new(BODY_SHAPE.meta.id, Severity::Error, Spot::of(violation.value), message)
            } else {
                wrong_value(&id, violation.value, &legal)
            }
        }
        Place::Field(field) if field == "bodyShapes" => unknown_shape(violation.key()?, context),
        _ => return None,
    };
    Some(conditions::explain(finding.demand(Demanded::Keyword(violation.sub, violation.keyword)), violation, context))
}

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(data) = context.pattern.and_then(|pattern| pattern.data.as_ref()) else { return };
    if data.body_shapes.is_empty() {
        return;
    }
    for member in context.members(Section::BodyShapes) {
        let id = member.key.string().unwrap_or_default();
        match data.body_shapes.iter().find(|shape| shape.id == id) {
            None => findings.push(unknown_shape(member.key, context)),
            Some(shape) => findings.extend(check(shape, &member, data, context)),
        }
    }
}

fn check(shape: &OptionData, member: &Member<'_>, data: &PatternData, context: &Context<'_>) -> Option<Finding> {
    let legal: Vec<Value<'_>> = shape.choices.iter().map(|node| data.value(*node)).collect();
    if context.is_hole(member.value) {
        return None;
    }
    let offered = if legal.is_empty() {
        in_range(shape, member.value)
    } else {
        legal.iter().any(|value| crate::schema::equal(*value, member.value))
    };
    if offered {
        return None;
    }
    if legal.is_empty() {
        return Some(outside(shape, member.value).demand(Demanded::Data(shape.node)));
    }
    Some(wrong_value(&shape.id, member.value, &legal).demand(Demanded::Data(shape.node)))
}

/// Whether a value lies in the range of a shape that is a number.
fn in_range(shape: &OptionData, value: Value<'_>) -> bool {
    if shape.kind == OptionType::String {
        return value.string().is_some();
    }
    let bound = |literal: &Option<String>| literal.as_deref().map(crate::json::to_f64);
    value.f64().is_some_and(|number| {
        bound(&shape.minimum).is_none_or(|low| number >= low) && bound(&shape.maximum).is_none_or(|high| number <= high)
    })
}

fn outside(shape: &OptionData, value: Value<'_>) -> Finding {
    let id = &shape.id;
    let message = match (&shape.minimum, &shape.maximum) {
        (Some(low), Some(high)) => {
            format!("body shape `{id}` is {}, outside its range: it takes {low} to {high}, both included", shown(value))
        }
        _ => format!("body shape `{id}` cannot be {}", shown(value)),
    };
    Finding::new(BODY_SHAPE.meta.id, Severity::Error, Spot::of(value), message)
}

fn wrong_value(id: &str, value: Value<'_>, legal: &[Value<'_>]) -> Finding {
    let texts: Vec<_> = legal.iter().map(|value| text(*value)).collect();
    let message = format!("body shape `{id}` has no value {}", with_type(value, legal));
    let finding = Finding::new(BODY_SHAPE.meta.id, Severity::Error, Spot::of(value), message);
    let finding = finding.help(format!("choose {}", words::list(&texts, "or")));
    match meant(value, &texts) {
        Some(meant) => finding.perhaps(value, &meant),
        None => suggest(finding, value, legal),
    }
}

/// The legal value that was probably meant by degrees: a number without its unit, or the middle of the scale by its
/// number.
fn meant(value: Value<'_>, legal: &[Cow<'_, str>]) -> Option<String> {
    let given = text(value);
    let degrees = if value.kind() == Kind::Number { Cow::Owned(format!("{given}Deg")) } else { given };
    if legal.contains(&degrees) {
        return Some(degrees.into_owned());
    }
    let of = |text: &str| text.strip_suffix("Deg").and_then(|number| number.parse::<f64>().ok());
    let number = of(&degrees)?;
    let middle = legal.iter().position(|v| v == "regular")?;
    let (low, high) = (of(legal.get(middle.checked_sub(1)?)?)?, of(legal.get(middle + 1)?)?);
    (number > low && number < high).then(|| "regular".to_owned())
}

fn unknown_shape(key: Value<'_>, context: &Context<'_>) -> Finding {
    let id = key.string().unwrap_or_default();
    let known = context.pattern.map(|pattern| pattern.names.body_shapes.as_slice()).unwrap_or_default();
    let message = format!("{} is no body shape of this pattern", words::code(&id));
    let finding = Finding::new(BODY_SHAPE.meta.id, Severity::Error, Spot::of(key), message);
    match words::nearest(&id, known) {
        Some(meant) => finding.perhaps_of(key, meant, known),
        None => {
            finding.help(format!("this pattern has {}", words::list(known, "and"))).remove(key, Applicability::Unsafe)
        }
    }
}
