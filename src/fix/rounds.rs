//! Round after round: apply what goes together, check again, go on with what is left.

use std::collections::{BTreeMap, BTreeSet};

use super::select::{Candidate, apply, candidates, together};
use super::state::State;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::source::Source;

/// After so many rounds a text is left as it is then. Only syntax needs more than a few, since errors are told fifty at a
/// time.
const MOST_ROUNDS: usize = 200;

/// So often a text is checked to find the fixes of one round that do harm; what is not judged by then is left out.
const MOST_TRIALS: usize = 200;

/// How many findings were fixed in each record, or in the whole.
pub(super) type Counts = BTreeMap<Option<usize>, usize>;

/// What came of all rounds.
pub(super) struct Done {
    pub(super) text: String,
    pub(super) counts: Counts,
    /// Findings whose fixes do harm in the end.
    pub(super) held_back: usize,
}

/// Applies fixes until none is left that does good.
pub(super) fn run(
    source: &Source,
    least: Applicability,
    in_records: bool,
    check: &dyn Fn(&Source) -> Vec<Diagnostic>,
) -> Done {
    let of_text = |text: String| State::new(Source::new(source.name(), text), in_records, check);
    let mut state = of_text(source.text().to_owned());
    let mut done = Done { text: String::new(), counts: Counts::new(), held_back: 0 };
    for _ in 0..MOST_ROUNDS {
        let Round { after, counts, held_back } = round(&state, least, &of_text);
        done.held_back = held_back;
        let Some(after) = after else { break };
        for (record, count) in counts {
            *done.counts.entry(record).or_default() += count;
        }
        state = after;
    }
    state.source.text().clone_into(&mut done.text);
    done
}

struct Round {
    /// The state that it leads to, if anything was applied.
    after: Option<State>,
    counts: Counts,
    held_back: usize,
}

/// One round. Fixes that were tried and do harm make room for others.
fn round(state: &State, least: Applicability, of_text: &dyn Fn(String) -> State) -> Round {
    let all = candidates(state.source.text(), &state.findings, least);
    let mut trial = Trial {
        before: state,
        of_text,
        accepted: Vec::new(),
        after: None,
        harmful: BTreeSet::new(),
        left: MOST_TRIALS,
    };
    while trial.after.is_none() {
        let is_open = |one: &&Candidate<'_>| !trial.harmful.contains(&one.number);
        let open: Vec<Candidate<'_>> = all.iter().filter(is_open).copied().collect();
        let group = together(&open);
        if group.is_empty() {
            break;
        }
        trial.take(&group);
    }
    let mut counts = Counts::new();
    for one in &trial.accepted {
        *counts.entry(one.record).or_default() += one.findings;
    }
    let held_back = all.iter().filter(|one| trial.harmful.contains(&one.number)).map(|one| one.findings).sum();
    Round { after: trial.after, counts, held_back }
}

/// The search for those fixes of a group that do no harm.
struct Trial<'a, 's> {
    before: &'s State,
    of_text: &'s dyn Fn(String) -> State,
    accepted: Vec<Candidate<'a>>,
    /// The text with everything that was accepted, if anything was.
    after: Option<State>,
    harmful: BTreeSet<usize>,
    left: usize,
}

impl<'a> Trial<'a, '_> {
    /// Accepts a group as a whole if that does no harm; else looks at its halves.
    fn take(&mut self, group: &[Candidate<'a>]) {
        if self.left == 0 {
            self.harmful.extend(group.iter().map(|one| one.number));
            return;
        }
        self.left -= 1;
        let together: Vec<Candidate<'a>> = self.accepted.iter().chain(group).copied().collect();
        let after = (self.of_text)(apply(self.before.source.text(), &together));
        if !after.is_worse_than(self.after.as_ref().unwrap_or(self.before)) {
            self.accepted = together;
            self.after = Some(after);
        } else if let [one] = group {
            self.harmful.insert(one.number);
        } else {
            let (first, second) = group.split_at(group.len() / 2);
            self.take(first);
            self.take(second);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Edit, File, Fix, Label, Severity};

    /// A finding at each place of a text that holds `wanted`, with a fix that writes something else.
    fn findings(text: &str, wanted: &str, replacement: &str, severity: Severity) -> Vec<Diagnostic> {
        let finding = |at: usize| {
            let span = at..at + wanted.len();
            let pointer = format!("/{wanted}");
            let primary =
                Label { file: File::Checked, record: None, pointer, span: span.clone(), message: String::new() };
            let mut finding = Diagnostic::new("unknown-option", severity, "", primary);
            finding.fixes.push(Fix {
                title: String::new(),
                applicability: Applicability::Safe,
                edits: vec![Edit { span, replacement: replacement.to_owned() }],
            });
            finding
        };
        text.match_indices(wanted).map(|(at, _)| finding(at)).collect()
    }

    fn fixed(text: &str, check: impl Fn(&str) -> Vec<Diagnostic>) -> Done {
        run(&Source::new("a.json", text), Applicability::Safe, false, &|source| check(source.text()))
    }

    #[test]
    fn one_round_makes_room_for_the_next() {
        // Each pair of neighbours overlaps the next one.
        let done = fixed("[1111111]", |text| findings(text, "11", "1", Severity::Error));
        assert_eq!((done.text.as_str(), done.held_back), ("[1]", 0));
    }

    #[test]
    fn fixes_that_undo_each_other_come_to_an_end() {
        let check = |text: &str| {
            let mut all = findings(text, "1", "2", Severity::Info);
            all.extend(findings(text, "2", "1", Severity::Info));
            all
        };
        assert!(matches!(fixed("[1]", check).text.as_str(), "[1]" | "[2]"));
    }

    #[test]
    fn only_what_does_harm_is_held_back() {
        // 3 for 2 brings an error, 5 for 4 does not; what breaks the text is no better.
        let check = |text: &str| {
            let mut all = findings(text, "2", "3", Severity::Warning);
            all.extend(findings(text, "4", "5", Severity::Warning));
            all.extend(findings(text, "6", "]", Severity::Warning));
            all.extend(findings(text, "3", "3", Severity::Error));
            all.sort_by_key(|finding| finding.primary.span.start);
            all
        };
        let done = fixed("[2, 4, 2, 6, 4]", check);
        assert_eq!((done.text.as_str(), done.held_back), ("[2, 5, 2, 6, 5]", 3));
        assert_eq!(done.counts.values().sum::<usize>(), 2);
    }

    #[test]
    fn a_key_is_never_repeated_even_if_no_rule_looks() {
        let done = fixed("{\"a\": 1, \"b\": 2}", |text| findings(text, "\"b\"", "\"a\"", Severity::Warning));
        assert_eq!((done.text.as_str(), done.held_back), ("{\"a\": 1, \"b\": 2}", 1));
    }
}
