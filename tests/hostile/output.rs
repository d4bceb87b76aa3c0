//! One corpus in which everything that a stranger writes (names of files, names, values, authored texts) tries to be more
//! than text, through every format: no control character gets through, no command stands where a runner looks for one, and
//! what has a syntax is well-formed.

use std::fmt::Write as _;
use toile::render::Format;

use crate::support::Sandbox;

/// Escapes, bidirectional controls, invisible characters, ends of lines, markup, and commands of CI systems.
const EVIL: [&str; 12] = [
    "\u{1b}[2J\u{1b}]0;owned\u{7}",
    "\u{9b}31m\u{7f}\u{8}",
    "\u{202e}gnp\u{2066}\u{200b}\u{feff}\u{2028}\u{e0041}",
    "x\r\n::error::pwned\r::set-env name=PATH::x",
    "a\n##[group]b\n##vso[task.setvariable variable=x]y",
    "\n##teamcity[buildStatus status='FAILURE']",
    "section_start:1:x\r\u{1b}[0K",
    "]]></failure><script>alert(1)</script><!--",
    "&amp;\"'<img src=x onerror=alert(1)>",
    "](http://evil.example) [x](http://evil.example) `code` |cell|\n# head\n<details>",
    "%0A::error::x%0D",
    "${{ github.token }} $(id) `id`",
];

fn json(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}

/// The same with everything that JSON allows unescaped left as it is.
fn raw(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    let mut out = String::new();
    for c in escaped.chars() {
        if (c as u32) < 0x20 {
            let _ = write!(out, "\\u{:04x}", c as u32);
        } else {
            out.push(c);
        }
    }
    format!("\"{out}\"")
}

fn corpus() -> Sandbox {
    let sandbox = Sandbox::new();
    let texts = EVIL.map(json).join(", ");
    let schema = format!(
        r#"{{"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": {{
            "options": {{"type": "object", "properties": {{"fit": {{"enum": [{texts}]}}}}, "required": ["fit", {all}],
                "additionalProperties": false,
                "errorMessage": {{"required": {{"fit": {first}}}, "additionalProperties": {second}}}}},
            "note": {{"type": "string", "maxLength": 1, "errorMessage": {third}}}}},
            "errorMessage": {{"_": {fourth}}}}}"#,
        all = EVIL.map(json).join(", "),
        first = json(&EVIL.join(" ").replace("${", "$ {")),
        second = json(&format!("${{/note}} {}", EVIL[3])),
        third = json(&format!("::error::{}", EVIL[4])),
        fourth = json(EVIL[7]),
    );
    sandbox.write("patterns/397.schema.json", schema);
    for (number, evil) in EVIL.iter().enumerate() {
        for (style, text) in [("json", json(evil)), ("raw", raw(evil))] {
            let draft = format!(
                "{{\"patternId\": 397, \"measurementType\": {text}, {text}: 1, \"note\": {text}, \"note\": {text},\n \
                 \"measurements\": {{{text}: {text}, \"mbHeight\": \"{number}\"}}, \"options\": {{\"fit\": {text}, {text}: 1}},\n \
                 \"seams\": {text}, \"callbackUrl\": {text}, \"metadata\": {{{text}: {text}}}}}"
            );
            sandbox.write(&format!("drafts/{number}-{style}.json"), &draft);
            // Broken, with the same in a comment and behind the end.
            let flat = evil.replace(['\n', '\r'], "\u{1b}");
            sandbox.write(
                &format!("drafts/{number}-{style}-broken.json"),
                format!("{draft} /* {flat} */ {evil} {text} [}}"),
            );
        }
        let batch = format!(
            r#"{{"actions": {{{text}: {{"type": {text}, "body": {{}}}}, "d": {{"type": "draft", "body": {{"patternId": 397,
                "measurements": {{"$ref": {pointer}}}}}}}}}, "definitions": {{{text}: {{}}}}}}"#,
            text = json(evil),
            pointer = json(&format!("#/resources/{evil}/measurements")),
        );
        sandbox.write(&format!("batches/{number}.json"), batch);
        // What no file system takes is left out of the name.
        let name: String = evil.chars().filter(|c| !matches!(c, '/' | '\0')).collect();
        sandbox.write(&format!("names/{name}.json"), "{\"patternId\": \"x\", \"measurementType\": 1,}");
    }
    sandbox
}

fn lines_with_commands(text: &str) -> Vec<&str> {
    text.split('\n').filter(|line| line.trim_start().starts_with("::") || line.contains("##")).collect()
}

fn assert_harmless(format: Format, text: &str) {
    let name = format.name();
    let is_raw = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(u32::from(c), 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF | 0xE0000..=0xE0FFF)
    };
    if let Some(at) = text.find(is_raw) {
        let around: String = text[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
        panic!("{name} lets {:?} through behind {around:?}", text[at..].chars().next());
    }
    let mut commands = lines_with_commands(text);
    // Headings of Markdown are ours.
    commands.retain(|line| format != Format::Markdown || line.trim_start_matches('#').contains("##"));
    if format == Format::Github {
        for line in commands {
            let is_ours =
                ["::error file=", "::warning file=", "::notice file="].iter().any(|head| line.starts_with(head));
            assert!(is_ours && !line.contains("##"), "{name}: {line}");
            assert_eq!(
                line.matches("::").count()
                    - line[2..].split_once("::").map_or(0, |(_, data)| data.matches("::").count()),
                2
            );
        }
    } else {
        assert!(commands.is_empty(), "{name}: {:?}", commands[0]);
    }
}

/// Everything that has a syntax is read by somebody else, or by the plainest rules.
fn assert_well_formed(format: Format, text: &str) {
    match format {
        Format::Json | Format::Sarif | Format::Gitlab | Format::Rdjson => {
            let value: serde_json::Value =
                serde_json::from_str(text).unwrap_or_else(|e| panic!("{}: {e}", format.name()));
            if format == Format::Sarif {
                assert_uris(&value);
            }
        }
        Format::Jsonl | Format::Rdjsonl => {
            for line in text.lines() {
                assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{}: {line}", format.name());
            }
        }
        Format::Junit => assert_xml(text),
        _ if format.name() == "html" => assert_html(text),
        _ => {}
    }
}

fn assert_uris(value: &serde_json::Value) {
    match value {
        serde_json::Value::Object(members) => {
            for (name, value) in members {
                if let ("uri", Some(uri)) = (name.as_str(), value.as_str()) {
                    let is_uri = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
                    assert!(uri.chars().all(is_uri), "no URI: {uri:?}");
                }
                assert_uris(value);
            }
        }
        serde_json::Value::Array(elements) => elements.iter().for_each(assert_uris),
        _ => {}
    }
}

/// Tags are closed in the order that they were opened, attributes are quoted, references are known.
fn assert_xml(text: &str) {
    let mut open = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        assert_references(&rest[..at]);
        assert!(!rest[..at].contains("]]>"), "XML forbids the end of a CDATA section here");
        let end = at + rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if tag.starts_with('?') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closed out of order");
            continue;
        }
        let name = tag.trim_end_matches('/').split_whitespace().next().expect("a name");
        assert!(name.chars().all(|c| c.is_ascii_alphabetic() || c == '-'), "a tag of somebody else: {name}");
        assert!(!tag.contains('<'), "an attribute opens a tag: {tag}");
        assert_eq!(tag.matches('"').count() % 2, 0, "quotes: {tag}");
        assert_references(tag);
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
}

fn assert_references(text: &str) {
    for (at, _) in text.match_indices('&') {
        let name = text[at + 1..].split(';').next().unwrap_or_default();
        let is_number = name
            .strip_prefix('#')
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
        assert!(is_number || ["amp", "lt", "gt", "quot", "apos"].contains(&name), "no reference: &{name}");
    }
}

/// Nothing of the corpus became an element or an attribute.
fn assert_html(text: &str) {
    for tag in ["<script>alert", "<img src=x", "<details>\n", "onerror=alert(1)>"] {
        assert!(!text.contains(tag), "{tag} is live");
    }
    assert!(!text.contains("href=\"javascript:"), "a link that runs");
}

#[test]
fn nothing_that_strangers_write_is_more_than_text() {
    let sandbox = corpus();
    for runner in ["", "GITHUB_ACTIONS"] {
        let sandbox = if runner.is_empty() { sandbox.inside("") } else { sandbox.inside("").env(runner, "true") };
        for format in Format::ALL {
            let ran = sandbox.run(&["check", ".", "-p", "patterns", "--format", format.name(), "--color", "never"]);
            assert_eq!(ran.code, 1, "{}: {}", format.name(), ran.stderr);
            assert!(ran.stdout.len() > 2000, "{} says nothing", format.name());
            // Commands of the text formats are obeyed only where a runner reads along.
            if runner.is_empty() && format.is_text() {
                assert_harmless(Format::Github, &ran.stdout.replace("##", "# #").replace("::", ": :"));
            } else {
                assert_harmless(format, &ran.stdout);
            }
            assert_well_formed(format, &ran.stdout);
            assert_harmless(Format::Full, &ran.stderr.replace("##", "# #").replace("::", ": :"));
        }
    }
}

#[test]
fn differences_and_graphs_are_text_too() {
    let sandbox = corpus().env("GITHUB_ACTIONS", "true");
    let ran = sandbox.run(&["check", "drafts", "-p", "patterns", "--diff", "--unsafe-fixes", "-q"]);
    assert_harmless(Format::Full, &ran.stdout);
    for number in 0..EVIL.len() {
        for format in ["mermaid", "dot", "svg"] {
            let ran = sandbox.run(&["graph", &format!("batches/{number}.json"), "--format", format]);
            assert_eq!(ran.code, 0, "{format}: {}", ran.stderr);
            let is_raw = |c: char| c.is_control() && c != '\n';
            assert!(!ran.stdout.contains(is_raw), "{format} of {number}: {:?}", ran.stdout);
            if format == "svg" {
                assert_xml(&ran.stdout);
                assert!(!ran.stdout.contains("<script>") && !ran.stdout.contains("<img"), "{}", ran.stdout);
            }
        }
    }
}
