//! `missing-option`: an option that the pattern requires is not given.

use super::allowed_option::Allowed;
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
)
.unsafely_fixable();

/// More names than any list shows.
const MOST: usize = 100;

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
    .remark("not in here")
    .demand(demanded(name, violation));
    let allowed = Allowed::of(name, violation);
    finding = match allowed.choices() {
        Some(choices) => finding.help(format!("add `{name}`: {choices}")),
        None => finding.help(format!("add `{name}`")),
    };
    finding = allowed.added_to(finding, violation.value, context);
    if context.fills_options() {
        finding = finding
            .note("the draft endpoint may fill in a neutral value first: `enableOptionFallbacks` is not `false`");
        let required = violation.plan.required_names(violation.sub);
        let filled: Vec<_> = required.iter().filter(|name| !context.gives(Section::Options, name)).take(MOST).collect();
        if filled.len() > 1 {
            finding = finding.note(format!("it would fill in {}", words::list(&filled, "and")));
        }
    } else if let Some(flag) = context.body.get("enableOptionFallbacks") {
        finding = finding.label(Spot::of(flag), "so nothing is filled in");
    }
    Some(conditions::explain(finding, violation, context))
}

/// The option's own line among those that are required.
fn demanded(name: &str, violation: &Violation<'_>) -> Demanded {
    let required = violation.plan.required_names(violation.sub);
    let position = required.iter().position(|required| required == name);
    match position.and_then(|position| u32::try_from(position).ok()) {
        Some(position) if violation.keyword == Keyword::Required => Demanded::Required(violation.sub, position),
        _ => Demanded::Keyword(violation.sub, violation.keyword),
    }
}
