//! `duplicate-key`: an object names a key more than once.

use std::collections::HashMap;

use super::{Basis, Finding, Rule, RuleMeta, Spot};
use crate::diagnostic::{Applicability, Server, Severity};
use crate::json::{Doc, Kind, Value};

pub(crate) static DUPLICATE_KEY: Rule = Rule::reported(RuleMeta {
    id: "duplicate-key",
    group: "file",
    severity: Severity::Error,
    summary: "an object names a key more than once",
    basis: Basis::Documented,
    docs:
        "JSON parsers keep the last value of a repeated key and drop the others without a word (RFC 8259, section 4, \
calls the outcome unpredictable). In a batch, a repeated action id loses an action; in a draft, a repeated \
measurement may cut the wrong garment.

Remove all but one.

```json fail
{
  \"patternId\": 397,
  \"measurementType\": \"body\",
  \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39, \"mbHeight\": 181}
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
});

/// Every repeated key of a document, in the order of the text.
pub(crate) fn duplicates(doc: Doc<'_>) -> Vec<Finding> {
    if !doc.has_duplicate_keys() {
        return Vec::new();
    }
    let objects =
        doc.nodes().iter().enumerate().filter(|(_, node)| node.kind() == Kind::Object && node.has_duplicate_keys());
    objects.flat_map(|(index, _)| in_object(doc.value(index as u32))).collect()
}

fn in_object(object: Value<'_>) -> Vec<Finding> {
    let mut last = HashMap::new();
    let mut findings = Vec::new();
    for member in object.members() {
        let name = member.key.string().unwrap_or_default();
        let Some(before) = last.insert(name.clone(), member) else { continue };
        let message = format!("key `{name}` is given twice: only the last value counts");
        let mut finding = Finding::new(DUPLICATE_KEY.meta.id, Severity::Error, Spot::of(member.key), message)
            .remark("this one is kept")
            .label(Spot::of(before.key), "this one is dropped without a word")
            .help("remove one of the two")
            .remove(before.key, Applicability::Unsafe);
        finding.server = Some(Server::Unknown);
        findings.push(finding);
    }
    findings
}
