//! The lines below a drawn finding: what the server says, remarks, ways out.

use super::sanitize::{Log, sanitize};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Server};

/// Columns of a note; what codespan puts before it makes a line of about 80.
const WIDTH: usize = 74;

/// The notes of a finding. Where its line is shown in part, line and column say little, so the pointer is named too.
pub(super) fn notes(finding: &Diagnostic, is_cut: bool, log: Log) -> Vec<String> {
    let mut notes = Vec::new();
    if is_cut && !finding.primary.pointer.is_empty() {
        notes.push(format!("at: {}", finding.primary.pointer));
    }
    notes.extend(remarks(finding));
    notes.iter().map(|note| wrap(&sanitize(note, log))).collect()
}

/// What is to be said about a finding beside its message, as it is: one text each, to be made harmless by the caller.
pub(super) fn remarks(finding: &Diagnostic) -> Vec<String> {
    let mut remarks = finding.notes.clone();
    remarks.extend(server(finding));
    remarks.extend(finding.help.iter().map(|help| format!("help: {help}")));
    remarks.extend(finding.fixes.iter().filter(|fix| !finding.help.contains(&fix.title)).map(fix));
    remarks
}

/// What sending the request as it stands would come to, where a schema was there to tell.
fn server(finding: &Diagnostic) -> Option<String> {
    match (finding.server, finding.server_messages.as_slice()) {
        (Server::Unknown, _) => None,
        (Server::Accepts, _) => Some("server: accepts it".to_owned()),
        (Server::Rejects, []) => Some("server: rejects it".to_owned()),
        (Server::Rejects, messages) => {
            let quoted: Vec<_> = messages.iter().map(|message| format!("\"{message}\"")).collect();
            Some(format!("server: rejects it with {}", quoted.join(" and ")))
        }
    }
}

fn fix(fix: &Fix) -> String {
    let word = match fix.applicability {
        Applicability::Safe => "fix",
        Applicability::Unsafe => "fix (unsafe)",
        Applicability::DisplayOnly => "suggestion",
    };
    format!("{word}: {}", fix.title)
}

/// Breaks a note at spaces. A word longer than a line stays whole, so that it can be copied.
fn wrap(note: &str) -> String {
    let mut out = String::with_capacity(note.len() + 4);
    let mut column = 0;
    for word in note.split(' ') {
        let width = word.chars().count();
        if column > 0 && column + 1 + width > WIDTH {
            out.push('\n');
            column = 0;
        } else if !out.is_empty() {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_notes_are_broken_at_spaces_and_long_words_stay_whole() {
        let note = format!("help: {}{}", "word ".repeat(30), "/very".repeat(30));
        let wrapped = wrap(&note);
        assert_eq!(wrapped.replace('\n', " "), note);
        assert!(wrapped.lines().all(|line| line.len() <= WIDTH || !line.contains(' ')), "{wrapped}");
    }
}
