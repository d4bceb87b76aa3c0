//! Pattern schemas: their patterns and formats.

pub mod format;
pub mod pattern;
