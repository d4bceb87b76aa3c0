//! Options that list their values.

use std::collections::HashMap;

use super::{Entry, OptionKind, broken};
use crate::diagnostic::Severity;
use crate::json::{Kind, Value, js_number};
use crate::rules::{Finding, Spot};
use crate::words;

const RANGE: [&str; 3] = ["minimum", "maximum", "step"];

pub(super) fn lint(entry: Entry<'_>, findings: &mut Vec<Finding>) {
    let Some(list) = entry.value.get("enum") else {
        if entry.kind == OptionKind::String {
            let key = entry.value.get("type").map_or(Spot::of(entry.id), Spot::of);
            findings.push(
                broken(Severity::Warning, key, format!("{} has no values to choose from", entry.code()))
                    .note("an option is a list of values or a range of numbers; this one takes any text")
                    .help("add \"enum\": [\"…\"]"),
            );
        }
        return;
    };
    if !list.is_array() {
        findings.push(
            broken(Severity::Error, Spot::of(list), format!("the values of {} must be a list", entry.code()))
                .note("without one, nothing can be chosen")
                .help("write \"enum\": […]"),
        );
        return;
    }
    let values: Vec<Value<'_>> = list.elements().collect();
    if values.is_empty() {
        findings.push(
            broken(Severity::Error, Spot::of(list), format!("{} has no values to choose from", entry.code()))
                .note("no draft can give this option a value")
                .help("list the values, or remove the option"),
        );
        return;
    }
    foreign(entry, &values, findings);
    repeated(entry, &values, findings);
    if let Some(key) = RANGE.iter().find_map(|name| entry.key(name)) {
        let word = words::code(&key.string().unwrap_or_default());
        let finding = broken(
            Severity::Warning,
            Spot::of(key),
            format!("{} lists its values and has a {word}, too", entry.code()),
        );
        let finding =
            entry.key("enum").into_iter().fold(finding, |finding, key| finding.label(Spot::of(key), "the list"));
        findings.push(
            finding.note("the list decides, and the range is passed over").help(format!("remove {word}, or the list")),
        );
    }
    default(entry, &values, findings);
}

/// Values of another type than the option's.
fn foreign(entry: Entry<'_>, values: &[Value<'_>], findings: &mut Vec<Finding>) {
    let mut wrong = values.iter().filter(|value| !entry.kind.has(**value));
    let Some(first) = wrong.next() else { return };
    let message =
        format!("{} is of type `{}`, but {} is none", entry.code(), entry.kind.name(), words::code(first.raw()));
    let mut finding = broken(Severity::Error, Spot::of(*first), message);
    if let Some(named) = entry.value.get("type") {
        finding = finding.label(Spot::of(named), "the type of its values");
    }
    let finding = wrong.take(20).fold(finding, |finding, value| finding.label(Spot::of(*value), "this one, too"));
    findings.push(finding.note("a draft that gives it has a value of a type that the option does not take").help(
        match entry.kind {
            OptionKind::String => format!("write it between quotes: \"{}\"", first.raw().trim_matches('"')),
            OptionKind::Number => "write a number, without quotes".to_owned(),
        },
    ));
}

/// Values that are listed twice.
fn repeated(entry: Entry<'_>, values: &[Value<'_>], findings: &mut Vec<Finding>) {
    let mut seen: HashMap<String, Value<'_>> = HashMap::new();
    for value in values {
        // A number is the same however it is written.
        let same = match value.kind() {
            Kind::Number => js_number(value.f64().unwrap_or_default()),
            _ => value.string().map_or_else(|| value.raw().to_owned(), |text| format!("\"{text}")),
        };
        if let Some(first) = seen.insert(same, *value) {
            findings.push(
                broken(
                    Severity::Warning,
                    Spot::of(*value),
                    format!("{} lists {} twice", entry.code(), words::code(value.raw())),
                )
                .label(Spot::of(first), "listed here")
                .note("who reads the data offers the same choice twice")
                .help("remove one of them"),
            );
        }
    }
}

fn default(entry: Entry<'_>, values: &[Value<'_>], findings: &mut Vec<Finding>) {
    let Some(default) = entry.value.get("default") else { return };
    if values.iter().any(|value| crate::schema::equal(*value, default)) {
        return;
    }
    let shown = words::code(default.raw());
    let finding = broken(
        Severity::Error,
        Spot::of(default),
        format!("the default of {} is {shown}, which is not in its list", entry.code()),
    );
    let finding = entry
        .key("enum")
        .into_iter()
        .fold(finding, |finding, key| finding.label(Spot::of(key), "the values that there are"));
    let names: Vec<String> = values.iter().take(500).filter_map(|value| Some(value.string()?.into_owned())).collect();
    let meant = super::nearest(&default.string().unwrap_or_default(), names.iter().map(String::as_str));
    let finding = finding.note("a draft that keeps what is offered first is refused");
    findings.push(match meant {
        Some(meant) => finding.perhaps(default, meant),
        None => finding.help("name one of the values, or leave `default` out"),
    });
}
