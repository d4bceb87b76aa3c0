//! `docs/kinds.md` shows every kind and every schema, with examples that are what they say.

mod rules_support;

use std::path::Path;

use rules_support::{check_text, env, lines};
use toile::diagnostic::Severity;
use toile::document::Kind;

fn root(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn page() -> String {
    std::fs::read_to_string(root("docs/kinds.md")).expect("the page is there")
}

#[test]
fn every_kind_has_its_section() {
    let page = page();
    for kind in Kind::ALL {
        assert!(page.contains(&format!("\n## `{}`\n", kind.name())), "{} has no section", kind.name());
    }
}

#[test]
fn every_schema_is_linked() {
    let page = page();
    for entry in std::fs::read_dir(root("schemas")).expect("the folder is there") {
        let name = entry.expect("readable").file_name().to_string_lossy().into_owned();
        assert!(page.contains(&format!("](../schemas/{name})")), "{name} is not linked");
    }
    for link in page.split("](../").skip(1) {
        let target = link.split(')').next().unwrap_or_default();
        assert!(root(target).is_file(), "{target} does not exist");
    }
}

/// The example of a section is recognised by its shape, and clean.
#[test]
fn examples_are_recognised_and_clean() {
    let env = env();
    for section in page().split("\n## `").skip(1) {
        let name = section.split('`').next().unwrap_or_default();
        let is_part = Kind::ALL.iter().any(|kind| kind.is_part() && kind.name() == name);
        let example = section.split("```json\n").nth(1).map(|rest| rest.split("```").next().unwrap_or_default());
        let Some(example) = example else {
            assert!(Kind::ALL.iter().all(|kind| kind.name() != name) || is_part, "{name} has no example");
            continue;
        };
        if is_part {
            continue;
        }
        // Where the shape does not tell, the name of the file does.
        let by_name = matches!(name, "material-update" | "thng-batch-update");
        let shown = if by_name { format!("example.{name}.json") } else { "example.json".to_owned() };
        let outcome = check_text(&shown, example, &env);
        assert_eq!(outcome.kind, Some(name), "{example}");
        let grave = outcome.diagnostics.iter().any(|diagnostic| diagnostic.severity > Severity::Info);
        assert!(!grave, "{name}{}", lines(&outcome));
    }
}
