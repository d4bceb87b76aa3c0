//! Ids that are of another form than those of the service, and references to patterns that were mixed up.

use crate::diagnostic::Severity;
use crate::document::Kind as DocumentKind;
use crate::document::guard::SAMPLE_IDS;
use crate::json::{Kind, Member};
use crate::rules::conditions::{shown, text};
use crate::rules::{Context, Finding, Spot};

const RULE: &str = "field-value";

pub(super) fn lint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fields: &[(&str, Severity)] = match context.kind {
        // The page on exports calls this id a UUID; of the others, every example is one.
        DocumentKind::Export => &[("draftId", Severity::Error)],
        DocumentKind::Draft => &[
            ("parentDraftId", Severity::Warning),
            ("measurementProfileId", Severity::Warning),
            ("measurementProfileRevId", Severity::Info),
        ],
        _ => return,
    };
    for (field, severity) in fields {
        let Some(member) = context.body.member(field).filter(|member| member.value.kind() == Kind::String) else {
            continue;
        };
        let id = text(member.value);
        if SAMPLE_IDS.contains(&&*id) {
            let message = format!("`{field}` is an id out of the documentation's examples");
            findings.push(
                Finding::new(RULE, Severity::Info, Spot::of(member.value), message).help("give an id of your own"),
            );
        } else if !is_uuid(&id) {
            let message = format!("`{field}` cannot be {}: it is no UUID", shown(member.value));
            let finding = Finding::new(RULE, *severity, Spot::of(member.value), message);
            findings.push(finding.help("an id is of the form `00000000-0000-0000-0000-000000000000`"));
        }
    }
    if context.kind == DocumentKind::Draft {
        findings.extend(context.body.member("patternRef").and_then(|member| reference(member, context)));
    }
}

fn is_uuid(id: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let mut parts = id.split('-');
    lengths.iter().all(|length| {
        parts.next().is_some_and(|part| part.len() == *length && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
    }) && parts.next().is_none()
}

/// A number where the hash or the name of a reference belongs, or a name that stands for another version tomorrow.
fn reference(member: Member<'_>, context: &Context<'_>) -> Option<Finding> {
    let name = member.value.string()?;
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) && name.len() < 20 {
        let message = format!("`patternRef` is the number {}: references have hashes and names", shown(member.value));
        let finding = Finding::new(RULE, Severity::Info, Spot::of(member.value), message);
        let id = context.body.get("patternId").filter(|id| id.raw() == name.as_ref());
        return Some(match id {
            Some(id) => {
                finding.label(Spot::of(id), "the pattern's number belongs here only").help("leave `patternRef` out")
            }
            None => finding.help("the pattern's number belongs into `patternId`"),
        });
    }
    (name == "master").then(|| {
        let message = "`master` is another version of the pattern as soon as there is one";
        Finding::new(RULE, Severity::Info, Spot::of(member.value), message)
            .help("to draft the same again later, give the hash of the reference")
    })
}

#[cfg(test)]
mod tests {
    use super::is_uuid;

    #[test]
    fn a_uuid_has_five_parts_of_hex_digits() {
        assert!(is_uuid("4f0d6c1e-2f34-4d0a-9a53-6a1c0b7d9e22"));
        assert!(is_uuid("4F0D6C1E-2F34-4D0A-9A53-6A1C0B7D9E22"));
        for id in [
            "",
            "397",
            "4f0d6c1e-2f34-4d0a-9a53-6a1c0b7d9e2",
            "4f0d6c1e2f344d0a9a536a1c0b7d9e22",
            "d-1",
            "4f0d6c1e-2f34-4d0a-9a53-6a1c0b7d9e22-",
            "4f0d6c1e-2f34-4d0a-9a53-6a1c0b7d9e2g",
        ] {
            assert!(!is_uuid(id), "{id}");
        }
    }
}
