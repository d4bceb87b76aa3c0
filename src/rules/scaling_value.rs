//! `scaling-value`: a scaling that is no number.

use super::conditions::shown;
use super::option_value::unquoted;
use super::parts::{Part, part_of};
use super::violation::Origin;
use super::{Basis, Context, Finding, Rule, RuleMeta, Spot, Violation};
use crate::diagnostic::Severity;
use crate::schema::Keyword;

pub(crate) static SCALING_VALUE: Rule = Rule::explaining(
    RuleMeta {
        id: "scaling-value",
        group: "config",
        severity: Severity::Error,
        summary: "a value of a scaling configuration is no number",
        basis: Basis::Example,
        docs:
            "`scaling` holds numbers for warp and weft: what the fabric shrinks by, and what the ease is adjusted by. \
Every example has 1 for each, and the documentation does not say in which unit; so toile checks that they are numbers, \
and not how large they are.

```json fail
{
  \"name\": \"Poplin\",
  \"nesting\": {\"sheetWidth\": 150},
  \"scaling\": {\"shrinkageWarp\": \"1\", \"shrinkageWeft\": 1}
}
```

```json pass
{
  \"name\": \"Poplin\",
  \"nesting\": {\"sheetWidth\": 150},
  \"scaling\": {\"shrinkageWarp\": 1, \"shrinkageWeft\": 1}
}
```
",
    },
    explain,
)
.safely_fixable();

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if violation.origin != Origin::Kind || violation.keyword != Keyword::Type {
        return None;
    }
    let (_, name) = part_of(violation.value, context).filter(|(part, _)| *part == Part::Scaling)?;
    let message = format!("`{name}` must be a number, not {}", kind_and_value(violation));
    let finding = Finding::new(SCALING_VALUE.meta.id, Severity::Error, Spot::of(violation.value), message);
    let finding = unquoted(finding, violation.value, &["number"]);
    let fixed = !finding.fixes.is_empty();
    Some(if fixed { finding } else { finding.help("every documented example has 1 here") })
}

fn kind_and_value(violation: &Violation<'_>) -> String {
    let value = violation.value;
    match value.kind().name() {
        name @ ("string" | "boolean") => format!("the {name} {}", shown(value)),
        _ => shown(value),
    }
}
