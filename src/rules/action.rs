//! `unknown-action`: an action type that does not exist. References to missing actions are the batch's part of it.

use super::conditions::{shown, text};
use super::violation::Origin;
use super::{Basis, Context, Demanded, Finding, Rule, RuleMeta, Spot, Violation};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::json::pointer::Step;
use crate::schema::Keyword;
use crate::words;

pub(crate) static UNKNOWN_ACTION: Rule = Rule::explaining(
    RuleMeta {
        id: "unknown-action",
        group: "batch",
        severity: Severity::Error,
        summary: "an action of a type, or a reference to an action, that does not exist",
        basis: Basis::Documented,
        docs:
            "A batch knows four types of action: `predictBody`, `predictScan`, `draft` and `export` (page \"Batch\"). \
Upper and lower case count. And a reference `#/resources/<action>/...` leads to an action of the same batch, by its key in \
`actions`.

```json fail
{\"actions\": {\"d1\": {\"type\": \"Draft\", \"body\": {}}}}
```

```json fail
{\"actions\": {
  \"d1\": {\"type\": \"draft\", \"body\": {
    \"patternId\": 397,
    \"measurementType\": \"body\",
    \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39}
  }},
  \"e1\": {\"type\": \"export\", \"body\": {\"draftId\": {\"$ref\": \"#/resources/shirt/id\"}, \"fileType\": \"pdf\"}}
}}
```

```json pass
{\"actions\": {\"p1\": {\"type\": \"predictBody\", \"body\": {
  \"gender\": \"female\", \"measurements\": {\"fbHeight\": 175}
}}}}
```
",
    },
    explain,
)
.safely_fixable()
.and_linking(super::batch::link_unknown_actions);

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if violation.origin != Origin::Kind || violation.keyword != Keyword::Enum {
        return None;
    }
    let path = context.steps(violation.value);
    if context.kind != Kind::Action || path != [Step::Name("type".to_owned())] {
        return None;
    }
    let legal: Vec<_> = violation.plan.enumeration(violation.sub).into_iter().map(text).collect();
    let message = format!("there is no action of type {}", shown(violation.value));
    let finding = Finding::new(UNKNOWN_ACTION.meta.id, Severity::Error, Spot::of(violation.value), message)
        .help(format!("an action is of type {}", words::list(&legal, "or")))
        .demand(Demanded::Keyword(violation.sub, violation.keyword));
    Some(match words::nearest(&text(violation.value), &legal) {
        Some(meant) => finding.perhaps_of(violation.value, meant, &legal),
        None => finding,
    })
}
