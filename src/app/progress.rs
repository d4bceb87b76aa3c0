//! How far a long check is: one line on standard error, on a terminal, and only once it has taken half a second.

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::World;

/// Before that, nobody has begun to wonder.
const PATIENCE: Duration = Duration::from_millis(500);
/// Time between two pictures.
const STEP: Duration = Duration::from_millis(100);
/// Columns of the bar.
const WIDTH: usize = 24;
/// Back to the start of the line, and nothing on it.
const CLEAR: &str = "\r\u{1b}[K";
/// On a narrow screen the line is cut, not broken: of two lines, one would stay.
const CUT: (&str, &str) = ("\u{1b}[?7l", "\u{1b}[?7h");

/// Inputs that are done.
#[derive(Debug, Default)]
pub(super) struct Done(AtomicUsize);

impl Done {
    /// Counts one more when the work is done.
    pub(super) fn count<T>(&self, work: impl FnOnce() -> T) -> T {
        let result = work();
        self.0.fetch_add(1, Ordering::Relaxed);
        result
    }
}

/// Whether a person is looking on.
pub(super) fn is_wanted(world: &World<'_>) -> bool {
    let is_dumb = (world.env)("TERM").is_some_and(|term| term == "dumb");
    world.stderr_is_terminal && !is_dumb
}

/// Does some work, and shows on a screen how far it is. The line is gone when this returns.
pub(super) fn show<T: Send>(
    screen: Option<&mut dyn Write>,
    done: &Done,
    total: usize,
    work: impl FnOnce() -> T + Send,
) -> T {
    let Some(screen) = screen else { return work() };
    let started = Instant::now();
    std::thread::scope(|scope| {
        let (sender, finished) = channel::<()>();
        let worker = scope.spawn(move || {
            // Dropped at the end, also that of a panic.
            let _sender = sender;
            work()
        });
        let mut wait = PATIENCE;
        while let Err(RecvTimeoutError::Timeout) = finished.recv_timeout(wait) {
            let line = line(done.0.load(Ordering::Relaxed), total, started.elapsed());
            let _ = write!(screen, "{CLEAR}{}{line}{}", CUT.0, CUT.1).and_then(|()| screen.flush());
            wait = STEP;
        }
        if wait == STEP {
            let _ = screen.write_all(CLEAR.as_bytes()).and_then(|()| screen.flush());
        }
        worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// `checking ━━━━━━━━━━━━────────────  512 of 1024 files`; of a single file only the time is known.
fn line(done: usize, total: usize, elapsed: Duration) -> String {
    if total < 2 {
        return format!("checking, {:.1} s", elapsed.as_secs_f64());
    }
    let done = done.min(total);
    let full = WIDTH * done / total;
    format!("checking {}{} {done} of {total} files", "━".repeat(full), "─".repeat(WIDTH - full))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written while a work takes some time.
    fn written(stderr_is_terminal: bool, term: &str, time: u64) -> String {
        let mut stderr = Vec::new();
        let world = World {
            cwd: std::path::PathBuf::new(),
            env: &|name| (name == "TERM").then(|| term.to_owned()),
            stdin: &mut std::io::empty(),
            stdout: &mut std::io::sink(),
            stderr: &mut std::io::sink(),
            stdout_is_terminal: false,
            stderr_is_terminal,
            is_last: false,
        };
        let done = Done::default();
        let screen = is_wanted(&world).then_some(&mut stderr as &mut dyn Write);
        let result = show(screen, &done, 4, || {
            done.count(|| ());
            std::thread::sleep(Duration::from_millis(time));
            7
        });
        assert_eq!(result, 7);
        String::from_utf8(stderr).unwrap()
    }

    #[test]
    fn long_work_on_a_terminal_is_shown_and_the_line_is_gone_at_the_end() {
        let text = written(true, "xterm", 900);
        assert!(text.starts_with("\r\u{1b}[K\u{1b}[?7lchecking ━━━━━━────"), "{text:?}");
        assert!(text.contains(" 1 of 4 files") && text.ends_with("\r\u{1b}[K"), "{text:?}");
    }

    #[test]
    fn short_work_and_other_streams_stay_quiet() {
        assert_eq!(written(true, "xterm", 50), "");
        assert_eq!(written(false, "xterm", 700), "");
        assert_eq!(written(true, "dumb", 700), "");
    }

    #[test]
    fn the_bar_is_as_full_as_the_work_is_done() {
        assert_eq!(line(0, 3, PATIENCE), format!("checking {} 0 of 3 files", "─".repeat(24)));
        assert_eq!(line(9, 3, PATIENCE), format!("checking {} 3 of 3 files", "━".repeat(24)));
        assert_eq!(line(0, 1, PATIENCE), "checking, 0.5 s");
    }
}
