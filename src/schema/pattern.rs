//! stub
#[derive(Debug)]
pub struct Pattern(regex::Regex);
impl Pattern {
    pub fn new(source: &str) -> Result<Self, regex::Error> {
        regex::Regex::new(source).map(Pattern)
    }
    pub fn matches(&self, text: &str) -> Option<bool> {
        Some(self.0.is_match(text))
    }
}
