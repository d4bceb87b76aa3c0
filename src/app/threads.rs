//! How many threads check, and whether that takes any at all.

use super::every::Stdin;
use crate::check::holds_records;
use crate::discover::{Input, Inputs, Origin};
use crate::error::ToolError;
use crate::settings::Settings;

/// Whether it may turn out that there is little to do: no folder is walked, which is done on all threads, too.
pub(super) fn may_be_small(settings: &Settings) -> bool {
    match &settings.paths[..] {
        [] => settings.stdin_filename.is_some(),
        [path] => !settings.cwd.join(path).is_dir(),
        _ => false,
    }
}

/// Whether there is so little to do that starting threads for it would take longer.
pub(super) fn is_small(found: &Inputs, stdin: &Stdin<'_>) -> bool {
    const SMALL: u64 = 64 << 10;
    let [Input { origin, name }] = &found.inputs[..] else { return false };
    let size = match (origin, stdin) {
        (Origin::File(path), _) => {
            std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|meta| meta.len())
        }
        (Origin::Stdin, Stdin::Text(Ok(text))) => Some(text.len() as u64),
        (Origin::Stdin, _) => None,
    };
    found.problems.is_empty() && !holds_records(name) && size.is_some_and(|size| size < SMALL)
}

fn no_threads(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> ToolError {
    ToolError::System { what: "cannot start threads", source: std::io::Error::other(error) }
}

/// Runs something on the number of threads that was asked for.
pub(super) fn in_pool<T: Send>(settings: &Settings, work: impl FnOnce() -> T + Send) -> Result<T, ToolError> {
    Ok(pool(settings)?.install(work))
}

/// As many threads as were asked for.
pub(super) fn pool(settings: &Settings) -> Result<rayon::ThreadPool, ToolError> {
    let threads = settings.jobs.map_or(0, std::num::NonZero::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(super::STACK_SIZE).build();
    pool.map_err(no_threads)
}
