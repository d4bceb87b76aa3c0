//! Code Quality of GitLab. There is no official schema; the one here says what the documentation's table of fields says.

use std::collections::BTreeSet;

use serde_json::Value;
use toile::render::Format;

use super::{errors, fixed, json};

#[test]
fn issues_are_what_the_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("../data/gitlab-codequality.schema.json")).expect("a schema");
    for report in [fixed::of(Vec::new()), fixed::report()] {
        let issues = json(Format::Gitlab, &report);
        assert_eq!(errors(&schema, &issues), [""; 0]);
        assert_eq!(issues.as_array().expect("issues").len(), report.findings().count());
    }
    let mut wrong = json(Format::Gitlab, &fixed::report());
    wrong[0]["checkName"] = "x".into();
    assert!(!errors(&schema, &wrong).is_empty());
}

#[test]
fn fingerprints_are_unique_and_outlive_lines_above() {
    let prints = |report: &toile::report::Report| -> Vec<String> {
        let issues = json(Format::Gitlab, report);
        let issues = issues.as_array().expect("issues");
        issues.iter().map(|issue| issue["fingerprint"].as_str().expect("a fingerprint").to_owned()).collect()
    };
    let all = prints(&fixed::report());
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    let one = |text: &str| prints(&fixed::of(vec![fixed::one("a.json", text, "\"x\"")]));
    assert_eq!(one("{\"x\": 1}"), one("{\n\n\n   \"x\": 1}"));
}

#[test]
fn the_fingerprint_does_not_depend_on_where_the_run_started() {
    let from = |cwd: &str, name: &str| {
        let mut report = fixed::of(vec![fixed::one(name, "{\"x\": 1}", "\"x\"")]);
        report.project = toile::project::Project { cwd: cwd.into(), root: Some("/repo".into()), ..Default::default() };
        json(Format::Gitlab, &report)
    };
    assert_eq!(from("/repo", "orders/a.json"), from("/repo/orders", "./a.json"));
}

#[test]
fn a_description_is_one_line_and_begins_with_the_rule() {
    for issue in json(Format::Gitlab, &fixed::report()).as_array().expect("issues") {
        let description = issue["description"].as_str().expect("a text");
        assert!(!description.contains('\n'));
        assert!(description.starts_with(&format!("{}: ", issue["check_name"].as_str().expect("a rule"))));
    }
}
