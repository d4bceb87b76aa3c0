//! The public JSON parsing suite: `y_*` must be accepted, `n_*` refused, `i_*` is for the parser to decide.
//!
//! The suite is not part of this repository; `TOILE_SHARED` names the folder that holds `data/json-parsing`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use toile::json::{Encoding, Kind, Tape, decode, parse_into, recover};

/// How a file whose verdict the suite leaves open is taken here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Accepted,
    /// No JSON text: a syntax finding.
    Refused,
    /// No UTF-8: an encoding finding.
    NotText,
}
use Verdict::{Accepted, NotText, Refused};

const ANY_SIZE: &str = "a number literal may be of any size; what it means as a double is for its reader";
const LONE: &str = "half a surrogate pair is no character, and strict readers refuse it";
const BYTES: &str = "bytes that are no UTF-8 cannot be JSON";

const OPEN: [(&str, Verdict, &str); 35] = [
    ("i_number_double_huge_neg_exp.json", Accepted, ANY_SIZE),
    ("i_number_huge_exp.json", Accepted, ANY_SIZE),
    ("i_number_neg_int_huge_exp.json", Accepted, ANY_SIZE),
    ("i_number_pos_double_huge_exp.json", Accepted, ANY_SIZE),
    ("i_number_real_neg_overflow.json", Accepted, ANY_SIZE),
    ("i_number_real_pos_overflow.json", Accepted, ANY_SIZE),
    ("i_number_real_underflow.json", Accepted, ANY_SIZE),
    ("i_number_too_big_neg_int.json", Accepted, ANY_SIZE),
    ("i_number_too_big_pos_int.json", Accepted, ANY_SIZE),
    ("i_number_very_big_negative_int.json", Accepted, ANY_SIZE),
    ("i_object_key_lone_2nd_surrogate.json", Refused, LONE),
    ("i_string_1st_surrogate_but_2nd_missing.json", Refused, LONE),
    ("i_string_1st_valid_surrogate_2nd_invalid.json", Refused, LONE),
    ("i_string_incomplete_surrogate_and_escape_valid.json", Refused, LONE),
    ("i_string_incomplete_surrogate_pair.json", Refused, LONE),
    ("i_string_incomplete_surrogates_escape_valid.json", Refused, LONE),
    ("i_string_invalid_lonely_surrogate.json", Refused, LONE),
    ("i_string_invalid_surrogate.json", Refused, LONE),
    ("i_string_inverted_surrogates_U+1D11E.json", Refused, LONE),
    ("i_string_lone_second_surrogate.json", Refused, LONE),
    ("i_string_UTF-16LE_with_BOM.json", NotText, "JSON between systems is UTF-8; the finding names UTF-16"),
    ("i_string_utf16BE_no_BOM.json", NotText, "JSON between systems is UTF-8; the finding names UTF-16"),
    ("i_string_utf16LE_no_BOM.json", NotText, "JSON between systems is UTF-8; the finding names UTF-16"),
    ("i_string_UTF-8_invalid_sequence.json", NotText, BYTES),
    ("i_string_UTF8_surrogate_U+D800.json", NotText, BYTES),
    ("i_string_invalid_utf-8.json", NotText, BYTES),
    ("i_string_iso_latin_1.json", NotText, BYTES),
    ("i_string_lone_utf8_continuation_byte.json", NotText, BYTES),
    ("i_string_not_in_unicode_range.json", NotText, BYTES),
    ("i_string_overlong_sequence_2_bytes.json", NotText, BYTES),
    ("i_string_overlong_sequence_6_bytes.json", NotText, BYTES),
    ("i_string_overlong_sequence_6_bytes_null.json", NotText, BYTES),
    ("i_string_truncated-utf-8.json", NotText, BYTES),
    ("i_structure_500_nested_arrays.json", Accepted, "below our limit of depth"),
    ("i_structure_UTF-8_BOM_empty_object.json", Accepted, "one byte-order mark is skipped; a rule reports it"),
];

/// The files of the suite by name; `None`, with a word about it, where the suite is not at hand.
#[allow(clippy::print_stdout)] // A test that was skipped should say so.
fn suite() -> Option<BTreeMap<String, Vec<u8>>> {
    let Some(shared) = std::env::var_os("TOILE_SHARED") else {
        println!("skipped: TOILE_SHARED is not set");
        return None;
    };
    let folder: PathBuf = Path::new(&shared).join("data/json-parsing");
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(&folder).expect("the folder of the suite") {
        let path = entry.expect("an entry of the folder").path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.file_name().expect("a file name").to_string_lossy().into_owned();
            files.insert(name, fs::read(&path).expect("a file of the suite"));
        }
    }
    Some(files)
}

/// Strict parser and tolerant parser must be of one mind; the tape of either must be whole.
fn verdict(name: &str, bytes: &[u8]) -> Verdict {
    let (text, verdict) = match decode(bytes.to_vec()) {
        Ok((text, _)) => {
            let mut tape = Tape::default();
            let accepted = parse_into(&text, &mut tape);
            (text, if accepted { Accepted } else { Refused })
        }
        Err(error) => {
            assert_eq!(error.readable.len(), bytes.len(), "{name}: offsets must stay those of the file");
            (error.readable, NotText)
        }
    };
    let mut tape = Tape::default();
    let errors = recover(&text, &mut tape);
    walk(name, &text, &tape);
    match verdict {
        Accepted => assert!(errors.is_empty(), "{name}: {errors:?}"),
        Refused => assert!(!errors.is_empty(), "{name}: refused without a finding"),
        NotText => {}
    }
    for error in &errors {
        assert!(text.get(error.span.clone()).is_some(), "{name}: {error:?}");
    }
    verdict
}

/// Visits every node of a tape through the handles that rules use.
fn walk(name: &str, text: &str, tape: &Tape) {
    let doc = toile::json::Doc::new(text, tape);
    let mut waiting = vec![doc.root()];
    let mut visited = 0;
    while let Some(value) = waiting.pop() {
        visited += 1;
        assert!(text.get(value.span()).is_some(), "{name}: {:?}", value.span());
        for member in value.members() {
            visited += 1;
            assert_eq!(member.key.kind(), Kind::Key, "{name}");
            assert!(member.key.string().is_some());
            waiting.push(member.value);
        }
        waiting.extend(value.elements());
    }
    assert_eq!(visited, tape.nodes().len(), "{name}: every node can be reached");
}

#[test]
fn accepts_what_is_json_and_refuses_what_is_not() {
    let Some(suite) = suite() else { return };
    let (mut accepted, mut refused) = (0, 0);
    for (name, bytes) in &suite {
        match name.as_bytes()[0] {
            b'y' => {
                accepted += 1;
                assert_eq!(verdict(name, bytes), Accepted, "{name}");
            }
            b'n' => {
                refused += 1;
                assert_ne!(verdict(name, bytes), Accepted, "{name}");
            }
            _ => {}
        }
    }
    assert!(accepted >= 95 && refused >= 185, "only {accepted} and {refused} files: is this the whole suite?");
}

#[test]
fn decides_what_the_suite_leaves_open() {
    let Some(suite) = suite() else { return };
    let open: Vec<&String> = suite.keys().filter(|name| name.starts_with("i_")).collect();
    assert_eq!(open.len(), OPEN.len());
    for (name, expected, reason) in OPEN {
        assert_eq!(verdict(name, &suite[name]), expected, "{name}: {reason}");
    }
}

#[test]
fn tells_the_byte_order_mark() {
    let (text, encoding) = decode(b"\xEF\xBB\xBF{}".to_vec()).expect("this is UTF-8");
    assert_eq!(encoding, Encoding::Utf8Bom);
    assert!(parse_into(&text, &mut Tape::default()));
}
