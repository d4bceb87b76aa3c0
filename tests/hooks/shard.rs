//! `--shard`: every input in one part, and the same parts each time.

use std::collections::BTreeSet;

use crate::support::Sandbox;

fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    for number in 0..40 {
        let text = format!("{{\"patternId\": {number}, \"note\": \"{}\"}}", "x".repeat(number * 97));
        sandbox.write(&format!("drafts/{number}.json"), text);
    }
    sandbox.write("broken.json", "{\"patternId\": 1,");
    sandbox
}

#[test]
fn each_input_is_in_one_shard() {
    let sandbox = repository();
    let all = sandbox.run(&["check", "--format", "json"]);
    let mut seen = BTreeSet::new();
    let mut errors = 0;
    for shard in ["1/3", "2/3", "3/3"] {
        let ran = sandbox.run(&["check", "--format", "json", "--shard", shard]);
        assert_eq!(ran.stdout, sandbox.run(&["check", "--format", "json", "--shard", shard, "-j1"]).stdout);
        for name in ran.inputs() {
            assert!(seen.insert(name.clone()), "{name} is in two");
        }
        errors += ran.json()["summary"]["errors"].as_u64().unwrap();
    }
    assert_eq!(seen, all.inputs().into_iter().collect());
    assert_eq!(errors, all.json()["summary"]["errors"].as_u64().unwrap());
}

#[test]
fn a_shard_without_inputs_is_clean_and_a_wrong_one_is_refused() {
    let sandbox = Sandbox::with(&[("a.json", "{}")]);
    assert_eq!(sandbox.run(&["check", "--shard", "2/2"]).code, 0);
    for wrong in ["0/2", "3/2", "x"] {
        let ran = sandbox.run(&["check", "--shard", wrong]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains("NUMBER/COUNT"), "{}", ran.stderr);
    }
    assert_eq!(sandbox.run(&["check", "-", "--shard", "1/2"]).code, 2);
}

#[test]
fn what_cannot_be_read_is_told_by_one_shard() {
    let sandbox = Sandbox::with(&[("a.json", "{}")]);
    let codes: Vec<u8> = ["1/2", "2/2"]
        .iter()
        .map(|shard| sandbox.run(&["check", "a.json", "gone.json", "--shard", shard]).code)
        .collect();
    assert!(codes == [0, 2] || codes == [2, 0], "{codes:?}");
}
