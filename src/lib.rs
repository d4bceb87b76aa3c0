//! toile: an offline validator and linter for made-to-measure draft requests.
//!
//! ```text
//! args + toile.toml -> Settings           settings, cli, config
//! discover -> inputs, sorted              discover
//! read     -> Source                      source
//! parse    -> Tape                        json
//! classify -> request bodies              document
//! check    -> Vec<Diagnostic>             check (schema, pattern, rules below it)
//! suppress                                suppress, baseline
//! fix      -> the text without them       fix
//! render   -> one or more formats         report, cap, mask, render
//! outcome  -> exit code                   app
//! ```
//!
//! [`check::check`] is *the* function: everything that checks calls it, and nothing below it.

pub mod app;
pub mod baseline;
mod batch;
pub mod cap;
pub mod check;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod discover;
pub mod document;
pub mod env;
pub mod error;
pub mod fix;
mod graph;
pub mod json;
pub mod mask;
pub mod merge;
pub mod pattern;
pub mod project;
pub mod render;
pub mod report;
pub mod rules;
pub mod schema;
pub mod settings;
pub mod shard;
pub mod source;
pub mod suppress;
mod tally;
mod temporary;
pub mod words;
