//! How many threads check, and whether that takes any at all.

use std::time::{Duration, Instant};

use rayon::Yield;

use super::every::Stdin;
use crate::check::holds_records;
use crate::discover::{Input, Inputs, Origin};
use crate::error::ToolError;
use crate::settings::Settings;

/// So many threads wait for work without sleeping.
const MOST_AWAKE: usize = 8;

/// So long each of them waits in all.
const PATIENCE: Duration = Duration::from_millis(5);

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

/// Does two things, at the same time if there are threads for it; the first one begins at once.
pub(super) fn both<A: Send, B: Send>(
    pool: Option<&rayon::ThreadPool>,
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    match pool {
        Some(pool) => pool.join(first, second),
        None => (first(), second()),
    }
}

/// As many threads as were asked for.
pub(super) fn pool(settings: &Settings) -> Result<rayon::ThreadPool, ToolError> {
    let threads = settings.jobs.map_or(0, std::num::NonZero::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(super::STACK_SIZE).build();
    let pool = pool.map_err(no_threads)?;
    let awake = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_AWAKE);
    if pool.current_num_threads() > 1 {
        pool.spawn_broadcast(move |thread| {
            if thread.index() < awake {
                stay_awake();
            }
        });
    }
    Ok(pool)
}

/// Looks for work until it has waited for it for a while in all.
///
/// The library lets a thread sleep after some microseconds. A system may wake it on the processor of the thread that has work
/// for it, behind that thread, and notice as late as with the next tick of its clock that another one is idle. With Linux in a
/// virtual machine that was seen in most runs; a tick was 4 ms there.
fn stay_awake() {
    let mut waited = Duration::ZERO;
    let mut since = Instant::now();
    while waited < PATIENCE {
        if rayon::yield_now() != Some(Yield::Executed) {
            std::thread::yield_now();
            waited += since.elapsed();
        }
        since = Instant::now();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn threads_that_wait_for_work_do_it_and_give_up_when_none_comes() {
        let jobs = std::num::NonZero::new(3);
        let pool = pool(&Settings { jobs, ..Settings::default() }).expect("there are threads");
        let done = AtomicUsize::new(0);
        let one = || done.fetch_add(1, Ordering::Relaxed);
        for _ in 0..200 {
            both(Some(&pool), one, one);
            pool.broadcast(|_| one());
        }
        assert_eq!(done.into_inner(), 200 * (2 + 3));
        // Outside of a pool there is never any.
        let started = Instant::now();
        stay_awake();
        assert!(started.elapsed() >= PATIENCE);
    }
}
