//! `unknown-action`: an action of a type that does not exist.

use super::conditions::{shown, text};
use super::violation::Origin;
use super::{Basis, Context, Demanded, Finding, Rule, RuleMeta, Spot, Violation};
use crate::diagnostic::{Applicability, Severity};
use crate::document::Kind;
use crate::json::pointer::{Step, steps};
use crate::schema::Keyword;
use crate::words;

pub(crate) static UNKNOWN_ACTION: Rule = Rule::explaining(
    RuleMeta {
        id: "unknown-action",
        group: "batch",
        severity: Severity::Error,
        summary: "an action of a type that does not exist",
        basis: Basis::Documented,
        docs: "A batch knows four types of action: `predictBody`, `predictScan`, `draft` and `export` (page \"Batch\").

```json fail
{\"actions\": {\"d1\": {\"type\": \"Draft\", \"body\": {}}}}
```

```json pass
{\"actions\": {\"p1\": {\"type\": \"predictBody\", \"body\": {
  \"gender\": \"female\", \"measurements\": {\"fbHeight\": 175}
}}}}
```
",
    },
    explain,
);

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if violation.origin != Origin::Kind || violation.keyword != Keyword::Enum {
        return None;
    }
    let path = steps(context.body, violation.value.index());
    if context.kind != Kind::Action || path != [Step::Name("type".to_owned())] {
        return None;
    }
    let legal: Vec<String> = violation.plan.enumeration(violation.sub).into_iter().map(text).collect();
    let message = format!("there is no action of the type {}", shown(violation.value));
    let finding = Finding::new(UNKNOWN_ACTION.meta.id, Severity::Error, Spot::of(violation.value), message)
        .help(format!("an action is a {}", words::list(&legal, "or")))
        .demand(Demanded::Keyword(violation.sub, violation.keyword));
    Some(match words::nearest(&text(violation.value), &legal) {
        Some(meant) => finding.remark(format!("did you mean `{meant}`?")).replace(
            violation.value,
            format!("\"{meant}\""),
            Applicability::Unsafe,
        ),
        None => finding,
    })
}
