//! `duplicate-key`: an object names a key more than once.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::{Basis, Finding, Rule, RuleMeta, Spot};
use crate::diagnostic::{Applicability, Server, Severity};
use crate::document::Kind as Document;
use crate::json::{Doc, Kind, Value};
use crate::words;

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
})
.safely_fixable();

/// Every repeated key of a document of that kind, in the order of the text.
pub(crate) fn duplicates(doc: Doc<'_>, kind: Document) -> Vec<Finding> {
    if !doc.has_duplicate_keys() {
        return Vec::new();
    }
    let objects =
        doc.nodes().iter().enumerate().filter(|(_, node)| node.kind() == Kind::Object && node.has_duplicate_keys());
    let actions = actions(doc, kind);
    let is_actions = |index: u32| actions.contains(&index);
    objects.flat_map(|(index, _)| in_object(doc.value(index as u32), is_actions(index as u32))).collect()
}

/// The objects of actions: there, a key that is repeated is an action that is lost.
fn actions(doc: Doc<'_>, kind: Document) -> HashSet<u32> {
    if kind != Document::Batch {
        return HashSet::new();
    }
    let batches = std::iter::once(doc.root()).chain(doc.root().elements());
    batches.filter_map(|batch| batch.get("actions")).map(Value::index).collect()
}

fn in_object(object: Value<'_>, is_actions: bool) -> Vec<Finding> {
    let mut counts: HashMap<Cow<'_, str>, usize> = HashMap::new();
    for member in object.members() {
        *counts.entry(member.key.string().unwrap_or_default()).or_default() += 1;
    }
    let mut before: HashMap<Cow<'_, str>, (usize, Value<'_>)> = HashMap::new();
    let mut findings = Vec::new();
    for member in object.members() {
        let name = member.key.string().unwrap_or_default();
        let total = counts.get(&name).copied().unwrap_or_default();
        let number = before.get(&name).map_or(0, |(number, _)| *number) + 1;
        let Some((_, dropped)) = before.insert(name.clone(), (number, member.key)) else { continue };
        // The same said twice is said once.
        let safe = if is_repeated(dropped, member.value) { Applicability::Safe } else { Applicability::Unsafe };
        let times = if total == 2 { "twice".to_owned() } else { format!("{total} times") };
        let message = if is_actions {
            let lost = if total == 2 { "the first action is lost" } else { "all but the last action are lost" };
            format!("action {} is given {times}: {lost}", words::code(&name))
        } else {
            format!("key {} is given {times}: only the last value counts", words::code(&name))
        };
        let remark = if number == total { "this one is kept" } else { "this one is dropped, too" };
        let mut finding = Finding::new(DUPLICATE_KEY.meta.id, Severity::Error, Spot::of(member.key), message)
            .remark(remark)
            .label(Spot::of(dropped), "this one is dropped without a word")
            .help("remove all but the one that is meant")
            .remove(dropped, safe);
        finding.server = Some(Server::Unknown);
        findings.push(finding);
    }
    findings
}

/// Whether the member with the key `dropped` has this very value, as it is written.
fn is_repeated(dropped: Value<'_>, value: Value<'_>) -> bool {
    dropped.doc().value(dropped.index() + 1).raw() == value.raw()
}
