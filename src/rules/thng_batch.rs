//! `thng-batch`: what the schema of an EVRYTHNG batch cannot say.

use std::borrow::Cow;

use super::thng::{forbidden, labels, malformed, read_only};
use super::{Basis, Context, Finding, Rule, RuleMeta, Spot, Violation};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::words;

pub(crate) static THNG_BATCH: Rule = Rule::explaining(
    RuleMeta {
        id: "thng-batch",
        group: "thng",
        severity: Severity::Warning,
        summary: "an EVRYTHNG batch without a name, or with fields that the platform sets",
        basis: Basis::Documented,
        docs: "A batch cannot be created without `name`. An update takes any subset of the fields (so says the guide, though \
the model of the request demands `name` there, too): name its file `NAME.thng-batch-update.json`, or give \
`--kind thng-batch-update`, and nothing is missed. Nested fields are replaced by an update, never merged.

`id`, `createdAt`, `updatedAt`, `status` and `resourceCountsByProduct` are set by the platform; a request that has them \
is most likely a reply that was stored and sent back.

Of remarks only: more than 60 tags, and identifiers that are no texts.

```json fail
{
  \"name\": \"Spring shirts\",
  \"customFields\": {\"fabric\": \"poplin\"},
  \"status\": \"EMPTY\"
}
```

```json pass
{
  \"name\": \"Spring shirts\",
  \"customFields\": {\"fabric\": \"poplin\"}
}
```
",
    },
    explain,
)
.unsafely_fixable()
.and_linting(lint)
.of(&[Kind::ThngBatch, Kind::ThngBatchUpdate]);

/// What a request may say about a batch.
const FIELDS: [&str; 6] = ["name", "description", "identifiers", "tags", "customFields", "scopes"];
const READ_ONLY: [&str; 5] = ["id", "createdAt", "updatedAt", "status", "resourceCountsByProduct"];

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if context.kind == Kind::ThngTask {
        return None;
    }
    if forbidden(violation).is_some() {
        return read_only(THNG_BATCH.meta.id, context.body, &READ_ONLY);
    }
    malformed(THNG_BATCH.meta.id, violation, context)
}

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if !context.body.is_object() {
        return;
    }
    if context.kind == Kind::ThngBatch && context.member(context.body, "name").is_none() {
        findings.extend(nameless(context));
    }
    labels(THNG_BATCH.meta.id, context.body, context, findings);
}

/// Creating and updating look alike: the finding must be right for both.
fn nameless(context: &Context<'_>) -> Option<Finding> {
    // A misspelt name is a finding of its own.
    let strange = |name: &Cow<'_, str>| !FIELDS.contains(&name.as_ref()) && !READ_ONLY.contains(&name.as_ref());
    let names: Vec<_> = context.body.members().filter_map(|member| member.key.string()).filter(strange).collect();
    if words::nearest("name", &names).is_some() {
        return None;
    }
    let message = "`name` is missing: a batch cannot be created without it, only updated";
    let finding = Finding::new(THNG_BATCH.meta.id, Severity::Warning, Spot::Lack(context.body.index()), message);
    Some(
        finding
            .remark("not in here")
            .help("to create a batch, add `name`")
            .help("for an update, say so: `--kind thng-batch-update`, or NAME.thng-batch-update.json"),
    )
}
