//! The parsers against `serde_json`: the same texts are accepted, with the same values; spans nest, and give back the text.

use super::super::json_support::assert_sound;

/// Reads any bytes.
pub fn run(bytes: &[u8]) {
    if let Ok((text, _)) = toile::json::decode(bytes.to_vec()) {
        assert_sound(&text);
    }
}
