//! Texts that cannot be told apart, or name another thing than theirs.

use std::collections::HashMap;

use super::{Finding, Spot, Words, misleading};
use crate::diagnostic::Severity;
use crate::json::Member;
use crate::pattern::survey::texts::{For, Text};
use crate::pattern::survey::{PartId, Survey};
use crate::words;

/// Looks at the texts of one `errorMessage` together.
pub(super) fn lint(texts: &[Text<'_>], findings: &mut Vec<Finding>) {
    let mut told = Vec::new();
    foreign(texts, &mut told, findings);
    shared(texts, &told, findings);
}

/// Texts for a name that name another one of their map, and not their own.
fn foreign(texts: &[Text<'_>], told: &mut Vec<u32>, findings: &mut Vec<Finding>) {
    let mut keys: HashMap<(Option<u32>, String), u32> = HashMap::new();
    let map_of = |text: &Text<'_>| match text.of {
        For::Name(map, _) => Some(Some(map.index())),
        For::Child(_) => Some(None),
        _ => None,
    };
    for text in texts {
        if let Some(map) = map_of(text) {
            keys.insert((map, text.place().string().unwrap_or_default().into_owned()), text.place().index());
        }
    }
    for text in texts {
        let Some(map) = map_of(text) else { continue };
        let own = text.place().string().unwrap_or_default();
        let words = Words::of(&text.words());
        if words.lower.contains(&own.to_lowercase()) {
            continue;
        }
        let plain = text.words();
        let mut inner =
            plain.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';' | '"' | '\'' | '`' | '(' | ')'));
        let other = inner.find_map(|word| {
            let word = word.trim_end_matches('.');
            keys.get(&(map, word.to_owned())).map(|key| (word.to_owned(), *key))
        });
        let Some((other, key)) = other else { continue };
        told.push(text.place().index());
        let (own, other) = (words::code(&own), words::code(&other));
        findings.push(
            misleading(Severity::Warning, text.value, format!("the text for {own} speaks of {other}"))
                .label(Spot::of(text.place()), "shown for this")
                .label(Spot::Node(key), "not for this, which has its own text")
                .help(format!("name {own} in it")),
        );
    }
}

/// The same text twice in one map.
fn shared(texts: &[Text<'_>], told: &[u32], findings: &mut Vec<Finding>) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<Vec<&Text<'_>>> = Vec::new();
    for text in texts.iter().filter(|text| !told.contains(&text.place().index())) {
        let written = text.value.string().unwrap_or_default();
        // What is filled in may tell the places apart.
        if written.is_empty() || written.contains("${") || matches!(text.of, For::Whole | For::Item) {
            continue;
        }
        let at = *seen.entry(written.into_owned()).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[at].push(text);
    }
    for group in groups.iter().filter(|group| group.len() > 1) {
        let names: Vec<String> =
            group.iter().map(|text| text.place().string().unwrap_or_default().into_owned()).collect();
        let message = format!("one text for {}", words::list(&names, "and"));
        let finding = misleading(Severity::Info, group[1].value, message)
            .note("who reads it cannot tell which of them failed")
            .help("say in each what was wrong");
        findings.push(
            group
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != 1)
                .fold(finding, |finding, (_, text)| finding.label(Spot::of(text.value), "the same text")),
        );
    }
}

/// The text of a `oneOf` of names is shown where none is given, and where two are.
pub(super) fn one_for_none_and_two(
    survey: &Survey<'_>,
    id: PartId,
    keyword: &str,
    constraint: Member<'_>,
    text: Text<'_>,
    words: &Words,
) -> Option<Finding> {
    const FIT: [&str; 11] = [
        "exactly",
        "only one",
        "just one",
        "one and only",
        "not both",
        "either",
        "at most one",
        "more than one",
        "single",
        "not two",
        "one of them, not",
    ];
    let branches = survey.keyword(id, "oneOf").filter(|_| keyword == "oneOf")?;
    let count = branches.elements().count();
    let of_names = branches.elements().all(|branch| branch.get("required").is_some());
    if count < 2 || !of_names || words.says(&FIT) {
        return None;
    }
    Some(
        misleading(Severity::Info, text.value, "the text does not say that two are refused, too")
            .label(Spot::of(constraint.key), "fails where none is given, and where two are")
            .note("who gave two of them is told to give one")
            .help("say \"exactly one of\""),
    )
}
