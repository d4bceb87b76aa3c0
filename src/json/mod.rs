//! JSON text as a flat tape with a byte span for every key and value.
//!
//! ```text
//! bytes -> encoding -> parse (strict, one pass)  -> Tape
//!                      recover (only on failure) -> Tape + syntax errors
//! ```
//!
//! [`Tape`] is the only form of a document in memory; [`Value`] is a cheap handle into one.

mod duplicates;
mod encoding;
mod literal;
mod number;
mod parse;
pub mod pointer;
mod recover;
mod scan;
mod shapes;
mod string;
mod tape;
mod value;

pub(crate) use encoding::wide_encoding;
pub use encoding::{Encoding, EncodingError, decode, encoding_error};
pub(crate) use literal::{Literal, head as head_at};
pub use number::{Decimal, js_number, to_f64};
pub(crate) use parse::{Stop, parse_around, parse_members, start_of};
pub use parse::{parse, parse_into};
pub use recover::{SyntaxError, SyntaxErrorKind, recover};
pub(crate) use scan::number as end_of_number;
pub(crate) use scan::{
    end_of_string, plain_number, string as rest_of_string, whitespace as skip_whitespace, word as word_at,
};
pub(crate) use string::string_at;
pub use tape::{Kind, Node, Span, Tape};
pub use value::{Doc, Elements, Member, Members, Value};

/// How many arrays and objects may be open at once before the parser stops descending.
pub const MAX_DEPTH: usize = 1024;
