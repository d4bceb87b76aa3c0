//! JSON that a terminal or a build log may see: what `sanitize` would make visible is written as an escape, which readers
//! of JSON undo.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter};

use super::sanitize::must_escape;

/// Writes a value on one line, without its end.
pub(super) fn to_writer(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Harmless(CompactFormatter))).map_err(io::Error::from)
}

/// Control and invisible characters of all kinds, and two hashes in a row, which CI runners take for a command.
struct Harmless(CompactFormatter);

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        let mut chars = fragment.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let is_command = c == '#' && chars.peek().is_some_and(|&(_, next)| next == '#');
            if must_escape(c) || is_command {
                self.0.write_string_fragment(writer, &fragment[written..at])?;
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
                written = at + c.len_utf8();
            }
        }
        self.0.write_string_fragment(writer, &fragment[written..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        to_writer(&mut out, &text).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_is_dangerous_is_escaped_and_reads_the_same() {
        let text = "a\u{9b}31m\u{7f}\u{202e}\u{feff}\u{e0041} ##vso[x] # é😀\n\"";
        let json = written(text);
        assert_eq!(json, "\"a\\u009b31m\\u007f\\u202e\\ufeff\\udb40\\udc41 \\u0023#vso[x] # é😀\\n\\\"\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
