//! What holds for every text, however it is broken: fixing makes nothing worse, loses nothing, leaves what is clean alone,
//! and comes to an end.

mod rules_support;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use rules_support::damage::damaged;
use rules_support::{env_of, fixture, line, odd, sources};
use toile::check::check;
use toile::diagnostic::{Applicability, Diagnostic, Severity};
use toile::env::Env;
use toile::fix::{Fixed, fix, of};
use toile::json::{Doc, Kind, parse};
use toile::source::Source;

static ENV: LazyLock<Env> = LazyLock::new(|| env_of(vec![fixture("patterns"), odd::folder()]));

/// Valid texts as people lay them out.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folders = ["drafts/valid", "thng/valid", "batches"];
    let texts = folders.into_iter().flat_map(sources).map(|source| source.text().to_owned());
    texts.filter(|text| parse(text).is_some()).collect()
});

fn found(name: &str, text: &str) -> Vec<Diagnostic> {
    check(&Source::new(name, text), &ENV).diagnostics
}

fn fixed(name: &str, text: &str, least: Applicability) -> Fixed {
    fix(&Source::new(name, text), least, |source| check(source, &ENV).diagnostics)
}

fn cases(least: u32) -> ProptestConfig {
    ProptestConfig {
        cases: ProptestConfig::default().cases.max(least),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(800))]

    #[test]
    fn damaged_requests_get_better_or_stay(text in damaged(), all in any::<bool>()) {
        let least = if all { Applicability::Unsafe } else { Applicability::Safe };
        let before = found("request.json", &text);
        // Whatever a finding with a fix ever pointed at, on the way.
        let touched = RefCell::new(BTreeSet::new());
        let result = fix(&Source::new("request.json", text.clone()), least, |source| {
            let found = check(source, &ENV).diagnostics;
            for finding in found.iter().filter(|finding| of(finding, least).is_some()) {
                let labels = finding.labels.iter().map(|label| label.pointer.clone());
                touched.borrow_mut().extend(labels.chain([finding.primary.pointer.clone()]));
            }
            found
        });
        if !before.iter().any(|finding| of(finding, least).is_some()) {
            prop_assert_eq!(&result, &Fixed::default());
        }
        let after = result.text.unwrap_or_else(|| text.clone());
        prop_assert!(read(&after).is_ok(), "{after}");
        let left = found("request.json", &after);
        prop_assert_eq!(new_errors(&before, &left), Vec::<String>::new(), "{}\nbecomes\n{}", text, after);
        prop_assert_eq!(fixed("request.json", &after, least).text, None, "{}\nis not final", after);
        let (old, new) = (paths(&text), paths(&after));
        let touched = touched.borrow();
        let is_touched = |path: &str| touched.iter().any(|place| path == place || path.starts_with(&format!("{place}/")));
        let lost: Vec<&String> = old.difference(&new).filter(|path| !is_touched(path)).collect();
        prop_assert!(lost.is_empty(), "{text}\nbecomes\n{after}\nand loses {lost:?}");
    }

    #[test]
    fn slips_of_the_pen_are_undone(slips in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..4), text in prop::sample::select(TEXTS.as_slice()), mark in any::<bool>()) {
        let mut broken = with_slips(&text, &slips);
        if mark {
            broken.insert(0, '\u{feff}');
        }
        let result = fixed("request.json", &broken, Applicability::Safe);
        if let Some(after) = result.text {
            // What stands there is what stood there, then fixed as it would have been.
            let clean = fixed("request.json", &text, Applicability::Safe).text.unwrap_or(text);
            prop_assert_eq!(value(&after), value(&clean), "{}\nbecomes\n{}", broken, after);
            prop_assert_eq!(fixed("request.json", &after, Applicability::Safe).text, None, "{}\nis not final", after);
        }
    }

    #[test]
    fn noise_is_survived(text in prop::sample::select(TEXTS.as_slice()), noise in prop::collection::vec((any::<prop::sample::Index>(), noise()), 1..5), all in any::<bool>()) {
        let least = if all { Applicability::Unsafe } else { Applicability::Safe };
        let mut broken: Vec<char> = text.chars().collect();
        for (at, noise) in noise {
            let at = at.index(broken.len() + 1);
            match noise {
                Some(c) => broken.insert(at, c),
                None if at < broken.len() => drop(broken.remove(at)),
                None => {}
            }
        }
        let broken: String = broken.into_iter().collect();
        if let Some(after) = fixed("request.json", &broken, least).text {
            prop_assert!(read(&after).is_ok(), "{broken}\nbecomes\n{after}");
            prop_assert_eq!(fixed("request.json", &after, least).text, None, "{}\nis not final", after);
        }
    }

    #[test]
    fn lines_stand_for_themselves(texts in prop::collection::vec((prop::sample::select(TEXTS.as_slice()), prop::option::of((any::<prop::sample::Index>(), noise()))), 1..5)) {
        let lines: Vec<String> = texts.into_iter().map(|(text, noise)| {
            let mut line = serde_json::from_str::<serde_json::Value>(&text).expect("valid").to_string();
            if let Some((at, noise)) = noise {
                let at = (0..=at.index(line.len())).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
                line.insert_str(at, noise.map_or("}}".to_owned(), |c| c.to_string()).trim_matches('\n'));
            }
            line
        }).collect();
        let text = lines.join("\n");
        if let Some(after) = fixed("day.ndjson", &text, Applicability::Safe).text {
            prop_assert_eq!(after.split('\n').count(), lines.len());
            for (old, new) in lines.iter().zip(after.split('\n')) {
                prop_assert!(old == new || parse(new).is_some(), "{old}\nbecomes\n{new}");
            }
            prop_assert_eq!(fixed("day.ndjson", &after, Applicability::Safe).text, None, "{}\nis not final", after);
        }
    }
}

fn noise() -> impl Strategy<Value = Option<char>> {
    let chars = "{}[],:;'\"\\/*#.-+0e \n\taé“\u{feff}\u{0}".chars().collect::<Vec<char>>();
    prop::option::weighted(0.7, prop::sample::select(chars))
}

#[test]
fn what_is_commented_out_is_not_deleted() {
    for (name, text) in [("day.ndjson", "#{\"patternId\": 1}"), ("a.draft.json", "// {\"patternId\": 1}\n/* [] */\n")] {
        assert!(!found(name, text).is_empty(), "{text}");
        assert_eq!(fixed(name, text, Applicability::Unsafe), Fixed::default(), "{text}");
    }
}

/// Errors that were not there before, by rule and place.
fn new_errors(before: &[Diagnostic], after: &[Diagnostic]) -> Vec<String> {
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let errors = |findings: &'_ [Diagnostic]| findings.iter().filter(|f| f.severity == Severity::Error).count();
    for finding in before.iter().filter(|finding| finding.severity == Severity::Error) {
        *known.entry((finding.rule, &finding.primary.pointer)).or_default() += 1;
    }
    let mut new = Vec::new();
    for finding in after.iter().filter(|finding| finding.severity == Severity::Error) {
        match known.get_mut(&(finding.rule, finding.primary.pointer.as_str())) {
            Some(count) if *count > 0 => *count -= 1,
            _ => new.push(line(finding)),
        }
    }
    assert!(new.len() + errors(before) >= errors(after));
    new
}

/// Read by somebody else. What is JSON, but no double, is read as something smaller.
fn read(text: &str) -> serde_json::Result<serde_json::Value> {
    serde_json::from_str(&text.trim_start_matches('\u{feff}').replace("1e400", "1e40"))
}

fn value(text: &str) -> serde_json::Value {
    read(text).expect("JSON")
}

/// The pointers of everything in a text.
fn paths(text: &str) -> BTreeSet<String> {
    fn walk(value: &serde_json::Value, at: &str, paths: &mut BTreeSet<String>) {
        paths.insert(at.to_owned());
        match value {
            serde_json::Value::Object(members) => {
                for (name, value) in members {
                    walk(value, &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), paths);
                }
            }
            serde_json::Value::Array(elements) => {
                for (position, value) in elements.iter().enumerate() {
                    walk(value, &format!("{at}/{position}"), paths);
                }
            }
            _ => {}
        }
    }
    let mut paths = BTreeSet::new();
    walk(&value(text), "", &mut paths);
    paths
}

/// A text with a few mechanical slips in different places.
fn with_slips(text: &str, slips: &[(prop::sample::Index, prop::sample::Index)]) -> String {
    let tape = parse(text).expect("a valid text");
    let doc = Doc::new(text, &tape);
    let mut edits: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    for (node, slip) in slips {
        let value = doc.value(node.index(doc.nodes().len()) as u32);
        let span = value.span();
        let raw = value.raw();
        let mut choices: Vec<(usize, usize, String)> = vec![
            (span.start, span.start, "/* why not? */ ".to_owned()),
            (span.start, span.start, "// why not\n".to_owned()),
        ];
        match value.kind() {
            Kind::Object | Kind::Array if raw.len() > 2 => {
                let inner = raw[..raw.len() - 1].trim_end().len();
                if inner > 1 {
                    choices.push((span.start + inner, span.start + inner, ",".to_owned()));
                }
            }
            Kind::Key | Kind::String if !raw.contains(['\'', '\\']) => {
                choices.push((span.start, span.end, format!("'{}'", &raw[1..raw.len() - 1])));
                choices.push((span.start, span.end, format!("“{}”", &raw[1..raw.len() - 1])));
                let bare = &raw[1..raw.len() - 1];
                if value.kind() == Kind::Key
                    && bare.starts_with(|c: char| c.is_ascii_alphabetic())
                    && bare.chars().all(|c| c.is_ascii_alphanumeric())
                {
                    choices.push((span.start, span.end, bare.to_owned()));
                }
            }
            Kind::True => choices.push((span.start, span.end, "True".to_owned())),
            Kind::Null => choices.push((span.start, span.end, "None".to_owned())),
            Kind::Number if !raw.starts_with('-') => choices.push((span.start, span.start, "+".to_owned())),
            _ => {}
        }
        // A comma that ends a line.
        if text[span.end..].starts_with(",\n") || text[span.end..].starts_with(",\r\n") {
            choices.push((span.end, span.end + 1, String::new()));
        }
        let (start, end, replacement) = choices.swap_remove(slip.index(choices.len()));
        let collides = edits.iter().any(|(from, (to, _))| start <= *to && *from <= end);
        if !collides {
            edits.insert(start, (end, replacement));
        }
    }
    let mut broken = text.to_owned();
    for (start, (end, replacement)) in edits.into_iter().rev() {
        broken.replace_range(start..end, &replacement);
    }
    broken
}

/// Most slips are undone, not just survived; and damage is often fixed.
#[test]
fn fixing_is_worth_it() {
    let mut runner = TestRunner::deterministic();
    let slips = prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..4);
    let strategy = (slips, prop::sample::select(TEXTS.as_slice()));
    let (mut undone, mut changed) = (0, 0);
    for _ in 0..500 {
        let (slips, text) = strategy.new_tree(&mut runner).expect("a text").current();
        let broken = with_slips(&text, &slips);
        let after = fixed("request.json", &broken, Applicability::Safe).text;
        undone += usize::from(after.is_some());
        let damaged = damaged().new_tree(&mut runner).expect("a request").current();
        changed += usize::from(fixed("request.json", &damaged, Applicability::Unsafe).text.is_some());
    }
    assert!(undone > 480, "only {undone} of 500 are repaired");
    assert!(changed > 150, "only {changed} of 500 are changed");
}

#[test]
fn what_is_clean_is_left_alone() {
    let mut clean = 0;
    for source in sources("") {
        let found = check(&source, &ENV).diagnostics;
        if found.is_empty() {
            clean += 1;
            let result = fix(&source, Applicability::Unsafe, |source| check(source, &ENV).diagnostics);
            assert_eq!(result, Fixed::default(), "{}", source.name());
        }
    }
    assert!(clean > 100, "only {clean} clean files");
}
