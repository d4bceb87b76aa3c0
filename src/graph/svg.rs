//! A picture that needs nothing else: no font, script, style sheet or image from elsewhere.

use std::fmt::Write as _;

use super::layout::{Cell, layout};
use super::picture::{Class, Node, Picture};
use super::{Colors, color, escape, line};

const WIDTH: f64 = 190.0;
const HEIGHT: f64 = 42.0;
const GAP_X: f64 = 110.0;
const GAP_Y: f64 = 22.0;
const MARGIN: f64 = 28.0;
const TITLE: f64 = 44.0;
/// Letters that fit into a box, and onto an edge.
const NAME: usize = 24;
const LABEL: usize = 15;
/// Height of a line of the legend, and how many letters one holds.
const LEGEND: f64 = 19.0;
const LEGEND_LETTERS: usize = 110;
const FONT: &str = "Verdana, 'DejaVu Sans', Helvetica, Arial, sans-serif";

pub(super) fn draw(picture: &Picture) -> String {
    let is_drawn = drawn(picture);
    let cells = layout(picture, &is_drawn);
    let told = definitions_told(picture, &is_drawn);
    let columns = cells.iter().map(|cell| cell.column + 1).max().unwrap_or(1);
    let rows = cells.iter().map(|cell| cell.row + 1).max().unwrap_or(1);
    let heights = Heights::of(&cells, columns, rows);
    let legend: Vec<Vec<String>> = (0..picture.findings.len()).map(|at| legend_lines(picture, at)).collect();
    let legend_rows: usize = legend.iter().map(Vec::len).sum();
    let nodes_height = rows as f64 * (HEIGHT + GAP_Y);
    let least = if legend.is_empty() { 440.0 } else { 860.0 };
    let width = f64::max(columns as f64 * (WIDTH + GAP_X) - GAP_X + 2.0 * MARGIN, least);
    let legend_height = if legend.is_empty() { 0.0 } else { (legend_rows as f64 + 1.5) * LEGEND };
    let height = TITLE + KINDS_HEIGHT + nodes_height + legend_height + 2.0 * MARGIN;

    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"{FONT}\" font-size=\"13\">"
    );
    let title = escape(&line(&picture.title, 90));
    let _ = writeln!(out, "<title>{title}</title>");
    let _ = writeln!(out, "<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>");
    arrows(&picture.prefix, &mut out);
    let _ = writeln!(
        out,
        "<text x=\"{MARGIN}\" y=\"36\" font-size=\"16\" font-weight=\"bold\" fill=\"#1b1b1b\">{title}</text>"
    );
    kinds(&mut out);
    for (at, edge) in picture.edges.iter().enumerate().filter(|(at, _)| is_drawn[*at]) {
        let (from, to) = (heights.place(cells[edge.from]), heights.place(cells[edge.to]));
        draw_edge(picture, at, from, to, &mut out);
    }
    for (at, node) in picture.nodes.iter().enumerate() {
        draw_node(picture, node, &told[at], heights.place(cells[at]), &mut out);
    }
    draw_legend(picture, &legend, TITLE + KINDS_HEIGHT + nodes_height + MARGIN, &mut out);
    out + "</svg>\n"
}

/// Lines from a definition that everything uses would cover the picture: users name it instead, unless a reference is
/// faulty.
fn drawn(picture: &Picture) -> Vec<bool> {
    const MOST: usize = 2;
    let mut uses = vec![0_usize; picture.nodes.len()];
    for edge in &picture.edges {
        uses[edge.from] += 1;
    }
    let is_shared = |node: usize| picture.nodes[node].class == Class::Definition && uses[node] > MOST;
    picture.edges.iter().map(|edge| !is_shared(edge.from) || !edge.findings.is_empty()).collect()
}

/// What stands below the name of each node.
fn definitions_told(picture: &Picture, is_drawn: &[bool]) -> Vec<String> {
    let mut told: Vec<String> = picture.nodes.iter().map(|node| node.what.clone()).collect();
    let mut uses = vec![0_usize; picture.nodes.len()];
    for (edge, _) in picture.edges.iter().zip(is_drawn).filter(|(_, is_drawn)| !**is_drawn) {
        uses[edge.from] += 1;
        // A hostile body may use a definition any number of times.
        if told[edge.to].len() < 2 * NAME {
            let _ = write!(told[edge.to], " · {}", line(&picture.nodes[edge.from].name, NAME));
        }
    }
    for (told, uses) in told.iter_mut().zip(uses).filter(|(_, uses)| *uses > 0) {
        let _ = write!(told, " · used {uses} times");
    }
    told
}

/// Short columns stand in the middle.
struct Heights {
    shift: Vec<f64>,
}

impl Heights {
    fn of(cells: &[Cell], columns: usize, rows: usize) -> Heights {
        let mut counts = vec![0_usize; columns];
        for cell in cells {
            counts[cell.column] = counts[cell.column].max(cell.row + 1);
        }
        Heights { shift: counts.iter().map(|count| (rows - count) as f64 / 2.0).collect() }
    }

    /// The upper left corner of a cell.
    fn place(&self, cell: Cell) -> (f64, f64) {
        let x = MARGIN + cell.column as f64 * (WIDTH + GAP_X);
        (x, TITLE + KINDS_HEIGHT + MARGIN / 2.0 + (cell.row as f64 + self.shift[cell.column]) * (HEIGHT + GAP_Y))
    }
}

const KINDS_HEIGHT: f64 = 26.0;

/// What the colours stand for.
fn kinds(out: &mut String) {
    let kinds = [
        (Class::Prediction, "prediction"),
        (Class::Draft, "draft"),
        (Class::Export, "export"),
        (Class::Definition, "definition"),
    ];
    for (at, (class, name)) in kinds.into_iter().enumerate() {
        let Colors { fill, line } = Colors::of(class);
        let x = MARGIN + at as f64 * 105.0;
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"50\" width=\"12\" height=\"12\" rx=\"2\" fill=\"{fill}\" stroke=\"{line}\"/>\
             <text x=\"{}\" y=\"60\" font-size=\"11\" fill=\"#555555\">{name}</text>",
            x + 17.0
        );
    }
}

fn arrows(prefix: &str, out: &mut String) {
    out.push_str("<defs>\n");
    let colors = [PLAIN, "#c62828", "#b26a00", "#2a6f97"];
    for color in colors {
        let _ = writeln!(
            out,
            "<marker id=\"{prefix}arrow{}\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" \
             markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0.5 L8 4 L0 7.5 z\" fill=\"{color}\"/></marker>",
            &color[1..]
        );
    }
    out.push_str("</defs>\n");
}

const PLAIN: &str = "#6b6b6b";

fn draw_node(picture: &Picture, node: &Node, what: &str, (x, y): (f64, f64), out: &mut String) {
    let Colors { fill, line: border } = Colors::of(node.class);
    let worst = picture.worst(&node.findings);
    let (border, stroke) = worst.map_or((border, 1.2), |worst| (color(worst), 2.5));
    let radius = if node.class == Class::Prediction { HEIGHT / 2.0 } else { 5.0 };
    let dashes = if node.class == Class::Unknown { " stroke-dasharray=\"5 3\"" } else { "" };
    let middle = x + WIDTH / 2.0;
    let mut tip = vec![format!("{} ({})", line(&node.name, 400), node.what)];
    tip.extend(picture.told(&node.findings).iter().map(|told| line(told, 400)));
    let _ = writeln!(out, "<g><title>{}</title>", escape(&tip.join(" — ")));
    let _ = writeln!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"{radius}\" fill=\"{fill}\" \
         stroke=\"{border}\" stroke-width=\"{stroke}\"{dashes}/>"
    );
    let _ = writeln!(
        out,
        "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\" fill=\"#1b1b1b\">{}</text>\
         <text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\" font-size=\"10.5\" fill=\"#555555\">{}</text>",
        y + 18.0,
        escape(&line(&node.name, NAME)),
        y + 33.0,
        escape(&line(what, 32))
    );
    if let Some(worst) = worst {
        mark(&Picture::marks(&node.findings), color(worst), (x + WIDTH - 6.0, y), out);
    }
    out.push_str("</g>\n");
}

/// The numbers of findings, on a patch of their colour.
fn mark(numbers: &str, color: &str, (x, y): (f64, f64), out: &mut String) {
    let width = 9.0 + 7.0 * numbers.chars().count() as f64;
    let _ = writeln!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{width}\" height=\"16\" rx=\"8\" fill=\"{color}\" stroke=\"#ffffff\"/>\
         <text x=\"{x}\" y=\"{}\" text-anchor=\"middle\" font-size=\"10.5\" font-weight=\"bold\" fill=\"#ffffff\">{numbers}</text>",
        x - width / 2.0,
        y - 8.0,
        y + 3.8
    );
}

fn draw_edge(picture: &Picture, at: usize, from: (f64, f64), to: (f64, f64), out: &mut String) {
    let edge = &picture.edges[at];
    let worst = picture.worst(&edge.findings);
    let (line_color, stroke) = worst.map_or((PLAIN, 1.2), |worst| (color(worst), 2.2));
    let dashes = if edge.is_broken { " stroke-dasharray=\"6 4\"" } else { "" };
    let (start, end) = ((from.0 + WIDTH, from.1 + HEIGHT / 2.0), (to.0, to.1 + HEIGHT / 2.0));
    let (path, label) = if to.0 > from.0 {
        // Only the last gap is crossed at a slant: before it, the line runs between the rows.
        let reach = GAP_X * 0.55;
        let path = format!(
            "M{} {} C{} {} {} {} {} {}",
            start.0,
            start.1,
            start.0 + reach,
            start.1,
            end.0 - reach,
            end.1,
            end.0,
            end.1
        );
        (
            path,
            (
                end.0 - GAP_X / 2.0 + 4.0,
                end.1 + (start.1 - end.1) * if to.0 - from.0 > WIDTH + GAP_X { 0.08 } else { 0.42 },
            ),
        )
    } else {
        // Back to the left, or to itself: below the boxes.
        let low = f64::max(from.1, to.1) + HEIGHT + 13.0;
        let path = format!(
            "M{} {} C{} {} {} {low} {} {low} L{} {low} C{} {low} {} {} {} {}",
            start.0,
            start.1,
            start.0 + 34.0,
            start.1,
            start.0 + 34.0,
            start.0 - 6.0,
            end.0 + 6.0,
            end.0 - 34.0,
            end.0 - 34.0,
            end.1,
            end.0,
            end.1
        );
        (path, (f64::midpoint(start.0, end.0), low))
    };
    let mut tip = vec![line(&edge.label, 400)];
    tip.extend(picture.told(&edge.findings).iter().map(|told| line(told, 400)));
    let _ = writeln!(out, "<g><title>{}</title>", escape(&tip.join(" — ")));
    let _ = writeln!(
        out,
        "<path d=\"{path}\" fill=\"none\" stroke=\"{line_color}\" stroke-width=\"{stroke}\"{dashes} marker-end=\"url(#{}arrow{})\"/>",
        picture.prefix,
        &line_color[1..]
    );
    let text = line(&edge.label, LABEL);
    let room = 6.3 * text.chars().count() as f64 + 6.0;
    let _ = writeln!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{room}\" height=\"14\" rx=\"3\" fill=\"#ffffff\" fill-opacity=\"0.85\"/>\
         <text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"10.5\" fill=\"#444444\">{}</text>",
        label.0 - room / 2.0,
        label.1 - 7.0,
        label.0,
        label.1 + 3.8,
        escape(&text)
    );
    if let Some(worst) = worst {
        mark(&Picture::marks(&edge.findings), color(worst), (label.0, label.1 + 15.0), out);
    }
    out.push_str("</g>\n");
}

/// A finding as lines of the legend, broken between words.
fn legend_lines(picture: &Picture, at: usize) -> Vec<String> {
    let finding = &picture.findings[at];
    let (row, column) = finding.place;
    let text = line(&format!("{} [{}] {row}:{column}", finding.message, finding.rule), 400);
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let is_full = lines.last().is_some_and(|last| last.chars().count() + word.chars().count() > LEGEND_LETTERS);
        if is_full {
            lines.push(String::new());
        }
        if let Some(last) = lines.last_mut() {
            last.push_str(if last.is_empty() { "" } else { " " });
            last.push_str(word);
        }
    }
    lines.iter().map(|text| line(text, LEGEND_LETTERS)).collect()
}

fn draw_legend(picture: &Picture, legend: &[Vec<String>], top: f64, out: &mut String) {
    let mut y = top + LEGEND;
    for (at, lines) in legend.iter().enumerate() {
        let severity = picture.findings[at].severity;
        mark(&(at + 1).to_string(), color(severity), (MARGIN + 12.0, y - 4.0), out);
        for text in lines {
            let _ = writeln!(
                out,
                "<text x=\"{}\" y=\"{y}\" font-size=\"12\" fill=\"#1b1b1b\">{}</text>",
                MARGIN + 34.0,
                escape(text)
            );
            y += LEGEND;
        }
    }
}
