//! Input that was made to do harm, through whole runs: what reaches a terminal or a log, what a masked report gives away, and
//! how much time and room it takes.

#![allow(clippy::print_stdout, reason = "figures are told beside the verdict")]

#[path = "hostile/held.rs"]
mod held;
#[path = "hostile/limits.rs"]
mod limits;
#[path = "hostile/mask.rs"]
mod mask;
#[path = "hostile/memory.rs"]
mod memory;
#[path = "hostile/output.rs"]
mod output;
mod support;
