//! A batch as a picture: actions, definitions, who uses whom, and what was found.
//!
//! ```text
//! Source, Diagnostics -> Picture -> mermaid | dot | svg
//! ```

mod dot;
mod layout;
mod mermaid;
mod picture;
mod svg;

#[cfg(test)]
mod tests;

pub(crate) use picture::{NoPicture, Picture};

use crate::cli::Drawing;

/// Draws a picture.
pub(crate) fn draw(picture: &Picture, drawing: Drawing) -> String {
    match drawing {
        Drawing::Mermaid => mermaid::draw(picture),
        Drawing::Dot => dot::draw(picture),
        Drawing::Svg => svg::draw(picture),
    }
}

/// Colours of a node or edge, by what it is: `#rrggbb` of the area, the border and the text on it.
struct Colors {
    fill: &'static str,
    line: &'static str,
}

impl Colors {
    fn of(class: picture::Class) -> Colors {
        let (fill, line) = match class {
            picture::Class::Prediction => ("#e8f1fb", "#3b6ea5"),
            picture::Class::Draft => ("#eaf5ea", "#4a8a4a"),
            picture::Class::Export => ("#f4edfa", "#7b5aa6"),
            picture::Class::Definition => ("#f4f4f2", "#8a8a80"),
            picture::Class::Unknown => ("#ffffff", "#8a8a80"),
        };
        Colors { fill, line }
    }
}

/// The colour of what is found.
fn color(severity: crate::diagnostic::Severity) -> &'static str {
    use crate::diagnostic::Severity;
    match severity {
        Severity::Error => "#c62828",
        Severity::Warning => "#b26a00",
        Severity::Info => "#2a6f97",
    }
}

/// A text on one line of at most so many characters, without anything that draws over its neighbours.
fn line(text: &str, longest: usize) -> String {
    let clean = crate::render::sanitize(text, crate::render::Log::Plain);
    let count = clean.chars().count();
    if count <= longest {
        return clean.into_owned();
    }
    clean.chars().take(longest - 1).chain(['…']).collect()
}

/// A text for XML and HTML. Two hashes in a row, which runners take for a command, are not left together.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '#' if escaped.ends_with('#') => escaped.push_str("&#35;"),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // XML has no place for these, not even escaped.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
