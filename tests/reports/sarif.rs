//! SARIF, for code scanning of GitHub. Its public schema comes from a registry: see `consumers`. What the schema lets through
//! and code scanning does not, or needs, is asserted here.

use std::collections::BTreeSet;

use serde_json::Value;
use toile::diagnostic::{Applicability, Severity};
use toile::project::Project;
use toile::render::{Format, caveat};
use toile::report::Report;

use super::{fixed, json};

/// The report with one rule in place of all, laid out for people.
pub(crate) fn without_rules(written: &str) -> String {
    let mut log: Value = serde_json::from_str(written).expect("JSON");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().expect("rules");
    rules.truncate(1);
    let written = serde_json::to_string_pretty(&log).expect("JSON") + "\n";
    written.replace('\u{200b}', "\\u200b")
}

fn run(report: &Report) -> Value {
    json(Format::Sarif, report)["runs"][0].take()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

#[test]
fn the_run_says_what_readers_need() {
    for report in [fixed::of(Vec::new()), fixed::report()] {
        let log = json(Format::Sarif, &report);
        assert_eq!(log["version"], "2.1.0");
        assert_eq!(log["$schema"], "https://json.schemastore.org/sarif-2.1.0.json");
        let run = &log["runs"][0];
        assert_eq!(run["columnKind"], "utf16CodeUnits");
        assert!(run["results"].is_array());
        assert!(run["automationDetails"]["id"].as_str().is_some_and(|id| id.ends_with('/')));
        assert_eq!(run["tool"]["driver"]["semanticVersion"], env!("CARGO_PKG_VERSION"));
    }
    assert_eq!(run(&fixed::of(Vec::new()))["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn every_rule_is_described_within_the_limits_and_agrees_with_its_results() {
    let run = run(&fixed::report());
    let rules = list(&run["tool"]["driver"], "rules");
    let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().expect("an id")).collect();
    assert_eq!(ids, toile::rules::all().map(|rule| rule.id).collect::<Vec<_>>());
    for rule in rules {
        let text = |value: &Value| value.as_str().expect("a text").chars().count();
        assert!((1..=255).contains(&text(&rule["name"])), "{rule}");
        assert!(!rule["name"].as_str().expect("a name").eq_ignore_ascii_case(rule["id"].as_str().expect("an id")));
        for key in ["shortDescription", "fullDescription"] {
            assert!((2..=1024).contains(&text(&rule[key]["text"])), "{rule}");
        }
        assert!(text(&rule["help"]["text"]) > 1 && text(&rule["help"]["markdown"]) > 1);
        assert!(!rule["help"]["text"].as_str().expect("a text").contains("```"));
        assert!(
            ["error", "warning", "note"].contains(&rule["defaultConfiguration"]["level"].as_str().expect("a level"))
        );
        assert!(list(&rule["properties"], "tags").len() <= 10);
        assert!(rule["properties"]["security-severity"].is_null(), "no rule is about security");
    }
    for result in list(&run, "results") {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(ids[index], result["ruleId"]);
    }
}

#[test]
fn the_list_of_rules_is_the_same_whatever_is_on() {
    let mut report = fixed::of(Vec::new());
    let all = run(&report)["tool"]["driver"]["rules"].take();
    report.project = Project { off: vec!["syntax"], ..Project::default() };
    let some = run(&report)["tool"]["driver"]["rules"].take();
    for (one, other) in all.as_array().expect("rules").iter().zip(some.as_array().expect("rules")) {
        assert_eq!(one["id"], other["id"]);
        let off = &other["defaultConfiguration"]["enabled"];
        assert_eq!(off == &Value::Bool(false), other["id"] == "syntax", "{other}");
    }
}

#[test]
fn every_result_has_a_place_a_title_and_prints() {
    let report = fixed::report();
    let run = run(&report);
    let results = list(&run, "results");
    let findings: Vec<_> = report.findings().filter(|(_, finding)| finding.rule != "io-error").collect();
    assert_eq!(results.len(), findings.len());
    let mut prints = BTreeSet::new();
    let mut hashes = BTreeSet::new();
    for (result, (source, finding)) in results.iter().zip(findings) {
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
        assert!(uri.starts_with("orders/") && uri.is_ascii() && !uri.contains(' '), "{uri}");
        for key in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(place["region"][key].as_u64().is_some_and(|number| number >= 1), "{place}");
        }
        let at = source.position(finding.primary.span.start);
        assert_eq!(place["region"]["startLine"], at.line);
        let text = result["message"]["text"].as_str().expect("a text");
        let title = text.split_inclusive(". ").next().and_then(|text| text.lines().next()).expect("a title");
        assert!(title.ends_with(['.', '!', '?']), "{title}");
        assert!(prints.insert(result["partialFingerprints"]["toile/v1"].clone().to_string()));
        let hash = &result["partialFingerprints"]["primaryLocationLineHash"];
        assert!(hashes.insert((finding.rule, uri.to_owned(), hash.to_string())), "{hash}");
        let hash = hash.as_str().expect("a hash").split_once(':').expect("a number").0;
        assert!(!hash.is_empty() && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
    }
}

#[test]
fn related_places_are_numbered_and_only_ours_are_linked() {
    let run = run(&fixed::report());
    let link = regex::Regex::new(r"(?:^|[^\\])\[((?:[^\[\]\\]|\\.)*)\]\(([^)]*)\)").expect("a pattern");
    let mut linked = 0;
    for result in list(&run, "results") {
        let related = list(result, "relatedLocations");
        for (at, place) in related.iter().enumerate() {
            assert_eq!(place["id"], at + 1);
            assert!(place["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
        }
        let text = result["message"]["text"].as_str().expect("a text");
        for found in link.captures_iter(text) {
            let id: usize = found[2].parse().unwrap_or_else(|_| panic!("a link of the input: {text}"));
            assert!((1..=related.len()).contains(&id), "{text}");
            let message = related[id - 1]["message"]["text"].as_str().expect("a text");
            assert_eq!(found[1].replace('\\', ""), message.replace('\\', ""));
            linked += 1;
        }
    }
    // Label and demand of the conflict, the other reference of the circle, one label each of the hostile findings.
    assert_eq!(linked, 5);
    let conflict = list(&run, "results").iter().find(|it| it["ruleId"] == "measurement-group-conflict").expect("it");
    assert_eq!(
        conflict["relatedLocations"][1]["physicalLocation"]["artifactLocation"]["uri"],
        "patterns/397/schema.json"
    );
}

#[test]
fn a_circle_is_a_flow_in_the_order_it_is_walked() {
    let run = run(&fixed::report());
    let flows: Vec<&Value> = list(&run, "results").iter().filter(|it| it["codeFlows"].is_array()).collect();
    assert_eq!(flows.len(), 1);
    let steps = list(&flows[0]["codeFlows"][0]["threadFlows"][0], "locations");
    let texts: Vec<_> = steps.iter().map(|step| step["location"]["message"]["text"].as_str().expect("it")).collect();
    assert_eq!(texts, ["`a` waits for `b`", "`b` waits for `a`"]);
}

#[test]
fn fixes_are_those_that_fix_would_apply() {
    let titles = |least| {
        let mut report = fixed::report();
        report.project.least = least;
        let run = run(&report);
        let fixes = list(&run, "results").iter().flat_map(|result| list(result, "fixes").to_vec());
        fixes.map(|fix| fix["description"]["text"].as_str().expect("a title").to_owned()).collect::<Vec<_>>()
    };
    let safe = ["rename it to `gender`", "take the quotation marks away", "insert a comma"];
    assert_eq!(titles(Applicability::Safe), safe);
    assert_eq!(titles(Applicability::Unsafe).len(), 4);
    let run = run(&fixed::report());
    let quotes = list(&run, "results").iter().find(|it| it["ruleId"] == "wrong-type").expect("it");
    let replacements = &quotes["fixes"][0]["artifactChanges"][0]["replacements"];
    assert_eq!(replacements.as_array().map(Vec::len), Some(2));
    assert_eq!(replacements[0]["deletedRegion"]["startColumn"], 16);
    assert_eq!(replacements[0]["deletedRegion"]["endColumn"], 17);
}

#[test]
fn what_could_not_be_read_is_told_beside_the_results() {
    let run = run(&fixed::report());
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let told = list(invocation, "toolExecutionNotifications");
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["descriptor"]["id"], "io-error");
    assert_eq!(told[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "orders/unreadable.json");
    assert!(list(&run, "results").iter().all(|result| result["ruleId"] != "io-error"));
}

#[test]
fn beyond_the_limit_the_worst_are_kept_and_that_is_said() {
    let mut file = fixed::one("a.json", "{\"x\": 1}", "\"x\"");
    let mut findings = Vec::new();
    for severity in [Severity::Info, Severity::Warning, Severity::Error] {
        let mut finding = file.diagnostics[0].clone();
        finding.severity = severity;
        findings.extend(vec![finding; 10_000]);
    }
    file.diagnostics = findings;
    let report = fixed::of(vec![file]);
    let run = run(&report);
    let results = list(&run, "results");
    assert_eq!(results.len(), 25_000);
    let count = |level: &str| results.iter().filter(|result| result["level"] == level).count();
    assert_eq!((count("error"), count("warning"), count("note")), (10_000, 10_000, 5_000));
    let said = caveat(Format::Sarif, &report).expect("a remark");
    assert!(said.contains("25000 of 30000"), "{said}");
    assert_eq!(run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"], said.as_str());
    assert_eq!(caveat(Format::Sarif, &fixed::report()), None);
    assert_eq!(caveat(Format::Json, &report), None);
}
