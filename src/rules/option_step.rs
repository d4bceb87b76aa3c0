//! `option-step`: a number between the steps of its option.

use super::{Basis, Context, Demanded, Finding, Place, Rule, RuleMeta, Section, Spot, Violation, conditions};
use crate::diagnostic::{Applicability, Severity};
use crate::json::Decimal;
use crate::schema::{Bounds, Keyword};

pub(crate) static OPTION_STEP: Rule = Rule::explaining(
    RuleMeta {
        id: "option-step",
        group: "option",
        severity: Severity::Error,
        summary: "a number between the steps of its option",
        basis: Basis::Documented,
        docs:
            "A range option moves in steps: the schema's `multipleOf`. toile decides with exact decimals and names the \
legal values on either side. The server divides binary floating-point numbers, and so refuses some honest decimals: \
0.3 is no multiple of 0.1 to it. A finding about such a value says so.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"options\": {\"collar\": \"regular\", \"pocket\": \"none\", \"bodyLengthAdj\": 0, \"necklineAdj\": 0.7}
}
```

```json pass
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"options\": {\"collar\": \"regular\", \"pocket\": \"none\", \"bodyLengthAdj\": 0, \"necklineAdj\": 0.5}
}
```
",
    },
    explain,
)
.unsafely_fixable();

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let Place::Entry(Section::Options, id) = context.place(violation.value) else { return None };
    if violation.keyword != Keyword::MultipleOf {
        return None;
    }
    let given = violation.value.raw();
    let step = violation.plan.multiple_of_literal(violation.sub)?;
    let message = format!("option `{id}` is {given}, which is no multiple of {step}");
    let mut finding = Finding::new(OPTION_STEP.meta.id, Severity::Error, Spot::of(violation.value), message)
        .demand(Demanded::Keyword(violation.sub, violation.keyword));
    if let (Some(value), Some(grid)) = (Decimal::parse(given), Decimal::parse(step)) {
        if value.is_multiple_of(grid) == Some(true) {
            finding.message = format!("option `{id}` is {given}, which the server takes for no multiple of {step}");
            finding = finding.note(format!(
                "{given} is a multiple of {step}, but not in the binary arithmetic that the server divides with"
            ));
        }
        finding = neighbours(finding, violation, value, grid);
    }
    Some(conditions::explain(finding, violation, context))
}

/// Names the legal values on either side. Those that the server's arithmetic refuses are passed over.
fn neighbours(finding: Finding, violation: &Violation<'_>, value: Decimal, step: Decimal) -> Finding {
    let bounds = violation.plan.bounds(violation.sub);
    let below = value.floor_to_multiple(step).and_then(|start| legal(start, step, &bounds, false));
    let above = value.ceil_to_multiple(step).and_then(|start| legal(start, step, &bounds, true));
    let (remark, nearest) = match (below, above) {
        (Some(below), Some(above)) => {
            let down = value.checked_sub(below);
            let up = above.checked_sub(value);
            let nearest = if down <= up { below } else { above };
            (format!("the nearest legal values are {below} and {above}"), nearest)
        }
        (Some(only), None) | (None, Some(only)) => (format!("the nearest legal value is {only}"), only),
        (None, None) => return finding,
    };
    finding.remark(remark).replace(violation.value, nearest.to_string(), Applicability::Unsafe)
}

/// The first multiple from `start` on, up or down, that is inside the bounds and that the server takes for one.
pub(super) fn legal(start: Decimal, step: Decimal, bounds: &Bounds<'_>, up: bool) -> Option<Decimal> {
    const TRIES: usize = 16;
    let mut at = start;
    for _ in 0..TRIES {
        let number = crate::json::to_f64(&at.to_string());
        let inside =
            bounds.minimum.is_none_or(|low| if low.exclusive { number > low.limit } else { number >= low.limit })
                && bounds
                    .maximum
                    .is_none_or(|high| if high.exclusive { number < high.limit } else { number <= high.limit });
        if !inside {
            return None;
        }
        if crate::schema::is_multiple(number, crate::json::to_f64(&step.to_string())) {
            return Some(at);
        }
        at = if up { at.checked_add(step)? } else { at.checked_sub(step)? };
    }
    None
}
