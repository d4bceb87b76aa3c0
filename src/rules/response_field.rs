//! `response-field`: a field of a reply in a request.

use super::violation::Origin;
use super::{Basis, Context, Demanded, Finding, Rule, RuleMeta, Spot, Violation};
use crate::diagnostic::{Applicability, Severity};
use crate::document::Kind;
use crate::schema::Keyword;
use crate::words;

pub(crate) static RESPONSE_FIELD: Rule = Rule::explaining(
    RuleMeta {
        id: "response-field",
        group: "batch",
        severity: Severity::Error,
        summary: "a field that only replies have, in a request",
        basis: Basis::Example,
        docs:
            "Some fields are the server's to fill in: ids, times, who did it, what became of it. They stand in replies \
only. A request that holds one was most likely copied from a reply, with whatever else differs there.

Remove them before the request is sent.

```json fail
{
  \"name\": \"Poplin\",
  \"nesting\": {\"sheetWidth\": 150},
  \"scaling\": {\"shrinkageWarp\": 1, \"shrinkageWeft\": 1},
  \"createdAt\": \"2019-03-16T02:56:58.832Z\"
}
```

```json pass
{
  \"name\": \"Poplin\",
  \"nesting\": {\"sheetWidth\": 150},
  \"scaling\": {\"shrinkageWarp\": 1, \"shrinkageWeft\": 1}
}
```
",
    },
    explain,
)
.unsafely_fixable();

/// What the replies of every endpoint say about a thing.
const EVERY: [&str; 4] = ["createdAt", "createdBy", "updatedAt", "updatedBy"];

/// What the replies about each kind have besides.
fn of_reply(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Draft => &["id", "status", "stage", "jobUrl", "appliedOptionFallbacks", "objects"],
        Kind::Export => &["id", "status", "jobUrl"],
        Kind::Batch => &["id", "status", "resources", "jobUrl"],
        Kind::PredictBody | Kind::PredictScan | Kind::ExportProfile | Kind::Preset | Kind::MeasurementProfile => {
            &["id"]
        }
        Kind::Material | Kind::MaterialUpdate => &["id", "global"],
        Kind::Metadata => &["uuid", "isDefault", "parentId"],
        _ => &[],
    }
}

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if violation.origin != Origin::Kind
        || violation.keyword != Keyword::AdditionalProperties
        || violation.value.index() != context.body.index()
        || of_reply(context.kind).is_empty()
    {
        return None;
    }
    let key = violation.key()?;
    let name = key.string()?;
    if !EVERY.contains(&name.as_ref()) && !of_reply(context.kind).contains(&name.as_ref()) {
        return None;
    }
    let message = format!("{} is a field of replies: it does not belong into a request", words::code(&name));
    Some(
        Finding::new(RESPONSE_FIELD.meta.id, Severity::Error, Spot::of(key), message)
            .help("was a reply pasted here? remove what only the server fills in")
            .remove(key, Applicability::Unsafe)
            .demand(Demanded::Keyword(violation.sub, violation.keyword)),
    )
}
