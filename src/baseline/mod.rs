//! Findings that were there when toile was adopted: a file lists them, so that only new ones are reported.
//!
//! A finding is known by what it is, never by where it stands: rule, file, pointer and the names involved. Of an NDJSON
//! file, the record is known by its text. So a mistake that takes the place of another is seen, and one that moves is not.

mod file;
mod key;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::config::path;
use crate::diagnostic::{Diagnostic, File, Label, Severity};
use crate::json::Span;
use crate::report::Report;
use crate::source::Source;
use crate::suppress::{Seen, can_hide};

pub use key::Key;

/// A baseline: the findings that are known.
#[derive(Debug)]
pub struct Baseline {
    /// The file, as it was read.
    pub source: Arc<Source>,
    /// Its folder, absolute: what names of files in it are relative to.
    folder: PathBuf,
    entries: Vec<Entry>,
    /// What the entries hold, once anybody asked for it.
    held: OnceLock<HashSet<Key>>,
}

#[derive(Debug)]
struct Entry {
    key: Key,
    /// Its `rule`: the whole of it would fill the screen.
    span: Span,
}

/// What came of holding a report against a baseline.
#[derive(Debug, Default)]
pub struct Hidden {
    /// How many findings were taken out of the report.
    pub count: usize,
    /// Entries that hid nothing, by position.
    unused: Vec<usize>,
}

impl Baseline {
    /// Takes out of a report what the baseline holds. Of several equal entries each hides one finding.
    pub fn hide(&self, report: &mut Report, cwd: &Path) -> Hidden {
        let mut left: HashMap<&Key, Vec<usize>> = HashMap::new();
        for (at, entry) in self.entries.iter().enumerate().rev() {
            left.entry(&entry.key).or_default().push(at);
        }
        let mut count = 0;
        for file in &mut report.files {
            let name = key::file(&self.folder, cwd, file.source.name());
            let source = &file.source;
            file.diagnostics.retain(|finding| {
                let known = can_hide(finding.rule)
                    && left.get_mut(&Key::of(&name, source, finding)).is_some_and(|equal| equal.pop().is_some());
                count += usize::from(known);
                !known
            });
        }
        let mut unused: Vec<usize> = left.into_values().flatten().collect();
        unused.sort_unstable();
        Hidden { count, unused }
    }

    /// Takes out of the findings about a source what the baseline holds, however often.
    pub fn leave_out(&self, source: &Source, cwd: &Path, diagnostics: &mut Vec<Diagnostic>) {
        let held = self.held.get_or_init(|| self.entries.iter().map(|entry| entry.key.clone()).collect());
        let name = key::file(&self.folder, cwd, source.name());
        diagnostics.retain(|finding| !can_hide(finding.rule) || !held.contains(&Key::of(&name, source, finding)));
    }

    /// The findings about entries that hid nothing, though their files were `seen`. `is_off` tells the rules that the
    /// command line turned off.
    pub fn stale(&self, hidden: &Hidden, seen: &Seen<'_>, is_off: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
        let unused = hidden.unused.iter().filter(|at| self.is_settled(**at, seen, &is_off));
        unused.map(|&at| self.finding(at)).collect()
    }

    /// Whether a run can tell what became of an entry.
    fn is_settled(&self, at: usize, seen: &Seen<'_>, is_off: impl Fn(&str) -> bool) -> bool {
        let key = &self.entries[at].key;
        !is_off(&key.rule) && seen.is_settled(&path::absolute(&self.folder, Path::new(&key.file)))
    }

    fn finding(&self, at: usize) -> Diagnostic {
        let Entry { key, span } = &self.entries[at];
        let primary = Label {
            file: File::Checked,
            record: None,
            pointer: format!("/entries/{at}"),
            span: span.clone(),
            message: "fixed, or its file is gone".to_owned(),
        };
        let about = if key.names.is_empty() {
            String::new()
        } else {
            format!(" about {}", crate::words::list(&key.names, "and"))
        };
        let message = format!("`{}` is no longer found in {}{about}", key.rule, crate::words::code(&key.file));
        let mut finding = Diagnostic::new("stale-baseline", Severity::Warning, message, primary);
        finding.help.push("delete this line, or run the check again with `--write-baseline`".to_owned());
        finding
    }
}

/// The text of a baseline that holds every finding of a report, and what an older one holds of files that this run can
/// say nothing about. Answers the number of entries, too.
pub fn write(
    report: &Report,
    target: &Path,
    cwd: &Path,
    old: Option<&Baseline>,
    seen: &Seen<'_>,
    is_off: impl Fn(&str) -> bool,
) -> (String, usize) {
    let folder = target.parent().unwrap_or(target);
    let mut keys = Vec::new();
    for file in &report.files {
        let name = key::file(folder, cwd, file.source.name());
        let findings = file.diagnostics.iter().filter(|finding| can_hide(finding.rule));
        keys.extend(findings.map(|finding| Key::of(&name, &file.source, finding)));
    }
    if let Some(old) = old {
        let unknown = (0..old.entries.len()).filter(|at| !old.is_settled(*at, seen, &is_off));
        let kept: Vec<&Key> = unknown.map(|at| &old.entries[at].key).collect();
        // What was found in spite of that is among them already.
        let mut found: HashMap<Key, usize> = HashMap::new();
        for key in &keys {
            *found.entry(key.clone()).or_default() += 1;
        }
        for key in kept {
            match found.get_mut(key) {
                Some(count) if *count > 0 => *count -= 1,
                _ => keys.push(key.clone()),
            }
        }
    }
    keys.sort();
    (file::write(&keys), keys.len())
}
