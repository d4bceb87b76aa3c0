//! `toile check --watch` as a process: cycle by cycle, as somebody works on the files.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use toile::app::watch::{BEGINS, ENDS};

use crate::support::Sandbox;

const DRAFT: &str = "{\"patternId\": 397, \"measurementType\": \"body\", \"measurements\": {\"mbHeight\": 180, \"mbMidNeckGirth\": 38}}\n";
const SCHEMA: &str = include_str!("../../fixtures/patterns/397/schema.json");

/// A run that stays. Both streams arrive as one.
struct Watching {
    process: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(sandbox: &Sandbox, args: &[&str]) -> Watching {
        let mut process = Command::new(env!("CARGO_BIN_EXE_toile"))
            .args(["check", "--watch", "--format", "concise"])
            .args(args)
            .current_dir(sandbox.root())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (sender, lines) = channel();
        let out = process.stdout.take().expect("a pipe");
        let err = process.stderr.take().expect("a pipe");
        for stream in [Box::new(out) as Box<dyn std::io::Read + Send>, Box::new(err)] {
            let sender = sender.clone();
            std::thread::spawn(move || {
                BufReader::new(stream).lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
            });
        }
        Watching { process, lines }
    }

    /// The lines of the next cycle, between the first and the last one, sorted: the two streams race.
    fn cycle(&self) -> Vec<String> {
        let next = || self.lines.recv_timeout(Duration::from_secs(30)).expect("a cycle");
        let mut lines = vec![next()];
        while lines.last().is_none_or(|line| line != ENDS) {
            lines.push(next());
        }
        // What was printed before the last line may arrive after it.
        while let Ok(line) = self.lines.recv_timeout(Duration::from_millis(150)) {
            lines.push(line);
        }
        for mark in [BEGINS, ENDS] {
            assert_eq!(lines.iter().filter(|line| *line == mark).count(), 1, "{lines:?}");
        }
        lines.retain(|line| line != BEGINS && line != ENDS);
        lines.sort();
        lines
    }

    fn stays_quiet(&self) {
        let heard = self.lines.recv_timeout(Duration::from_millis(1500));
        assert_eq!(heard, Err(RecvTimeoutError::Timeout));
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What a cycle told: findings as `file rule`, and the counts of the summary.
fn told(cycle: &[String]) -> (Vec<String>, String) {
    let summary = cycle.iter().find(|line| line.starts_with("checked ")).expect("a summary");
    let findings = cycle.iter().filter(|line| !line.starts_with("checked "));
    let findings = findings.map(|line| {
        let rule = line.rsplit_once('[').expect("a rule").1.trim_end_matches(']');
        format!("{} {rule}", line.split(':').next().expect("a file"))
    });
    let (before, after) = summary.split_once(" in ").expect("a time");
    (findings.collect(), format!("{before}:{}", after.split_once(':').expect("counts").1))
}

fn project() -> Sandbox {
    Sandbox::with(&[
        ("orders/a.json", DRAFT),
        ("orders/b.json", DRAFT),
        ("patterns/397.schema.json", SCHEMA),
        ("toile.toml", "patterns = [\"patterns\"]\ninclude = [\"orders\"]\n"),
    ])
}

/// Writes a file at once: one that is seen while it is empty gives a cycle of its own.
fn save(sandbox: &Sandbox, name: &str, text: impl AsRef<str>) {
    sandbox.write("new.tmp", text.as_ref());
    std::fs::rename(sandbox.path("new.tmp"), sandbox.path(name)).expect("a file");
}

#[test]
fn every_change_that_matters_gives_one_cycle() {
    let sandbox = project();
    let watching = Watching::start(&sandbox, &[]);
    assert_eq!(told(&watching.cycle()), (vec![], "checked 2 files, 2 documents: no findings".to_owned()));

    // A file, and one summary of all.
    save(&sandbox, "orders/b.json", DRAFT.replace("180", "0"));
    let (findings, summary) = told(&watching.cycle());
    assert_eq!(findings, ["orders/b.json measurement-value"]);
    assert_eq!(summary, "checked 2 files, 2 documents: 1 error");

    // A pattern: its drafts, though they did not change.
    save(&sandbox, "patterns/397.schema.json", SCHEMA.replace("\"mbHeight\"", "\"mbHeigth\""));
    let (findings, _) = told(&watching.cycle());
    assert!(findings.contains(&"orders/a.json measurement-group-missing".to_owned()), "{findings:?}");
    save(&sandbox, "patterns/397.schema.json", SCHEMA);
    assert_eq!(told(&watching.cycle()).0, ["orders/b.json measurement-value"]);

    // A file that comes and one that goes.
    save(&sandbox, "orders/c.json", DRAFT.replace("397", "\"397\""));
    let (_, summary) = told(&watching.cycle());
    assert!(summary.starts_with("checked 3 files"), "{summary}");
    std::fs::remove_file(sandbox.path("orders/c.json")).expect("a file");
    assert!(told(&watching.cycle()).1.starts_with("checked 2 files"));

    // The configuration; broken, it is told, and waited for.
    save(
        &sandbox,
        "toile.toml",
        "patterns = [\"patterns\"]\ninclude = [\"orders\"]\nignore = [\"measurement-value\"]\n",
    );
    assert_eq!(told(&watching.cycle()).0, Vec::<String>::new());
    save(&sandbox, "toile.toml", "ignroe = []\n");
    let cycle = watching.cycle();
    assert!(cycle.iter().any(|line| line.contains("ignroe")), "{cycle:?}");
    save(&sandbox, "toile.toml", "patterns = [\"patterns\"]\ninclude = [\"orders\"]\n");
    assert_eq!(told(&watching.cycle()).0, ["orders/b.json measurement-value"]);
}

#[test]
fn what_editors_do_while_saving_is_one_change_or_none() {
    let sandbox = project();
    let watching = Watching::start(&sandbox, &[]);
    watching.cycle();
    for name in [
        "4913",
        ".a.json.swp",
        "a.json~",
        ".#a.json",
        "#a.json#",
        "a.json.bak",
        "a.json.tmp",
        ".goutputstream-X1",
        "notes.txt",
        "sub/4913",
    ] {
        sandbox.write(&format!("orders/{name}"), DRAFT);
        sandbox.write(&format!("patterns/{name}"), SCHEMA);
    }
    watching.stays_quiet();
    // Another file takes the name, as most editors save.
    sandbox.write("orders/a.json.new", DRAFT.replace("180", "0"));
    std::fs::remove_file(sandbox.path("orders/a.json")).expect("a file");
    std::fs::rename(sandbox.path("orders/a.json.new"), sandbox.path("orders/a.json")).expect("a file");
    assert_eq!(told(&watching.cycle()).0, ["orders/a.json measurement-value"]);
    watching.stays_quiet();
}

#[test]
fn named_files_are_watched_and_reports_written_each_time() {
    let sandbox = project();
    let watching = Watching::start(&sandbox, &["--format", "json=report.json", "orders/a.json"]);
    watching.cycle();
    let errors = || {
        let report: serde_json::Value = serde_json::from_str(&sandbox.read("report.json")).expect("a report");
        report["summary"]["errors"].clone()
    };
    assert_eq!(errors(), 0);
    sandbox.write("orders/b.json", DRAFT.replace("180", "0"));
    watching.stays_quiet();
    sandbox.write("orders/a.json", DRAFT.replace("180", "0"));
    watching.cycle();
    assert_eq!(errors(), 1);
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let sandbox = project();
    for args in
        [&["--watch", "-"][..], &["--watch", "--fix"], &["--watch", "--diff"], &["--watch", "--select", "nothing"]]
    {
        let ran = sandbox.run(&[&["check"], args].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("--watch") || ran.stderr.contains("nothing"), "{}", ran.stderr);
    }
}
