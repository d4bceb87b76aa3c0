//! What the dependency tree may hold: the licences, denied crates and doubled crates of `deny.toml`.
//!
//! `cargo deny` checks more, but has to be built first, and fetches a list of advisories.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// A file of the repository.
fn read(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("the file is there")
}

/// The lines of a list in `deny.toml`: one entry each, as that file says.
fn list(name: &str) -> Vec<String> {
    let text = read("deny.toml");
    let entries = text.lines().skip_while(|line| *line != format!("{name} = [")).skip(1);
    let entries: Vec<String> = entries.take_while(|line| *line != "]").map(str::to_owned).collect();
    assert!(!entries.is_empty(), "deny.toml has no list `{name}`");
    entries
}

/// The first text in quotes after a key; of the line, where the key is empty.
fn quoted<'a>(line: &'a str, key: &str) -> &'a str {
    let rest = line.split_once(key).map_or("", |(_, rest)| rest);
    rest.split('"').nth(1).unwrap_or_default()
}

/// Every crate of the lock file with its versions, for whatever platform and purpose.
fn locked() -> BTreeMap<String, BTreeSet<String>> {
    let mut crates: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in read("Cargo.lock").split("[[package]]").skip(1) {
        let name = quoted(package, "\nname = ").to_owned();
        crates.entry(name).or_default().insert(quoted(package, "\nversion = ").to_owned());
    }
    assert!(crates.contains_key("toile"), "Cargo.lock is not read right: {crates:?}");
    crates
}

/// The part of a version that changes where code that used the one cannot use the other.
fn breaking(version: &str) -> &str {
    let numbers: Vec<&str> = version.split(['.', '-', '+']).collect();
    let telling = numbers.iter().position(|number| *number != "0").unwrap_or(0);
    let end = numbers[..=telling].iter().map(|number| number.len() + 1).sum::<usize>() - 1;
    &version[..end]
}

/// Whether a licence expression can be met with the allowed ones: `OR` (`/` of old) binds less than `AND`.
fn is_met(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    // An exception only adds permissions.
    let mut tokens: Vec<&str> = spaced.split_whitespace().collect();
    while let Some(at) = tokens.iter().position(|token| *token == "WITH") {
        tokens.drain(at..(at + 2).min(tokens.len()));
    }
    let mut rest = tokens.as_slice();
    let met = any(&mut rest, allowed);
    assert!(rest.is_empty(), "`{expression}` is read up to {rest:?}");
    met
}

fn any(tokens: &mut &[&str], allowed: &[&str]) -> bool {
    let mut met = all(tokens, allowed);
    while let ["OR", rest @ ..] = *tokens {
        *tokens = rest;
        met |= all(tokens, allowed);
    }
    met
}

fn all(tokens: &mut &[&str], allowed: &[&str]) -> bool {
    let mut met = one(tokens, allowed);
    while let ["AND", rest @ ..] = *tokens {
        *tokens = rest;
        met &= one(tokens, allowed);
    }
    met
}

fn one(tokens: &mut &[&str], allowed: &[&str]) -> bool {
    let Some((first, rest)) = tokens.split_first() else { return false };
    *tokens = rest;
    if *first != "(" {
        return allowed.contains(first);
    }
    let met = any(tokens, allowed);
    *tokens = tokens.strip_prefix(&[")"]).expect("parentheses match");
    met
}

#[test]
fn every_licence_is_allowed() {
    // Only what this platform builds: nothing else need have been downloaded.
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["tree", "--offline", "--locked", "--edges", "all", "--prefix", "none", "--format", "{p}|{l}|"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
    let licences: BTreeMap<&str, &str> =
        tree.lines().filter_map(|line| line.rsplit_once('|')?.0.split_once('|')).collect();
    assert!(licences.len() > 20, "cargo tree is not read right: {tree}");

    let lines = list("allow");
    let allowed: Vec<&str> = lines.iter().map(|line| quoted(line, "")).collect();
    let refused: Vec<_> = licences.iter().filter(|(_, licence)| !is_met(licence, &allowed)).collect();
    assert!(refused.is_empty(), "not allowed by deny.toml: {refused:?}");
}

#[test]
fn no_crate_that_talks_to_a_network_is_locked() {
    let crates = locked();
    let found: Vec<String> = list("deny").iter().map(|line| quoted(line, "").to_owned()).collect();
    let found: Vec<&String> = found.iter().filter(|name| crates.contains_key(*name)).collect();
    assert!(found.is_empty(), "denied by deny.toml: {found:?}");
}

#[test]
fn a_crate_is_there_twice_only_for_a_reason() {
    let lines = list("skip");
    let reasons: BTreeMap<&str, &str> =
        lines.iter().map(|line| (quoted(line, "crate"), quoted(line, "reason"))).collect();
    let crates = locked();
    let twice = |versions: &&BTreeSet<String>| {
        let versions: BTreeSet<&str> = versions.iter().map(|version| breaking(version)).collect();
        versions.len() > 1
    };
    for (name, versions) in crates.iter().filter(|(_, versions)| twice(versions)) {
        let reason = reasons.get(name.as_str()).copied().unwrap_or_default();
        assert!(!reason.is_empty(), "{name} is there as {versions:?}; give the reason in deny.toml or mend it");
    }
    for name in reasons.keys() {
        assert!(crates.get(*name).as_ref().is_some_and(twice), "{name} is not there twice: take it out of deny.toml");
    }
}

#[test]
fn versions_and_licences_are_read_right() {
    let versions = ["1.2.3", "0.3.4", "0.0.7", "0.11.1+wasi-1", "2.0.0-rc.1"];
    assert_eq!(versions.map(breaking), ["1", "0.3", "0.0.7", "0.11", "2"]);
    let allowed = ["MIT", "Unicode-3.0", "Apache-2.0"];
    for met in ["MIT", "MIT/X", "X OR MIT", "(X OR MIT) AND Unicode-3.0", "Apache-2.0 WITH LLVM-exception OR X"] {
        assert!(is_met(met, &allowed), "{met}");
    }
    for not_met in ["X", "MIT AND X", "X AND MIT OR X", "(MIT OR X) AND X", ""] {
        assert!(!is_met(not_met, &allowed), "{not_met}");
    }
}
