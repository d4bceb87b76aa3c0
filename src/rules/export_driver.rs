//! `export-driver`: a driver that does not write the format.

use super::conditions::{shown, text};
use super::parts::{Part, export_config, part_of};
use super::violation::Origin;
use super::{Basis, Context, Demanded, Finding, Rule, RuleMeta, Spot, Violation};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::document::parts::DRIVERS;
use crate::schema::Keyword;
use crate::words;

pub(crate) static EXPORT_DRIVER: Rule = Rule::explaining(
    RuleMeta {
        id: "export-driver",
        group: "config",
        severity: Severity::Error,
        summary: "a driver that does not exist, does not write the `format`, or stands without one",
        basis: Basis::Documented,
        docs: "A `dxf` file is written in a `format`, by a `driver` that knows it (page \"Export\"): `aama` by `generic`, \
`etCad` or `optitex`; `astm` and `tiip` by `generic` alone. A driver without a format is a warning: drivers are listed \
by format.

```json fail
{
  \"draftId\": \"4f0d6c1e-2f34-4d0a-9a53-6a1c0b7d9e22\",
  \"fileType\": \"dxf\",
  \"config\": {\"format\": \"astm\", \"driver\": \"optitex\"}
}
```

```json pass
{
  \"draftId\": \"4f0d6c1e-2f34-4d0a-9a53-6a1c0b7d9e22\",
  \"fileType\": \"dxf\",
  \"config\": {\"format\": \"aama\", \"driver\": \"optitex\"}
}
```
",
    },
    explain,
)
.safely_fixable()
.and_linting(lint)
.of(&[Kind::Export, Kind::ExportProfile, Kind::ExportConfig]);

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if violation.origin != Origin::Kind || violation.keyword != Keyword::Enum {
        return None;
    }
    part_of(violation.value, context).filter(|(part, name)| *part == Part::ExportConfig && name == "driver")?;
    let value = violation.value;
    let legal: Vec<_> = violation.plan.enumeration(violation.sub).into_iter().map(text).collect();
    let message = format!("there is no driver {}", shown(value));
    let finding = Finding::new(EXPORT_DRIVER.meta.id, Severity::Error, Spot::of(value), message)
        .demand(Demanded::Keyword(violation.sub, violation.keyword));
    Some(match words::nearest(&text(value), &legal) {
        Some(meant) => finding.perhaps_of(value, meant, &legal),
        None => finding.help(format!("a driver is {}", words::list(&legal, "or"))),
    })
}

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some((config, file_type)) = export_config(context) else { return };
    // A key of another file type is another rule's business.
    if file_type.is_some_and(|file_type| !file_type.is_str("dxf")) {
        return;
    }
    let Some(driver) = context.member(config, "driver") else { return };
    let Some(name) = driver.value.string() else { return };
    if !DRIVERS.iter().any(|(_, drivers)| drivers.contains(&name.as_ref())) {
        return;
    }
    let Some(format) = context.member(config, "format") else {
        let formats: Vec<&str> =
            DRIVERS.iter().filter(|(_, drivers)| drivers.contains(&name.as_ref())).map(|(format, _)| *format).collect();
        let message = format!("`driver` is {}, but there is no `format` for it to write", shown(driver.value));
        findings.push(
            Finding::new(EXPORT_DRIVER.meta.id, Severity::Warning, Spot::of(driver.key), message)
                .help(format!("add `format`: this driver writes {}", words::list(&formats, "and"))),
        );
        return;
    };
    let Some((_, drivers)) = DRIVERS.iter().find(|(known, _)| format.value.is_str(known)) else { return };
    if !drivers.contains(&name.as_ref()) {
        let message = format!("driver {} does not write format {}", shown(driver.value), shown(format.value));
        findings.push(
            Finding::new(EXPORT_DRIVER.meta.id, Severity::Error, Spot::of(driver.value), message)
                .label(Spot::of(format.value), format!("is written by {}", words::list(drivers, "or")))
                .help("change one of them"),
        );
    }
}
