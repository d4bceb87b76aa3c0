//! `nesting-value`: sizes, margins and angles that no sheet has.

use super::parts::nestings;
use super::{Basis, Context, Finding, Rule, RuleMeta, Spot};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::json::{Member, Value};

pub(crate) static NESTING_VALUE: Rule = Rule::linting(
    RuleMeta {
        id: "nesting-value",
        group: "config",
        severity: Severity::Warning,
        summary: "a size, margin or angle of a nesting that no sheet can have, or hardly one",
        basis: Basis::Documented,
        docs: "A nesting lays the parts on a sheet of `sheetWidth` by `sheetLength`, in cm (page \"Nesting\": 140 by 3000 \
unless given). A sheet without width, margins that leave no room between them, and a turn of more than a full circle are \
slips; so is, mostly, a sheet of ten times the usual length, which is a length in mm.

That an export has a `nesting` of its own and its materials have others is a remark: which of them counts is not \
documented.

```json fail
{
  \"draftId\": \"4f0d6c1e-2f34-4d0a-9a53-6a1c0b7d9e22\",
  \"fileType\": \"pdf\",
  \"nesting\": {\"sheetWidth\": 140, \"sheetLength\": 30000}
}
```

```json pass
{
  \"draftId\": \"4f0d6c1e-2f34-4d0a-9a53-6a1c0b7d9e22\",
  \"fileType\": \"pdf\",
  \"nesting\": {\"sheetWidth\": 140, \"sheetLength\": 3000}
}
```
",
    },
    lint,
)
.of(&[
    Kind::Nesting,
    Kind::Export,
    Kind::ExportProfile,
    Kind::Material,
    Kind::MaterialUpdate,
    Kind::Draft,
    Kind::Preset,
]);

/// What the page gives as width and length of a sheet, in cm.
const WIDTH: f64 = 140.0;
const LENGTH: f64 = 3000.0;

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let nestings = nestings(context);
    for nesting in &nestings {
        sizes(*nesting, context, findings);
    }
    if let ([own, of_material, ..], Kind::Export) = (nestings.as_slice(), context.kind)
        && context.body.get("nesting").is_some_and(|nesting| nesting.index() == own.index())
    {
        let message = "`nesting` is given for the export and for a material: which of them counts is not documented";
        findings.push(
            Finding::new(NESTING_VALUE.meta.id, Severity::Info, Spot::Lack(of_material.index()), message)
                .label(Spot::Lack(own.index()), "this one is for the export as a whole")
                .help("keep one of them"),
        );
    }
}

fn sizes(nesting: Value<'_>, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let number = |name: &str| {
        let member = context.member(nesting, name)?;
        Some((member, member.value.f64()?))
    };
    let mut warn = |member: Member<'_>, message: String, help: &str| {
        findings
            .push(Finding::new(NESTING_VALUE.meta.id, Severity::Warning, Spot::of(member.value), message).help(help));
    };
    for name in ["sheetWidth", "sheetLength"] {
        if let Some((member, _)) = number(name).filter(|(_, size)| *size <= 0.0) {
            let message = format!("`{name}` is {} cm, but must be greater than 0", member.value.raw());
            warn(member, message, "give the size of the sheet, or leave it out for the default");
        }
    }
    for name in ["partMargin", "sheetEdgeMargin"] {
        if let Some((member, _)) = number(name).filter(|(_, size)| *size < 0.0) {
            let message = format!("`{name}` is {} cm, but a margin cannot be negative", member.value.raw());
            warn(member, message, "give 0 for no margin");
        }
    }
    if let Some((member, length)) = number("sheetLength").filter(|(_, length)| *length >= 10.0 * LENGTH) {
        let message = format!(
            "`sheetLength` is {} cm, that is {} m: ten times the default of {LENGTH} cm, or more",
            member.value.raw(),
            length / 100.0
        );
        warn(member, message, "lengths are in cm: is it in mm?");
    }
    let width = number("sheetWidth").map_or(WIDTH, |(_, width)| width);
    let given = if number("sheetWidth").is_some() { "" } else { ", its default" };
    if width > 0.0 {
        if let Some((member, _)) = number("sheetEdgeMargin").filter(|(_, margin)| 2.0 * margin >= width) {
            let margin = member.value.raw();
            let message = format!("`sheetEdgeMargin` is {margin} cm on both sides of a sheet of {width} cm{given}");
            warn(member, message, "nothing of the sheet is left: make the margin smaller than half of its width");
        }
        if let Some((member, _)) = number("partMargin").filter(|(_, margin)| *margin > width) {
            let message = format!(
                "`partMargin` is {} cm, more than the width of the sheet, {width} cm{given}",
                member.value.raw()
            );
            warn(member, message, "lengths are in cm: is it in mm?");
        }
    }
    if let Some((member, _)) = number("preNestRotation").filter(|(_, angle)| angle.abs() > 360.0) {
        let message = format!("`preNestRotation` is {} degrees, more than a full turn", member.value.raw());
        warn(member, message, "give an angle between -360 and 360");
    }
}
