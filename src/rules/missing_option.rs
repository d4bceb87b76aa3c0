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
    finding = match choices(name, violation) {
        Some(choices) => finding.help(format!("add `{name}`: {choices}")),
        None => finding.help(format!("add `{name}`")),
    };
    finding = with_default(finding, name, violation, context);
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

/// Offers to add an option with what the pattern's data shows first, or with the only value that there is.
pub(super) fn with_default(finding: Finding, name: &str, violation: &Violation<'_>, context: &Context<'_>) -> Finding {
    let data = context.pattern.and_then(|pattern| pattern.data.as_ref());
    let option = data.and_then(|data| data.options.iter().find(|option| option.id == name));
    let subs = violation.plan.subs_at(&["options", name]);
    let listed = subs.iter().map(|sub| violation.plan.enumeration(*sub)).find(|values| !values.is_empty());
    let listed: Vec<&str> = listed.unwrap_or_default().into_iter().map(crate::json::Value::raw).collect();
    let default = option.and_then(|option| option.default.as_deref());
    let literal = match (default, listed.as_slice()) {
        (Some(default), []) => default,
        (Some(default), legal) if legal.contains(&default) => default,
        (None, [only]) => *only,
        _ => return finding,
    };
    if literal.starts_with(['{', '[']) {
        return finding;
    }
    let number = crate::json::to_f64(literal);
    let is_outside = |sub: &crate::schema::SubId| {
        let bounds = violation.plan.bounds(*sub);
        bounds.minimum.is_some_and(|low| number < low.limit) || bounds.maximum.is_some_and(|high| number > high.limit)
    };
    if subs.iter().any(is_outside) { finding } else { finding.insert(violation.value, name, literal) }
}
