//! `toile graph`: formats, streams, and what cannot be drawn.

mod support;

use support::Sandbox;

const BATCH: &str = r##"{"actions": {
    "p1": {"type": "predictBody", "body": {"gender": "male", "measurements": {"mbHeight": 180, "mbWeight": 75}}},
    "d1": {"type": "draft", "body": {"patternId": 1, "measurementType": "body",
        "measurements": {"$ref": "#/resources/p1/measurements"}, "selectedMeasurementIds": ["mbHeight"]}},
    "e1": {"type": "export", "body": {"draftId": {"$ref": "#/resources/d2/id"}, "fileType": "pdf"}}
}}"##;

#[test]
fn mermaid_is_the_default_and_data_flows_along_the_arrows() {
    let sandbox = Sandbox::with(&[("batch.json", BATCH)]);
    let ran = sandbox.run(&["graph", "batch.json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.starts_with("flowchart LR\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("n0 -->|\"measurements\"| n1\n"), "{}", ran.stdout);
    // The reference to nothing is dashed, marked, and told.
    assert!(ran.stdout.contains("n3 -.->|\"draftId ⚠ 2\"| n2\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("%% 2 error[unknown-action]: there is no action `d2` in this batch"), "{}", ran.stdout);
    assert!(ran.stderr.contains("findings are marked"), "{}", ran.stderr);
}

#[test]
fn a_picture_goes_into_a_file() {
    let sandbox = Sandbox::with(&[("batch.json", BATCH)]);
    let ran = sandbox.run(&["graph", "batch.json", "--format", "svg", "-o", "batch.svg"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    let svg = sandbox.read("batch.svg");
    assert!(svg.starts_with("<svg xmlns") && svg.ends_with("</svg>\n"));
    assert!(svg.contains("<title>measurements</title>") && svg.contains("error[unknown-action]"));
    let dot = sandbox.run(&["graph", "batch.json", "--format", "dot"]).stdout;
    assert!(dot.starts_with("digraph batch {") && dot.contains("n0 -> n1 [label=\"measurements\"];"), "{dot}");
}

#[test]
fn standard_input_is_drawn_under_its_name() {
    let sandbox = Sandbox::with(&[("batch.json", BATCH)]);
    let file = sandbox.run(&["graph", "batch.json", "--format", "svg"]).stdout;
    for args in [
        &["graph", "-", "--stdin-filename", "batch.json", "--format", "svg"][..],
        &["graph", "--stdin-filename", "batch.json", "--format", "svg"],
    ] {
        let ran = sandbox.run_with_stdin(args, BATCH.as_bytes());
        assert_eq!((ran.code, ran.stdout.as_str()), (0, file.as_str()));
    }
}

#[test]
fn what_is_no_batch_is_not_drawn() {
    let sandbox =
        Sandbox::with(&[("draft.json", r#"{"patternId": 1}"#), ("broken.json", "[1, "), ("batch.json", BATCH)]);
    for (args, wanted) in [
        (&["graph", "draft.json"][..], "`draft.json` is no batch"),
        (&["graph", "broken.json"], "cannot be read as JSON"),
        (&["graph", "missing.json"], "missing.json"),
        (&["graph", "batch.json", "--stdin-filename", "x.json"], "--stdin-filename without standard input"),
        (&["graph", "batch.json", "-o", "no/such/folder.svg"], "cannot write"),
    ] {
        let ran = sandbox.run(args);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
        assert!(ran.stderr.contains(wanted), "{args:?}: {}", ran.stderr);
    }
}
