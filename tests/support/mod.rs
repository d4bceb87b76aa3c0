//! A folder of its own for a test, and whole runs inside the process.

#![allow(dead_code, reason = "each test program uses its own part")]

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use toile::app::{self, World};

/// A folder that goes away with the test.
pub(crate) struct Sandbox {
    root: PathBuf,
    /// The folder that runs start in.
    cwd: PathBuf,
    is_borrowed: bool,
    env: BTreeMap<String, String>,
}

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: u8,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// File and rule of every finding of a run in the `concise` format.
pub(crate) fn found(ran: &Ran) -> Vec<String> {
    let line = |line: &str| {
        let rule = line.rsplit_once('[').expect("a rule").1.trim_end_matches(']');
        format!("{} {rule}", line.split(':').next().expect("a file"))
    };
    ran.stdout.lines().map(line).collect()
}

impl Sandbox {
    pub(crate) fn new() -> Sandbox {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("toile-test-{}-{number}", std::process::id()));
        fs::create_dir_all(&root).expect("a folder for the test");
        Sandbox { cwd: root.clone(), root, is_borrowed: false, env: BTreeMap::new() }
    }

    /// With files: name and text.
    pub(crate) fn with(files: &[(&str, &str)]) -> Sandbox {
        let sandbox = Sandbox::new();
        for (name, text) in files {
            sandbox.write(name, text);
        }
        sandbox
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Sandbox {
        self.env.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same files, with runs that start in one of the folders.
    pub(crate) fn inside(&self, folder: &str) -> Sandbox {
        Sandbox { root: self.root.clone(), cwd: self.path(folder), is_borrowed: true, env: self.env.clone() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The folder that runs start in.
    pub(crate) fn cwd(&self) -> &Path {
        &self.cwd
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder for the file");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file")
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.run_with_stdin(args, b"")
    }

    pub(crate) fn run_with_stdin(&self, args: &[&str], mut stdin: &[u8]) -> Ran {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut world = World {
            cwd: self.cwd.clone(),
            env: &|name| self.env.get(name).cloned(),
            stdin: &mut stdin,
            stdout: &mut stdout,
            stderr: &mut stderr,
            stdout_is_terminal: false,
            stderr_is_terminal: false,
            is_last: false,
        };
        let args = std::iter::once("toile").chain(args.iter().copied()).map(OsString::from);
        let code = app::run(args, &mut world).code();
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        Ran { code, stdout: text(stdout), stderr: text(stderr) }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        if !self.is_borrowed {
            let _ = fs::remove_dir_all(&self.root);
        }
    }
}

impl Ran {
    /// The report on standard output.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).expect("standard output is one JSON document")
    }

    /// Names of all inputs of the report on standard output.
    pub(crate) fn inputs(&self) -> Vec<String> {
        let report = self.json();
        let inputs = report["inputs"].as_array().expect("inputs");
        inputs.iter().map(|input| input["file"].as_str().expect("a name").to_owned()).collect()
    }
}
