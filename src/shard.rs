//! `--shard I/N`: the same part of the inputs on every machine, so that several jobs check all of them once.

use std::path::Path;
use std::str::FromStr;

use crate::discover::{Inputs, Origin};

/// One of several parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which, from 1.
    pub number: usize,
    /// Of how many.
    pub count: usize,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(written: &str) -> Result<Shard, String> {
        let parts = written.split_once('/').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        match parts {
            Some((number, count)) if (1..=count).contains(&number) => Ok(Shard { number, count }),
            _ => Err("a shard is written as NUMBER/COUNT, from `1/4` to `4/4` for example".to_owned()),
        }
    }
}

impl Shard {
    /// Leaves the inputs of this part. What an input turns out to be, and what is said about it, depends on no other input,
    /// so nothing has to stay together.
    pub fn retain(self, found: &mut Inputs) {
        let sizes = found.inputs.iter().map(|input| match &input.origin {
            Origin::File(path) => (input.name.clone(), size(path)),
            Origin::Stdin => (input.name.clone(), 0),
        });
        let all = sizes.chain(found.problems.iter().map(|problem| (problem.name.clone(), 0))).collect::<Vec<_>>();
        let mut shards = assign(&all, self.count).into_iter().map(|shard| shard == self.number - 1);
        found.inputs.retain(|_| shards.next().unwrap_or_default());
        found.problems.retain(|_| shards.next().unwrap_or_default());
    }
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |meta| meta.len())
}

/// The part (from 0) that each input belongs to: the largest first, always to the part that has least so far. Names
/// decide between equals, and nothing else has a say.
fn assign(inputs: &[(String, u64)], count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    order.sort_by(|&a, &b| (inputs[b].1, &inputs[a].0).cmp(&(inputs[a].1, &inputs[b].0)));
    // Load and number of each part, the one with least on top. No part beyond the number of inputs gets any.
    let used = count.min(inputs.len());
    let mut loads: std::collections::BinaryHeap<_> = (0..used).map(|shard| std::cmp::Reverse((0, shard))).collect();
    let mut shards = vec![0; inputs.len()];
    for at in order {
        if let Some(std::cmp::Reverse((load, shard))) = loads.pop() {
            shards[at] = shard;
            // Opening a file costs about as much as checking some thousand bytes.
            loads.push(std::cmp::Reverse((load + inputs[at].1 + 4096, shard)));
        }
    }
    shards
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(sizes: &[u64]) -> Vec<(String, u64)> {
        sizes.iter().enumerate().map(|(at, size)| (format!("{at:04}.json"), *size)).collect()
    }

    #[test]
    fn shards_are_numbers_from_one() {
        assert_eq!("2/4".parse(), Ok(Shard { number: 2, count: 4 }));
        for wrong in ["0/4", "5/4", "4", "a/b", "1/0", "-1/2", "1/2/3", ""] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn parts_are_about_equal_and_do_not_depend_on_the_order_of_inputs() {
        let sizes: Vec<u64> = (0..500).map(|number| (number * 7919) % 100_000).collect();
        let all = files(&sizes);
        for count in [1, 2, 3, 7] {
            let shards = assign(&all, count);
            let load = |shard| all.iter().zip(&shards).filter(|(_, at)| **at == shard).map(|(it, _)| it.1).sum::<u64>();
            let loads: Vec<u64> = (0..count).map(load).collect();
            let (least, most) = (loads.iter().min().unwrap(), loads.iter().max().unwrap());
            assert!(most - least < 20_000, "{loads:?}");
            let mut turned: Vec<_> = all.iter().cloned().rev().collect();
            let mut turned_shards = assign(&turned, count);
            turned.reverse();
            turned_shards.reverse();
            assert_eq!(turned_shards, shards);
        }
    }

    #[test]
    fn more_parts_than_inputs_leave_some_empty() {
        assert_eq!(assign(&files(&[5, 5]), 1_000_000_000), [0, 1]);
        assert_eq!(assign(&[], 3), [] as [usize; 0]);
    }
}
