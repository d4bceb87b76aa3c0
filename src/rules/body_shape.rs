//! `body-shape`: a shape that the pattern does not know, or a value that it does not offer.

use super::conditions::{shown, text};
use super::{Basis, Context, Demanded, Finding, Place, Rule, RuleMeta, Section, Spot, Violation};
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
  \"patternId\": 1,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"bodyShapes\": {\"shoulderSlope\": \"20Deg\"}
}
```

```json pass
{
  \"patternId\": 1,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"bodyShapes\": {\"shoulderSlope\": \"regular\"}
}
```
",
    },
    explain,
)
.and_linting(lint);

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let finding = match context.place(violation.value) {
        Place::Entry(Section::BodyShapes, id) => {
            let legal = violation.plan.enumeration(violation.sub);
            wrong_value(&id, violation.value, &legal)
        }
        Place::Field(field) if field == "bodyShapes" => unknown_shape(violation.key()?, context),
        _ => return None,
    };
    Some(finding.demand(Demanded::Keyword(violation.sub, violation.keyword)))
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
            format!("body shape `{id}` takes {low} to {high}, both included, not {}", shown(value))
        }
        _ => format!("body shape `{id}` cannot be {}", shown(value)),
    };
    Finding::new(BODY_SHAPE.meta.id, Severity::Error, Spot::of(value), message)
}

fn wrong_value(id: &str, value: Value<'_>, legal: &[Value<'_>]) -> Finding {
    let texts: Vec<String> = legal.iter().map(|value| text(*value)).collect();
    let message = format!("body shape `{id}` has no value {}", shown(value));
    let finding = Finding::new(BODY_SHAPE.meta.id, Severity::Error, Spot::of(value), message);
    let finding =
        if texts.is_empty() { finding } else { finding.help(format!("choose {}", words::list(&texts, "or"))) };
    match meant(value, &texts) {
        Some(meant) => finding.remark(format!("did you mean `{meant}`?")).replace(
            value,
            format!("\"{meant}\""),
            Applicability::Unsafe,
        ),
        None => finding,
    }
}

/// The legal value that was probably meant: degrees written as a number, the middle of a scale of degrees by its
/// number, or a near spelling.
fn meant(value: Value<'_>, legal: &[String]) -> Option<String> {
    let given = text(value);
    let degrees = if value.kind() == Kind::Number { format!("{given}Deg") } else { given.clone() };
    if legal.contains(&degrees) {
        return Some(degrees);
    }
    let number: f64 = degrees.strip_suffix("Deg")?.parse().ok()?;
    let scale: Vec<f64> = legal.iter().filter_map(|v| v.strip_suffix("Deg")?.parse().ok()).collect();
    let middle = legal.iter().position(|v| v == "regular").filter(|at| *at > 0 && at + 1 < legal.len());
    if let Some(at) = middle {
        let around = |at: usize| legal[at].strip_suffix("Deg").and_then(|n| n.parse::<f64>().ok());
        if let (Some(low), Some(high)) = (around(at - 1), around(at + 1))
            && number > low
            && number < high
            && scale.len() > 1
        {
            return Some("regular".to_owned());
        }
    }
    words::nearest(&given, legal).map(str::to_owned)
}

fn unknown_shape(key: Value<'_>, context: &Context<'_>) -> Finding {
    let id = key.string().unwrap_or_default();
    let known = context.pattern.map(|pattern| pattern.names.body_shapes.as_slice()).unwrap_or_default();
    let message = format!("{} is no body shape of this pattern", words::code(&id));
    let finding = Finding::new(BODY_SHAPE.meta.id, Severity::Error, Spot::of(key), message);
    match words::nearest(&id, known) {
        Some(meant) => finding.remark(format!("did you mean `{meant}`?")).replace(
            key,
            format!("\"{meant}\""),
            Applicability::Unsafe,
        ),
        None => {
            finding.help(format!("this pattern has {}", words::list(known, "and"))).remove(key, Applicability::Unsafe)
        }
    }
}
