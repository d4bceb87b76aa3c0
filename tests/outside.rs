//! toile in the hands of other programs: the page in a browser, a buffer of an editor, a terminal that watches.
//!
//! What needs a program that is not part of Rust runs when an environment variable asks for it; `.ci/run` does.

mod support;

#[path = "outside/browser.rs"]
mod browser;
#[path = "outside/devtools.rs"]
mod devtools;
#[path = "outside/editors.rs"]
mod editors;
#[path = "outside/page.rs"]
mod page;
#[path = "outside/picture.rs"]
mod picture;
#[path = "outside/stdin.rs"]
mod stdin;
#[path = "outside/watch.rs"]
mod watch;
