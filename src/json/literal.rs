//! A key that is expected, compared 32 bytes at a time without looking for its end.

/// Words of a key and its colon that are compared at once. Few keys are longer.
const WORDS: usize = 4;
const BYTES: usize = 8 * WORDS;

/// The first bytes of what stands somewhere in a text.
pub(crate) type Head = [u64; WORDS];

/// The literal of a key, quotes included, and a colon behind it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Literal {
    /// How it begins.
    start: Head,
    /// The bytes of that which there are.
    mask: Head,
    /// Where it stands among all literals, its colon behind it.
    at: u32,
    /// Its length without the colon.
    pub(crate) length: u32,
}

impl Literal {
    /// Takes one over among all literals.
    pub(crate) fn new(literal: &[u8], literals: &mut Vec<u8>) -> Literal {
        let at = literals.len();
        literals.extend_from_slice(literal);
        literals.push(b':');
        let mut mask = [0; BYTES];
        mask[..BYTES.min(literal.len() + 1)].fill(u8::MAX);
        Literal { start: head(literals, at), mask: head(&mask, 0), at: at as u32, length: literal.len() as u32 }
    }

    /// Whether it stands at an offset, its colon right behind it. `head` is what stands there.
    #[inline]
    pub(crate) fn is_at(&self, head: Head, bytes: &[u8], at: usize, literals: &[u8]) -> bool {
        let differs = |word: usize| (head[word] ^ self.start[word]) & self.mask[word];
        if differs(0) | differs(1) | differs(2) | differs(3) != 0 {
            return false;
        }
        let length = self.length as usize + 1;
        length <= BYTES || bytes.get(at..at + length) == literals.get(self.at as usize..self.at as usize + length)
    }

    /// The literal itself.
    pub(crate) fn text<'a>(&self, literals: &'a [u8]) -> &'a [u8] {
        &literals[self.at as usize..][..self.length as usize]
    }
}

/// The bytes from an offset on, zeros behind the last one.
#[inline]
pub(crate) fn head(bytes: &[u8], at: usize) -> Head {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(chunk) = rest.first_chunk() { split(chunk) } else { split(&padded(rest)) }
}

#[inline]
fn split(chunk: &[u8; BYTES]) -> Head {
    match *chunk.as_chunks().0 {
        [a, b, c, d] => [u64::from_le_bytes(a), u64::from_le_bytes(b), u64::from_le_bytes(c), u64::from_le_bytes(d)],
        _ => [0; WORDS],
    }
}

#[cold]
fn padded(rest: &[u8]) -> [u8; BYTES] {
    let mut chunk = [0; BYTES];
    chunk[..rest.len()].copy_from_slice(rest);
    chunk
}
