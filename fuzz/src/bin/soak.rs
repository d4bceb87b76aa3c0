//! `soak [SECONDS] [SEED]`: see `soak.rs` of the library; 1800 seconds and seed 1 unless told otherwise. Prints what it did;
//! ends with 1 where something is not as it must be, and leaves the documents that show it in the folder that it names.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is a program")]

use std::process::ExitCode;
use std::time::Duration;

use toile_fuzz::soak::soak;

fn main() -> ExitCode {
    toile::app::keep_quiet_about_panics();
    let number = |at: usize, default: u64| std::env::args().nth(at).map_or(Ok(default), |text| text.parse());
    let (Ok(seconds), Ok(seed)) = (number(1, 1800), number(2, 1)) else {
        eprintln!("usage: soak [SECONDS] [SEED]");
        return ExitCode::from(2);
    };
    let folder = std::env::temp_dir().join(format!("toile-soak-{}", std::process::id()));
    match soak(&folder, Duration::from_secs(seconds), seed) {
        Ok(counts) => {
            println!("seed {seed}, {seconds} s: {counts:?}");
            let _ = std::fs::remove_dir_all(&folder);
            ExitCode::SUCCESS
        }
        Err(complaint) => {
            eprintln!("soak: {complaint}\nthe documents are in {}", folder.display());
            ExitCode::FAILURE
        }
    }
}
