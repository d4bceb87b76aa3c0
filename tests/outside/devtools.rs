//! A headless browser on a leash: Chromium's developer protocol over two pipes, one JSON message after the other, each
//! ended by a zero byte.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::Sandbox;

/// A browser with one page.
pub(crate) struct Browser {
    process: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    number: u64,
    session: Value,
    /// Everything that happened, in order.
    pub(crate) events: Vec<Value>,
    /// Holds its profile.
    _profile: Sandbox,
}

impl Browser {
    /// The browser that `TOILE_BROWSER` names; none if it names none.
    #[expect(clippy::print_stdout, reason = "says why a test did nothing")]
    pub(crate) fn start() -> Option<Browser> {
        let Some(program) = std::env::var_os("TOILE_BROWSER").filter(|program| !program.is_empty()) else {
            println!("skipped: TOILE_BROWSER names no browser");
            return None;
        };
        let profile = Sandbox::new();
        // The browser reads from descriptor 3 and writes to 4.
        let mut process = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1"])
            .arg(program)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
            .args(["--disable-background-networking", "--remote-debugging-pipe"])
            .arg(format!("--user-data-dir={}", profile.root().display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell starts the browser");
        let to = process.stdin.take().expect("a pipe");
        let output = BufReader::new(process.stdout.take().expect("a pipe"));
        let (sender, from) = channel();
        std::thread::spawn(move || {
            for message in output.split(0).map_while(Result::ok) {
                let message = serde_json::from_slice(&message).expect("the browser speaks JSON");
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let (session, events) = (Value::Null, Vec::new());
        let mut browser = Browser { process, to, from, number: 0, session, events, _profile: profile };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}))["targetId"].clone();
        let attached = browser.call("Target.attachToTarget", json!({"targetId": target, "flatten": true}));
        browser.session = attached["sessionId"].clone();
        for domain in ["Page", "Runtime", "Log", "Network", "DOM"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        browser.size(1200, 900);
        Some(browser)
    }

    /// Calls a method and waits for its answer.
    #[expect(clippy::needless_pass_by_value, reason = "written down where it is passed")]
    pub(crate) fn call(&mut self, method: &str, params: Value) -> Value {
        self.number += 1;
        let mut message = json!({"id": self.number, "method": method, "params": params});
        if !self.session.is_null() {
            message["sessionId"] = self.session.clone();
        }
        self.to.write_all(format!("{message}\0").as_bytes()).expect("the browser listens");
        loop {
            let answer = self.next().unwrap_or_else(|| panic!("no answer to {method}"));
            if answer["id"] == self.number {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
            self.events.push(answer);
        }
    }

    fn next(&mut self) -> Option<Value> {
        self.from.recv_timeout(Duration::from_secs(60)).ok()
    }

    /// Opens a file and waits until it is loaded; answers how long that took.
    pub(crate) fn open(&mut self, sandbox: &Sandbox, file: &str) -> Duration {
        let started = Instant::now();
        self.events.clear();
        let url = format!("file://{}", sandbox.path(file).display());
        let answer = self.call("Page.navigate", json!({"url": url}));
        assert!(answer.get("errorText").is_none(), "{answer}");
        while !self.events.iter().any(|event| event["method"] == "Page.loadEventFired") {
            let event = self.next().expect("the page loads");
            self.events.push(event);
        }
        started.elapsed()
    }

    /// The value of an expression.
    pub(crate) fn eval(&mut self, expression: &str) -> Value {
        let params = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let answer = self.call("Runtime.evaluate", params);
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// Waits until an expression has a value: pages react a moment later.
    pub(crate) fn wait_for(&mut self, expression: &str, wanted: &Value) {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let value = self.eval(expression);
            if value == *wanted {
                return;
            }
            assert!(Instant::now() < deadline, "{expression} is {value}, not {wanted}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// Presses a key. One letter types itself.
    pub(crate) fn press(&mut self, key: &str) {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            "Escape" => 27,
            " " => 32,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            letter => u32::from(letter.to_uppercase().chars().next().expect("a letter")),
        };
        let text = match key {
            "Enter" => "\r",
            letter if letter.chars().count() == 1 => letter,
            _ => "",
        };
        let mut down = json!({"type": "keyDown", "key": key, "windowsVirtualKeyCode": code});
        if !text.is_empty() {
            down["text"] = text.into();
        }
        self.call("Input.dispatchKeyEvent", down);
        self.call("Input.dispatchKeyEvent", json!({"type": "keyUp", "key": key, "windowsVirtualKeyCode": code}));
    }

    pub(crate) fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            self.press(&letter.to_string());
        }
    }

    pub(crate) fn size(&mut self, width: u32, height: u32) {
        let params = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        self.call("Emulation.setDeviceMetricsOverride", params);
    }

    /// What the system prefers: `light` or `dark`.
    pub(crate) fn prefer(&mut self, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.call("Emulation.setEmulatedMedia", json!({"features": features}));
    }

    /// Keeps a picture for people, if `TOILE_SCREENSHOTS` names a folder for it.
    pub(crate) fn picture(&mut self, name: &str) {
        let Some(folder) = std::env::var_os("TOILE_SCREENSHOTS") else { return };
        let data = self.call("Page.captureScreenshot", json!({"format": "png"}))["data"].clone();
        let file = std::path::Path::new(&folder).join(format!("{name}.png.base64"));
        std::fs::write(file, data.as_str().expect("a picture")).expect("a folder for pictures");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It ends by itself when told; whatever happens, it does not outlive the test.
        let _ = self.to.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        let deadline = Instant::now() + Duration::from_secs(5);
        while Instant::now() < deadline {
            if matches!(self.process.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
