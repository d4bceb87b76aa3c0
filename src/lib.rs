//! toile: an offline validator and linter for made-to-measure draft requests.

pub mod diagnostic;
pub mod json;
pub mod schema;
pub mod source;
