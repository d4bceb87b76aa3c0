//! What ids and names are told apart by before they are compared.

use std::hash::BuildHasher as _;
use std::sync::LazyLock;

use hashbrown::DefaultHashBuilder;

/// One for all threads, with a seed of its own in every run: nobody can write ids that all fall together.
static HASHER: LazyLock<DefaultHashBuilder> = LazyLock::new(DefaultHashBuilder::default);

/// A short one: it is kept for every action of a batch.
pub(super) fn hash(name: &str) -> u32 {
    (HASHER.hash_one(name) >> 32) as u32
}

/// As wide as a table wants it, which looks at both ends of it.
pub(super) fn widened(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_see_different_bits_at_both_ends() {
        let hashes: Vec<u64> = (0..1_000).map(|at| widened(hash(&format!("d{at}")))).collect();
        for bits in [|hash: &u64| hash >> 57, |hash: &u64| hash & 127] {
            let seen: std::collections::HashSet<u64> = hashes.iter().map(bits).collect();
            assert!(seen.len() > 100, "{}", seen.len());
        }
    }
}
