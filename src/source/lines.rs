//! Where the lines of a text begin. Lines are counted once, block by block, and looked for in their block when they are
//! asked for: a batch may have a million lines, and few of them are ever told of.

use rayon::prelude::*;

/// Bytes between two remembered counts.
const BLOCK: usize = 4096;

/// Texts of more bytes are counted on all threads.
const LARGE: usize = 1 << 20;

/// What is remembered of a text: for each of its blocks, how many lines end before it.
#[derive(Debug)]
pub(super) struct Lines {
    before: Vec<usize>,
}

impl Lines {
    pub(super) fn of(text: &[u8]) -> Lines {
        let count = |block: usize| count_ends(text, block * BLOCK, (block + 1) * BLOCK);
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
        Lines { before }
    }

    /// The line, from 0, that an offset of the text lies on.
    pub(super) fn at(&self, text: &[u8], offset: usize) -> usize {
        let block = offset / BLOCK;
        self.before[block] + count_ends(text, block * BLOCK, offset)
    }

    /// Where a line begins. None where there are fewer lines.
    pub(super) fn start(&self, text: &[u8], line: usize) -> Option<usize> {
        if line == 0 {
            return Some(0);
        }
        // It begins behind the end of the one before, which lies in the last block that fewer end before.
        let block = self.before.partition_point(|before| *before < line) - 1;
        let from = block * BLOCK;
        let nth = line - self.before[block] - 1;
        ends(text, from, text.len()).nth(nth).map(|end| end + 1)
    }
}

/// Where the lines end whose last byte lies in a range: at line feeds, and at carriage returns without one.
fn ends(text: &[u8], from: usize, to: usize) -> impl Iterator<Item = usize> + '_ {
    let found = memchr::memchr2_iter(b'\n', b'\r', &text[from..to]).map(move |at| from + at);
    found.filter(|at| text[*at] == b'\n' || text.get(at + 1) != Some(&b'\n'))
}

/// The number of them, which is had faster.
pub(super) fn count_ends(text: &[u8], from: usize, to: usize) -> usize {
    let range = &text[from..to];
    let is_alone = |at: &usize| text.get(from + at + 1) != Some(&b'\n');
    memchr::memchr_iter(b'\n', range).count() + memchr::memchr_iter(b'\r', range).filter(is_alone).count()
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
        let (alone, shared) = (Lines::of(text.as_bytes()), pool.install(|| Lines::of(text.as_bytes())));
        assert_eq!(alone.before, shared.before);
        assert_eq!(alone.at(text.as_bytes(), text.len()), text.matches('\n').count());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn lines_are_those_of_a_walk(
            pieces in prop::collection::vec(("[a\n\r]{0,6}", 0..3_usize), 0..40),
            offsets in prop::collection::vec(any::<prop::sample::Index>(), 20),
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
            let lines = Lines::of(text);
            for (line, start) in starts.iter().enumerate() {
                prop_assert_eq!(lines.start(text, line), Some(*start));
            }
            prop_assert_eq!(lines.start(text, starts.len()), None);
            let near = offsets.iter().map(|offset| offset.index(text.len() + 1));
            for offset in near.chain(starts.iter().copied()).chain((0..=text.len()).step_by(BLOCK)) {
                let line = starts.partition_point(|start| *start <= offset) - 1;
                prop_assert_eq!(lines.at(text, offset), line, "{}", offset);
            }
        }
    }
}
