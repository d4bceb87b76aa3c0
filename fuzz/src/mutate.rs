//! One text made into another, by a seeded generator: the same seed makes the same texts on every machine.

use toile::json::{Doc, Kind, parse};

/// SplitMix64: small, and good enough to choose with.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound; 0 where that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % (bound.max(1) as u64)) as usize
    }

    /// One of a list that is not empty.
    pub fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

/// The words of `fuzz/dictionary.txt`, which libFuzzer reads too.
pub fn words() -> Vec<Vec<u8>> {
    include_str!("../dictionary.txt").lines().filter_map(word).collect()
}

/// A line `"word"` with the escapes `\"`, `\\` and `\xHH`.
fn word(line: &str) -> Option<Vec<u8>> {
    let inner = line.strip_prefix('"')?.strip_suffix('"')?;
    let mut bytes = Vec::new();
    let mut rest = inner.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next()? {
            b'x' => {
                let digits = [rest.next()?, rest.next()?];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
            }
            escaped => bytes.push(escaped),
        }
    }
    Some(bytes)
}

/// Changes a text in one to four places. `others` are texts to take parts from.
pub fn mutate(seed: &[u8], others: &[Vec<u8>], words: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut text = seed.to_vec();
    for _ in 0..=random.below(4) {
        let other = random.of(others);
        let is_grown = random.below(3) > 0 && structured(&mut text, other, words, random);
        if !is_grown {
            plain(&mut text, other, words, random);
        }
    }
    text.truncate(50_000);
    text
}

/// Where the JSON of an input starts: behind its name.
fn start(text: &[u8]) -> usize {
    if text.starts_with(b"#!") { text.iter().position(|&byte| byte == b'\n').map_or(0, |at| at + 1) } else { 0 }
}

/// Replaces, removes, doubles or wraps a value of a text that is JSON. False for another text.
fn structured(text: &mut Vec<u8>, other: &[u8], words: &[Vec<u8>], random: &mut Random) -> bool {
    let from = start(text);
    let json = |bytes: &[u8]| std::str::from_utf8(bytes).ok().map(str::to_owned);
    let Some(own) = json(&text[from..]) else { return false };
    let Some(tape) = parse(&own) else { return false };
    let doc = Doc::new(&own, &tape);
    let chosen = doc.value(random.below(doc.nodes().len()) as u32);
    let span = chosen.span();
    let raw = chosen.raw();
    let new = match random.below(8) {
        0 => return remove(text, from, &own, &span),
        1 => format!("{raw},{raw}"),
        2 if chosen.kind() != Kind::Key => format!("[{raw}]"),
        3 if chosen.kind() != Kind::Key => {
            format!("{{\"{}\":{raw}}}", random.of(&["$ref", "a", "measurements", "allOf"]))
        }
        4 | 5 => {
            let Some(other) = json(&other[start(other)..]) else { return false };
            let Some(tape) = parse(&other) else { return false };
            let doc = Doc::new(&other, &tape);
            let value = doc.value(random.below(doc.nodes().len()) as u32);
            if (value.kind() == Kind::Key) == (chosen.kind() == Kind::Key) {
                value.raw().to_owned()
            } else {
                return false;
            }
        }
        6 => random.of(&VALUES).to_string(),
        _ => {
            let word: &Vec<u8> = random.of(words);
            format!("\"{}\"", String::from_utf8_lossy(word).replace(['"', '\\'], ""))
        }
    };
    text.splice(from + span.start..from + span.end, new.into_bytes());
    true
}

/// Takes a value or member out, with the comma behind it.
fn remove(text: &mut Vec<u8>, from: usize, own: &str, span: &std::ops::Range<usize>) -> bool {
    let end = own[span.end..].find([',', '}', ']']).map_or(own.len(), |at| span.end + at);
    let end = if own[end..].starts_with(',') { end + 1 } else { end };
    text.drain(from + span.start..from + end);
    true
}

const VALUES: [&str; 18] = [
    "null",
    "true",
    "0",
    "-0",
    "-1",
    "1.8",
    "1e400",
    "1e-400",
    "9007199254740993",
    "0.1",
    "\"\"",
    "\"180\"",
    "[]",
    "{}",
    "\"\\ud800\"",
    "\"\\u0000\\u001b[31m\"",
    "{\"$ref\":\"#/resources/p1/measurements\"}",
    "{\"$ref\":\"#\"}",
];

/// Changes bytes, whatever they are.
fn plain(text: &mut Vec<u8>, other: &[u8], words: &[Vec<u8>], random: &mut Random) {
    let at = random.below(text.len() + 1);
    match random.below(7) {
        0 if at < text.len() => drop(text.remove(at)),
        1 => text.truncate(at),
        2 => {
            let end = at + random.below(text.len() - at + 1);
            let part = text[at..end].to_vec();
            text.splice(at..at, part);
        }
        3 => {
            let end = at + random.below((text.len() - at + 1).min(40));
            text.drain(at..end);
        }
        4 if !other.is_empty() => {
            let from = random.below(other.len());
            let to = from + random.below((other.len() - from + 1).min(400));
            text.splice(at..at, other[from..to].iter().copied());
        }
        5 if at < text.len() => text[at] = random.next() as u8,
        _ => drop(text.splice(at..at, random.of(words).iter().copied())),
    }
}
