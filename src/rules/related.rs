//! Which rules are worth reading together.

/// Rules about the same matter, or that are mistaken for each other. Every rule of a set is related to the others.
const SETS: &[&[&str]] = &[
    &["syntax", "encoding", "nesting-depth", "duplicate-key"],
    &["io-error", "internal-error", "encoding"],
    &["too-many-findings", "nesting-depth"],
    &["missing-field", "unknown-field", "wrong-type", "field-value"],
    &["measurement-type", "batch-measurement-type", "measurement-gender"],
    &["measurement-gender", "batch-gender"],
    &["measurement-group-missing", "measurement-group-conflict", "selected-measurements", "full-prediction"],
    &["unknown-measurement", "measurement-gender", "measurement-group-missing"],
    &["measurement-unit", "measurement-value", "measurement-order"],
    &["missing-option", "unknown-option", "sub-option"],
    &["option-value", "option-range", "option-step", "preset-spelling"],
    &["missing-seam", "unknown-seam", "seam-value"],
    &["body-shape", "option-value"],
    &["unknown-pattern", "schema-violation"],
    &["reference-syntax", "unknown-resource", "reference-slot", "unknown-action"],
    &["reference-cycle", "forward-reference"],
    &["unknown-definition", "unused-definition", "definition-slot"],
    &["unused-action", "full-prediction"],
    &["response-field", "unknown-field"],
    &["nesting-value", "part-rotation", "scaling-value"],
    &["export-file-type", "export-driver", "export-config"],
    &["invalid-schema", "unsatisfiable-schema", "open-schema"],
    &["dead-error-message", "misleading-error-message"],
    &["pattern-option", "pattern-group", "pattern-drift"],
    &["pattern-drift", "open-schema"],
    &["unused-suppression", "stale-baseline"],
    &["thng-batch", "thng-task", "short-id"],
    &["profile-revision", "field-value"],
    &["callback-url", "field-value"],
];

/// The rules to read beside a rule, in the order of the sets.
pub fn related(id: &str) -> Vec<&'static str> {
    let mut found: Vec<&'static str> = Vec::new();
    for other in SETS.iter().filter(|set| set.contains(&id)).copied().flatten() {
        if *other != id && !found.contains(other) && super::find(other).is_some() {
            found.push(other);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_company_and_it_is_mutual() {
        for rule in crate::rules::all() {
            let others = related(rule.id);
            assert!(!others.is_empty(), "{} stands alone", rule.id);
            assert!(others.iter().all(|other| related(other).contains(&rule.id)), "{}: {others:?}", rule.id);
        }
    }
}
