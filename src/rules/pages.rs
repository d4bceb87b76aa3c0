//! Where the documentation of a rule is to be read outside of the program.

use super::find;

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
