//! Requests with faults that nobody thought of.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::tree::Tree;
use super::{odd, sources};

/// What damage starts from: every valid draft, both batches of ours, and documents of EVRYTHNG.
static REQUESTS: LazyLock<Vec<Tree>> = LazyLock::new(|| {
    let batches = sources("batches").into_iter().filter(|source| source.name().contains("two-drafts"));
    let others = batches.chain(sources("thng/valid"));
    sources("drafts/valid").into_iter().chain(others).map(|source| Tree::parse(source.text())).collect()
});

/// Names that mean something somewhere, and names that are trouble.
const NAMES: &[&str] = &[
    "mbHeight",
    "mbWaistGirth",
    "mbHighHipGirth",
    "fbBustGirth",
    "mfSeatGirth",
    "mfThighGirth",
    "mbWeight",
    "mbHeigth",
    "mbWaistHeight",
    "mbCollarGirth",
    "options",
    "seams",
    "measurements",
    "bodyShapes",
    "measurementType",
    "patternId",
    "patternRef",
    "note",
    "metadata",
    "selectedMeasurementIds",
    "measurementProfileId",
    "measurementProfileRevId",
    "enableOptionFallbacks",
    "materials",
    "pocket",
    "pocket.back.side",
    "pocket.slant.angle",
    "front",
    "hem",
    "hem.turnUp.height",
    "sleeve.short.hem",
    "collar",
    "armhole",
    "attachment",
    "shoulderSlope",
    "hipTilt",
    "posture",
    "$ref",
    "__proto__",
    "",
    " ",
    "a/b~c",
    "Zoë",
    "仕立屋🧵",
    "\"",
    "\\",
    "\u{0}",
    "\u{202e}x",
    "0",
    "1",
    "type",
    "body",
    "actions",
];

const LITERALS: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-1",
    "1.8",
    "70.5",
    "15.5",
    "1800",
    "180",
    "0.3",
    "1.0",
    "4.1",
    "1e400",
    "1e-400",
    "-1e-400",
    "9007199254740993",
    "397",
    "412",
    "508",
    "620",
    "999",
    "397.5",
    "\"\"",
    "\"1\"",
    "\" 1\"",
    "\"0.5\"",
    "\"body\"",
    "\"final\"",
    "\"Garment\"",
    "\"regular\"",
    "\"Regular\"",
    "\"none\"",
    "\"pocket.none\"",
    "\"collar.regular\"",
    "\"20Deg\"",
    "\"false\"",
    "\"\\u0062ody\"",
    "\"\\ud83e\\uddf5\"",
    "\"\\\"\"",
    "[]",
    "{}",
    "[null, {\"x\": 1}]",
    "[\"mbHeight\", \"mbHeight\", \"mbHeigth\"]",
    "{\"leftBreast\": {\"style\": \"rounded\"}}",
    "{\"$ref\": \"#/resources/him/measurements\"}",
    "{\"$ref\": 1}",
    "{\"$ref\": \"#/resources/him/id\", \"x\": 1}",
];

#[derive(Debug, Clone, Copy)]
enum Damage {
    Drop,
    Rename(&'static str),
    Misspell,
    Replace(&'static str),
    Duplicate(&'static str),
    Add(&'static str, &'static str),
}

fn damage() -> impl Strategy<Value = Damage> {
    let name = || prop::sample::select(NAMES);
    let literal = || prop::sample::select(LITERALS);
    prop_oneof![
        2 => Just(Damage::Drop),
        2 => name().prop_map(Damage::Rename),
        2 => Just(Damage::Misspell),
        5 => literal().prop_map(Damage::Replace),
        1 => literal().prop_map(Damage::Duplicate),
        2 => (name(), literal()).prop_map(|(name, literal)| Damage::Add(name, literal)),
    ]
}

/// A request with a few faults, as text. Some requests stay as they are.
pub(crate) fn damaged() -> impl Strategy<Value = String> {
    let places = (any::<prop::sample::Index>(), any::<prop::sample::Index>());
    let faults = prop::collection::vec((places, damage()), 0..4);
    let other = prop::option::weighted(0.3, prop::sample::select(odd::NUMBERS));
    let request = prop::sample::select(REQUESTS.as_slice());
    (request, other, faults, any::<bool>()).prop_map(|(mut tree, other, faults, in_lines)| {
        if let (Some(number), true) = (other, tree.has("patternId")) {
            *tree.get("patternId") = Tree::Leaf(number.to_owned());
        }
        for ((object, member), damage) in faults {
            let count = tree.count_objects();
            if count == 0 {
                break;
            }
            apply(tree.object(object.index(count)), member, damage);
        }
        tree.write(in_lines)
    })
}

fn apply(members: &mut Vec<(String, Tree)>, member: prop::sample::Index, damage: Damage) {
    let leaf = |literal: &str| Tree::Leaf(literal.to_owned());
    if let Damage::Add(name, literal) = damage {
        members.push((name.to_owned(), leaf(literal)));
        return;
    }
    if members.is_empty() {
        return;
    }
    let at = member.index(members.len());
    match damage {
        Damage::Drop => drop(members.remove(at)),
        Damage::Rename(name) => name.clone_into(&mut members[at].0),
        Damage::Misspell => {
            let mut letters: Vec<char> = members[at].0.chars().collect();
            let middle = letters.len() / 2;
            if middle > 0 {
                letters.swap(middle, middle - 1);
            }
            members[at].0 = letters.into_iter().collect();
        }
        Damage::Replace(literal) => members[at].1 = leaf(literal),
        Damage::Duplicate(literal) => {
            let name = members[at].0.clone();
            members.push((name, leaf(literal)));
        }
        Damage::Add(..) => {}
    }
}
