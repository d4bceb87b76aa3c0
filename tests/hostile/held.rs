//! What is found beyond the bound of a report is counted while the check goes on, and not kept: the report is the same as if
//! it had been cut at the end.

use super::support::Sandbox;

const DRAFT: &str = r#"{"patternId": 1, "gender": 3, "measurements": {}, "metadata": {"note": "NOTE"}}"#;

fn draft(note: usize) -> String {
    DRAFT.replace("NOTE", &"x".repeat(note))
}

#[test]
fn a_report_that_forgets_counts_like_one_that_holds_all() {
    let array = format!("[{}]", vec![draft(1); 9_000].join(",\n"));
    let records = (draft(4_000) + "\n").repeat(2_400);
    let action = |at: usize| format!(r#""d{at}": {{"type": "draft", "body": {}}}"#, draft(400));
    let batch = format!(r#"{{"actions": {{{}}}}}"#, (0..2_000).map(action).collect::<Vec<_>>().join(",\n"));
    let sandbox = Sandbox::new();
    for (name, text) in [("a.json", array), ("b.ndjson", records), ("c.json", batch)] {
        sandbox.write(name, &text);
        let run = |most: &str| sandbox.run(&["check", name, "--format", "json", "--max-findings", most]);
        let (all, some) = (run("0"), run("7"));
        assert_eq!((all.code, some.code), (1, 1), "{name}");
        let (all, some) = (all.json(), some.json());
        assert_eq!(all["summary"], some["summary"], "{name}");
        let findings = |report: &serde_json::Value| report["diagnostics"].as_array().expect("findings").clone();
        let (all, some) = (findings(&all), findings(&some));
        assert_eq!(some.len(), 8, "{name}");
        assert_eq!(some[..7], all[..7], "{name}");
        assert_eq!((&some[7]["rule"], &some[7]["span"]), (&"too-many-findings".into(), &all[7]["span"]), "{name}");
        let rest = format!("{} more findings", all.len() - 7);
        assert!(some[7]["message"].as_str().is_some_and(|message| message.starts_with(&rest)), "{name}: {rest}");
    }
}
