//! `reference-syntax`: a reference that is not written as one.

use std::collections::HashSet;

use super::{Basis, Finding, Links, Rule, RuleMeta, Spot, field, text};
use crate::batch::{Edge, Fault, Graph, Node, Slot, Verdict, needs_escaping, resource};
use crate::diagnostic::{Applicability, Severity};
use crate::json::Value;
use crate::words;

pub(crate) static REFERENCE_SYNTAX: Rule = Rule::linking(
    RuleMeta {
        id: "reference-syntax",
        group: "batch",
        severity: Severity::Error,
        summary: "a reference that is not written as one, or a name that references have to escape",
        basis: Basis::Documented,
        docs: "A reference is an object with nothing but `$ref`, a string: `#/resources/<action>/<field>` or \
`#/definitions/<name>` (page \"Batch\"). It is a JSON Pointer in the fragment of a URI (RFC 6901): `/` in a name is \
written `~1`, `~` is written `~0`, and `%`, spaces and other special characters are percent-encoded.

Warnings are what may work, but is documented nowhere: other keys beside `$ref`, a reference in place of a single \
measurement, one that leads into a field, and characters that should have been encoded. A name that has to be escaped \
is a warning, too: letters, digits, `_` and `-` are enough for every name.

```json fail
{\"actions\": {
  \"d1\": {\"type\": \"draft\", \"body\": {
    \"patternId\": 397,
    \"measurementType\": \"body\",
    \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39}
  }},
  \"e1\": {\"type\": \"export\", \"body\": {\"draftId\": {\"$ref\": \"#/actions/d1/id\"}, \"fileType\": \"pdf\"}}
}}
```

```json pass
{\"actions\": {
  \"d1\": {\"type\": \"draft\", \"body\": {
    \"patternId\": 397,
    \"measurementType\": \"body\",
    \"measurements\": {\"mbHeight\": 180, \"mbCollarGirth\": 39}
  }},
  \"e1\": {\"type\": \"export\", \"body\": {\"draftId\": {\"$ref\": \"#/resources/d1/id\"}, \"fileType\": \"pdf\"}}
}}
```
",
    },
    link,
)
.unsafely_fixable();

fn error(spot: Value<'_>, message: impl Into<String>) -> Finding {
    Finding::new(REFERENCE_SYNTAX.meta.id, Severity::Error, Spot::of(spot), message)
}

fn warning(spot: Value<'_>, message: impl Into<String>) -> Finding {
    Finding::new(REFERENCE_SYNTAX.meta.id, Severity::Warning, Spot::of(spot), message)
}

fn link<'a>(graph: &Graph<'a>, links: &mut Links<'a>) {
    let mut told = HashSet::new();
    for edge in &graph.edges {
        if edge.verdict == Verdict::Fine && edge.unencoded.is_none() && !edge.reference.has_siblings {
            continue;
        }
        for finding in of_edge(edge, graph) {
            links.push(finding);
        }
        let is_escape = match &edge.verdict {
            Verdict::Syntax(fault) => matches!(fault.0, Fault::Slash | Fault::Tilde | Fault::Percent),
            _ => edge.unencoded.is_some(),
        };
        if let Some(node) = edge.to.filter(|_| is_escape) {
            told.insert(node);
        }
    }
    for node in graph.maybe_escaped().filter(|node| !told.contains(node)) {
        links.findings.extend(of_name(node, graph).map(|finding| (finding, None)));
    }
}

fn of_edge(edge: &Edge, graph: &Graph<'_>) -> Vec<Finding> {
    let text = text(edge, graph);
    let mut findings = Vec::new();
    match &edge.verdict {
        Verdict::NotText => {
            let message = format!("`$ref` must be a string, not {}", given(text));
            // A list or object would be underlined over many lines.
            let is_long = text.is_object() || text.is_array();
            let spot = if is_long { text.doc().value(text.index() - 1) } else { text };
            findings.push(error(spot, message).help("write it as `\"#/resources/<action>/<field>\"`"));
        }
        Verdict::Syntax(fault) => findings.push(of_fault(&fault.0, fault.1.as_deref(), text, edge, graph)),
        Verdict::OneMeasurement => {
            let message = format!("a reference stands for the single measurement {}", field(edge, graph));
            findings.push(
                warning(text, message)
                    .remark("documented nowhere")
                    .label_target(edge, graph, "what it leads to")
                    .help("refer to all `measurements` at once, and choose with `selectedMeasurementIds`"),
            );
        }
        Verdict::Deeper(into) => {
            let message = format!("the reference leads further than is documented, to {}", words::code(into));
            findings.push(
                warning(text, message)
                    .label_target(edge, graph, "what it leads into")
                    .help("refer to a whole field, `#/resources/<action>/<field>`, or definition"),
            );
        }
        _ => {}
    }
    if let Some((c, written)) = edge.unencoded.as_deref() {
        let message = format!("{} must be percent-encoded in a reference", character(*c));
        let finding = warning(text, message).label_target(edge, graph, "what it leads to");
        findings.push(proposed(finding, text, written));
    }
    if edge.reference.has_siblings {
        findings.extend(sibling(graph.value(edge.reference.object), text));
    }
    findings
}

fn given(value: Value<'_>) -> String {
    use crate::json::Kind;
    match value.kind() {
        Kind::Null => "null".to_owned(),
        Kind::Array => "an array".to_owned(),
        Kind::Object => "an object".to_owned(),
        kind => format!("the {} {}", kind.name(), words::code(value.raw())),
    }
}

fn of_fault(fault: &Fault, written: Option<&str>, text: Value<'_>, edge: &Edge, graph: &Graph<'_>) -> Finding {
    let message = match fault {
        Fault::NoPointer => "this is no reference: it begins with `#/resources/` or `#/definitions/`".to_owned(),
        Fault::Remote => "the reference leads to another document, not into this batch".to_owned(),
        Fault::NoHash => "the reference lacks its `#`".to_owned(),
        Fault::NoSlash => "the reference lacks the `/` after its `#`".to_owned(),
        Fault::Root(root) if matches!(root.as_str(), "actions" | "action") => {
            "references lead to what actions create, not to the actions themselves".to_owned()
        }
        Fault::Root(root) => {
            format!("references begin with `#/resources/` or `#/definitions/`, not with {}", words::code(root))
        }
        Fault::Unnamed => "the reference names no action and no definition".to_owned(),
        Fault::TrailingSlash => "the reference ends with a slash".to_owned(),
        Fault::Percent => "a `%` of the reference is not followed by the two digits of an encoded byte".to_owned(),
        Fault::Tilde => "a `~` of the reference is not followed by `0` or `1`".to_owned(),
        Fault::Slash => "the `/` of the name must be written `~1`".to_owned(),
        Fault::Unencoded(c) => format!("{} must be percent-encoded in a reference", character(*c)),
    };
    let finding = error(text, message).label_target(edge, graph, "what it is probably meant to lead to");
    match (fault, written) {
        (Fault::Remote, _) if edge.reference.slot == Slot::DraftId => {
            finding.help("give the id itself, a string, or refer to an action of this batch")
        }
        (Fault::Remote, _) => finding.help("refer to an action or a definition of this batch"),
        (Fault::Percent, None) => finding.help("`%` itself is written `%25`"),
        (Fault::Tilde, None) => finding.help("`~` itself is written `~0`"),
        (_, Some(written)) => proposed(finding, text, written),
        (_, None) => finding.help("a reference is `#/resources/<action>/<field>` or `#/definitions/<name>`"),
    }
}

fn proposed(finding: Finding, text: Value<'_>, written: &str) -> Finding {
    let remark = format!("should be {}", words::code(written));
    finding.remark(remark).rewrite(text, written, Applicability::Unsafe)
}

fn character(c: char) -> String {
    match c {
        ' ' => "a space".to_owned(),
        c if c.is_control() => format!("the character U+{:04X}", u32::from(c)),
        c => format!("`{c}`"),
    }
}

/// Keys beside `$ref`.
fn sibling(object: Value<'_>, text: Value<'_>) -> Option<Finding> {
    let key = object.members().map(|member| member.key).find(|key| !key.is_str("$ref"))?;
    let message = format!(
        "{} stands beside `$ref`: no page says what becomes of it",
        words::code(&key.string().unwrap_or_default())
    );
    Some(
        warning(key, message)
            .label(Spot::of(text), "stands for the whole object")
            .help("a reference is an object with nothing but `$ref`")
            .remove(key, Applicability::Unsafe),
    )
}

/// A name that cannot be written as it is.
fn of_name(node: Node, graph: &Graph<'_>) -> Option<Finding> {
    let name = graph.name(node);
    let c = needs_escaping(&name)?;
    let what = if matches!(node, Node::Action(_)) { "action id" } else { "definition name" };
    let message = format!("{what} {} has to be escaped in references: it holds {}", words::code(&name), character(c));
    let written = match node {
        Node::Action(_) => resource::<&str>(&name, &[]),
        Node::Definition(_) => crate::batch::definition::<&str>(&name, &[]),
    };
    Some(
        warning(graph.key(node), message)
            .remark(format!("in a reference: {}", words::code(&written)))
            .help("letters, digits, `_` and `-` need no escaping"),
    )
}
