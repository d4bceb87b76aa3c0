//! JSON on one line, in which nothing is invisible: what terminals or the logs of CI systems obey or hide is written as `\u`
//! escapes, which read as the same text.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};

use super::sanitize::must_escape;

/// Writes a value and ends the line. There are no line breaks within.
pub(super) fn line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Visible(CompactFormatter));
    value.serialize(&mut serializer).map_err(io::Error::from)?;
    writeln!(out)
}

struct Visible(CompactFormatter);

/// Control and invisible characters of all kinds; and the first of two hashes, which runners take for a command.
impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut from = 0;
        let mut chars = fragment.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let is_command = c == '#' && chars.peek().is_some_and(|&(_, next)| next == '#');
            if must_escape(c) || is_command {
                self.0.write_string_fragment(out, &fragment[from..at])?;
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}")?;
                }
                from = at + c.len_utf8();
            }
        }
        self.0.write_string_fragment(out, &fragment[from..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_invisible_is_escaped_and_reads_as_before() {
        let text = "a\u{7f}\u{9b}31m\u{202e}b\u{e0001}😀é\n\u{1b}\u{feff} ##vso[x] # \"";
        let mut out = Vec::new();
        line(&text, &mut out).unwrap();
        let written = String::from_utf8(out).unwrap();
        assert_eq!(written, "\"a\\u007f\\u009b31m\\u202eb\\udb40\\udc01😀é\\n\\u001b\\ufeff \\u0023#vso[x] # \\\"\"\n");
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
