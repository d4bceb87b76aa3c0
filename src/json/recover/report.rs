//! Gathers errors: how they are worded, and how many are told.

use super::{SyntaxError, SyntaxErrorKind};
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::json::Span;

/// How many errors of one text are told. Who made more has other worries.
pub(super) const MAX_ERRORS: usize = 50;

/// How much of a token a message repeats.
const SHOWN_CHARACTERS: usize = 40;

/// The errors found so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    errors: Vec<SyntaxError>,
    omitted: usize,
    first_omitted: usize,
    omitted_others: bool,
}

impl Report {
    pub(super) fn add(&mut self, error: SyntaxError) {
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(error);
            return;
        }
        if self.omitted == 0 {
            self.first_omitted = error.span.start;
        }
        self.omitted += 1;
        self.omitted_others |= !error.kind.is_jsonc();
    }

    /// Whether something other than a comment was found.
    pub(super) fn has_more_than_comments(&self) -> bool {
        self.errors.iter().any(|error| !matches!(error.kind, SyntaxErrorKind::Comment | SyntaxErrorKind::HashComment))
    }

    /// The errors in the order of the text.
    pub(super) fn finish(mut self) -> Vec<SyntaxError> {
        self.errors.sort_by_key(|error| error.span.start);
        if self.omitted > 0 {
            let kind = SyntaxErrorKind::Omitted { jsonc: !self.omitted_others };
            let message = match self.omitted {
                1 => "1 more syntax error is not shown".to_owned(),
                more => format!("{more} more syntax errors are not shown"),
            };
            self.errors.push(SyntaxError::new(kind, self.first_omitted..self.first_omitted, message));
        }
        self.errors
    }
}

impl SyntaxError {
    pub(super) fn new(kind: SyntaxErrorKind, span: Span, message: impl Into<String>) -> SyntaxError {
        SyntaxError { kind, span, message: message.into(), help: None, fix: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> SyntaxError {
        self.help = Some(help.into());
        self
    }

    /// A way out that keeps the meaning.
    pub(super) fn safe(self, title: impl Into<String>, edits: Vec<Edit>) -> SyntaxError {
        self.fix(title.into(), Applicability::Safe, edits)
    }

    /// A way out that guesses the meaning.
    pub(super) fn guess(self, title: impl Into<String>, edits: Vec<Edit>) -> SyntaxError {
        self.fix(title.into(), Applicability::Unsafe, edits)
    }

    fn fix(mut self, title: String, applicability: Applicability, edits: Vec<Edit>) -> SyntaxError {
        self.fix = Some(Fix { title, applicability, edits });
        self
    }
}

/// Replaces a span.
pub(super) fn replace(span: Span, replacement: impl Into<String>) -> Edit {
    Edit { span, replacement: replacement.into() }
}

/// Inserts a text at an offset.
pub(super) fn insert(at: usize, text: impl Into<String>) -> Edit {
    replace(at..at, text)
}

/// A token as messages name it: between backticks, control characters spelled out, a long one cut.
pub(super) fn shown(token: &str) -> String {
    let mut text = String::from("`");
    for (count, c) in token.chars().enumerate() {
        if count == SHOWN_CHARACTERS {
            text.push('…');
            break;
        }
        if c.is_control() || is_invisible(c) { text.extend(c.escape_unicode()) } else { text.push(c) }
    }
    text.push('`');
    text
}

/// Characters without any width or with the look of a space, which a reader of a message would not see.
pub(super) fn is_invisible(c: char) -> bool {
    (c.is_whitespace() && c != ' ')
        || matches!(c, '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}
