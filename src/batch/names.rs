//! The keys of one object by name.

use std::borrow::Cow;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::Texts;
use super::hash::{hash, widened};

/// The keys: where they begin, and the hashes of their names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) texts: Texts<'a>,
    pub(super) keys: &'a [u32],
    pub(super) hashes: &'a [u32],
}

/// A table of such keys. Holds nothing but their positions: a batch may have a million actions.
#[derive(Debug)]
pub(super) struct Names {
    /// The last one of each name.
    table: HashTable<u32>,
    /// The first one of each repeated name.
    repeated: HashTable<u32>,
}

impl<'a> Named<'a> {
    fn name(&self, at: u32) -> Cow<'a, str> {
        self.texts.string(self.keys[at as usize])
    }
}

impl Names {
    pub(super) fn of(named: Named<'_>) -> Names {
        let count = named.keys.len() as u32;
        let mut table = HashTable::with_capacity(named.keys.len());
        let mut repeated: HashTable<u32> = HashTable::new();
        let wide = |at: &u32| widened(named.hashes[*at as usize]);
        for at in 0..count {
            // Names are read again only where two have one hash.
            let hash = named.hashes[at as usize];
            let is_same = |other: &u32| named.hashes[*other as usize] == hash && named.name(*other) == named.name(at);
            let entry = table.entry(widened(hash), is_same, wide);
            if let Entry::Occupied(mut before) = entry {
                let first = *before.get();
                repeated.entry(widened(hash), is_same, wide).or_insert(first);
                *before.get_mut() = at;
            } else {
                entry.insert(at);
            }
        }
        Names { table, repeated }
    }

    /// The key of that name; of a repeated name, the last one.
    pub(super) fn find(&self, named: Named<'_>, name: &str) -> Option<u32> {
        look(&self.table, named, name)
    }

    /// The first key of a name, where that is repeated.
    pub(super) fn first(&self, named: Named<'_>, name: &str) -> Option<u32> {
        look(&self.repeated, named, name)
    }

    pub(super) fn has_repeats(&self) -> bool {
        !self.repeated.is_empty()
    }
}

fn look(table: &HashTable<u32>, named: Named<'_>, name: &str) -> Option<u32> {
    let hash = hash(name);
    table.find(widened(hash), |at| named.hashes[*at as usize] == hash && named.name(*at) == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Doc, parse, string_at};

    /// Where the keys of a text of keys begin.
    fn keys(text: &str) -> Vec<u32> {
        let tape = parse(text).expect("this is JSON");
        Doc::new(text, &tape).root().members().map(|member| member.key.span().start as u32).collect()
    }

    fn check(text: &str, hash_of: impl Fn(&str) -> u32, told: &[(&str, Option<u32>, Option<u32>)]) {
        let tape = parse(text).expect("this is JSON");
        let keys = keys(text);
        let hashes: Vec<u32> = keys.iter().map(|key| hash_of(&string_at(text, *key).expect("a key"))).collect();
        let named = Named { texts: Texts::whole(Doc::new(text, &tape)), keys: &keys, hashes: &hashes };
        let names = Names::of(named);
        for (name, last, first) in told {
            assert_eq!(names.find(named, name), *last, "{name} in {text}");
            assert_eq!(names.first(named, name), *first, "{name} in {text}");
        }
        assert_eq!(names.has_repeats(), told.iter().any(|(_, _, first)| first.is_some()), "{text}");
    }

    #[test]
    fn the_last_of_a_repeated_name_is_found_and_the_first_is_known() {
        check("{}", hash, &[("", None, None), ("a", None, None)]);
        check(r#"{"a":1}"#, hash, &[("a", Some(0), None), ("", None, None), ("A", None, None)]);
        check(r#"{"a":1,"":2,"b":3}"#, hash, &[("a", Some(0), None), ("", Some(1), None), ("b", Some(2), None)]);
        check(r#"{"a":1,"b":2,"a":3,"a":4}"#, hash, &[("a", Some(3), Some(0)), ("b", Some(1), None)]);
        check(r#"{"\u0061":1,"\u00e9":2,"a":3,"é":4}"#, hash, &[("a", Some(2), Some(0)), ("é", Some(3), Some(1))]);
    }

    #[test]
    fn names_of_one_hash_are_told_apart() {
        let text = r#"{"a":1,"b":2,"c":3,"a":4}"#;
        let one = hash("a");
        check(text, |_| one, &[("a", Some(3), Some(0)), ("b", None, None), ("d", None, None)]);
    }
}
