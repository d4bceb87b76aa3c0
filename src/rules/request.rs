//! `missing-field`, `wrong-type`, `unknown-field` and `field-value`: the documented shape of a request.

use std::borrow::Cow;

use super::conditions::{shown, text};
use super::option_value::unquoted;
use super::schema_violation::{headline, requirement};
use super::violation::Origin;
use super::{
    Basis, Context, Demanded, Finding, Rule, RuleMeta, Spot, Violation, conditions, materials, metadata, misplaced,
    values,
};
use crate::diagnostic::{Applicability, Severity};
use crate::document::Kind;
use crate::json::pointer::Step;
use crate::json::{Kind as Json, Value};
use crate::schema::Keyword;
use crate::words;

pub(crate) static MISSING_FIELD: Rule = Rule::explaining(
    RuleMeta {
        id: "missing-field",
        group: "request",
        severity: Severity::Error,
        summary: "a field that the request must have is missing",
        basis: Basis::Documented,
        docs:
            "The documentation of the endpoint, or the pattern schema, requires this field: without it the request is \
refused.

Add it. Where a misspelt name stands in its place, the finding says so and offers to rename it.

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
)
.safely_fixable()
.and_linting(metadata::incomplete)
.of(&[Kind::Metadata]);

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
)
.safely_fixable();

pub(crate) static UNKNOWN_FIELD: Rule = Rule::explaining(
    RuleMeta {
        id: "unknown-field",
        group: "request",
        severity: Severity::Warning,
        summary: "a field that the request does not have",
        basis: Basis::Documented,
        docs:
            "The documentation of the endpoint knows no such field: the server passes over it without a word, and what \
it was to say is lost. The models of EVRYTHNG batches and tasks are closed: there, it is an error.

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
)
.safely_fixable()
.and_linting(materials::unknown);

pub(crate) static FIELD_VALUE: Rule = Rule::explaining(
    RuleMeta {
        id: "field-value",
        group: "request",
        severity: Severity::Error,
        summary: "a field has a value outside its documented set or range",
        basis: Basis::Documented,
        docs: "The documentation lists the values that this field takes, or the range that they lie in, and this is none of \
them.

Take one of the values that the finding names.

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
)
.safely_fixable()
.and_linting(values::lint)
.of(&[
    Kind::Draft,
    Kind::PredictScan,
    Kind::Export,
    Kind::ExportProfile,
    Kind::Material,
    Kind::MaterialUpdate,
    Kind::Preset,
    Kind::MeasurementProfile,
    Kind::Metadata,
]);

/// Whether what is known of a request is inferred from replies: what its schema refuses is then a remark.
fn is_inferred(context: &Context<'_>) -> bool {
    matches!(context.kind, Kind::Preset | Kind::MeasurementProfile)
}

/// A finding about the shape of a request, no graver than what is known of it, and its fixes no safer.
fn weighed(mut finding: Finding, context: &Context<'_>) -> Finding {
    if is_inferred(context) {
        finding.severity = Severity::Info;
        for repair in &mut finding.fixes {
            repair.applicability = repair.applicability.min(Applicability::Unsafe);
        }
    }
    finding
}

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
    if violation.origin == Origin::Kind {
        let instead = misplaced::wrong_prediction(violation.value, context);
        if let Some(finding) = instead.or_else(|| misplaced::incomplete_material(violation.value, context)) {
            return Some(finding);
        }
    }
    let finding = weighed(lacks(name, violation), context);
    Some(conditions::explain(with_texts(finding, violation), violation, context))
}

/// The finding about a field that the violation's value lacks.
pub(super) fn lacks(name: &str, violation: &Violation<'_>) -> Finding {
    let finding = lacks_field(name, violation.value);
    match stand_in(name, violation) {
        Some(key) => {
            let mut known = violation.plan.known_properties(violation.sub);
            known.push(name);
            let is_slip = words::misspelt(&key.string().unwrap_or_default(), &known) == Some(name);
            let safe = if is_slip { Applicability::Safe } else { Applicability::Unsafe };
            finding.label(Spot::of(key), format!("is this meant to be `{name}`?")).rewrite(key, name, safe)
        }
        None => finding,
    }
}

/// The finding about a field that an object lacks.
pub(super) fn lacks_field(name: &str, object: Value<'_>) -> Finding {
    let message = format!("{} is missing", words::code(name));
    Finding::new(MISSING_FIELD.meta.id, Severity::Error, Spot::Lack(object.index()), message).remark("not in here")
}

/// The key of the member that stands where a missing field was meant.
fn stand_in<'e>(name: &str, violation: &Violation<'e>) -> Option<Value<'e>> {
    let names: Vec<Cow<'_, str>> = violation.value.members().filter_map(|member| member.key.string()).collect();
    let known = violation.plan.known_properties(violation.sub);
    let meant = words::nearest(name, &names).filter(|meant| !known.contains(meant))?;
    violation.value.member(meant).map(|member| member.key)
}

fn wrong_type(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if violation.keyword != Keyword::Type {
        return None;
    }
    let types = violation.plan.types(violation.sub).map(crate::schema::TypeSet::names).unwrap_or_default();
    let wanted = types.iter().map(|name| with_article(name)).collect::<Vec<_>>().join(" or ");
    let finding = weighed(unquoted(not_a(violation.value, &wanted, context), violation.value, &types), context);
    let demanded = Demanded::Keyword(violation.sub, violation.keyword);
    // Where a fix is offered, what the field is for need not be said. Types are the same under every condition.
    Some(if finding.fixes.is_empty() { with_texts(finding, violation) } else { finding.demand(demanded) })
}

/// The finding about a value of a wrong type.
pub(super) fn not_a(value: Value<'_>, wanted: &str, context: &Context<'_>) -> Finding {
    let name = match context.last_step(value) {
        Some(Step::Name(name)) => words::code(&name),
        Some(Step::Index(position)) => format!("element {position}"),
        None => "the request".to_owned(),
    };
    let given = match value.kind() {
        Json::Null => "null".to_owned(),
        kind @ (Json::Object | Json::Array) => with_article(kind.name()),
        kind => format!("the {} {}", kind.name(), shown(value)),
    };
    let message = format!("{name} must be {wanted}, not {given}");
    Finding::new(WRONG_TYPE.meta.id, Severity::Error, Spot::of(value), message)
}

pub(super) fn with_article(name: &str) -> String {
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
    if let Some(finding) = misplaced::wrong_prediction(violation.value, context) {
        return Some(finding);
    }
    let name = key.string().unwrap_or_default();
    let known = violation.plan.known_properties(violation.sub);
    let free: Vec<&str> =
        known.iter().copied().filter(|name| context.member(violation.value, name).is_none()).collect();
    let meant = words::nearest(&name, &free);
    if let Some(meant) = meant.filter(|meant| is_told_as_missing(meant, key, violation)) {
        return Some(weighed(lacks(meant, violation), context));
    }
    let is_root = violation.value.index() == context.body.index();
    let place = if is_root { "of this request" } else { "here" };
    let message = format!("{} is no field {place}", words::code(&name));
    // The models of EVRYTHNG are closed; the other servers pass over what they do not know.
    let (severity, fate) = if context.kind.is_thng() {
        (Severity::Error, "the model of the request is closed")
    } else {
        (UNKNOWN_FIELD.meta.severity, "the server passes over it")
    };
    let mut finding = Finding::new(UNKNOWN_FIELD.meta.id, severity, Spot::of(key), message)
        .demand(Demanded::Keyword(violation.sub, violation.keyword));
    finding = match meant {
        Some(meant) => finding.perhaps_of(key, meant, &known),
        None => match misplaced::home(&name, context.kind).filter(|_| is_root) {
            Some(home) => finding.remark(format!("belongs into `{home}`")),
            None => finding.remark(fate).remove(key, Applicability::Unsafe),
        },
    };
    Some(conditions::explain(weighed(finding, context), violation, context))
}

/// Whether the finding about a missing field says already that this key stands in its place.
fn is_told_as_missing(name: &str, key: Value<'_>, violation: &Violation<'_>) -> bool {
    // Comparing everything with everything would take a hostile request for ever.
    const MOST: usize = 1000;
    violation.value.members().take(MOST + 1).count() <= MOST
        && violation.plan.required_names(violation.sub).iter().any(|required| required == name)
        && stand_in(name, violation).is_some_and(|other| other.index() == key.index())
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
    let message = match (violation.keyword, context.last_step(value)) {
        (Keyword::Enum | Keyword::Const, Some(Step::Name(name))) => {
            format!("`{name}` cannot be {}: {}", shown(value), requirement(violation))
        }
        (Keyword::MinItems, Some(Step::Name(name))) => format!("`{name}` is empty, which means all and not none"),
        _ => headline(violation),
    };
    // An empty list means something, but hardly what it says.
    let severity = if violation.keyword == Keyword::MinItems { Severity::Warning } else { Severity::Error };
    let mut finding = Finding::new(FIELD_VALUE.meta.id, severity, spot, message);
    if violation.keyword == Keyword::Enum {
        let legal: Vec<_> = violation.plan.enumeration(violation.sub).into_iter().map(text).collect();
        if let Some(meant) = words::nearest(&text(value), &legal) {
            finding = finding.perhaps_of(value, meant, &legal);
        }
    }
    Some(conditions::explain(with_texts(finding, violation), violation, context))
}
