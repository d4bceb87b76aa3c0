//! `option-value`: a value that the option does not offer.

use super::conditions::{shown, text};
use super::schema_violation::requirement;
use super::{Basis, Context, Demanded, Finding, Place, Rule, RuleMeta, Section, Spot, Violation, conditions};
use crate::diagnostic::{Applicability, Severity};
use crate::json::{Doc, Kind, Value};
use crate::schema::Keyword;
use crate::words;

pub(crate) static OPTION_VALUE: Rule = Rule::explaining(
    RuleMeta {
        id: "option-value",
        group: "option",
        severity: Severity::Error,
        summary: "an option has a value that it does not offer",
        basis: Basis::Documented,
        docs: "An option is a choice out of a list, or a number in a range. The value must be one of the list exactly: \
upper and lower case count, and so does the type. `\"1\"` is a string where the list holds the number 1, and no option is \
a boolean.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"options\": {\"collar\": \"wide\", \"pocket\": \"none\", \"bodyLengthAdj\": 0, \"necklineAdj\": 0}
}
```

```json pass
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"options\": {\"collar\": \"longRegular\", \"pocket\": \"none\", \"bodyLengthAdj\": 0, \"necklineAdj\": 0}
}
```
",
    },
    explain,
)
.safely_fixable();

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let Place::Entry(Section::Options, id) = context.place(violation.value) else { return None };
    let value = violation.value;
    let plan = violation.plan;
    let mut legal = plan.enumeration(violation.sub);
    legal.extend(plan.constant(violation.sub));
    let finding = match violation.keyword {
        // A wrong type is a wrong value where the values are listed beside it.
        Keyword::Enum | Keyword::Const | Keyword::Type if !legal.is_empty() => {
            let message = format!("option `{id}` has no value {}", with_type(value, &legal));
            let finding = Finding::new(OPTION_VALUE.meta.id, Severity::Error, Spot::of(value), message);
            let texts: Vec<_> = legal.iter().map(|value| text(*value)).collect();
            suggest(finding.help(format!("choose {}", words::list(&texts, "or"))), value, &legal)
        }
        Keyword::Type => {
            let types = plan.types(violation.sub).map(crate::schema::TypeSet::names).unwrap_or_default();
            let message = format!("option `{id}` takes a {}, not {}", types.join(" or a "), with_type(value, &[]));
            let finding = Finding::new(OPTION_VALUE.meta.id, Severity::Error, Spot::of(value), message);
            unquoted(finding, value, &types)
        }
        Keyword::Pattern | Keyword::Format | Keyword::MinLength | Keyword::MaxLength => {
            let message = format!("option `{id}` cannot be {}: {}", shown(value), requirement(violation));
            Finding::new(OPTION_VALUE.meta.id, Severity::Error, Spot::of(value), message)
        }
        _ => return None,
    };
    let finding = finding.demand(Demanded::Keyword(violation.sub, violation.keyword));
    Some(conditions::explain(finding, violation, context))
}

/// A value, with its type where that tells it from the legal ones.
pub(crate) fn with_type(value: Value<'_>, legal: &[Value<'_>]) -> String {
    let same_type = legal.iter().any(|other| other.kind().name() == value.kind().name());
    let same_text = legal.iter().any(|other| text(*other) == text(value));
    let is_clear = matches!(value.kind(), Kind::Object | Kind::Array | Kind::Null);
    if (same_text || !same_type) && !is_clear {
        format!("{} (a {})", shown(value), value.kind().name())
    } else {
        shown(value)
    }
}

/// Offers the legal value that was probably meant.
pub(crate) fn suggest(finding: Finding, value: Value<'_>, legal: &[Value<'_>]) -> Finding {
    let given = text(value);
    if let Some(same) = legal.iter().find(|other| text(**other) == given) {
        let literal = same.raw().to_owned();
        return finding.remark(no_quotes(*same)).replace(value, literal, Applicability::Safe);
    }
    let texts: Vec<_> = legal.iter().filter(|v| v.kind() == Kind::String).map(|v| text(*v)).collect();
    match words::nearest(&given, &texts) {
        Some(meant) if value.kind() == Kind::String => finding.perhaps_of(value, meant, &texts),
        _ => finding,
    }
}

/// How a value of this type is written.
fn no_quotes(value: Value<'_>) -> String {
    match value.kind() {
        Kind::String => "a string has quotes".to_owned(),
        kind => format!("a {} has no quotes", kind.name()),
    }
}

/// Offers the number, or the boolean, that stands between quotes.
pub(crate) fn unquoted(finding: Finding, value: Value<'_>, types: &[&str]) -> Finding {
    let Some(bare) = value.string() else { return finding };
    let Some(tape) = crate::json::parse(&bare) else { return with_point(finding, value, &bare, types) };
    let inner = Doc::new(&bare, &tape).root();
    let whole = inner.f64().is_some_and(|number| number.fract() == 0.0);
    let fits = match inner.kind() {
        Kind::Number => types.contains(&"number") || (types.contains(&"integer") && whole),
        Kind::True | Kind::False => types.contains(&"boolean"),
        _ => false,
    };
    if !fits {
        return finding;
    }
    // A boolean between quotes may have been read as anything so far.
    let safe = if inner.kind() == Kind::Number { Applicability::Safe } else { Applicability::Unsafe };
    finding.remark(no_quotes(inner)).replace(value, inner.raw().to_owned(), safe)
}

/// Offers a number with a point for one with a comma.
fn with_point(finding: Finding, value: Value<'_>, bare: &str, types: &[&str]) -> Finding {
    let number = bare.replacen(',', ".", 1);
    let is_number = crate::json::parse(&number).is_some_and(|tape| tape.nodes()[0].kind() == Kind::Number);
    if !types.contains(&"number") || !bare.contains(',') || !is_number {
        return finding;
    }
    finding.remark("decimals have a point, and numbers no quotes").replace(
        value,
        number.trim().to_owned(),
        Applicability::Unsafe,
    )
}
