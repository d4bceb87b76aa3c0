//! Texts about limits: which number, and whether it is allowed itself.

use super::{Finding, Spot, Words, misleading};
use crate::diagnostic::Severity;
use crate::json::{Member, Value};
use crate::pattern::survey::texts::Text;
use crate::pattern::survey::{PartId, Survey};

const BELOW: [&str; 8] =
    ["less than", "lower than", "smaller than", "fewer than", " below ", " under ", "shorter than", " < "];
const ABOVE: [&str; 8] =
    ["greater than", "more than", "larger than", "bigger than", "higher than", " above ", " over ", " > "];
/// Words that let the limit itself in.
const INCLUSIVE: [&str; 9] =
    ["or equal", "equal to", "at most", "at least", "inclusive", "up to", "<=", ">=", "exactly"];
/// Words that turn the meaning round.
const NEGATED: [&str; 6] = [" not ", " no ", "n't ", " never ", "cannot", " nor "];

/// What a keyword does with the limit itself.
fn limit(keyword: &str) -> Option<(bool, bool)> {
    Some(match keyword {
        "maximum" | "maxLength" | "maxItems" | "maxProperties" => (true, true),
        "minimum" | "minLength" | "minItems" | "minProperties" => (false, true),
        "exclusiveMaximum" => (true, false),
        "exclusiveMinimum" => (false, false),
        _ => return None,
    })
}

/// Holds the text of a keyword against its limit.
pub(super) fn of_keyword(keyword: &str, constraint: Member<'_>, text: Text<'_>, words: &Words) -> Option<Finding> {
    let raw = constraint.value.raw();
    let of_limit = limit(keyword);
    if of_limit.is_none() && keyword != "multipleOf" {
        return None;
    }
    let given = constraint.value.f64()?;
    if !words.numbers.is_empty() && !words.numbers.contains(&given) {
        // Above 0 is 1 and more, for whole numbers.
        let next = |number: &f64| (number - given).abs() == 1.0;
        if keyword.starts_with("exclusive") && words.numbers.iter().any(next) {
            return None;
        }
        let named = words.numbers[0];
        let message = format!("the text names {named}, but `{keyword}` is {raw}");
        return Some(about(message, text, constraint).help(format!("name {raw} in the text, or correct `{keyword}`")));
    }
    let (is_upper, is_inclusive) = of_limit?;
    if words.says(&NEGATED) {
        return None;
    }
    let (own, other) = if is_upper { (&BELOW, &ABOVE) } else { (&ABOVE, &BELOW) };
    let said = |phrases: &[&'static str]| {
        let found = phrases.iter().find(|phrase| words.lower.contains(*phrase));
        found.map(|phrase| phrase.trim())
    };
    if let Some(phrase) = said(other).filter(|_| said(own).is_none()) {
        let message = format!("the text says \"{phrase}\", but `{keyword}` is the limit on the other side");
        return Some(
            about(message, text, constraint).help(format!("write what `{keyword}` demands: {}", wording(keyword, raw))),
        );
    }
    let wrong = if is_inclusive {
        said(own).filter(|_| !words.says(&INCLUSIVE)).map(|phrase| (phrase, "is allowed itself"))
    } else {
        let open = [&INCLUSIVE[..7], &["no less", "no more"]].concat();
        said(&open).filter(|_| said(own).is_none()).map(|phrase| (phrase, "is refused itself"))
    };
    let (phrase, fact) = wrong?;
    let message = format!("the text says \"{phrase}\", but {raw} {fact}");
    Some(
        about(message, text, constraint)
            .note(format!("`{keyword}` {} the limit", if is_inclusive { "includes" } else { "excludes" }))
            .help(format!("write \"{}\", or use `{}`", wording(keyword, raw), counterpart(keyword))),
    )
}

fn about(message: String, text: Text<'_>, constraint: Member<'_>) -> Finding {
    misleading(Severity::Warning, text.value, message).label(Spot::of(constraint.key), "the constraint that it is for")
}

fn wording(keyword: &str, raw: &str) -> String {
    match keyword {
        "exclusiveMaximum" => format!("less than {raw}"),
        "exclusiveMinimum" => format!("greater than {raw}"),
        other if other.starts_with("max") => format!("at most {raw}"),
        _ => format!("at least {raw}"),
    }
}

fn counterpart(keyword: &str) -> &str {
    match keyword {
        "maximum" => "exclusiveMaximum",
        "minimum" => "exclusiveMinimum",
        "exclusiveMaximum" => "maximum",
        "exclusiveMinimum" => "minimum",
        _ => "another limit",
    }
}

/// A text for everything: where it names one end of a range, it names the other one, too.
pub(super) fn of_whole(survey: &Survey<'_>, id: PartId, text: Text<'_>, words: &Words) -> Option<Finding> {
    const ENDS: [&str; 4] = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"];
    if words.numbers.len() < 2 {
        return None;
    }
    let schema = survey.part(id).value;
    let ends: Vec<Member<'_>> = ENDS.iter().filter_map(|name| schema.member(name)).collect();
    let named = |value: Value<'_>| value.f64().is_some_and(|number| words.numbers.contains(&number));
    let wrong = ends.iter().find(|member| !named(member.value))?;
    if !ends.iter().any(|member| named(member.value)) {
        return None;
    }
    let keyword = wrong.key.string().unwrap_or_default();
    let message = format!("the text names a range, but `{keyword}` is {}", wrong.value.raw());
    Some(about(message, text, *wrong).help(format!("name {} in the text, or correct `{keyword}`", wrong.value.raw())))
}
