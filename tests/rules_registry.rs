//! The list of rules is the fixed one, and no finding is of any other.

mod rules_support;

use std::collections::{BTreeMap, BTreeSet};

use rules_support::{env, line, sources};
use toile::check::check;
use toile::diagnostic::{Server, Severity};
use toile::rules::{self, Basis};

/// The ids that configurations may name, by group. Ids are never renamed: they are added here first.
const TABLE: &[(&str, &[&str])] = &[
    (
        "file",
        &["io-error", "syntax", "duplicate-key", "encoding", "nesting-depth", "internal-error", "too-many-findings"],
    ),
    ("request", &["missing-field", "wrong-type", "unknown-field", "field-value"]),
    ("draft", &["unknown-pattern", "measurement-type", "profile-revision"]),
    (
        "measurement",
        &[
            "measurement-group-missing",
            "measurement-group-conflict",
            "unknown-measurement",
            "measurement-value",
            "measurement-unit",
            "measurement-order",
            "measurement-gender",
            "selected-measurements",
        ],
    ),
    (
        "option",
        &[
            "missing-option",
            "unknown-option",
            "option-value",
            "option-range",
            "option-step",
            "sub-option",
            "preset-spelling",
        ],
    ),
    ("seam", &["missing-seam", "unknown-seam", "seam-value"]),
    ("shape", &["body-shape"]),
    ("schema", &["schema-violation"]),
    (
        "batch",
        &[
            "unknown-action",
            "unknown-resource",
            "reference-slot",
            "reference-cycle",
            "reference-syntax",
            "forward-reference",
            "unknown-definition",
            "unused-definition",
            "definition-slot",
            "unused-action",
            "full-prediction",
            "batch-gender",
            "batch-measurement-type",
            "response-field",
        ],
    ),
    (
        "config",
        &[
            "nesting-value",
            "part-rotation",
            "scaling-value",
            "export-file-type",
            "export-driver",
            "export-config",
            "callback-url",
        ],
    ),
    (
        "pattern",
        &[
            "invalid-schema",
            "pattern-option",
            "pattern-group",
            "pattern-drift",
            "dead-error-message",
            "misleading-error-message",
            "open-schema",
            "unsatisfiable-schema",
        ],
    ),
    ("adoption", &["unused-suppression", "stale-baseline"]),
    ("thng", &["thng-batch", "thng-task", "short-id"]),
];

fn is_kebab_case(id: &str) -> bool {
    let words = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    id.split('-').all(words)
}

#[test]
fn ids_are_those_of_the_table() {
    let table: BTreeMap<&str, &str> =
        TABLE.iter().flat_map(|(group, ids)| ids.iter().map(|id| (*id, *group))).collect();
    assert_eq!(table.len(), TABLE.iter().map(|(_, ids)| ids.len()).sum::<usize>(), "the table repeats an id");
    let mut seen = BTreeSet::new();
    for meta in rules::all() {
        assert!(seen.insert(meta.id), "{} is registered twice", meta.id);
        assert!(is_kebab_case(meta.id), "{}", meta.id);
        assert_eq!(table.get(meta.id), Some(&meta.group), "{} and its group are not in the table", meta.id);
        assert!(rules::find(meta.id).is_some_and(|found| found.id == meta.id));
    }
    let missing: BTreeSet<&str> = table.keys().copied().filter(|id| !seen.contains(id)).collect();
    assert_eq!(missing, BTreeSet::new(), "ids of the table that nothing finds");
}

#[test]
fn every_rule_is_described() {
    for meta in rules::all() {
        assert!(!meta.summary.is_empty() && meta.summary.len() <= 100, "{}: {}", meta.id, meta.summary);
        assert!(!meta.summary.ends_with('.'), "{}: a summary is no sentence", meta.id);
        let prose = meta.docs.split("```").next().unwrap_or_default();
        assert!(prose.trim().len() > 60, "{} says too little about itself", meta.id);
    }
}

#[test]
fn inferred_rules_are_remarks() {
    for meta in rules::all().filter(|meta| meta.basis == Basis::Inferred) {
        assert_eq!(meta.severity, Severity::Info, "{}", meta.id);
    }
}

/// Whatever is found in any fixture is of a registered rule; more than a remark of an inferred rule is proved by the
/// line of a schema.
#[test]
fn findings_are_of_registered_rules() {
    let env = env();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut count = 0;
    for source in sources("") {
        for diagnostic in check(&source, &env).diagnostics {
            count += 1;
            let meta = rules::find(diagnostic.rule);
            let meta = meta.unwrap_or_else(|| panic!("{}: no such rule: {}", source.name(), line(&diagnostic)));
            seen.insert(meta.id);
            if meta.basis == Basis::Inferred && diagnostic.severity > Severity::Info {
                let proved = diagnostic.server == Server::Rejects && diagnostic.demand.is_some();
                assert!(proved, "{}: inferred, and not proved: {}", source.name(), line(&diagnostic));
                if diagnostic.rule == "measurement-unit" {
                    let demand = diagnostic.demand.as_ref().map(|demand| demand.pointer.as_str()).unwrap_or_default();
                    let bound = demand.rsplit('/').next().unwrap_or_default().to_lowercase();
                    assert!(bound.contains("maximum") || bound.contains("minimum"), "{demand} is no bound");
                }
            }
        }
    }
    assert!(count > 150 && seen.len() > 25, "only {count} findings of {} rules", seen.len());
}
