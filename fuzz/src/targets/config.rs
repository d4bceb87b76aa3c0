//! `toile.toml`: read, or refused with an error that can be shown.

use std::path::PathBuf;

use toile::config::Config;
use toile::source::Source;

/// Reads any text as a configuration.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Config::read(Source::new("toile.toml", text), PathBuf::from("/project")) {
        Ok(config) => {
            for pattern in config.values.include.patterns() {
                assert!(text.get(pattern.span.clone()).is_some(), "a pattern outside of the text");
            }
            for suppression in &config.values.suppress {
                assert!(config.place(&suppression.span).starts_with("toile.toml:"));
            }
            let name = config.name_of(&PathBuf::from("/project"), "drafts/a.json");
            assert_eq!(name.as_deref(), Some("drafts/a.json"));
        }
        Err(error) => {
            let shown = error.render(false);
            assert!(!shown.trim().is_empty(), "an error that says nothing");
            let is_raw = |c: char| c.is_control() && c != '\n';
            assert!(!shown.contains(is_raw), "a control character gets through: {shown:?}");
        }
    }
}
