//! `missing-field`, `wrong-type`, `unknown-field` and `field-value`: the documented shape of a request.

use super::conditions::{shown, text};
use super::option_value::unquoted;
use super::schema_violation::{headline, requirement};
use super::violation::Origin;
use super::{Basis, Context, Demanded, Finding, Rule, RuleMeta, Spot, Violation, conditions};
use crate::diagnostic::{Applicability, Severity};
use crate::schema::Keyword;
use crate::words;

pub(crate) static MISSING_FIELD: Rule = Rule::explaining(
    RuleMeta {
        id: "missing-field",
        group: "request",
        severity: Severity::Error,
        summary: "a field that the request must have is missing",
        basis: Basis::Documented,
        docs: "The documentation of the endpoint, or the pattern schema, requires this field.

```json fail
{
  \"patternId\": 397,
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39}
}
```

```json pass
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39}
}
```
",
    },
    missing,
);

pub(crate) static WRONG_TYPE: Rule = Rule::explaining(
    RuleMeta {
        id: "wrong-type",
        group: "request",
        severity: Severity::Error,
        summary: "a field has a value of the wrong JSON type",
        basis: Basis::Documented,
        docs: "The field takes another JSON type. Pattern schemas let much of this through: they name no types for \
objects, so that `\"options\": []` and `\"seams\": null` pass, and `\"patternId\": \"397\"` too.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"options\": []
}
```

```json pass
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39}
}
```
",
    },
    wrong_type,
);

pub(crate) static UNKNOWN_FIELD: Rule = Rule::explaining(
    RuleMeta {
        id: "unknown-field",
        group: "request",
        severity: Severity::Warning,
        summary: "a field that the request does not have",
        basis: Basis::Documented,
        docs:
            "The documentation of the endpoint knows no such field: the server passes over it without a word, and what \
it was to say is lost.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"bodyShape\": {\"posture\": \"regular\"}
}
```

```json pass
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
  \"bodyShapes\": {\"posture\": \"regular\"}
}
```
",
    },
    unknown,
);

pub(crate) static FIELD_VALUE: Rule = Rule::explaining(
    RuleMeta {
        id: "field-value",
        group: "request",
        severity: Severity::Error,
        summary: "a field has a value outside its documented set or range",
        basis: Basis::Documented,
        docs: "The documentation lists the values that this field takes, or the range that they lie in.

```json fail
{\"actions\": {\"p1\": {\"type\": \"predictBody\", \"body\": {
  \"gender\": \"woman\", \"measurements\": {\"fbHeight\": 175}
}}}}
```

```json pass
{\"actions\": {\"p1\": {\"type\": \"predictBody\", \"body\": {
  \"gender\": \"female\", \"measurements\": {\"fbHeight\": 175}
}}}}
```
",
    },
    value,
);

/// Our own schemas say in their texts what a field is for: that is a way out, not a server's answer.
fn with_texts(mut finding: Finding, violation: &Violation<'_>) -> Finding {
    if violation.origin == Origin::Kind {
        finding.help.extend(violation.texts.iter().cloned());
    }
    finding.demand(Demanded::Keyword(violation.sub, violation.keyword))
}

fn missing(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if violation.keyword != Keyword::Required {
        return None;
    }
    let name = violation.missing()?;
    let spot = Spot::Lack(violation.value.index());
    let mut finding = Finding::new(MISSING_FIELD.meta.id, Severity::Error, spot, headline(violation))
        .remark(format!("{} is missing here", words::code(name)));
    let names: Vec<String> =
        violation.value.members().map(|m| m.key.string().unwrap_or_default().into_owned()).collect();
    let known = violation.plan.known_properties(violation.sub);
    let meant = words::nearest(name, &names).filter(|meant| !known.contains(meant));
    if let Some(member) = meant.and_then(|meant| violation.value.member(meant)) {
        finding = finding.label(Spot::of(member.key), format!("is this meant to be `{name}`?")).replace(
            member.key,
            format!("\"{name}\""),
            Applicability::Unsafe,
        );
    }
    Some(conditions::explain(with_texts(finding, violation), violation, context))
}

fn wrong_type(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if violation.keyword != Keyword::Type {
        return None;
    }
    let value = violation.value;
    let types = violation.plan.types(violation.sub).map(|set| set.names()).unwrap_or_default();
    let wanted = types.iter().map(|name| with_article(name)).collect::<Vec<_>>().join(" or ");
    let name = crate::json::pointer::steps(context.body, value.index()).last().map(|step| match step {
        crate::json::pointer::Step::Name(name) => words::code(name),
        crate::json::pointer::Step::Index(position) => format!("element {position}"),
    });
    let name = name.unwrap_or_else(|| "the request".to_owned());
    let given = match value.kind() {
        crate::json::Kind::Null => "null".to_owned(),
        kind if value.is_object() || value.is_array() => with_article(kind.name()),
        kind => format!("the {} {}", kind.name(), shown(value)),
    };
    let message = format!("{name} must be {wanted}, not {given}");
    let finding = Finding::new(WRONG_TYPE.meta.id, Severity::Error, Spot::of(value), message);
    let finding = unquoted(finding, value, if types.contains(&"integer") { "number" } else { types.first()? });
    Some(conditions::explain(with_texts(finding, violation), violation, context))
}

fn with_article(name: &str) -> String {
    match name {
        "null" => "null".to_owned(),
        name if name.starts_with(['a', 'i', 'o']) => format!("an {name}"),
        name => format!("a {name}"),
    }
}

fn unknown(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if violation.keyword != Keyword::AdditionalProperties || violation.origin != Origin::Kind {
        return None;
    }
    let key = violation.key()?;
    let name = key.string().unwrap_or_default();
    let known = violation.plan.known_properties(violation.sub);
    let free: Vec<&str> = known.iter().copied().filter(|name| violation.value.get(name).is_none()).collect();
    let place = if violation.value.index() == context.body.index() { "of this request" } else { "here" };
    let message = format!("{} is no field {place}", words::code(&name));
    let mut finding = Finding::new(UNKNOWN_FIELD.meta.id, Severity::Warning, Spot::of(key), message)
        .demand(Demanded::Keyword(violation.sub, violation.keyword));
    finding = match words::nearest(&name, &free) {
        Some(meant) => finding
            .remark(format!("did you mean `{meant}`?"))
            .help(format!("rename it to `{meant}`"))
            .replace(key, format!("\"{meant}\""), Applicability::Unsafe),
        None => finding.remark("the server passes over it").remove(key, Applicability::Unsafe),
    };
    Some(conditions::explain(finding, violation, context))
}

fn value(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if violation.origin != Origin::Kind {
        return None;
    }
    let value = violation.value;
    let spot = match violation.key() {
        Some(key) => Spot::of(key),
        None if value.is_object() || value.is_array() => Spot::Lack(value.index()),
        None => Spot::of(value),
    };
    let name = crate::json::pointer::steps(context.body, value.index()).pop();
    let message = match (violation.keyword, name) {
        (Keyword::Enum | Keyword::Const, Some(crate::json::pointer::Step::Name(name))) => {
            format!("`{name}` cannot be {}: {}", shown(value), requirement(violation))
        }
        _ => headline(violation),
    };
    let mut finding = Finding::new(FIELD_VALUE.meta.id, Severity::Error, spot, message);
    if violation.keyword == Keyword::Enum {
        let legal: Vec<String> = violation.plan.enumeration(violation.sub).into_iter().map(text).collect();
        if let Some(meant) = words::nearest(&text(value), &legal) {
            finding = finding.remark(format!("did you mean `{meant}`?")).replace(
                value,
                format!("\"{meant}\""),
                Applicability::Unsafe,
            );
        }
    }
    Some(conditions::explain(with_texts(finding, violation), violation, context))
}
