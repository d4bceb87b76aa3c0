//! How often each rule found something, instead of what it found: for adopting toile on a tree of old requests.

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
    rows.sort_by_key(|&(rule, (count, _))| (std::cmp::Reverse(count), rule));
    let digits = rows.first().map_or(1, |(_, (count, _))| count.to_string().len());
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
    Ok(())
}
