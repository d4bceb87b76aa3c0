//! Path patterns of toile.toml: relative to its folder, and a folder stands for all that is below it.

use std::path::PathBuf;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::json::Span;

/// A list of patterns, any of which may match.
#[derive(Debug, Clone, Default)]
pub struct Globs {
    set: GlobSet,
    patterns: Vec<Pattern>,
}

/// One pattern as written.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// The text between the quotes.
    pub text: String,
    /// Its place in toile.toml.
    pub span: Span,
    /// The folder or file that everything it matches is, or lies below.
    pub base: PathBuf,
    /// Nothing in it stands for anything else.
    pub is_literal: bool,
}

/// Characters that make a path a pattern.
const SPECIAL: [char; 6] = ['*', '?', '[', '{', '}', '\\'];

impl Globs {
    /// Compiles patterns; what is wrong with one of them, and which it is.
    pub(crate) fn new(texts: &[(String, Span)]) -> Result<Globs, (String, Span)> {
        let mut builder = GlobSetBuilder::new();
        let mut patterns = Vec::new();
        for (text, span) in texts {
            let wrong = |message: String| (message, span.clone());
            let plain = text.trim_start_matches("./").trim_end_matches('/');
            let outside = plain.starts_with('/') || plain.contains(':') || plain.split('/').any(|part| part == "..");
            if outside {
                return Err(wrong("paths are relative to the folder of toile.toml, and do not leave it".to_owned()));
            }
            if text.is_empty() {
                return Err(wrong("an empty path matches nothing".to_owned()));
            }
            let mut add = |pattern: &str| {
                let glob = GlobBuilder::new(pattern).literal_separator(true).backslash_escape(true).build();
                builder.add(glob.map_err(|error| wrong(error.kind().to_string()))?);
                Ok(())
            };
            if plain.is_empty() || plain == "." {
                add("**")?;
            } else {
                add(plain)?;
                add(&format!("{plain}/**"))?;
            }
            let plain = if plain == "." { "" } else { plain };
            let literal = plain.split('/').take_while(|part| !part.contains(SPECIAL));
            patterns.push(Pattern {
                text: text.clone(),
                span: span.clone(),
                base: literal.collect(),
                is_literal: !plain.contains(SPECIAL),
            });
        }
        let set = builder.build().map_err(|error| (error.to_string(), texts.first().map_or(0..0, |t| t.1.clone())))?;
        Ok(Globs { set, patterns })
    }

    /// Whether a path, relative to the folder of toile.toml and with forward slashes, is meant.
    pub fn matches(&self, path: &str) -> bool {
        self.set.is_match(path)
    }

    /// The first pattern that means a path.
    pub fn matching(&self, path: &str) -> Option<&Pattern> {
        self.patterns.iter().find(|pattern| {
            Globs::new(&[(pattern.text.clone(), pattern.span.clone())]).is_ok_and(|one| one.matches(path))
        })
    }

    /// The patterns as written.
    pub fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn globs(texts: &[&str]) -> Globs {
        Globs::new(&texts.iter().map(|text| ((*text).to_owned(), 0..0)).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn a_folder_stands_for_what_is_below_it_and_a_star_stays_in_its_folder() {
        let folder = globs(&["./orders/"]);
        assert!(folder.matches("orders/a/b.json") && folder.matches("orders"));
        assert!(!folder.matches("old/orders/a.json") && !folder.matches("orders-2/a.json"));
        let star = globs(&["*.json", "tops/**/*.json"]);
        assert!(star.matches("a.json") && star.matches("tops/a.json") && star.matches("tops/x/y/a.json"));
        assert!(!star.matches("x/a.json"));
        assert!(globs(&["."]).matches("a/b.json") && globs(&["**/legacy"]).matches("a/legacy/b.json"));
    }

    #[test]
    fn bases_end_before_the_first_star() {
        let bases: Vec<_> = globs(&["a/b/*.json", "**/x", "a/b.json", "."])
            .patterns
            .into_iter()
            .map(|p| (p.base, p.is_literal))
            .collect();
        let expected = [("a/b", false), ("", false), ("a/b.json", true), ("", true)];
        for ((base, is_literal), expected) in bases.iter().zip(expected) {
            assert_eq!((base.as_path(), *is_literal), (Path::new(expected.0), expected.1));
        }
    }

    #[test]
    fn what_cannot_match_is_refused() {
        for text in ["", "/abs", "../up", "a/../b", "C:/x", "a[", "{a"] {
            assert!(Globs::new(&[(text.to_owned(), 3..4)]).is_err_and(|(_, span)| span == (3..4)), "{text}");
        }
    }

    #[test]
    fn the_pattern_that_matches_is_named() {
        let globs = globs(&["a", "b/*.json"]);
        assert_eq!(globs.matching("b/x.json").map(|p| p.text.as_str()), Some("b/*.json"));
        assert!(globs.matching("c").is_none());
    }
}
