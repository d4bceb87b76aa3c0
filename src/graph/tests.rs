//! Ids that try to leave their place in the picture.

use super::{Picture, draw};
use crate::check::check;
use crate::cli::Drawing;
use crate::env::{Env, EnvOptions};
use crate::source::Source;

const HOSTILE: [&str; 8] = [
    "</title><script>alert(1)</script>",
    "\"]\n  click n0 \"javascript:alert(1)\"",
    "a\\\"; evil -> n0; \"",
    "%% comment\nend",
    "\u{1b}[31m\u{202e}txt\u{0}",
    "{{x}}|\"y\"|",
    "&lt;b&gt; &#60; #lt;",
    "]]></svg>",
];

fn picture() -> Picture {
    let mut actions = serde_json::Map::new();
    for id in HOSTILE.iter().map(|id| (*id).to_owned()).chain(["x".repeat(100_000)]) {
        let target = serde_json::json!({"$ref": format!("#/resources/{id}/id")});
        let body = serde_json::json!({"draftId": target, "fileType": "pdf"});
        actions.insert(id, serde_json::json!({"type": "export", "body": body}));
    }
    let text = serde_json::json!({"actions": actions}).to_string();
    let env = Env::load(&EnvOptions::default()).expect("nothing to load");
    let source = Source::new("<batch>\".json", text);
    let found = check(&source, &env);
    Picture::of(&source, &found.diagnostics, &env).expect("a batch")
}

#[test]
fn svg_holds_nothing_but_its_own_elements() {
    let text = draw(&picture(), Drawing::Svg);
    assert!(!text.contains("<script") && !text.contains("]]>"));
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
    for (at, _) in text.match_indices('<') {
        let name: String = text[at + 1..].chars().take_while(|c| c.is_alphanumeric() || *c == '/').collect();
        let known = ["svg", "title", "rect", "text", "g", "path", "defs", "marker"];
        assert!(known.contains(&name.trim_matches('/')), "<{name}>");
    }
    assert_eq!(text.matches("</svg>").count(), 1);
    assert!(!text.contains("href") && !text.contains("url(http"));
}

#[test]
fn dot_strings_end_where_they_should() {
    let text = draw(&picture(), Drawing::Dot);
    for row in text.lines() {
        // Outside of strings, nothing but what toile writes.
        let (mut is_inside, mut is_escaped, mut outside) = (false, false, String::new());
        for c in row.chars() {
            match c {
                '"' if !is_escaped => is_inside = !is_inside,
                c if !is_inside => outside.push(c),
                _ => {}
            }
            is_escaped = c == '\\' && !is_escaped;
        }
        assert!(!is_inside, "{row}");
        assert!(!outside.contains("evil") && !outside.contains("click"), "{row}");
    }
}

#[test]
fn mermaid_lines_are_toiles_own() {
    let text = draw(&picture(), Drawing::Mermaid);
    let begins = ["flowchart LR", "  n", "  classDef ", "  class ", "  style n", "  linkStyle ", "  %% "];
    for row in text.lines() {
        assert!(begins.iter().any(|begin| row.starts_with(begin)), "{row}");
        // A comment is one line, whatever it tells.
        if !row.starts_with("  %%") {
            assert!(row.split('"').step_by(2).all(|outside| !outside.contains("javascript")), "{row}");
            assert!(!row.contains('<') || row.matches('<').count() == row.matches("<br/>").count(), "{row}");
            assert!(row.matches('"').count() % 2 == 0 && row.matches('"').count() <= 2, "{row}");
        }
    }
}

#[test]
fn long_ids_are_cut() {
    for drawing in [Drawing::Mermaid, Drawing::Dot, Drawing::Svg] {
        let text = draw(&picture(), drawing);
        assert!(text.len() < 100_000, "{} bytes", text.len());
    }
}
