//! The file: one entry per line, sorted, so that a review shows what came and went.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::{Baseline, Entry, Key};
use crate::error::ToolError;
use crate::json::{self, Doc, Value};
use crate::source::Source;

const VERSION: f64 = 1.0;

/// Writes entries down.
pub(super) fn write(keys: &[Key]) -> String {
    let mut text = String::from("{\n  \"version\": 1,\n  \"entries\": [");
    for (at, key) in keys.iter().enumerate() {
        // Strings and lists of strings always serialise.
        let entry = serde_json::to_string(key).unwrap_or_default();
        let _ = write!(text, "{}\n    {entry}", if at == 0 { "" } else { "," });
    }
    text.push_str(if keys.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
    text
}

impl Baseline {
    /// Reads a baseline. `shown` is what messages call it.
    pub fn read(path: &Path, shown: &str) -> Result<Baseline, ToolError> {
        let bytes = std::fs::read(path).map_err(|error| {
            let message = format!("cannot read the baseline `{shown}`: {}", crate::discover::reason(&error));
            let help = "write it with --write-baseline: everything found now is then left out";
            let is_missing = error.kind() == std::io::ErrorKind::NotFound;
            ToolError::usage(message, is_missing.then(|| help.to_owned()))
        })?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let source = Arc::new(Source::new(shown, text));
        let broken = |span, message: &str, label: &str| {
            let help = "delete the file and write it anew with --write-baseline".to_owned();
            ToolError::document(&source, &span, message, label, Some(help))
        };
        let Some(tape) = json::parse(source.text()) else {
            let errors = json::recover(source.text(), &mut json::Tape::default());
            let (span, label) = errors.into_iter().next().map_or((0..0, String::new()), |e| (e.span, e.message));
            return Err(broken(span, "the baseline is no JSON", &label));
        };
        let root = Doc::new(source.text(), &tape).root();
        let version = root.get("version");
        if version.and_then(Value::f64) != Some(VERSION) {
            let span = version.map_or(0..1.min(source.text().len()), Value::span);
            return Err(broken(span, "this is no baseline that this version of toile reads", "`version` must be 1"));
        }
        let Some(list) = root.get("entries").filter(|list| list.is_array()) else {
            return Err(broken(0..1, "the baseline has no list of `entries`", "in here"));
        };
        let entries = list.elements().map(|value| {
            let key = key(value).ok_or_else(|| {
                broken(
                    value.span(),
                    "this is no entry of a baseline",
                    "`file`, `pointer`, `rule` and `names`, all texts",
                )
            })?;
            Ok(Entry { key, span: value.get("rule").unwrap_or(value).span() })
        });
        let entries = entries.collect::<Result<Vec<_>, ToolError>>()?;
        let folder = path.parent().unwrap_or(path).to_owned();
        Ok(Baseline { source, folder, entries, held: OnceLock::new() })
    }
}

fn key(value: Value<'_>) -> Option<Key> {
    let known = |key: Value<'_>| ["file", "record", "pointer", "rule", "names"].iter().any(|name| key.is_str(name));
    if !value.is_object() || !value.members().all(|member| known(member.key)) {
        return None;
    }
    let text = |name: &str| Some(value.get(name)?.string()?.into_owned());
    let record = match value.get("record") {
        Some(record) => Some(record.string()?.into_owned()),
        None => None,
    };
    let names = value.get("names").filter(|names| names.is_array())?;
    let names = names.elements().map(|name| Some(name.string()?.into_owned())).collect::<Option<Vec<_>>>()?;
    Some(Key { file: text("file")?, record, pointer: text("pointer")?, rule: text("rule")?, names })
}
