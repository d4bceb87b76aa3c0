//! The `toile` command: the real world in, the exit code out.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use toile::app::{self, Exit, World};
use toile::schema::with_room;

fn main() -> ExitCode {
    app::keep_quiet_about_panics();
    // When requests are checked, whatever nests deep starts a thread with a large stack. Most runs meet nothing that does.
    // Everything else gets a large stack from the beginning.
    let is_check = std::env::args_os().nth(1).is_some_and(|word| word == "check");
    if cfg!(unix) && is_check { run() } else { with_room(run).unwrap_or_else(run) }
}

fn run() -> ExitCode {
    let (mut stdin, mut stdout, stderr) = (std::io::stdin(), std::io::stdout(), std::io::stderr());
    let mut world = World {
        // A folder that was removed under us: relative paths fail one by one, absolute ones still work.
        cwd: std::env::current_dir().unwrap_or_default(),
        env: &|name| std::env::var(name).ok(),
        stdout_is_terminal: stdout.is_terminal(),
        stderr_is_terminal: stderr.is_terminal(),
        is_last: true,
        stdin: &mut stdin,
        stdout: &mut stdout,
        stderr: &mut stderr.lock(),
    };
    let exit: Exit = app::run(std::env::args_os(), &mut world);
    exit.into()
}
