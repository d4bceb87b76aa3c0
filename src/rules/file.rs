//! What keeps a file from being checked, reported by the pipeline itself.

use super::{Basis, Rule, RuleMeta};
use crate::diagnostic::Severity;

pub(crate) static IO_ERROR: Rule = Rule::reported(RuleMeta {
    id: "io-error",
    group: "file",
    severity: Severity::Error,
    summary: "a file or folder cannot be read",
    basis: Basis::Documented,
    docs:
        "A file or folder that was to be checked cannot be opened or read: it does not exist, permission is missing, \
or it changed while it was read. The rest is still checked. When the file was named on the command line, toile exits \
with 2, because it could not do what it was asked to do.

Check the name and the permissions.
",
});

pub(crate) static SYNTAX: Rule = Rule::reported(RuleMeta {
    id: "syntax",
    group: "file",
    severity: Severity::Error,
    summary: "the text is no JSON",
    basis: Basis::Documented,
    docs: "The text breaks the grammar of JSON (RFC 8259), so that no server can read it. toile goes on after the \
error: it reports the others too, and still checks every request body that is intact.

Often it is a trailing comma, a comment, or a single quote, which JavaScript allows and JSON does not.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39},
}
```

```json pass
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39}
}
```
",
})
.safely_fixable();

pub(crate) static ENCODING: Rule = Rule::reported(RuleMeta {
    id: "encoding",
    group: "file",
    severity: Severity::Error,
    summary: "the file is not UTF-8, or begins with a byte-order mark",
    basis: Basis::Documented,
    docs: "JSON that is exchanged between systems is UTF-8 without a byte-order mark (RFC 8259, section 8.1). A mark \
is a warning: toile and many servers read past it, but not all do. Any other encoding is an error at the first byte \
that shows it.

Save the file as UTF-8 without a mark (\"BOM\").
",
})
.safely_fixable();

pub(crate) static NESTING_DEPTH: Rule = Rule::reported(RuleMeta {
    id: "nesting-depth",
    group: "file",
    severity: Severity::Error,
    summary: "arrays and objects are nested deeper than 1,024 levels",
    basis: Basis::Documented,
    docs: "No request has more than a handful of levels. A text nested deeper than 1,024 is broken or hostile: what \
lies below that depth is not looked at.
",
});

pub(crate) static TOO_MANY_FINDINGS: Rule = Rule::reported(RuleMeta {
    id: "too-many-findings",
    group: "file",
    severity: Severity::Error,
    summary: "a file has more findings than a report holds",
    basis: Basis::Documented,
    docs: "A report holds 10,000 findings of one file and 100,000 in all, so that a file that is broken throughout, or \
made to be, does not bury the others. The first ones are shown; this finding stands for the rest, says how many of which \
severity they are, and has the severity of the worst. Counts and exit code are those of all findings. It cannot be \
turned off.

`--max-findings N` sets another bound, and `--max-findings 0` none.
",
});

pub(crate) static INTERNAL_ERROR: Rule = Rule::reported(RuleMeta {
    id: "internal-error",
    group: "file",
    severity: Severity::Error,
    summary: "a defect of toile itself",
    basis: Basis::Documented,
    docs: "toile ran into a defect of its own while it checked this file. The other files are not affected. Please \
report it, with the file if you can share it.
",
});
