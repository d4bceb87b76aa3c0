//! Files that are put in place whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// A file that will take the place of another. Unless that happens, it goes away.
#[derive(Debug)]
pub(crate) struct Temporary {
    path: Option<PathBuf>,
}

impl Temporary {
    /// Creates a hidden file in the folder of the target, so that renaming it never crosses file systems. Its name holds
    /// the process id: several runs may write side by side.
    pub(crate) fn beside(target: &Path) -> io::Result<(Temporary, File)> {
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy().into_owned();
        for attempt in 0..100 {
            let path = target.with_file_name(format!(".{name}.{}-{attempt}.tmp", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok((Temporary { path: Some(path) }, file)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Where it is until then.
    pub(crate) fn path(&self) -> &Path {
        self.path.as_deref().unwrap_or(Path::new(""))
    }

    /// Puts it in place.
    pub(crate) fn put(mut self, target: &Path) -> io::Result<()> {
        fs::rename(self.path(), target)?;
        self.path = None;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            let _ = fs::remove_file(path);
        }
    }
}
