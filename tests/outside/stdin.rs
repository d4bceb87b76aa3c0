//! The text of an editor's buffer on standard input: the same report, byte for byte, as for the file on disk.

use std::path::{Path, PathBuf};

use toile::render::Format;

use crate::page::repository;
use crate::support::Sandbox;

/// Checks a file on disk and its bytes on standard input, in every format. Answers how many of these runs failed.
fn compare(sandbox: &Sandbox, args: &[&str], file: &str) -> usize {
    compare_in(&Format::ALL, sandbox, args, file)
}

fn compare_in(formats: &[Format], sandbox: &Sandbox, args: &[&str], file: &str) -> usize {
    let bytes = std::fs::read(sandbox.cwd().join(file)).expect("a file");
    let mut findings = 0;
    for format in formats {
        let format = ["--format", format.name()];
        let disk = sandbox.run(&[&["check"], args, &format, &[file]].concat());
        let stdin = ["--stdin-filename", file, "-"];
        let buffer = sandbox.run_with_stdin(&[&["check"], args, &format, &stdin].concat(), &bytes);
        let same = |text: &str| if format[1] == "sarif" { without_uris(text) } else { text.to_owned() };
        assert_eq!(same(&buffer.stdout), same(&disk.stdout), "{args:?} {format:?} {file}");
        assert_eq!(buffer.code, disk.code, "{args:?} {format:?} {file}: {}", buffer.stderr);
        let untimed = |text: &str| {
            text.split_once(" in ")
                .map(|(before, rest)| format!("{before}{}", rest.split_once(':').map_or("", |(_, after)| after)))
        };
        assert_eq!(untimed(&buffer.stderr), untimed(&disk.stderr), "{args:?} {format:?} {file}");
        findings += usize::from(buffer.code == 1);
    }
    findings
}

/// SARIF names a buffer by the full URI of its file, as editors want it. All the rest is the same.
fn without_uris(sarif: &str) -> String {
    fn strip(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Object(members) => {
                members.remove("uri");
                members.values_mut().for_each(strip);
            }
            serde_json::Value::Array(elements) => elements.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::from_str(sarif).expect("JSON");
    strip(&mut value);
    value.to_string()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|name| name == "json" || name == "ndjson" || name == "jsonl") {
            found.push(path);
        }
    }
}

/// Drafts against patterns, batches, NDJSON, pattern files against each other, materials, what is no request at all.
#[test]
fn every_fixture_reads_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for folder in ["batches", "drafts", "patterns", "foreign", "materials", "thng", "pattern-files"] {
        files(&root.join("fixtures").join(folder), &mut all);
    }
    let mut findings = 0;
    for (number, file) in all.iter().enumerate() {
        // Every run loads all patterns: the formats take turns.
        let formats = [Format::ALL[number % Format::ALL.len()]];
        let name = file.strip_prefix(root).expect("below").to_str().expect("a name").replace('\\', "/");
        findings += compare_in(&formats, &repository(), &["-p", "fixtures/patterns"], &name);
    }
    assert!(all.len() > 60 && findings > 15, "{} files, {findings} findings", all.len());
}

const SCHEMA: &str = include_str!("../../fixtures/patterns/397/schema.json");
const DRAFT: &str = "{\r\n  \"patternId\": 397,\r\n  \"measurementType\": \"body\",\r\n  \"options\": {\"colar\": \"flat\"},\r\n  \
                     \"measurements\": {\"mbHeight\": 180, \"mbMidNeckGirth\": 38, \"mbCollarGirth\": 40},\r\n  \"note\": \"😀\"\r\n}";

/// A project with everything that decides about findings beside the file itself.
fn project() -> Sandbox {
    let record = DRAFT.replace("\r\n", " ");
    let list = format!("{record}\n\n{}\n{{\"patternId\": 397,\n", record.replace("180", "1.8"));
    let sandbox = Sandbox::with(&[
        ("patterns/397.schema.json", SCHEMA),
        ("orders/a.json", DRAFT),
        ("orders/b.json", &DRAFT.replace("180", "1.8")),
        ("orders/quiet/c.json", DRAFT),
        ("orders/list.ndjson", &list),
        ("orders/ignored.json", DRAFT),
        ("orders/empty.json", ""),
        ("orders/broken.json", "{\"patternId\": 397,, \"a\": [1 2]"),
        ("orders/odd name, 100%#ü.json", DRAFT),
        ("samples/plain.txt", DRAFT),
        (".gitignore", "ignored.json\n"),
        (
            "toile.toml",
            "patterns = [\"patterns\"]\nbaseline = \"baseline.json\"\nexclude = [\"orders/quiet\"]\n\
             [[files]]\npath = \"orders/quiet/**\"\nignore = [\"option\"]\n\
             [[files]]\npath = \"samples/**\"\nkind = \"draft\"\npattern = 397\nseverity = { unknown-option = \"warning\" }\n\
             [[suppress]]\npath = \"orders/b.json\"\nrule = [\"unknown-option\"]\nreason = \"meant\"\n\
             [[suppress]]\npath = \"orders/a.json\"\nrule = [\"seam\"]\nreason = \"not used\"\n",
        ),
    ]);
    sandbox.write("orders/bom.json", [b"\xef\xbb\xbf", DRAFT.as_bytes()].concat());
    sandbox.write("orders/latin.json", b"{\"patternId\": 397, \"note\": \"\xfc\"}");
    std::fs::create_dir(sandbox.path(".git")).expect("a folder");
    let ran = sandbox.run(&["check", "orders/a.json", "--write-baseline"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    // One of its findings is no more, another is new.
    sandbox.write("orders/a.json", DRAFT.replace("\"colar\": \"flat\"", "\"bustEse\": 3"));
    sandbox
}

#[test]
fn configuration_and_baseline_hold_for_a_buffer() {
    let sandbox = project();
    let names = [
        "orders/a.json",
        "./orders/b.json",
        "orders/quiet/../quiet/c.json",
        "orders/list.ndjson",
        "orders/ignored.json",
        "orders/empty.json",
        "orders/broken.json",
        "orders/odd name, 100%#ü.json",
        "orders/bom.json",
        "orders/latin.json",
        "samples/plain.txt",
        "patterns/397.schema.json",
        "baseline.json",
    ];
    let few = [Format::Full, Format::Json];
    for (args, formats) in [
        (&[][..], &Format::ALL[..]),
        (&["--force-exclude"], &few),
        (&["--no-config", "-p", "patterns"], &few),
        (&["--select", "option"], &few),
    ] {
        let failed: usize = names.iter().map(|name| compare_in(formats, &sandbox, args, name)).sum();
        assert!(failed >= formats.len(), "{args:?}: {failed}");
    }
    // What decides about the findings did decide.
    let rules = |file: &str| {
        let stdin = sandbox.read(file);
        let args = ["check", "--format", "json", "--stdin-filename", file, "-"];
        let report = sandbox.run_with_stdin(&args, stdin.as_bytes()).json();
        let rules: Vec<String> = report["diagnostics"]
            .as_array()
            .expect("findings")
            .iter()
            .map(|finding| finding["rule"].as_str().expect("a rule").to_owned())
            .collect();
        rules
    };
    let a = rules("orders/a.json");
    for rule in ["unknown-option", "stale-baseline", "unused-suppression"] {
        assert!(a.iter().any(|found| found == rule), "{rule}: {a:?}");
    }
    assert!(!a.iter().any(|rule| rule == "measurement-group-conflict"), "the baseline holds it: {a:?}");
    assert!(!rules("orders/b.json").contains(&"unknown-option".to_owned()));
    assert!(!rules("orders/quiet/c.json").contains(&"unknown-option".to_owned()));
    assert!(rules("samples/plain.txt").contains(&"unknown-option".to_owned()));
}

#[test]
fn a_buffer_is_checked_from_any_folder() {
    let sandbox = project();
    compare(&sandbox.inside("orders"), &[], "a.json");
    compare(&sandbox.inside("samples"), &[], "../orders/a.json");
    let absolute = sandbox.path("orders/a.json");
    compare(&sandbox, &[], absolute.to_str().expect("a name"));
}
