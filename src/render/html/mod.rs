//! One page for people who look at the result of a CI job: everything in one file, without anything from elsewhere.
//!
//! All findings are in the markup, so the page is whole without its script, which only filters. Nothing of a request
//! reaches script, style or an attribute: rules and severities are ours, files are numbered, and the rest is text. The
//! policy of the page lets nothing run but the two blocks written here, known by their digests.

mod excerpt;
mod findings;
mod summary;
mod text;

use std::io::{self, Write};

use super::Style;
use super::sanitize::Log;
use crate::report::Report;
use text::{count, escaped};

/// The style sheet and its digest, as a content security policy names it. A test holds them together.
const STYLE: &str = include_str!("page.css");
const STYLE_DIGEST: &str = "sha256-qPkDthVWOXF84w3HsB3rtulFTWoKHptBbfilFiVIBNs=";
/// The script and its digest.
const SCRIPT: &str = include_str!("page.js");
const SCRIPT_DIGEST: &str = "sha256-tyO6Bevv5xHBW1jBHCDKO6DLRv8vZyXEwWh24oGalc8=";

/// Findings that are shown, the worst of them where there are more: a browser takes a second or so for them.
pub(super) const MOST_FINDINGS: usize = 10_000;
/// Up to so many findings are unfolded to begin with.
const UNFOLDED: usize = 200;

pub(super) fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let log = style.log;
    head(report, out)?;
    summary::write(report, out)?;
    pictures(report, log, out)?;
    filter(report, log, out)?;
    findings::write(report, log, out)?;
    summary::files(report, log, out)?;
    writeln!(out, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>")
}

/// Everything up to the summary.
fn head(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let version = env!("CARGO_PKG_VERSION");
    let counts = escaped(&summary::counts(&report.summary()), Log::Plain);
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{STYLE_DIGEST}'; \
         script-src '{SCRIPT_DIGEST}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"toile {version}\">\n<title>toile: {counts}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n\
         <header>\n<h1>toile <small>{version}</small></h1>\n\
         <fieldset class=\"theme\"><legend>Colours</legend>\
         <label><input type=\"radio\" name=\"theme\" id=\"auto\" checked>auto</label>\
         <label><input type=\"radio\" name=\"theme\" id=\"light\">light</label>\
         <label><input type=\"radio\" name=\"theme\" id=\"dark\">dark</label></fieldset>\n</header>\n<main>"
    )
}

/// The batches, drawn.
fn pictures(report: &Report, log: Log, out: &mut dyn Write) -> io::Result<()> {
    if report.pictures.is_empty() {
        return Ok(());
    }
    let open = if report.pictures.len() == 1 { " open" } else { "" };
    writeln!(
        out,
        "<section>\n<details{open}><summary><h2>Batches</h2> <span class=\"counts\">{}</span></summary>",
        count(report.pictures.len(), "drawing")
    )?;
    for picture in &report.pictures {
        let file = escaped(&picture.file, log);
        writeln!(out, "<details class=\"picture\"{open}><summary><code>{file}</code></summary>")?;
        writeln!(out, "<div class=\"drawing\" tabindex=\"0\">\n{}</div></details>", picture.svg)?;
    }
    writeln!(out, "</details>\n</section>")
}

/// The controls. They are of no use without the script, which shows them.
fn filter(report: &Report, log: Log, out: &mut dyn Write) -> io::Result<()> {
    if report.findings().next().is_none() {
        return Ok(());
    }
    writeln!(
        out,
        "<search><form id=\"filter\" hidden>\n\
         <label class=\"search\">Search <input type=\"search\" id=\"words\" autocomplete=\"off\" spellcheck=\"false\"></label>\n\
         <fieldset><legend>Severity</legend>"
    )?;
    for severity in ["error", "warning", "info"] {
        let class = format!("<span class=\"severity {severity}\">{severity}</span>");
        writeln!(
            out,
            "<label><input type=\"checkbox\" name=\"severity\" value=\"{severity}\" checked>{class}</label>"
        )?;
    }
    writeln!(out, "</fieldset>\n<label>Rule <select id=\"rule\"><option value=\"\">all</option>")?;
    let mut rules: Vec<&str> = report.findings().map(|(_, finding)| finding.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    for rule in rules {
        writeln!(out, "<option>{rule}</option>")?;
    }
    writeln!(out, "</select></label>\n<label>File <select id=\"file\"><option value=\"\">all</option>")?;
    for (number, file) in report.files.iter().enumerate().filter(|(_, file)| !file.diagnostics.is_empty()) {
        writeln!(out, "<option value=\"{number}\">{}</option>", escaped(file.source.name(), log))?;
    }
    let all = count(report.findings().count().min(MOST_FINDINGS), "finding");
    writeln!(
        out,
        "</select></label>\n<button type=\"reset\">Clear</button>\n<output id=\"shown\" aria-live=\"polite\">{all}</output>\n\
         <p class=\"keys\"><kbd>/</kbd> search, <kbd>j</kbd> <kbd>k</kbd> next and previous finding, <kbd>Esc</kbd> clear</p>\n\
         </form></search>"
    )
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    /// As a content security policy writes it down.
    fn digest(text: &str) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let bytes = Sha256::digest(text);
        let letters = bytes.chunks(3).flat_map(|chunk| {
            let number = (0..3).fold(0_usize, |sum, at| sum << 8 | chunk.get(at).map_or(0, |byte| usize::from(*byte)));
            (0..4).map(
                move |at| {
                    if at <= chunk.len() { char::from(LETTERS[number >> (18 - 6 * at) & 63]) } else { '=' }
                },
            )
        });
        format!("sha256-{}", letters.collect::<String>())
    }

    #[test]
    fn the_policy_names_the_style_and_the_script_of_the_page() {
        assert_eq!(digest("abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
        assert_eq!(STYLE_DIGEST, digest(STYLE), "write the right digest where the left one stands");
        assert_eq!(SCRIPT_DIGEST, digest(SCRIPT), "write the right digest where the left one stands");
    }

    #[test]
    fn style_and_script_can_stand_in_a_page() {
        assert!(!STYLE.to_lowercase().contains("</") && !STYLE.contains("url("));
        assert!(!SCRIPT.to_lowercase().contains("</") && !SCRIPT.contains("<!--") && !SCRIPT.contains("innerHTML"));
    }
}
