//! The one fingerprint that code scanning of GitHub reads: a hash of the line of a result and of what follows it, blanks
//! left out. The action that uploads computes it too, and warns where the two differ.
//!
//! Over the UTF-16 units of the file without spaces and tabs, each line ending as one line feed, then a unit 65535, then
//! zeros: the hash of a line is the polynomial in 37 over the 100 units from its first one on, modulo 2^64. Behind it
//! stands how often it has come up so far.

use std::collections::{HashMap, VecDeque};

use crate::source::Source;

/// Units that a hash covers.
const WINDOW: usize = 100;

const BASE: u64 = 37;

/// What a unit that leaves the window was multiplied by.
const LEAVING: u64 = BASE.wrapping_pow(WINDOW as u32);

/// The unit behind the last one.
const END: u16 = u16::MAX;

/// The hashes of some lines (from 0, ascending), in hexadecimal with their numbers, by line.
pub(super) fn line_hashes(source: &Source, lines: &[usize]) -> HashMap<usize, String> {
    let mut hashes = HashMap::new();
    let Some(last) = lines.last() else { return hashes };
    let mut seen: HashMap<u64, u32> = HashMap::new();
    let text = if source.line_range(0).start == 0 { source.text_from(0) } else { "" };
    // Of a stream, the text may end here and go on elsewhere.
    let is_here = |line| {
        let start = source.line_range(line).start;
        start < text.len() || (start == text.len() && source.text_from(start).is_empty())
    };
    for (line, hash) in rolling(text).enumerate().take(last + 1).take_while(|(line, _)| is_here(*line)) {
        let count = seen.entry(hash).or_default();
        *count += 1;
        if lines.binary_search(&line).is_ok() {
            hashes.insert(line, format!("{hash:x}:{count}"));
        }
    }
    // Of what is kept in parts only, the hash of a line is right if what follows it is kept, too; its number may not be.
    for &line in lines {
        if let std::collections::hash_map::Entry::Vacant(entry) = hashes.entry(line) {
            let hash = rolling(source.text_from(source.line_range(line).start)).next().unwrap_or_default();
            let count = seen.entry(hash).or_default();
            *count += 1;
            entry.insert(format!("{hash:x}:{count}"));
        }
    }
    hashes
}

/// The hashes of all lines of a text, in order.
fn rolling(text: &str) -> impl Iterator<Item = u64> {
    let mut units = units(text).chain(std::iter::once(END)).map(Some).chain(std::iter::repeat(None)).enumerate();
    let mut window = [0; WINDOW];
    let mut hash = 0_u64;
    let mut starts = VecDeque::new();
    let mut is_line_start = true;
    std::iter::from_fn(move || {
        for (at, unit) in units.by_ref() {
            if unit.is_none() && starts.is_empty() {
                return None;
            }
            if unit.is_some() && is_line_start {
                starts.push_back(at);
            }
            is_line_start = unit == Some(u16::from(b'\n'));
            let unit = u64::from(unit.unwrap_or(0));
            let leaving = std::mem::replace(&mut window[at % WINDOW], unit);
            hash = hash.wrapping_mul(BASE).wrapping_add(unit).wrapping_sub(leaving.wrapping_mul(LEAVING));
            if starts.front().is_some_and(|start| start + WINDOW == at + 1) {
                starts.pop_front();
                return Some(hash);
            }
        }
        None
    })
}

/// The units that are hashed.
fn units(text: &str) -> impl Iterator<Item = u16> {
    let mut after_return = false;
    text.encode_utf16().filter_map(move |unit| {
        let was_return = std::mem::replace(&mut after_return, unit == u16::from(b'\r'));
        match u8::try_from(unit) {
            Ok(b' ' | b'\t') => None,
            Ok(b'\n') if was_return => None,
            Ok(b'\r') => Some(u16::from(b'\n')),
            _ => Some(unit),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Part;

    fn all(text: &str) -> Vec<String> {
        let source = Source::new("a", text);
        let lines: Vec<usize> = (0..=source.line_index(text.len())).collect();
        let hashes = line_hashes(&source, &lines);
        lines.iter().map(|line| hashes[line].clone()).collect()
    }

    #[test]
    fn hashes_are_those_of_the_action_that_uploads() {
        assert_eq!(all(""), ["c129715d7a2bc9a3:1"]);
        let expected = ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"];
        assert_eq!(all(" a\nb\n  \t\tc\n d"), expected);
        assert_eq!(all(" a\r\nb\r  \t\tc\r\n d"), expected);
    }

    #[test]
    fn a_line_that_comes_up_again_is_numbered() {
        let text = format!("{}\n{}", "x\n".repeat(3), "y".repeat(200));
        let hashes = all(&"x\n".repeat(200));
        assert_eq!(hashes.len(), 201);
        assert!(hashes[0].ends_with(":1") && hashes[1].ends_with(":2"), "{hashes:?}");
        assert_eq!(hashes[0].split_once(':').unwrap().0, hashes[1].split_once(':').unwrap().0);
        assert_eq!(all(&text).len(), 5);
    }

    #[test]
    fn only_what_follows_counts() {
        let text = format!("first\n{}", "😀 line\n".repeat(40));
        let (with, without) = (all(&text), all(text.split_once('\n').unwrap().1));
        assert_eq!(with[30], without[29]);
        assert_eq!(with[40], without[39]);
    }

    #[test]
    fn of_a_stream_the_lines_that_are_kept_have_their_own_hashes() {
        let text = "a\nb\nc\nd\n";
        let parts = Source::of_parts("a", vec![Part::new(4, 2, text[4..].to_owned())]);
        let hashes = line_hashes(&parts, &[2, 3]);
        assert_eq!([&hashes[&2], &hashes[&3]], [&all(text)[2], &all(text)[3]]);
        let parts =
            Source::of_parts("a", vec![Part::new(0, 0, "a\n".to_owned()), Part::new(4, 2, text[4..].to_owned())]);
        assert_eq!(line_hashes(&parts, &[0, 2])[&2], all(text)[2]);
    }
}
