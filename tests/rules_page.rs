//! `docs/rules.md` is what the list of rules says. With `TOILE_WRITE_DOCS` set, it is written instead.

mod support;

use std::fs;
use std::path::Path;

use support::Sandbox;
use toile::rules;

fn page() -> String {
    Sandbox::new().run(&["rules", "--format", "markdown"]).stdout
}

#[test]
fn the_page_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    if std::env::var_os("TOILE_WRITE_DOCS").is_some() {
        fs::write(&path, page()).expect("the page can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let page = page();
    let differs = written.lines().zip(page.lines()).find(|(written, wanted)| written != wanted);
    assert!(
        written == page,
        "docs/rules.md is not current: {differs:?}\nTOILE_WRITE_DOCS=1 cargo test --test rules_page writes it anew"
    );
}

#[test]
fn the_page_holds_every_rule_once_with_its_examples() {
    let page = page();
    for rule in rules::all() {
        assert_eq!(page.matches(&format!("### `{}`\n", rule.id)).count(), 1, "{}", rule.id);
        assert!(page.contains(&format!("](#{})", rule.id)), "{} is not in the table", rule.id);
    }
    let all = |word: &str| rules::all().map(|rule| rule.docs.matches(word).count()).sum::<usize>();
    assert_eq!(page.matches("This gives a finding:").count(), all("```json fail"));
    assert_eq!(page.matches("This is clean:").count(), all("```json pass"));
    assert!(!page.contains("```json fail"));
    assert_eq!(page.matches("```").count() % 2, 0, "a fence is not closed");
}

#[test]
fn json_holds_what_the_page_is_made_of() {
    let json = Sandbox::new().run(&["rules", "--format", "json"]).json();
    let listed = json["rules"].as_array().expect("a list");
    assert_eq!(listed.len(), rules::all().count());
    for (row, rule) in listed.iter().zip(rules::all()) {
        for (field, value) in [
            ("id", rule.id),
            ("group", rule.group),
            ("severity", rule.severity.name()),
            ("basis", rule.basis.name()),
            ("summary", rule.summary),
            ("docs", rule.docs),
        ] {
            assert_eq!(row[field], value, "{field} of {}", rule.id);
        }
    }
}

#[test]
fn a_misspelt_rule_is_met_with_the_one_that_is_meant() {
    let sandbox = Sandbox::with(&[("x.json", "{}")]);
    for args in [
        &["explain", "mesurement-unit"] as &[&str],
        &["check", "--select", "mesurement-unit", "x.json"],
        &["check", "--ignore", "short-id,mesurement-unit", "x.json"],
    ] {
        let ran = sandbox.run(args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.stderr.contains("did you mean `measurement-unit`?"), "{args:?}: {}", ran.stderr);
    }
    let ran = sandbox.run(&["check", "--select", "thngs", "x.json"]);
    assert!(ran.stderr.contains("did you mean `thng`?"), "{}", ran.stderr);
}
