//! What is checked and under which name, given what was named.

mod support;

use std::fs;

use support::{Ran, Sandbox};

const FOREIGN: &str = r#"{"a": 1}"#;

/// Every file holds the same foreign document.
fn tree(files: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    for file in files {
        sandbox.write(file, FOREIGN);
    }
    sandbox
}

fn check(sandbox: &Sandbox, args: &[&str]) -> Ran {
    sandbox.run(&[&["check", "--format", "json"], args].concat())
}

fn inputs(sandbox: &Sandbox, args: &[&str]) -> Vec<String> {
    check(sandbox, args).inputs()
}

#[test]
fn folders_give_their_json_files_sorted() {
    let sandbox = tree(&["b.json", "a/z.jsonl", "a/B.JSON", "a/c.ndjson", "a/readme.md", "a.json", "a/json"]);
    assert_eq!(inputs(&sandbox, &[]), ["a.json", "a/B.JSON", "a/c.ndjson", "a/z.jsonl", "b.json"]);
    assert_eq!(inputs(&sandbox, &["./a/"]), ["a/B.JSON", "a/c.ndjson", "a/z.jsonl"]);
}

#[test]
fn names_are_those_the_user_gave() {
    let sandbox = tree(&["a/x.json", "b/y.json"]);
    assert_eq!(inputs(&sandbox, &["./a//x.json", "a/../b"]), ["a/../b/y.json", "a/x.json"]);
    let absolute = sandbox.path("a");
    let expected = absolute.join("x.json").to_str().unwrap().replace('\\', "/");
    assert_eq!(inputs(&sandbox, &[absolute.to_str().unwrap()]), [expected]);
}

#[test]
fn named_files_are_taken_whatever_they_are_called() {
    let sandbox = tree(&["request.txt", ".hidden/x.json"]);
    assert_eq!(inputs(&sandbox, &["request.txt", ".hidden/x.json"]), [".hidden/x.json", "request.txt"]);
}

#[test]
fn a_file_named_twice_is_checked_once() {
    let sandbox = tree(&["a/x.json", "a/y.json"]);
    assert_eq!(inputs(&sandbox, &["a", "a/x.json", "./a", "a/../a/x.json"]), ["a/../a/x.json", "a/y.json"]);
    assert_eq!(inputs(&sandbox, &["a/x.json", "a/x.json", "./a/x.json"]), ["a/x.json"]);
}

#[test]
fn hidden_files_and_folders_are_not_walked() {
    let sandbox = tree(&["a.json", ".b.json", ".vscode/c.json", "d/.e/f.json"]);
    assert_eq!(inputs(&sandbox, &["."]), ["a.json"]);
}

#[test]
fn what_git_ignores_is_not_walked() {
    let files =
        ["keep.json", "build/x.json", "src/gen.json", "src/deep/gen.json", "src/deep/own.json", "tmp/private.json"];
    let sandbox = tree(&files);
    fs::create_dir_all(sandbox.path(".git/info")).unwrap();
    sandbox.write(".git/info/exclude", "private.json\n");
    sandbox.write(".gitignore", "# generated\n/build/\ngen.json\n");
    sandbox.write("src/deep/.gitignore", "!gen.json\n/own.json\n");
    assert_eq!(inputs(&sandbox, &["."]), ["keep.json", "src/deep/gen.json"]);
    // The same rules hold when the walk starts below.
    assert_eq!(inputs(&sandbox, &["src"]), ["src/deep/gen.json"]);
    assert_eq!(inputs(&sandbox, &["src/deep"]), ["src/deep/gen.json"]);
    // What is named is taken: the user knows.
    assert_eq!(inputs(&sandbox, &["build", "src/gen.json"]), ["build/x.json", "src/gen.json"]);
}

#[test]
fn an_ignore_file_outside_of_a_repository_holds_below_itself() {
    let sandbox = tree(&["a/x.json", "a/y.json", "x.json"]);
    sandbox.write("a/.gitignore", "x.json\n");
    assert_eq!(inputs(&sandbox, &["."]), ["a/y.json", "x.json"]);
    assert_eq!(inputs(&sandbox, &["a"]), ["a/y.json"]);
}

#[test]
fn force_exclude_holds_for_what_is_named() {
    let sandbox = tree(&["a.json", "build/x.json", ".vscode/y.json", "build/deep/z.json"]);
    fs::create_dir(sandbox.path(".git")).unwrap();
    sandbox.write(".gitignore", "build/\n");
    let all = ["a.json", "build/x.json", ".vscode/y.json", "build/deep"];
    assert_eq!(inputs(&sandbox, &all).len(), 4);
    assert_eq!(inputs(&sandbox, &[&all[..], &["--force-exclude"]].concat()), ["a.json"]);
    // A hook that is called with nothing but ignored files has nothing to complain about.
    let ran = check(&sandbox, &["--force-exclude", "build/x.json"]);
    assert_eq!((ran.code, ran.inputs().len()), (0, 0));
    let ran = sandbox.run_with_stdin(&["check", "--force-exclude", "--stdin-filename", "build/new.json"], b"{");
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
}

#[test]
fn a_folder_without_json_is_a_failure_unless_allowed() {
    let sandbox = tree(&["a/x.json", "b/readme.md"]);
    let ran = check(&sandbox, &["a", "b"]);
    assert_eq!((ran.code, ran.inputs()), (2, vec!["a/x.json".to_owned()]));
    assert!(ran.stderr.contains("no JSON file in `b`"), "{}", ran.stderr);
    assert_eq!(check(&sandbox, &["a", "b", "--allow-empty"]).code, 0);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_to_folders_are_not_followed_so_no_walk_is_endless() {
        let sandbox = tree(&["a/x.json"]);
        symlink("..", sandbox.path("a/loop")).unwrap();
        symlink("self", sandbox.path("a/self")).unwrap();
        assert_eq!(inputs(&sandbox, &["."]), ["a/x.json"]);
        // A link that is named is a folder like any other.
        symlink("a", sandbox.path("link")).unwrap();
        assert_eq!(inputs(&sandbox, &["link"]), ["link/x.json"]);
        assert_eq!(inputs(&sandbox, &["link", "a"]), ["a/x.json"]);
    }

    #[test]
    fn links_to_files_are_followed_and_a_file_is_checked_once() {
        let sandbox = tree(&["a/x.json", "real.json"]);
        symlink("../real.json", sandbox.path("a/link.json")).unwrap();
        assert_eq!(inputs(&sandbox, &["a"]), ["a/link.json", "a/x.json"]);
        assert_eq!(inputs(&sandbox, &["."]), ["a/x.json", "real.json"]);
    }

    #[test]
    fn a_dangling_link_is_a_finding_and_the_rest_is_checked() {
        let sandbox = tree(&["a/x.json"]);
        symlink("nowhere", sandbox.path("a/gone.json")).unwrap();
        let ran = check(&sandbox, &["a"]);
        assert_eq!(ran.code, 1, "found, not named");
        assert_eq!(ran.inputs(), ["a/gone.json", "a/x.json"]);
        assert_eq!(ran.json()["diagnostics"][0]["rule"], "io-error");
        assert_eq!(check(&sandbox, &["a/gone.json"]).code, 2, "named");
    }

    #[test]
    fn an_unreadable_folder_is_a_finding_and_the_rest_is_checked() {
        use std::os::unix::fs::PermissionsExt as _;
        let sandbox = tree(&["a/x.json", "locked/y.json"]);
        let locked = sandbox.path("locked");
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o0)).unwrap();
        // The superuser reads everything: nothing to see then.
        if fs::read_dir(&locked).is_err() {
            let ran = check(&sandbox, &["."]);
            assert_eq!((ran.code, ran.inputs()), (1, vec!["a/x.json".to_owned(), "locked".to_owned()]));
            assert_eq!(check(&sandbox, &["locked"]).code, 2);
        }
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
    }

    #[test]
    fn a_pipe_below_a_folder_is_never_opened() {
        let sandbox = tree(&["a/x.json"]);
        let made = std::process::Command::new("mkfifo").arg(sandbox.path("a/pipe.json")).status();
        if made.is_ok_and(|status| status.success()) {
            assert_eq!(inputs(&sandbox, &["a"]), ["a/x.json"]);
        }
    }

    #[test]
    fn a_name_that_is_no_unicode_can_be_checked() {
        use std::os::unix::ffi::OsStrExt as _;
        let sandbox = tree(&["a/x.json"]);
        let name = std::ffi::OsStr::from_bytes(b"a/b\xFF.json");
        if fs::write(sandbox.root().join(name), FOREIGN).is_ok() {
            assert_eq!(inputs(&sandbox, &["a"]), ["a/b\u{fffd}.json", "a/x.json"]);
        }
    }
}
