//! Where the lines of a text begin. Lines are counted once, block by block, and looked for in their block when they are
//! asked for: a batch may have a million lines, and few of them are ever told of.

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU16, Ordering};

use rayon::prelude::*;

/// Bytes between two remembered counts. So many are read again for each line that is asked for, mostly from far away.
const BLOCK: usize = 1024;

/// Texts of more bytes are counted on all threads.
const LARGE: usize = 1 << 20;

/// Stretches of a text, in its order, none of which overlap.
#[derive(Debug, Default)]
pub(crate) struct Stretches(Vec<Range<usize>>);

impl Stretches {
    /// Adds one that begins no earlier than the last one ended.
    #[inline]
    pub(crate) fn push(&mut self, stretch: Range<usize>) {
        match self.0.last_mut() {
            Some(last) if last.end == stretch.start => last.end = stretch.end,
            _ => self.0.push(stretch),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.0.iter().cloned()
    }
}

/// What is remembered of a text.
#[derive(Debug)]
pub(super) struct Lines {
    /// How many lines end in each block, and one more; 0 where nobody has counted yet.
    ends: OnceLock<Vec<AtomicU16>>,
    /// How many lines end before each block.
    before: OnceLock<Vec<usize>>,
}

impl Lines {
    /// Nothing is known yet.
    pub(super) const fn new() -> Lines {
        Lines { ends: OnceLock::new(), before: OnceLock::new() }
    }

    /// Counts the lines of a stretch of a large text, for later, while it is near: reading memory takes longer than counting.
    /// Lines end in those stretches of it only.
    pub(super) fn count(&self, text: &[u8], stretch: Range<usize>, lines: impl Iterator<Item = Range<usize>>) {
        let all = self.ends.get_or_init(|| (0..text.len() / BLOCK).map(|_| AtomicU16::new(0)).collect());
        // Those that lie in it as a whole.
        let first = stretch.start.div_ceil(BLOCK);
        let Some(counted) = all.get(first..stretch.end / BLOCK) else { return };
        let mut counts = vec![0; counted.len()];
        for lines in lines {
            let (mut at, end) = (lines.start.max(first * BLOCK), lines.end.min((first + counted.len()) * BLOCK));
            while at < end {
                let block = at / BLOCK;
                let to = end.min((block + 1) * BLOCK);
                counts[block - first] += count_ends(text, at, to) as u16;
                at = to;
            }
        }
        for (block, count) in counted.iter().zip(counts) {
            block.store(count + 1, Ordering::Relaxed);
        }
    }

    fn before(&self, text: &[u8]) -> &[usize] {
        self.before.get_or_init(|| {
            let counted = self.ends.get().map(Vec::as_slice).unwrap_or_default();
            let count = |block: usize| match counted.get(block).map_or(0, |ends| ends.load(Ordering::Relaxed)) {
                0 => usize::from(ends_of(text, block)),
                counted => usize::from(counted - 1),
            };
            let blocks = text.len() / BLOCK;
            // Outside of a pool, the library would start one.
            let mut before: Vec<usize> = if text.len() > LARGE && rayon::current_thread_index().is_some() {
                (0..blocks).into_par_iter().with_min_len(64).map(count).collect()
            } else {
                (0..blocks).map(count).collect()
            };
            let mut all = 0;
            for count in &mut before {
                all += std::mem::replace(count, all);
            }
            before.push(all);
            before
        })
    }

    /// The line, from 0, that an offset of the text lies on.
    pub(super) fn at(&self, text: &[u8], offset: usize) -> usize {
        let block = offset / BLOCK;
        self.before(text)[block] + count_ends(text, block * BLOCK, offset)
    }

    /// Where a line begins. None where there are fewer lines.
    pub(super) fn start(&self, text: &[u8], line: usize) -> Option<usize> {
        if line == 0 {
            return Some(0);
        }
        // It begins behind the end of the one before, which lies in the last block that fewer end before.
        let before = self.before(text);
        let block = before.partition_point(|before| *before < line) - 1;
        let from = block * BLOCK;
        let nth = line - before[block] - 1;
        ends(text, from, text.len()).nth(nth).map(|end| end + 1)
    }
}

/// Where the line begins that an offset lies on, unless it is so long that this takes more than a look.
pub(super) fn start_near(text: &[u8], offset: usize) -> Option<usize> {
    const NEAR: usize = 4096;
    let from = offset.saturating_sub(NEAR);
    let mut found = memchr::memrchr2_iter(b'\n', b'\r', &text[from..offset]).map(|at| from + at);
    // A carriage return right before the offset may belong to a line feed at it.
    let end = found.find(|at| is_end(text, *at));
    end.map(|end| end + 1).or((from == 0).then_some(0))
}

/// Where the lines end whose last byte lies in a range: at line feeds, and at carriage returns without one.
fn ends(text: &[u8], from: usize, to: usize) -> impl Iterator<Item = usize> + '_ {
    let found = memchr::memchr2_iter(b'\n', b'\r', &text[from..to]).map(move |at| from + at);
    found.filter(|at| is_end(text, *at))
}

/// Whether a line ends with a byte.
#[inline]
fn is_end(text: &[u8], at: usize) -> bool {
    match text[at] {
        b'\n' => true,
        b'\r' => text.get(at + 1) != Some(&b'\n'),
        _ => false,
    }
}

/// How many lines end in a block: no more than it has bytes.
fn ends_of(text: &[u8], block: usize) -> u16 {
    count_ends(text, block * BLOCK, (block + 1) * BLOCK) as u16
}

/// The number of them, which is had faster.
pub(super) fn count_ends(text: &[u8], from: usize, to: usize) -> usize {
    // Between actions, there is little more than a line end.
    if to - from < 32 {
        return (from..to).filter(|at| is_end(text, *at)).count();
    }
    // So many bytes at once that the compiler compares many with one instruction, and that their count fits into a byte.
    let (chunks, rest) = text[from..to].as_chunks::<128>();
    let (mut feeds, mut returns) = (0, 0);
    for chunk in chunks {
        let (mut found, mut others) = (0, 0);
        for byte in chunk {
            found += u8::from(*byte == b'\n');
            others |= u8::from(*byte == b'\r');
        }
        feeds += usize::from(found);
        returns |= others;
    }
    for byte in rest {
        feeds += usize::from(*byte == b'\n');
        returns |= u8::from(*byte == b'\r');
    }
    if returns == 0 { feeds } else { ends(text, from, to).count() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn all_threads_count_the_same() {
        let text: String = (0..LARGE / 8).map(|at| if at % 7 == 0 { "long\r\nand\n" } else { "a line\r\n" }).collect();
        assert!(text.len() > LARGE);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("there are threads");
        let (alone, shared, counted) = (Lines::new(), Lines::new(), Lines::new());
        let stretch = 5 * BLOCK + 1..9 * BLOCK;
        counted.count(text.as_bytes(), stretch.clone(), [stretch].into_iter());
        let counts = |lines: &Lines| lines.before(text.as_bytes()).to_vec();
        assert_eq!(counts(&alone), pool.install(|| counts(&shared)));
        assert_eq!(counts(&alone), counts(&counted));
        assert_eq!(alone.at(text.as_bytes(), text.len()), text.matches('\n').count());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn lines_are_those_of_a_walk(
            pieces in prop::collection::vec(("[a\n\r]{0,6}", 0..3_usize), 0..40),
            offsets in prop::collection::vec(any::<prop::sample::Index>(), 20),
            stretches in prop::collection::vec(any::<(prop::sample::Index, prop::sample::Index, bool)>(), 0..4),
        ) {
            // Some pieces are as long as a block, so that ends fall on both sides of its border.
            let long = "x".repeat(BLOCK - 3);
            let piece = |(ends, more): &(String, usize)| [ends, [0, 0, long.len()].map(|length| &long[..length])[*more]].concat();
            let text: String = pieces.iter().map(piece).collect();
            let text = text.as_bytes();
            let mut starts = vec![0];
            for at in 0..text.len() {
                if text[at] == b'\n' || (text[at] == b'\r' && text.get(at + 1) != Some(&b'\n')) {
                    starts.push(at + 1);
                }
            }
            let lines = Lines::new();
            for (from, to, is_whole) in stretches {
                let [from, to] = [from, to].map(|at: prop::sample::Index| at.index(text.len() + 1));
                let stretch = from.min(to)..from.max(to);
                // Whether every byte of it may be a line end, or only those that are.
                let mut where_lines_end = Stretches::default();
                if is_whole {
                    where_lines_end.push(stretch.clone());
                } else {
                    starts.iter().skip(1).for_each(|start| where_lines_end.push(start - 1..*start));
                }
                lines.count(text, stretch, where_lines_end.iter());
            }
            for (line, start) in starts.iter().enumerate() {
                prop_assert_eq!(lines.start(text, line), Some(*start));
            }
            prop_assert_eq!(lines.start(text, starts.len()), None);
            let near = offsets.iter().map(|offset| offset.index(text.len() + 1));
            for offset in near.chain(starts.iter().copied()).chain((0..=text.len()).step_by(BLOCK)) {
                let line = starts.partition_point(|start| *start <= offset) - 1;
                prop_assert_eq!(lines.at(text, offset), line, "{}", offset);
                prop_assert!(start_near(text, offset).is_none_or(|start| start == starts[line]), "{}", offset);
                let is_near = offset - starts[line] < BLOCK;
                prop_assert!(start_near(text, offset).is_some() || !is_near, "{}", offset);
            }
        }
    }
}
