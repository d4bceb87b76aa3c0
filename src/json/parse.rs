//! The strict parser: one pass, no error details.

use super::Tape;

/// Parses a text into a tape that is cleared first. `false` where it is no JSON: the tape is then unusable, and
/// [`recover`](super::recover) tells what is wrong.
pub fn parse_into(_text: &str, tape: &mut Tape) -> bool {
    tape.clear();
    false
}

/// Parses a text into a new tape; `None` where it is no JSON.
pub fn parse(text: &str) -> Option<Tape> {
    let mut tape = Tape::default();
    parse_into(text, &mut tape).then_some(tape)
}
