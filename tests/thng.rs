//! EVRYTHNG documents: each fixture with one mistake gives one finding, of its rule, on the text to blame; documents of
//! every variant give none; and a sequence fits exactly where writing out its numbers says so.

mod rules_support;

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use rules_support::{check_text, env, lines, sources};
use toile::check::{Outcome, check, check_thoroughly};
use toile::diagnostic::Severity::{self, Error, Info, Warning};
use toile::env::{Env, EnvOptions};
use toile::source::Source;

/// File of `fixtures/thng/faulty` without its ending, rule, severity, and the underlined text, long ones cut.
const TABLE: &[(&str, &str, Severity, &str)] = &[
    ("batch-identifier-number", "thng-batch", Info, "10442"),
    ("batch-long-tag", "field-value", Error, r#""xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"#),
    ("batch-many-tags", "thng-batch", Info, r#""tags""#),
    ("batch-misspelt-field.thng-batch", "unknown-field", Error, r#""customfields""#),
    ("batch-misspelt-name.thng-batch", "unknown-field", Error, r#""nmae""#),
    ("batch-name-number.thng-batch", "wrong-type", Error, "7"),
    ("batch-nameless.thng-batch", "thng-batch", Warning, "{"),
    ("batch-scopes-text", "wrong-type", Error, r#""all""#),
    ("batch-scopes-unknown-field", "unknown-field", Error, r#""products""#),
    ("batch-scopes-without-projects", "missing-field", Error, r#""scopes""#),
    ("batch-scopes-without-users", "missing-field", Error, r#""scopes""#),
    ("batch-status-sent", "thng-batch", Warning, r#""status""#),
    ("batch-stored-reply", "thng-batch", Warning, r#""id""#),
    ("batch-tag-as-text", "wrong-type", Error, r#""shirt""#),
    ("batch-unknown-field.thng-batch", "unknown-field", Error, r#""products""#),
    ("batch-update-status.thng-batch-update", "thng-batch", Warning, r#""status""#),
    ("capacity-defaults", "short-id", Error, "101"),
    ("capacity-huge", "short-id", Error, "100000000000000000000000000000000000000000000000000"),
    ("capacity-prefix", "short-id", Error, "10"),
    ("capacity-random-prefix", "short-id", Error, "8"),
    ("capacity-start", "short-id", Error, "10000"),
    ("capacity", "short-id", Error, "1001"),
    ("collection-id", "thng-task", Error, r#""shirts""#),
    ("custom-identifier-empty", "thng-task", Warning, r#""customIdentifier""#),
    ("custom-identifier-misspelt", "unknown-field", Error, r#""value""#),
    ("custom-identifier-no-values", "thng-task", Info, "[]"),
    ("custom-identifier-number", "wrong-type", Error, "104422"),
    ("custom-identifier-without-key", "thng-task", Warning, r#""customIdentifier""#),
    ("duplicate-identifier", "thng-task", Info, r#""10442-1""#),
    ("duplicate-short-id", "short-id", Error, r#""SH-0001""#),
    ("file-based-short-id-template", "thng-task", Error, r#""shortIdTemplate""#),
    ("file-based-without-format", "missing-field", Error, r#""inputParameters""#),
    ("file-based-without-location", "missing-field", Error, r#""inputParameters""#),
    ("file-based-without-shortDomain", "missing-field", Error, r#""inputParameters""#),
    ("file-format", "field-value", Error, r#""csv""#),
    ("fixed-amount-misspelt-parameter", "missing-field", Error, r#""inputParameters""#),
    ("fixed-amount-unknown-parameter", "unknown-field", Error, r#""amount""#),
    ("fixed-amount-with-location", "thng-task", Error, r#""location""#),
    ("fixed-amount-without-defaultRedirectUrl", "missing-field", Error, r#""inputParameters""#),
    ("fixed-amount-without-generateRedirections", "missing-field", Error, r#""inputParameters""#),
    ("fixed-amount-without-generateThngs", "missing-field", Error, r#""inputParameters""#),
    ("fixed-amount-without-quantity", "missing-field", Error, r#""inputParameters""#),
    ("fixed-amount-without-shortDomain", "missing-field", Error, r#""inputParameters""#),
    ("fixed-amount-without-shortIdTemplate", "missing-field", Error, r#""inputParameters""#),
    ("fixed-amount-without-thngTemplate", "missing-field", Error, r#""inputParameters""#),
    ("generate-as-text", "wrong-type", Error, r#""true""#),
    ("identifiers-with-redirect-url", "thng-task", Error, r#""defaultRedirectUrl""#),
    ("identifiers-with-short-domain", "thng-task", Error, r#""shortDomain""#),
    ("identifiers-without-customIdentifier", "missing-field", Error, r#""inputParameters""#),
    ("increment-negative", "short-id", Info, "-10"),
    ("increment-zero", "short-id", Error, "0"),
    ("input-data-empty-element", "thng-task", Warning, "{}"),
    ("input-data-empty", "thng-task", Info, "[]"),
    ("input-data-misspelt", "unknown-field", Error, r#""shortID""#),
    ("input-data-text", "wrong-type", Error, r#""SH-0002""#),
    ("length-zero", "short-id", Error, "0"),
    ("list-based-short-id-template", "thng-task", Error, r#""shortIdTemplate""#),
    ("list-based-without-inputData", "missing-field", Error, r#""inputParameters""#),
    ("list-without-type", "missing-field", Error, r#""inputParameters""#),
    ("location-path", "thng-task", Error, r#""/files/ids.csv""#),
    ("makes-nothing", "thng-task", Info, "false"),
    ("padding-char-alone", "short-id", Warning, r#""paddingChar""#),
    ("padding-char-empty", "short-id", Error, r#""""#),
    ("padding-char-long", "short-id", Error, r#""--""#),
    ("padding-char-missing", "short-id", Error, r#""shortIdTemplate""#),
    ("padding-char-with-zero", "short-id", Warning, r#""paddingChar""#),
    ("padding-value", "field-value", Error, r#""SPACE""#),
    ("parameters-misspelt-type", "field-value", Error, r#""FIXED_AMMOUNT""#),
    ("parameters-without-type", "missing-field", Error, r#""inputParameters""#),
    ("private-file-based", "thng-task", Warning, r#""PRIVATE_FILE_BASED""#),
    ("product-id-letter", "thng-task", Error, r#""UK5nYmUQBDqtV8RaRBEq9Fxl""#),
    ("product-id-short", "thng-task", Error, r#""UK5nYmUQBDqtV8RaRBEq9Fx""#),
    ("quantity-fraction", "wrong-type", Error, "1.5"),
    ("quantity-negative", "thng-task", Error, "-5"),
    ("quantity-text", "wrong-type", Error, r#""12""#),
    ("quantity-zero", "thng-task", Error, "0"),
    ("random-with-sequence", "short-id", Warning, r#""start""#),
    ("random-with-start", "short-id", Warning, r#""start""#),
    ("redirect-url-relative", "thng-task", Error, r#""example.com/{evrythngId}""#),
    ("redirections-off-file", "thng-task", Warning, r#""inputParameters""#),
    ("redirections-off", "thng-task", Warning, r#""inputParameters""#),
    ("short-id-task-with-inner-type", "thng-task", Error, r#""FIXED_AMOUNT""#),
    ("short-id-task-with-output", "thng-task", Error, r#""outputParameters""#),
    ("short-ids-with-thng-template", "thng-task", Error, r#""thngTemplate""#),
    ("short-ids-without-quantity", "missing-field", Error, r#""inputParameters""#),
    ("short-ids-without-template", "missing-field", Error, r#""inputParameters""#),
    ("start-negative", "short-id", Info, "-5"),
    ("task-identifiers", "thng-task", Warning, r#""identifiers""#),
    ("task-long-thng-tag", "field-value", Error, r#""xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"#),
    ("task-lower-case-type", "field-value", Error, r#""populating""#),
    ("task-misspelt-type", "field-value", Error, r#""POPULATE""#),
    ("task-notification-policy", "thng-task", Warning, r#""notificationPolicy""#),
    ("task-output-column", "field-value", Error, r#""SHORTID""#),
    ("task-output-format", "field-value", Error, r#""ZIP""#),
    ("task-output-without-type", "missing-field", Error, r#""outputParameters""#),
    ("task-progress-sent", "thng-task", Warning, r#""progress""#),
    ("task-result-sent", "thng-task", Warning, r#""result""#),
    ("task-status-sent", "thng-task", Warning, r#""status""#),
    ("task-tag-number", "wrong-type", Error, "7"),
    ("task-unknown-field", "unknown-field", Error, r#""name""#),
    ("task-variant-as-type", "thng-task", Error, r#""FIXED_AMOUNT""#),
    ("task-without-parameters.thng-task", "missing-field", Error, "{"),
    ("task-without-type", "missing-field", Error, "{"),
    ("template-empty", "short-id", Warning, r#""shortIdTemplate""#),
    ("template-length-text", "wrong-type", Error, r#""10""#),
    ("template-misspelt-type", "field-value", Error, r#""SEQUENCIAL""#),
    ("template-sequential-in-fixed-amount", "short-id", Error, r#""SEQUENTIAL""#),
    ("template-thng-id-in-short-ids", "short-id", Error, r#""THNG_ID""#),
    ("template-thng-id-with-length", "short-id", Warning, r#""length""#),
    ("template-unknown-field", "unknown-field", Error, r#""seed""#),
    ("template-without-type", "missing-field", Error, r#""shortIdTemplate""#),
    ("thng-identifier-number", "thng-task", Info, "10442"),
    ("thng-read-only", "thng-task", Warning, r#""id""#),
    ("thng-scopes", "missing-field", Error, r#""scopes""#),
    ("thng-unknown-field", "unknown-field", Error, r#""colour""#),
    ("thng-without-name", "missing-field", Error, r#""thngTemplate""#),
];

/// The environment for a document whose kind is told by `--kind`.
fn env_for(kind: &str) -> Env {
    let kind = Some(kind.parse().expect("a kind"));
    Env::load(&EnvOptions { kind, ..EnvOptions::default() }).expect("nothing to load")
}

fn check_task(text: impl Into<String>) -> Outcome {
    static TASK: LazyLock<Env> = LazyLock::new(|| env_for("thng-task"));
    check_text("document.json", text, &TASK)
}

/// Checks a file as what its name says it is, if that says anything.
fn check_file(source: &Source) -> Outcome {
    let name = source.name().rsplit('/').next().unwrap_or_default();
    let env = match name.split('.').collect::<Vec<_>>()[..] {
        [_, kind, _] => env_for(kind),
        _ => env(),
    };
    let outcome = check(source, &env);
    assert_eq!(lines(&outcome), lines(&check_thoroughly(source, &env)), "{name}");
    outcome
}

fn stem(source: &Source) -> &str {
    source.name().rsplit('/').next().and_then(|name| name.strip_suffix(".json")).unwrap_or_default()
}

fn cut(text: &str) -> String {
    const LONGEST: usize = 80;
    if text.len() <= LONGEST { text.to_owned() } else { format!("{}…", text.chars().take(40).collect::<String>()) }
}

#[test]
fn each_mistake_gives_its_finding_at_its_span() {
    let mut failures = Vec::new();
    let sources = sources("thng/faulty");
    let names: Vec<&str> = sources.iter().map(stem).collect();
    assert_eq!(names, TABLE.iter().map(|row| row.0).collect::<Vec<_>>(), "a row for each file, in order");
    for (source, (name, rule, severity, text)) in sources.iter().zip(TABLE) {
        let outcome = check_file(source);
        match outcome.diagnostics.as_slice() {
            [one] if (one.rule, one.severity) == (rule, *severity) && cut(source.slice(&one.primary.span)) == *text => {
            }
            found => {
                let texts: Vec<_> = found.iter().map(|d| source.slice(&d.primary.span)).collect();
                failures.push(format!("{name}: {texts:?}{}", lines(&outcome)));
            }
        }
    }
    assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn valid_documents_of_every_variant_are_clean() {
    for source in sources("thng/valid") {
        let outcome = check_file(&source);
        // The folders around the repository have names, too.
        let file = source.name().rsplit('/').next().unwrap_or_default();
        let kind = if file.contains("update") {
            "thng-batch-update"
        } else if file.contains("batch") {
            "thng-batch"
        } else {
            "thng-task"
        };
        assert_eq!(outcome.kind, Some(kind), "{}", source.name());
        assert!(outcome.diagnostics.is_empty(), "{}{}", source.name(), lines(&outcome));
    }
}

#[test]
fn what_others_name_is_no_batch() {
    let env = env();
    for text in [
        r#"{"name": "x", "version": "1.0.0", "description": "a package", "tags": []}"#,
        r#"{"name": "Shirt", "product": "UK5nYmUQBDqtV8RaRBEq9Fxm", "customFields": {}}"#,
        r#"{"name": "Shirt", "identifiers": {"doi": {"value": "10.1"}}}"#,
        r#"{"name": "Shirt", "identifiers": ["a", "b"], "description": ""}"#,
        r#"{"name": "Main street", "customFields": {}, "position": {}}"#,
        r#"{"name": "linen"}"#,
        r#"{"tags": ["a"]}"#,
        r#"{"type": "POPULATING"}"#,
        r#"{"type": "Feature", "inputParameters": {"a": 1}}"#,
        r#"{"inputParameters": []}"#,
    ] {
        assert_eq!(check_text("x.json", text, &env).kind, None, "{text}");
    }
}

/// A task that makes short ids.
fn sequence(quantity: u64, rest: &str) -> String {
    format!(
        r#"{{"type": "SHORT_ID_GENERATION", "inputParameters": {{"quantity": {quantity},
        "shortIdTemplate": {{"type": "SEQUENTIAL", {rest}}}}}}}"#
    )
}

#[test]
fn the_largest_quantity_is_named_and_fits() {
    let rest = r#""length": 7, "prefix": "S", "suffix": "é", "separator": "--", "start": 1"#;
    assert_eq!(lines(&check_task(sequence(9, rest))), "");
    assert!(lines(&check_task(sequence(9, &rest.replace(": 7", ": 6")))).contains("leaves no room"));
    let rest = r#""length": 8, "prefix": "S", "suffix": "é", "separator": "--", "start": 1, "increment": 3"#;
    let outcome = check_task(sequence(34, rest));
    let [one] = outcome.diagnostics.as_slice() else { panic!("{}", lines(&outcome)) };
    assert_eq!(one.message, "a `quantity` of `34` does not fit: at most 33 short ids can be formed");
    assert_eq!(one.notes, ["the last number is 100, with 3 digits; there is room for 2"]);
    assert_eq!(one.help, ["take a `length` of 9, or a `quantity` of at most 33"]);
    assert_eq!(one.labels.len(), 4, "length, prefix, suffix, separator");
    assert_eq!(lines(&check_task(sequence(33, rest))), "");
    assert_eq!(lines(&check_task(sequence(34, &rest.replace(": 8", ": 9")))), "");
}

#[test]
fn numbers_are_exact_beyond_those_of_doubles() {
    let rest = r#""length": 17, "start": 99999999999999999, "increment": 1"#;
    assert_eq!(lines(&check_task(sequence(1, rest))), "");
    assert!(lines(&check_task(sequence(2, rest))).contains("at most 1 short id can be formed"));
    // Written another way, they are the same numbers.
    let rest = r#""length": 2e0, "start": 1.0e1, "increment": 10"#;
    assert_eq!(lines(&check_task(sequence(9, rest))), "");
    assert!(lines(&check_task(sequence(10, rest))).contains("at most 9 short ids"));
    for huge in ["1e30", "1e400", "-1e400", "-1e30", "123456789012345678901234567890123456789012345678901234567890"] {
        for field in ["length", "start", "increment"] {
            check_task(sequence(7, &format!(r#""length": 3, "{field}": {huge}"#)));
            check_task(sequence(u64::MAX, &format!(r#""length": {huge}, "{field}": {huge}"#)));
        }
    }
}

proptest! {
    #[test]
    fn a_sequence_fits_where_its_numbers_do(
        quantity in 1_u64..200,
        start in 0_u64..1200,
        increment in 1_u64..60,
        length in 1_usize..10,
        prefix in "[A-Z]{0,3}",
        suffix in "[A-Z]{0,3}",
        separator in "-{0,2}",
    ) {
        let rest = format!(
            r#""length": {length}, "start": {start}, "increment": {increment}, "prefix": "{prefix}",
            "suffix": "{suffix}", "separator": "{separator}""#
        );
        let formed = |quantity: u64| -> bool {
            let core = (start + increment * (quantity - 1)).to_string();
            let parts = [prefix.as_str(), &core, suffix.as_str()];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            parts.join(&separator).len() <= length
        };
        let outcome = check_task(sequence(quantity, &rest));
        prop_assert_eq!(outcome.diagnostics.is_empty(), formed(quantity), "{} {}{}", quantity, rest, lines(&outcome));
        if let Some(most) = outcome.diagnostics.first().and_then(|d| d.message.split("at most ").nth(1)) {
            let most: u64 = most.split(' ').next().unwrap().parse().unwrap();
            prop_assert!(formed(most) && !formed(most + 1), "{} {}", most, rest);
        }
    }
}

#[test]
fn long_lists_take_time_in_proportion() {
    const MANY: usize = 100_000;
    let text = sources("thng/valid").into_iter().find(|source| stem(source) == "list-based").expect("it is there");
    let (before, rest) = text.text().split_once("\"inputData\": [").expect("a list");
    let after = rest.split_once(']').expect("its end").1;
    let build = |element: fn(usize) -> String| {
        let list: Vec<String> = (0..MANY).map(element).collect();
        format!("{before}\"inputData\": [{}]{after}", list.join(","))
    };
    let started = Instant::now();
    for (text, findings) in [
        (build(|n| format!("{{\"shortId\": \"{n}\"}}")), 0),
        (build(|_| "{\"shortId\": \"a\"}".to_owned()), MANY - 1),
        (build(|_| "{}".to_owned()), MANY),
        (build(|n| format!("{{\"shortIds\": {n}}}")), MANY),
    ] {
        assert_eq!(check_task(text).diagnostics.len(), findings);
    }
    assert!(started.elapsed() < Duration::from_secs(60), "took {:?}", started.elapsed());
}
