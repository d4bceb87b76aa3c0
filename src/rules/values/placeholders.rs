//! Texts that were left from an example.

use crate::diagnostic::Severity;
use crate::document::Kind as DocumentKind;
use crate::json::{Kind, Value};
use crate::rules::conditions::shown;
use crate::rules::{Context, Finding, Spot};

const RULE: &str = "field-value";

pub(super) fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let body = context.body;
    let texts: &[&str] = match context.kind {
        DocumentKind::PredictScan => {
            if let Some(source) = body.get("source").filter(|source| source.is_str("scanSource")) {
                findings.push(placeholder(source, "name the vendor of the scan, as agreed with the service"));
            }
            &[]
        }
        DocumentKind::Preset => {
            for kind in ["body", "final"] {
                let choices = body.get("measurements").and_then(|measurements| measurements.get(kind));
                let ours = |value: &Value<'_>| value.is_str("measurementId");
                let left = choices.into_iter().flat_map(Value::members).map(|member| member.value).filter(ours);
                findings.extend(left.map(|value| placeholder(value, "give the id of a measurement of this group")));
            }
            &["name"]
        }
        DocumentKind::Draft => &["note"],
        DocumentKind::Material
        | DocumentKind::MaterialUpdate
        | DocumentKind::ExportProfile
        | DocumentKind::MeasurementProfile => &["name"],
        _ => &[],
    };
    for field in texts {
        let Some(value) = body.get(field).filter(|value| value.kind() == Kind::String) else { continue };
        let text = value.string().unwrap_or_default();
        if text.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("lorem ipsum")) {
            findings.push(placeholder(value, "write what people are to read"));
        }
    }
}

fn placeholder(value: Value<'_>, help: &str) -> Finding {
    let message = format!("{} seems to be left from an example", shown(value));
    Finding::new(RULE, Severity::Info, Spot::of(value), message).help(help)
}
