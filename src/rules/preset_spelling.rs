//! `preset-spelling`: an option value as presets write it.

use super::conditions::{shown, text};
use super::{Basis, Context, Demanded, Finding, Place, Rule, RuleMeta, Section, Spot, Violation};
use crate::diagnostic::{Applicability, Severity};
use crate::document::Kind;
use crate::json::Kind as Json;
use crate::schema::Keyword;
use crate::words;

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

Drop the option's name from the value; the fix does that. The other way round, a bare value in a preset is a remark: every example of a preset has the long form.

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
)
.safely_fixable()
.and_linting(lint)
.of(&[Kind::Preset]);

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let Place::Entry(Section::Options, id) = context.place(violation.value) else { return None };
    // A wrong type speaks for a wrong value: the list is there all the same.
    if !matches!(violation.keyword, Keyword::Enum | Keyword::Const | Keyword::Type) {
        return None;
    }
    let given = violation.value.string()?;
    let bare = given.strip_prefix(&*id)?.strip_prefix('.')?;
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

/// Values in a preset as drafts write them.
fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for member in context.members(Section::Options).filter(|member| member.value.kind() == Json::String) {
        let (id, value) = (member.key.string().unwrap_or_default(), text(member.value));
        if value.strip_prefix(id.as_ref()).is_some_and(|rest| rest.starts_with('.')) {
            continue;
        }
        let full = format!("{id}.{value}");
        let message = format!("option {} is written as in a draft: {}", words::code(&id), words::code(&value));
        findings.push(
            Finding::new(PRESET_SPELLING.meta.id, Severity::Info, Spot::of(member.value), message)
                .remark(format!("a preset has {}", words::code(&full)))
                .rewrite(member.value, &full, Applicability::Unsafe),
        );
    }
}
