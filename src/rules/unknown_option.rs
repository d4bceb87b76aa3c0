//! `unknown-option`: an option that the pattern does not have.

use super::{Basis, Context, Demanded, Finding, Rule, RuleMeta, Section, Spot, Violation};
use crate::diagnostic::{Applicability, Severity};
use crate::json::Value;
use crate::words;

pub(crate) static UNKNOWN_OPTION: Rule = Rule::explaining(
    RuleMeta {
        id: "unknown-option",
        group: "option",
        severity: Severity::Error,
        summary: "an option that the pattern does not have",
        basis: Basis::Documented,
        docs: "The pattern has no option of this name, so the choice has no effect, or the draft is refused.

Rename it if another name was meant, else remove it. Sub-options are dotted: `pocket.leftBreast.style`.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"options\": {\"collar\": \"regular\", \"pocket\": \"none\", \"bodyLengthAdj\": 0, \"necklineAdj\": 0, \"cuff\": \"french\"}
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
.and_linting(lint);

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let key = violation.key()?;
    (context.section(violation.value) == Some(Section::Options))
        .then(|| finding(key, context).demand(Demanded::Keyword(violation.sub, violation.keyword)))
}

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(pattern) = context.pattern.filter(|pattern| !pattern.names.options.is_empty()) else { return };
    let unknown = context.unknown(Section::Options, &pattern.names.options);
    findings.extend(unknown.map(|member| finding(member.key, context)));
}

fn finding(key: Value<'_>, context: &Context<'_>) -> Finding {
    let id = key.string().unwrap_or_default();
    let known = context.pattern.map(|pattern| pattern.names.options.as_slice()).unwrap_or_default();
    let message = format!("{} is no option of this pattern", words::code(&id));
    let finding = Finding::new(UNKNOWN_OPTION.meta.id, Severity::Error, Spot::of(key), message);
    if known.iter().any(|name| *name == id) {
        // The data knows it and the schema refuses it: the two do not belong together.
        return finding
            .note("the pattern data has this option, the schema has not: they may be of different references");
    }
    // An option that is given already was not meant a second time.
    let free: Vec<&String> = known.iter().filter(|name| !context.gives(Section::Options, name)).collect();
    match words::nearest(&id, &free) {
        Some(meant) => finding.perhaps_of(key, meant, known),
        None => {
            finding.help(format!("this pattern has {}", words::list(known, "and"))).remove(key, Applicability::Unsafe)
        }
    }
}
