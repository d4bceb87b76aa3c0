//! `thng-task`: what belongs into which variant of an EVRYTHNG task.

mod variant;

use super::conditions::{shown, text};
use super::thng::{forbidden, labels, malformed, read_only, repeated, whole};
use super::violation::Origin;
use super::{Basis, Context, Finding, Rule, RuleMeta, Spot, Violation};
use crate::diagnostic::{Applicability, Severity};
use crate::document::Kind;
use crate::json::{Member, Value};
use crate::schema::Keyword;
use crate::words;
use variant::Variant;

pub(crate) static THNG_TASK: Rule = Rule::explaining(
    RuleMeta {
        id: "thng-task",
        group: "thng",
        severity: Severity::Error,
        summary: "an EVRYTHNG task with what its variant does not take, or without what it needs",
        basis: Basis::Documented,
        docs: "`type` and, for `POPULATING`, `type` of `inputParameters` choose one of five variants, each with parameters of \
its own, and each closed: what belongs to another variant is refused. (The model of the request names the variant of a fixed \
amount only. What is generated from it refuses all the others, which the platform takes.)

| `inputParameters.type` | needs beside `generateThngs`, `generateRedirections`, `thngTemplate` |
|---|---|
| `FIXED_AMOUNT` | `quantity`, `shortIdTemplate`, `defaultRedirectUrl`, `shortDomain` |
| `FILE_BASED` | `location`, `format`, `defaultRedirectUrl`, `shortDomain` |
| `LIST_BASED` | `inputData`, `defaultRedirectUrl`, `shortDomain` |
| `IDENTIFIERS_LIST_BASED` | `customIdentifier` |
| none: `SHORT_ID_GENERATION` | only `quantity` and `shortIdTemplate` |

Warnings: fields that the platform sets; what only the vendor's Java library knows (`PRIVATE_FILE_BASED`, \
`notificationPolicy`, `identifiers` of a task); the fields for redirections left out where `generateRedirections` is \
false, which the model demands although they have no use then; elements of `inputData` without `shortId`, and \
`customIdentifier` without `key` or `values`, which the model forgets to demand. Remarks: a task that makes neither Thngs \
nor redirections, an empty list, an identifier that is listed twice, more than 60 tags.

```json fail
{
  \"type\": \"POPULATING\",
  \"inputParameters\": {
    \"type\": \"LIST_BASED\",
    \"generateThngs\": true,
    \"generateRedirections\": true,
    \"defaultRedirectUrl\": \"https://example.com/{evrythngId}\",
    \"shortDomain\": \"tn.gg\",
    \"thngTemplate\": {\"name\": \"Shirt\"},
    \"inputData\": [{\"shortId\": \"A1\"}, {\"shortId\": \"A2\"}],
    \"shortIdTemplate\": {\"type\": \"THNG_ID\"}
  }
}
```

```json pass
{
  \"type\": \"POPULATING\",
  \"inputParameters\": {
    \"type\": \"LIST_BASED\",
    \"generateThngs\": true,
    \"generateRedirections\": true,
    \"defaultRedirectUrl\": \"https://example.com/{evrythngId}\",
    \"shortDomain\": \"tn.gg\",
    \"thngTemplate\": {\"name\": \"Shirt\"},
    \"inputData\": [{\"shortId\": \"A1\"}, {\"shortId\": \"A2\"}]
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

fn finding(severity: Severity, spot: Spot, message: impl Into<String>) -> Finding {
    Finding::new(THNG_TASK.meta.id, severity, spot, message)
}

fn explain(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    if context.kind != Kind::ThngTask || violation.origin != Origin::Kind {
        return None;
    }
    if let Some(member) = forbidden(violation) {
        return misplaced(member, context);
    }
    match violation.keyword {
        Keyword::AdditionalProperties => foreign(violation, context),
        Keyword::Required => untyped(violation, context),
        Keyword::Enum => mistyped(violation, context),
        _ => malformed(THNG_TASK.meta.id, violation, context),
    }
}

/// A field that a task, a Thng or a variant does not take, though others like it do.
fn misplaced(member: Member<'_>, context: &Context<'_>) -> Option<Finding> {
    let task = context.body;
    let of_this_task = |found: Finding| match context.member(task, "type") {
        Some(type_) => found.label(Spot::of(type_.value), "of this task"),
        None => found,
    };
    let parameters = context.member(task, "inputParameters")?.value;
    if context.member(parameters, "type").is_some_and(|inner| inner.key.index() == member.key.index()) {
        let message = "a `SHORT_ID_GENERATION` task has no `type` among its parameters".to_owned();
        let found = of_this_task(finding(Severity::Error, Spot::of(member.value), message));
        return Some(if Variant::named(&text(member.value)).is_some() {
            found.help(format!("for {}, the `type` of the task is `POPULATING`", shown(member.value)))
        } else {
            found.remove(member.key, Applicability::Unsafe)
        });
    }
    if member.key.is_str("outputParameters") {
        let message = "a `SHORT_ID_GENERATION` task takes no `outputParameters`";
        let found = finding(Severity::Error, Spot::of(member.key), message);
        return Some(of_this_task(found).remove(member.key, Applicability::Unsafe));
    }
    // In the task itself or in its `thngTemplate`; what is around it says which.
    let template = context.member(parameters, "thngTemplate").map(|template| template.value);
    match template.filter(|template| template.contains(member.key)) {
        Some(template) => read_only(THNG_TASK.meta.id, template, &variant::READ_ONLY_OF_THNG),
        None => read_only(THNG_TASK.meta.id, task, &variant::READ_ONLY_OF_TASK),
    }
}

/// A parameter of another variant, or a field that only the vendor's Java library knows.
fn foreign(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let key = violation.key()?;
    let name = key.string()?;
    if violation.value.index() == context.body.index() {
        let is_java = matches!(name.as_ref(), "notificationPolicy" | "identifiers");
        let message = format!("{} of a task is known to the vendor's Java library only", words::code(&name));
        return is_java.then(|| {
            finding(Severity::Warning, Spot::of(key), message)
                .note("the documented model of a task is closed, and does not name it")
                .remove(key, Applicability::Unsafe)
        });
    }
    let parameters = context.member(context.body, "inputParameters")?.value;
    if violation.value.index() != parameters.index() {
        return None;
    }
    let (variant, type_) = Variant::of(context)?;
    // The schema demands these under a condition: a misspelt one is told as missing.
    let wanted: Vec<&str> = lacking(variant.for_redirections(), parameters, context);
    let redirected = context.member(parameters, "generateRedirections").is_some_and(|m| m.value.bool() == Some(true));
    if let Some(meant) = words::nearest(&name, &wanted).filter(|_| redirected) {
        return Some(super::request::lacks(meant, violation));
    }
    let takers: Vec<&str> = Variant::ALL.iter().filter(|v| v.takes(&name)).map(|v| v.name()).collect();
    if takers.is_empty() {
        return None;
    }
    let message = format!("{} takes no {}", words::code(variant.name()), words::code(&name));
    let mut found = finding(Severity::Error, Spot::of(key), message)
        .label(Spot::of(type_), "of this variant")
        .remove(key, Applicability::Unsafe);
    found = match (name.as_ref(), variant) {
        ("shortIdTemplate", Variant::FileBased) => found.help("leave it out: the short ids are those of the file"),
        ("shortIdTemplate", Variant::ListBased) => found.help("leave it out: the short ids are those of `inputData`"),
        _ => found.help(format!("it belongs to {}", words::list(&takers, "and"))),
    };
    Some(found)
}

/// Parameters without a type: what is there tells which was meant.
fn untyped(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let parameters = context.member(context.body, "inputParameters")?.value;
    if violation.missing() != Some("type") || violation.value.index() != parameters.index() {
        return None;
    }
    let (variant, key) = Variant::ALL.iter().find_map(|variant| {
        let tell = variant.tell()?;
        Some((variant, context.member(parameters, tell)?.key))
    })?;
    let found = super::request::lacks_field("type", parameters)
        .label(Spot::of(key), format!("belongs to {}", words::code(variant.name())))
        .help(format!("say which variant it is: `\"type\": \"{}\"`", variant.name()));
    Some(found)
}

/// A variant given as the type of the task.
fn mistyped(violation: &Violation<'_>, context: &Context<'_>) -> Option<Finding> {
    let type_ = context.member(context.body, "type")?;
    let variant = Variant::named(&text(violation.value))?;
    if violation.value.index() != type_.value.index() {
        return None;
    }
    let message = format!("{} is no type of a task, but of its `inputParameters`", words::code(variant.name()));
    Some(finding(Severity::Error, Spot::of(type_.value), message).perhaps(type_.value, "POPULATING"))
}

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if context.kind != Kind::ThngTask {
        return;
    }
    labels(THNG_TASK.meta.id, context.body, context, findings);
    let Some((variant, type_)) = Variant::of(context) else { return };
    let Some(parameters) = context.member(context.body, "inputParameters").map(|member| member.value) else { return };
    let parameter = |name: &str| context.member(parameters, name);
    if let Some(template) = parameter("thngTemplate") {
        labels(THNG_TASK.meta.id, template.value, context, findings);
    }
    if variant == Variant::PrivateFileBased {
        findings.push(private(type_));
        return;
    }
    if let Some(quantity) = parameter("quantity").filter(|quantity| whole(quantity.value).is_some_and(|n| n < 1)) {
        let message = format!("`quantity` is {}: a task makes at least one", shown(quantity.value));
        findings.push(finding(Severity::Error, Spot::of(quantity.value), message));
    }
    findings.extend(unused_redirections(variant, parameters, context));
    let off = |name: &str| parameter(name).filter(|flag| flag.value.bool() == Some(false));
    if let (Some(thngs), Some(redirections)) = (off("generateThngs"), off("generateRedirections")) {
        let message = "the task makes nothing: neither Thngs nor redirections";
        let found = finding(Severity::Info, Spot::of(thngs.value), message);
        findings.push(found.label(Spot::of(redirections.value), "nor these"));
    }
    match variant {
        Variant::ListBased => input_data(parameter("inputData"), findings),
        Variant::IdentifiersListBased => custom_identifier(parameter("customIdentifier"), context, findings),
        _ => {}
    }
}

fn lacking<'n>(names: &'n [&'n str], object: Value<'_>, context: &Context<'_>) -> Vec<&'n str> {
    names.iter().copied().filter(|name| context.member(object, name).is_none()).collect()
}

fn private(type_: Value<'_>) -> Finding {
    let message = "`PRIVATE_FILE_BASED` is known to the vendor's Java library only";
    finding(Severity::Warning, Spot::of(type_), message)
        .note("there it takes `fileRelativePath` and `format`; the documented model has no such variant")
        .help("upload the file with the Files API, and take `FILE_BASED` with its `location`")
}

/// The model demands what redirections need, even of tasks that make none.
fn unused_redirections(variant: Variant, parameters: Value<'_>, context: &Context<'_>) -> Option<Finding> {
    let flag = context.member(parameters, "generateRedirections")?.value;
    let mut missing = lacking(variant.for_redirections(), parameters, context);
    // A misspelt one is a finding of its own.
    let strange: Vec<_> = parameters.members().filter_map(|m| m.key.string()).filter(|n| !variant.takes(n)).collect();
    missing.retain(|name| words::nearest(name, &strange).is_none());
    if flag.bool() != Some(false) || missing.is_empty() {
        return None;
    }
    let verb = if missing.len() == 1 { "is" } else { "are" };
    let message = format!("{} {verb} missing, which the model demands all the same", words::list(&missing, "and"));
    Some(
        finding(Severity::Warning, Spot::Lack(parameters.index()), message)
            .remark("not in here")
            .label(Spot::of(flag), "no redirections are made")
            .note("nothing needs them then, and the vendor's own command line leaves them out")
            .help("to be safe, give them as if redirections were made"),
    )
}

fn input_data(member: Option<Member<'_>>, findings: &mut Vec<Finding>) {
    let Some(list) = member.filter(|member| member.value.is_array()) else { return };
    empty(list, findings);
    for (position, element) in list.value.elements().enumerate() {
        // Any other name than `shortId` is a finding of its own.
        if element.is_object() && element.members().next().is_none() {
            let message = format!("element {position} of `inputData` has no `shortId`");
            findings.push(finding(Severity::Warning, Spot::of(element), message));
        }
    }
}

fn custom_identifier(member: Option<Member<'_>>, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(object) = member.map(|member| member.value).filter(|value| value.is_object()) else { return };
    let known = |name: &str| matches!(name, "key" | "values");
    let strange = object.members().any(|member| member.key.string().is_none_or(|name| !known(&name)));
    let missing = lacking(&["key", "values"], object, context);
    if !missing.is_empty() && !strange {
        let verb = if missing.len() == 1 { "is" } else { "are" };
        let message = format!("{} {verb} missing: there is nothing to make Thngs from", words::list(&missing, "and"));
        findings.push(finding(Severity::Warning, Spot::Lack(object.index()), message).remark("not in here"));
    }
    let Some(values) = context.member(object, "values").filter(|values| values.value.is_array()) else { return };
    empty(values, findings);
    for (first, second) in repeated(values.value.elements()) {
        let message = format!("identifier {} is listed twice", shown(second));
        findings.push(finding(Severity::Info, Spot::of(second), message).label(Spot::of(first), "for the first time"));
    }
}

fn empty(list: Member<'_>, findings: &mut Vec<Finding>) {
    if list.value.elements().next().is_none() {
        let name = words::code(&list.key.string().unwrap_or_default());
        findings.push(finding(
            Severity::Info,
            Spot::of(list.value),
            format!("{name} is empty: the task makes nothing"),
        ));
    }
}
