//! The documentation of a rule outside of the program: as Markdown, and where it is to be read.

use super::{RuleMeta, find};

/// The address of the repository; none as long as it has none.
pub fn repository() -> Option<&'static str> {
    Some(env!("CARGO_PKG_REPOSITORY")).filter(|address| !address.is_empty())
}

/// The address of what is said about a rule; none as long as there is no repository, or no such rule.
pub fn docs_url(rule: &str) -> Option<String> {
    docs_in(repository()?, rule)
}

fn docs_in(repository: &str, rule: &str) -> Option<String> {
    let repository = repository.trim_end_matches('/');
    find(rule).map(|rule| format!("{repository}/blob/main/docs/rules.md#{}", rule.id))
}

/// The summary of a rule as a sentence.
pub(crate) fn sentence(rule: &RuleMeta) -> String {
    let mut letters = rule.summary.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// What there is to say about a rule, with a word above each example.
pub(crate) fn markdown(rule: &RuleMeta) -> String {
    let mut page = String::new();
    for line in rule.docs.trim().lines() {
        match line.strip_prefix("```json ") {
            Some("fail") => page.push_str("This gives a finding:\n\n```json\n"),
            Some(_) => page.push_str("This is clean:\n\n```json\n"),
            None => {
                page.push_str(line);
                page.push('\n');
            }
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_place_on_the_page() {
        let url = docs_in("https://example.org/toile/", "syntax").unwrap();
        assert_eq!(url, "https://example.org/toile/blob/main/docs/rules.md#syntax");
        assert_eq!(docs_in("https://example.org/toile", "no-such-rule"), None);
    }
}
