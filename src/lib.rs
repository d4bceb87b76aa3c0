//! toile: an offline validator and linter for made-to-measure draft requests.

pub mod app;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod discover;
pub mod error;
pub mod json;
pub mod render;
pub mod report;
pub mod rules;
pub mod settings;
pub mod source;
pub mod suggest;
