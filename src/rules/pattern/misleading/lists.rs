//! Texts that list values or names, held against the list of the constraint.

use std::collections::HashSet;

use super::words_of::is_word;
use super::{Finding, Spot, Words, misleading};
use crate::diagnostic::Severity;
use crate::json::{Kind, Member, Value};
use crate::pattern::survey::texts::Text;
use crate::pattern::survey::{PartId, Survey};
use crate::words;

/// Words of a text that lists examples only.
const EXAMPLES: [&str; 6] = ["e.g", "for example", "such as", "for instance", " like ", "etc"];
/// Words of a text that names the ends of a range.
const RANGES: [&str; 5] = [" to ", "between", "…", "...", " through "];

/// What a keyword lists, and what that is called.
fn listed(
    survey: &Survey<'_>,
    id: PartId,
    keyword: &str,
    constraint: Value<'_>,
) -> Option<(Vec<String>, &'static str)> {
    let strings = |values: &mut dyn Iterator<Item = Value<'_>>| -> Option<Vec<String>> {
        values
            .map(|value| match value.kind() {
                Kind::String | Kind::Key => value.string().map(std::borrow::Cow::into_owned),
                Kind::Number => Some(value.raw().to_owned()),
                _ => None,
            })
            .collect()
    };
    match keyword {
        "enum" => Some((strings(&mut constraint.elements())?, "value")),
        "required" => Some((strings(&mut constraint.elements())?, "name")),
        "additionalProperties" => {
            let is_open = survey.keyword(id, "patternProperties").is_some();
            let names = survey.keyword(id, "properties").filter(|_| !is_open)?;
            Some((strings(&mut names.members().map(|member| member.key))?, "name"))
        }
        "oneOf" | "anyOf" => {
            let only = |branch: Value<'_>| {
                let mut names = branch.get("required")?.elements();
                let name = names.next()?.string()?.into_owned();
                (names.next().is_none() && branch.members().count() == 1).then_some(name)
            };
            Some((constraint.elements().map(only).collect::<Option<Vec<String>>>()?, "name"))
        }
        _ => None,
    }
}

/// Compares the list in a text with that of its constraint.
pub(super) fn check(
    survey: &Survey<'_>,
    id: PartId,
    keyword: &str,
    constraint: Member<'_>,
    text: Text<'_>,
    words: &Words,
) -> Option<Finding> {
    let (listed, what) = listed(survey, id, keyword, constraint.value)?;
    let all_numbers = listed.iter().all(|value| value.parse::<f64>().is_ok());
    if words.says(&EXAMPLES) || (all_numbers && words.says(&RANGES)) || !listed.iter().all(|value| is_word(value)) {
        return None;
    }
    let number = |value: &str| value.parse::<f64>().ok();
    let bits = |number: f64| (number + 0.0).to_bits();
    let named: HashSet<u64> = words.numbers.iter().copied().map(bits).collect();
    let numbers: HashSet<u64> = listed.iter().filter_map(|value| number(value)).map(bits).collect();
    let has = |value: &String| words.has(value) || number(value).is_some_and(|n| named.contains(&bits(n)));
    let mentioned = listed.iter().filter(|value| has(value)).count();
    let known: HashSet<&str> = listed.iter().map(String::as_str).collect();
    let in_list =
        |item: &String| known.contains(item.as_str()) || number(item).is_some_and(|n| numbers.contains(&bits(n)));
    let behind_colon = words.listed.iter().filter(|item| in_list(item)).count();
    // A list, and not a sentence that happens to hold a word of it.
    let has_list = behind_colon > 0 || words.listed.len() > 1;
    if !has_list && mentioned < 2 {
        return None;
    }
    let missing: Vec<&String> = listed.iter().filter(|value| !has(value)).collect();
    let added: Vec<&String> = words.listed.iter().filter(|item| has_list && !in_list(item)).collect();
    let mut wrong = Vec::new();
    if !added.is_empty() {
        wrong.push(format!("names {}, which `{keyword}` does not have", words::list(&added, "and")));
    }
    if !missing.is_empty() {
        wrong.push(format!("leaves out {}", words::list(&missing, "and")));
    }
    if wrong.is_empty() {
        return None;
    }
    let message = format!("the text {}", wrong.join(" and "));
    let plural = if listed.len() == 1 { "" } else { "s" };
    Some(
        misleading(Severity::Warning, text.value, message)
            .label(Spot::of(constraint.key), format!("the {what}{plural} that it is about"))
            .note("whoever reads it takes the list for complete")
            .help(format!("list {}", words::list(&listed, "and"))),
    )
}
