//! `export-config`: keys of another file type, pens that no plotter reads, and settings that cancel each other.

use super::parts::export_config;
use super::{Basis, Context, Finding, Rule, RuleMeta, Spot};
use crate::diagnostic::{Applicability, Severity};
use crate::document::Kind;
use crate::document::parts::{FILE_TYPES, file_type_of};
use crate::json::{Kind as Json, Value};
use crate::words;

pub(crate) static EXPORT_CONFIG: Rule = Rule::linting(
    RuleMeta {
        id: "export-config",
        group: "config",
        severity: Severity::Error,
        summary: "a key of another file type, a malformed `pen`, or settings that cancel each other",
        basis: Basis::Documented,
        docs: "Which keys the `config` of an export takes depends on its `fileType` (page \"Export\"): `format` and \
`driver` are for `dxf`; `pen`, `resolution`, `pageLength` and `scale` for `plt`; sizes, margins and orientation of the \
page for `pdf`. `pen` names layers and pens by turns: `STITCH SP1 MARKUP SP1 SEAM SP2`.

`singleFile: false` splits files by material. Beside `materialGroup: false` there is one material only, and nothing to \
split: that is a remark.

```json fail
{
  \"draftId\": \"4f0d6c1e-2f34-4d0a-9a53-6a1c0b7d9e22\",
  \"fileType\": \"dxf\",
  \"config\": {\"pen\": \"STITCH SP1 SEAM SP2\"}
}
```

```json pass
{
  \"draftId\": \"4f0d6c1e-2f34-4d0a-9a53-6a1c0b7d9e22\",
  \"fileType\": \"plt\",
  \"config\": {\"pen\": \"STITCH SP1 SEAM SP2\"}
}
```
",
    },
    lint,
)
.unsafely_fixable()
.of(&[Kind::Export, Kind::ExportProfile, Kind::ExportConfig]);

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some((config, file_type)) = export_config(context) else { return };
    keys(config, file_type, findings);
    if let Some(pen) = context.member(config, "pen").filter(|pen| pen.value.kind() == Json::String) {
        // Of another file type, it should not be there at all.
        if file_type.is_none_or(|file_type| file_type.is_str("plt")) {
            findings.extend(malformed(pen.value));
        }
    }
    let off = |name: &str| context.member(config, name).filter(|member| member.value.kind() == Json::False);
    if let (Some(file), Some(group)) = (off("singleFile"), off("materialGroup")) {
        let message = "`singleFile` is false, but there is one material only: nothing to split files by";
        findings.push(
            Finding::new(EXPORT_CONFIG.meta.id, Severity::Info, Spot::of(file.value), message)
                .label(Spot::of(group.value), "so every object is of the default fabric")
                .help("leave one of them out"),
        );
    }
}

/// Keys of a file type other than that of the export; where that is not known, of a second one.
fn keys(config: Value<'_>, file_type: Option<Value<'_>>, findings: &mut Vec<Finding>) {
    let given = file_type.and_then(Value::string);
    let given = given.as_deref().and_then(|given| FILE_TYPES.iter().map(|(name, _)| *name).find(|name| *name == given));
    // A file type that is wrong, or missing where it must be, is the finding.
    if given.is_none() && file_type.is_some() {
        return;
    }
    let mut first: Option<(Value<'_>, &str)> = None;
    for member in config.members() {
        let name = member.key.string().unwrap_or_default();
        let Some(owner) = file_type_of(&name) else { continue };
        let mut finding = match (given, file_type) {
            (Some(given), Some(file_type)) if given != owner => {
                let message = format!("{} is a key for {owner} files, not for {given}", words::code(&name));
                Finding::new(EXPORT_CONFIG.meta.id, Severity::Error, Spot::of(member.key), message)
                    .label(Spot::of(file_type), format!("this is an export to {given}"))
            }
            (None, _) => match first {
                Some((key, known)) if known != owner => {
                    let message = format!("{} is a key for {owner} files: no file type takes both", words::code(&name));
                    Finding::new(EXPORT_CONFIG.meta.id, Severity::Error, Spot::of(member.key), message)
                        .label(Spot::of(key), format!("is a key for {known} files"))
                }
                _ => {
                    first.get_or_insert((member.key, owner));
                    continue;
                }
            },
            _ => continue,
        };
        let own = given.and_then(|given| FILE_TYPES.iter().find(|(known, _)| *known == given));
        if let Some((given, keys)) = own {
            finding = finding.help(format!("{given} files take {}", words::list(keys, "and")));
        }
        findings.push(finding.remove(member.key, Applicability::Unsafe));
    }
}

/// What is wrong with a list of layers and pens.
fn malformed(pen: Value<'_>) -> Option<Finding> {
    let text = pen.string()?;
    let is_pen = |word: &str| {
        word.strip_prefix("SP").is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let message = if words.is_empty() {
        "`pen` names no layer".to_owned()
    } else if let Some(wrong) = words.iter().skip(1).step_by(2).find(|word| !is_pen(word)) {
        format!("{} stands where `pen` names a pen, such as `SP1`", words::code(wrong))
    } else if let Some(wrong) = words.iter().step_by(2).find(|word| is_pen(word)) {
        format!("pen {} stands where `pen` names a layer", words::code(wrong))
    } else if words.len() % 2 == 1 {
        format!("layer {} has no pen", words::code(words.last().unwrap_or(&"")))
    } else {
        return None;
    };
    Some(
        Finding::new(EXPORT_CONFIG.meta.id, Severity::Error, Spot::of(pen), message)
            .help("name layers and pens by turns: `STITCH SP1 MARKUP SP1 SEAM SP2`"),
    )
}
