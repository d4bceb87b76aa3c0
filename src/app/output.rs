//! Report files: opened before the run, so that a wrong path fails at once, and put in place whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::discover::{Inputs, Origin};
use crate::error::ToolError;
use crate::render::{self, Format, Style};
use crate::report::Report;
use crate::settings::Settings;
use crate::temporary::Temporary;

/// A report file to be.
pub(super) struct Pending {
    format: Format,
    /// As the user named it.
    named: String,
    /// Where the report belongs, links resolved.
    target: PathBuf,
    /// What is written to until the report is whole; none where it is put straight into a pipe or device.
    temporary: Option<Temporary>,
    file: Option<File>,
}

impl Pending {
    /// Opens what will become the report files of a run.
    pub(super) fn open_all(settings: &Settings) -> Result<Vec<Pending>, ToolError> {
        let files = settings.outputs.iter().filter_map(|output| Some((output.format, output.file.as_ref()?)));
        let mut pending: Vec<Pending> = Vec::new();
        for (format, file) in files {
            let one = Pending::open(format, &settings.cwd, file)?;
            // A pipe or device takes several.
            let is_same = |other: &&Pending| one.temporary.is_some() && other.target == one.target;
            if let Some(other) = pending.iter().find(is_same) {
                let message = format!("`{}` and `{}` are one file, for two reports", other.named, one.named);
                return Err(ToolError::usage(message, None));
            }
            pending.push(one);
        }
        Ok(pending)
    }

    /// Opens what will become the file.
    pub(super) fn open(format: Format, cwd: &Path, named: &Path) -> Result<Pending, ToolError> {
        let name = named.display().to_string();
        let failed = |source| ToolError::Output { file: format!("`{name}`"), source };
        let full = cwd.join(named);
        let target = fs::canonicalize(&full).unwrap_or(full);
        let existing = fs::metadata(&target).ok();
        if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(failed(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        // A pipe or device is written to, not replaced.
        if existing.as_ref().is_some_and(|meta| !meta.is_file()) {
            let file = OpenOptions::new().write(true).open(&target).map_err(failed)?;
            return Ok(Pending { format, named: name, target, temporary: None, file: Some(file) });
        }
        let (temporary, file) = Temporary::beside(&target).map_err(failed)?;
        if let Some(meta) = existing {
            // Whoever could read the old report can read the new one.
            let _ = fs::set_permissions(temporary.path(), meta.permissions());
        }
        Ok(Pending { format, named: name, target, temporary: Some(temporary), file: Some(file) })
    }

    /// Writes the report and puts it in place.
    pub(super) fn write(mut self, report: &Report) -> Result<(), ToolError> {
        self.finish(report).map_err(|source| ToolError::Output { file: format!("`{}`", self.named), source })
    }

    fn finish(&mut self, report: &Report) -> io::Result<()> {
        let format = self.format;
        self.fill(|out| render::render(format, report, Style::default(), out))
    }

    fn fill(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let Some(file) = self.file.take() else {
            return Ok(());
        };
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?;
        self.temporary.take().map_or(Ok(()), |temporary| temporary.put(&self.target))
    }
}

/// Refuses to put a report in the place of a file that was named to be checked.
pub(super) fn spare(pending: &[Pending], found: &Inputs) -> Result<(), ToolError> {
    if pending.is_empty() {
        return Ok(());
    }
    for input in found.inputs.iter().filter(|input| found.named.contains(&input.name)) {
        let Origin::File(path) = &input.origin else { continue };
        let Ok(path) = fs::canonicalize(path) else { continue };
        if pending.iter().any(|report| report.temporary.is_some() && report.target == path) {
            let message = format!("`{}` is to be checked, and a report would take its place", input.name);
            return Err(ToolError::usage(message, Some("give the report another name".to_owned())));
        }
    }
    Ok(())
}

/// Puts a text into a file, whole or not at all.
pub(super) fn put(cwd: &Path, named: &Path, text: &str) -> Result<(), ToolError> {
    let mut pending = Pending::open(Format::Full, cwd, named)?;
    let failed = |source| ToolError::Output { file: format!("`{}`", named.display()), source };
    pending.fill(|out| out.write_all(text.as_bytes())).map_err(failed)
}
