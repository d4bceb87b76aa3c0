//! `option-range`: a number outside the range of its option.

use super::option_step::legal;
use super::{Basis, Context, Demanded, Finding, Place, Rule, RuleMeta, Section, Spot, Violation, conditions};
use crate::diagnostic::{Applicability, Severity};
use crate::json::Decimal;
use crate::schema::{Bounds, Keyword};

pub(crate) static OPTION_RANGE: Rule = Rule::explaining(
    RuleMeta {
        id: "option-range",
        group: "option",
        severity: Severity::Error,
        summary: "a number outside the range of its option",
        basis: Basis::Documented,
        docs: "A range option takes numbers from its minimum to its maximum, both included. Authored texts of schemas \
are often wrong about that (\"less than 5\" where 5 is allowed): toile says what the schema really checks, and the \
nearest legal value.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"options\": {\"collar\": \"regular\", \"pocket\": \"none\", \"bodyLengthAdj\": 0, \"necklineAdj\": 5.5}
}
```

```json pass
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"options\": {\"collar\": \"regular\", \"pocket\": \"none\", \"bodyLengthAdj\": 0, \"necklineAdj\": 5}
}
```
",
    },
    explain,
)
.unsafely_fixable();

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let Place::Entry(Section::Options, id) = context.place(violation.value) else { return None };
    let (above, is_bound) = match violation.keyword {
        Keyword::Maximum | Keyword::ExclusiveMaximum => (true, true),
        Keyword::Minimum | Keyword::ExclusiveMinimum => (false, true),
        _ => (false, false),
    };
    if !is_bound {
        return None;
    }
    let bounds = violation.plan.bounds(violation.sub);
    let side = if above { "above" } else { "below" };
    let given = violation.value.raw();
    let message = format!("option `{id}` is {given}, {side} its range: {}", range(&bounds));
    let mut finding = Finding::new(OPTION_RANGE.meta.id, Severity::Error, Spot::of(violation.value), message)
        .demand(Demanded::Keyword(violation.sub, violation.keyword));
    let step = violation.plan.multiple_of_literal(violation.sub);
    if let Some(nearest) = nearest(&bounds, above, step) {
        finding = finding.remark(format!("the nearest legal value is {nearest}")).replace(
            violation.value,
            nearest,
            Applicability::Unsafe,
        );
    }
    Some(conditions::explain(finding, violation, context))
}

/// A range in words: "from -5 to 5, both included".
pub(crate) fn range(bounds: &Bounds<'_>) -> String {
    let minimum = bounds.minimum.map(|limit| (limit.raw, limit.exclusive));
    let maximum = bounds.maximum.map(|limit| (limit.raw, limit.exclusive));
    match (minimum, maximum) {
        (Some((low, false)), Some((high, false))) => format!("it takes {low} to {high}, both included"),
        (Some((low, true)), Some((high, true))) => format!("it takes more than {low} and less than {high}"),
        (Some((low, true)), Some((high, false))) => format!("it takes more than {low}, up to and including {high}"),
        (Some((low, false)), Some((high, true))) => format!("it takes {low} and more, but less than {high}"),
        (Some((low, false)), None) => format!("it takes {low} and more"),
        (Some((low, true)), None) => format!("it takes more than {low}"),
        (None, Some((high, false))) => format!("it takes at most {high}"),
        (None, Some((high, true))) => format!("it takes less than {high}"),
        (None, None) => "it has none".to_owned(),
    }
}

/// The legal value next to the bound that was crossed, on the grid of the step.
fn nearest(bounds: &Bounds<'_>, above: bool, step: Option<&str>) -> Option<String> {
    let crossed = if above { bounds.maximum } else { bounds.minimum }?;
    let limit = Decimal::parse(crossed.raw)?;
    let Some(step) = step else { return (!crossed.exclusive).then(|| limit.to_string()) };
    let step = Decimal::parse(step)?;
    let mut on_grid = if above { limit.floor_to_multiple(step)? } else { limit.ceil_to_multiple(step)? };
    if crossed.exclusive && on_grid == limit {
        on_grid = if above { on_grid.checked_sub(step)? } else { on_grid.checked_add(step)? };
    }
    legal(on_grid, step, bounds, !above).map(|value| value.to_string())
}
