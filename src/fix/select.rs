//! Which fixes of one state of a text can be applied together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::of;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix};

/// A fix with what it is for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'a> {
    fix: &'a Fix,
    /// The record of its finding.
    pub(super) record: Option<usize>,
    /// How many findings offer these very edits.
    pub(super) findings: usize,
    /// Its place in the order of findings: what tells it from others of one state.
    pub(super) number: usize,
}

impl<'a> Candidate<'a> {
    fn edits(&self) -> &'a [Edit] {
        &self.fix.edits
    }

    /// Where it begins.
    fn start(&self) -> usize {
        self.edits().first().map_or(0, |edit| edit.span.start)
    }
}

/// Whether two edits touch the same bytes, or the order of what they insert would matter.
fn overlap(a: &Edit, b: &Edit) -> bool {
    let inserts = a.span.is_empty() || b.span.is_empty();
    if inserts {
        a.span.start <= b.span.end && b.span.start <= a.span.end
    } else {
        a.span.start < b.span.end && b.span.start < a.span.end
    }
}

/// The fixes that are at least so safe, in the order in which they take their place: safe before unsafe, then from the
/// start of the text. Where a text is no JSON, its syntax comes first: what else is said of it may be a misreading.
pub(super) fn candidates<'a>(text: &str, findings: &'a [Diagnostic], least: Applicability) -> Vec<Candidate<'a>> {
    let broken: BTreeSet<Option<usize>> =
        findings.iter().filter(|finding| is_syntax(finding)).map(|finding| finding.primary.record).collect();
    let mut candidates: Vec<Candidate<'a>> = Vec::new();
    for (number, finding) in findings.iter().enumerate() {
        let record = finding.primary.record;
        if broken.contains(&record) && !is_syntax(finding) && finding.rule != "encoding" {
            continue;
        }
        if let Some(fix) = of(finding, least).filter(|fix| applies(fix, text)) {
            candidates.push(Candidate { fix, record, findings: 1, number });
        }
    }
    candidates.sort_by_key(|one| (Reverse(one.fix.applicability), one.start(), one.number));
    candidates.dedup_by(|later, first| {
        let same = later.edits() == first.edits();
        first.findings += usize::from(same);
        same
    });
    candidates
}

/// As many of the candidates as go together: a later one that overlaps an earlier one waits.
pub(super) fn together<'a>(candidates: &[Candidate<'a>]) -> Vec<Candidate<'a>> {
    // By place: what starts before a candidate and what starts behind it.
    let mut taken: BTreeMap<usize, &Edit> = BTreeMap::new();
    let mut chosen = Vec::new();
    for candidate in candidates {
        let collides = candidate.edits().iter().any(|edit| {
            let before = taken.range(..=edit.span.start).next_back();
            let behind = taken.range(edit.span.start..).next();
            before.into_iter().chain(behind).any(|(_, other)| overlap(edit, other))
        });
        if !collides {
            taken.extend(candidate.edits().iter().map(|edit| (edit.span.start, edit)));
            chosen.push(*candidate);
        }
    }
    chosen
}

/// A text with the edits of candidates that go together.
pub(super) fn apply(text: &str, candidates: &[Candidate<'_>]) -> String {
    let mut edits: Vec<&Edit> = candidates.iter().flat_map(Candidate::edits).collect();
    edits.sort_by_key(|edit| edit.span.start);
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        result.push_str(&text[done..edit.span.start]);
        result.push_str(&edit.replacement);
        done = edit.span.end;
    }
    result.push_str(&text[done..]);
    result
}

pub(super) fn is_syntax(finding: &Diagnostic) -> bool {
    matches!(finding.rule, "syntax" | "nesting-depth")
}

/// Whether the edits of a fix stand in the text, in order, and change anything.
fn applies(fix: &Fix, text: &str) -> bool {
    let in_order = fix.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
    let in_text = |edit: &Edit| text.get(edit.span.clone()).is_some();
    let changes = |edit: &Edit| text.get(edit.span.clone()) != Some(edit.replacement.as_str());
    in_order && fix.edits.iter().all(in_text) && fix.edits.iter().any(changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, replacement: &str) -> Edit {
        Edit { span: start..end, replacement: replacement.to_owned() }
    }

    fn fix(edits: Vec<Edit>) -> Fix {
        Fix { title: String::new(), applicability: Applicability::Safe, edits }
    }

    fn candidates(fixes: &[Fix]) -> Vec<Candidate<'_>> {
        let candidate = |(number, fix)| Candidate { fix, record: None, findings: 1, number };
        fixes.iter().enumerate().map(candidate).collect()
    }

    #[test]
    fn what_overlaps_waits() {
        let fixes = [
            fix(vec![edit(2, 4, "x"), edit(8, 9, "")]),
            fix(vec![edit(3, 5, "y")]),
            fix(vec![edit(4, 6, "z")]),
            fix(vec![edit(9, 9, "!")]),
            fix(vec![edit(0, 10, "")]),
        ];
        let candidates = candidates(&fixes);
        let chosen = together(&candidates);
        assert_eq!(chosen.iter().map(|one| one.number).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(apply("0123456789", &chosen), "01xz679");
    }

    #[test]
    fn neighbours_do_not_overlap_but_an_insertion_at_a_border_does() {
        assert!(!overlap(&edit(0, 2, ""), &edit(2, 4, "")));
        assert!(overlap(&edit(0, 2, ""), &edit(2, 2, "x")));
        assert!(overlap(&edit(2, 2, "x"), &edit(2, 2, "y")));
        assert!(!overlap(&edit(1, 1, "x"), &edit(2, 2, "y")));
    }
}
