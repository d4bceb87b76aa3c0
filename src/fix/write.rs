//! Files replaced by their fixed text: whole or not at all, and only what was read.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::temporary::Temporary;

/// Why a file is left as it is.
#[derive(Debug)]
pub enum Refusal {
    /// It is a link that leads out of what was to be checked.
    OutsideLink(PathBuf),
    /// It is marked as read-only.
    ReadOnly,
    /// Its content is no longer what was checked.
    Changed,
    /// It is a pipe, a device or the like.
    NoFile,
    /// The system refuses.
    System(io::Error),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Refusal {
        Refusal::System(error)
    }
}

/// The folders whose files may be rewritten through links.
#[derive(Debug, Clone, Default)]
pub struct Trees {
    /// Where the run was started: the tree of files that were named one by one.
    cwd: PathBuf,
    /// Folders that were named.
    folders: Vec<PathBuf>,
}

impl Trees {
    /// The trees of a run, from the paths that it was given.
    pub fn new(cwd: &Path, paths: &[PathBuf]) -> Trees {
        let resolved = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folders = paths.iter().map(|path| cwd.join(path)).filter(|path| path.is_dir());
        Trees { cwd: resolved(cwd), folders: folders.map(|path| resolved(&path)).collect() }
    }

    /// What a file really is, links resolved. A link out of the tree is refused: who may write into a folder could
    /// otherwise have any file rewritten.
    fn target(&self, path: &Path, is_named: bool) -> Result<PathBuf, Refusal> {
        let target = fs::canonicalize(path)?;
        let around = path.parent().map(fs::canonicalize).transpose()?;
        let is_inside = if is_named {
            target.starts_with(&self.cwd) || around.is_some_and(|around| target.starts_with(around))
        } else {
            self.folders.iter().any(|folder| target.starts_with(folder))
        };
        if is_inside { Ok(target) } else { Err(Refusal::OutsideLink(target)) }
    }
}

/// Replaces a file, if it still holds what was read. `is_named` tells a file that was named from one that was found in a
/// folder.
pub fn replace(path: &Path, is_named: bool, trees: &Trees, read: &str, text: &str) -> Result<(), Refusal> {
    let target = trees.target(path, is_named)?;
    let meta = fs::metadata(&target)?;
    if !meta.is_file() {
        return Err(Refusal::NoFile);
    }
    // Renaming would get past the mark, which was set on purpose.
    if meta.permissions().readonly() {
        return Err(Refusal::ReadOnly);
    }
    let (temporary, mut file) = Temporary::beside(&target)?;
    file.write_all(text.as_bytes())?;
    keep_owner(&file, &meta)?;
    fs::set_permissions(temporary.path(), meta.permissions())?;
    // After a crash, the folder holds the old text or the new one, not an empty file.
    file.sync_all()?;
    drop(file);
    if fs::read(&target)? != read.as_bytes() {
        return Err(Refusal::Changed);
    }
    temporary.put(&target)?;
    Ok(())
}

/// A file that belongs to somebody else goes on belonging to them.
#[cfg(unix)]
fn keep_owner(file: &File, meta: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let ours = file.metadata()?;
    if (ours.uid(), ours.gid()) == (meta.uid(), meta.gid()) {
        return Ok(());
    }
    fchown(file, Some(meta.uid()), Some(meta.gid()))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
fn keep_owner(_: &File, _: &fs::Metadata) -> io::Result<()> {
    Ok(())
}
