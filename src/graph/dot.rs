//! DOT, for Graphviz.

use std::fmt::Write as _;

use super::picture::{Class, Picture};
use super::{Colors, color, line};

pub(super) fn draw(picture: &Picture) -> String {
    let mut out = "digraph batch {\n  rankdir=LR;\n  bgcolor=\"white\";\n".to_owned();
    out.push_str(
        "  node [fontname=\"Helvetica, Arial, sans-serif\", fontsize=12, style=filled, fontcolor=\"#1b1b1b\"];\n",
    );
    out.push_str(
        "  edge [fontname=\"Helvetica, Arial, sans-serif\", fontsize=10, color=\"#555555\", fontcolor=\"#444444\"];\n",
    );
    for (number, node) in picture.nodes.iter().enumerate() {
        let Colors { fill, line: border } = Colors::of(node.class);
        let shape = match node.class {
            Class::Prediction => "ellipse",
            Class::Draft => "box",
            Class::Export => "parallelogram",
            Class::Definition => "note",
            Class::Unknown => "octagon",
        };
        let worst = picture.worst(&node.findings);
        let (border, width) = worst.map_or((border, 1), |worst| (color(worst), 3));
        let label = format!("{}\n{}{}", line(&node.name, 40), node.what, marks(&node.findings));
        let told = picture.told(&node.findings);
        let tooltip: Vec<String> = [node.name.as_str()]
            .into_iter()
            .chain(told.iter().map(String::as_str))
            .map(|text| line(text, 400))
            .collect();
        let tooltip = tooltip.join("\n");
        let _ = writeln!(
            out,
            "  n{number} [label={}, shape={shape}, fillcolor=\"{fill}\", color=\"{border}\", penwidth={width}, tooltip={}];",
            quoted(&label),
            quoted(&tooltip)
        );
    }
    for edge in &picture.edges {
        let label = format!("{}{}", line(&edge.label, 40), marks(&edge.findings));
        let mut more = String::new();
        if let Some(worst) = picture.worst(&edge.findings) {
            let told: Vec<String> = picture.told(&edge.findings).iter().map(|told| line(told, 400)).collect();
            let tooltip = quoted(&told.join("\n"));
            let _ = write!(more, ", color=\"{}\", penwidth=3, tooltip={tooltip}", color(worst));
        }
        let style = if edge.is_broken { ", style=dashed" } else { "" };
        let _ = writeln!(out, "  n{} -> n{} [label={}{style}{more}];", edge.from, edge.to, quoted(&label));
    }
    if !picture.findings.is_empty() {
        let all: Vec<usize> = (0..picture.findings.len()).collect();
        let legend: String = picture.told(&all).iter().map(|told| line(told, 160) + "\n").collect();
        let legend = quoted(&legend).replace("\\n", "\\l");
        let _ = writeln!(out, "  label={legend};\n  labeljust=l;\n  fontname=\"Helvetica, Arial, sans-serif\";");
    }
    out + "}\n"
}

fn marks(findings: &[usize]) -> String {
    if findings.is_empty() { String::new() } else { format!(" ({})", Picture::marks(findings)) }
}

/// A string of DOT. Graphviz reads a backslash as an escape and `&` as the start of an entity.
fn quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
