//! Which rules are on, and how much they matter.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Severity;
use crate::rules::{self, RuleMeta};

/// Rules by id that are not as they come.
#[derive(Debug, Default, Clone)]
pub(super) struct Switches {
    off: BTreeSet<&'static str>,
    severities: BTreeMap<&'static str, Severity>,
}

impl Switches {
    /// Takes in one more layer of settings: a selection replaces what was on or off before, the rest adds to it.
    pub(super) fn apply(&mut self, select: &[String], ignore: &[String], severity: &[(String, Severity)]) {
        // What keeps a file from being checked at all is always told.
        let rules = || rules::all().filter(|rule| !matches!(rule.id, "io-error" | "internal-error"));
        if !select.is_empty() {
            self.off = rules().filter(|rule| !names(select, rule)).map(|rule| rule.id).collect();
        }
        self.off.extend(rules().filter(|rule| names(ignore, rule)).map(|rule| rule.id));
        // An id says more than its group does, wherever the two stand.
        for by_id in [false, true] {
            for (name, severity) in severity {
                for rule in rules().filter(|rule| if by_id { rule.id == name } else { rule.group == name }) {
                    self.severities.insert(rule.id, *severity);
                }
            }
        }
    }

    pub(super) fn is_on(&self, rule: &str) -> bool {
        !self.off.contains(rule)
    }

    pub(super) fn changes_severities(&self) -> bool {
        !self.severities.is_empty()
    }

    pub(super) fn severity(&self, rule: &str) -> Option<Severity> {
        self.severities.get(rule).copied()
    }
}

fn names(list: &[String], rule: &RuleMeta) -> bool {
    list.iter().any(|name| name == rule.id || name == rule.group)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_selection_starts_anew_and_the_rest_adds() {
        let mut switches = Switches::default();
        switches.apply(&[], &list(&["seam", "missing-option"]), &[]);
        assert!(!switches.is_on("missing-seam") && !switches.is_on("missing-option") && switches.is_on("body-shape"));
        switches.apply(&list(&["option", "seam"]), &list(&["seam-value"]), &[]);
        assert!(switches.is_on("missing-seam") && switches.is_on("missing-option"));
        assert!(!switches.is_on("seam-value") && !switches.is_on("body-shape"));
        assert!(switches.is_on("io-error") && switches.is_on("internal-error"), "these are always told");
    }

    #[test]
    fn an_id_wins_over_its_group() {
        let mut switches = Switches::default();
        let of = |name: &str, severity| (name.to_owned(), severity);
        switches.apply(&[], &[], &[of("missing-option", Severity::Error), of("option", Severity::Info)]);
        assert_eq!(switches.severity("missing-option"), Some(Severity::Error));
        assert_eq!(switches.severity("option-step"), Some(Severity::Info));
        assert_eq!(switches.severity("syntax"), None);
    }
}
