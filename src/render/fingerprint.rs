//! Names for findings that outlive edits elsewhere in the file: what CI systems and baselines recognise one by.

use std::collections::HashMap;

/// Hands out fingerprints. Two findings that nothing tells apart are numbered in the order of the report.
#[derive(Debug, Default)]
pub struct Fingerprints {
    seen: HashMap<u128, u32>,
}

impl Fingerprints {
    /// The fingerprint of the next finding with these properties, as 32 hexadecimal digits. Neither line nor offset
    /// nor record number takes part: they move with every edit above.
    pub fn next(&mut self, rule: &str, file: &str, pointer: &str, message: &str) -> String {
        let mut hash = Fnv::new();
        for part in [rule, file, pointer, message] {
            hash.part(part.as_bytes());
        }
        let count = self.seen.entry(hash.0).or_default();
        *count += 1;
        if *count > 1 {
            hash.part(&count.to_le_bytes());
        }
        format!("{:032x}", hash.0)
    }
}

/// A digest of a text, as 32 hexadecimal digits: the same for every version of everything.
pub fn digest(text: &str) -> String {
    let mut hash = Fnv::new();
    hash.part(text.as_bytes());
    format!("{:032x}", hash.0)
}

/// FNV-1a with 128 bits: written out here because fingerprints must stay the same for every version of everything.
struct Fnv(u128);

impl Fnv {
    fn new() -> Fnv {
        Fnv(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    /// Takes in a part and its end, so that `ab` + `c` is not `a` + `bc`.
    fn part(&mut self, bytes: &[u8]) {
        // No text holds 0xFF: it is no byte of UTF-8.
        for &byte in bytes.iter().chain(&[0xFF]) {
            self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_fnv_1a() {
        let mut hash = Fnv::new();
        for &byte in b"hello" {
            hash.0 = (hash.0 ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
        assert_eq!(format!("{:032x}", hash.0), "e3e1efd54283d94f7081314b599d31b3");
    }

    #[test]
    fn equal_findings_are_numbered_and_others_are_told_apart() {
        let mut prints = Fingerprints::default();
        let all = [
            prints.next("r", "f", "/a", "m"),
            prints.next("r", "f", "/a", "m"),
            prints.next("r", "f", "/a", "m"),
            prints.next("r", "f", "/am", ""),
        ];
        for (at, print) in all.iter().enumerate() {
            assert_eq!(print.len(), 32);
            assert!(!all[..at].contains(print));
        }
        assert_eq!(Fingerprints::default().next("r", "f", "/a", "m"), all[0]);
    }
}
