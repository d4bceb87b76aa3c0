//! One cause, one finding: a valid draft with a single fault of a known kind gives one finding, about that fault.
//!
//! What may follow from a fault, and is told beside it: nothing can be said for certain about sub-options whose parent
//! has an illegal value, nor about groups while it is not known what `measurementType` is meant to be.

mod rules_support;

use rules_support::tree::Tree;
use rules_support::{check_text, env, lines, sources};
use toile::check::Outcome;
use toile::env::Env;

/// The drafts that nothing at all is found in, with the numbers of their patterns.
fn drafts(env: &Env) -> Vec<(u32, Tree)> {
    let mut drafts = Vec::new();
    for source in sources("drafts/valid") {
        let outcome = check_text("draft.json", source.text(), env);
        let tree = Tree::parse(source.text());
        // A selection has rules of its own.
        if outcome.diagnostics.is_empty() && !tree.has("selectedMeasurementIds") {
            drafts.push((u32::try_from(outcome.patterns[0]).expect("a small number"), tree));
        }
    }
    assert!(drafts.len() >= 8, "only {} clean drafts", drafts.len());
    drafts
}

/// Applies a fault to every member of a section of every clean draft; `wanted` says what each must give: a rule, or
/// nothing at all.
fn each_member(
    section: &str,
    fault: impl Fn(&mut Vec<(String, Tree)>, usize),
    wanted: impl Fn(u32, &str) -> Option<&'static str>,
) {
    let env = env();
    let mut count = 0;
    let mut failures = Vec::new();
    for (pattern, draft) in drafts(&env) {
        for (at, name) in draft.clone().names(section).into_iter().enumerate() {
            count += 1;
            let mut faulty = draft.clone();
            fault(faulty.get(section).members(), at);
            let outcome = check_text("draft.json", faulty.write(true), &env);
            failures.extend(failure(&outcome, wanted(pattern, &name)).map(|f| format!("{pattern} {name}: {f}")));
        }
    }
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures.join("\n"));
    assert!(count > 10, "only {count} faults");
}

fn failure(outcome: &Outcome, wanted: Option<&str>) -> Option<String> {
    let found: Vec<&str> = outcome.diagnostics.iter().map(|diagnostic| diagnostic.rule).collect();
    (found != wanted.into_iter().collect::<Vec<_>>()).then(|| format!("wanted {wanted:?}, found{}", lines(outcome)))
}

fn leaf(literal: &str) -> Tree {
    Tree::Leaf(literal.to_owned())
}

/// Pattern 397 has no data: only the measurements that its schema demands are known.
fn is_known(pattern: u32, measurement: &str) -> bool {
    pattern != 397 || matches!(measurement, "mbHeight" | "mbCollarGirth" | "mbMidNeckGirth")
}

fn is_optional(pattern: u32, measurement: &str) -> bool {
    const OPTIONAL: [&str; 10] = [
        "mbThighGirth",
        "mbMidThighGirth",
        "mbWeight",
        "mfHemGirth",
        "mfHemWidth",
        "fbSideArmLength",
        "fbSleeveLength",
        "fbBicepGirth",
        "mbAcromionShoulderWidth",
        "mbSleeveShoulderWidth",
    ];
    OPTIONAL.contains(&measurement)
        || !is_known(pattern, measurement)
        || (pattern == 1 && measurement == "mbWaistGirth")
}

#[test]
fn a_measurement_left_out() {
    each_member(
        "measurements",
        |members, at| drop(members.remove(at)),
        |pattern, name| (!is_optional(pattern, name)).then_some("measurement-group-missing"),
    );
}

#[test]
fn a_misspelt_measurement() {
    each_member(
        "measurements",
        |members, at| {
            let end = members[at].0.len() - 1;
            members[at].0.remove(end);
        },
        |pattern, name| is_known(pattern, name).then_some("unknown-measurement"),
    );
}

#[test]
fn a_measurement_of_the_other_gender() {
    each_member(
        "measurements",
        |members, at| {
            let other = if members[at].0.starts_with('m') { "f" } else { "m" };
            members[at].0.replace_range(..1, other);
        },
        |pattern, name| is_known(pattern, name).then_some("measurement-gender"),
    );
}

#[test]
fn a_measurement_that_is_no_number() {
    for literal in ["null", "\"98\"", "true", "[98]", "{}"] {
        each_member("measurements", |members, at| members[at].1 = leaf(literal), |_, _| Some("wrong-type"));
    }
}

#[test]
fn a_measurement_that_is_not_positive() {
    for literal in ["0", "-98.5"] {
        each_member("measurements", |members, at| members[at].1 = leaf(literal), |_, _| Some("measurement-value"));
    }
}

#[test]
fn a_repeated_member() {
    for section in ["measurements", "options", "seams", "bodyShapes"] {
        each_member(
            section,
            |members, at| {
                let again = members[at].clone();
                members.push(again);
            },
            |_, _| Some("duplicate-key"),
        );
    }
}

#[test]
fn a_seam_left_out() {
    // The schema demands all or none; data alone demands none.
    each_member(
        "seams",
        |members, at| drop(members.remove(at)),
        |pattern, _| (pattern != 620).then_some("missing-seam"),
    );
}

#[test]
fn a_wrong_seam() {
    for literal in ["\"1\"", "-1", "null", "[]"] {
        each_member("seams", |members, at| members[at].1 = leaf(literal), |_, _| Some("seam-value"));
    }
}

#[test]
fn an_unknown_name() {
    for (section, rule) in [("options", "unknown-option"), ("seams", "unknown-seam")] {
        each_member(section, |members, _| members.push(("zzzzzz".to_owned(), leaf("1"))), |_, _| Some(rule));
    }
    each_member(
        "bodyShapes",
        |members, _| members.push(("zzzzzz".to_owned(), leaf("\"regular\""))),
        |pattern, _| (pattern != 397).then_some("body-shape"),
    );
    each_member(
        "measurements",
        |members, _| members.push(("mbZzzzzz".to_owned(), leaf("9"))),
        |pattern, _| (pattern != 397).then_some("unknown-measurement"),
    );
}

/// Whether other options hang on this one.
fn has_sub_options(draft_names: &[&str], name: &str) -> bool {
    draft_names.iter().any(|other| other.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
}

#[test]
fn an_option_left_out() {
    let env = env();
    let mut failures = Vec::new();
    for (pattern, draft) in drafts(&env) {
        let names = draft.clone().names("options");
        let all: Vec<&str> = names.iter().map(String::as_str).collect();
        for (at, name) in names.iter().enumerate() {
            let mut faulty = draft.clone();
            faulty.get("options").members().remove(at);
            let outcome = check_text("draft.json", faulty.write(false), &env);
            let optional = pattern == 508 && matches!(name.as_str(), "bustEase" | "hipEase" | "hemFlare");
            let wanted = match name {
                _ if optional => None,
                name if name.contains('.') || has_sub_options(&all, name) => Some("sub-option"),
                _ => Some("missing-option"),
            };
            failures.extend(failure(&outcome, wanted).map(|f| format!("{pattern} {name}: {f}")));
        }
    }
    assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn an_option_of_no_legal_value() {
    let env = env();
    for literal in ["\"zzz\"", "true", "null", "1e9", "-1e9", "0.123", "\"3\"", "[]"] {
        let mut failures = Vec::new();
        for (pattern, draft) in drafts(&env) {
            for (at, name) in draft.clone().names("options").into_iter().enumerate() {
                let mut faulty = draft.clone();
                faulty.get("options").members()[at].1 = leaf(literal);
                let outcome = check_text("draft.json", faulty.write(false), &env);
                let pointer = format!("/options/{name}");
                let about = |d: &&toile::diagnostic::Diagnostic| d.primary.pointer == pointer;
                let own = outcome.diagnostics.iter().filter(about).count();
                // Whether the sub-options that are there belong there is not known then.
                let follow = outcome.diagnostics.iter().filter(|d| !about(d)).all(|d| d.rule == "sub-option");
                if own != 1 || !follow {
                    failures.push(format!("{pattern} {name}: {literal} gives{}", lines(&outcome)));
                }
            }
        }
        assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
    }
}

/// Applies a fault to a clean draft as a whole.
fn each_draft(fault: impl Fn(&mut Tree), wanted: impl Fn(u32, &mut Tree) -> Option<&'static str>) {
    let env = env();
    let mut failures = Vec::new();
    for (pattern, draft) in drafts(&env) {
        let mut faulty = draft.clone();
        fault(&mut faulty);
        let outcome = check_text("draft.json", faulty.write(true), &env);
        failures.extend(failure(&outcome, wanted(pattern, &mut draft.clone())).map(|f| format!("{pattern}: {f}")));
    }
    assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn the_other_measurement_type() {
    each_draft(
        |draft| {
            let value = draft.get("measurementType");
            *value = leaf(if *value == leaf("\"body\"") { "\"final\"" } else { "\"body\"" });
        },
        |_, _| Some("measurement-type"),
    );
}

#[test]
fn a_section_that_is_no_object() {
    for section in ["measurements", "options", "seams", "bodyShapes"] {
        for literal in ["[]", "[1]", "null", "\"x\"", "7", "false"] {
            each_draft(
                |draft| {
                    if draft.has(section) {
                        *draft.get(section) = leaf(literal);
                    }
                },
                |_, draft| draft.has(section).then_some("wrong-type"),
            );
        }
    }
}

#[test]
fn a_misspelt_field() {
    for field in ["patternId", "measurements", "options", "seams", "bodyShapes"] {
        let required = matches!(field, "patternId" | "measurements");
        each_draft(
            |draft| {
                let misspelt = format!("{}{}", &field[..2], &field[3..]);
                let found = draft.members().iter_mut().find(|(name, _)| name == field);
                if let Some((name, _)) = found {
                    *name = misspelt;
                }
            },
            |_, draft| draft.has(field).then_some(if required { "missing-field" } else { "unknown-field" }),
        );
    }
}

#[test]
fn a_field_left_out() {
    for field in ["patternId", "measurements"] {
        each_draft(|draft| draft.members().retain(|(name, _)| name != field), |_, _| Some("missing-field"));
    }
}
