//! Mermaid: a flowchart that Markdown viewers draw.

use std::fmt::Write as _;

use super::picture::{Class, Picture};
use super::{Colors, color, line};

/// Longest name that is shown.
const LONGEST: usize = 60;

pub(super) fn draw(picture: &Picture) -> String {
    let mut out = "flowchart LR\n".to_owned();
    for (number, node) in picture.nodes.iter().enumerate() {
        let (open, close) = match node.class {
            Class::Prediction => ("([", "])"),
            Class::Draft => ("[", "]"),
            Class::Export => ("[/", "/]"),
            Class::Definition => ("[(", ")]"),
            Class::Unknown => ("{{", "}}"),
        };
        let marks = marks(&node.findings);
        let label = format!("{}<br/>{}{marks}", text(&node.name), text(&node.what));
        let _ = writeln!(out, "  n{number}{open}\"{label}\"{close}");
    }
    for edge in &picture.edges {
        let arrow = if edge.is_broken { "-.->" } else { "-->" };
        let label = format!("{}{}", text(&edge.label), marks(&edge.findings));
        let _ = writeln!(out, "  n{} {arrow}|\"{label}\"| n{}", edge.from, edge.to);
    }
    style(picture, &mut out);
    for told in picture.told(&(0..picture.findings.len()).collect::<Vec<_>>()) {
        // A line break would end the comment, and `{` begin a directive.
        let _ = writeln!(out, "  %% {}", line(&told, 400).replace(['{', '}'], "'"));
    }
    out
}

fn marks(findings: &[usize]) -> String {
    if findings.is_empty() { String::new() } else { format!(" ⚠ {}", Picture::marks(findings)) }
}

fn style(picture: &Picture, out: &mut String) {
    for (class, name) in CLASSES {
        let Colors { fill, line } = Colors::of(class);
        let _ = writeln!(out, "  classDef {name} fill:{fill},stroke:{line},color:#1b1b1b");
        let of_class = picture.nodes.iter().enumerate().filter(|(_, node)| node.class == class);
        let names: Vec<String> = of_class.map(|(number, _)| format!("n{number}")).collect();
        if !names.is_empty() {
            let _ = writeln!(out, "  class {} {name}", names.join(","));
        }
    }
    for (number, node) in picture.nodes.iter().enumerate() {
        if let Some(worst) = picture.worst(&node.findings) {
            let _ = writeln!(out, "  style n{number} stroke:{},stroke-width:3px", color(worst));
        }
    }
    for (number, edge) in picture.edges.iter().enumerate() {
        if let Some(worst) = picture.worst(&edge.findings) {
            let _ = writeln!(out, "  linkStyle {number} stroke:{},stroke-width:3px", color(worst));
        }
    }
}

const CLASSES: [(Class, &str); 5] = [
    (Class::Prediction, "prediction"),
    (Class::Draft, "draft"),
    (Class::Export, "export"),
    (Class::Definition, "definition"),
    (Class::Unknown, "unknown"),
];

/// A text between quotes: whatever means something to Mermaid, HTML or Markdown becomes an entity.
fn text(written: &str) -> String {
    let mut out = String::new();
    for c in line(written, LONGEST).chars() {
        if c.is_alphanumeric() || " _-./,:…".contains(c) {
            out.push(c);
        } else {
            let _ = write!(out, "#{};", u32::from(c));
        }
    }
    out
}
