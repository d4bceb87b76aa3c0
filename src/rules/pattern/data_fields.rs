//! Fields of pattern data that are missing, unknown or of another type: the general rules about fields, for a document that
//! is no request.

use super::{Finding, Spot, nearest};
use crate::diagnostic::{Applicability, Severity};
use crate::json::{Kind, Value};
use crate::pattern::integer;
use crate::words;

/// The documented fields, with what each holds.
const ROOT: [(&str, Holds); 12] = [
    ("id", Holds::Text),
    ("name", Holds::Text),
    ("patternId", Holds::Whole),
    ("patternName", Holds::Text),
    ("patternDescription", Holds::Text),
    ("gender", Holds::Text),
    ("options", Holds::List),
    ("measurements", Holds::Object),
    ("seams", Holds::Object),
    ("garmentMeasurements", Holds::List),
    ("materials", Holds::List),
    ("bodyShapes", Holds::List),
];

const OPTION: [(&str, Holds); 8] = [
    ("id", Holds::Anything),
    ("type", Holds::Anything),
    ("enum", Holds::Anything),
    ("minimum", Holds::Anything),
    ("maximum", Holds::Anything),
    ("step", Holds::Anything),
    ("suffix", Holds::Text),
    ("default", Holds::Anything),
];

const GROUP: [(&str, Holds); 3] = [("group", Holds::Text), ("items", Holds::Anything), ("required", Holds::Flag)];

/// What a field holds. Where another rule looks closer, anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Anything,
    Text,
    Whole,
    Flag,
    List,
    Object,
}

impl Holds {
    fn fits(self, value: Value<'_>) -> bool {
        match self {
            Holds::Anything => true,
            // The service sends `null` for what is not set.
            Holds::Text => matches!(value.kind(), Kind::String | Kind::Null),
            Holds::Whole => integer(value).is_some(),
            Holds::Flag => value.bool().is_some(),
            Holds::List => value.is_array(),
            Holds::Object => value.is_object(),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Holds::Anything => "anything",
            Holds::Text => "a string",
            Holds::Whole => "a whole number",
            Holds::Flag => "true or false",
            Holds::List => "a list",
            Holds::Object => "an object",
        }
    }
}

/// Looks at every field of the data.
pub(super) fn lint(data: Value<'_>, findings: &mut Vec<Finding>) {
    if !data.is_object() {
        return;
    }
    if data.get("patternId").is_none() {
        findings.push(
            Finding::new("missing-field", Severity::Error, Spot::Lack(data.index()), "`patternId` is missing")
                .note("pattern data that does not name its pattern cannot be loaded")
                .help("add the number of the pattern: \"patternId\": 397"),
        );
    }
    fields(data, &ROOT, "pattern data", findings);
    for section in ["options", "bodyShapes"] {
        let list = data.get(section).into_iter().flat_map(Value::elements);
        list.for_each(|option| fields(option, &OPTION, "an option", findings));
    }
    for kind in data.get("measurements").into_iter().flat_map(Value::members) {
        if !kind.value.is_array() {
            let name = kind.key.string().unwrap_or_default();
            findings.push(wrong(kind.value, &name, Holds::List));
        }
        kind.value.elements().for_each(|group| fields(group, &GROUP, "a measurement group", findings));
    }
    for seam in data.get("seams").into_iter().flat_map(Value::members) {
        if seam.value.kind() != Kind::Number {
            let code = words::code(&seam.key.string().unwrap_or_default());
            findings.push(
                Finding::new(
                    "wrong-type",
                    Severity::Error,
                    Spot::of(seam.value),
                    format!("the allowance of seam {code} must be a number"),
                )
                .note("a draft that takes the pattern's own allowance over is refused")
                .help("write the allowance in cm, such as 0.5"),
            );
        }
    }
    for section in ["garmentMeasurements", "materials"] {
        for name in data.get(section).into_iter().flat_map(Value::elements).filter(|name| name.kind() != Kind::String) {
            findings.push(wrong(name, &format!("an element of {section}"), Holds::Text));
        }
    }
}

fn wrong(value: Value<'_>, name: &str, holds: Holds) -> Finding {
    let message = format!("{} must be {}", words::code(name), holds.name());
    Finding::new("wrong-type", Severity::Error, Spot::of(value), message)
        .note("pattern data of this form is not understood, or not loaded at all")
        .help(format!("write {}", holds.name()))
}

fn fields(object: Value<'_>, known: &[(&str, Holds)], what: &str, findings: &mut Vec<Finding>) {
    for member in object.members() {
        let name = member.key.string().unwrap_or_default();
        if let Some((_, holds)) = known.iter().find(|(field, _)| *field == name) {
            if !holds.fits(member.value) {
                findings.push(wrong(member.value, &name, *holds));
            }
            continue;
        }
        let free = known.iter().map(|(field, _)| *field).filter(|field| object.get(field).is_none());
        let message = format!("{} is no documented field of {what}", words::code(&name));
        // The documentation shows one example of pattern data: a reply may hold more.
        let finding = |severity| Finding::new("unknown-field", severity, Spot::of(member.key), message.clone());
        findings.push(match nearest(&name, free) {
            Some(meant) => finding(Severity::Warning)
                .note("what it says is passed over")
                .rewrite(member.key, meant, Applicability::Unsafe)
                .remark(format!("did you mean `{meant}`?")),
            None => finding(Severity::Info).note("what it says is passed over here"),
        });
    }
}
