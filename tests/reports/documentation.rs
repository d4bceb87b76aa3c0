//! `docs/formats.md` shows every format, and shows what is written.

use std::fs;
use std::path::Path;
use std::process::Command;

use toile::render::Format;

const DRAFT: &str = "fixtures/drafts/faulty/collar-wrong-case.json";

/// What the command on the page prints.
fn printed(format: Format) -> String {
    let mut toile = Command::new(env!("CARGO_BIN_EXE_toile"));
    toile.args(["check", "--no-config", "-p", "fixtures/patterns", DRAFT, "--format", format.name()]);
    toile.current_dir(env!("CARGO_MANIFEST_DIR"));
    for name in ["CI_PROJECT_DIR", "GITHUB_WORKSPACE", "GITHUB_ACTIONS", "FORCE_COLOR", "CLICOLOR_FORCE"] {
        toile.env_remove(name);
    }
    String::from_utf8(toile.output().expect("toile runs").stdout).expect("UTF-8")
}

/// The pieces of an example between its omissions, without blanks: JSON is laid out for people.
fn pieces(example: &str) -> Vec<String> {
    example.split('…').map(squeezed).filter(|piece| !piece.is_empty()).collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn the_page_shows_what_every_format_writes() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md")).expect("the page");
    for format in Format::ALL {
        let name = format.name();
        assert!(page.contains(&format!("| [`{name}`](#{name}) |")), "{name} is not in the table");
        let section = page.split(&format!("\n### `{name}`\n")).nth(1).unwrap_or_else(|| panic!("no section of {name}"));
        let section = section.split("\n### `").next().expect("a section");
        let is_example = |block: &&str| ["text\n", "json\n", "xml\n", "html\n"].iter().any(|it| block.starts_with(it));
        let example = section.split("```").skip(1).step_by(2).find(is_example);
        let (_, example) = example.and_then(|block| block.split_once('\n')).unwrap_or_else(|| panic!("none of {name}"));

        let written = squeezed(&printed(format));
        let mut rest = written.as_str();
        for piece in pieces(example) {
            let at = rest.find(&piece).unwrap_or_else(|| panic!("{name} does not write {piece} in {rest}"));
            rest = &rest[at + piece.len()..];
        }
    }
}
