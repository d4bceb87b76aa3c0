//! Completion scripts and manual pages.

use std::process::Command;

use crate::program;
use crate::support::Sandbox;

/// Runs a program on a file, and answers its output if all went well.
fn run(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).args(args).output().unwrap_or_else(|error| panic!("{program}: {error}"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{program}: {}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout) + &text(&output.stderr)
}

fn script(shell: &str) -> (Sandbox, String) {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["completions", shell]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    sandbox.write("script", &ran.stdout);
    let path = sandbox.path("script").to_str().unwrap().to_owned();
    (sandbox, path)
}

#[test]
fn every_shell_has_a_script_that_knows_the_values() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (sandbox, _) = script(shell);
        let script = sandbox.read("script");
        assert!(script.contains("affected-by"), "{shell}");
        // The others do not complete values.
        let is_able = ["bash", "zsh", "fish"].contains(&shell);
        assert_eq!(script.contains("measurement-group-conflict"), is_able, "{shell}");
    }
    let wrong = Sandbox::new().run(&["completions", "csh"]);
    assert_eq!(wrong.code, 2);
}

/// Every machine that builds Rust has it.
#[test]
fn bash_completes_commands_options_and_values() {
    let (_sandbox, script) = script("bash");
    if Command::new("bash").arg("--version").output().is_err() {
        eprintln!("skipped: there is no bash");
        return;
    }
    run("bash", &["-n", &script]);
    let complete = |words: &[&str]| {
        let last = words.len() - 1;
        let code = format!(
            "source '{script}'; COMP_WORDS=({}); COMP_CWORD={last}; _toile toile \"${{COMP_WORDS[{last}]}}\" \"${{COMP_WORDS[{}]}}\"; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" "),
            last - 1
        );
        run("bash", &["-c", &code]).lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(complete(&["toile", "ch"]), ["check"]);
    assert_eq!(complete(&["toile", "check", "--affec"]), ["--affected-by"]);
    assert_eq!(complete(&["toile", "check", "--format", "conc"]), ["concise"]);
    assert_eq!(complete(&["toile", "check", "--kind", "pattern-"]), ["pattern-data", "pattern-schema"]);
    assert_eq!(complete(&["toile", "explain", "seam-v"]), ["seam-value"]);
    assert!(
        complete(&["toile", "check", "--select", "measurement"]).contains(&"measurement-group-conflict".to_owned())
    );
}

#[test]
fn zsh_and_fish_read_their_scripts() {
    if let Some(zsh) = program("TOILE_ZSH") {
        run(&zsh, &["-n", &script("zsh").1]);
    }
    if let Some(fish) = program("TOILE_FISH") {
        let (_sandbox, script) = script("fish");
        run(&fish, &["--no-execute", &script]);
        let code = format!("source '{script}'; complete -C 'toile check --format conc'");
        assert!(run(&fish, &["--no-config", "-c", &code]).starts_with("concise"), "fish offers the format");
    }
}

#[test]
fn there_is_a_manual_page_for_each_command() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["man", "--dir", "man"]).code, 0);
    let mut pages: Vec<String> = std::fs::read_dir(sandbox.path("man"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    pages.sort();
    assert!(pages.contains(&"toile.1".to_owned()) && pages.contains(&"toile-check.1".to_owned()), "{pages:?}");
    for page in &pages {
        let text = sandbox.read(&format!("man/{page}"));
        let command = page.trim_end_matches(".1").trim_start_matches("toile").trim_start_matches('-');
        let args = if command.is_empty() { vec!["man"] } else { vec!["man", command] };
        assert_eq!(sandbox.run(&args).stdout, text, "{page}");
        for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "\"EXIT STATUS\"", "FILES", "ENVIRONMENT"] {
            assert!(text.contains(&format!(".SH {section}\n")), "{page}: {section}\n{text}");
        }
        if let Some(mandoc) = program("TOILE_MANDOC") {
            let file = sandbox.path(&format!("man/{page}"));
            let lint = Command::new(&mandoc).args(["-Tlint", "-Wwarning"]).arg(file).output().unwrap();
            let said = String::from_utf8_lossy(&lint.stdout).into_owned() + &String::from_utf8_lossy(&lint.stderr);
            // There is no date, so that the same program writes the same page.
            assert!(said.lines().all(|line| line.contains("missing date, using \"\"")), "{page}: {said}");
        }
    }
    let ran = sandbox.run(&["man", "chekc"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("did you mean `check`?"), "{}", ran.stderr);
}
