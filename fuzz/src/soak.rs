//! Random documents, valid and broken, through whole runs for a long time: no defect, no difference between one thread and
//! two in any format or in what fixing leaves, no growth of memory.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use toile::app::{self, World};
use toile::render::Format;

use super::corpus::{fixtures, seeds};
use super::mutate::{Random, mutate, words};

/// Documents of one round.
const FILES: usize = 8;

/// Growth of memory, from a tenth of the time to its end, that is no leak yet: caches are filled, the allocator keeps some.
const MOST_GROWTH: u64 = 48 << 20;

/// What was done so far.
#[derive(Debug, Default)]
pub struct Counts {
    pub rounds: u64,
    pub documents: u64,
    pub runs: u64,
    pub fixed: u64,
    /// Bytes of reports.
    pub output: u64,
}

/// Works for so long in a folder that is its own. What is not as it must be is the error; the documents that show it stay.
pub fn soak(folder: &Path, time: Duration, seed: u64) -> Result<Counts, String> {
    let mut random = Random::new(seed);
    let (seeds, words) = (seeds("check"), words());
    let begun = Instant::now();
    let mut counts = Counts::default();
    let mut early = None;
    while begun.elapsed() < time {
        let files: Vec<(String, Vec<u8>)> = (0..FILES).map(|at| document(at, &seeds, &words, &mut random)).collect();
        round(folder, &files, &mut counts)?;
        if early.is_none() && begun.elapsed() > time / 10 {
            early = memory();
        }
        if counts.rounds % 100 == 0 {
            println!("{:?} after {:.0} s, {} MB", counts, begun.elapsed().as_secs_f64(), memory().unwrap_or(0) >> 20);
        }
    }
    let (early, late) = (early.unwrap_or(0), memory().unwrap_or(0));
    println!("memory: {} MB after a tenth of the time, {} MB at the end", early >> 20, late >> 20);
    if early > 0 && late > early + MOST_GROWTH { Err("memory grows".to_owned()) } else { Ok(counts) }
}

/// A document as it is, mutated, or several as the lines of one file.
fn document(at: usize, seeds: &[Vec<u8>], words: &[Vec<u8>], random: &mut Random) -> (String, Vec<u8>) {
    let seed = random.of(seeds).clone();
    let text = if random.once_in(4) { seed } else { mutate(&seed, seeds, words, random) };
    let (name, text) = match text.strip_prefix(b"#!") {
        Some(rest) => {
            let end = rest.iter().position(|&byte| byte == b'\n').unwrap_or(0);
            (String::from_utf8_lossy(&rest[..end]).into_owned(), rest.get(end + 1..).unwrap_or_default().to_vec())
        }
        None => ("request.json".to_owned(), text),
    };
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).take(60).collect();
    if random.once_in(8) {
        let (second, third): (&Vec<u8>, &Vec<u8>) = (random.of(seeds), random.of(seeds));
        let lines = [&text, second, third];
        let flat = lines.map(|text| text.iter().copied().filter(|byte| !b"\r\n".contains(byte)).collect::<Vec<u8>>());
        return (format!("{at}-day.ndjson"), flat.join(&b'\n'));
    }
    (format!("{at}-{plain}.json").replace(".json.json", ".json"), text)
}

fn round(folder: &Path, files: &[(String, Vec<u8>)], counts: &mut Counts) -> Result<(), String> {
    let trees = [folder.join("one"), folder.join("two")];
    let lay_out = |tree: &PathBuf| -> std::io::Result<()> {
        let _ = fs::remove_dir_all(tree);
        fs::create_dir_all(tree)?;
        files.iter().try_for_each(|(name, text)| fs::write(tree.join(name), text))
    };
    trees.iter().try_for_each(lay_out).map_err(|error| format!("cannot write documents: {error}"))?;
    for format in Format::ALL {
        let [one, two] = [(0, "1"), (1, "2")].map(|(tree, jobs)| run(&trees[tree], format.name(), jobs, &[], counts));
        if one? != two? {
            return Err(format!("{} differs between one thread and two", format.name()));
        }
    }
    let masked = [(0, "1"), (1, "2")].map(|(tree, jobs)| run(&trees[tree], "json", jobs, &["--mask"], counts));
    if masked[0] != masked[1] {
        return Err("masked reports differ between one thread and two".to_owned());
    }
    let [one, two] =
        [(0, "1"), (1, "2")].map(|(tree, jobs)| run(&trees[tree], "json", jobs, &["--fix", "--unsafe-fixes"], counts));
    if one? != two? {
        return Err("what fixing reports differs between one thread and two".to_owned());
    }
    for (name, text) in files {
        let read = |tree: &PathBuf| fs::read(tree.join(name)).map_err(|error| format!("{name} is lost: {error}"));
        let after = read(&trees[0])?;
        if after != read(&trees[1])? {
            return Err(format!("{name} is fixed in two ways"));
        }
        counts.fixed += u64::from(after != *text);
    }
    let again = run(&trees[0], "json", "2", &["--diff", "--unsafe-fixes"], counts)?;
    if !again.1.is_empty() {
        return Err("what is fixed would be fixed again".to_owned());
    }
    counts.rounds += 1;
    counts.documents += files.len() as u64;
    Ok(())
}

/// One run of the program, inside this process: exit code and standard output.
fn run(tree: &Path, format: &str, jobs: &str, more: &[&str], counts: &mut Counts) -> Result<(u8, Vec<u8>), String> {
    let patterns = fixtures().join("patterns").to_string_lossy().into_owned();
    let fixed =
        ["toile", "check", ".", "-p", &patterns, "--format", format, "--jobs", jobs, "--no-config", "--color", "never"];
    let arguments = fixed.iter().chain(more).map(OsString::from);
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut world = World {
        cwd: tree.to_owned(),
        // Reports bear the time of this variable where it is set.
        env: &|name| (name == "SOURCE_DATE_EPOCH").then(|| "0".to_owned()),
        stdin: &mut std::io::empty(),
        stdout: &mut stdout,
        stderr: &mut stderr,
        stdout_is_terminal: false,
        stderr_is_terminal: false,
        is_last: false,
    };
    let code = app::run(arguments, &mut world).code();
    counts.runs += 1;
    counts.output += stdout.len() as u64;
    // A defect in one file is named there, too.
    if String::from_utf8_lossy(&stderr).contains("toile failed") {
        return Err(format!("a defect with {format} {more:?}: {}", String::from_utf8_lossy(&stderr)));
    }
    Ok((code, stdout))
}

/// Bytes of this process that are in memory, where the system tells.
fn memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}
