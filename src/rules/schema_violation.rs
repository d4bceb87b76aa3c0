//! `schema-violation`: whatever a pattern schema refuses that no other rule explains better.

use super::conditions::{shown, text};
use super::{Basis, Context, Demanded, Finding, Rule, RuleMeta, Spot, Violation, conditions};
use crate::diagnostic::Severity;
use crate::json::pointer::Step;
use crate::schema::{Detail, Keyword};
use crate::words;

pub(crate) static SCHEMA_VIOLATION: Rule = Rule::explaining(
    RuleMeta {
        id: "schema-violation",
        group: "schema",
        severity: Severity::Error,
        summary: "the pattern schema refuses the request",
        basis: Basis::Documented,
        docs: "The pattern schema refuses the request for a reason that no other rule knows. The finding names the \
keyword, the place in the request and the line of the schema.

In this example the schema of the pattern wants every selected id to differ (`uniqueItems`).

```json fail
{
  \"patternId\": 508,
  \"measurementType\": \"final\",
  \"measurements\": {\"ffBustGirth\": 98, \"ffBackLength\": 102.5},
  \"selectedMeasurementIds\": [\"ffBustGirth\", \"ffBackLength\", \"ffBustGirth\"]
}
```

```json pass
{
  \"patternId\": 508,
  \"measurementType\": \"final\",
  \"measurements\": {\"ffBustGirth\": 98, \"ffBackLength\": 102.5},
  \"selectedMeasurementIds\": [\"ffBustGirth\", \"ffBackLength\"]
}
```
",
    },
    explain,
);

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let value = violation.value;
    let spot = match violation.keyword {
        Keyword::Required | Keyword::Dependencies | Keyword::MinProperties => Spot::Lack(value.index()),
        _ if violation.key().is_some() => violation.key().map(Spot::of)?,
        _ if value.is_object() || value.is_array() => Spot::Lack(value.index()),
        _ => Spot::of(value),
    };
    let name = context.last_step(value).map(|step| match step {
        Step::Name(name) => words::code(&name),
        Step::Index(position) => format!("element {position}"),
    });
    let name = name.unwrap_or_else(|| "the request".to_owned());
    let demanded = Demanded::Keyword(violation.sub, violation.keyword);
    if let Detail::Repeat(first, second) = violation.detail {
        let (first, second) = (value.element(first)?, value.element(second)?);
        let message = format!("{} is given twice: every element of {name} must differ", shown(second));
        let finding = Finding::new(SCHEMA_VIOLATION.meta.id, Severity::Error, Spot::of(second), message)
            .label(Spot::of(first), "for the first time")
            .demand(demanded);
        return Some(conditions::explain(finding, violation, context));
    }
    let message = match violation.keyword {
        keyword if is_about_names(keyword) => headline(violation),
        _ if value.is_object() || value.is_array() => format!("{name} is refused: {}", requirement(violation)),
        _ if text(value).chars().count() > LONGEST => format!("{name} is refused: {}", requirement(violation)),
        _ => format!("{name} cannot be {}: {}", shown(value), requirement(violation)),
    };
    let mut finding = Finding::new(SCHEMA_VIOLATION.meta.id, Severity::Error, spot, message).demand(demanded);
    if let Detail::Depends { trigger, .. } = &violation.detail
        && let Some(member) = context.member(value, trigger)
    {
        finding = finding.remark("not in here").label(Spot::of(member.key), "asks for it");
    }
    Some(conditions::explain(finding, violation, context))
}

/// Longer values are not repeated in a message.
const LONGEST: usize = 40;

/// Whether the headline of a keyword needs no value.
fn is_about_names(keyword: Keyword) -> bool {
    use Keyword::{AdditionalProperties, AnyOf, Dependencies, FalseSchema, Not, OneOf, PropertyNames, Required};
    matches!(
        keyword,
        Required | Dependencies | AdditionalProperties | PropertyNames | OneOf | AnyOf | Not | FalseSchema
    )
}

/// What is wrong, in general words.
pub(crate) fn headline(violation: &Violation<'_>) -> String {
    let value = violation.value;
    let plan = violation.plan;
    let given =
        if value.is_object() || value.is_array() { format!("this {}", value.kind().name()) } else { shown(value) };
    match (violation.keyword, &violation.detail) {
        (Keyword::Required, Detail::Missing(name)) => format!("`{name}` is missing"),
        (Keyword::Dependencies, Detail::Depends { trigger, missing }) => {
            format!("`{missing}` is missing: it is required beside `{trigger}`")
        }
        (Keyword::AdditionalProperties, _) => {
            let name = violation.key().map(text).unwrap_or_default();
            format!("{} is not allowed here", words::code(&name))
        }
        (Keyword::PropertyNames, _) => {
            let name = violation.key().map(text).unwrap_or_default();
            format!("{} is no allowed name here", words::code(&name))
        }
        (Keyword::OneOf, Detail::Passing(None)) => one_of(violation, "none is"),
        (Keyword::OneOf, _) => one_of(violation, "more than one is"),
        (Keyword::AnyOf, _) => {
            let count = plan.branches(violation.sub, Keyword::AnyOf).len();
            format!("{given} fits none of the {count} forms that the schema allows")
        }
        (Keyword::Not | Keyword::FalseSchema, _) => {
            let together = plan.negated(violation.sub).and_then(|negated| plan.required_only(negated));
            match together.filter(|names| names.len() > 1 && violation.keyword == Keyword::Not) {
                Some(names) => format!("{} may not be given together", words::list(&names, "and")),
                None => format!("{given} is not allowed here"),
            }
        }
        (Keyword::UniqueItems, Detail::Repeat(first, second)) => {
            format!("elements {first} and {second} are equal: every element must differ")
        }
        _ => format!("{given} is not allowed here: {}", requirement(violation)),
    }
}

fn one_of(violation: &Violation<'_>, count: &str) -> String {
    let branches = violation.plan.branches(violation.sub, Keyword::OneOf);
    let single = branches.iter().map(|branch| match violation.plan.required_only(*branch).as_deref() {
        Some([name]) => Some((*name).to_owned()),
        _ => None,
    });
    match single.collect::<Option<Vec<String>>>() {
        Some(names) => format!("exactly one of {} must be given, but {count}", words::list(&names, "or")),
        None => format!("exactly one of {} forms must fit, but {}", branches.len(), count.replace(" is", " does")),
    }
}

/// What the failed keyword demands: "must be at most 5".
pub(crate) fn requirement(violation: &Violation<'_>) -> String {
    let plan = violation.plan;
    let sub = violation.sub;
    let literal = || plan.keyword_value(sub, violation.keyword).map(|value| value.raw().to_owned()).unwrap_or_default();
    match violation.keyword {
        Keyword::Type => {
            let names = plan.types(sub).map(crate::schema::TypeSet::names).unwrap_or_default();
            format!("it must be of type {}", words::list(&names, "or").replace('`', ""))
        }
        Keyword::Enum => {
            let values: Vec<_> = plan.enumeration(sub).into_iter().map(text).collect();
            format!("it must be {}", words::list(&values, "or"))
        }
        Keyword::Const => format!("it must be {}", plan.constant(sub).map(shown).unwrap_or_default()),
        Keyword::Maximum => format!("it must be at most {}", literal()),
        Keyword::Minimum => format!("it must be at least {}", literal()),
        Keyword::ExclusiveMaximum => format!("it must be less than {}", literal()),
        Keyword::ExclusiveMinimum => format!("it must be greater than {}", literal()),
        Keyword::MultipleOf => format!("it must be a multiple of {}", literal()),
        Keyword::MaxLength => format!("it must have at most {} characters", literal()),
        Keyword::MinLength => format!("it must have at least {} characters", literal()),
        Keyword::Pattern => {
            format!("it must match {}", words::code(&plan.pattern_source(sub).unwrap_or_default()))
        }
        Keyword::Format => format!("it must be of the format {}", literal().replace('"', "`")),
        Keyword::MaxItems => format!("it must have at most {} elements", literal()),
        Keyword::MinItems => format!("it must have at least {} elements", literal()),
        Keyword::AdditionalItems => "it has more elements than the schema allows".to_owned(),
        Keyword::Contains => "no element is of the form that one must have".to_owned(),
        Keyword::MaxProperties => format!("it must have at most {} members", literal()),
        Keyword::MinProperties => format!("it must have at least {} members", literal()),
        other => format!("the schema's `{}` refuses it", other.name()),
    }
}
