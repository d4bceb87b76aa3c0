//! The page of `--format html` in a real browser: `TOILE_BROWSER` names a Chromium.

use std::time::Duration;

use serde_json::{Value, json};

use crate::devtools::Browser;
use crate::page::{many, repository, written};
use crate::support::Sandbox;

/// How many findings are shown.
const SHOWN: &str = "[...document.querySelectorAll('article')].filter((it) => it.checkVisibility()).length";

/// The page of a run over the fixtures, in a folder of its own, and the report for programs of the same run.
fn fixtures() -> (Sandbox, Vec<Value>) {
    let sandbox = Sandbox::new();
    let page = format!("html={}", sandbox.path("report.html").display());
    let paths = ["fixtures/mistakes", "fixtures/batches/seed-full.json", "fixtures/batches/faulty"];
    let args = ["check", "-p", "fixtures/patterns", "--format", "json", "--format", &page];
    let ran = repository().run(&[&args[..], &paths[..]].concat());
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    (sandbox, ran.json()["diagnostics"].as_array().expect("findings").clone())
}

fn count(findings: &[Value], fits: impl Fn(&Value) -> bool) -> Value {
    findings.iter().filter(|finding| fits(finding)).count().into()
}

/// Nothing was fetched but the page, and the browser had nothing to complain about.
fn assert_quiet(browser: &Browser) {
    let requests: Vec<&Value> =
        browser.events.iter().filter(|event| event["method"] == "Network.requestWillBeSent").collect();
    assert!(requests.len() <= 1, "{requests:?}");
    let complaints = ["Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"];
    let heard: Vec<&Value> =
        browser.events.iter().filter(|event| complaints.iter().any(|name| event["method"] == **name)).collect();
    assert!(heard.is_empty(), "{heard:?}");
}

#[test]
fn filter_and_search_narrow_the_findings_by_keyboard_alone() {
    let Some(mut browser) = Browser::start() else { return };
    let (sandbox, findings) = fixtures();
    browser.open(&sandbox, "report.html");
    let all = Value::from(findings.len());
    browser.wait_for("document.getElementById('filter').hidden", &json!(false));
    browser.wait_for("document.querySelectorAll('article').length", &all);

    // The first stop leads past the summary.
    browser.press("Tab");
    browser.wait_for("document.activeElement.className", &json!("skip"));

    // `/` goes to the search; what is typed narrows.
    browser.press("/");
    browser.wait_for("document.activeElement.id", &json!("words"));
    browser.type_text("Neck");
    // The page looks at all that it shows of a finding, here the same as in the report.
    let wanted =
        browser.eval("[...document.querySelectorAll('article')].filter((it) => /neck/i.test(it.textContent)).length");
    assert!(wanted.as_u64() > Some(3) && wanted != all, "{wanted}");
    browser.wait_for(SHOWN, &wanted);
    browser.wait_for("document.getElementById('shown').textContent", &format!("{wanted} of {all} findings").into());
    browser.picture("search");
    browser.type_text(" nothingLikeThat");
    browser.wait_for(SHOWN, &json!(0));
    browser.wait_for("document.getElementById('none').checkVisibility()", &json!(true));
    browser.press("Escape");
    browser.wait_for("document.getElementById('words').value", &json!(""));
    browser.wait_for("[...document.querySelectorAll('article')].filter((it) => !it.hidden).length", &all);

    // Severity: the boxes come after the search.
    browser.press("/");
    browser.press("Tab");
    browser.press(" ");
    browser.wait_for(SHOWN, &count(&findings, |finding| finding["severity"] != "error"));
    browser.press(" ");

    // Rule, then file as well.
    browser.press("Tab");
    browser.press("Tab");
    browser.press("Tab");
    browser.wait_for("document.activeElement.id", &json!("rule"));
    browser.press("ArrowDown");
    let rule = browser.eval("document.getElementById('rule').value");
    assert_ne!(rule, json!(""));
    browser.wait_for(SHOWN, &count(&findings, |finding| finding["rule"] == rule));
    browser.press("Tab");
    browser.wait_for("document.activeElement.id", &json!("file"));
    browser.press("ArrowDown");
    browser.press("ArrowDown");
    let file = browser.eval("document.getElementById('file').selectedOptions[0].textContent");
    let both = count(&findings, |finding| finding["rule"] == rule && finding["file"] == file);
    browser.wait_for(SHOWN, &both);
    browser.press("Tab");
    browser.press("Enter");
    browser.wait_for("document.getElementById('rule').value", &json!(""));

    // From finding to finding.
    browser.press("j");
    browser.press("j");
    browser.press("j");
    browser.press("k");
    let second = browser.eval("document.querySelectorAll('article')[1].id");
    browser.wait_for("document.activeElement.id", &second);
    browser.wait_for("document.activeElement.checkVisibility()", &json!(true));

    // Whoever is faster than the page goes on in what was asked for, not in what is still shown.
    browser.press("/");
    browser.type_text("nothingLikeThat");
    browser.wait_for(SHOWN, &json!(0));
    browser.eval(
        "document.activeElement.blur(); document.getElementById('filter').reset(); \
         document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true}))",
    );
    let first = browser.eval("document.querySelector('article').id");
    browser.wait_for("document.activeElement.id", &first);

    // A bar of the summary shows the findings of its rule.
    browser.eval("document.querySelector('a[data-rule=sub-option]').focus()");
    browser.press("Enter");
    browser.wait_for(SHOWN, &count(&findings, |finding| finding["rule"] == "sub-option"));
    assert_quiet(&browser);
}

#[test]
fn the_page_is_whole_without_its_script() {
    let Some(mut browser) = Browser::start() else { return };
    let (sandbox, findings) = fixtures();
    browser.call("Emulation.setScriptExecutionDisabled", json!({"value": true}));
    browser.open(&sandbox, "report.html");
    let root = browser.call("DOM.getDocument", json!({}))["root"]["nodeId"].clone();
    let articles = browser.call("DOM.querySelectorAll", json!({"nodeId": root, "selector": "article"}));
    assert_eq!(articles["nodeIds"].as_array().map(Vec::len), Some(findings.len()));
    // Controls that would do nothing are not shown.
    let hidden = browser.call("DOM.querySelectorAll", json!({"nodeId": root, "selector": "#filter[hidden]"}));
    assert_eq!(hidden["nodeIds"].as_array().map(Vec::len), Some(1));
    // The colours are chosen all the same.
    let theme = browser.call("DOM.querySelector", json!({"nodeId": root, "selector": "#auto"}));
    browser.call("DOM.focus", json!({"nodeId": theme["nodeId"]}));
    browser.press("ArrowRight");
    browser.press("ArrowRight");
    let body = browser.call("DOM.querySelector", json!({"nodeId": root, "selector": "body"}));
    browser.call("CSS.enable", json!({}));
    let style = browser.call("CSS.getComputedStyleForNode", json!({"nodeId": body["nodeId"]}));
    let color = style["computedStyle"].as_array().expect("a style").iter().find(|it| it["name"] == "background-color");
    assert_eq!(color.expect("a colour")["value"], "rgb(22, 23, 26)");
}

#[test]
fn no_script_runs_from_input() {
    let Some(mut browser) = Browser::start() else { return };
    let sandbox = Sandbox::new();
    let attack = "</script></style></title></pre><script>window.owned=1</script>\
                  <img src=x onerror=window.owned=1><svg onload=window.owned=1>&lt;\u{202e}\u{7}\\u0000`<!--'\\\"";
    let key = attack.replace('\u{7}', "");
    let draft = format!(
        "{{\"patternId\": 1, \"measurementType\": \"body\", \"measurements\": {{\"{key}\": \"{key}\"}}, \"{key}\": 1}}"
    );
    let batch = format!(
        "{{\"actions\": {{\"{key}\": {{\"type\": \"draft\", \"body\": {{\"patternId\": {{\"$ref\": \"#/resources/{key}/id\"}}}}}}}}}}"
    );
    sandbox.write("\"'><b onclick=owned=1>/<script>window.owned=1<\u{1b}[31m\u{202e}.json", &draft);
    sandbox.write("b.json", &batch);
    sandbox.write("javascript:owned=1;.json", "[");
    let ran = sandbox.run(&["check", "--format", "html=report.html"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    browser.open(&sandbox, "report.html");
    browser.wait_for("document.getElementById('filter').hidden", &json!(false));
    // Whatever it would have done takes a moment.
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(browser.eval("typeof window.owned"), "undefined");
    let made = "['script', 'style', 'title', 'img', 'b', '[onload], [onerror], [onclick]'].map((it) => \
                document.querySelectorAll(it).length - document.querySelectorAll('svg ' + it).length)";
    assert_eq!(browser.eval(made), json!([1, 1, 1, 0, 0, 0]));
    assert_eq!(browser.eval("document.querySelectorAll('svg svg, svg script, svg img').length"), 0);
    assert!(browser.eval("document.body.textContent").as_str().expect("a text").contains("<img src=x onerror="));
    assert_eq!(browser.eval("/[\\u0000-\\u0008\\u001b\\u202e]/.test(document.documentElement.outerHTML)"), false);
    assert_quiet(&browser);
    // The policy is in force: even a script that got in would not run.
    browser.eval(
        "{ const it = document.createElement('script'); it.textContent = 'window.owned = 1'; document.body.append(it) }",
    );
    browser.eval("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.owned=1\">')");
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(browser.eval("typeof window.owned"), "undefined");
}

#[test]
fn colours_follow_the_system_and_the_switch_and_are_kept() {
    let Some(mut browser) = Browser::start() else { return };
    let (sandbox, _) = fixtures();
    let background = "getComputedStyle(document.body).backgroundColor";
    let (light, dark) = (json!("rgb(251, 250, 247)"), json!("rgb(22, 23, 26)"));
    browser.prefer("dark");
    browser.open(&sandbox, "report.html");
    browser.wait_for(background, &dark);
    browser.picture("dark");
    browser.eval("document.getElementById('auto').focus()");
    browser.press("ArrowRight");
    browser.wait_for(background, &light);
    browser.prefer("light");
    browser.wait_for(background, &light);
    browser.picture("light");
    browser.press("ArrowRight");
    browser.wait_for(background, &dark);
    browser.open(&sandbox, "report.html");
    browser.wait_for(background, &dark);
}

#[test]
fn nothing_is_wider_than_a_narrow_window() {
    let Some(mut browser) = Browser::start() else { return };
    let (sandbox, _) = fixtures();
    browser.size(400, 900);
    browser.open(&sandbox, "report.html");
    browser.picture("narrow");
    browser.eval("document.querySelectorAll('details').forEach((it) => it.open = true)");
    let wide = "[...document.querySelectorAll('body *')].filter((it) => !it.closest('pre, .drawing') && \
                it.getBoundingClientRect().right > 400).map((it) => it.outerHTML.slice(0, 80))";
    assert_eq!(browser.eval(wide), json!([]));
    assert_eq!(browser.eval("document.documentElement.scrollWidth"), 400);
    browser.eval("document.querySelector('#findings article').scrollIntoView()");
    browser.picture("narrow-findings");
}

#[test]
fn ten_thousand_findings_load_and_are_searched() {
    let Some(mut browser) = Browser::start() else { return };
    let sandbox = Sandbox::new();
    sandbox.write("report.html", written(&many(10_000)));
    let loaded = browser.open(&sandbox, "report.html");
    let started = std::time::Instant::now();
    browser.press("/");
    // The case of that number, and the one on the line of that number.
    browser.type_text("case 4711");
    browser.wait_for("document.getElementById('shown').textContent", &json!("2 of 10000 findings"));
    let searched = started.elapsed();
    println!("10,000 findings: loaded in {loaded:?}, searched in {searched:?}");
    assert!(loaded < Duration::from_secs(20) && searched < Duration::from_secs(20), "{loaded:?}, {searched:?}");
}
