//! A stream in blocks of whole lines.

use std::io::{self, Read};
use std::time::{Duration, Instant};

/// About so many bytes are one block. Half as many took longer, and so did twice as many.
pub(super) const SIZE: usize = 2 << 20;

/// As many are the first one, since nobody has anything to check meanwhile; each that follows is twice as long.
const FIRST: usize = 512 << 10;

/// Bytes that are asked for at once while a block is not full yet.
const STEP: usize = 256 << 10;

/// What arrives slowly is not waited for any longer, so that it is told of while more arrives.
const PATIENCE: Duration = Duration::from_millis(50);

/// Offsets within a record are 32 bits wide.
const LONGEST: usize = u32::MAX as usize;

/// Bytes that were read, whole lines of them first.
#[derive(Default)]
pub(super) struct Block {
    /// All of them are overwritten again and again.
    room: Vec<u8>,
    /// How many of them were read.
    filled: usize,
    /// How many of those are lines.
    lines: usize,
}

impl Block {
    pub(super) fn lines(&self) -> &[u8] {
        &self.room[..self.lines]
    }
}

/// A stream in blocks.
pub(super) struct Blocks<R> {
    input: R,
    /// About so many bytes are the next one.
    size: usize,
    /// The beginning of the next line.
    carry: Vec<u8>,
    is_over: bool,
    /// What ended it before its end.
    error: Option<io::Error>,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(input: R) -> Blocks<R> {
        Blocks { input, size: FIRST, carry: Vec::new(), is_over: false, error: None }
    }

    /// Reads the next block; `false` where there is none.
    pub(super) fn fill(&mut self, block: &mut Block) -> io::Result<bool> {
        let since = Instant::now();
        block.filled = 0;
        block.lines = 0;
        self.put_back(block);
        while !self.is_over && (block.lines == 0 || (block.filled < self.size && since.elapsed() < PATIENCE)) {
            if block.lines == 0 && block.filled >= LONGEST {
                return Err(io::Error::new(io::ErrorKind::FileTooLarge, "a line is longer than 4 GiB"));
            }
            if block.room.len() < block.filled + STEP {
                // A line longer than a block takes few steps, however long it is.
                block.room.resize((block.filled + STEP).max(block.filled * 3 / 2), 0);
            }
            let read = match self.input.read(&mut block.room[block.filled..]) {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    // What came before it is checked first.
                    self.error = Some(error);
                    0
                }
            };
            let new = block.filled..block.filled + read;
            block.filled = new.end;
            if let Some(feed) = memchr::memrchr(b'\n', &block.room[new.clone()]) {
                block.lines = new.start + feed + 1;
            }
            self.is_over = read == 0;
        }
        if self.is_over {
            block.lines = block.filled;
        }
        self.size = (2 * self.size).min(SIZE);
        self.carry.clear();
        self.carry.extend_from_slice(&block.room[block.lines..block.filled]);
        if block.lines > 0 { Ok(true) } else { self.error.take().map_or(Ok(false), Err) }
    }

    fn put_back(&mut self, block: &mut Block) {
        if block.room.len() < self.carry.len() {
            block.room.resize(self.carry.len(), 0);
        }
        block.room[..self.carry.len()].copy_from_slice(&self.carry);
        block.filled = self.carry.len();
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Gives a few bytes at a time, then fails.
    pub(in crate::app) struct Drip<'a> {
        pub(in crate::app) rest: &'a [u8],
        pub(in crate::app) step: usize,
        pub(in crate::app) fails: bool,
    }

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.rest.is_empty() && self.fails {
                return Err(io::Error::other("gone"));
            }
            let taken = self.step.min(self.rest.len()).min(buffer.len());
            buffer[..taken].copy_from_slice(&self.rest[..taken]);
            self.rest = &self.rest[taken..];
            Ok(taken)
        }
    }

    fn lines_of(text: &str, step: usize) -> Vec<String> {
        let mut blocks = Blocks::new(Drip { rest: text.as_bytes(), step, fails: false });
        let mut block = Block::default();
        let mut read = Vec::new();
        while blocks.fill(&mut block).expect("it reads") {
            read.push(String::from_utf8(block.lines().to_vec()).expect("UTF-8"));
        }
        read
    }

    #[test]
    fn blocks_are_whole_lines_and_all_of_them() {
        for text in ["", "\n", "one", "one\n", "one\ntwo\n\nthree", "\n\n\n"] {
            for step in [1, 2, 3, 100] {
                let blocks = lines_of(text, step);
                assert_eq!(blocks.concat(), text);
                assert!(blocks.iter().rev().skip(1).all(|block| block.ends_with('\n')), "{blocks:?}");
            }
        }
        let long = format!("{}\n{}\n", "x".repeat(SIZE + 5), "y".repeat(3 * SIZE));
        let blocks = lines_of(&long, 100_000);
        assert_eq!((blocks.len(), blocks.concat()), (2, long));
    }
}
