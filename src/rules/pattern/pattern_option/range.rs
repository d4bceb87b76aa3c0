//! Options that are a range of numbers.

use super::{Entry, OptionKind, broken};
use crate::diagnostic::Severity;
use crate::json::{Decimal, Kind, Value};
use crate::rules::{Finding, Spot};
use crate::words;

/// A range as it is written.
struct Range<'a> {
    minimum: Option<(Value<'a>, Decimal)>,
    maximum: Option<(Value<'a>, Decimal)>,
    step: Option<(Value<'a>, Decimal)>,
}

pub(super) fn lint(entry: Entry<'_>, findings: &mut Vec<Finding>) {
    if entry.value.get("enum").is_some() {
        return;
    }
    if entry.kind == OptionKind::String {
        if let Some(key) = ["minimum", "maximum", "step"].iter().find_map(|name| entry.key(name)) {
            let word = words::code(&key.string().unwrap_or_default());
            findings.push(
                broken(Severity::Warning, Spot::of(key), format!("{} is a string, and has a {word}", entry.code()))
                    .note("texts have no range: it is passed over")
                    .help(format!("remove {word}, or write \"type\": \"number\"")),
            );
        }
        return;
    }
    let mut number = |name: &str| {
        let value = entry.value.get(name)?;
        if value.kind() != Kind::Number {
            findings.push(
                broken(Severity::Error, Spot::of(value), format!("`{name}` of {} must be a number", entry.code()))
                    .note("as it stands it is passed over, and nothing limits the option")
                    .help(format!("write a number: \"{name}\": 1")),
            );
            return None;
        }
        Some((value, Decimal::parse(value.raw())?))
    };
    let range = Range { minimum: number("minimum"), maximum: number("maximum"), step: number("step") };
    for name in ["minimum", "maximum"] {
        if entry.value.get(name).is_none() {
            findings.push(
                broken(Severity::Info, Spot::of(entry.id), format!("{} has no `{name}`", entry.code()))
                    .note("a range has two ends; without this one, any number passes on that side")
                    .help(format!("add \"{name}\": …")),
            );
        }
    }
    if is_empty(entry, &range, findings) || !has_step(entry, &range, findings) {
        return;
    }
    grid(entry, &range, findings);
    default(entry, &range, findings);
}

fn is_empty(entry: Entry<'_>, range: &Range<'_>, findings: &mut Vec<Finding>) -> bool {
    let (Some((minimum, low)), Some((maximum, high))) = (range.minimum, range.maximum) else { return false };
    if low <= high {
        return false;
    }
    let message =
        format!("the range of {} is empty: {} is greater than {}", entry.code(), minimum.raw(), maximum.raw());
    findings.push(
        broken(Severity::Error, Spot::of(minimum), message)
            .label(Spot::of(maximum), "the maximum")
            .note("no draft can give this option a value")
            .help(format!(
                "perhaps the two are swapped: \"minimum\": {}, \"maximum\": {}",
                maximum.raw(),
                minimum.raw()
            )),
    );
    true
}

/// Whether the step, if there is one, leads anywhere.
fn has_step(entry: Entry<'_>, range: &Range<'_>, findings: &mut Vec<Finding>) -> bool {
    let Some((step, distance)) = range.step.filter(|(_, step)| *step <= Decimal::ZERO) else { return true };
    let what = if distance == Decimal::ZERO { "zero" } else { "negative" };
    findings.push(
        broken(Severity::Error, Spot::of(step), format!("the step of {} is {what}", entry.code()))
            .note("no value but the first can be reached, and `multipleOf` of a schema refuses such a step")
            .help("write the distance between two values, such as 0.5"),
    );
    false
}

/// Whether the steps lead from one end to the other, and are multiples of the step.
fn grid(entry: Entry<'_>, range: &Range<'_>, findings: &mut Vec<Finding>) {
    let (Some((minimum, low)), Some((step, distance))) = (range.minimum, range.step) else { return };
    if low.is_multiple_of(distance) == Some(false) {
        let next = low.ceil_to_multiple(distance).map(|next| format!(", such as {next}")).unwrap_or_default();
        let message = format!(
            "the minimum of {} is {}, which is no multiple of its step {}",
            entry.code(),
            minimum.raw(),
            step.raw()
        );
        findings.push(
            broken(Severity::Warning, Spot::of(minimum), message)
                .label(Spot::of(step), "the step")
                .note(format!(
                    "a slider counts from the minimum ({}), `multipleOf` of a schema from zero{next}: a draft with a value \
                     that the one offers is refused by the other",
                    minimum.raw()
                ))
                .help("begin the range at a multiple of the step"),
        );
    }
    let Some((maximum, high)) = range.maximum else { return };
    let length = high.checked_sub(low);
    if length.and_then(|length| length.is_multiple_of(distance)) != Some(false) {
        return;
    }
    let last = length.and_then(|length| length.floor_to_multiple(distance)).and_then(|length| length.checked_add(low));
    let last = last.map_or_else(|| "it is passed over".to_owned(), |last| format!("the last value is {last}"));
    let message = format!("the steps of {} never reach its maximum {}: {last}", entry.code(), maximum.raw());
    findings.push(
        broken(Severity::Warning, Spot::of(step), message)
            .label(Spot::of(minimum), "counted from here")
            .label(Spot::of(maximum), "never reached")
            .note("a draft with the greatest value that the data names has a value off the steps")
            .help("end the range on a step, or choose a step that divides it"),
    );
}

fn default(entry: Entry<'_>, range: &Range<'_>, findings: &mut Vec<Finding>) {
    let Some(default) = entry.value.get("default") else { return };
    if default.kind() != Kind::Number {
        findings.push(
            broken(Severity::Error, Spot::of(default), format!("the default of {} must be a number", entry.code()))
                .note("a draft that keeps what is offered first is refused")
                .help("write a number, without quotes"),
        );
        return;
    }
    let Some(value) = Decimal::parse(default.raw()) else { return };
    let below = range.minimum.filter(|(_, low)| value < *low);
    let above = range.maximum.filter(|(_, high)| value > *high);
    if let Some((limit, _)) = below.or(above) {
        let side = if below.is_some() { "below its minimum" } else { "above its maximum" };
        let message = format!("the default of {} is {}, {side} {}", entry.code(), default.raw(), limit.raw());
        findings.push(
            broken(Severity::Error, Spot::of(default), message)
                .label(Spot::of(limit), "the end of the range")
                .note("a draft that keeps what is offered first is refused")
                .help("choose a default from the range"),
        );
        return;
    }
    let (Some((step, distance)), Some((_, low))) = (range.step, range.minimum) else { return };
    let Some(offset) = value.checked_sub(low) else { return };
    if offset.is_multiple_of(distance) != Some(false) {
        return;
    }
    let near = offset.floor_to_multiple(distance).and_then(|near| near.checked_add(low));
    let finding = broken(
        Severity::Error,
        Spot::of(default),
        format!("the default of {} is {}, which is not on a step", entry.code(), default.raw()),
    )
    .label(Spot::of(step), "the step")
    .note("a draft that keeps what is offered first has a value that no slider offers");
    findings.push(match near {
        Some(near) => finding.help(format!("a step near it is {near}")),
        None => finding.help("choose a default that is on a step"),
    });
}
