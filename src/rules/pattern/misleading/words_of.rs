//! A text as the words that it is made of.

use std::collections::HashSet;

/// A text, ready to be asked for words.
#[derive(Debug)]
pub(super) struct Words {
    /// In small letters, between spaces, so that ` under ` is found at either end.
    pub(super) lower: String,
    /// The words as written.
    set: HashSet<String>,
    /// The words that are numbers.
    pub(super) numbers: Vec<f64>,
    /// What a list behind the last colon names, where all of it is single words.
    pub(super) listed: Vec<String>,
}

/// Whether a character is part of a word: names of options have dots and dashes in them.
fn is_inner(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+' | '#')
}

/// A word without what belongs to the sentence around it.
fn trimmed(word: &str) -> &str {
    let word = word.trim_end_matches(['.', '-', '+']);
    let word = word.trim_start_matches(['.', '+']);
    // A minus belongs to a number, a dash to nothing.
    if word.chars().nth(1).is_some_and(|c| c.is_ascii_digit() || c == '.') {
        word
    } else {
        word.trim_start_matches('-')
    }
}

impl Words {
    pub(super) fn of(text: &str) -> Words {
        let all = text.split(|c| !is_inner(c)).map(trimmed).filter(|word| !word.is_empty());
        let set: HashSet<String> = all.clone().map(str::to_owned).collect();
        let numbers = all.filter_map(number).collect();
        Words { lower: format!(" {} ", text.to_lowercase()), set, numbers, listed: listed(text) }
    }

    /// Whether a name or value is one of the words.
    pub(super) fn has(&self, word: &str) -> bool {
        self.set.contains(word)
    }

    /// Whether any of some phrases, in small letters, is in the text.
    pub(super) fn says(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.lower.contains(phrase))
    }
}

/// Whether a value can be looked for as one word.
pub(super) fn is_word(value: &str) -> bool {
    !value.is_empty() && value.chars().all(is_inner) && trimmed(value) == value
}

fn number(word: &str) -> Option<f64> {
    let looks = word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    if looks { word.parse().ok() } else { None }
}

fn listed(text: &str) -> Vec<String> {
    let Some((_, list)) = text.rsplit_once(':') else { return Vec::new() };
    let list = list.replace(" or ", ",").replace(" and ", ",");
    let items: Vec<&str> = list.split(',').map(str::trim).filter(|item| !item.is_empty()).collect();
    let bare = |item: &&str| item.trim_matches(['"', '\'', '`', '.']).to_owned();
    let items: Vec<String> = items.iter().map(bare).collect();
    if items.iter().all(|item| is_word(item)) { items } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn words_are_names_and_numbers_without_the_sentence() {
        let words = Words::of("options: pocket.left-style is -1, 0.5 or 2. Not 5cm.");
        assert!(words.has("pocket.left-style") && words.has("2") && words.has("-1") && !words.has("pocket"));
        assert_eq!(words.numbers, [-1.0, 0.5, 2.0]);
        assert!(Words::of("be under 5").says(&[" under "]));
    }

    #[test]
    fn lists_stand_behind_the_last_colon() {
        assert_eq!(Words::of("a: accept only: x, \"y\" or z.").listed, ["x", "y", "z"]);
        assert!(Words::of("options section: a number is expected").listed.is_empty());
        assert!(Words::of("x, y").listed.is_empty());
    }
}
