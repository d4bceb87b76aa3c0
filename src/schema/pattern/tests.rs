//! The engines against each other: a fast form or an automaton that disagrees with the matcher is wrong.

use proptest::prelude::*;

use super::{AUTOMATON_LIMIT, Engine, Pattern, Simple, automaton, backtrack, classify, parse, program};
