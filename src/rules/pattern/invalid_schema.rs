//! `invalid-schema`: a pattern schema that is no schema.

use super::{Basis, Context, Finding, Rule, RuleMeta, Spot};
use crate::diagnostic::Severity;
use crate::document::Kind;
use crate::json::Value;
use crate::words;

pub(crate) static INVALID_SCHEMA: Rule = Rule::linting(
    RuleMeta {
        id: "invalid-schema",
        group: "pattern",
        severity: Severity::Error,
        summary: "a pattern schema that cannot be compiled",
        basis: Basis::Documented,
        docs: "The meta-schema of its draft refuses the document, one of its patterns or references is broken, or its \
`errorMessage` has a form that ajv-errors does not take: the service cannot compile it, so that no draft of the pattern \
can be checked.

Where the schema is loaded to check drafts with (`--patterns`, `--schema`), this is no finding: the job cannot be done, and \
the exit code is 2. References to other documents are followed where `--patterns` loads them; nothing is ever fetched.

```json fail
{
  \"type\": \"object\",
  \"properties\": {
    \"options\": {\"type\": \"object\", \"required\": \"collar\"},
    \"seams\": {\"type\": \"object\"}
  },
  \"additionalProperties\": false
}
```

```json pass
{
  \"type\": \"object\",
  \"properties\": {
    \"options\": {\"type\": \"object\"},
    \"seams\": {\"type\": \"object\"}
  },
  \"additionalProperties\": false
}
```
",
    },
    lint,
)
.of(&[Kind::PatternSchema]);

/// A value as it is written, or its first characters.
fn short(value: Value<'_>) -> &str {
    if value.is_object() || value.is_array() { &value.raw()[..1] } else { value.raw() }
}

fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(study) = context.study() else { return };
    let finding = |node: u32, message: String| {
        let value = context.body.doc().value(node);
        // A broken object as a whole is named by its key.
        let spot = if value.is_object() || value.is_array() { Spot::Lack(node) } else { Spot::Node(node) };
        Finding::new(INVALID_SCHEMA.meta.id, Severity::Error, spot, message)
    };
    match &study.loaded {
        Err(problems) => findings.extend(problems.iter().map(|problem| {
            let finding = finding(problem.node, problem.message.clone())
                .note("the service cannot compile this schema: no draft of the pattern can be checked with it");
            let value = context.body.doc().value(problem.node);
            let is_reference = problem.node > 0 && context.body.doc().value(problem.node - 1).is_str("$ref");
            finding.help(match &problem.help {
                Some(help) => help.clone(),
                None if is_reference => "correct the reference, or load the document with `--patterns`".to_owned(),
                None => format!("write what draft-07 takes in the place of {}", words::code(short(value))),
            })
        })),
        Ok(schema) => findings.extend(schema.endless(study.position).into_iter().map(|problem| {
            finding(problem.node + study.offset, problem.message)
                .help("let one of the references go down into a property or an element")
        })),
    }
}
