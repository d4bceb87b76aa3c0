//! toile: an offline validator and linter for made-to-measure draft requests.

pub mod check;
pub mod diagnostic;
pub mod document;
pub mod env;
pub mod json;
pub mod pattern;
pub mod rules;
pub mod schema;
pub mod source;
pub mod words;
