//! `--affected-by`: everything that a change has to do with, and nothing else.

use crate::support::{Ran, Sandbox, found};

/// A schema that demands an option `cuff` of its values.
fn schema(values: &str) -> String {
    format!(
        r#"{{"$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
        "properties": {{"options": {{"type": "object", "properties": {{"cuff": {{"enum": [{values}]}}}}}}}}}}"#
    )
}

fn draft(pattern: u32) -> String {
    format!(
        r#"{{"patternId": {pattern}, "measurementType": "body", "measurements": {{"mbHeight": 180}}, "options": {{"cuff": "c"}}}}"#
    )
}

fn batch(pattern: u32) -> String {
    format!(r#"{{"actions": {{"d": {{"type": "draft", "body": {}}}}}}}"#, draft(pattern))
}

/// Two patterns, each with a draft, a batch and a record; and what belongs to none.
fn repository() -> Sandbox {
    Sandbox::with(&[
        ("patterns/7/schema.json", &schema(r#""a", "b""#)),
        ("patterns/shirt.schema.json", &schema(r#""a""#)),
        (
            "patterns/shirt.pattern.json",
            r#"{"patternId": 8, "options": [{"id": "cuff", "type": "string", "enum": ["a"]}]}"#,
        ),
        ("drafts/seven.json", &draft(7)),
        ("drafts/eight.json", &draft(8)),
        ("drafts/nine.json", &draft(9)),
        ("batches/seven.json", &batch(7)),
        ("batches/eight.json", &batch(8)),
        ("records/both.ndjson", &format!("{}\n{}\n", draft(7), draft(8))),
        ("records/nine.ndjson", &draft(9)),
        ("drafts/broken.json", r#"{"patternId": 9 "#),
        ("other.json", r#"{"compilerOptions": {}}"#),
        ("notes.md", "7"),
    ])
}

fn affected(sandbox: &Sandbox, files: &[&str]) -> Ran {
    sandbox.run(&[&["check", "--format", "json", "--affected-by"], files].concat())
}

const SEVEN: [&str; 4] = ["batches/seven.json", "drafts/seven.json", "patterns/7/schema.json", "records/both.ndjson"];
const EIGHT: [&str; 5] = [
    "batches/eight.json",
    "drafts/eight.json",
    "patterns/shirt.pattern.json",
    "patterns/shirt.schema.json",
    "records/both.ndjson",
];

#[test]
fn a_changed_schema_or_data_affects_every_request_of_its_pattern() {
    let sandbox = repository();
    assert_eq!(affected(&sandbox, &["patterns/7/schema.json"]).inputs(), SEVEN);
    assert_eq!(affected(&sandbox, &["./patterns/../patterns/shirt.schema.json"]).inputs(), EIGHT);
    assert_eq!(affected(&sandbox, &["patterns/shirt.pattern.json"]).inputs(), EIGHT);
    let both = affected(&sandbox, &["patterns/7/schema.json", "patterns/shirt.pattern.json"]).inputs();
    assert_eq!(both.len(), 8, "{both:?}");
    // What is found there is what a full run finds there.
    let all = sandbox.run(&["check", "--format", "concise"]);
    let some = sandbox.run(&["check", "--format", "concise", "--affected-by", "patterns/7/schema.json"]);
    assert_eq!((all.code, some.code), (1, 1));
    let expected: Vec<String> =
        found(&all).into_iter().filter(|line| SEVEN.iter().any(|name| line.starts_with(name))).collect();
    assert_eq!(found(&some), expected);
    assert!(expected.iter().any(|line| line == "batches/seven.json option-value"), "{expected:?}");
}

#[test]
fn any_other_file_affects_itself_or_nothing() {
    let sandbox = repository();
    assert_eq!(
        affected(&sandbox, &["drafts/nine.json", "batches/seven.json"]).inputs(),
        ["batches/seven.json", "drafts/nine.json"]
    );
    assert_eq!(affected(&sandbox, &["drafts/broken.json"]).code, 1);
    for file in ["other.json", "notes.md", "deleted.json", "src/deleted.rs"] {
        let ran = affected(&sandbox, &[file]);
        assert_eq!((ran.code, ran.json()["summary"]["errors"].as_u64()), (0, Some(0)), "{file}: {}", ran.stdout);
    }
}

#[test]
fn paths_narrow_what_is_looked_at() {
    let sandbox = repository();
    let ran = sandbox.run(&["check", "drafts", "--format", "json", "--affected-by", "patterns/7/schema.json"]);
    assert_eq!(ran.inputs(), ["drafts/seven.json"]);
    // A path that is not there was a slip, whatever changed.
    let ran = sandbox.run(&["check", "draft", "--affected-by", "patterns/7/schema.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stdout.contains("draft"), "{}", ran.stdout);
}

#[test]
fn without_files_of_its_own_the_paths_are_what_changed() {
    let sandbox = repository();
    // Hooks put their arguments between the option and the files.
    let ran = sandbox.run(&["check", "--affected-by", "--format", "json", "patterns/7/schema.json", "notes.md"]);
    assert_eq!(ran.inputs(), SEVEN);
    let ran = sandbox.run(&["check", "--affected-by", "--format", "json"]);
    assert_eq!((ran.code, ran.inputs()), (0, Vec::<String>::new()), "nothing changed");
    let sandbox = Sandbox::with(&[("toile.toml", "")]);
    assert_eq!(sandbox.run(&["check", "--affected-by", "toile.toml"]).code, 0, "nothing there to be checked yet");
    std::fs::create_dir(sandbox.path("empty")).unwrap();
    assert_eq!(
        sandbox.run(&["check", "empty", "--affected-by", "toile.toml"]).code,
        2,
        "what is named should be there"
    );
}

#[test]
fn the_configuration_affects_everything() {
    let sandbox = repository();
    sandbox.write("toile.toml", "exclude = [\"records\"]\n");
    let ran = affected(&sandbox, &["toile.toml"]);
    assert_eq!(ran.inputs(), sandbox.run(&["check", "--format", "json"]).inputs());
    std::fs::remove_file(sandbox.path("toile.toml")).unwrap();
    let ran = affected(&sandbox, &["toile.toml"]);
    assert_eq!(ran.inputs(), sandbox.run(&["check", "--format", "json"]).inputs());
}

#[test]
fn a_deleted_pattern_file_affects_the_requests_that_lost_it() {
    let sandbox = repository();
    std::fs::remove_file(sandbox.path("patterns/7/schema.json")).unwrap();
    let ran = affected(&sandbox, &["patterns/7/schema.json"]);
    assert_eq!(ran.inputs(), ["batches/seven.json", "drafts/seven.json", "records/both.ndjson"]);
    assert!(ran.stdout.contains("unknown-pattern"), "{}", ran.stdout);
    // A name without a number, and nothing left to ask: whatever names a pattern may have lost it.
    let sandbox = repository();
    std::fs::remove_file(sandbox.path("patterns/shirt.pattern.json")).unwrap();
    let names = affected(&sandbox, &["patterns/shirt.pattern.json"]).inputs();
    assert!(names.contains(&"drafts/eight.json".to_owned()) && !names.contains(&"other.json".to_owned()), "{names:?}");
    // The whole folder.
    std::fs::remove_dir_all(sandbox.path("patterns")).unwrap();
    let ran = affected(&sandbox, &["patterns/7/schema.json"]);
    assert_eq!(ran.inputs(), ["batches/seven.json", "drafts/seven.json", "records/both.ndjson"]);
}

#[test]
fn a_broken_pattern_file_fails_where_it_is_needed() {
    let broken = "{\"type\": \"object\"";
    let sandbox = repository();
    sandbox.write("patterns/7/schema.json", broken);
    let ran = affected(&sandbox, &["patterns/7/schema.json"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("patterns/7/schema.json"), "{}", ran.stderr);
    // Nobody uses it: then the file itself is refused, as by a run that names it.
    for file in ["drafts/seven.json", "batches/seven.json", "records/both.ndjson"] {
        std::fs::remove_file(sandbox.path(file)).unwrap();
    }
    let ran = affected(&sandbox, &["patterns/7/schema.json"]);
    assert_eq!((ran.code, ran.inputs()), (1, vec!["patterns/7/schema.json".to_owned()]), "{}", ran.stderr);
    // Data says which pattern it is for, however broken.
    let sandbox = repository();
    sandbox.write("patterns/shirt.pattern.json", r#"{"patternId": 8, "options": [ "#);
    let ran = sandbox.run(&["check", "-v", "--affected-by", "patterns/shirt.pattern.json"]);
    assert_eq!(ran.code, 2);
}

#[test]
fn what_a_schema_refers_to_affects_its_pattern() {
    let sandbox = repository();
    sandbox.write("patterns/common/cuff.json", r#"{"definitions": {"cuff": {"enum": ["a"]}}}"#);
    sandbox.write(
        "patterns/7/schema.json",
        r#"{"properties": {"options": {"properties": {"cuff": {"$ref": "../common/cuff.json#/definitions/cuff"}}}}}"#,
    );
    let names = affected(&sandbox, &["patterns/common/cuff.json"]).inputs();
    assert_eq!(
        names,
        [
            "batches/seven.json",
            "drafts/seven.json",
            "patterns/7/schema.json",
            "patterns/common/cuff.json",
            "records/both.ndjson"
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_pattern_file_is_known_by_any_of_its_names() {
    let sandbox = repository();
    sandbox.write("vendor/seven.json", sandbox.read("patterns/7/schema.json"));
    std::fs::remove_file(sandbox.path("patterns/7/schema.json")).unwrap();
    std::os::unix::fs::symlink("../../vendor/seven.json", sandbox.path("patterns/7/schema.json")).unwrap();
    for file in ["vendor/seven.json", "patterns/7/schema.json"] {
        let names = affected(&sandbox, &[file]).inputs();
        assert!(names.contains(&"drafts/seven.json".to_owned()), "{file}: {names:?}");
        assert!(!names.contains(&"drafts/eight.json".to_owned()), "{file}: {names:?}");
    }
}

/// A change of half a repository, too, has to be looked through in no time.
#[test]
fn many_changed_files_and_patterns_take_no_longer_than_a_check() {
    let sandbox = Sandbox::new();
    for number in 0..200 {
        sandbox.write(&format!("patterns/{number}/schema.json"), schema("\"a\""));
        sandbox.write(&format!("drafts/{number}.json"), draft(number));
    }
    let changed: Vec<String> = (0..5_000).map(|number| format!("patterns/{number}/schema.json")).collect();
    let changed: Vec<&str> = changed.iter().map(String::as_str).collect();
    let started = std::time::Instant::now();
    assert_eq!(affected(&sandbox, &changed).inputs().len(), 400);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn a_pattern_chosen_by_the_configuration_counts() {
    let sandbox = repository();
    sandbox.write("toile.toml", "[[files]]\npath = \"drafts/nine.json\"\npattern = 7\n");
    let names = affected(&sandbox, &["patterns/7/schema.json"]).inputs();
    assert!(names.contains(&"drafts/nine.json".to_owned()), "{names:?}");
    assert!(!names.contains(&"drafts/eight.json".to_owned()), "{names:?}");
    let ran = sandbox.run(&[
        "check",
        "drafts",
        "--no-config",
        "--format",
        "json",
        "--schema",
        "patterns/7/schema.json",
        "--affected-by",
        "patterns/7/schema.json",
    ]);
    assert_eq!(ran.inputs(), ["drafts/broken.json", "drafts/eight.json", "drafts/nine.json", "drafts/seven.json"]);
}

#[test]
fn entries_for_files_that_were_not_looked_at_are_left_alone() {
    let sandbox = repository();
    sandbox.write("toile.toml", "[[suppress]]\npath = \"drafts/**\"\nrule = \"option-value\"\nreason = \"known\"\n");
    let ran = sandbox.run(&["check", "--format", "concise", "--affected-by", "batches/eight.json"]);
    assert!(!ran.stdout.contains("unused-suppression"), "{}", ran.stdout);
    assert!(ran.stdout.contains("batches/eight.json"), "{}", ran.stdout);
}

#[test]
fn only_what_is_affected_is_fixed() {
    let sandbox = repository();
    let slip = draft(9).replace("180", "\"180\"");
    let one = draft(7).replace("180", "\"180\"");
    sandbox.write("drafts/nine.json", &slip);
    sandbox.write("drafts/seven.json", &one);
    sandbox.run(&["check", "--fix", "--affected-by", "patterns/7/schema.json"]);
    assert_eq!(sandbox.read("drafts/nine.json"), slip);
    assert_eq!(sandbox.read("drafts/seven.json"), draft(7));
}

#[test]
fn the_log_says_what_each_file_affects() {
    let sandbox = repository();
    let ran = sandbox.run(&["check", "-v", "--affected-by", "patterns/7/schema.json", "notes.md"]);
    assert!(
        ran.stderr.contains("patterns/7/schema.json affects pattern `7`\nnotes.md affects itself\n"),
        "{}",
        ran.stderr
    );
    assert_eq!(sandbox.run(&["check", "-", "--affected-by", "notes.md"]).code, 2);
}
