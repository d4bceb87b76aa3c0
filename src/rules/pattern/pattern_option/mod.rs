//! `pattern-option`: options and body shapes of pattern data that cannot be chosen as they stand.

mod choices;
mod range;

use std::collections::{HashMap, HashSet};

use super::{Basis, Context, Finding, MOST_SUGGESTIONS, Rule, RuleMeta, Spot, data_fields, nearest};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::json::{Kind as Json, Value};
use crate::words;

pub(crate) static PATTERN_OPTION: Rule = Rule::linting(
    RuleMeta {
        id: "pattern-option",
        group: "pattern",
        severity: Severity::Error,
        summary: "an option or body shape of pattern data that contradicts itself or another",
        basis: Basis::Documented,
        docs: "Every option has an `id`, which no other option of the pattern has, and a `type`, which is `string` or `number`; \
it is either a list of values (`enum`) or a range (page \"Pattern\"). What breaks that is an error: whoever reads the data \
cannot offer the option. So is a `default` that is not among the values, and a range that is empty.

Warnings are values listed twice, a `step` that does not lead from one end of the range to the other, and a `minimum` that is \
no multiple of the `step`: a slider counts from the minimum, `multipleOf` of the schema counts from zero, and the two offer \
different values.

The same holds for `bodyShapes`.

```json fail
{
  \"patternId\": 9,
  \"options\": [
    {\"id\": \"bustEase\", \"type\": \"number\", \"minimum\": 5, \"maximum\": 16, \"step\": 1, \"default\": 20}
  ]
}
```

```json pass
{
  \"patternId\": 9,
  \"options\": [
    {\"id\": \"bustEase\", \"type\": \"number\", \"minimum\": 5, \"maximum\": 16, \"step\": 1, \"default\": 12}
  ]
}
```
",
    },
    lint,
)
.of(&[Kind::PatternData])
.unsafely_fixable();

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    data_fields::lint(context.body, findings);
    for section in ["options", "bodyShapes"] {
        let Some(list) = context.body.get(section).filter(|list| list.is_array()) else { continue };
        options(list, findings);
    }
}

fn broken(severity: Severity, spot: Spot, message: impl Into<String>) -> Finding {
    Finding::new(PATTERN_OPTION.meta.id, severity, spot, message)
}

/// One option with what it says.
#[derive(Debug, Clone, Copy)]
struct Entry<'a> {
    value: Value<'a>,
    id: Value<'a>,
    kind: OptionKind,
}

/// The type of an option's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OptionKind {
    String,
    Number,
}

impl OptionKind {
    fn name(self) -> &'static str {
        match self {
            OptionKind::String => "string",
            OptionKind::Number => "number",
        }
    }

    fn has(self, value: Value<'_>) -> bool {
        value.kind() == if self == OptionKind::String { Json::String } else { Json::Number }
    }
}

impl<'a> Entry<'a> {
    /// Its id between backticks.
    fn code(self) -> String {
        words::code(&self.id.string().unwrap_or_default())
    }

    fn key(self, name: &str) -> Option<Value<'a>> {
        self.value.member(name).map(|member| member.key)
    }
}

fn options(list: Value<'_>, findings: &mut Vec<Finding>) {
    let mut seen: HashMap<String, Value<'_>> = HashMap::new();
    let mut entries = Vec::new();
    for value in list.elements() {
        if !value.is_object() {
            findings.push(
                broken(Severity::Error, Spot::of(value), "an option is an object with `id` and `type`")
                    .note("pattern data with it cannot be loaded")
                    .help("write {\"id\": \"…\", \"type\": \"string\", \"enum\": […]}"),
            );
            continue;
        }
        let Some(id) = value.get("id").filter(|id| id.kind() == Json::String) else {
            findings.push(
                broken(
                    Severity::Error,
                    value.get("id").map_or(Spot::Lack(value.index()), Spot::of),
                    "an option has an `id`, a string",
                )
                .note("drafts name the option by it: without one it cannot be chosen")
                .help("add \"id\": \"…\""),
            );
            continue;
        };
        if let Some(first) = seen.insert(id.string().unwrap_or_default().into_owned(), id) {
            let code = words::code(&id.string().unwrap_or_default());
            findings.push(
                broken(Severity::Error, Spot::of(id), format!("option {code} is there twice"))
                    .label(Spot::of(first), "the other one")
                    .note("a pattern cannot have two options of one id: which of them a draft means is open")
                    .help("rename one of them, or merge the two"),
            );
        }
        if let Some(kind) = kind_of(value, id, findings) {
            entries.push(Entry { value, id, kind });
        }
    }
    let ids: HashSet<String> = seen.into_keys().collect();
    for entry in &entries {
        choices::lint(*entry, findings);
        range::lint(*entry, findings);
    }
    parents(&entries, &ids, findings);
}

/// The type of an option; nothing where it has none of the two.
fn kind_of(value: Value<'_>, id: Value<'_>, findings: &mut Vec<Finding>) -> Option<OptionKind> {
    let named = value.get("type");
    match named.and_then(Value::string).as_deref() {
        Some("string") => return Some(OptionKind::String),
        Some("number") => return Some(OptionKind::Number),
        _ => {}
    }
    let code = words::code(&id.string().unwrap_or_default());
    let finding = match named {
        None => broken(Severity::Error, Spot::of(id), format!("option {code} has no `type`"))
            .help("add \"type\": \"string\" or \"type\": \"number\""),
        Some(named) => {
            let message = format!(
                "the type of option {code} is {}, which is none of the two that there are",
                words::code(named.raw().trim_matches('"'))
            );
            let finding = broken(Severity::Error, Spot::of(named), message);
            let word = named.string().unwrap_or_default();
            if word == "boolean" {
                finding.help("write a choice of two: \"type\": \"string\", \"enum\": [\"none\", …]")
            } else {
                match nearest(&word, ["string", "number"].into_iter()) {
                    Some(meant) => finding.perhaps(named, meant),
                    None => finding.help("write \"string\" or \"number\""),
                }
            }
        }
    };
    findings.push(finding.note("pattern data with it cannot be loaded"));
    None
}

/// Sub-options of a value that their parent does not have.
fn parents(entries: &[Entry<'_>], ids: &HashSet<String>, findings: &mut Vec<Finding>) {
    let by_id: HashMap<String, &Entry<'_>> =
        entries.iter().map(|entry| (entry.id.string().unwrap_or_default().into_owned(), entry)).collect();
    let mut known_values: HashMap<u32, HashSet<String>> = HashMap::new();
    for entry in entries {
        let id = entry.id.string().unwrap_or_default();
        let dots: Vec<usize> = id.match_indices('.').map(|(at, _)| at).take(64).collect();
        let Some(&dot) = dots.iter().rev().find(|dot| ids.contains(&id[..**dot])) else { continue };
        let Some(parent) = by_id.get(&id[..dot]) else { continue };
        let value = id[dot + 1..].split('.').next().unwrap_or_default();
        let known = parent.value.get("enum").filter(|list| list.is_array());
        let text = |element: Value<'_>| {
            element.string().map_or_else(|| element.raw().to_owned(), std::borrow::Cow::into_owned)
        };
        let values = known_values
            .entry(parent.id.index())
            .or_insert_with(|| known.into_iter().flat_map(Value::elements).map(text).collect::<HashSet<String>>());
        if values.is_empty() || values.contains(value) {
            continue;
        }
        let most = if findings.len() < MOST_SUGGESTIONS { 500 } else { 0 };
        let listed: Vec<String> =
            parent.value.get("enum").into_iter().flat_map(Value::elements).take(most).map(text).collect();
        let message =
            format!("{} belongs to a value that {} does not have: {}", entry.code(), parent.code(), words::code(value));
        let finding = broken(Severity::Warning, Spot::of(entry.id), message)
            .label(parent.key("enum").map_or(Spot::of(parent.id), Spot::of), "the values that there are")
            .note("no draft can choose that value, so that none can have the sub-option");
        findings.push(match nearest(value, listed.iter().map(String::as_str)) {
            Some(meant) => {
                finding.perhaps(entry.id, &format!("{}.{meant}{}", &id[..dot], &id[dot + 1 + value.len()..]))
            }
            None => finding.help("name one of these values in the id, or remove the sub-option"),
        });
    }
}
