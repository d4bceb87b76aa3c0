//! Whether two actions have one id, without a table of all ids.

use std::borrow::Cow;
use std::collections::HashSet;

use rayon::prelude::*;

/// So many ids are looked at in one go.
const FEW: usize = 1 << 14;

/// Many are looked at in so many goes, each for the hashes that begin with the same four bits: what is sorted is a
/// small part of them all.
const PARTS: u64 = 16;

/// Whether two of the names are the same, by their hashes. Only names of one hash are looked at.
pub(super) fn has_repeats<'a>(hashes: &[u32], name: impl Fn(u32) -> Cow<'a, str> + Sync) -> bool {
    // A hash and the position of its name in one number: those are sorted fastest.
    let is_repeated = |mut candidates: Vec<u64>| {
        candidates.sort_unstable();
        candidates.chunk_by(|one, next| one >> 32 == next >> 32).filter(|same| same.len() > 1).any(|same| {
            let mut seen = HashSet::with_capacity(same.len());
            !same.iter().all(|candidate| seen.insert(name(*candidate as u32)))
        })
    };
    let candidates = || hashes.iter().zip(0_u64..).map(|(hash, at)| u64::from(*hash) << 32 | at);
    if hashes.len() <= FEW {
        return is_repeated(candidates().collect());
    }
    (0..PARTS).into_par_iter().any(|part| {
        let mut some = Vec::with_capacity(hashes.len() / PARTS as usize * 9 / 8);
        some.extend(candidates().filter(|candidate| candidate >> 60 == part));
        is_repeated(some)
    })
}

#[cfg(test)]
mod tests {
    use super::super::hash::hash;
    use super::*;

    fn repeats(names: &[String], hash: impl Fn(&str) -> u32) -> bool {
        let hashes: Vec<u32> = names.iter().map(|name| hash(name)).collect();
        has_repeats(&hashes, |at| Cow::Borrowed(names[at as usize].as_str()))
    }

    fn many(count: usize) -> Vec<String> {
        (0..count).map(|at| format!("d{at}")).collect()
    }

    #[test]
    fn different_names_are_no_repeats() {
        for count in [0, 1, 2, 1_000, FEW, FEW + 1, 5 * FEW] {
            assert!(!repeats(&many(count), hash), "{count}");
        }
    }

    #[test]
    fn a_repeat_is_found_wherever_it_stands() {
        for count in [1, 2, 1_000, FEW, 3 * FEW] {
            for (of, at) in [(0, count), (0, 0), (count - 1, 0), (count / 2, count), (count - 1, count / 3)] {
                let mut names = many(count);
                let name = names[of].clone();
                names.insert(at, name);
                assert!(repeats(&names, hash), "{of} again at {at} of {count}");
            }
        }
        assert!(repeats(&vec!["a".to_owned(); 3 * FEW], hash));
    }

    #[test]
    fn names_of_one_hash_are_compared() {
        let poor = |name: &str| name.len() as u32;
        let mut names = many(100);
        assert!(!repeats(&names, poor));
        names.push("d5".to_owned());
        assert!(repeats(&names, poor));
        // Equal names that do not stand beside each other, in every part.
        let poor = |name: &str| u32::from(name.as_bytes()[name.len() - 1] & 15) << 28;
        let mut names = many(FEW + 1);
        assert!(!repeats(&names, poor));
        names.insert(7, format!("d{FEW}"));
        assert!(repeats(&names, poor));
    }
}
