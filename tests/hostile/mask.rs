//! `--mask`: no value of a request is in any output, of any format.

use toile::render::Format;

use crate::support::Sandbox;

/// Values that a request gives away, each a text of its own that nothing else contains.
const SECRETS: [&str; 14] = [
    "Zyxomer",
    "Quibblethwaite",
    "987.654",
    "43.21987",
    "77123",
    "vexing-fit",
    "0.98765",
    "secret-host.example",
    "kommentar-xyzzy",
    "Ünlü-Öge",
    "\u{1f9f5}garn",
    "p-hidden-note",
    "b`tick",
    "31337",
];

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "patterns/397.schema.json",
        r#"{"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "required": ["patternId", "measurements", "seams"],
            "properties": {
              "patternId": {"const": 397},
              "measurementType": {"enum": ["body", "final"]},
              "measurements": {"type": "object", "properties": {"mbHeight": {"type": "number", "maximum": 250, "errorMessage": "mbHeight cannot be ${0}"},
                  "mbCollarGirth": {"type": "number", "minimum": 20}}, "additionalProperties": false, "errorMessage": "not these: ${0}"},
              "options": {"type": "object", "properties": {"fit": {"enum": ["slim", "wide"], "errorMessage": "fit is slim or wide, not ${0}"},
                  "ease": {"type": "number", "multipleOf": 0.5, "maximum": 10}}, "additionalProperties": false},
              "note": {"type": "string", "maxLength": 5, "errorMessage": "note says ${0}, for ${1/metadata/customer}"},
              "callbackUrl": {"type": "string"}, "metadata": {"type": "object"}, "seams": {"type": "object"}},
            "additionalProperties": false}"#,
    );
    let draft = r#"{"patternId": 397, "measurementType": "vexing-fit",
 "measurements": {"mbHeight": 987.654, "mbCollarGirth": "43.21987", "mbUnknown": 77123},
 "options": {"fit": "vexing-fit", "ease": 0.98765, "eaze": 31337},
 "note": "for Zyxomer Quibblethwaite", "callbackUrl": "http://secret-host.example/p-hidden-note",
 "metadata": {"customer": "Zyxomer", "Ünlü-Öge": "🧵garn", "n": {"Quibblethwaite": 77123, "Quibblethwaite": 31337}},
 "seams": {"hem": "43.21987"}, "gender": "Zyxomer"}"#;
    sandbox.write("drafts/a.json", draft);
    sandbox.write("drafts/tick.json", draft.replace("vexing-fit", "b`tick"));
    sandbox.write(
        "drafts/broken.json",
        format!(
            "// kommentar-xyzzy 77123\n{}",
            draft.replacen("\"note\": ", "\"note\" ", 1).replace("\"for", "'for").replace("thwaite\",", "thwaite',")
        ),
    );
    sandbox.write("drafts/cut.json", &draft[..draft.find("garn").expect("there")]);
    sandbox.write("drafts/bare.json", "{\"patternId\": 397, \"note\": Zyxomer Quibblethwaite, \"x\": \"p-hidden-note}");
    let line = draft.replace('\n', "");
    sandbox.write("drafts/day.ndjson", format!("{line}\n{}\n{line}\n", &line[..200]));
    sandbox.write(
        "batches/b.json",
        r##"{"actions": {"p1": {"type": "predictBody", "body": {"gender": "Zyxomer", "measurements": {"mbHeight": "987.654"}}},
  "d1": {"type": "draft", "body": {"patternId": 397, "measurementType": "body", "measurements": {"$ref": "#/resources/Quibblethwaite/measurements"}, "note": "p-hidden-note"}},
  "d2": {"type": "vexing-fit", "body": {}}}, "metadata": {"kommentar-xyzzy": 1}}"##,
    );
    sandbox.write(
        "material/m.material.json",
        r#"{"name": 77123, "color": "Zyxomer", "weight": "vexing-fit", "metadata": 31337}"#,
    );
    sandbox
}

/// The reader of a report sees escapes resolved.
fn read(text: &str) -> String {
    let mut read = text.to_owned();
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(text) {
        read.push_str(&strings(&value));
    }
    read
}

fn strings(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => format!("{text}\n"),
        serde_json::Value::Array(elements) => elements.iter().map(strings).collect(),
        serde_json::Value::Object(members) => {
            members.iter().flat_map(|(name, value)| [name.clone(), "\n".to_owned(), strings(value)]).collect()
        }
        _ => String::new(),
    }
}

#[test]
fn no_value_is_in_any_format() {
    let sandbox = sandbox();
    let mut open: std::collections::BTreeSet<&str> = std::collections::BTreeSet::new();
    for format in Format::ALL {
        for more in [&[][..], &["--statistics"][..]] {
            let arguments = ["check", ".", "-p", "patterns", "--format", format.name()];
            let plain = sandbox.run(&[&arguments[..], more].concat());
            open.extend(SECRETS.iter().filter(|secret| read(&plain.stdout).contains(**secret)));
            let masked = sandbox.run(&[&arguments[..], more, &["--mask"][..]].concat());
            assert_eq!(masked.code, plain.code, "{}", format.name());
            let told = read(&masked.stdout) + &masked.stderr;
            for secret in SECRETS {
                let around = told.find(secret).map(|at| &told[told.floor_char_boundary(at.saturating_sub(120))..at]);
                assert_eq!(around, None, "{} tells {secret}", format.name());
            }
        }
    }
    assert_eq!(open.len(), SECRETS.len(), "without a mask all are told: {open:?}");
}

#[test]
fn a_batch_without_findings_is_not_drawn_either() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "a.batch.json",
        r#"{"actions": {"Quibblethwaite": {"type": "predictBody", "body": {"gender": "male", "measurements": {"mbHeight": 180}}}}}"#,
    );
    let page = |more: &[&str]| sandbox.run(&[&["check", "a.batch.json", "--format", "html"], more].concat());
    let (plain, masked) = (page(&[]), page(&["--mask"]));
    assert_eq!((plain.code, masked.code), (0, 0), "{}", plain.stdout);
    assert!(plain.stdout.contains("Quibblethwaite") && !masked.stdout.contains("Quibblethwaite"));
}

#[test]
fn places_and_names_stay() {
    let sandbox = sandbox();
    let arguments = ["check", "drafts/a.json", "-p", "patterns", "--format", "json"];
    let (plain, masked) = (sandbox.run(&arguments).json(), sandbox.run(&[&arguments[..], &["--mask"]].concat()).json());
    let places = |report: &serde_json::Value| -> Vec<String> {
        let findings = report["diagnostics"].as_array().expect("findings");
        findings
            .iter()
            .map(|finding| format!("{} {} {}", finding["rule"], finding["span"], finding["severity"]))
            .collect()
    };
    assert_eq!(places(&plain), places(&masked));
    assert_eq!(plain["summary"], masked["summary"]);
    let text = masked.to_string();
    for name in ["mbHeight", "mbCollarGirth", "mbUnknown", "ease", "250", "slim"] {
        assert!(text.contains(name), "{name} is gone: {text}");
    }
}

#[test]
fn a_masked_line_shows_what_is_a_name() {
    let sandbox = Sandbox::with(&[(
        "a.json",
        "{\"patternId\": 397, \"measurementType\": \"body\", \"measurements\": {\"mbHeight\": -17.5}, \"note\": \"Zoë 🧵\"}",
    )]);
    let ran = sandbox.run(&["check", "a.json", "--mask"]);
    assert!(
        ran.stdout.contains("…entType\": \"****\", \"measurements\": {\"mbHeight\": *****}, \"note\": \"**· 🔒\"}"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("measurement `mbHeight` is <number>"), "{}", ran.stdout);
    assert!(ran.stdout.contains("1:76"), "{}", ran.stdout);
}

#[test]
fn a_masked_difference_is_a_contradiction() {
    for option in ["--diff", "--write-baseline"] {
        assert_eq!(sandbox().run(&["check", ".", "--mask", option]).code, 2, "{option}");
    }
}
