//! Files are replaced whole or not at all: rights kept, links heeded, changes in the meantime seen, nothing left behind.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::Sandbox;
use toile::fix::{Refusal, Trees, replace};

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn trees(sandbox: &Sandbox, folders: &[&str]) -> Trees {
    let folders: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
    Trees::new(sandbox.root(), &folders)
}

#[test]
fn a_file_is_replaced_and_nothing_stays_behind() {
    let sandbox = Sandbox::with(&[("a.json", "old")]);
    replace(&sandbox.path("a.json"), true, &trees(&sandbox, &[]), "old", "new").expect("written");
    assert_eq!(sandbox.read("a.json"), "new");
    assert_eq!(names(sandbox.root()), ["a.json"]);
}

#[test]
fn what_changed_since_it_was_read_is_not_overwritten() {
    let sandbox = Sandbox::with(&[("a.json", "somebody else's")]);
    let refusal = replace(&sandbox.path("a.json"), true, &trees(&sandbox, &[]), "old", "new");
    assert!(matches!(refusal, Err(Refusal::Changed)), "{refusal:?}");
    assert_eq!(sandbox.read("a.json"), "somebody else's");
    assert_eq!(names(sandbox.root()), ["a.json"]);
}

#[test]
fn a_file_that_is_gone_does_not_come_back() {
    let sandbox = Sandbox::new();
    let refusal = replace(&sandbox.path("a.json"), true, &trees(&sandbox, &[]), "old", "new");
    assert!(matches!(refusal, Err(Refusal::System(_))), "{refusal:?}");
    assert!(names(sandbox.root()).is_empty());
}

#[test]
fn a_temporary_file_that_another_run_left_is_not_in_the_way() {
    let left = format!(".a.json.{}-0.tmp", std::process::id());
    let sandbox = Sandbox::with(&[("a.json", "old"), (&left, "left")]);
    replace(&sandbox.path("a.json"), true, &trees(&sandbox, &[]), "old", "new").expect("written");
    assert_eq!((sandbox.read("a.json").as_str(), sandbox.read(&left).as_str()), ("new", "left"));
    assert_eq!(names(sandbox.root()).len(), 2);
}

#[test]
fn a_file_marked_read_only_is_left_alone() {
    let sandbox = Sandbox::with(&[("a.json", "old")]);
    let mut permissions = fs::metadata(sandbox.path("a.json")).expect("there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(sandbox.path("a.json"), permissions).expect("set");
    let refusal = replace(&sandbox.path("a.json"), true, &trees(&sandbox, &[]), "old", "new");
    assert!(matches!(refusal, Err(Refusal::ReadOnly)), "{refusal:?}");
    assert_eq!(sandbox.read("a.json"), "old");
    assert_eq!(names(sandbox.root()), ["a.json"]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("there").permissions().mode() & 0o7777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set");
    }

    #[test]
    fn permissions_and_owner_stay() {
        let sandbox = Sandbox::with(&[("a.json", "old")]);
        let path = sandbox.path("a.json");
        for bits in [0o600, 0o640, 0o664, 0o755] {
            fs::write(&path, "old").expect("written");
            set_mode(&path, bits);
            let before = fs::metadata(&path).expect("there");
            replace(&path, true, &trees(&sandbox, &[]), "old", "new").expect("written");
            assert_eq!(mode(&path), bits);
            let after = fs::metadata(&path).expect("there");
            assert_eq!((after.uid(), after.gid()), (before.uid(), before.gid()));
            assert_ne!(after.ino(), before.ino(), "it is another file in the same place");
        }
    }

    #[test]
    fn a_link_inside_the_tree_stays_a_link() {
        let sandbox = Sandbox::with(&[("drafts/real.json", "old"), ("drafts/sub/x", "")]);
        symlink("../real.json", sandbox.path("drafts/sub/link.json")).expect("linked");
        replace(&sandbox.path("drafts/sub/link.json"), false, &trees(&sandbox, &["drafts"]), "old", "new")
            .expect("written");
        assert_eq!(sandbox.read("drafts/real.json"), "new");
        assert!(fs::symlink_metadata(sandbox.path("drafts/sub/link.json")).expect("there").is_symlink());
    }

    #[test]
    fn a_link_out_of_the_tree_is_refused() {
        let outside = Sandbox::with(&[("secret.json", "old")]);
        let sandbox = Sandbox::with(&[("drafts/x", ""), ("other/real.json", "old")]);
        symlink(outside.path("secret.json"), sandbox.path("drafts/out.json")).expect("linked");
        symlink("../other/real.json", sandbox.path("drafts/aside.json")).expect("linked");
        let trees = trees(&sandbox, &["drafts"]);
        for (name, is_named) in [("drafts/out.json", false), ("drafts/out.json", true), ("drafts/aside.json", false)] {
            let refusal = replace(&sandbox.path(name), is_named, &trees, "old", "new");
            assert!(matches!(refusal, Err(Refusal::OutsideLink(_))), "{name}: {refusal:?}");
        }
        // Named itself, it belongs to the tree that the run was started in.
        replace(&sandbox.path("drafts/aside.json"), true, &trees, "old", "new").expect("written");
        assert_eq!((outside.read("secret.json").as_str(), sandbox.read("other/real.json").as_str()), ("old", "new"));
        assert_eq!(names(&sandbox.path("drafts")), ["aside.json", "out.json", "x"]);
    }

    #[test]
    fn a_named_file_outside_of_the_working_folder_is_no_link() {
        let outside = Sandbox::with(&[("a.json", "old")]);
        let sandbox = Sandbox::new();
        replace(&outside.path("a.json"), true, &trees(&sandbox, &[]), "old", "new").expect("written");
        assert_eq!(outside.read("a.json"), "new");
    }

    #[test]
    fn a_folder_that_takes_no_file_leaves_the_old_one() {
        let sandbox = Sandbox::with(&[("closed/a.json", "old")]);
        set_mode(&sandbox.path("closed"), 0o555);
        // The system lets its administrator write everywhere.
        let is_administrator = fs::write(sandbox.path("closed/probe"), "").is_ok();
        let _ = fs::remove_file(sandbox.path("closed/probe"));
        let done = replace(&sandbox.path("closed/a.json"), true, &trees(&sandbox, &[]), "old", "new");
        set_mode(&sandbox.path("closed"), 0o755);
        if !is_administrator {
            assert!(matches!(done, Err(Refusal::System(_))), "{done:?}");
            assert_eq!(sandbox.read("closed/a.json"), "old");
        }
        assert_eq!(names(&sandbox.path("closed")), ["a.json"]);
    }
}
