//! Which pattern a schema file belongs to: a schema does not say so itself.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::data::PatternData;

/// The pattern that a schema file belongs to: that of the data beside it, else the number in its name or folder.
pub(super) fn owner(path: &Path, data: &[(PathBuf, Arc<PatternData>)]) -> Option<i64> {
    let same_stem = data.iter().find(|(other, _)| other.parent() == path.parent() && stem(other) == stem(path));
    if let Some((_, data)) = same_stem {
        return Some(data.pattern_id);
    }
    if let Ok(number) = stem(path).parse() {
        return Some(number);
    }
    let mut beside = data.iter().filter(|(other, _)| other.parent() == path.parent());
    match (beside.next(), beside.next()) {
        (Some((_, data)), None) => Some(data.pattern_id),
        _ => path.parent()?.file_name()?.to_str()?.parse().ok(),
    }
}

/// The name of a file without its endings: `shirt` of `shirt.schema.json`.
fn stem(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = name.strip_suffix(".json").unwrap_or(&name);
    let endings = [".schema", ".pattern", ".pattern-schema", ".pattern-data", ".data"];
    endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name).to_owned()
}
