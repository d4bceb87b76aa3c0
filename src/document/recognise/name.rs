//! The kind that a file is named after.

use super::Kind;

/// The kind in a name such as `NAME.<kind>.json`: what follows may also be `.ndjson` or `.jsonl`.
pub fn named(file: &str) -> Option<Kind> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let (stem, ending) = name.rsplit_once('.')?;
    if !["json", "ndjson", "jsonl"].iter().any(|known| ending.eq_ignore_ascii_case(known)) {
        return None;
    }
    let (_, kind) = stem.rsplit_once('.')?;
    Kind::documents().find(|known| known.name() == kind)
}

#[cfg(test)]
mod tests {
    use super::{Kind, named};

    #[test]
    fn the_last_word_before_the_ending_is_the_kind() {
        assert_eq!(named("paper.material.json"), Some(Kind::Material));
        assert_eq!(named("a.b/paper.v2.material-update.json"), Some(Kind::MaterialUpdate));
        assert_eq!(named("C:\\orders\\day.draft.NDJSON"), Some(Kind::Draft));
        assert_eq!(named("material.json"), None, "a kind is no name");
        assert_eq!(named("paper.material.yaml"), None);
        assert_eq!(named("paper.nesting.json"), None, "never a document by itself");
        assert_eq!(named("draft.v2/order.json"), None, "folders do not count");
        assert_eq!(named(""), None);
    }
}
