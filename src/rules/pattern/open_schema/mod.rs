//! `open-schema`: what a pattern schema lets through by an oversight.

mod branches;
mod closure;
mod conditions;
mod types;

use super::{Basis, Context, Finding, Rule, RuleMeta, Spot, nearest};
use crate::diagnostic::Severity;
use crate::document::Kind;

pub(crate) static OPEN_SCHEMA: Rule = Rule::linting(
    RuleMeta {
        id: "open-schema",
        group: "pattern",
        severity: Severity::Warning,
        summary: "a pattern schema lets something through that it seems to refuse",
        basis: Basis::Documented,
        docs: "A schema refuses less than it looks. `required` and `properties` say nothing about values that are no objects, \
so that `\"options\": []` passes without `\"type\": \"object\"`. A pattern such as `.` in `patternProperties` matches every \
name, so that `additionalProperties` beside it has nothing left to refuse. An `if` that only looks at the value of a property \
holds where the property is missing. A condition on an option or value that does not exist never holds, and its `then` is \
never reached. A `oneOf` of one branch is no choice. Keywords beside a `$ref`, and keywords of later drafts, are ignored.

What follows from the draft-07 specification alone is a warning. What may be meant (a draft open to other fields, \
measurements of any name and of zero, a section that may be left out as a whole) is a remark.

```json fail
{
  \"type\": \"object\",
  \"properties\": {
    \"options\": {\"type\": \"object\"},
    \"seams\": {
      \"type\": \"object\",
      \"patternProperties\": {\".\": {\"type\": \"number\"}},
      \"additionalProperties\": false
    }
  },
  \"additionalProperties\": false
}
```

```json pass
{
  \"type\": \"object\",
  \"properties\": {
    \"options\": {\"type\": \"object\"},
    \"seams\": {
      \"type\": \"object\",
      \"properties\": {\"armhole\": {\"type\": \"number\"}, \"collar\": {\"type\": \"number\"}},
      \"additionalProperties\": false
    }
  },
  \"additionalProperties\": false
}
```
",
    },
    lint,
)
.of(&[Kind::PatternSchema])
.unsafely_fixable();

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(study) = context.study() else { return };
    let Some(survey) = study.sound() else { return };
    types::lint(survey, study, findings);
    closure::lint(survey, findings);
    conditions::lint(survey, findings);
    branches::lint(survey, study, findings);
}

fn hole(severity: Severity, spot: Spot, message: impl Into<String>) -> Finding {
    Finding::new(OPEN_SCHEMA.meta.id, severity, spot, message)
}
