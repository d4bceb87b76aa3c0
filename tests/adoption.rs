//! A repository of 200 files with old faults adopts toile in one command, then sees only new ones; and what is fixed
//! leaves a stale entry behind that is seen, too.

mod support;

use support::{Ran, Sandbox};

const FILES: usize = 200;

/// Drafts, lists, batches, NDJSON, other requests, other tools' files; clean, faulty and broken.
fn file(number: usize) -> (String, String) {
    let girth = 36 + number % 9;
    let measurements = format!("{{\"mbHeight\": {}, \"mbCollarGirth\": {girth}}}", 160 + number % 40);
    let clean = format!("{{\"patternId\": 397, \"measurementType\": \"body\", \"measurements\": {measurements}}}");
    let (name, text) = match number % 10 {
        0 => ("drafts/clean", clean),
        1 => ("drafts/no-type", format!("{{\n  \"patternId\": 397,\n  \"measurements\": {measurements}\n}}")),
        2 => ("drafts/extra", clean.replace("\"measurementType\"", "\"fabrik\": 1, \"colar\": 2, \"measurementType\"")),
        3 => ("drafts/negative", clean.replace(&format!("\"mbCollarGirth\": {girth}"), "\"mbCollarGirth\": -1")),
        4 => ("drafts/broken", clean.replace("\"measurements\": {", "\"measurements\": {,")),
        5 => ("lists/list", format!("[{clean}, {}]", clean.replace("\"body\"", "\"boddy\""))),
        6 => {
            let reference = "{\"$ref\": \"#/resources/p2/measurements\"}";
            let draft = format!("{{\"patternId\": 397, \"measurementType\": \"body\", \"measurements\": {reference}}}");
            ("batches/batch", format!("{{\"actions\": {{\"d1\": {{\"type\": \"draft\", \"body\": {draft}}}}}}}"))
        }
        7 => {
            let faulty = clean.replace("397", "\"397\"");
            return (format!("days/day-{number}.ndjson"), format!("{clean}\n{faulty}\n{faulty}\n"));
        }
        8 => ("exports/export", "{\"draftId\": \"x\", \"fileType\": \"PDF\"}".to_owned()),
        _ => ("config/tool", format!("{{\"compilerOptions\": {{\"strict\": true, \"n\": {number}}}}}")),
    };
    (format!("{name}-{number}.json"), text)
}

fn repository() -> Sandbox {
    let sandbox = Sandbox::with(&[(".git/HEAD", "")]);
    for number in 0..FILES {
        let (name, text) = file(number);
        sandbox.write(&name, text);
    }
    sandbox
}

fn check(sandbox: &Sandbox, args: &[&str]) -> Ran {
    let fixed = ["check", "--baseline", "toile-baseline.json", "--format", "concise", "--fail-on", "info"];
    sandbox.run(&[&fixed, args].concat())
}

#[test]
fn old_faults_are_put_aside_in_one_command() {
    let sandbox = repository();
    let before = sandbox.run(&["check", "--format", "json"]);
    assert_eq!(before.code, 1);
    let report = before.json();
    let count = report["diagnostics"].as_array().unwrap().len();
    let rules: std::collections::BTreeSet<&str> =
        report["diagnostics"].as_array().unwrap().iter().map(|d| d["rule"].as_str().unwrap()).collect();
    assert!(count > FILES && rules.len() > 6, "{count} findings of {rules:?}");
    assert_eq!(report["summary"]["files"], FILES);

    // One command adopts.
    let adopted = check(&sandbox, &["--write-baseline"]);
    assert_eq!((adopted.code, adopted.stdout.as_str()), (0, ""), "{}", adopted.stderr);
    assert!(adopted.stderr.contains(&format!("wrote `toile-baseline.json`: {count} findings")), "{}", adopted.stderr);
    assert_eq!(sandbox.read("toile-baseline.json").lines().filter(|line| line.contains("\"rule\"")).count(), count);

    // From now on all is quiet, from whatever folder.
    let quiet = check(&sandbox, &[]);
    assert_eq!((quiet.code, quiet.stdout.as_str()), (0, ""), "{}", quiet.stderr);
    assert!(quiet.stderr.contains(&format!("({count} in the baseline")), "{}", quiet.stderr);
    let below = sandbox.inside("drafts").run(&["check", "--baseline", "../toile-baseline.json", "--fail-on", "info"]);
    assert_eq!((below.code, below.stdout.as_str()), (0, ""));

    // A new fault in an old file, beside an old one of the same rule; one in a new record; one in a new file.
    let (extra, text) = file(2);
    sandbox.write(&extra, text.replace("\"fabrik\": 1", "\"fabrik\": 1, \"seem\": 3"));
    let (day, lines) = file(7);
    let third = lines.lines().nth(1).unwrap().replace("\"mbHeight\"", "\"mbWaistGirth\": 80, \"mbHeight\"");
    sandbox.write(&day, format!("{lines}{third}\n"));
    sandbox.write("drafts/new.json", file(1).1);
    let new = check(&sandbox, &["--select", "request,adoption"]);
    assert_eq!(new.code, 1);
    let lines: Vec<&str> = new.stdout.lines().collect();
    assert_eq!(lines.len(), 3, "{}", new.stdout);
    assert!(lines[0].starts_with(&format!("{day}:4:")) && lines[0].ends_with("[wrong-type]"), "{}", lines[0]);
    assert!(lines[1].starts_with(&extra) && lines[1].contains("`seem`"), "{}", lines[1]);
    assert!(lines[2].starts_with("drafts/new.json:") && lines[2].ends_with("[missing-field]"), "{}", lines[2]);
}

#[test]
fn what_is_fixed_leaves_a_stale_entry_that_is_seen() {
    let sandbox = repository();
    check(&sandbox, &["--write-baseline"]);
    let text = sandbox.read("toile-baseline.json");
    let (name, faulty) = file(1);
    sandbox.write(&name, faulty.replace("397,", "397,\n  \"measurementType\": \"body\","));
    let ran = check(&sandbox, &[]);
    assert_eq!(ran.code, 1);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let [line] = lines.as_slice() else { panic!("{}", ran.stdout) };
    assert!(line.contains("`missing-field` is no longer found in `drafts/no-type-1.json`"), "{line}");
    let number =
        text.lines().position(|line| line.contains("no-type-1.json") && line.contains("missing-field")).unwrap() + 1;
    assert!(line.starts_with(&format!("toile-baseline.json:{number}:")), "{line}");

    // A hook that looks at another file has nothing to say about it; the next writing takes it out, and nothing else.
    assert_eq!(check(&sandbox, &["drafts/no-type-11.json"]).code, 0);
    assert_eq!(check(&sandbox, &["--write-baseline"]).code, 0);
    let now = sandbox.read("toile-baseline.json");
    let gone: Vec<&str> = text.lines().filter(|line| !now.contains(line)).collect();
    assert!(gone.len() == 1 && gone[0].contains("no-type-1.json"), "{gone:?}");
    assert_eq!((check(&sandbox, &[]).code, now.lines().count()), (0, text.lines().count() - 1));
}
