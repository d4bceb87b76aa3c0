//! `profile-revision`: a revision of no profile.

use super::{Basis, Context, Demanded, Finding, Rule, RuleMeta, Spot, Violation};
use crate::diagnostic::Severity;
use crate::json::Value;
use crate::schema::Detail;

pub(crate) static PROFILE_REVISION: Rule = Rule::explaining(
    RuleMeta {
        id: "profile-revision",
        group: "draft",
        severity: Severity::Info,
        summary: "`measurementProfileRevId` without `measurementProfileId`",
        basis: Basis::Inferred,
        docs:
            "`measurementProfileRevId` names a revision of a measurement profile; without `measurementProfileId` there \
is no profile that it could be a revision of.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"measurementProfileRevId\": \"7f3c1d2e-95ab-4c0e-8d11-2b6f0a4e9c55\"
}
```

```json pass
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"measurementProfileId\": \"1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed\",
  \"measurementProfileRevId\": \"7f3c1d2e-95ab-4c0e-8d11-2b6f0a4e9c55\"
}
```
",
    },
    explain,
)
.and_linting(lint);

/// The user's own schema may prove it.
fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let is_it = matches!(
        violation.detail,
        Detail::Depends { trigger: "measurementProfileRevId", missing: "measurementProfileId" }
    );
    let member = if is_it { context.body.member("measurementProfileRevId")? } else { return None };
    Some(finding(member.key, Severity::Error).demand(Demanded::Keyword(violation.sub, violation.keyword)))
}

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(member) = context.body.member("measurementProfileRevId") else { return };
    if context.body.get("measurementProfileId").is_none() && !context.is_hole(member.value) {
        findings.push(finding(member.key, Severity::Info));
    }
}

fn finding(key: Value<'_>, severity: Severity) -> Finding {
    let message = "`measurementProfileRevId` means nothing without `measurementProfileId`";
    Finding::new(PROFILE_REVISION.meta.id, severity, Spot::of(key), message)
        .help("add the `measurementProfileId` that it is a revision of, or remove it")
}
