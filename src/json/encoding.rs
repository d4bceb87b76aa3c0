//! From the bytes of a file to text.

use std::fmt;

/// What was unusual about the encoding of a text that could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without a byte-order mark, as JSON wants it.
    Utf8,
    /// UTF-8 behind a byte-order mark, which stays in the text as its first three bytes.
    Utf8Bom,
}

/// Why bytes are no text that JSON can be written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodingError {
    /// Another encoding that it looks like: `UTF-16, little endian`...
    pub found: Option<&'static str>,
    /// Offset of the first byte that shows it.
    pub offset: usize,
    /// The text with every unreadable byte replaced by one `?`, so that offsets stay those of the file.
    pub readable: String,
}

impl fmt::Display for EncodingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.found {
            Some(found) => write!(f, "this is no UTF-8, but {found}"),
            None => write!(f, "this is no UTF-8: the byte at offset {} does not fit", self.offset),
        }
    }
}

/// Takes the bytes of a file as UTF-8, or says what they are instead.
pub fn decode(bytes: Vec<u8>) -> Result<(String, Encoding), EncodingError> {
    if let Some(found) = wide_encoding(&bytes) {
        return Err(EncodingError { found: Some(found), offset: 0, readable: readable(&bytes) });
    }
    match String::from_utf8(bytes) {
        Ok(text) if text.starts_with('\u{FEFF}') => Ok((text, Encoding::Utf8Bom)),
        Ok(text) => Ok((text, Encoding::Utf8)),
        Err(error) => Err(EncodingError {
            found: None,
            offset: error.utf8_error().valid_up_to(),
            readable: readable(error.as_bytes()),
        }),
    }
}

/// Why a stretch of a file is no text, if it is none. Its first stretch tells more. Offsets are those of the stretch.
pub fn encoding_error(bytes: &[u8], is_first: bool) -> Option<EncodingError> {
    if let Some(found) = wide_encoding(bytes).filter(|_| is_first) {
        return Some(EncodingError { found: Some(found), offset: 0, readable: readable(bytes) });
    }
    let error = std::str::from_utf8(bytes).err()?;
    Some(EncodingError { found: None, offset: error.valid_up_to(), readable: readable(bytes) })
}

/// UTF-16 or UTF-32, told by its byte-order mark or by where the zeros of its first two characters lie. A JSON text
/// starts with ASCII, so one zero stands beside each in UTF-16 and three in UTF-32. One zero alone proves nothing: it
/// may be a stray control character.
pub(crate) fn wide_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [1..=0xFF, 0, 0, 0, ..] => Some("UTF-32, little endian"),
        [0, 0, 0xFE, 0xFF, ..] | [0, 0, 0, 1..=0xFF, ..] => Some("UTF-32, big endian"),
        [0xFF, 0xFE, ..] | [1..=0xFF, 0] | [1..=0xFF, 0, 1..=0xFF, 0, ..] => Some("UTF-16, little endian"),
        [0xFE, 0xFF, ..] | [0, 1..=0xFF] | [0, 1..=0xFF, 0, 1..=0xFF, ..] => Some("UTF-16, big endian"),
        _ => None,
    }
}

/// The bytes as text of the same length. Zeros count as unreadable: in a text they are the other half of something.
fn readable(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.extend(chunk.valid().chars().map(|c| if c == '\0' { '?' } else { c }));
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(text: &str, bytes_of: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes_of).collect()
    }

    fn error(bytes: Vec<u8>) -> EncodingError {
        let length = bytes.len();
        let error = decode(bytes).expect_err("not UTF-8");
        assert_eq!(error.readable.len(), length);
        error
    }

    #[test]
    fn takes_utf8_as_it_is() {
        assert_eq!(decode("{\"é\": \"😀\"}".into()), Ok(("{\"é\": \"😀\"}".to_owned(), Encoding::Utf8)));
        assert_eq!(decode(Vec::new()), Ok((String::new(), Encoding::Utf8)));
        assert_eq!(decode("\u{FEFF}1".into()), Ok(("\u{FEFF}1".to_owned(), Encoding::Utf8Bom)));
        assert_eq!(decode(b"1".into()), Ok(("1".to_owned(), Encoding::Utf8)));
        assert_eq!(decode(b"[\0]".into()), Ok(("[\0]".to_owned(), Encoding::Utf8)), "a stray zero, no UTF-16");
    }

    #[test]
    fn tells_utf16_with_and_without_a_mark() {
        for mark in ["", "\u{FEFF}"] {
            let text = format!("{mark}{{\"a\":\n1}}");
            let little = error(wide(&text, u16::to_le_bytes));
            let big = error(wide(&text, u16::to_be_bytes));
            assert_eq!((little.found, little.offset), (Some("UTF-16, little endian"), 0));
            assert_eq!((big.found, big.offset), (Some("UTF-16, big endian"), 0));
        }
        assert_eq!(error(wide("7", u16::to_le_bytes)).found, Some("UTF-16, little endian"));
        assert_eq!(error(wide("[\n]", u16::to_be_bytes)).readable, "?[?\n?]");
    }

    #[test]
    fn tells_utf32() {
        for mark in ["", "\u{FEFF}"] {
            let text = format!("{mark}[1]");
            let little = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
            let big = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
            assert_eq!(error(little).found, Some("UTF-32, little endian"));
            assert_eq!(error(big).found, Some("UTF-32, big endian"));
        }
    }

    #[test]
    fn keeps_the_length_and_the_lines_of_what_is_no_utf8() {
        let error = error(b"{\"caf\xE9\":\r\n \"\xE2\x82\", \"\xC3\xA9\"}\n".into());
        assert_eq!((error.found, error.offset), (None, 5));
        assert_eq!(error.readable, "{\"caf?\":\r\n \"??\", \"é\"}\n");
    }
}
