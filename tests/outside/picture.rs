//! The picture of a terminal in the README, made from what a run prints. `TOILE_WRITE_DOCS=1` writes it anew.

use std::fmt::Write as _;
use std::path::Path;

use crate::page::repository;

const FILE: &str = "docs/terminal.svg";
const ARGS: [&str; 6] = [
    "check",
    "-p",
    "fixtures/patterns",
    "--select=sub-option,batch-gender",
    "fixtures/batches/seed-full.json",
    "--color=always",
];
/// As shown: what a person would type.
const COMMAND: &str =
    "toile check -p fixtures/patterns --select sub-option,batch-gender fixtures/batches/seed-full.json";

/// Size of a letter cell, and of the frame around the text.
const CELL: (f64, f64) = (8.0, 18.0);
const FRAME: (f64, f64) = (18.0, 46.0);

/// How letters look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Look {
    color: Option<u8>,
    is_bold: bool,
}

impl Look {
    /// After a command of a terminal: `0`, `1`, `31`, `38;5;9`.
    fn set(&mut self, command: &str) {
        let numbers: Vec<u8> = command.split(';').map(|number| number.parse().expect("a number")).collect();
        match numbers[..] {
            [0] => *self = Look::default(),
            [1] => self.is_bold = true,
            [color @ 30..=37] => self.color = Some(color - 30),
            [38, 5, color @ 0..=15] => self.color = Some(color % 8),
            _ => panic!("a command that is not drawn yet: {command}"),
        }
    }

    fn fill(self) -> &'static str {
        let colors = ["#6e7681", "#ff7b72", "#7ee787", "#e3b341", "#79c0ff", "#d2a8ff", "#76d9e6", "#f0f6fc"];
        match self.color {
            Some(color) => colors[usize::from(color)],
            None if self.is_bold => "#ffffff",
            None => "#d5dae0",
        }
    }
}

/// Stretches of one look, line by line.
fn lines(text: &str) -> Vec<Vec<(Look, String)>> {
    let mut look = Look::default();
    let line = |line: &str| {
        let mut parts: Vec<(Look, String)> = Vec::new();
        for (at, piece) in line.split("\u{1b}[").enumerate() {
            let text = match piece.split_once('m').filter(|_| at > 0) {
                Some((command, text)) => {
                    look.set(command);
                    text
                }
                None => piece,
            };
            if !text.is_empty() {
                parts.push((look, text.to_owned()));
            }
        }
        parts
    };
    text.lines().map(line).collect()
}

fn picture(output: &str) -> String {
    let prompt = Look { color: Some(2), is_bold: true };
    let mut all = vec![vec![(prompt, "$ ".to_owned()), (Look { is_bold: true, color: None }, COMMAND.to_owned())]];
    all.extend(lines(output.trim_end()));
    let columns =
        all.iter().map(|line| line.iter().map(|(_, text)| text.chars().count()).sum()).max().unwrap_or(0_usize);
    let (width, height) = (columns as f64 * CELL.0 + 2.0 * FRAME.0, all.len() as f64 * CELL.1 + FRAME.1 + FRAME.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"13.2\">\n\
         <title>What {COMMAND} prints</title>\n<rect width=\"{width}\" height=\"{height}\" rx=\"9\" fill=\"#161b22\"/>\n"
    );
    for (at, color) in ["#ff5f57", "#febc2e", "#28c840"].iter().enumerate() {
        let _ = writeln!(svg, "<circle cx=\"{}\" cy=\"18\" r=\"5.5\" fill=\"{color}\"/>", 22 + 18 * at);
    }
    for (row, line) in all.iter().enumerate() {
        let y = FRAME.1 + row as f64 * CELL.1 + 8.0;
        let mut column = 0;
        for (look, text) in line {
            let (x, length) = (FRAME.0 + column as f64 * CELL.0, text.chars().count());
            column += length;
            // Blanks at the ends would be dropped, and need not be drawn.
            let start = x + (length - text.trim_start().chars().count()) as f64 * CELL.0;
            let text = text.trim();
            if text.is_empty() {
                continue;
            }
            let room = text.chars().count() as f64 * CELL.0;
            let weight = if look.is_bold { " font-weight=\"bold\"" } else { "" };
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace("  ", "\u{a0}\u{a0}");
            // Whatever font there is, every letter stands in its cell.
            let _ = writeln!(
                svg,
                "<text x=\"{start}\" y=\"{y}\" textLength=\"{room}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{}\"{weight}>{text}</text>",
                look.fill()
            );
        }
    }
    svg + "</svg>\n"
}

#[test]
fn the_picture_of_the_readme_is_what_a_run_prints() {
    let ran = repository().run(&ARGS);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let svg = picture(&ran.stdout);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if std::env::var_os("TOILE_WRITE_DOCS").is_some() {
        std::fs::write(&file, &svg).expect("a file");
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        svg == kept,
        "{FILE} shows something else; write it anew: TOILE_WRITE_DOCS=1 cargo test --test outside picture"
    );
}
