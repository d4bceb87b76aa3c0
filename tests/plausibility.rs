//! Plausibility: silent unless asked for, the range in the message, thresholds in the configuration.

mod rules_support;
mod support;

use rules_support::{check_text, env, fixture, line, plausible_env};
use support::Sandbox;
use toile::check::check_thoroughly;
use toile::diagnostic::Severity;
use toile::source::Source;

fn predict(measurements: &str) -> String {
    format!("{{\"gender\": \"male\", \"measurements\": {{\"mbWeight\": 80, {measurements}}}}}")
}

/// What is found with plausibility on, and the text below each primary label.
fn found(measurements: &str) -> Vec<(String, String)> {
    let text = predict(measurements);
    let plausible = plausible_env(vec![fixture("patterns")]);
    let outcome = check_text("p.json", text.as_str(), &plausible);
    let slow = check_thoroughly(&Source::new("p.json", text.as_str()), &plausible);
    assert_eq!(outcome.diagnostics.len(), slow.diagnostics.len(), "{text}");
    assert!(outcome.diagnostics.iter().all(|d| d.severity == Severity::Info || d.rule != "measurement-order"));
    outcome.diagnostics.iter().map(|d| (line(d), text[d.primary.span.clone()].to_owned())).collect()
}

fn only(measurements: &str, expected: &str, under: &str) {
    let found = found(measurements);
    let [(line, text)] = found.as_slice() else { panic!("{measurements}: {found:?}") };
    assert!(line.contains(expected), "{measurements}: {line}");
    assert_eq!(text, under, "{line}");
}

#[test]
fn it_is_off_unless_asked_for() {
    for measurements in [
        "\"mbHeight\": 180, \"mbCollarGirth\": 15.5",
        "\"mbHeight\": 180, \"mbWaistHeight\": 100, \"mbHighHipHeight\": 110",
    ] {
        let outcome = check_text("p.json", predict(measurements), &env());
        assert!(outcome.diagnostics.is_empty(), "{measurements}");
        assert_eq!(found(measurements).len(), 1, "{measurements}");
    }
    // A height that is in metres for sure is found either way, and once.
    let height = "\"mbHeight\": 1.8, \"mbWaistHeight\": 110, \"mbLowHipHeight\": 90";
    assert_eq!(check_text("p.json", predict(height), &env()).diagnostics.len(), 1);
    only(height, "measurement-unit", "1.8");
}

#[test]
fn slips_of_units_name_the_range_and_the_unit() {
    let collar = "`mbCollarGirth` is 15.5 cm, outside the plausible 22 to 75 cm: it seems to be in inches";
    only("\"mbHeight\": 180, \"mbCollarGirth\": 15.5", collar, "15.5");
    only("\"mbHeight\": 180, \"mbWristGirth\": 172", "9 to 35 cm: it seems to be in millimetres", "172");
    only("\"mbHeight\": 180, \"mbWaistGirth\": 0.84", "42 to 210 cm: it seems to be in metres", "0.84");
}

#[test]
fn what_fits_in_no_unit_is_a_value() {
    only("\"mbHeight\": 180, \"mbCollarGirth\": 7", "measurement-value", "7");
    only("\"mbHeight\": 180, \"mbWristGirth\": 60", "measurement-value", "60");
    only("\"mbHeight\": 180, \"mbWristGirth\": -1", "must be greater than 0", "-1");
}

#[test]
fn an_impossible_order_is_one_finding_with_all_its_partners() {
    let heights = "\"mbHeight\": 140, \"mbBustHeight\": 141, \"mbWaistHeight\": 142, \"mbLowHipHeight\": 90";
    only(
        heights,
        "`mbHeight` is 140 cm, but on every body it is more than `mbBustHeight` (141 cm) and more than \
        `mbWaistHeight` (142 cm)",
        "140",
    );
    only("\"mbHeight\": 180, \"mbWaistHeight\": 100, \"mbHighHipHeight\": 100", "less than `mbWaistHeight`", "100");
    only("\"mbHeight\": 180, \"mbCollarGirth\": 44, \"mbWaistGirth\": 43", "more than `mbCollarGirth`", "43");
    assert!(found("\"mbHeight\": 180, \"mbBustHeight\": 100, \"mbWaistHeight\": 110").is_empty(), "not for every body");
}

#[test]
fn the_body_of_the_documentation_is_plausible() {
    let sample = "\"mbHeight\": 180, \"mbCollarGirth\": 39.17, \"mbMidNeckGirth\": 36.17, \"mbBustGirth\": 94.91, \
        \"mbBustHeight\": 131.69, \"mbWaistGirth\": 77.61, \"mbWaistHeight\": 115.43, \"mbHighHipGirth\": 90.36, \
        \"mbHighHipHeight\": 99.7, \"mbLowHipGirth\": 94.91, \"mbLowHipHeight\": 92.44, \"mbBicepGirth\": 29.82, \
        \"mbElbowGirth\": 24.53, \"mbForearmGirth\": 24.54, \"mbWristGirth\": 16.58";
    assert_eq!(found(sample), []);
}

#[test]
fn the_configuration_turns_it_on_and_sets_ranges() {
    let sandbox = Sandbox::with(&[(".git/x", ""), ("p.json", &predict("\"mbHeight\": 160, \"mbCalfGirth\": 380"))]);
    let rules = |config: &str, args: &[&str]| -> Vec<String> {
        sandbox.write("toile.toml", config);
        let report = sandbox.run(&[&["check", "p.json", "--format", "json"], args].concat()).json();
        let findings = report["diagnostics"].as_array().expect("findings").iter();
        findings.map(|d| format!("{} {}", d["rule"].as_str().unwrap(), d["message"].as_str().unwrap())).collect()
    };
    assert_eq!(rules("", &[]), [""; 0]);
    assert_eq!(rules("[plausibility]\nenabled = true", &[]), [""; 0], "no range is known of a calf");
    let ranges = "ranges = { CalfGirth = [20, 60], mbHeight = [165, 210] }";
    let found = rules(&format!("[plausibility]\nenabled = true\n{ranges}"), &[]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].contains("measurement-value `mbHeight` is 160 cm, outside the plausible 165 to 210 cm"),
        "{found:?}"
    );
    assert!(
        found[1].contains("measurement-unit `mbCalfGirth` is 380 cm") && found[1].contains("millimetres"),
        "{found:?}"
    );
    assert_eq!(rules(&format!("[plausibility]\n{ranges}"), &[]), [""; 0], "ranges alone turn nothing on");
    sandbox.write("p.json", predict("\"mbHeight\": 75"));
    assert_eq!(rules("", &[]).len(), 1, "inches, for all that is known");
    let children = "[plausibility]\nenabled = true\nranges = { Height = [50, 170] }";
    assert_eq!(rules(children, &[]), [""; 0], "somebody sews for children");
    sandbox.write("p.json", predict("\"mbHeight\": 160, \"mbCalfGirth\": 380"));
    let selected = rules(&format!("[plausibility]\n{ranges}"), &["--select", "measurement-unit"]);
    assert_eq!(selected.len(), 1, "{selected:?}");
}
