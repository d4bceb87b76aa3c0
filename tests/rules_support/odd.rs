//! Patterns as nobody should write them, but somebody will: they know nothing, or too much, or trouble by name.

use std::path::{Path, PathBuf};

/// File names and texts. Their numbers are [`NUMBERS`].
const FILES: &[(&str, &str)] = &[
    // Knows no name at all.
    (
        "2001.schema.json",
        r#"{"required": ["patternId"], "properties": {"measurements": {"type": "object"}, "measurementType": {}}}"#,
    ),
    // Data with nothing but a group; measurements of both types; an item twice; a name for nothing.
    (
        "2002.pattern.json",
        r#"{"id": "x", "patternId": 2002, "options": [], "measurements": {
            "body": [{"group": "", "items": ["mbHeight", "mbHeight"]}, {"group": "both", "items": ["mbWaistGirth", "mfSeatGirth"], "required": false}],
            "final": [{"group": "both", "items": ["mfSeatGirth", "mbWaistGirth"]}, {"group": "none", "items": []}]}}"#,
    ),
    // Ranges, fixed values and mixed types where lists are usual; names that need escapes; a step off the grid.
    (
        "2003.pattern.json",
        r#"{"id": "y", "patternId": 2003, "measurements": {"body": [{"group": "h\"", "items": ["mbHeight", "mbHeigth", "Zo\u00eb"]}]},
            "options": [{"id": "front", "type": "number", "enum": [1, "1", null, true]}, {"id": "front.1.\"x", "type": "string"},
                {"id": "hem", "type": "number", "minimum": 0.1, "maximum": 4.1, "step": 0.5}, {"id": "collar\\", "type": "string", "enum": ["collar\\.a\"b"]}],
            "seams": {"armhole": 1, "\"": 2},
            "bodyShapes": [{"id": "hipTilt", "type": "number", "minimum": -1}, {"id": "posture", "type": "string"},
                {"id": "shoulderSlope", "type": "string", "enum": ["14Deg", "regular", "23Deg", 7]}]}"#,
    ),
    // Conditions without `required`, beside and inside each other; names that are forbidden, or must be there together.
    (
        "2004.schema.json",
        r#"{"required": ["patternId", "measurements"], "if": {"properties": {"measurementType": {"const": "final"}}},
            "then": {"if": {"properties": {"note": {"enum": ["", "\"1\""]}}, "required": ["note"]},
                "then": {"required": ["metadata"]}, "else": {"properties": {"seams": {"minProperties": 2}}}},
            "else": {"properties": {"measurements": {"anyOf": [{"required": ["mbHeight"]}, {"required": ["mbWeight"], "minProperties": 2}]}}},
            "properties": {
                "options": {"dependencies": {"pocket": ["hem"], "front": {"not": {"required": ["collar"]}}},
                    "not": {"required": ["pocket", "collar"]}, "propertyNames": {"maxLength": 12}, "patternProperties": {"^hem": {"type": ["number", "boolean"]}}},
                "seams": {"additionalProperties": {"anyOf": [{"type": "number", "exclusiveMaximum": 10}, {"const": "none"}]}},
                "measurementType": {"oneOf": [{"const": "body"}, {"type": "string", "minLength": 5}]},
                "selectedMeasurementIds": {"contains": {"pattern": "^m"}, "items": {"minLength": 1}, "uniqueItems": true}}}"#,
    ),
    // Both, and each says something else; the schema counts and compares.
    (
        "2005.schema.json",
        r##"{"allOf": [{"$ref": "#/definitions/named"}, {"maxProperties": 9}], "definitions": {"named": {"properties": {
            "measurements": {"additionalProperties": false, "properties": {"mbHeight": {"minimum": 100, "maximum": 250}, "mbWeight": false, "fbBustGirth": {"multipleOf": 0.1}}},
            "options": {"properties": {"hem": {"type": "number", "exclusiveMinimum": 0, "maximum": 0.3, "multipleOf": 0.1}, "note": {"format": "uri"}}, "additionalProperties": {"enum": [1, "regular", {"a": [1]}]}},
            "bodyShapes": {"propertyNames": {"enum": ["posture"]}, "additionalProperties": {"type": "number", "minimum": 0}}}}}}"##,
    ),
    (
        "2005.pattern.json",
        r#"{"id": "z", "name": "master", "patternId": 2005, "options": [{"id": "zip", "type": "string", "enum": ["a"]}],
            "measurements": {"body": [{"group": "g", "items": ["mbHeight", "mbWeight", "fbBustGirth"]}]},
            "bodyShapes": [{"id": "posture", "type": "string", "enum": ["regular"]}]}"#,
    ),
];

/// The patterns in these files.
pub(crate) const NUMBERS: &[&str] = &["2001", "2002", "2003", "2004", "2005"];

/// Writes the files to a folder for this process.
pub(crate) fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("odd-patterns-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the patterns");
    for (name, text) in FILES {
        std::fs::write(folder.join(name), text).expect("a pattern file");
    }
    folder
}
