//! The page `docs/rules.md`: every rule under its group, from the registry that every copy of the program carries.

use std::fmt::Write as _;

use crate::diagnostic::Applicability;
use crate::rules::{Basis, RuleMeta, WITHOUT_RULE, fixes_of, markdown, related, sentence};

/// What the rules of a group are about.
const GROUPS: [(&str, &str); 13] = [
    ("file", "Whether a file can be read at all, as text and as JSON."),
    ("request", "The documented shape of a request, whatever its kind."),
    ("draft", "What a draft asks for as a whole."),
    ("measurement", "The measurements of a draft: which, how many, and in what unit."),
    ("option", "The options of a draft, and options that hang on them."),
    ("seam", "Seam allowances."),
    ("shape", "Body shapes."),
    ("schema", "What a pattern schema refuses for any other reason."),
    ("batch", "Batches: their actions, and what refers to what."),
    ("config", "Nesting, scaling and export configurations, and callback URLs."),
    ("pattern", "Pattern schemas and pattern data themselves."),
    ("adoption", "What keeps old findings quiet."),
    ("thng", "Batches and tasks of EVRYTHNG."),
];

/// Writes the page.
pub(super) fn page(rules: impl Iterator<Item = &'static RuleMeta>) -> String {
    let rules: Vec<&RuleMeta> = rules.collect();
    let groups: Vec<_> = GROUPS.iter().filter(|(group, _)| rules.iter().any(|rule| rule.group == *group)).collect();
    let mut page = String::from(
        "# Rules\n\n<!-- Made by `toile rules --format markdown`: change the documentation of the rules, not this page. -->\n\n\
         Each finding names its rule. A rule or a whole group is chosen by `--select` and left out by `--ignore`; \
         `toile explain RULE` shows in the terminal what is said here. The severity is that of most findings of a rule: \
         what is less certain is reported as less. Every example is executed by the tests, with the patterns in \
         `fixtures/patterns`.\n\n",
    );
    contents(&mut page, &groups, &rules);
    for (group, about) in groups {
        let _ = write!(page, "## Group `{group}`\n\n{about}\n\n");
        for rule in rules.iter().filter(|rule| rule.group == *group) {
            section(&mut page, rule);
        }
    }
    page.push_str("## Mistakes without a rule of their own\n\nThese are known, and left out for a reason.\n\n");
    page.push_str("| mistake | reason |\n|---|---|\n");
    for (mistake, reason) in WITHOUT_RULE {
        let _ = writeln!(page, "| {mistake} | {reason} |");
    }
    page
}

fn contents(page: &mut String, groups: &[&(&str, &str)], rules: &[&RuleMeta]) {
    page.push_str("| group | rules |\n|---|---|\n");
    for (group, _) in groups {
        let links: Vec<String> =
            rules.iter().filter(|rule| rule.group == *group).map(|rule| format!("[`{0}`](#{0})", rule.id)).collect();
        let _ = writeln!(page, "| [`{group}`](#group-{group}) | {} |", links.join(" "));
    }
    page.push('\n');
}

fn section(page: &mut String, rule: &RuleMeta) {
    let RuleMeta { id, severity, basis, .. } = rule;
    let _ = write!(page, "### `{id}`\n\n{}\n\n", sentence(rule));
    let _ = write!(page, "Severity: **{}**. Basis: {}.{}\n\n", severity.name(), words(*basis), fixes(id));
    page.push_str(&markdown(rule));
    let links: Vec<String> = related(id).iter().map(|other| format!("[`{other}`](#{other})")).collect();
    if !links.is_empty() {
        let _ = write!(page, "\nRelated: {}.\n", links.join(", "));
    }
    page.push('\n');
}

fn fixes(id: &str) -> &'static str {
    match fixes_of(id) {
        Some(Applicability::Safe) => " Some findings are fixed by `--fix`.",
        Some(_) => " Some findings are fixed by `--fix --unsafe-fixes`.",
        None => "",
    }
}

fn words(basis: Basis) -> &'static str {
    match basis {
        Basis::Documented => "documented by the vendor, by a specification, or by your own pattern files",
        Basis::Example => "seen in an example of the vendor's documentation only",
        Basis::Inferred => "inferred by us; an error only where your own pattern files prove it",
    }
}

#[cfg(test)]
mod tests {
    use super::GROUPS;
    use crate::rules::all;

    #[test]
    fn every_group_is_described() {
        for rule in all() {
            assert!(GROUPS.iter().any(|(name, _)| *name == rule.group), "{} is of the group {}", rule.id, rule.group);
        }
    }
}
