//! `preset-spelling`: an option value as presets write it.

use super::conditions::{shown, text};
use super::{Basis, Context, Demanded, Finding, Place, Rule, RuleMeta, Section, Spot, Violation};
use crate::diagnostic::{Applicability, Severity};
use crate::schema::Keyword;

pub(crate) static PRESET_SPELLING: Rule = Rule::explaining(
    RuleMeta {
        id: "preset-spelling",
        group: "option",
        severity: Severity::Error,
        summary: "an option value is written as in a preset: `collar.wide` for `wide`",
        basis: Basis::Documented,
        docs:
            "Presets store options as `<option>.<value>` (`\"collar\": \"collar.wide\"`); drafts take the bare value \
(`\"collar\": \"wide\"`). Options copied from a preset are refused.

Drop the option's name from the value; the fix does that.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"options\": {\"collar\": \"collar.regular\", \"pocket\": \"none\", \"bodyLengthAdj\": 0, \"necklineAdj\": 0}
}
```

```json pass
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"options\": {\"collar\": \"regular\", \"pocket\": \"none\", \"bodyLengthAdj\": 0, \"necklineAdj\": 0}
}
```
",
    },
    explain,
);

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let Place::Entry(Section::Options, id) = context.place(violation.value) else { return None };
    // A wrong type speaks for a wrong value: the list is there all the same.
    if !matches!(violation.keyword, Keyword::Enum | Keyword::Const | Keyword::Type) {
        return None;
    }
    let given = violation.value.string()?;
    let bare = given.strip_prefix(id.as_str())?.strip_prefix('.')?;
    let mut legal = violation.plan.enumeration(violation.sub);
    legal.extend(violation.plan.constant(violation.sub));
    let legal = legal.into_iter().find(|value| text(*value) == bare)?;
    let message = format!("option `{id}` is written as in a preset: {} for {}", shown(violation.value), shown(legal));
    Some(
        Finding::new(PRESET_SPELLING.meta.id, Severity::Error, Spot::of(violation.value), message)
            .replace(violation.value, legal.raw().to_owned(), Applicability::Safe)
            .demand(Demanded::Keyword(violation.sub, violation.keyword)),
    )
}
