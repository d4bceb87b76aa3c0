//! Properties of both parsers, on generated documents and on what mutations make of them. `serde_json` is the judge.

mod json_support;

use json_support::assert_sound;
use proptest::prelude::*;
use proptest::sample::Index;
use toile::json::parse;

/// A document by its literals, so that the same one can be written in several ways.
#[derive(Debug, Clone)]
enum Tree {
    Leaf(String),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

fn string_literal() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z ]{1,12}",
        1 => "[é中😀\u{2028}\u{7f}/'{}:,]",
        1 => r#"\\["\\/bfnrt]"#,
        1 => r"\\u(00[0-9a-fA-F]{2}|d83d\\ude0[0-9a-f]|20[aA][cC])",
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

fn key_literal() -> impl Strategy<Value = String> {
    // Few names, so that some repeat; one spelled in two ways.
    prop_oneof![
        3 => prop::sample::select(vec![r#""a""#, r#""b""#, r#""\u0061""#, r#""$ref""#, r#""""#]).prop_map(str::to_owned),
        2 => string_literal(),
    ]
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        prop::sample::select(vec!["null", "true", "false", "[]", "{}"]).prop_map(|text| Tree::Leaf(text.to_owned())),
        r"-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,18})?([eE][+-]?[0-9]{1,2})?".prop_map(Tree::Leaf),
        string_literal().prop_map(Tree::Leaf),
    ];
    leaf.prop_recursive(6, 60, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Tree::Array),
            prop::collection::vec((key_literal(), inner), 0..8).prop_map(Tree::Object),
        ]
    })
}

/// Writes a tree with the spaces of `spaces`, taken in turn, between its tokens.
fn write(tree: &Tree, spaces: &mut impl Iterator<Item = &'static str>, out: &mut String) {
    let mut put = |out: &mut String, token: &str| {
        out.push_str(token);
        out.push_str(spaces.next().unwrap_or_default());
    };
    match tree {
        Tree::Leaf(literal) => put(out, literal),
        Tree::Array(elements) => {
            put(out, "[");
            for (position, element) in elements.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write(element, spaces, out);
            }
            out.push(']');
        }
        Tree::Object(members) => {
            put(out, "{");
            for (position, (key, value)) in members.iter().enumerate() {
                if position > 0 {
                    out.push_str(", ");
                }
                out.push_str(key);
                out.push_str(spaces.next().unwrap_or_default());
                out.push(':');
                write(value, spaces, out);
            }
            out.push('}');
        }
    }
}

fn document() -> impl Strategy<Value = String> {
    let spacings = vec![
        vec![""],
        vec![" "],
        vec!["\n  ", "", "\r\n\t"],
        vec!["\n                                      ", " "],
        vec!["\t", "\r", "   \n"],
    ];
    (tree(), prop::sample::select(spacings)).prop_map(|(tree, spacing)| {
        let mut text = String::new();
        write(&tree, &mut spacing.into_iter().cycle(), &mut text);
        text
    })
}

/// One change of a text.
#[derive(Debug, Clone)]
enum Mutation {
    Remove(Index),
    Insert(Index, &'static str),
    Replace(Index, &'static str),
    CutOff(Index),
    Repeat(Index, Index),
}

const PIECES: [&str; 48] = [
    "{", "}", "[", "]", ",", ":", "\"", "'", "\\", "/", "//", "/*", "*/", "#", " ", "\n", "\r\n", "\t", "\0", "\u{1f}",
    "0", "1", "-", "+", ".", "e", "E", "x", "_", "t", "true", "nul", "NaN", "None", "\\u", "\\ud83d", "\\ude00", "\\x",
    "é", "😀", "\u{FEFF}", "\u{A0}", "“", "”", ";", "=", "abc", "\"a\":",
];

fn mutation() -> impl Strategy<Value = Mutation> {
    let piece = prop::sample::select(PIECES.to_vec());
    prop_oneof![
        3 => any::<Index>().prop_map(Mutation::Remove),
        3 => (any::<Index>(), piece.clone()).prop_map(|(at, piece)| Mutation::Insert(at, piece)),
        3 => (any::<Index>(), piece).prop_map(|(at, piece)| Mutation::Replace(at, piece)),
        1 => any::<Index>().prop_map(Mutation::CutOff),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Mutation::Repeat(from, to)),
    ]
}

fn mutate(text: &str, mutation: &Mutation) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let length = chars.len();
    let place = |index: Index| index.index(length + 1);
    let char_place = |index: Index| index.index(length);
    match *mutation {
        Mutation::Remove(at) if !chars.is_empty() => {
            chars.remove(char_place(at));
        }
        Mutation::Insert(at, piece) => {
            let at = place(at);
            chars.splice(at..at, piece.chars());
        }
        Mutation::Replace(at, piece) if !chars.is_empty() => {
            let at = char_place(at);
            chars.splice(at..=at, piece.chars());
        }
        Mutation::CutOff(at) => chars.truncate(place(at)),
        Mutation::Repeat(from, to) if place(from) < place(to) => {
            let part = chars[place(from)..place(to)].to_vec();
            chars.splice(place(to)..place(to), part);
        }
        _ => {}
    }
    chars.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reads_every_document_as_others_do(text in document()) {
        prop_assert!(parse(&text).is_some(), "{}", text);
        assert_sound(&text);
    }

    #[test]
    fn refuses_what_others_refuse(text in document(), mutations in prop::collection::vec(mutation(), 1..4)) {
        assert_sound(&mutations.iter().fold(text, |text, mutation| mutate(&text, mutation)));
    }

    #[test]
    fn survives_any_order_of_tokens(pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..40)) {
        assert_sound(&pieces.concat());
    }

    #[test]
    fn survives_any_text(text in "\\PC{0,60}|[\\x00-\\x7f]{0,60}") {
        assert_sound(&text);
    }

    #[test]
    fn finds_repeated_keys_among_any_number(
        keys in prop::collection::vec("[ab]{0,3}|[ab]{30}x", 0..200),
        escaped in any::<bool>(),
    ) {
        let first = if escaped { "\"\\u0061\":0" } else { "\"c\":0" };
        let members: Vec<String> = keys.iter().map(|key| format!("\"{key}\":0")).collect();
        assert_sound(&format!("{{{}}}", std::iter::once(first.to_owned()).chain(members).collect::<Vec<_>>().join(",")));
    }
}
