//! `sub-option`: options that exist only under a value of another.

use super::allowed_option::Allowed;
use super::conditions::{reasons, shown};
use super::{Basis, Context, Demanded, Finding, Place, Rule, RuleMeta, Section, Spot, Violation, conditions};
use crate::diagnostic::{Applicability, Severity};
use crate::json::{Kind, Value};
use crate::schema::{Detail, Keyword};

pub(crate) static SUB_OPTION: Rule = Rule::explaining(
    RuleMeta {
        id: "sub-option",
        group: "option",
        severity: Severity::Error,
        summary: "a sub-option is missing, forbidden, without its parent, or nested",
        basis: Basis::Documented,
        docs: "A sub-option such as `pocket.leftBreast.style` exists only while its parent has a certain value: with \
`\"pocket\": \"leftBreast\"` it is required, with `\"pocket\": \"none\"` it is forbidden (page \"Pattern\", schema). It is \
one flat, dotted key, never an object inside an object.

Either add or remove the sub-option, or change the parent.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"options\": {\"collar\": \"regular\", \"pocket\": \"leftBreast\", \"bodyLengthAdj\": 0, \"necklineAdj\": 0}
}
```

```json pass
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"options\": {
    \"collar\": \"regular\", \"pocket\": \"leftBreast\", \"pocket.leftBreast.style\": \"angled\",
    \"bodyLengthAdj\": 0, \"necklineAdj\": 0
  }
}
```
",
    },
    explain,
)
.unsafely_fixable();

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if let Some(finding) = orphan(violation, context) {
        return Some(finding.demand(Demanded::Keyword(violation.sub, violation.keyword)));
    }
    let finding = match (context.place(violation.value), violation.keyword) {
        (Place::Entry(Section::Options, id), Keyword::Not | Keyword::FalseSchema) => {
            forbidden(&id, violation.value, violation, context)
        }
        (Place::Field(field), Keyword::AdditionalProperties | Keyword::PropertyNames) if field == "options" => {
            refused(violation, context)?
        }
        (Place::Entry(Section::Options, id), _) if violation.value.kind() == Kind::Object => {
            nested(&id, violation.value)
        }
        (Place::Field(field), Keyword::Required | Keyword::Dependencies) if field == "options" => {
            absent(violation.missing()?, violation, context)?
        }
        _ => return None,
    };
    let finding = finding.demand(Demanded::Keyword(violation.sub, violation.keyword));
    Some(conditions::explain(finding, violation, context))
}

/// A sub-option whose parent is missing: the parent is required, or the sub-option is refused without it. Either way it
/// is one finding, at the first sub-option of that parent.
fn orphan(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let parent = match (context.place(violation.value), violation.keyword) {
        (Place::Field(field), Keyword::Required | Keyword::Dependencies) if field == "options" => {
            violation.missing()?
        }
        (Place::Entry(Section::Options, id), Keyword::Not | Keyword::FalseSchema) => {
            let absent = reasons(violation, context).into_iter().find(|reason| reason.member.is_none())?;
            Some(absent.fact.name()).filter(|parent| is_below(&id, parent))?
        }
        _ => return None,
    };
    let first =
        context.members(Section::Options).find(|member| member.key.string().is_some_and(|id| is_below(&id, parent)))?;
    let id = first.key.string().unwrap_or_default();
    let message = format!("`{id}` is given, but its parent `{parent}` is not");
    let finding = Finding::new(SUB_OPTION.meta.id, Severity::Error, Spot::of(first.key), message)
        .label(Spot::Lack(context.entries(Section::Options)?.index()), format!("`{parent}` is not in here"));
    Some(match wanted_value(&id, parent) {
        Some(value) => finding.help(format!("add `\"{parent}\": \"{value}\"`, or remove `{id}`")),
        None => finding.help(format!("add `{parent}`, or remove `{id}`")),
    })
}

/// Whether an option is a sub-option of another.
fn is_below(id: &str, parent: &str) -> bool {
    id.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.'))
}

fn forbidden(id: &str, value: Value<'_>, violation: &Violation<'_>, context: &Context<'_>) -> Finding {
    let because = reasons(violation, context).into_iter().find_map(|reason| {
        let member = reason.member?;
        Some((reason.fact.name().to_owned(), shown(member.value)))
    });
    let message = match &because {
        Some((parent, value)) => format!("`{id}` is not allowed while `{parent}` is {value}"),
        None => format!("`{id}` is not allowed here"),
    };
    let key = key_of(value);
    let spot = Spot::of(key.unwrap_or(value));
    let mut finding = Finding::new(SUB_OPTION.meta.id, Severity::Error, spot, message);
    finding = match because.and_then(|(parent, _)| Some((parent.clone(), wanted_value(id, &parent)?))) {
        Some((parent, value)) => finding.help(format!("remove it, or set `{parent}` to `{value}`")),
        None => finding.help("remove it"),
    };
    match key {
        Some(key) => finding.remove(key, Applicability::Unsafe),
        None => finding,
    }
}

/// An option that the pattern has, refused by name under a condition.
fn refused(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let key = violation.key()?;
    let id = key.string().unwrap_or_default();
    let known = context.pattern.is_some_and(|pattern| pattern.names.options.iter().any(|name| *name == id));
    if !known || violation.conditions.is_empty() {
        return None;
    }
    let member = context.member(violation.value, &id)?;
    Some(forbidden(&id, member.value, violation, context))
}

/// The key of a member's value: the node before it.
fn key_of(value: Value<'_>) -> Option<Value<'_>> {
    let before = value.doc().value(value.index().checked_sub(1)?);
    (before.kind() == Kind::Key).then_some(before)
}

/// The parent's value that a dotted id is written for: `leftBreast` in `pocket.leftBreast.style`.
fn wanted_value<'a>(id: &'a str, parent: &str) -> Option<&'a str> {
    Some(id.strip_prefix(parent)?.strip_prefix('.')?.split_once('.')?.0)
}

fn nested(id: &str, value: Value<'_>) -> Finding {
    let message = format!("option `{id}` is an object: sub-options are flat, dotted keys");
    let finding = Finding::new(SUB_OPTION.meta.id, Severity::Error, Spot::of(value), message);
    let inner = value.members().next().map(|member| {
        let choice = member.key.string().unwrap_or_default().into_owned();
        let name = member.value.members().next().map(|m| m.key.string().unwrap_or_default().into_owned());
        (choice, name)
    });
    match inner {
        Some((choice, Some(name))) => {
            finding.help(format!("write `\"{id}\": \"{choice}\"` and `\"{id}.{choice}.{name}\": …` beside it"))
        }
        Some((choice, None)) => finding.help(format!("write `\"{id}\": \"{choice}\"`")),
        None => finding.help(format!("give the chosen value of `{id}` itself")),
    }
}

/// A missing option that is required because of another one.
fn absent(name: &str, violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let allowed = Allowed::of(name, violation);
    let choices = allowed.choices().map(|choices| format!(": {choices}")).unwrap_or_default();
    let lacks = |message: String| {
        let spot = Spot::Lack(violation.value.index());
        Finding::new(SUB_OPTION.meta.id, Severity::Error, spot, message).remark("not in here")
    };
    if let Detail::Depends { trigger, .. } = violation.detail {
        let member = context.member(violation.value, trigger)?;
        let finding = lacks(format!("`{name}` is required beside `{trigger}`"));
        let finding = finding
            .label(Spot::of(member.key), "asks for it")
            .help(format!("add `{name}`{choices}; or remove `{trigger}`"));
        return Some(allowed.added_to(finding, violation.value, context));
    }
    let reason = reasons(violation, context).into_iter().find(|reason| {
        // A condition on an option beside it, not one on the whole draft.
        let beside = |member: &crate::json::Member<'_>| {
            let place = context.place(member.value);
            matches!(place, Place::Entry(Section::Options, _))
        };
        reason.held && reason.member.as_ref().is_some_and(beside)
    })?;
    let parent = reason.fact.name();
    let value = reason.member.map(|member| shown(member.value)).unwrap_or_default();
    let finding = lacks(format!("`{name}` is required while `{parent}` is {value}"));
    let finding = finding.help(format!("add `{name}`{choices}; or choose another `{parent}`"));
    Some(allowed.added_to(finding, violation.value, context))
}
