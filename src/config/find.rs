//! Finding toile.toml.

use std::path::{Path, PathBuf};

/// The name of the configuration.
pub const NAME: &str = "toile.toml";

/// The nearest configuration: in this folder or one above it, but not above the top of its repository.
pub(crate) fn nearest(folder: &Path) -> Option<PathBuf> {
    for folder in folder.ancestors() {
        let file = folder.join(NAME);
        if file.is_file() {
            return Some(file);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}
