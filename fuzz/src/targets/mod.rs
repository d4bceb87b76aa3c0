//! The promises, one file each: `run` takes any bytes and panics where its promise is broken.

pub mod accept;
pub mod check;
pub mod config;
pub mod fix;
pub mod parse;
pub mod schema;
mod shared;

#[allow(unused_imports, reason = "for the programs beside the targets")]
pub use shared::{Input, env, pool, rendered, told};

/// A promise by its name.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const ALL: [Target; 6] = [
    ("parse", parse::run),
    ("check", check::run),
    ("schema", schema::run),
    ("accept", accept::run),
    ("fix", fix::run),
    ("config", config::run),
];
