//! Input made harmless for terminals and logs. Everything that people read and that a request, a schema or a file name
//! had a say in goes through here: message, path, label and source line alike.

use std::borrow::Cow;

/// Whether the text goes to a log that takes some of its lines as commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Log {
    /// Nobody reads commands from it.
    #[default]
    Plain,
    /// A CI runner does: `::set-env ..`, `##[group]`, `##vso[..]`, `##teamcity[..]`.
    Commands,
}

/// A text for one line of output: control characters, invisible ones and anything that reorders text become visible
/// escapes (`\u{1b}`), so that what is read is what is there.
pub fn sanitize(text: &str, log: Log) -> Cow<'_, str> {
    // What nearly everything is: printable ASCII, without the signs that commands begin with.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && (log == Log::Plain || !text.contains(['#', ':'])) {
        return Cow::Borrowed(text);
    }
    let mut out: Option<String> = None;
    let mut previous = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let starts_word = previous.is_none_or(char::is_whitespace);
        let command =
            log == Log::Commands && (is_hash_command(c, next) || (starts_word && c == ':' && next == Some(':')));
        if command || must_escape(c) {
            push_escaped(out.get_or_insert_with(|| text[..at].to_owned()), c);
        } else if let Some(out) = &mut out {
            out.push(c);
        }
        previous = Some(c);
    }
    out.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Appends one character of a source line, given the one after it. Tabs stay: whoever draws the line expands them.
pub(super) fn push_source_char(out: &mut String, c: char, next: Option<char>, log: Log) {
    if c != '\t' && (must_escape(c) || (log == Log::Commands && is_hash_command(c, next))) {
        push_escaped(out, c);
    } else {
        out.push(c);
    }
}

/// Roughly how many columns [`push_source_char`] fills: enough to choose a window, which is all that it is for. Never
/// none, so that a line of nothing but combining marks is cut too.
pub(super) fn columns(c: char) -> usize {
    match c {
        '\t' => 4,
        c if must_escape(c) => "\\u{}".len() + hex_digits(c),
        c if u32::from(c) < 0x1100 => 1,
        _ => 2,
    }
}

/// Characters that are drawn onto the one before them; a text cut there would decorate the wrong character.
pub(super) fn is_combining(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE00..=0xFE0F
        | 0xFE20..=0xFE2F)
}

/// `##[`, `##vso[` and their kin are commands wherever they stand on a line. Two hashes are rare enough in a request
/// that no list of commands is kept.
fn is_hash_command(c: char, next: Option<char>) -> bool {
    c == '#' && next == Some('#')
}

/// C0, DEL and C1; line and paragraph separators; bidirectional controls; and what has no shape of its own
/// (zero-width characters, soft hyphens, byte-order marks, tags), which could make two different keys look the same.
pub(super) fn must_escape(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    matches!(u32::from(c), 0x80..=0x9F | 0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F
        | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB
        | 0xFFFE | 0xFFFF | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}

fn push_escaped(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c => out.extend(c.escape_unicode()),
    }
}

fn hex_digits(c: char) -> usize {
    (u32::from(c).max(1).ilog2() / 4 + 1) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmless_text_is_not_copied() {
        assert!(matches!(sanitize("größe 38 – \"é\" 😀", Log::Commands), Cow::Borrowed(_)));
    }

    #[test]
    fn controls_become_visible() {
        assert_eq!(sanitize("a\u{1b}[31mb\nc\td\r\0", Log::Plain), "a\\u{1b}[31mb\\nc\\td\\r\\u{0}");
        assert_eq!(
            sanitize("\u{9b}31m\u{202e}x\u{2066}\u{200b}\u{feff}", Log::Plain),
            "\\u{9b}31m\\u{202e}x\\u{2066}\\u{200b}\\u{feff}"
        );
    }

    #[test]
    fn no_control_survives_at_all() {
        let all: String = (0..=char::MAX as u32).filter_map(char::from_u32).collect();
        let clean = sanitize(&all, Log::Plain);
        assert!(!clean.chars().any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)));
    }

    #[test]
    fn log_commands_are_broken_up_only_where_somebody_listens() {
        assert_eq!(sanitize("::error::x", Log::Plain), "::error::x");
        assert_eq!(sanitize("::error::x ::y", Log::Commands), "\\u{3a}:error::x \\u{3a}:y");
        assert_eq!(sanitize("a ##[group]b ##vso[x]", Log::Commands), "a \\u{23}#[group]b \\u{23}#vso[x]");
    }

    #[test]
    fn columns_agree_with_what_is_written() {
        for c in ['a', '\u{1b}', '\0', '\u{202e}', '\u{e0001}', 'é'] {
            let mut out = String::new();
            push_source_char(&mut out, c, None, Log::Plain);
            assert_eq!(columns(c), out.chars().count(), "{c:?}");
        }
    }
}
