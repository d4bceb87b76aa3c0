//! A report that can be shown to strangers: what requests say is replaced by its type, before any format sees it.
//!
//! ```text
//! known   words that may be told: names in requests, whatever pattern files and the shipped schemas say
//! text    messages, labels, help, authored texts
//! source  the lines that reports quote, every byte in its place
//! ```
//!
//! Names stay, since findings are about them: of fields, options, measurements, actions, and of files. What is named below
//! `metadata` is free-form, and goes. Lines, columns and offsets stay those of the real file, and so do lengths.
//!
//! What cannot be told from a value is masked with it: a word that nobody knows, a number that no pattern file holds.

mod known;
mod source;
mod text;

use crate::diagnostic::{Diagnostic, File, Label};
use crate::env::Env;
use crate::report::{FileReport, Report};
use known::Known;

/// Masks everything that a report says about requests.
pub fn mask(report: &mut Report, env: &Env) {
    let general = Known::general(env);
    for file in report.files.iter_mut().filter(|file| !file.diagnostics.is_empty()) {
        mask_file(file, &general);
    }
}

fn mask_file(file: &mut FileReport, general: &Known) {
    let seen = source::mask(&file.source, general);
    let words = text::Words::new(general, &seen);
    for finding in &mut file.diagnostics {
        mask_finding(finding, &words);
    }
    file.source = seen.source;
}

fn mask_finding(finding: &mut Diagnostic, words: &text::Words<'_>) {
    // A panic may quote what it stumbled over.
    if finding.rule == "internal-error" {
        finding.notes.clear();
    }
    finding.message = words.sentence(&finding.message);
    for text in finding.notes.iter_mut().chain(&mut finding.help) {
        *text = words.sentence(text);
    }
    for text in &mut finding.server_messages {
        *text = words.authored(text);
    }
    for label in std::iter::once(&mut finding.primary).chain(&mut finding.labels) {
        mask_label(label, words);
    }
    for fix in &mut finding.fixes {
        fix.title = words.sentence(&fix.title);
        for edit in &mut fix.edits {
            edit.replacement = words.literal(&edit.replacement);
        }
    }
}

fn mask_label(label: &mut Label, words: &text::Words<'_>) {
    label.message = words.sentence(&label.message);
    if matches!(label.file, File::Checked) {
        label.pointer = words.pointer(&label.pointer);
    }
}
