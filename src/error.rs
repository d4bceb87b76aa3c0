//! Why the tool could not do its job. Findings about requests are never errors; these are, and end with exit code 2.

use std::io;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};
use thiserror::Error;

use crate::json::Span;
use crate::render::{Log, OneLine, sanitize};
use crate::source::Source;

/// A failure of the run as a whole.
#[derive(Debug, Error, Diagnostic)]
pub enum ToolError {
    /// The command line asks for something that cannot be. The caller's to mend.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// The way out.
        #[help]
        help: Option<String>,
    },
    /// A folder on the command line without any request. Mostly a typo, so no silent success.
    #[error("no JSON file in {}", quoted(folders))]
    #[diagnostic(help(
        "`.json`, `.ndjson` and `.jsonl` files are taken, unless .gitignore excludes them; --allow-empty accepts none"
    ))]
    NoInput {
        /// The folders, as named.
        folders: Vec<String>,
    },
    /// Files named on the command line could not be read; they are findings in the report too.
    #[error("could not read {}", quoted(inputs))]
    Unreadable {
        /// The inputs, as named.
        inputs: Vec<String>,
    },
    /// Files that were to be fixed could not be rewritten; they are findings in the report too.
    #[error("could not rewrite {}", quoted(files))]
    Unwritten {
        /// The files, as named.
        files: Vec<String>,
    },
    /// A report cannot be written where it was asked for.
    #[error("cannot write {file}: {source}")]
    Output {
        /// The file, or `standard output`.
        file: String,
        /// What the system says.
        source: io::Error,
    },
    /// Something else that the system refuses.
    #[error("{what}: {source}")]
    System {
        /// What was tried.
        what: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// A document that the run depends on is no good: a schema, pattern data, the configuration.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Document(Box<BrokenDocument>),
    /// A defect of toile: some file was not checked. It is a finding of the report too.
    #[error("toile failed on {}", quoted(files))]
    #[diagnostic(help("this is a defect of toile, not of your files; please report it"))]
    Internal {
        /// The files, as named.
        files: Vec<String>,
    },
}

/// A broken schema, pattern data or configuration, and the place in it.
#[derive(Debug, Error, Diagnostic)]
#[error("{message}")]
pub struct BrokenDocument {
    message: String,
    #[help]
    help: Option<String>,
    #[source_code]
    source_code: Place,
    #[label("{label}")]
    span: SourceSpan,
    label: String,
}

impl ToolError {
    /// A wrong command line.
    pub fn usage(message: impl Into<String>, help: Option<String>) -> ToolError {
        ToolError::Usage { message: message.into(), help }
    }

    /// A broken document with the place that shows it.
    pub fn document(source: &Source, span: &Span, message: &str, label: &str, help: Option<String>) -> ToolError {
        let line = OneLine::new(source, span);
        let span = SourceSpan::from((line.mark.start, line.mark.len()));
        ToolError::Document(Box::new(BrokenDocument {
            message: message.to_owned(),
            help,
            source_code: Place { line },
            span,
            label: sanitize(label, Log::Plain).into_owned(),
        }))
    }

    /// The failure as text for people, ending in a line feed.
    pub fn render(&self, color: bool) -> String {
        let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme).with_width(80).with_links(false).without_cause_chain();
        let mut out = String::new();
        if handler.render_report(&mut out, &Harmless(self)).is_err() {
            out = format!("{self}\n");
        }
        out
    }
}

/// One line of a document, as miette asks for sources. It shows all there is whatever the context asked for.
#[derive(Debug)]
struct Place {
    line: OneLine,
}

impl SourceCode for Place {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _context_lines_before: usize,
        _context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, miette::MietteError> {
        let OneLine { name, text, position, .. } = &self.line;
        let all = SourceSpan::from((0, text.len()));
        Ok(Box::new(MietteSpanContents::new_named(
            name.clone(),
            text.as_bytes(),
            all,
            position.line - 1,
            position.column - 1,
            1,
        )))
    }
}

/// An error whose texts may be printed: file names and keys come from others. CI runners read along on standard error
/// too, and an error is rare enough not to ask whether one does.
#[derive(Debug)]
struct Harmless<'a>(&'a ToolError);

impl std::fmt::Display for Harmless<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&sanitize(&self.0.to_string(), Log::Commands))
    }
}

impl std::error::Error for Harmless<'_> {}

impl Diagnostic for Harmless<'_> {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        let help = self.0.help()?.to_string();
        Some(Box::new(sanitize(&help, Log::Commands).into_owned()))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.0.source_code()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
        self.0.labels()
    }
}

fn quoted(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let mut text: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    if names.len() > SHOWN {
        text.push(format!("{} more", names.len() - SHOWN));
    }
    text.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_document_is_shown_at_its_place() {
        let source = Source::new("patterns/a.json", "{\n\t\"typo\u{1b}\": 1\n}");
        let help = Some("write `type`".to_owned());
        let error = ToolError::document(&source, &(3..10), "this is no schema", "no such keyword", help);
        insta::assert_snapshot!(error.render(false), @r#"
          × this is no schema
           ╭─[patterns/a.json:2:2]
         2 │  "typo\u{1b}": 1
           ·  ──────┬─────
           ·        ╰── no such keyword
           ╰────
          help: write `type`
        "#);
    }

    #[test]
    fn names_in_errors_are_harmless_and_long_lists_are_cut() {
        let folders = (0..7).map(|number| format!("a\u{1b}[2J{number}")).collect();
        let text = ToolError::NoInput { folders }.render(false);
        assert!(!text.contains('\u{1b}') && text.contains("2 more"), "{text}");
    }
}
