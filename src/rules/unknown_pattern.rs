//! `unknown-pattern`: there is nothing to hold the draft against.

use super::conditions::{shown, text};
use super::{Basis, Context, Finding, Rule, RuleMeta, Spot};
use crate::diagnostic::{Applicability, Server, Severity};
use crate::json::Kind;
use crate::words;

pub(crate) static UNKNOWN_PATTERN: Rule = Rule::linting(
    RuleMeta {
        id: "unknown-pattern",
        group: "draft",
        severity: Severity::Info,
        summary: "no schema and no data is loaded for the pattern of a draft",
        basis: Basis::Documented,
        docs:
            "What a draft may hold is decided by its pattern. toile finds the schema and the data of the pattern among \
the files of `--patterns` by `patternId`; without them, only the general shape of a draft is checked.

Save the replies of `GET /patterns/{id}/schema` and `GET /patterns/{id}` in the folder of patterns, as \
`397.schema.json` and `397.pattern.json` for example.

```json fail
{
  \"patternId\": 99999,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180}
}
```

```json pass
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39}
}
```
",
    },
    lint,
)
.unsafely_fixable();

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if context.pattern.is_some() {
        return;
    }
    let Some(id) = context.body.get("patternId").filter(|id| !context.is_hole(*id)) else { return };
    // A wrong type is another rule's business.
    if id.kind() != Kind::Number {
        return;
    }
    let loaded: Vec<String> = context.registry.ids().map(|id| id.to_string()).collect();
    let message =
        format!("no schema and no data is loaded for pattern {}: only the general shape is checked", shown(id));
    let mut finding = Finding::new(UNKNOWN_PATTERN.meta.id, Severity::Info, Spot::of(id), message);
    finding.server = Some(Server::Unknown);
    findings.push(if loaded.is_empty() {
        finding.help("load pattern schemas and data with `--patterns FOLDER`")
    } else {
        let finding = finding.help(format!("patterns that are loaded: {}", words::list(&loaded, "and")));
        match words::nearest(&text(id), &loaded) {
            Some(meant) => {
                finding.remark(format!("did you mean `{meant}`?")).replace(id, meant.to_owned(), Applicability::Unsafe)
            }
            None => finding,
        }
    });
}
