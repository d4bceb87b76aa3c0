//! Texts about a request without its values: a value becomes the name of its type.

use super::known::{Known, number};
use super::source::{FREE_FORM, Seen};
use crate::json::pointer::unescape_segment;

/// Words of no file that messages use beside numbers.
const TERMS: [&str; 5] = ["UTF-8", "UTF-16", "UTF-32", "draft-07", "draft-7"];

/// Of so many texts no one looks for each in an authored text.
const MOST_SEARCHED: usize = 10_000;

/// What may be told about one request.
pub(super) struct Words<'a> {
    known: &'a Known,
    seen: &'a Seen,
    /// A value holds a backtick, so backticks do not tell where a value ends.
    is_ambiguous: bool,
    /// Values longest first, to be looked for in authored texts.
    searched: Vec<&'a str>,
}

impl<'a> Words<'a> {
    pub(super) fn new(known: &'a Known, seen: &'a Seen) -> Words<'a> {
        let is_ambiguous = seen.strings.iter().chain(&seen.names).any(|text| text.contains('`'));
        let mut searched: Vec<&str> =
            seen.strings.iter().map(String::as_str).filter(|text| text.chars().count() > 1).collect();
        searched.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        Words { known, seen, is_ambiguous, searched }
    }

    /// A sentence of ours: names and values stand between backticks, some numbers by themselves.
    pub(super) fn sentence(&self, text: &str) -> String {
        if self.is_ambiguous && text.contains('`') {
            return "masked: a value of the request cannot be told from the text around it".to_owned();
        }
        let mut masked = String::new();
        for (position, part) in text.split('`').enumerate() {
            if position > 0 {
                masked.push('`');
            }
            let part = if position % 2 == 1 { self.token(part) } else { self.free(part, false) };
            masked.push_str(&part);
        }
        masked
    }

    /// A text of a pattern's author, as the server would answer with it. Templates put values of the request into it.
    pub(super) fn authored(&self, text: &str) -> String {
        if self.known.has_word(text) {
            return text.to_owned();
        }
        if self.searched.len() > MOST_SEARCHED {
            return "masked: a text with values of the request".to_owned();
        }
        let mut masked = text.to_owned();
        for value in self.searched.iter().filter(|value| !self.seen.names.contains(**value)) {
            if masked.contains(value) {
                masked = replace(&masked, value, self.known.has_word(value));
            }
        }
        self.free(&masked, false)
    }

    /// The replacement text of an edit.
    pub(super) fn literal(&self, text: &str) -> String {
        self.free(text, true)
    }

    /// A JSON Pointer: what the user named freely is left out.
    pub(super) fn pointer(&self, pointer: &str) -> String {
        let mut is_free = false;
        let segments = pointer.split('/').map(|segment| {
            let name = unescape_segment(segment);
            let is_told = segment.is_empty()
                || segment.bytes().all(|byte| byte.is_ascii_digit())
                || self.seen.names.contains(&*name)
                || (self.known.has_word(&name) && !self.seen.strings.contains(&*name));
            let shown = if is_free || !is_told { "*" } else { segment };
            is_free |= FREE_FORM.contains(&&*name);
            shown
        });
        segments.collect::<Vec<_>>().join("/")
    }

    /// What stands between backticks or quotes.
    fn token(&self, token: &str) -> String {
        let inner = token.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let is_quoted = inner.is_some();
        let inner = inner.unwrap_or(token);
        if inner.is_empty() || self.seen.names.contains(inner) {
            return token.to_owned();
        }
        let shown = match inner {
            "true" | "false" => "<boolean>",
            "null" => return token.to_owned(),
            _ if inner.parse::<f64>().is_ok() => match self.number(inner) {
                Some(shown) => return if is_quoted { format!("\"{shown}\"") } else { shown.to_owned() },
                None if is_quoted => "<string>",
                None => "<number>",
            },
            _ if inner.starts_with('{') => "<object>",
            _ if inner.starts_with('[') => "<array>",
            _ if self.is_told(inner) => return token.to_owned(),
            _ => "<string>",
        };
        shown.to_owned()
    }

    /// A number that no value of the request equals, and that a pattern file holds or that counts something.
    fn number<'t>(&self, written: &'t str) -> Option<&'t str> {
        let value: f64 = written.parse().ok()?;
        let is_small = value.fract() == 0.0 && value.abs() < 10.0;
        let is_secret = self.seen.numbers.contains(&number(value)) || self.seen.strings.contains(written);
        (!is_secret && (is_small || self.known.has_number(value))).then_some(written)
    }

    /// A name, or names joined to a path, of which none is a value.
    fn is_told(&self, word: &str) -> bool {
        if self.seen.names.contains(word) {
            return true;
        }
        if self.seen.strings.contains(word) {
            return false;
        }
        if self.known.has_word(word) || TERMS.contains(&word) || is_option(word) {
            return true;
        }
        let mut parts = word.split(['/', '.', '#', ' ', '~']).filter(|part| !part.is_empty());
        let is_part_told = |part: &str| part != word && (self.is_told(part) || self.number(part).is_some());
        word.contains(['/', '.', '#', ' ', '~']) && parts.all(is_part_told)
    }

    /// Text outside of backticks: what is quoted is a value, and so is what has digits. Where it is `strict`, other words
    /// are not our own either.
    fn free(&self, text: &str, strict: bool) -> String {
        let mut masked = String::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let length = if c == '"' { quoted(rest) } else { rest.find(|c| !is_word(c)).unwrap_or(rest.len()) };
            if length == 0 {
                masked.push(c);
                rest = &rest[c.len_utf8()..];
                continue;
            }
            let (run, after) = rest.split_at(length);
            let word = run.trim_end_matches('.');
            let stays = c != '"' && !strict && !word.contains(|c: char| c.is_numeric());
            if stays {
                masked.push_str(run);
            } else {
                masked.push_str(&self.token(word));
                masked.push_str(&run[word.len()..]);
            }
            rest = after;
        }
        masked
    }
}

/// Puts the name of its type in the place of a value. One that is a word of pattern files, too, is looked for as a word.
fn replace(text: &str, value: &str, as_word: bool) -> String {
    let mut replaced = String::new();
    let mut written = 0;
    for (at, _) in text.match_indices(value) {
        let end = at + value.len();
        let goes_on = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if !as_word || !(goes_on(text[..at].chars().next_back()) || goes_on(text[end..].chars().next())) {
            replaced.push_str(&text[written..at]);
            replaced.push_str("<string>");
            written = end;
        }
    }
    replaced + &text[written..]
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '+' | '-' | '$')
}

/// An option of the command line, with the word that stands for its value or a figure.
fn is_option(words: &str) -> bool {
    let is_placeholder = |word: &str| word.bytes().all(|byte| byte.is_ascii_uppercase()) || word == "0";
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let (option, value) = words.split_once(' ').unwrap_or((words, ""));
    option.strip_prefix("--").is_some_and(is_name) && is_placeholder(value)
}

/// The length of a text between quotes, quotes included; the rest where it does not end.
fn quoted(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}
