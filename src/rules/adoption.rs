//! `unused-suppression` and `stale-baseline`: what keeps findings quiet that are there no more.

use super::{Basis, Rule, RuleMeta};
use crate::diagnostic::Severity;

pub(crate) static UNUSED_SUPPRESSION: Rule = Rule::reported(RuleMeta {
    id: "unused-suppression",
    group: "adoption",
    severity: Severity::Warning,
    summary: "an entry of toile.toml suppresses nothing",
    basis: Basis::Documented,
    docs: "An entry under `[[suppress]]` in toile.toml says that some finding is meant to be. Once nothing of the kind \
is found any more, the entry is of no use, and would hide the same mistake when somebody makes it anew. Delete it.

It is reported only where the run could tell: all files of the entry were checked and could be read, and no option of the \
command line turned its rule off. A hook that checks one file says nothing about entries for others.

    [[suppress]]
    path = \"orders/legacy/**\"
    rule = \"missing-option\"
    pointer = \"/options\"
    reason = \"frozen with the 2019 pattern, the server fills these in\"
",
});

pub(crate) static STALE_BASELINE: Rule = Rule::reported(RuleMeta {
    id: "stale-baseline",
    group: "adoption",
    severity: Severity::Warning,
    summary: "an entry of the baseline is found no more",
    basis: Basis::Documented,
    docs: "The baseline lists findings that were there when toile was adopted, so that only new ones are reported. This \
one is gone: it was fixed, or its file was. The entry would hide the same mistake when somebody makes it anew. Run the \
check with `--write-baseline` once more, or delete the line.

It is reported only where the run could tell: the file was checked and could be read, or is no longer there, and no option \
of the command line turned its rule off.

    {\"file\": \"orders/17.json\", \"pointer\": \"/options\", \"rule\": \"missing-option\", \"names\": [\"collar\"]}
",
});
