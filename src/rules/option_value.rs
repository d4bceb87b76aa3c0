//! `option-value`: a value that the option does not offer.

use super::conditions::{shown, text};
use super::{Basis, Context, Demanded, Finding, Place, Rule, RuleMeta, Section, Spot, Violation, conditions};
use crate::diagnostic::{Applicability, Severity};
use crate::json::{Kind, Value};
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
);

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let Place::Entry(Section::Options, id) = context.place(violation.value) else { return None };
    let value = violation.value;
    let plan = violation.plan;
    let mut legal = plan.enumeration(violation.sub);
    legal.extend(plan.constant(violation.sub));
    let finding = match violation.keyword {
        Keyword::Enum | Keyword::Const => {
            let message = format!("option `{id}` has no value {}", with_type(value, &legal));
            let finding = Finding::new(OPTION_VALUE.meta.id, Severity::Error, Spot::of(value), message);
            let texts: Vec<String> = legal.iter().map(|value| text(*value)).collect();
            suggest(finding.help(format!("choose {}", words::list(&texts, "or"))), value, &legal)
        }
        Keyword::Type => {
            let types = plan.types(violation.sub).map(|set| set.names().join(" or ")).unwrap_or_default();
            let message = format!("option `{id}` takes a {types}, not {}", with_type(value, &[]));
            let finding = Finding::new(OPTION_VALUE.meta.id, Severity::Error, Spot::of(value), message);
            unquoted(finding, value, &types)
        }
        Keyword::Pattern | Keyword::Format | Keyword::MinLength | Keyword::MaxLength => {
            let message = format!("option `{id}` cannot be {}", shown(value));
            Finding::new(OPTION_VALUE.meta.id, Severity::Error, Spot::of(value), message)
                .remark(super::schema_violation::requirement(violation))
        }
        _ => return None,
    };
    let finding = finding.demand(Demanded::Keyword(violation.sub, violation.keyword));
    Some(conditions::explain(finding, violation, context))
}

/// A value, with its type where that alone tells it from a legal one.
fn with_type(value: Value<'_>, legal: &[Value<'_>]) -> String {
    let same_text = legal.iter().any(|other| text(*other) == text(value));
    let scalar = !matches!(value.kind(), Kind::Object | Kind::Array);
    if same_text || (legal.is_empty() && scalar && value.kind() != Kind::Null) {
        format!("{} (a {})", shown(value), value.kind().name())
    } else {
        shown(value)
    }
}

/// Offers the legal value that was probably meant.
fn suggest(finding: Finding, value: Value<'_>, legal: &[Value<'_>]) -> Finding {
    let given = text(value);
    if let Some(same) = legal.iter().find(|other| text(**other) == given) {
        return finding.remark(format!("the list holds the {} {}", same.kind().name(), shown(*same))).replace(
            value,
            same.raw().to_owned(),
            Applicability::Safe,
        );
    }
    let texts: Vec<String> = legal.iter().filter(|v| v.kind() == Kind::String).map(|v| text(*v)).collect();
    match words::nearest(&given, &texts).and_then(|near| legal.iter().find(|v| v.is_str(near))) {
        Some(meant) if value.kind() == Kind::String => finding
            .remark(format!("did you mean {}?", shown(*meant)))
            .replace(value, meant.raw().to_owned(), Applicability::Unsafe),
        _ => finding,
    }
}

/// Offers a number without the quotes around it.
pub(crate) fn unquoted(finding: Finding, value: Value<'_>, types: &str) -> Finding {
    let bare = value.string().unwrap_or_default();
    let is_number = crate::json::parse(&bare).is_some_and(|tape| tape.nodes()[0].kind() == Kind::Number);
    if types == "number" && is_number {
        return finding.help(format!("write {bare} without quotes")).replace(
            value,
            bare.trim().to_owned(),
            Applicability::Safe,
        );
    }
    finding
}
