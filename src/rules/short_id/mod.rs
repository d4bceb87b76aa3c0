//! `short-id`: how short ids are formed, and whether as many as are asked for can be.

mod capacity;

use super::conditions::{shown, text};
use super::thng::{repeated, whole};
use super::violation::Origin;
use super::{Basis, Context, Finding, Rule, RuleMeta, Spot, Violation};
use crate::diagnostic::{Applicability, Severity};
use crate::document::Kind;
use crate::json::{Member, Value};
use crate::schema::Keyword;
use crate::words;

pub(crate) static SHORT_ID: Rule = Rule::explaining(
    RuleMeta {
        id: "short-id",
        group: "thng",
        severity: Severity::Error,
        summary: "short ids that cannot be formed, do not fit their length, or are listed twice",
        basis: Basis::Documented,
        docs: "`length` is the full length of a short id, with prefix, suffix and a separator beside each of them; what is left \
over is for the number. A sequence ends with `start` + `increment` x (`quantity` - 1), and its digits must fit: the schema of \
the request cannot tell. Where `start` is left out it is taken as 0, `increment` as 1, which is the least that may be meant.

`paddingChar` is exactly one character, and only for `padding` `CHAR`. `start`, `increment`, `padding` and `paddingChar` \
belong to `SEQUENTIAL`, as the vendor's Java library has it. A `FIXED_AMOUNT` task takes `THNG_ID` and nothing else, a \
`SHORT_ID_GENERATION` task anything but that.

Short ids are unique: one that is listed twice in `inputData` fails when the task runs.

```json fail
{
  \"type\": \"SHORT_ID_GENERATION\",
  \"inputParameters\": {
    \"quantity\": 1500,
    \"shortIdTemplate\": {
      \"type\": \"SEQUENTIAL\", \"length\": 6, \"prefix\": \"SH\", \"separator\": \"-\",
      \"start\": 1, \"increment\": 1, \"padding\": \"ZERO\"
    }
  }
}
```

```json pass
{
  \"type\": \"SHORT_ID_GENERATION\",
  \"inputParameters\": {
    \"quantity\": 999,
    \"shortIdTemplate\": {
      \"type\": \"SEQUENTIAL\", \"length\": 6, \"prefix\": \"SH\", \"separator\": \"-\",
      \"start\": 1, \"increment\": 1, \"padding\": \"ZERO\"
    }
  }
}
```
",
    },
    explain,
)
.unsafely_fixable()
.and_linting(lint)
.of(&[Kind::ThngTask]);

/// What a template may say of a sequence, and of nothing else.
const SEQUENTIAL_ONLY: [&str; 4] = ["start", "increment", "padding", "paddingChar"];

fn finding(severity: Severity, spot: Spot, message: impl Into<String>) -> Finding {
    Finding::new(SHORT_ID.meta.id, severity, spot, message)
}

fn template<'a>(context: &Context<'a>) -> Option<Value<'a>> {
    let parameters = context.member(context.body, "inputParameters")?.value;
    context.member(parameters, "shortIdTemplate").map(|member| member.value).filter(|value| value.is_object())
}

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if context.kind != Kind::ThngTask || violation.origin != Origin::Kind {
        return None;
    }
    let template = template(context)?;
    match violation.keyword {
        Keyword::Enum => other_type(violation, template, context),
        Keyword::AdditionalProperties if violation.value.index() == template.index() => {
            beside_thng_id(violation, context)
        }
        _ => None,
    }
}

/// A type of template that only the other variant takes.
fn other_type(violation: &Violation<'_>, template: Value<'_>, context: &Context<'_>) -> Option<Finding> {
    let type_ = context.member(template, "type").filter(|type_| type_.value.index() == violation.value.index())?;
    let task = context.member(context.body, "type")?.value;
    let (wants, instead) = match &*text(type_.value) {
        "THNG_ID" => {
            ("`SEQUENTIAL` or `PSEUDO_RANDOM`", "`THNG_ID` belongs to a `FIXED_AMOUNT` task, which makes Thngs")
        }
        "SEQUENTIAL" | "PSEUDO_RANDOM" => {
            ("`THNG_ID` and nothing else", "for other short ids, make them by a `SHORT_ID_GENERATION` task of its own")
        }
        _ => return None,
    };
    let message = format!("{} is no short id of this task: it takes {wants}", shown(type_.value));
    Some(finding(Severity::Error, Spot::of(type_.value), message).label(Spot::of(task), "of this task").help(instead))
}

/// Fields of a sequence beside `THNG_ID`.
fn beside_thng_id(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let key = violation.key()?;
    let name = key.string()?;
    let type_ = context.member(violation.value, "type")?.value;
    let known = SEQUENTIAL_ONLY.contains(&name.as_ref())
        || matches!(name.as_ref(), "length" | "prefix" | "suffix" | "separator");
    let message = format!("{} means nothing for short ids of the type `THNG_ID`", words::code(&name));
    (known && type_.is_str("THNG_ID")).then(|| {
        finding(Severity::Warning, Spot::of(key), message)
            .label(Spot::of(type_), "the id of the Thng is the short id")
            .remove(key, Applicability::Unsafe)
    })
}

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if context.kind != Kind::ThngTask {
        return;
    }
    let Some(parameters) = context.member(context.body, "inputParameters").map(|member| member.value) else { return };
    if let Some(list) = context.member(parameters, "inputData") {
        let ids = list.value.elements().filter_map(|element| element.get("shortId"));
        for (first, second) in repeated(ids) {
            let message = format!("short id {} is listed twice: the task fails at the second", shown(second));
            let found = finding(Severity::Error, Spot::of(second), message);
            findings.push(found.label(Spot::of(first), "for the first time"));
        }
    }
    let Some(template) = template(context) else { return };
    let type_ = context.member(template, "type").map(|member| member.value);
    if !context.member(context.body, "type").is_some_and(|task| task.value.is_str("SHORT_ID_GENERATION")) {
        if template.members().next().is_none() {
            let message = "`shortIdTemplate` is empty: it says no type";
            let found = finding(Severity::Warning, Spot::Lack(template.index()), message);
            findings.push(found.help("`{\"type\": \"THNG_ID\"}` is the only one that a task that makes Thngs takes"));
        }
        return;
    }
    padding(template, context, findings);
    if let Some(type_) = type_.filter(|type_| type_.is_str("PSEUDO_RANDOM")) {
        findings.extend(not_of_a_sequence(template, type_));
    }
    let sequential = type_.is_some_and(|type_| type_.is_str("SEQUENTIAL"));
    capacity::lint(parameters, template, sequential, context, findings);
}

/// `paddingChar` goes with `CHAR`, and is one character.
fn padding(template: Value<'_>, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let char = context.member(template, "paddingChar");
    let padding = context.member(template, "padding").map(|member| member.value);
    let by_char = padding.filter(|padding| padding.is_str("CHAR"));
    let sequential = context.member(template, "type").is_none_or(|type_| !type_.value.is_str("PSEUDO_RANDOM"));
    match (by_char, char) {
        (Some(padding), None) => findings.push(
            finding(
                Severity::Error,
                Spot::Lack(template.index()),
                "`paddingChar` is missing: there is nothing to pad with",
            )
            .remark("not in here")
            .label(Spot::of(padding), "asks for it"),
        ),
        (None, Some(char)) if sequential && padding.is_none_or(|padding| padding.is_str("ZERO")) => {
            let message = "`paddingChar` is used only where `padding` is `CHAR`";
            let mut found =
                finding(Severity::Warning, Spot::of(char.key), message).remove(char.key, Applicability::Unsafe);
            if let Some(padding) = padding {
                found = found.label(Spot::of(padding), "pads with zeros");
            }
            findings.push(found);
        }
        (_, Some(Member { value, .. })) => {
            let count = value.string().map(|text| text.chars().count());
            if let Some(count) = count.filter(|count| *count != 1) {
                let message = format!("`paddingChar` is exactly one character, not {count}: {}", shown(value));
                findings.push(finding(Severity::Error, Spot::of(value), message));
            }
        }
        _ => {}
    }
}

fn not_of_a_sequence(template: Value<'_>, type_: Value<'_>) -> Option<Finding> {
    let is_of_it = |member: &Member<'_>| SEQUENTIAL_ONLY.iter().any(|name| member.key.is_str(name));
    let keys: Vec<Value<'_>> = template.members().filter(is_of_it).map(|member| member.key).take(4).collect();
    let (first, others) = keys.split_first()?;
    let names: Vec<_> = keys.iter().filter_map(|key| key.string()).collect();
    let verb = if names.len() == 1 { "means" } else { "mean" };
    let message = format!("{} {verb} nothing for `PSEUDO_RANDOM` short ids", words::list(&names, "and"));
    let mut found = finding(Severity::Warning, Spot::of(*first), message)
        .label(Spot::of(type_), "only `SEQUENTIAL` counts")
        .remove(*first, Applicability::Unsafe);
    for other in others {
        found = found.label(Spot::of(*other), "so does this");
    }
    Some(found)
}
