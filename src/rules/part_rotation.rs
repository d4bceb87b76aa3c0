//! `part-rotation`: how parts may be turned, as anything but one of six exact values.

use super::conditions::shown;
use super::parts::{Part, part_of};
use super::violation::Origin;
use super::{Basis, Context, Finding, Rule, RuleMeta, Spot, Violation};
use crate::diagnostic::{Applicability, Severity};
use crate::json::Kind;

pub(crate) static PART_ROTATION: Rule = Rule::explaining(
    RuleMeta {
        id: "part-rotation",
        group: "config",
        severity: Severity::Error,
        summary: "`partRotation` is none of `null`, `\"0\"`, `\"90\"`, `\"+90\"`, `\"180\"` and `\"+180\"`",
        basis: Basis::Documented,
        docs:
            "`partRotation` says how far parts may be turned when they are laid on the sheet (page \"Nesting\"). It is \
`null`, without quotes, for any turn, or one of the texts `\"0\"`, `\"90\"`, `\"+90\"`, `\"180\"` and `\"+180\"`, with \
quotes: numbers and other angles are refused.

```json fail
{
  \"draftId\": \"4f0d6c1e-2f34-4d0a-9a53-6a1c0b7d9e22\",
  \"fileType\": \"pdf\",
  \"nesting\": {\"partRotation\": 180}
}
```

```json pass
{
  \"draftId\": \"4f0d6c1e-2f34-4d0a-9a53-6a1c0b7d9e22\",
  \"fileType\": \"pdf\",
  \"nesting\": {\"partRotation\": \"+180\"}
}
```
",
    },
    explain,
)
.safely_fixable();

/// The texts, without quotes.
const TURNS: [&str; 5] = ["0", "90", "+90", "180", "+180"];

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if violation.origin != Origin::Kind
        || part_of(violation.value, context).is_none_or(|(part, name)| part != Part::Nesting || name != "partRotation")
    {
        return None;
    }
    let value = violation.value;
    let message = format!("`partRotation` cannot be {}", given(value));
    let finding = Finding::new(PART_ROTATION.meta.id, Severity::Error, Spot::of(value), message);
    if value.kind() == Kind::Number
        && let Some(turn) = TURNS.iter().find(|turn| turn.parse::<f64>().ok() == value.f64())
    {
        let finding = finding.remark("this angle has quotes").rewrite(value, turn, Applicability::Safe);
        return Some(match *turn {
            "0" => finding,
            turn => finding.note(format!("\"{turn}\" and \"+{turn}\" are not the same: see the page on nesting")),
        });
    }
    if value.is_str("null") || value.is_str("") {
        return Some(finding.remark("`null` has no quotes").replace(value, "null".to_owned(), Applicability::Unsafe));
    }
    let bare = value.string().unwrap_or_default();
    let meant = TURNS.iter().find(|turn| turn.trim_start_matches('+') == bare.trim().trim_start_matches('+'));
    let finding = finding.help("give null for any turn, or one of \"0\", \"90\", \"+90\", \"180\" and \"+180\"");
    Some(match meant {
        Some(meant) => finding.perhaps(value, meant),
        None => finding,
    })
}

/// A value with what its type makes of it.
fn given(value: crate::json::Value<'_>) -> String {
    match value.kind() {
        Kind::Number => format!("the number {}", shown(value)),
        Kind::String => format!("the text {}", crate::words::code(value.raw())),
        _ => shown(value),
    }
}
