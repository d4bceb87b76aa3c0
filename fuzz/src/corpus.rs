//! Texts to start from.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the fixtures, whichever of the two packages this is built into.
pub fn fixtures() -> PathBuf {
    root().join("fixtures")
}

/// Inputs that once broke a promise, by target.
pub fn regressions(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    files(&root().join("fuzz/regressions").join(target))
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let above = here.parent().unwrap_or(here);
    if here.ends_with("fuzz") { above.to_owned() } else { here.to_owned() }
}

/// Inputs that a target starts from, smallest first.
pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = match target {
        "config" => vec![CONFIG.as_bytes().to_vec(), fs::read(root().join("toile.toml")).unwrap_or_default()],
        "schema" => schemas(),
        "accept" => schemas().into_iter().chain(requests()).collect(),
        _ => requests(),
    };
    seeds.extend(regressions(target).into_iter().map(|(_, bytes)| bytes));
    seeds.retain(|seed| !seed.is_empty() && seed.len() < 20_000);
    seeds.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    seeds.dedup();
    seeds
}

/// Writes the inputs that a target starts from into the folder that `TOILE_SEEDS` names, if it does.
pub fn lay_out(target: &str) {
    let Some(folder) = std::env::var_os("TOILE_SEEDS").map(PathBuf::from) else { return };
    fs::create_dir_all(&folder).expect("a folder for the seeds");
    for (number, seed) in seeds(target).iter().enumerate() {
        fs::write(folder.join(format!("seed-{number:04}")), seed).expect("a seed is written");
    }
}

/// Every fixture, under its own name where that decides how it is read.
fn requests() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (path, bytes) in files(&fixtures()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_plain = name.ends_with(".json") && name.matches('.').count() == 1;
        let mut seed = if is_plain { Vec::new() } else { format!("#!{name}\n").into_bytes() };
        seed.extend(bytes);
        seeds.push(seed);
    }
    seeds
}

/// Every schema of the fixtures with a request behind it.
fn schemas() -> Vec<Vec<u8>> {
    let body: &[u8] =
        br#"{"patternId": 397, "measurementType": "body", "measurements": {"mbHeight": 180, "x": [1, "a", null]}}"#;
    let is_schema = |bytes: &[u8]| holds(bytes, b"\"$schema\"") || holds(bytes, b"\"properties\"");
    let of_fixtures = files(&fixtures()).into_iter().map(|(_, bytes)| bytes).filter(|bytes| is_schema(bytes));
    let own = HOSTILE.iter().map(|text| text.as_bytes().to_vec());
    own.chain(of_fixtures).map(|schema| [schema.as_slice(), b"\n---\n", body].concat()).collect()
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Every file of a folder and of the folders below, in the order of names.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                open.push(path);
            } else if let Ok(bytes) = fs::read(&path) {
                files.push((path, bytes));
            }
        }
    }
    files.sort();
    files
}

/// Schemas with every keyword, and with what has hung or crashed validators.
const HOSTILE: [&str; 8] = [
    r##"{"$ref": "#/definitions/a", "definitions": {"a": {"allOf": [{"$ref": "#/definitions/b"}]}, "b": {"anyOf": [{"$ref": "#/definitions/a"}, {"type": "null"}]}}}"##,
    r##"{"type": "string", "pattern": "^(a+)+(b|ab|(?=c))*\\u{1F600}?$", "minLength": 1e400, "maxLength": 1}"##,
    r##"{"minimum": -1e400, "maximum": 1e400, "multipleOf": 1e-300, "exclusiveMinimum": 0.1, "exclusiveMaximum": 9007199254740993}"##,
    r##"{"type": ["object", "array"], "properties": {"x": {"items": [{"const": 1}], "additionalItems": false, "uniqueItems": true, "contains": {"enum": ["a", null]}}}, "required": ["x", "y"], "errorMessage": {"required": {"x": "no x", "y": "no ${/x/0}"}, "properties": {"x": "bad ${1/x}"}, "_": "other"}}"##,
    r##"{"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}, "else": {"not": {"required": ["b"]}}, "dependencies": {"a": ["c"], "b": {"minProperties": 2}}, "propertyNames": {"maxLength": 3}, "patternProperties": {"^m": {"type": "number"}, ".*": {}}, "additionalProperties": false}"##,
    r##"{"oneOf": [{"required": ["a"]}, {"required": ["b"]}], "minProperties": 1, "maxProperties": 1, "errorMessage": {"oneOf": "one of these: a, b"}}"##,
    r##"{"format": "date-time", "$id": "http://example.com/s.json", "definitions": {"u": {"$id": "#u", "format": "uri"}}, "items": {"$ref": "#u"}}"##,
    r##"{"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {"a": {"prefixItems": [true]}}, "$ref": "#/$defs/a", "unevaluatedProperties": false}"##,
];

/// A configuration with every table.
const CONFIG: &str = r#"
patterns = ["patterns", "more/*.json"]
include = ["drafts/**/*.json"]
exclude = "drafts/old/**"
select = ["draft"]
ignore = ["seam-value", "option"]
fail-on = "warning"
format = ["full", "json=report.json"]
baseline = ".toile-baseline.json"

[severity]
unknown-field = "error"

[pattern-schemas]
397 = "schemas/shirt.json"

[resolve]
"http://example.com/s.json" = "schemas/s.json"

[plausibility]
mbHeight = [100, 250]

[[files]]
path = "export/**"
kind = "export"
pattern = 397
ignore = ["callback-url"]

[[suppress]]
path = "drafts/a.json"
rules = ["measurement-value"]
pointer = "/measurements/mbHeight"
reason = "known"
"#;
