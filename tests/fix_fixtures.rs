//! `fixtures/fix/<rule-id>/{safe,unsafe}/NAME.in.EXT` becomes `NAME.out.EXT`: byte for byte, and for good. An unsafe one
//! stays as it is as long as nobody asks for more. And every rule does what it says about fixes.

mod rules_support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rules_support::{env, fixture, sources};
use toile::check::check;
use toile::diagnostic::{Applicability, Diagnostic};
use toile::env::Env;
use toile::fix::{Fixed, fix};
use toile::rules;
use toile::source::Source;

struct Pair {
    rule: String,
    level: Applicability,
    /// The name that it is checked under.
    name: String,
    before: String,
    after: String,
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path()).collect();
    entries.sort();
    entries
}

fn file_name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

fn pairs() -> Vec<Pair> {
    let mut pairs = Vec::new();
    for rule in entries(&fixture("fix")) {
        for level in entries(&rule) {
            let files = entries(&level);
            let (before, after): (Vec<_>, Vec<_>) = files.iter().partition(|path| file_name(path).contains(".in."));
            assert_eq!(before.len(), after.len(), "{} has a file without its other half", level.display());
            for path in before {
                let out = level.join(file_name(path).replace(".in.", ".out."));
                let text = |path: &Path| fs::read_to_string(path).unwrap_or_else(|_| panic!("{}", path.display()));
                pairs.push(Pair {
                    rule: file_name(&rule),
                    level: match file_name(&level).as_str() {
                        "safe" => Applicability::Safe,
                        "unsafe" => Applicability::Unsafe,
                        other => panic!("what is a fix that is {other}?"),
                    },
                    name: file_name(path).replace(".in.", "."),
                    before: text(path),
                    after: text(&out),
                });
            }
        }
    }
    pairs
}

fn found(name: &str, text: &str, env: &Env) -> Vec<Diagnostic> {
    check(&Source::new(name, text), env).diagnostics
}

fn fixed(name: &str, text: &str, least: Applicability, env: &Env) -> Fixed {
    fix(&Source::new(name, text), least, |source| check(source, env).diagnostics)
}

#[test]
fn texts_become_what_they_should_and_stay_so() {
    let env = env();
    let mut failures = Vec::new();
    for Pair { rule, level, name, before, after } in pairs() {
        let of_rule = |text: &str| found(&name, text, &env).iter().filter(|finding| finding.rule == rule).count();
        let result = fixed(&name, &before, level, &env);
        let text = result.text.clone().unwrap_or_else(|| before.clone());
        if text != after {
            failures.push(format!("{rule}/{name} becomes\n{text}"));
        }
        if result.count < of_rule(&before) - of_rule(&after) || of_rule(&after) >= of_rule(&before) {
            failures.push(format!("{rule}/{name}: {result:?}, of {} findings", of_rule(&before)));
        }
        if let Some(text) = fixed(&name, &after, level, &env).text {
            failures.push(format!("{rule}/{name} does not stay as it is, but becomes\n{text}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn what_is_unsafe_is_left_alone_until_asked_for() {
    let env = env();
    for Pair { rule, name, before, .. } in pairs().into_iter().filter(|pair| pair.level == Applicability::Unsafe) {
        let result = fixed(&name, &before, Applicability::Safe, &env);
        let text = result.text.unwrap_or_else(|| before.clone());
        let of_rule = |text: &str| found(&name, text, &env).iter().filter(|finding| finding.rule == rule).count();
        assert_eq!(of_rule(&text), of_rule(&before), "{rule}/{name} becomes\n{text}");
    }
}

#[test]
fn fixed_lines_keep_their_ends_and_their_number() {
    for Pair { rule, name, before, after, .. } in pairs().into_iter().filter(|pair| pair.name.ends_with(".ndjson")) {
        assert_eq!(before.matches('\n').count(), after.matches('\n').count(), "{rule}/{name}");
    }
    for Pair { rule, name, before, after, .. } in pairs() {
        let is_crlf = |text: &str| text.contains("\r\n") && !text.replace("\r\n", "").contains('\n');
        if is_crlf(&before) {
            assert!(is_crlf(&after), "{rule}/{name}: {after:?}");
        } else {
            assert!(!after.contains('\r'), "{rule}/{name}: {after:?}");
        }
        let is_one_line = !before.contains('\n');
        assert!(!is_one_line || !after.contains('\n'), "{rule}/{name}: {after:?}");
    }
}

#[test]
fn every_rule_that_says_it_is_fixable_has_a_pair_of_that_safety() {
    let pairs: BTreeSet<(String, Applicability)> = pairs().into_iter().map(|pair| (pair.rule, pair.level)).collect();
    for meta in rules::all() {
        if let Some(level) = rules::fixes_of(meta.id) {
            assert!(pairs.contains(&(meta.id.to_owned(), level)), "{} says {}, and shows none", meta.id, level.name());
        }
    }
    let known: BTreeSet<&str> =
        rules::all().filter(|meta| rules::fixes_of(meta.id).is_some()).map(|meta| meta.id).collect();
    for (rule, _) in &pairs {
        assert!(known.contains(rule.as_str()), "{rule} has fixtures, but says that it offers no fix");
    }
}

#[test]
fn no_rule_offers_more_than_it_says_or_less() {
    let env = env();
    let mut offered: BTreeMap<&str, Applicability> = BTreeMap::new();
    for source in sources("") {
        for finding in check(&source, &env).diagnostics {
            for fix in finding.fixes.iter().filter(|fix| fix.applicability > Applicability::DisplayOnly) {
                let known = offered.entry(finding.rule).or_insert(fix.applicability);
                *known = fix.applicability.max(*known);
            }
        }
    }
    for meta in rules::all() {
        assert_eq!(rules::fixes_of(meta.id), offered.get(meta.id).copied(), "{}", meta.id);
    }
}

/// What a person has to decide is never safe, however near it looks.
#[test]
fn doubt_is_never_safe() {
    let env = env();
    let draft = |rest: &str| {
        format!(
            "{{\"patternId\": 620, \"measurementType\": \"body\", \"measurements\": {{\"mbBustGirth\": 98.5, \"mbWaistGirth\": 84, {rest}}}}}"
        )
    };
    let options = |options: &str| {
        format!(
            "{{\"patternId\": 397, \"measurementType\": \"body\", \"measurements\": {{\"mbHeight\": 180, \"mbCollarGirth\": 39}}, \"options\": {{\"pocket\": \"none\", \"bodyLengthAdj\": 0, {options}}}}}"
        )
    };
    let cases = [
        // The group has a measurement already.
        draft("\"mbBackNeckToWaist\": 45, \"mbBackNeckToWiast\": 46"),
        // Two slips for one group.
        draft("\"mbBackNeckToWiast\": 45, \"mbSideNeckToWiast\": 46"),
        // Another gender is another measurement.
        draft("\"fbBackNeckToWaist\": 45"),
        // With a selection, more is given than is taken.
        draft("\"mbBackNeckToWiast\": 45}, \"selectedMeasurementIds\": [\"mbBustGirth\"], \"metadata\": {"),
        // Another number is another value.
        options("\"necklineAdj\": \"0.3\", \"collar\": \"regular\""),
        // A comma for a point may separate thousands.
        options("\"necklineAdj\": \"0,5\", \"collar\": \"regular\""),
        // No word of the list is near.
        options("\"necklineAdj\": 0, \"collar\": \"reg\""),
        // The one that is meant is given, too.
        options("\"necklineAdj\": 0, \"collar\": \"regular\", \"colar\": \"regular\""),
        // JSON has no such number, and what was meant is anybody's guess.
        options("\"necklineAdj\": NaN, \"collar\": \"regular\""),
        options("\"necklineAdj\": 01, \"collar\": \"regular\""),
        options("\"necklineAdj\": 0x1, \"collar\": \"regular\""),
        options("\"necklineAdj\": 0, \"collar\": regular"),
    ];
    for text in cases {
        let safe: Vec<String> = found("draft.json", &text, &env)
            .iter()
            .flat_map(|finding| &finding.fixes)
            .filter(|fix| fix.applicability == Applicability::Safe)
            .map(|fix| fix.title.clone())
            .collect();
        // The number between quotes loses its quotes, whatever comes of that.
        let is_number = text.contains("\"0.3\"");
        assert_eq!(safe.len(), usize::from(is_number), "{safe:?} in {text}");
    }
}

/// Large batches are checked in pieces, which must not show in their fixes.
#[test]
fn a_batch_of_many_actions_is_fixed_as_one_of_few() {
    let env = env();
    let action = |number: usize, girth: &str, seams: &str, more: &str| {
        format!(
            "    \"d{number}\": {{\n      \"type\": \"draft\",\n      \"body\": {{\n        \"patternId\": 620,\n        \
             \"measurementType\": \"final\",\n        \"measurements\": {{\"mfBustGirth\": {girth}, \"mfWaistGirth\": 98, \
             \"mfFrontLength\": 61}},\n        \"seams\": {{{seams}}}{more}\n      }}\n    }}"
        )
    };
    let good = "\"armhole\": 0.7, \"side\": 1.5, \"neckline\": 0.7";
    let options = |list: &[&str]| format!(",\n        \"options\": {{{}}}", list.join(","));
    let given = [
        "\"front\": \"singleBreasted\"",
        "\"front.singleBreasted.buttons\": 5",
        "\"hem\": \"pointed\"",
        "\"backStrap\": \"none\"",
        "\"chestEase\": 8",
    ];
    let complete: Vec<&str> = given.iter().copied().chain(["\"lengthAdj\": 0"]).collect();
    let batch = |is_fixed: bool| {
        let actions: Vec<String> = (0..3000)
            .map(|number| match (number % 1000, is_fixed) {
                (700, false) => action(number, "\"108\"", good, ""),
                (701, false) => action(number, "108", &format!("{good}, \"hem\": 2"), ""),
                (702, false) => action(number, "108", good, &options(&given)),
                (702, true) => action(number, "108", good, &options(&complete)),
                _ => action(number, "108", good, ""),
            })
            .collect();
        format!("{{\n  \"actions\": {{\n{}\n  }}\n}}\n", actions.join(",\n"))
    };
    let (before, after) = (batch(false), batch(true));
    assert!(before.len() > 600_000);
    let result = fixed("batch.json", &before, Applicability::Unsafe, &env);
    assert_eq!(result.count, 9);
    let text = result.text.expect("it is fixed");
    let differs = text.lines().zip(after.lines()).find(|(is, wanted)| is != wanted);
    assert!(text == after, "{differs:?}");
}
