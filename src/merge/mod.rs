//! `toile merge`: the reports of several runs as one, as if one run had made it.
//!
//! ```text
//! files -> written::Report (version 1) -> texts of the files, as far as they are at hand -> report::Report
//! ```
//!
//! What the report for programs does not hold is not there afterwards: notes, remarks at the place of a finding, and how
//! many findings were kept quiet.

mod read;
mod texts;
mod written;

use std::path::Path;

use crate::error::ToolError;
use crate::report::Report;
use texts::Texts;

/// One report, read.
#[derive(Debug)]
pub struct Part {
    /// The file that it was read from, as named.
    name: String,
    report: written::Report,
}

impl Part {
    /// Reads a report from the bytes of a file.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Part, ToolError> {
        let report = written::parse(bytes).map_err(|problem| {
            let help = "it takes what `toile check --format json=FILE` writes".to_owned();
            ToolError::usage(format!("`{name}` is no report of toile: {problem}"), Some(help))
        })?;
        Ok(Part { name: name.to_owned(), report })
    }
}

/// Joins reports. The texts of files are read from disk, from the folder `cwd`, where they are what they were.
pub fn join(parts: Vec<Part>, cwd: &Path) -> Result<Report, ToolError> {
    let mut texts = Texts::default();
    for part in &parts {
        texts.note(&part.report);
    }
    let texts = texts.load(cwd);
    let mut files: Vec<(String, crate::report::FileReport)> = Vec::new();
    for Part { name, report } in parts {
        let read = read::files(report, &texts).map_err(|problem| {
            let help = "was it written by another version of toile, or by hand?".to_owned();
            ToolError::usage(format!("`{name}` cannot be read: {problem}"), Some(help))
        })?;
        files.extend(read.into_iter().map(|file| (name.clone(), file)));
    }
    files.sort_by(|(_, a), (_, b)| a.source.name().cmp(b.source.name()));
    if let Some(pair) = files.windows(2).find(|pair| pair[0].1.source.name() == pair[1].1.source.name()) {
        let [(first, file), (second, _)] = pair else { unreachable!("a window of two") };
        let message = format!("`{}` is both in `{first}` and in `{second}`", file.source.name());
        let help = "give each report once; shards of one run have no file in common".to_owned();
        return Err(ToolError::usage(message, Some(help)));
    }
    Ok(Report { files: files.into_iter().map(|(_, file)| file).collect(), ..Report::default() })
}
