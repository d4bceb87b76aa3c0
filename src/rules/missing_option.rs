//! `missing-option`: an option that the pattern requires is not given.

use super::sub_option::choices;
use super::{Basis, Context, Demanded, Finding, Rule, RuleMeta, Section, Spot, Violation, conditions};
use crate::diagnostic::Severity;
use crate::schema::Keyword;
use crate::words;

pub(crate) static MISSING_OPTION: Rule = Rule::explaining(
    RuleMeta {
        id: "missing-option",
        group: "option",
        severity: Severity::Warning,
        summary: "an option that the pattern requires is not given",
        basis: Basis::Documented,
        docs: "Pattern schemas require every main option as soon as `options` is there. The draft endpoint fills in \
those that are missing with neutral values, and says so in `appliedOptionFallbacks`, unless `enableOptionFallbacks` is \
`false` (page \"Draft\"): so this is a warning, and an error where fallbacks are switched off.

Say what you want: a fallback is whatever the server takes for neutral on that day.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"options\": {\"collar\": \"regular\", \"pocket\": \"none\", \"bodyLengthAdj\": 0}
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
    if !matches!(violation.keyword, Keyword::Required | Keyword::Dependencies)
        || context.section(violation.value) != Some(Section::Options)
    {
        return None;
    }
    let name = violation.missing()?;
    let mut finding = Finding::new(
        MISSING_OPTION.meta.id,
        context.missing_option_severity(),
        Spot::Lack(violation.value.index()),
        format!("option `{name}` is missing"),
    )
    .remark(format!("`{name}` is missing here"))
    .demand(Demanded::Keyword(violation.sub, violation.keyword));
    finding = match choices(name, violation, context) {
        choices if choices.is_empty() => finding.help(format!("add `{name}`")),
        choices => finding.help(format!("add `{name}`: {}", words::list(&choices, "or"))),
    };
    if context.fills_options() {
        finding =
            finding.note("the server fills it in with a neutral value, as `enableOptionFallbacks` is not `false`");
    } else if let Some(flag) = context.body.get("enableOptionFallbacks") {
        finding = finding.label(Spot::of(flag), "so the server fills in nothing");
    }
    Some(conditions::explain(finding, violation, context))
}
