//! `pattern-group`: measurement groups of pattern data that no draft can fill as they are meant.

use std::collections::HashMap;

use super::{Basis, Context, Finding, Rule, RuleMeta, Spot, nearest};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::json::{Kind as Json, Value};
use crate::pattern::MeasurementType;
use crate::words;

pub(crate) static PATTERN_GROUP: Rule = Rule::linting(
    RuleMeta {
        id: "pattern-group",
        group: "pattern",
        severity: Severity::Error,
        summary: "a measurement group of pattern data that is empty, doubled, or shares a measurement",
        basis: Basis::Documented,
        docs: "Exactly one measurement of each group is to be given (page \"Pattern\"). A group without items cannot be filled, \
and is an error where it is required. A measurement in two groups fills both at once, and forbids the others of both; a group \
that is listed twice asks for one thing twice: both are warnings.

Measurement ids begin with their gender and type (`mb`: male, body). That is seen in examples only, so that an id of another \
prefix is a remark, and a warning where all other ids of its list show that this pattern keeps to it.

```json fail
{
  \"patternId\": 9,
  \"options\": [],
  \"measurements\": {\"body\": [
    {\"group\": \"neck\", \"items\": [\"mbMidNeckGirth\", \"mbCollarGirth\"], \"required\": true},
    {\"group\": \"collar\", \"items\": [\"mbCollarGirth\"], \"required\": false}
  ]}
}
```

```json pass
{
  \"patternId\": 9,
  \"options\": [],
  \"measurements\": {\"body\": [
    {\"group\": \"neck\", \"items\": [\"mbMidNeckGirth\", \"mbCollarGirth\"], \"required\": true},
    {\"group\": \"waist\", \"items\": [\"mbWaistGirth\"], \"required\": false}
  ]}
}
```
",
    },
    lint,
)
.of(&[Kind::PatternData])
.unsafely_fixable();

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(measurements) = context.body.get("measurements").filter(|value| value.is_object()) else { return };
    let gender = context.body.get("gender").and_then(Value::string);
    for member in measurements.members() {
        let name = member.key.string().unwrap_or_default();
        let Some(kind) = MeasurementType::named(&name) else {
            let message = format!("there is no measurement type {}", words::code(&name));
            let finding = broken(Severity::Warning, Spot::of(member.key), message)
                .note("its groups are passed over: no draft is held against them");
            findings.push(match nearest(&name, ["body", "final"].into_iter()) {
                Some(meant) => finding.perhaps(member.key, meant),
                None => finding.help("the types are `body` and `final`"),
            });
            continue;
        };
        groups(member.value, findings);
        prefixes(member.value, kind, gender.as_deref(), findings);
    }
}

fn broken(severity: Severity, spot: Spot, message: impl Into<String>) -> Finding {
    Finding::new(PATTERN_GROUP.meta.id, severity, spot, message)
}

fn items(group: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    let items = group.get("items").filter(|items| items.is_array());
    items.into_iter().flat_map(Value::elements).filter(|item| item.kind() == Json::String)
}

fn groups(list: Value<'_>, findings: &mut Vec<Finding>) {
    let mut names: HashMap<String, Value<'_>> = HashMap::new();
    let mut homes: HashMap<String, (Value<'_>, Value<'_>)> = HashMap::new();
    for group in list.elements() {
        if !group.is_object() {
            findings.push(
                broken(Severity::Error, Spot::of(group), "a measurement group is an object with `group` and `items`")
                    .note("pattern data with it cannot be loaded")
                    .help("write {\"group\": \"…\", \"items\": [\"…\"], \"required\": true}"),
            );
            continue;
        }
        let named = group.get("group").filter(|name| name.kind() == Json::String);
        let code = named.and_then(Value::string).map_or_else(|| "without a name".to_owned(), |name| words::code(&name));
        match named {
            None => findings.push(
                broken(Severity::Warning, Spot::Lack(group.index()), "a measurement group has no name")
                    .note("findings about drafts cannot say which group is meant")
                    .help("add \"group\": \"…\""),
            ),
            Some(name) => {
                if let Some(first) = names.insert(name.string().unwrap_or_default().into_owned(), name) {
                    findings.push(
                        broken(Severity::Warning, Spot::of(name), format!("group {code} is there twice"))
                            .label(Spot::of(first), "the other one")
                            .note("a draft has to fill each of them")
                            .help("merge their items, or rename one of them"),
                    );
                }
            }
        }
        let of = named.unwrap_or(group);
        let Some(listed) = group.get("items").filter(|items| items.is_array()) else {
            let spot = group.get("items").map_or(Spot::of(of), Spot::of);
            findings.push(
                broken(Severity::Error, spot, format!("group {code} does not list its `items`"))
                    .note("pattern data with it cannot be loaded")
                    .help("add \"items\": [\"…\"]"),
            );
            continue;
        };
        if listed.elements().next().is_none() {
            let required = group.get("required").and_then(Value::bool).unwrap_or(true);
            let (severity, note) = if required {
                (Severity::Error, "it is required, but no draft can give a measurement for it")
            } else {
                (Severity::Warning, "no draft can give a measurement for it")
            };
            findings.push(
                broken(severity, Spot::of(listed), format!("group {code} is empty"))
                    .note(note)
                    .help("list its measurements, or remove it"),
            );
        }
        for item in items(group) {
            let id = item.string().unwrap_or_default().into_owned();
            let Some((first, home)) = homes.insert(id.clone(), (item, of)) else { continue };
            let id = words::code(&id);
            let finding = if home.index() == of.index() {
                broken(Severity::Warning, Spot::of(item), format!("group {code} lists {id} twice"))
                    .note("whoever reads the data offers it twice")
                    .help("remove one of them")
            } else {
                let other = words::code(&home.string().unwrap_or_default());
                broken(Severity::Warning, Spot::of(item), format!("{id} is in group {other} and in group {code}"))
                    .note("a draft that gives it fills both groups, and may give no other measurement of either")
                    .help("leave it in one of them")
            };
            findings.push(finding.label(Spot::of(first), "listed here"));
        }
    }
}

/// Items whose id begins like those of another gender or type.
fn prefixes(list: Value<'_>, kind: MeasurementType, gender: Option<&str>, findings: &mut Vec<Finding>) {
    let gender = match gender {
        Some("male") => Some('m'),
        Some("female") => Some('f'),
        _ => None,
    };
    // An id without such a prefix says nothing.
    let prefix = |item: &Value<'_>| {
        let id = item.string()?;
        let mut letters = id.chars();
        let (first, second, third) = (letters.next()?, letters.next()?, letters.next()?);
        let is_one = matches!(first, 'm' | 'f') && matches!(second, 'b' | 'f') && third.is_ascii_uppercase();
        is_one.then_some((first, second))
    };
    let fits = |(first, second): (char, char)| gender.is_none_or(|letter| letter == first) && second == kind.letter();
    let all: Vec<(Value<'_>, Option<(char, char)>)> =
        list.elements().flat_map(items).map(|item| (item, prefix(&item))).collect();
    let fitting = all.iter().filter(|(_, prefix)| prefix.is_some_and(fits)).count();
    let wrong: Vec<_> = all.iter().filter_map(|(item, prefix)| Some((*item, prefix.filter(|p| !fits(*p))?))).collect();
    let is_proved = wrong.len() == 1 && fitting >= 3 && fitting + 1 == all.len();
    for (item, (first, second)) in wrong {
        let id = item.string().unwrap_or_default();
        let wrong_gender = gender.filter(|letter| *letter != first);
        let what = match (wrong_gender, second == kind.letter()) {
            (Some('m'), true) => "a female measurement in the data of a male pattern".to_owned(),
            (Some(_), true) => "a male measurement in the data of a female pattern".to_owned(),
            _ => {
                let other = if second == 'b' { "body" } else { "final" };
                format!("a `{other}` measurement among those of `{}`", kind.name())
            }
        };
        let severity = if is_proved { Severity::Warning } else { Severity::Info };
        let letters = [wrong_gender.unwrap_or(first), kind.letter()];
        let meant: String = letters.into_iter().chain(id.chars().skip(2)).collect();
        findings.push(
            broken(severity, Spot::of(item), format!("{} looks like {what}", words::code(&id)))
                .note("drafts of this pattern take their measurements under other names, so that none gives this one")
                .perhaps(item, &meant),
        );
    }
}
