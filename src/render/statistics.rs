//! How often each rule found something, and about requests for which pattern, instead of what it found: for adopting
//! toile on a tree of old requests.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::report::Report;

/// Writes `count  rule  [fixable]`, the most frequent rule first. `[*]` marks a rule whose every finding has a fix,
/// `[-]` one where some have.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (_, finding) in report.findings() {
        let (count, fixable) = counts.entry(finding.rule).or_default();
        *count += 1;
        *fixable += usize::from(crate::report::is_fixable(finding));
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|&(rule, (count, _))| (Reverse(count), rule));
    let patterns = by_pattern(report);
    let most = rows.iter().map(|(_, (count, _))| *count).chain(patterns.iter().map(|(_, count)| *count)).max();
    let digits = most.unwrap_or_default().to_string().len();
    let any_fixable = rows.iter().any(|(_, (_, fixable))| *fixable > 0);
    for (rule, (count, fixable)) in rows {
        let mark = match fixable {
            _ if !any_fixable => "",
            0 => "[ ]  ",
            all if all == count => "[*]  ",
            _ => "[-]  ",
        };
        writeln!(out, "{count:>digits$}  {mark}{rule}")?;
    }
    if any_fixable {
        writeln!(out, "[*] fixable, [-] fixable in part")?;
    }
    if patterns.iter().any(|(pattern, _)| pattern.is_some()) {
        writeln!(out)?;
        for (pattern, count) in patterns {
            let name = pattern.map_or_else(|| "no pattern".to_owned(), |number| format!("pattern {number}"));
            writeln!(out, "{count:>digits$}  {name}")?;
        }
    }
    Ok(())
}

/// How many findings there are about requests for each pattern, the most frequent one first.
fn by_pattern(report: &Report) -> Vec<(Option<i64>, usize)> {
    let mut counts: BTreeMap<Option<i64>, usize> = BTreeMap::new();
    for (_, finding) in report.findings() {
        *counts.entry(finding.pattern).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|&(pattern, count)| (Reverse(count), pattern.is_none(), pattern));
    rows
}
