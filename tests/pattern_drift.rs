//! One difference at a time between the schema and the data of a pair that agrees: it is found once, in one of the files, with a
//! label in the other one, and as grave as the drafts that show it.

mod rules_support;
mod support;

use rules_support::{env_of, fixture, line};
use support::Sandbox;
use toile::check::check;
use toile::diagnostic::File;
use toile::diagnostic::Severity::{self, Error, Info, Warning};
use toile::source::Source;

/// The file that is changed, what is replaced in it by what; where it is told, how gravely, the text under the span, a part of
/// the message.
struct Row {
    file: &'static str,
    from: &'static str,
    to: &'static str,
    told: (&'static str, Severity, &'static str, &'static str),
}

const fn row(
    file: &'static str,
    from: &'static str,
    to: &'static str,
    told: (&'static str, Severity, &'static str, &'static str),
) -> Row {
    Row { file, from, to, told }
}

const DATA: &str = "pattern.json";
const SCHEMA: &str = "schema.json";

#[rustfmt::skip]
const ROWS: &[Row] = &[
    row(DATA, r#""enum": ["none", "patch", "flap"]"#, r#""enum": ["none", "patch", "flap", "welt"]"#,
        (SCHEMA, Error, "\"enum\"", "only the data has `\"welt\"`")),
    row(SCHEMA, r#""enum": [5, 6, 7],"#, r#""enum": [5, 6, 7, 8],"#, (SCHEMA, Warning, "\"enum\"", "only the schema has `8`")),
    row(SCHEMA, r#""enum": [5, 6, 7],"#, r#""enum": [5.0, 6, 70e-1],"#, ("", Info, "", "")),
    row(DATA, r#""minimum": 6"#, r#""minimum": 5"#, (SCHEMA, Error, "6", "the minimum of option `chestEase` is `5` in the data, but `6`")),
    row(DATA, r#""maximum": 16"#, r#""maximum": 15"#, (SCHEMA, Warning, "16", "the maximum of option `chestEase` is `15`")),
    row(DATA, r#""step": 0.5"#, r#""step": 0.25"#, (SCHEMA, Error, "0.5", "the step of option `chestEase` is `0.25`")),
    row(SCHEMA, r#""maximum": 16,"#, "", (SCHEMA, Warning, "\"chestEase\"", "is `16` in the data, but none in the schema")),
    row(SCHEMA, r#""minimum": 6,"#, r#""exclusiveMinimum": 6,"#, (SCHEMA, Error, "6", "the minimum of option `chestEase`")),
    row(SCHEMA, r#""minimum": 6,"#, r#""minimum": 6.0,"#, ("", Info, "", "")),
    row(DATA, r#""enum": [5, 6, 7]"#, r#""minimum": 5, "maximum": 7, "step": 1"#,
        (SCHEMA, Info, "\"enum\"", "is a range of numbers in the data, but a list of values")),
    row(DATA, r#""enum": [5, 6, 7]"#, r#""minimum": 5, "maximum": 8, "step": 1"#, (SCHEMA, Error, "\"enum\"", "is a range of numbers in the data")),
    row(DATA, r#""options": ["#, r#""options": [{"id": "belt", "type": "string", "enum": ["none", "self"]},"#,
        (DATA, Error, "\"belt\"", "does not know option `belt`")),
    row(SCHEMA, r#""buttons": {"#, r#""belt": {"type": "string"}, "buttons": {"#,
        (SCHEMA, Warning, "\"belt\"", "has option `belt`, which the data does not have")),
    row(SCHEMA, r#""required": ["pocket", "buttons", "chestEase"]"#, r#""required": ["pocket", "chestEase"]"#,
        (SCHEMA, Info, "\"buttons\"", "does not demand option `buttons`")),
    row(SCHEMA, r#""required": ["pocket", "buttons", "chestEase"]"#, r#""required": ["pocket", "buttons", "chestEase", "pocket.flap.shape"]"#,
        (SCHEMA, Error, "\"pocket.flap.shape\"", "demands `pocket.flap.shape` of every draft")),
    row(SCHEMA, r#""pocket": { "const": "flap" } } },"#, r#""pocket": { "const": "patch" } } },"#,
        (SCHEMA, Warning, "\"pocket.flap.shape\"", "does not demand `pocket.flap.shape` where `pocket` is `flap`")),
    row(SCHEMA, r#""pocket.flap.shape": { "not": {} }"#, r#""pocket.flap.shape": {}"#,
        (SCHEMA, Warning, "\"pocket.flap.shape\"", "lets `pocket.flap.shape` pass where `pocket` is not `flap`")),
    row(DATA, r#""armhole": 1"#, r#""armhole": 1, "hem": 2"#, (DATA, Error, "\"hem\"", "does not know seam `hem`")),
    row(DATA, r#""armhole": 1,"#, "", (SCHEMA, Error, "\"armhole\"", "demands seam `armhole`")),
    row(DATA, r#""curved"]"#, r#""curved", "veryCurved"]"#, (SCHEMA, Error, "\"enum\"", "of body shape `posture` differ")),
    row(DATA, r#""bodyShapes": ["#, r#""bodyShapes": [{"id": "stance", "type": "string", "enum": ["wide"]},"#, (DATA, Error, "\"stance\"", "does not know body shape `stance`")),
    row(DATA, r#""items": ["mbHeight"],"#, r#""items": ["mbHeight", "mbBackHeight"],"#,
        (SCHEMA, Error, "\"mbHeight\"", "of group `height` (body) differ: only the data has `mbBackHeight`")),
    row(DATA, r#""items": ["mbMidNeckGirth", "mbCollarGirth"]"#, r#""items": ["mbMidNeckGirth"]"#,
        (SCHEMA, Warning, "\"oneOf\"", "of group `neck` (body) differ: only the schema has `mbCollarGirth`")),
    row(DATA, r#""group": "height",
        "items": ["mbHeight"],
        "required": true"#, r#""group": "height",
        "items": ["mbHeight"],
        "required": false"#, (SCHEMA, Error, "\"mbHeight\"", "only the schema demands a measurement of group `height`")),
    row(SCHEMA, r#""not": { "required": ["mbSideArmLength", "mbSleeveLength"] }"#, r#""not": { "required": ["mbSideArmLength", "mbHeight"] }"#,
        (SCHEMA, Error, "\"not\"", "of group `arm` (body) differ")),
    row(SCHEMA, r#""enum": ["body", "final"]"#, r#""enum": ["body"]"#, (DATA, Error, "\"final\"", "offers measurement type `final`")),
    row(SCHEMA, r#""required": ["mfBustGirth"]"#, r#""required": ["mfBackLength"]"#,
        (DATA, Warning, "\"chest\"", "no rule for the required group `chest` (final)")),
];

#[test]
fn each_difference_is_told_once_with_both_places() {
    let mut failures = Vec::new();
    for row in ROWS {
        let sandbox = Sandbox::new();
        for file in [DATA, SCHEMA] {
            let path = fixture("pattern-files/clean/731").join(file);
            let text = std::fs::read_to_string(path).expect("the fixture is there");
            let changed = if file == row.file { text.replacen(row.from, row.to, 1) } else { text.clone() };
            assert!(file != row.file || changed != text, "nothing is replaced: {}", row.from);
            sandbox.write(file, changed);
        }
        let env = env_of(vec![sandbox.root().to_owned()]);
        let mut found = Vec::new();
        let mut shown = Vec::new();
        for file in [DATA, SCHEMA] {
            let source = Source::new(sandbox.path(file).to_string_lossy(), sandbox.read(file));
            for finding in check(&source, &env).diagnostics.iter().filter(|d| d.rule == "pattern-drift") {
                let both = matches!(&finding.labels[..], [label] if matches!(label.file, File::Loaded(_)));
                let text = source.slice(&finding.primary.span).to_owned();
                let message = row.told.3.is_empty() || finding.message.contains(row.told.3);
                shown.push(format!("\n    in {file} at {text}: {}{:?}", line(finding), finding.notes));
                found.push((file, finding.severity, text, both && message));
            }
        }
        let (file, severity, text, _) = row.told;
        let wanted: Vec<_> = (!file.is_empty()).then(|| (file, severity, text.to_owned(), true)).into_iter().collect();
        if found != wanted {
            failures.push(format!("{} -> {}\n  wanted {:?}, found{}", row.from, row.to, row.told, shown.concat()));
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n\n"));
}
