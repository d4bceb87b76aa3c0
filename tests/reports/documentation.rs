//! `docs/formats.md` shows every format, and shows what is written.

use std::fs;
use std::path::Path;

use toile::render::Format;

use super::support::Sandbox;

const DRAFT: &str = "fixtures/drafts/faulty/collar-wrong-case.json";

/// The fixtures that the page speaks of, under the same names.
fn fixtures() -> Sandbox {
    let sandbox = Sandbox::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let patterns = walkdir::WalkDir::new(root.join("fixtures/patterns")).into_iter().map(|entry| entry.expect("it"));
    let files = patterns.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    for file in files.chain([root.join(DRAFT)]) {
        let name = file.strip_prefix(root).expect("below it").to_str().expect("UTF-8");
        sandbox.write(name, fs::read(&file).expect("a fixture"));
    }
    sandbox
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
    let sandbox = fixtures();
    for format in Format::ALL {
        let name = format.name();
        assert!(page.contains(&format!("| [`{name}`](#{name}) |")), "{name} is not in the table");
        let section = page.split(&format!("\n### `{name}`\n")).nth(1).unwrap_or_else(|| panic!("no section of {name}"));
        let section = section.split("\n#").next().expect("a section");
        let is_example = |block: &&str| ["text\n", "json\n", "xml\n", "html\n"].iter().any(|it| block.starts_with(it));
        let example = section.split("```").skip(1).step_by(2).find(is_example);
        let (_, example) = example.and_then(|block| block.split_once('\n')).unwrap_or_else(|| panic!("none of {name}"));

        let ran = sandbox.run(&["check", "-p", "fixtures/patterns", DRAFT, "--format", name]);
        let written = squeezed(&ran.stdout);
        let mut rest = written.as_str();
        for piece in pieces(example) {
            let at = rest.find(&piece).unwrap_or_else(|| panic!("{name} does not write {piece} in {rest}"));
            rest = &rest[at + piece.len()..];
        }
    }
}
