//! Where a large batch can be cut between its actions.

use memchr::memmem::{self, Finder};

use crate::json::{Stop, Tape, end_of_string, parse_members, skip_whitespace, start_of};

/// The object of actions in the text of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Actions {
    /// Where it begins.
    pub(crate) object: usize,
    /// The key of the first action.
    pub(crate) first: usize,
    /// The first key in that action, quotes included: others probably begin with the same one.
    head: &'static str,
}

/// What an action begins with.
const HEADS: [&str; 2] = ["\"type\"", "\"body\""];

/// The longest id that is recognised where a cut is looked for.
const LONGEST_ID: usize = 200;

impl Actions {
    /// Finds the actions of a batch. None where the text is not recognised as one so quickly.
    pub(crate) fn find(text: &str) -> Option<Actions> {
        let bytes = text.as_bytes();
        let open = skip_whitespace(bytes, start_of(text));
        // What does not even hold the word is not to be parsed twice: most large documents of other kinds.
        if bytes.get(open) != Some(&b'{') || memmem::find(bytes, b"\"actions\"").is_none() {
            return None;
        }
        let mut tape = Tape::default();
        let mut at = skip_whitespace(bytes, open + 1);
        loop {
            let colon = skip_whitespace(bytes, end_of_string(bytes, at)?);
            if text[at..].starts_with("\"actions\"") && bytes.get(colon) == Some(&b':') {
                return Actions::open(text, skip_whitespace(bytes, colon + 1));
            }
            at = match parse_members(text, at, 0, 1, &mut tape)? {
                Stop::Member(next) => next,
                Stop::End(_) => return None,
            };
        }
    }

    fn open(text: &str, object: usize) -> Option<Actions> {
        let bytes = text.as_bytes();
        let inside = |open: usize| (bytes.get(open) == Some(&b'{')).then(|| skip_whitespace(bytes, open + 1));
        let first = inside(object)?;
        let colon = skip_whitespace(bytes, end_of_string(bytes, first)?);
        let action = inside(skip_whitespace(bytes, colon + 1))?;
        let head = HEADS.into_iter().find(|head| text[action..].starts_with(head))?;
        Some(Actions { object, first, head })
    }

    /// Offsets that are probably keys of actions, about `size` bytes apart, ascending. The first action is the first of
    /// them.
    pub(crate) fn cuts(&self, text: &str, size: usize) -> Vec<usize> {
        let bytes = text.as_bytes();
        let finder = Finder::new(self.head);
        let mut cuts = vec![self.first];
        let mut from = self.first;
        while let Some(window) = from.checked_add(size).filter(|from| *from < bytes.len()) {
            let window = window..bytes.len().min(window + size + self.head.len());
            let found = finder.find_iter(&bytes[window.clone()]).find_map(|at| key_before(bytes, window.start + at));
            // The key stands before its head: never look at the same place again.
            from = found.unwrap_or_default().max(window.start);
            cuts.extend(found.filter(|found| cuts.last() < Some(found)));
        }
        cuts
    }
}

/// The key of the object that has its first key at `head`, where it looks like that of an action that follows another.
fn key_before(bytes: &[u8], head: usize) -> Option<usize> {
    let open = before(bytes, head, b'{')?;
    let colon = before(bytes, open, b':')?;
    let close = before(bytes, colon, b'"')?;
    let least = close.saturating_sub(LONGEST_ID);
    let key = least + memchr::memrchr(b'"', &bytes[least..close])?;
    before(bytes, key, b',')?;
    Some(key)
}

/// The last byte before `at` that is no whitespace, if it is this one.
fn before(bytes: &[u8], at: usize, wanted: u8) -> Option<usize> {
    let last = bytes[..at].iter().rposition(|byte| !byte.is_ascii_whitespace())?;
    (bytes[last] == wanted).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPACED: &str = r#"{ "definitions" : {"a": {"type": {}}}, "actions" : { "p,1" : { "type" : "draft", "body": {
        "note": "{\"type\"", "x" : {"a":1, "y": {"type": 1}} } } , "p2":{"type":"export" } ,"a\"b" : {
        "type":1}, "p4":{"type":1} } }"#;

    #[test]
    fn actions_are_found_after_other_members() {
        let actions = Actions::find(SPACED).expect("a batch");
        assert!(SPACED[actions.object..].starts_with("{ \"p,1\""));
        assert!(SPACED[actions.first..].starts_with("\"p,1\""));
        for none in ["", "[]", "{", "{}", "{\"actions\": 1}", "{\"actions\": {\"a\": 1}}", "{\"a\": {\"actions\": {}}}"]
        {
            assert_eq!(Actions::find(none), None, "{none}");
        }
    }

    #[test]
    fn cuts_are_keys_of_what_begins_like_the_first_action() {
        let actions = Actions::find(SPACED).expect("a batch");
        let cuts = actions.cuts(SPACED, 1);
        let keys: Vec<&str> =
            cuts.iter().map(|cut| SPACED[*cut..].split(['{', ':']).next().unwrap_or("").trim()).collect();
        // A guess may be wrong: `y` is deeper, and of an id with escapes only the end is seen.
        assert_eq!(keys, ["\"p,1\"", "\"y\"", "\"p2\"", "\"p4\""]);
    }
}
