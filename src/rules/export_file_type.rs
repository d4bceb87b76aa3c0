//! `export-file-type`: a file type that exports do not know.

use super::conditions::{shown, text};
use super::violation::Origin;
use super::{Basis, Context, Demanded, Finding, Rule, RuleMeta, Spot, Violation};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::json::pointer::Step;
use crate::schema::Keyword;
use crate::words;

pub(crate) static EXPORT_FILE_TYPE: Rule = Rule::explaining(
    RuleMeta {
        id: "export-file-type",
        group: "config",
        severity: Severity::Error,
        summary: "`fileType` is none of `dxf`, `plt` and `pdf`",
        basis: Basis::Documented,
        docs: "Drafts are exported as `dxf`, `plt` or `pdf` (page \"Export\"), in lower case: there is no other type of file.

```json fail
{
  \"draftId\": \"4f0d6c1e-2f34-4d0a-9a53-6a1c0b7d9e22\",
  \"fileType\": \"PDF\"
}
```

```json pass
{
  \"draftId\": \"4f0d6c1e-2f34-4d0a-9a53-6a1c0b7d9e22\",
  \"fileType\": \"pdf\"
}
```
",
    },
    explain,
)
.safely_fixable();

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let of_export = matches!(context.kind, Kind::Export | Kind::ExportProfile);
    if violation.origin != Origin::Kind || violation.keyword != Keyword::Enum || !of_export {
        return None;
    }
    if context.steps(violation.value) != [Step::Name("fileType".to_owned())] {
        return None;
    }
    let value = violation.value;
    let legal: Vec<_> = violation.plan.enumeration(violation.sub).into_iter().map(text).collect();
    let message = format!("there is no export to files of type {}", shown(value));
    let finding = Finding::new(EXPORT_FILE_TYPE.meta.id, Severity::Error, Spot::of(value), message)
        .demand(Demanded::Keyword(violation.sub, violation.keyword));
    let bare = text(value);
    Some(match words::nearest(bare.trim_start_matches('.'), &legal).or(legal_after_point(&bare, &legal)) {
        Some(meant) => finding.perhaps_of(value, meant, &legal),
        None => finding.help(format!("`fileType` is {}", words::list(&legal, "or"))),
    })
}

/// `pdf` for `.pdf`.
fn legal_after_point<'a, S: AsRef<str>>(given: &str, legal: &'a [S]) -> Option<&'a str> {
    let bare = given.strip_prefix('.')?;
    legal.iter().map(AsRef::as_ref).find(|name| *name == bare)
}
