//! What a finding is known by.

use std::path::Path;

use serde::Serialize;

use crate::config::path;
use crate::diagnostic::Diagnostic;
use crate::render::digest;
use crate::source::Source;

/// What a finding is known by, in the order that entries are sorted and written in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Key {
    /// The file, from the folder of the baseline, with forward slashes.
    pub file: String,
    /// A digest of the text of the record, in NDJSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// JSON Pointer from the root of the document or record.
    pub pointer: String,
    /// Id of the rule.
    pub rule: String,
    /// The names and values that the finding is about, sorted.
    pub names: Vec<String>,
}

impl Key {
    /// The key of a finding in a file of that name.
    pub(super) fn of(file: &str, source: &Source, finding: &Diagnostic) -> Key {
        Key {
            file: file.to_owned(),
            record: finding.primary.record.map(|_| digest(record(source, finding.primary.span.start))),
            pointer: finding.primary.pointer.clone(),
            rule: finding.rule.to_owned(),
            names: names(&finding.message),
        }
    }
}

/// How a baseline calls a file that reports call `name`.
pub(super) fn file(folder: &Path, cwd: &Path, name: &str) -> String {
    path::slashes(&path::relative(folder, &path::absolute(cwd, Path::new(name))))
}

/// The names and values in a message: what stands between backticks. The words around them may change.
fn names(message: &str) -> Vec<String> {
    let mut names: Vec<String> = message.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    names
}

/// The record around an offset, without what is idle at its ends.
fn record(source: &Source, offset: usize) -> &str {
    source.record(offset).trim_matches([' ', '\t', '\r', '\u{feff}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_stands_between_backticks() {
        assert_eq!(names("group `neck` takes one, but `b` and `a` are given: `a`"), ["a", "b", "neck"]);
        assert!(names("no names at all").is_empty());
    }

    #[test]
    fn a_record_is_its_line_wherever_that_stands() {
        let text = "{\"a\": 1}\r\n  {\"b\": 2}\n";
        let source = Source::new("a", text);
        assert_eq!(record(&source, 3), "{\"a\": 1}");
        assert_eq!(record(&source, text.find('b').unwrap()), "{\"b\": 2}");
        assert_eq!(record(&source, 999), "");
    }

    #[test]
    fn files_are_named_from_the_folder_of_the_baseline() {
        let name = |folder: &str, name: &str| file(Path::new(folder), Path::new("/w/orders"), name);
        assert_eq!(name("/w", "./a.json"), "orders/a.json");
        assert_eq!(name("/w/ci", "../x.json"), "../x.json");
    }
}
