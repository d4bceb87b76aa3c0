//! The recipes of `docs/editors.md`, taken from the page and run in the editors: a faulty buffer is saved, and what the
//! editor shows is compared with the report. `TOILE_EDITORS` says which are there: `vim,nvim,emacs`.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::Sandbox;

const PAGE: &str = include_str!("../../docs/editors.md");
const MATCHERS: &str = include_str!("../../docs/editors/problem-matcher.json");

/// The block of the page below the mark of that name.
fn recipe(name: &str) -> &'static str {
    let rest = PAGE.split_once(&format!("<!-- recipe: {name} -->\n```")).expect("a recipe of that name").1;
    rest.split_once('\n').expect("a block").1.split_once("\n```").expect("an end").0
}

#[expect(clippy::print_stdout, reason = "says why a test did nothing")]
fn is_asked_for(editor: &str) -> bool {
    let editors = std::env::var("TOILE_EDITORS").unwrap_or_default();
    let is = editors.split(',').any(|name| name == editor);
    if !is {
        println!("skipped: TOILE_EDITORS does not name {editor}");
    }
    is
}

/// A project with one clean draft. Something stands before the place of the fault that takes one column, two or four
/// bytes, and one or two UTF-16 units, by character; and a tab.
fn project() -> Sandbox {
    let sandbox = Sandbox::with(&[
        ("patterns/397.schema.json", include_str!("../../fixtures/patterns/397/schema.json")),
        ("toile.toml", "patterns = [\"patterns\"]\n"),
        (
            "orders/a b.json",
            "{\n  \"patternId\": 397,\n  \"measurementType\": \"body\",\n  \"measurements\": {\"mbHeight\": 180, \
             \"mbMidNeckGirth\": 38},\n\t\"note\": \"é😀ü\", \"bodyShapes\": {}\n}\n",
        ),
    ]);
    assert_eq!(sandbox.run(&["check", FILE]).stdout, "");
    sandbox
}

const FILE: &str = "orders/a b.json";
/// What the editors replace, by what.
const SOUND: &str = "\"bodyShapes\": {}";
const FAULTY: &str = "\"bodyShape\": {}, \"seams\": {\"colar\": 1}";

/// Runs an editor in a folder of the project; answers what its script wrote into `out.json`.
fn run(editor: &str, args: &[&str], sandbox: &Sandbox, folder: &str) -> Value {
    let program = Path::new(env!("CARGO_BIN_EXE_toile")).parent().expect("a folder").to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(program).chain(std::env::split_paths(&path))).expect("a path");
    let mut process = Command::new(editor)
        .args(args)
        .current_dir(sandbox.path(folder))
        .env("PATH", path)
        .env("HOME", sandbox.root())
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .stdout(std::fs::File::create(sandbox.path("said.txt")).expect("a file"))
        .stderr(std::fs::File::create(sandbox.path("errors.txt")).expect("a file"))
        .spawn()
        .unwrap_or_else(|error| panic!("TOILE_EDITORS names {editor}: {error}"));
    let deadline = Instant::now() + Duration::from_secs(60);
    while process.try_wait().expect("a process").is_none() {
        if Instant::now() > deadline {
            process.kill().expect("a process");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let said = || format!("{}{}", sandbox.read("said.txt"), sandbox.read("errors.txt"));
    let out = std::fs::read_to_string(sandbox.path("out.json")).unwrap_or_else(|_| panic!("{editor}: {}", said()));
    std::fs::remove_file(sandbox.path("out.json")).expect("a file");
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}\n{}", said()))
}

/// A finding as editors show it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shown {
    line: u64,
    under: String,
    severity: char,
    message: String,
}

/// The findings about the saved file, from the report.
fn reported(sandbox: &Sandbox) -> Vec<Shown> {
    let text = sandbox.read(FILE);
    assert!(text.contains(FAULTY), "the editor saved the fault: {text}");
    let report = sandbox.run(&["check", "--format", "json", FILE]).json();
    let shown = |finding: &Value| {
        let number = |place: &str, name: &str| finding["span"][place][name].as_u64().expect("a number");
        let (start, end) = (number("start", "offset") as usize, number("end", "offset") as usize);
        let word = |name: &str| finding[name].as_str().expect("a text");
        Shown {
            line: number("start", "line"),
            under: text[start..end].to_owned(),
            severity: word("severity").chars().next().expect("a letter"),
            message: word("message").to_owned(),
        }
    };
    let mut shown: Vec<Shown> = report["diagnostics"].as_array().expect("findings").iter().map(shown).collect();
    shown.sort();
    assert!(shown.len() >= 4 && shown.iter().any(|it| it.under == "\"colar\""), "{shown:?}");
    shown
}

/// Compares what an editor wrote: objects with `line`, `under`, `severity` and `message`. Where it knows only where a
/// finding starts, `under` is the rest of the line.
fn compare(out: &Value, sandbox: &Sandbox) {
    let reported = reported(sandbox);
    let word = |it: &Value, name: &str| it[name].as_str().unwrap_or_else(|| panic!("{name}: {it}")).to_owned();
    let items = out.as_array().expect("a list");
    let mut shown: Vec<Shown> = items
        .iter()
        .map(|it| Shown {
            line: it["line"].as_u64().expect("a line"),
            under: word(it, "under"),
            severity: word(it, "severity").chars().next().expect("a letter"),
            message: word(it, "message"),
        })
        .collect();
    shown.sort();
    assert_eq!(shown.len(), reported.len(), "{shown:?}\n{reported:?}");
    for wanted in &reported {
        let is_it = |shown: &&Shown| {
            (shown.line, shown.severity) == (wanted.line, wanted.severity)
                && shown.under.starts_with(&wanted.under)
                && shown.message.starts_with(&wanted.message)
        };
        assert!(shown.iter().any(|it| is_it(&it)), "{wanted:?} is not in {shown:?}");
    }
}

#[test]
fn vim_fills_the_quickfix_list_on_save() {
    if !is_asked_for("vim") {
        return;
    }
    let script = "edit orders/a\\ b.json\nSUBSTITUTE\nwrite\n\
         let s:own = filter(getqflist(), {_, it -> it.type !=# 'n'})\n\
         call writefile([json_encode(map(s:own, {_, it -> {'line': it.lnum, 'severity': it.type, 'message': it.text,\n\
         \\ 'under': strpart(getbufline(it.bufnr, it.lnum)[0], it.col - 1), 'file': bufname(it.bufnr)}}))], 'out.json')\nqall!\n"
        .replace("SUBSTITUTE", &format!("%s/{SOUND}/{FAULTY}/"));
    let sandbox = project();
    sandbox.write("recipe.vim", recipe("vim"));
    sandbox.write("drive.vim", &script);
    let args = ["-N", "-u", "recipe.vim", "-i", "NONE", "-n", "-es", "-S", "drive.vim"];
    let out = run("vim", &args, &sandbox, "");
    compare(&out, &sandbox);
    assert!(out.as_array().expect("a list").iter().all(|it| it["file"] == FILE), "{out}");
    // Clean again, the list is empty.
    sandbox.write("drive.vim", script.replace(&format!("/{SOUND}/{FAULTY}/"), &format!("/{FAULTY}/{SOUND}/")));
    assert_eq!(run("vim", &args, &sandbox, ""), serde_json::json!([]));
}

#[test]
fn vim_makes_a_project() {
    if !is_asked_for("vim") {
        return;
    }
    let sandbox = project();
    sandbox.write(FILE, sandbox.read(FILE).replace(SOUND, FAULTY).replace("é😀ü", "eu").replace('\t', " "));
    sandbox.write("recipe.vim", recipe("vim-make"));
    sandbox.write(
        "drive.vim",
        "make! orders\nlet s:own = filter(getqflist(), {_, it -> it.type !=# 'n'})\nedit orders/a\\ b.json\n\
         call writefile([json_encode(map(s:own, {_, it -> {'line': it.lnum, 'severity': it.type, 'message': it.text,\n\
         \\ 'under': strpart(getbufline(it.bufnr, it.lnum)[0], it.col - 1)}}))], 'out.json')\nqall!\n",
    );
    let out = run("vim", &["-N", "-u", "recipe.vim", "-i", "NONE", "-n", "-es", "-S", "drive.vim"], &sandbox, "");
    compare(&out, &sandbox);
}

#[test]
fn neovim_shows_diagnostics_on_save_wherever_it_was_started() {
    if !is_asked_for("nvim") {
        return;
    }
    let script = "vim.cmd('edit FILE')\nvim.cmd([[%s/SOUND/FAULTY/]])\nvim.cmd('write')\n\
         vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)\nlocal out = {}\n\
         for _, it in ipairs(vim.diagnostic.get(0)) do\n\
         local under = vim.api.nvim_buf_get_text(0, it.lnum, it.col, it.end_lnum, it.end_col, {})\n\
         table.insert(out, { line = it.lnum + 1, under = under[1], message = it.message,\n\
         severity = ({ 'error', 'warning', 'info' })[it.severity] })\nend\n\
         vim.fn.writefile({ vim.fn.json_encode(out) }, 'ROOT/out.json')\nvim.cmd('qall!')\n";
    for (folder, file) in
        [("", "orders/a\\\\ b.json"), ("orders", "a\\\\ b.json"), ("patterns", "../orders/a\\\\ b.json")]
    {
        let sandbox = project();
        sandbox.write("recipe.lua", recipe("neovim"));
        let root = sandbox.root().to_str().expect("a name");
        let script =
            script.replace("FILE", file).replace("SOUND", SOUND).replace("FAULTY", FAULTY).replace("ROOT", root);
        sandbox.write("drive.lua", script);
        let (init, drive) = (sandbox.path("recipe.lua"), sandbox.path("drive.lua"));
        let (init, drive) = (init.to_str().expect("a name"), drive.to_str().expect("a name"));
        let out = run("nvim", &["--headless", "-i", "NONE", "-n", "-u", init, "-S", drive], &sandbox, folder);
        compare(&out, &sandbox);
    }
}

#[test]
fn emacs_shows_flymake_diagnostics_on_save_wherever_it_was_started() {
    if !is_asked_for("emacs") {
        return;
    }
    let script = r#"(require 'json)
(load (expand-file-name "ROOT/recipe.el"))
(switch-to-buffer (find-file-noselect "ROOT/orders/a b.json"))
(goto-char (point-min))
(search-forward SOUND)
(replace-match FAULTY t t)
(save-buffer)
(let ((deadline (+ (float-time) 20)))
  (while (and (< (float-time) deadline) (null (flymake-diagnostics))) (accept-process-output nil 0.05)))
(let ((out (mapcar (lambda (it)
                     (let ((from (flymake-diagnostic-beg it)) (to (flymake-diagnostic-end it)))
                       `((line . ,(line-number-at-pos from)) (under . ,(buffer-substring-no-properties from to))
                         (severity . ,(cdr (assq (flymake-diagnostic-type it) '((:error . "error") (:warning . "warning") (:note . "info")))))
                         (message . ,(flymake-diagnostic-text it)))))
                   (flymake-diagnostics))))
  (with-temp-file "ROOT/out.json" (insert (json-encode (vconcat out)))))
"#;
    for folder in ["", "patterns"] {
        let sandbox = project();
        sandbox.write("recipe.el", recipe("emacs"));
        let root = sandbox.root().to_str().expect("a name");
        let quoted = |text: &str| Value::from(text).to_string();
        let script = script.replace("ROOT", root).replace("SOUND", &quoted(SOUND)).replace("FAULTY", &quoted(FAULTY));
        sandbox.write("drive.el", script);
        let drive = sandbox.path("drive.el");
        let out = run("emacs", &["--batch", "-Q", "-l", drive.to_str().expect("a name")], &sandbox, folder);
        compare(&out, &sandbox);
    }
}

#[test]
fn emacs_compiles_a_project() {
    if !is_asked_for("emacs") {
        return;
    }
    let script = r#"(require 'compile)
(require 'json)
(load (expand-file-name "recipe.el"))
(let* ((buffer (compilation-start (concat compile-command " orders")))
       (process (get-buffer-process buffer))
       out)
  (while (or (process-live-p process) (accept-process-output process 0.2)) (accept-process-output process 0.2))
  (with-current-buffer buffer (goto-char (point-min)))
  (while (with-current-buffer buffer (re-search-forward "^.*: \\(error\\|warning\\): \\(.*\\)$" nil t))
    (let (severity message)
      (with-current-buffer buffer
        (setq severity (match-string-no-properties 1) message (match-string-no-properties 2))
        (save-excursion (compile-goto-error)))
      (with-current-buffer (window-buffer (selected-window))
        (push `((line . ,(line-number-at-pos)) (severity . ,severity) (message . ,message)
                (under . ,(buffer-substring-no-properties (point) (line-end-position))))
              out))))
  (with-temp-file "out.json" (insert (json-encode (vconcat out)))))
"#;
    let sandbox = project();
    sandbox.write(FILE, sandbox.read(FILE).replace(SOUND, FAULTY));
    sandbox.write("recipe.el", recipe("emacs-compile"));
    sandbox.write("drive.el", script);
    let out = run("emacs", &["--batch", "-Q", "-l", "drive.el"], &sandbox, "");
    compare(&out, &sandbox);
}

/// The matchers of the page and of the file against what the formats print.
#[test]
fn problem_matchers_take_apart_every_line() {
    let sandbox = project();
    sandbox.write(FILE, sandbox.read(FILE).replace(SOUND, FAULTY));
    let matchers: Value = serde_json::from_str(MATCHERS).expect("JSON");
    let tasks: Value = serde_json::from_str(recipe("vscode")).expect("JSON");
    let file = |number: usize| matchers["problemMatcher"][number]["pattern"][0].clone();
    let task = |number: usize| tasks["tasks"][number]["problemMatcher"]["pattern"].clone();
    for (format, matcher) in [("unix", file(0)), ("unix-range", file(1)), ("unix", task(0)), ("unix", task(1))] {
        let pattern = regex::Regex::new(matcher["regexp"].as_str().expect("a pattern")).expect("a pattern");
        let said = sandbox.run(&["check", "--format", format, FILE]).stdout;
        let mut own = Vec::new();
        for line in said.lines() {
            let found = pattern.captures(line).unwrap_or_else(|| panic!("{format}: {line}"));
            let part = |name: &str| found[matcher[name].as_u64().expect("a number") as usize].to_owned();
            let (row, column): (usize, usize) = (part("line").parse().unwrap(), part("column").parse().unwrap());
            let text = sandbox.read(&part("file"));
            let under: String = text.lines().nth(row - 1).expect("a line").chars().skip(column - 1).collect();
            if part("severity") != "note" {
                let severity = part("severity").chars().next().expect("a letter");
                assert!(line.ends_with(&format!("[{}]", part("code"))));
                own.push(
                    serde_json::json!({"line": row, "under": under, "severity": severity, "message": part("message")}),
                );
            }
        }
        compare(&own.into(), &sandbox);
    }
    // The lines that say when a cycle of `--watch` begins and ends.
    let background = &tasks["tasks"][1]["problemMatcher"]["background"];
    for (name, line) in [("beginsPattern", toile::app::watch::BEGINS), ("endsPattern", toile::app::watch::ENDS)] {
        let pattern = regex::Regex::new(background[name].as_str().expect("a pattern")).expect("a pattern");
        assert!(pattern.is_match(line), "{name}: {line}");
    }
}
